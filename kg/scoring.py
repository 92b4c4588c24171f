"""Compares facts with gold facts: precision, recall, F1, and how well voice, modality and polarity came out.

Both relations of a mirrored pair (buysFrom, sellsTo) and both readings of a symmetric one count as the same.
A name matches any name of the gold entity, whatever its case and hyphens; so does the Wikidata item.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pydantic import BaseModel, Field

from kg.ontology import SYMMETRIC, Ontology
from kg.types import Modality, Polarity

SCORED_TIERS = (1, 2)  # the gold was annotated with these
_GROUPS: dict[Modality, str] = {
    "asserted": "asserted",
    "reported": "reported",
    "planned": "future",
    "possible": "possible",
    "conditional": "possible",
    "question": "possible",
}


class Names(NamedTuple):
    """The folded names of an entity, and its Wikidata item where known."""

    folded: frozenset[str]
    qid: str = ""


class Prediction(NamedTuple):
    """A statement of the graph."""

    subject: Names
    relation: str
    object: Names
    polarity: Polarity
    modality: Modality
    speaker: Names | None
    evidence: str = ""  # the sentence it stands in


class GoldEntity(BaseModel):
    """An entity of a gold article."""

    names: list[str] = Field(min_length=1)
    qid: str | None = None

    def is_named(self, names: Names) -> bool:
        """True if `names` share one with this entity."""
        same_item = bool(names.qid) and names.qid == self.qid
        return same_item or not names.folded.isdisjoint(map(fold, self.names))


class GoldFact(BaseModel):
    """A fact that a reader found. ``rel`` is every relation that a careful reader would accept, the best first."""

    s: str
    o: str
    rel: list[str] = Field(min_length=1)
    required: bool
    polarity: Polarity
    modality: Modality
    by: str | None = None
    evidence: str = ""


class GoldArticle(BaseModel):
    """An article and what a reader found in it."""

    id: str
    text: str
    source: dict[str, str | None] = Field(default_factory=dict)
    entities: dict[str, GoldEntity]
    facts: list[GoldFact]


class Score(NamedTuple):
    """The comparison of one article. ``found``, ``required`` and ``pairs`` count required gold facts."""

    predicted: int
    right: int
    required: int
    found: int
    pairs: int
    voices: Counter[str]
    wrong: tuple[Prediction, ...]
    missed: tuple[GoldFact, ...]


def fold(name: str) -> str:
    """`name` as names are compared.

    >>> fold("US-Außenminister"), fold("Weißes  Haus")
    ('us aussenminister', 'weisses haus')
    """
    return " ".join(name.casefold().replace("-", " ").replace("’", "'").split())


def scored_relations(ontology: Ontology) -> dict[str, str]:
    """Every relation that is scored, with its mirror ("" if it has none); mirrors outside the inventory too."""
    mirrors: dict[str, str] = {}
    rows = [relation for relation in ontology.relations.values() if relation.tier in SCORED_TIERS]
    for relation in rows:
        if relation.inverse == SYMMETRIC:
            mirrors[relation.id] = relation.id
        elif relation.inverse:
            mirrors[relation.id] = relation.inverse
            mirrors.setdefault(relation.inverse, relation.id)
    return {relation.id: "" for relation in rows} | mirrors


def score_article(predictions: Iterable[Prediction], gold: GoldArticle, mirrors: dict[str, str]) -> Score:
    """How the statements of one article compare with its gold facts."""
    predicted = list(_distinct(predictions, mirrors))
    hit: set[int] = set()
    pairs: set[int] = set()
    voices: Counter[str] = Counter()
    wrong = []
    for prediction in predicted:
        matches = list(_matches(prediction, gold, mirrors))
        pairs.update(index for index, _ in matches)
        right = [index for index, is_right in matches if is_right]
        for index in right:
            if index not in hit:
                voices.update(_compare_voice(prediction, gold.facts[index], gold))
                hit.add(index)
        if not right:
            wrong.append(prediction)
    required = {index for index, fact in enumerate(gold.facts) if fact.required}
    return Score(
        predicted=len(predicted),
        right=len(predicted) - len(wrong),
        required=len(required),
        found=len(required & hit),
        pairs=len(required & pairs),
        voices=voices,
        wrong=tuple(wrong),
        missed=tuple(gold.facts[index] for index in sorted(required - hit)),
    )


def _distinct(predictions: Iterable[Prediction], mirrors: dict[str, str]) -> Iterator[Prediction]:
    """Each fact once, whichever way round it is said."""
    seen: set[tuple[frozenset[str], str, frozenset[str]]] = set()
    for prediction in predictions:
        if prediction.relation not in mirrors:
            continue
        subject, object = prediction.subject.folded, prediction.object.folded
        straight = (subject, prediction.relation, object)
        if straight not in seen and (object, mirrors[prediction.relation], subject) not in seen:
            seen.add(straight)
            yield prediction


def _matches(prediction: Prediction, gold: GoldArticle, mirrors: dict[str, str]) -> Iterator[tuple[int, bool]]:
    """The gold facts between the same two entities, and whether the relation is right, too."""
    for index, fact in enumerate(gold.facts):
        subject, object = gold.entities[fact.s], gold.entities[fact.o]
        straight = subject.is_named(prediction.subject) and object.is_named(prediction.object)
        crossed = object.is_named(prediction.subject) and subject.is_named(prediction.object)
        if straight or crossed:
            mirrored = crossed and mirrors[prediction.relation] in fact.rel
            yield index, (straight and prediction.relation in fact.rel) or mirrored


def _compare_voice(prediction: Prediction, fact: GoldFact, gold: GoldArticle) -> Counter[str]:
    counts = Counter(found=1)
    counts["polarity"] = int(prediction.polarity == fact.polarity)
    counts["modality"] = int(_GROUPS[prediction.modality] == _GROUPS[fact.modality])
    if fact.by:
        counts["speakers"] = 1
        counts["speaker"] = int(prediction.speaker is not None and gold.entities[fact.by].is_named(prediction.speaker))
    return counts
