"""Which examples of the lexicon yield what they promise, by relation.

python -m training.check_frames --model PIPELINE [--failures] [--relation meets] [--kind verbs]

Every frame and position brings an example and the facts that it gives. A fact counts as found if the relation is right
(or its mirror, with the ends exchanged) and each end's name contains the promised one or is contained in it.
Extra facts are listed with --failures, but may be right: an example may say more than its frame.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from spacy.language import Language

from kg import data
from kg.annotate.lexicon import Frame, Position, load_lexicon, read_frames
from kg.facts import extraction_from_doc
from kg.nlp import load_nlp
from kg.ontology import Ontology, load_ontology
from kg.types import Article, Entity, Fact, Value

DAY = date(2024, 11, 14)
UNITED_NATIONS = "Vereinte Nationen"
OTHER_NAMES = {"USA": "Vereinigte Staaten", "EU": "Europäische Union", "UNO": UNITED_NATIONS, "UN": UNITED_NATIONS}


@dataclass(frozen=True)
class Check:
    """One example, what it promises and what came out."""

    kind: str
    text: str
    missing: tuple[str, ...]
    promised: tuple[str, ...]
    facts: tuple[str, ...]


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the table."""
    options = read_options(arguments)
    ontology = load_ontology()
    checks = [
        check
        for check in checks_of(load_nlp(options.model), ontology)
        if (not options.relation or any(options.relation in gives.split() for gives in check.promised))
        and (not options.kind or check.kind == options.kind)
    ]
    print_table(checks, ontology)
    if options.failures:
        for check in checks:
            if check.missing:
                print(f"\n{check.kind}: {check.text}\n  missing: {'; '.join(check.missing)}")
                print(f"  got:     {'; '.join(check.facts) or '-'}")


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="de")
    parser.add_argument("--failures", action="store_true", help="list what does not come out")
    parser.add_argument("--relation", default="", help="only examples that promise this relation")
    parser.add_argument("--kind", default="", choices=["", "verbs", "nouns", "adjectives", "positions"])
    return parser.parse_args(arguments)


def checks_of(nlp: Language, ontology: Ontology) -> Iterator[Check]:
    """The check of every example, in file order."""
    for kind, entry in entries():
        facts = facts_of(nlp, entry.example)
        missing = tuple(line for line in entry.gives if not any(is_promised(fact, line, ontology) for fact in facts))
        yield Check(kind, entry.example, missing, entry.gives, tuple(show(fact) for fact in facts))


def entries() -> Iterator[tuple[str, Frame | Position]]:
    """All frames and positions with the kind of word that they list."""
    for frame in read_frames(data.root() / "lexicon"):
        yield "verbs" if frame.verbs else "nouns" if frame.nouns else "adjectives", frame
    lexicon = load_lexicon()
    positions = [*lexicon.positions.values(), *(position for _, position in lexicon.endings.items())]
    for position in {position.example: position for position in positions}.values():
        yield "positions", position


def facts_of(nlp: Language, text: str) -> tuple[Fact, ...]:
    """All facts of one example."""
    doc = nlp.make_doc(text)
    doc._.article = Article("example", text, published=DAY)
    return extraction_from_doc(nlp(doc)).facts


def is_promised(fact: Fact, line: str, ontology: Ontology) -> bool:
    """True if `fact` is what `line` says, such as ``Ungarn buysFrom Russland``."""
    subject, relation, object = split(line, ontology)
    readings = [(fact.relation, fact.subject, fact.object)]
    if mirror := ontology.mirror(fact.relation):
        readings.append((mirror, fact.object, fact.subject))
    return any(
        found == relation and is_called(first, subject) and is_called(second, object)
        for found, first, second in readings
    )


def split(line: str, ontology: Ontology) -> tuple[str, str, str]:
    """Subject, relation and object of ``Katar owns Volkswagen``."""
    words = line.split()
    at = next(i for i, word in enumerate(words) if word in ontology.relations)
    return " ".join(words[:at]), words[at], " ".join(words[at + 1 :])


def is_called(end: Entity | Value, name: str) -> bool:
    """True if one of the names of `end` contains `name` or is contained in it, word by word."""
    names = (end.lexical,) if isinstance(end, Value) else (end.label, end.label_en, *end.aliases)
    wanted = OTHER_NAMES.get(name, name).casefold().split()
    words = [known.casefold().split() for known in names if known]
    return any(set(wanted) <= set(known) or set(known) <= set(wanted) for known in words)


def show(fact: Fact) -> str:
    """`fact` as one line."""
    ends = [end.lexical if isinstance(end, Value) else end.label for end in (fact.subject, fact.object)]
    marks = [mark for mark in (fact.polarity, fact.modality) if mark not in ("positive", "asserted")]
    return " ".join([ends[0], fact.relation, ends[1], *marks])


def print_table(checks: Sequence[Check], ontology: Ontology) -> None:
    """Promised and found facts by relation and by kind of word, and in all."""
    promised: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for check in checks:
        for line in check.promised:
            hit = line not in check.missing
            for key in (f"  {split(line, ontology)[1]}", f" {check.kind}", "all"):
                promised[key] += 1
                found[key] += hit
    for key in sorted(promised):
        print(f"{found[key]:4}/{promised[key]:<4} {found[key] / promised[key]:5.0%} {key.strip()}")


if __name__ == "__main__":
    main()
