"""The vocabulary that both halves of kg share: what is read, and what is found in it.

Offsets are code points in ``Article.text`` (Unicode NFC), half-open: ``text[start:end]``.
Everything is frozen: a value that exists is valid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias, get_args

EntityType: TypeAlias = Literal[
    "Person", "Organization", "Place", "Group", "Position", "Product", "Event", "Document", "Amount", "Thing"
]
Polarity: TypeAlias = Literal["positive", "negative"]
Modality: TypeAlias = Literal["asserted", "reported", "planned", "possible", "conditional", "question"]
MentionKind: TypeAlias = Literal["name", "nominal", "pronoun", "position", "amount", "time"]
ValueKind: TypeAlias = Literal["date", "money", "quantity"]
Precision: TypeAlias = Literal["day", "week", "month", "quarter", "season", "year", "decade", "century", "interval", ""]
Bound: TypeAlias = Literal["exact", "about", "more", "less"]

ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)
MODALITIES: tuple[Modality, ...] = get_args(Modality)
POLARITIES: tuple[Polarity, ...] = get_args(Polarity)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text, in code points, half-open: ``0 <= start < end``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"Span needs 0 <= start < end, got {self.start}, {self.end}")


@dataclass(frozen=True, slots=True)
class Article:
    """One article. ``text`` is NFC with ``\\n`` line ends and is never edited again; ``id`` is unique in a graph."""

    id: str
    text: str
    title: str = ""
    published: date | None = None
    source: str = ""
    author: str = ""
    url: str = ""
    language: str = "de"

    def __post_init__(self) -> None:
        if not self.id or not self.text.strip():
            raise ValueError("an Article needs an id and a text")


@dataclass(frozen=True, slots=True)
class Value:
    """An amount or a time, as the text says it (``lexical``) and normalised.

    date: ``start``/``end`` are the first and last day (both inclusive; None = open), ``precision`` the grain.
    money, quantity: ``number`` in ``unit`` (ISO 4217 code, ``%``, or a German counted noun such as ``Personen``);
    ``bound`` says how vague it is: ``rund 8 Milliarden Dollar`` is "about", ``mehr als`` "more".
    """

    kind: ValueKind
    lexical: str
    start: date | None = None
    end: date | None = None
    precision: Precision = ""
    number: Decimal | None = None
    unit: str = ""
    bound: Bound = "exact"

    def __post_init__(self) -> None:
        if self.kind == "date" and self.start and self.end and self.start > self.end:
            raise ValueError(f"Value ends before it starts: {self.lexical!r}")
        if self.kind != "date" and self.number is None:
            raise ValueError(f"Value of kind {self.kind} needs a number: {self.lexical!r}")


@dataclass(frozen=True, slots=True)
class Point:
    """A point on the globe in degrees of WGS 84, north and east positive: ``Point(52.5244, 13.4105)`` is Berlin."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not -90 <= self.latitude <= 90:
            raise ValueError(f"a latitude must lie in [-90, 90], got {self.latitude}")
        if not -180 <= self.longitude <= 180:
            raise ValueError(f"a longitude must lie in [-180, 180], got {self.longitude}")


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that facts are about. ``key`` is its stable name, unique in a graph.

    ``qid`` is the Wikidata item where known. ``stands_for`` is what a metonym denotes: Moskau -> Russland. ``point`` is
    where a place lies, if the registry knows. Entities are equal when their keys are.
    """

    key: str
    label: str = field(compare=False)
    type: EntityType = field(compare=False)
    label_en: str = field(default="", compare=False)
    aliases: tuple[str, ...] = field(default=(), compare=False)
    qid: str = field(default="", compare=False)
    stands_for: Entity | None = field(default=None, compare=False)
    point: Point | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not self.key or not self.label:
            raise ValueError("an Entity needs a key and a label")
        if self.type not in ENTITY_TYPES:
            raise ValueError(f"unknown entity type {self.type!r}; known: {', '.join(ENTITY_TYPES)}")
        if self.point is not None and self.type != "Place":
            raise ValueError(f"only a Place lies at a point, {self.key!r} is a {self.type}")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that denotes an entity: ``text == article.text[span.start:span.end]``."""

    span: Span
    text: str
    kind: MentionKind
    entity: Entity


@dataclass(frozen=True, slots=True, order=True)
class Provenance:
    """Where a fact stands: article id, sentence, predicate and ends, and the rule that found it.

    Facts of one article that share ``predicate`` are one event.
    """

    article: str
    sentence: Span
    predicate: Span
    evidence: tuple[Span, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that an article says, with the voice that says it.

    ``relation`` is an id of the ontology (``buysFrom``) or ``open/<lemma>`` for a predicate it lacks.
    ``roles`` holds what else belongs to it: ``time``, ``place``, ``amount``, ... -> Entity or Value.
    ``speaker`` is who vouches for it; None means the article itself, or an unnamed source when
    ``modality`` is "reported". ``confidence`` lies in [0, 1].
    """

    subject: Entity
    relation: str
    object: Entity | Value
    provenance: Provenance
    roles: Mapping[str, Entity | Value] = field(default_factory=dict)
    polarity: Polarity = "positive"
    modality: Modality = "asserted"
    speaker: Entity | None = None
    confidence: float = 1.0
    label: str = ""  # German words of an open relation ("setzt sich ein für"); "" for relations of the ontology

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence must lie in [0, 1], got {self.confidence}")
        if self.polarity not in POLARITIES or self.modality not in MODALITIES:
            raise ValueError(f"unknown polarity {self.polarity!r} or modality {self.modality!r}")

    @property
    def is_held_true(self) -> bool:
        """True if the article itself asserts it: such facts stand in the default graph, others are claims."""
        return self.polarity == "positive" and self.modality == "asserted" and self.speaker is None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one article: sentence borders, mentions and facts, each in text order."""

    article: Article
    sentences: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    facts: tuple[Fact, ...]
