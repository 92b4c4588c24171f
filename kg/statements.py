"""The statements of a store as rows: what pictures, tables and notebooks are made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from kg.types import Bound, Modality, Polarity, Precision, Span

Language: TypeAlias = Literal["de", "en"]


@dataclass(frozen=True, slots=True)
class Node:
    """An entity, amount or time of the graph. ``label_en`` is the German label where there is no English one.

    ``type`` is an entity type ("Person"), "Amount" or "Time". ``qid`` is the Wikidata item ("Q7821917") or "",
    ``stands_for`` the IRI of what a metonym denotes or "". ``number``, ``unit``, ``bound`` belong to amounts.
    """

    iri: str
    label_de: str
    label_en: str
    type: str
    qid: str = ""
    stands_for: str = ""
    aliases: tuple[str, ...] = ()
    number: Decimal | None = None
    unit: str = ""
    bound: Bound = "exact"

    def label(self, language: Language) -> str:
        """The label in `language`."""
        return self.label_de if language == "de" else self.label_en


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article of the graph, without its text. ``published`` is None, the other fields "" where unknown."""

    iri: str
    id: str
    title: str
    source: str
    author: str
    published: date | None
    url: str
    language: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement, with the voice that makes it and the sentence it stands in.

    ``group`` is the group of the relation in the inventory (A-I), "" for open relations. ``speaker`` is None where
    the article itself speaks, or (``modality`` "reported") where the source has no name. ``time_start`` and
    ``time_end`` are the first and last day, None where open; ``time_text`` is "" where no time is given.
    ``roles`` are the other participants by role name. ``sentence_span`` and ``evidence`` are offsets in the article.
    ``held_true`` is True for facts (drawn solid) and False for claims and denials.
    """

    iri: str
    subject: Node
    relation: str
    relation_de: str
    relation_en: str
    group: str
    object: Node
    polarity: Polarity
    modality: Modality
    speaker: Node | None
    time_start: date | None
    time_end: date | None
    time_text: str
    time_precision: Precision
    place: Node | None
    amount: Node | None
    roles: tuple[tuple[str, Node], ...]
    article: ArticleRow
    sentence: str
    sentence_span: Span
    evidence: tuple[Span, ...]
    event: str
    confidence: float
    rule: str
    held_true: bool

    def relation_label(self, language: Language) -> str:
        """The words of the relation in `language`."""
        return self.relation_de if language == "de" else self.relation_en
