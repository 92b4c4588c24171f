"""The German constructions of `gold/constructions.toml` and how well an extraction reproduces what they expect."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from spacy.tokens import Doc

import kg
from kg.annotate.layers import Argument, Clause
from kg.facts import extraction_from_doc
from kg.ontology import SYMMETRIC, load_ontology

GOLD = Path(__file__).resolve().parent / "gold"
DAY = date(2024, 11, 14)
MODALITIES = ("reported", "planned", "possible", "conditional", "question")
COUNTS = ("sentences", "held", "expected", "found", "predicted", "details", "right")
Annotate = Callable[[str], Doc]


@dataclass(frozen=True)
class Expected:
    """One fact of a sentence as its line in constructions.toml says it."""

    subject: str
    relation: str
    object: str
    polarity: str = "positive"
    modality: str = "asserted"
    speaker: str = ""


@dataclass(frozen=True)
class Item:
    """A sentence or two. ``facts`` must come out, ``also`` may; one of them has the ``roles``; ``clauses`` must be read."""

    text: str
    facts: tuple[Expected, ...]
    also: tuple[Expected, ...] = ()
    roles: dict[str, str] = field(default_factory=dict)
    clauses: tuple[str, ...] = ()


@dataclass
class Score:
    """Counts of one construction or of all. ``details`` are roles and clauses, ``right`` those that came out."""

    sentences: int = 0
    held: int = 0
    expected: int = 0
    found: int = 0
    predicted: int = 0
    details: int = 0
    right: int = 0
    failures: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Adds the counts of `other`."""
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.failures.extend(other.failures)

    def figures(self) -> dict[str, float]:
        """Share of sentences that hold, recall and precision of facts, share of details; cut to 3 places."""
        pairs = {
            "held": (self.held, self.sentences),
            "recall": (self.found, self.expected),
            "precision": (self.found, self.predicted),
            "details": (self.right, self.details),
        }
        return {name: int(1000 * part / max(1, whole)) / 1000 for name, (part, whole) in pairs.items()}


def read_constructions(path: Path = GOLD / "constructions.toml") -> Iterator[tuple[str, list[Item]]]:
    """Name and items of each construction."""
    for table in tomllib.loads(path.read_text(encoding="utf-8"))["construction"]:
        yield table["name"], [item_from_table(item) for item in table["items"]]


def item_from_table(table: dict) -> Item:
    """The item that one line of constructions.toml describes."""
    return Item(
        table["text"],
        tuple(parse_fact(line) for line in table["facts"]),
        tuple(parse_fact(line) for line in table.get("also", ())),
        table.get("roles", {}),
        tuple(table.get("clauses", ())),
    )


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


def facts_of(doc: Doc) -> list[kg.Fact]:
    """The facts of an annotated Doc whose relation is one of the ontology."""
    return [fact for fact in extraction_from_doc(doc).facts if fact.relation in load_ontology().relations]


def with_article(doc: Doc) -> Doc:
    """`doc` as an article of `DAY`, a Thursday."""
    doc._.article = kg.Article("gate", doc.text, published=DAY)
    return doc


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
    """True if `name` is a name of an entity, the words of an amount, its number and unit, or the span of a time."""
    if isinstance(end, kg.Value):
        return name in (end.lexical, show_value(end))
    return isinstance(end, kg.Entity) and name.casefold() in {
        alias.casefold() for alias in (end.label, end.label_en, *end.aliases)
    }


def show_value(value: kg.Value) -> str:
    """``2024-09-01/2024-09-30`` (an open end is empty), ``8000000000 USD``."""
    if value.number is not None:
        return f"{value.number:f} {value.unit}".strip()
    return "/".join(day.isoformat() if day else "" for day in (value.start, value.end))


def has_clause(doc: Doc, line: str) -> bool:
    """True if some clause of `doc` is the one that ``liefern subject=Moskau an+acc=Kiew`` names."""
    lemma, *slots = re.split(r" (?=\S+=)", line)
    wanted = [(slot, name) for slot, _, name in (part.rpartition("=") for part in slots)]
    return any(
        clause.lemma == lemma
        and all(any(_fills(doc, argument, slot, name) for argument in clause.arguments) for slot, name in wanted)
        for clause in doc._.clauses
    )


