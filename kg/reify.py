"""Facts as quads: a statement that says who claims it and where, its event, and the plain triple."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from kg.describe import times_of
from kg.events import events_of, quads_from_event
from kg.iris import KG, Iris, encode, relation_iri
from kg.ontology import Ontology
from kg.terms import (
    AMOUNT,
    ARTICLE,
    ASSERTS,
    ATTRIBUTED_TO,
    CLAIMS,
    CONFIDENCE,
    DEFAULT_GRAPH,
    DISPUTES,
    EVIDENCE,
    HAS_PLACE,
    MODALITY,
    OBJECT,
    POLARITY,
    PREDICATE,
    RULE,
    SENTENCE,
    STATEMENT,
    SUBJECT,
    TIME_TEXT,
    TRIGGER,
    TYPE,
    WAS_DERIVED_FROM,
    WAS_GENERATED_BY,
    Object,
    decimal,
    german,
)
from kg.types import Entity, Fact, Value

Properties: TypeAlias = Iterator[tuple[NamedNode, Object]]


@dataclass(frozen=True, slots=True)
class Frame:
    """What all facts of one article share."""

    article: NamedNode
    run: NamedNode
    ontology: Ontology
    iris: Iris

    def node(self, end: Entity | Value) -> NamedNode:
        """The node of an entity, an amount or a time."""
        return NamedNode(self.iris.entity(end.key) if isinstance(end, Entity) else self.iris.value(end))


def statement_iri(fact: Fact, frame: Frame) -> str:
    """The name of what `fact` says: the same words of the same sentence, said by the same voice, are one statement."""
    return frame.iris.statement(
        frame.article.value,
        str(fact.provenance.sentence.start),
        str(fact.provenance.sentence.end),
        frame.node(fact.subject).value,
        relation_iri(fact.relation),
        frame.node(fact.object).value,
        fact.polarity,
        fact.modality,
        frame.node(fact.speaker).value if fact.speaker else "",
    )


def merge_facts(facts: tuple[Fact, ...], frame: Frame) -> dict[str, Fact]:
    """One fact a statement, by IRI: the surest, with roles that only the others name. Order does not matter."""
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(statement_iri(fact, frame), []).append(fact)
    return {iri: _merge(group) for iri, group in sorted(groups.items())}


def quads_from_facts(facts: Mapping[str, Fact], frame: Frame) -> Iterator[Quad]:
    """The statements (by IRI) and their events in the article's graph, and the plain triples."""
    statements: dict[str, dict[NamedNode, list[Object]]] = {}
    for iri, fact in facts.items():
        said = statements.setdefault(iri, {})
        for property, object in _statement_properties(fact, frame):
            said.setdefault(property, []).append(object)
            yield Quad(NamedNode(iri), property, object, frame.article)
        if fact.polarity == "positive":
            s, r, o = frame.node(fact.subject), NamedNode(relation_iri(fact.relation)), frame.node(fact.object)
            yield Quad(s, r, o, DEFAULT_GRAPH if fact.is_held_true else NamedNode(frame.iris.claims))
    for iri, event in events_of(statements, iris=frame.iris).items():
        yield from quads_from_event(iri, statements[iri], event, iris=frame.iris)


def _statement_properties(fact: Fact, frame: Frame) -> Properties:
    article, source = frame.article, fact.provenance
    s, r, o = frame.node(fact.subject), NamedNode(relation_iri(fact.relation)), frame.node(fact.object)
    stance = DISPUTES if fact.polarity == "negative" else ASSERTS if fact.is_held_true else CLAIMS
    sentence = NamedNode(frame.iris.span(article.value, source.sentence))
    yield TYPE, STATEMENT
    yield SUBJECT, s
    yield PREDICATE, r
    yield OBJECT, o
    yield stance, NamedNode(frame.iris.triple(s.value, r.value, o.value))
    yield ARTICLE, article
    yield SENTENCE, sentence
    yield TRIGGER, NamedNode(frame.iris.span(article.value, source.predicate))
    yield WAS_DERIVED_FROM, sentence
    yield WAS_GENERATED_BY, frame.run
    yield POLARITY, NamedNode(KG + fact.polarity)
    yield MODALITY, NamedNode(KG + fact.modality)
    yield RULE, Literal(source.rule)
    yield CONFIDENCE, decimal(fact.confidence)
    if fact.speaker is not None:
        yield ATTRIBUTED_TO, frame.node(fact.speaker)
    for span in source.evidence:
        yield EVIDENCE, NamedNode(frame.iris.span(article.value, span))
    yield from _role_properties(fact, frame)


def is_time(name: str, filler: Entity | Value) -> bool:
    """True if a role is told by properties of the statement alone, without a node of its own."""
    return name == "time" and isinstance(filler, Value) and filler.kind == "date"


def _role_properties(fact: Fact, frame: Frame) -> Properties:
    """Time, place, amount by their usual properties; other roles as ``kg:role_<name>``."""
    for name, filler in sorted(fact.roles.items()):
        if is_time(name, filler) and isinstance(filler, Value):
            yield TIME_TEXT, german(filler.lexical)
            yield from times_of(filler)
        elif name == "place" and isinstance(filler, Entity):
            yield HAS_PLACE, frame.node(filler)
        elif name == "amount":
            yield AMOUNT, frame.node(filler)
        else:
            yield NamedNode(f"{KG}role_{encode(name)}"), frame.node(filler)


def _merge(facts: list[Fact]) -> Fact:
    best, *others = sorted(facts, key=_rank)
    roles = dict(best.roles)
    for other in others:
        for name, filler in other.roles.items():
            roles.setdefault(name, filler)
    spans = {span for fact in facts for span in fact.provenance.evidence}
    return replace(best, roles=roles, provenance=replace(best.provenance, evidence=tuple(sorted(spans))))


def _rank(fact: Fact) -> tuple[float, str, str, str]:
    roles = sorted((name, _role_text(filler)) for name, filler in fact.roles.items())
    return -fact.confidence, str(fact.provenance), repr(roles), fact.label


def _role_text(filler: Entity | Value) -> str:
    return filler.key if isinstance(filler, Entity) else repr(filler)
