"""Which German constructions hold with the shipped pipeline, and whether fewer do than before.

    python tests/gate.py                  report by construction; status 1 if a floor is not reached
    python tests/gate.py --failures       every sentence that does not hold, with what came out instead
    python tests/gate.py --update         pin what is reached now as the new floors

A sentence holds if all its facts come out with their polarity, modality and speaker; where it lists none, nothing of
the ontology may come out. Precision counts the facts that the sentence does not list as wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import kg
from kg.facts import extraction_from_doc
from kg.ontology import SYMMETRIC, load_ontology

HERE = Path(__file__).resolve().parent / "gold"
DAY = date(2024, 11, 14)
MODALITIES = ("reported", "planned", "possible", "conditional", "question")


@dataclass(frozen=True)
class Expected:
    """One fact of a sentence as its line in constructions.toml says it."""

    subject: str
    relation: str
    object: str
    polarity: str = "positive"
    modality: str = "asserted"
    speaker: str = ""


@dataclass
class Score:
    """Counts of one construction or of all."""

    sentences: int = 0
    held: int = 0
    expected: int = 0
    found: int = 0
    predicted: int = 0
    failures: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Adds the counts of `other`."""
        for name in ("sentences", "held", "expected", "found", "predicted"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.failures.extend(other.failures)

    def figures(self) -> dict[str, float]:
        """Share of sentences that hold, recall and precision of facts, in [0, 1], rounded down to 3 places."""
        pairs = {
            "held": (self.held, self.sentences),
            "recall": (self.found, self.expected),
            "precision": (self.found, self.predicted),
        }
        return {name: int(1000 * part / max(1, whole)) / 1000 for name, (part, whole) in pairs.items()}


def parse_fact(line: str) -> Expected:
    """The fact that a line such as ``Moskau buys Öl reported by Mark Rutte`` names."""
    words, speaker = line.split(), ""
    if " by " in line:
        head, _, speaker = line.rpartition(" by ")
        words = head.split()
    marks = set()
    while words[-1] in (*MODALITIES, "negative"):
        marks.add(words.pop())
    at = next(i for i, word in enumerate(words) if word in load_ontology().relations)
    return Expected(
        " ".join(words[:at]),
        words[at],
        " ".join(words[at + 1 :]),
        "negative" if "negative" in marks else "positive",
        next((mark for mark in MODALITIES if mark in marks), "asserted"),
        speaker,
    )


def extract(nlp, text: str) -> list[kg.Fact]:
    """The facts of `text` whose relation is one of the ontology."""
    doc = nlp.make_doc(text)
    doc._.article = kg.Article("gate", text, published=DAY)
    facts = extraction_from_doc(nlp(doc)).facts
    return [fact for fact in facts if fact.relation in load_ontology().relations]


def is_same(fact: kg.Fact, expected: Expected) -> bool:
    """True if `fact` is the expected one; symmetric relations may be read either way."""
    if fact.relation != expected.relation:
        return False
    status = (fact.polarity, fact.modality) == (expected.polarity, expected.modality)
    voice = is_called(fact.speaker, expected.speaker) if expected.speaker else fact.speaker is None
    ends = is_called(fact.subject, expected.subject) and is_called(fact.object, expected.object)
    if not ends and load_ontology().relations[fact.relation].inverse == SYMMETRIC:
        ends = is_called(fact.subject, expected.object) and is_called(fact.object, expected.subject)
    return status and voice and ends


def is_called(end: object, name: str) -> bool:
    """True if `name` is a name of an entity, or the words of an amount."""
    if isinstance(end, kg.Value):
        return end.lexical == name
    return isinstance(end, kg.Entity) and name.casefold() in {
        alias.casefold() for alias in (end.label, end.label_en, *end.aliases)
    }


def score_sentence(nlp, text: str, lines: list[str]) -> Score:
    """The counts of one sentence."""
    facts = extract(nlp, text)
    wanted = [parse_fact(line) for line in lines]
    missing = [want for want in wanted if not any(is_same(fact, want) for fact in facts)]
    held = not missing and not (facts and not wanted)
    found = len(wanted) - len(missing)
    failures = [] if held else [f"{text}\n    missing: {missing}\n    got:     {[show(fact) for fact in facts]}"]
    return Score(1, held, len(wanted), found, len(facts), failures)


def show(fact: kg.Fact) -> str:
    """`fact` in the notation of constructions.toml."""
    ends = [end.label if isinstance(end, kg.Entity) else end.lexical for end in (fact.subject, fact.object)]
    marks = [mark for mark in (fact.modality, fact.polarity) if mark not in ("asserted", "positive")]
    by = ["by", fact.speaker.label] if fact.speaker else []
    return " ".join([ends[0], fact.relation, ends[1], *marks, *by])


def read_constructions(path: Path = HERE / "constructions.toml") -> Iterator[tuple[str, list[dict]]]:
    """Name and items of each construction."""
    for table in tomllib.loads(path.read_text(encoding="utf-8"))["construction"]:
        yield table["name"], table["items"]


def score_all(nlp) -> dict[str, Score]:
    """The score of each construction, in file order."""
    scores = {}
    for name, items in read_constructions():
        scores[name] = Score()
        for item in items:
            scores[name].add(score_sentence(nlp, item["text"], item["facts"]))
    return scores


def total(scores: dict[str, Score]) -> Score:
    """All constructions together."""
    whole = Score()
    for score in scores.values():
        whole.add(score)
    return whole


def main(arguments: list[str] | None = None) -> int:
    """Prints the report; 1 if a floor is not reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="de")
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args(arguments)
    scores = score_all(kg.load_nlp(options.model))
    for name, score in scores.items():
        print(f"{score.held:3}/{score.sentences:<3} {name}")
        if options.failures:
            print("".join(f"  {failure}\n" for failure in score.failures), end="")
    reached = total(scores).figures()
    print(json.dumps(reached))
    path = HERE / "floors.json"
    if options.update:
        path.write_text(json.dumps(reached, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    floors = json.loads(path.read_text(encoding="utf-8"))
    low = {name: floor for name, floor in floors.items() if reached[name] < floor}
    for name, floor in low.items():
        print(f"{name}: {reached[name]} is below the floor of {floor}", file=sys.stderr)
    return bool(low)


if __name__ == "__main__":
    sys.exit(main())
