"""How many of the ends that a sentence of gold articles does not name are found through a pronoun or a description.

    python -m training.score_coref --gold DIR [--model de] [--failures]

A gold fact quotes the sentence that it rests on. Where that sentence lacks every name of an end, and no name that kg
knows (*russisch*, *Deutschen Bahn*) is linked to it, the end is *referred to*: by *sie*, *der Minister*, *ihre*. It
counts as resolved if a pronoun, description or title in the sentence is linked to an entity that shares a name with it.
Ends of facts that the annotation does not require are mostly implied and have no word of their own.
DIR holds one JSON file an article: text, entities with names, facts.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

import kg
from kg.annotate.layers import TokenMention
from kg.link import link_mentions

REFERRING = ("pronoun", "nominal", "position")


@dataclass(frozen=True)
class Reference:
    """An end of a gold fact that its sentence does not name: the entity's names and the sentence's span."""

    names: frozenset[str]
    start: int
    end: int
    required: bool


def references(gold: dict) -> Iterator[Reference]:
    """The ends that are referred to in the sentences of one gold article, each once a sentence."""
    seen = set()
    for fact in gold["facts"]:
        start = gold["text"].find(fact["evidence"])
        for end in (fact["s"], fact["o"]):
            entity = gold["entities"][end]
            if start < 0 or (start, end) in seen or entity["type"] in ("Amount", "Position"):
                continue
            if not any(is_named(name, fact["evidence"]) for name in entity["names"]):
                seen.add((start, end))
                names = frozenset(name.casefold() for name in entity["names"])
                yield Reference(names, start, start + len(fact["evidence"]), fact["required"])


def is_named(name: str, sentence: str) -> bool:
    """True if `sentence` has `name`, perhaps in the genitive or as the first part of a compound."""
    return re.search(rf"(?<!\w){re.escape(name.rstrip('s'))}", sentence, re.IGNORECASE) is not None


def parse(nlp: Language, gold: dict) -> Doc:
    """The annotated Doc of a gold article."""
    doc = nlp.make_doc(gold["text"])
    published = gold["source"].get("published")
    doc._.article = kg.Article(gold["id"], gold["text"], published=date.fromisoformat(published) if published else None)
    return nlp(doc)


def mentions_in(doc: Doc, reference: Reference) -> list[tuple[TokenMention, set[str]]]:
    """The mentions of a sentence and the names of what each is linked to."""
    entities = link_mentions(doc)
    found = []
    for mention in doc._.mentions:
        inside = reference.start <= mention.chars[0] and mention.chars[1] <= reference.end
        if inside:
            entity = entities.get(mention.referent)
            names = {entity.label, entity.label_en, *entity.aliases} if entity else set()
            found.append((mention, {name.casefold() for name in names}))
    return found


def measure(nlp: Language, directory: Path, *, failures: bool) -> tuple[Counter[str], Counter[str]]:
    """Counts of references (required or implied, resolved) and of mentions by kind, with and without antecedent."""
    counts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for path in sorted(directory.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        doc = parse(nlp, gold)
        for mention in doc._.mentions:
            if mention.kind in REFERRING:
                kinds[mention.kind] += 1
                kinds[mention.kind + " resolved"] += mention.antecedent is not None
        for reference in references(gold):
            linked = mentions_in(doc, reference)
            tried = [(mention, names) for mention, names in linked if mention.kind in REFERRING]
            if any(names & reference.names for mention, names in linked if mention.kind == "name"):
                continue
            resolved = any(names & reference.names for _, names in tried)
            sort = "required" if reference.required else "implied"
            counts.update({sort: 1, f"{sort} resolved": resolved})
            if failures and not resolved:
                shown = ", ".join(f"{mention.name} → {mention.referent.name}" for mention, _ in tried)
                print(f"{path.stem}: {sorted(reference.names)[0]}\n  {gold['text'][reference.start : reference.end]}")
                print(f"  {shown}")
    return counts, kinds


def main() -> None:
    """Prints the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--model", default="de")
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args()
    counts, kinds = measure(kg.load_nlp(options.model), options.gold, failures=options.failures)
    for name in ("required", "implied"):
        done, whole = counts[f"{name} resolved"], counts[name]
        print(f"ends referred to ({name}): {done} of {whole} resolved = {done / max(1, whole):.3f}")
    for kind in REFERRING:
        print(f"{kind}: {kinds[kind + ' resolved']} of {kinds[kind]} have an antecedent")


if __name__ == "__main__":
    main()