def _fills(doc: Doc, argument: Argument, slot: str, name: str) -> bool:
    """True if `argument` is in `slot`; *in Odessa* shows no case and may fill ``in+dat``."""
    if argument.slot not in (slot, slot.split("+")[0] + "+?"):
        return False
    head, mention = doc[argument.head], argument.mention
    return name in (head.text, head.lemma_, *((mention.name, mention.referent.name) if mention else ()))


def score_item(doc: Doc, item: Item) -> Score:
    """The counts of one item whose annotated Doc is `doc`."""
    facts = facts_of(doc)
    hits = [fact for fact in facts if any(is_same(fact, want) for want in (*item.facts, *item.also))]
    extra = [fact for fact in facts if fact not in hits]
    missing: list[object] = [want for want in item.facts if not any(is_same(fact, want) for fact in facts)]
    found = len(item.facts) - len(missing)
    lacking = [line for line in item.clauses if not has_clause(doc, line)]
    for role, value in item.roles.items():
        if not any(role in hit.roles and is_called(hit.roles[role], value) for hit in hits):
            lacking.append(f"{role} = {value}")
    held = not missing and not lacking and not (extra and not item.facts)
    details = len(item.clauses) + len(item.roles)
    failures = [] if held and not extra else [describe(item, doc, [*missing, *lacking], hits, extra)]
    return Score(1, held, len(item.facts), found, found + len(extra), details, details - len(lacking), failures)


def describe(item: Item, doc: Doc, missing: list[object], hits: list[kg.Fact], extra: list[kg.Fact]) -> str:
    """What an item lacks and what it has too much, line by line."""
    lines = [item.text]
    lines.extend(f"    missing  {show(want) if isinstance(want, Expected) else want}" for want in missing)
    lines.extend(f"    extra    {show(fact)}   [{fact.provenance.rule}]" for fact in extra)
    if missing:
        lines.extend(f"    found    {show(fact)} {show_roles(fact)}" for fact in hits)
        lines.extend(f"    clause   {show_clause(doc, clause)}" for clause in doc._.clauses)
    return "\n".join(lines)


def show(fact: kg.Fact | Expected) -> str:
    """`fact` in the notation of constructions.toml."""
    ends = [_name(end) for end in (fact.subject, fact.object)]
    marks = [mark for mark in (fact.modality, fact.polarity) if mark not in ("asserted", "positive")]
    by = ["by", _name(fact.speaker)] if fact.speaker else []
    return " ".join([ends[0], fact.relation, ends[1], *marks, *by])


def show_roles(fact: kg.Fact) -> str:
    """The roles of `fact` in the notation of constructions.toml."""
    pairs = sorted(fact.roles.items())
    shown = (f"{role} = {show_value(end) if isinstance(end, kg.Value) else _name(end)}" for role, end in pairs)
    return "; ".join(shown)


def show_clause(doc: Doc, clause: Clause) -> str:
    """``liefern subject=Moskau an+acc=Kiew``."""
    fillers = [f"{argument.slot}={doc[argument.head].text}" for argument in clause.arguments]
    return " ".join([clause.lemma, *fillers])


def _name(end: object) -> str:
    return end.label if isinstance(end, kg.Entity) else end.lexical if isinstance(end, kg.Value) else str(end)


def score_all(annotate: Annotate) -> dict[str, Score]:
    """The score of each construction, in file order; `annotate` yields the annotated Doc of a text."""
    scores = {}
    for name, items in read_constructions():
        scores[name] = Score()
        for item in items:
            scores[name].add(score_item(annotate(item.text), item))
    return scores


def total(scores: dict[str, Score]) -> Score:
    """All constructions together."""
    whole = Score()
    for score in scores.values():
        whole.add(score)
    return whole
