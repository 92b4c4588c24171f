"""Which statements tell of one event: those of one predicate, and those of other sentences that tell the same.

The same is: the same relation (or its mirror) between the same ends on the same day, unless it is denied. Events have
no state of their own: their names and properties follow from the statements, so that it does not matter in which order
articles came, and which came and went in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias, cast

from pyoxigraph import NamedNode, Quad

from kg.iris import KG, Iris, relation_from_iri, relation_iri, span_from_iri
from kg.linked import linked
from kg.ontology import load_ontology
from kg.terms import (
    AMOUNT,
    ARTICLE,
    ASSERTS,
    CLAIMS,
    EVENT,
    EVENT_CLASS,
    HAS_ACTOR,
    HAS_BEGIN,
    HAS_END,
    HAS_PLACE,
    OBJECT,
    PREDICATE,
    SENTENCE,
    SUBJECT,
    TIME_PRECISION,
    TIME_TEXT,
    TRIGGER,
    TYPE,
    WAS_DERIVED_FROM,
    Object,
)

Statement: TypeAlias = Mapping[NamedNode, list[Object]]  # what is said of one statement, by property

ROLE = KG + "role_"
_SHARED = (TIME_TEXT, HAS_BEGIN, HAS_END, TIME_PRECISION, HAS_PLACE, AMOUNT)  # what an event has from its statements


class Place(NamedTuple):
    """One predicate of a sentence: the IRIs of its statements, and keys; places that share one tell of one event."""

    statements: list[str]
    keys: frozenset[str]


def events_of(statements: Mapping[str, Statement], *, iris: Iris) -> dict[str, str]:
    """The event of each of `statements`, by their IRIs.

    An event that has a day is named by what happens then, so that most articles name it alike from the start.
    """
    places = dict(sorted(places_of(statements, iris=iris).items()))
    names: dict[str, str] = {}
    for group in linked({name: place.keys for name, place in places.items()}):
        event = min((key for name in group for key in places[name].keys), default=group[0])
        names.update((iri, event) for name in group for iri in places[name].statements)
    return names


def places_of(statements: Mapping[str, Statement], *, iris: Iris) -> dict[str, Place]:
    """The predicates that tell `statements` (by their IRIs), by names for them."""
    told: dict[str, list[str]] = {}
    for iri, statement in statements.items():
        told.setdefault(_place(statement, iris), []).append(iri)
    return {name: Place(own, _keys([statements[iri] for iri in own], iris)) for name, own in told.items()}


def quads_from_event(
    iri: str, statement: Statement, event: str, *, iris: Iris, is_shared: bool = False
) -> Iterator[Quad]:
    """What the statement `iri` adds to its event.

    Where it is told stands in the graph of the article; what it is, too, unless other articles tell of it: then it
    stands in the graph of shared events, so that no triple stands in two graphs.
    """
    (article,) = cast(list[NamedNode], statement[ARTICLE])
    graph, node = NamedNode(iris.events) if is_shared else article, NamedNode(event)
    yield Quad(NamedNode(iri), EVENT, node, article)
    yield Quad(node, SENTENCE, statement[SENTENCE][0], article)
    yield Quad(node, WAS_DERIVED_FROM, statement[TRIGGER][0], article)
    yield Quad(node, TYPE, EVENT_CLASS, graph)
    relation = load_ontology().relations.get(relation_from_iri(statement[PREDICATE][0].value))
    if relation is not None and relation.plover:
        yield Quad(node, TYPE, NamedNode(KG + relation.plover), graph)
    for end in (*statement[SUBJECT], *statement[OBJECT]):
        if end.value.startswith(iris.entities):
            yield Quad(node, HAS_ACTOR, end, graph)
    for property, values in statement.items():
        if property in _SHARED or property.value.startswith(ROLE):
            for value in values:
                yield Quad(node, property, value, graph)


def same_triples(s: str, p: str, o: str, *, iris: Iris) -> list[str]:
    """The names of a plain triple (given by IRIs) and of its mirror: *Blinken trifft Rutte*, *Rutte trifft Blinken*."""
    relations = load_ontology().relations
    known = relations.get(relation_from_iri(p))
    names = [iris.triple(s, p, o)]
    if known is not None and (known.is_symmetric or known.inverse in relations):
        mirror = p if known.is_symmetric else relation_iri(known.inverse)
        names.append(iris.triple(o, mirror, s))
    return names


def ends_of(statement: Statement) -> tuple[str, str, str]:
    """The plain triple of `statement`, as IRIs."""
    s, p, o = (statement[property][0].value for property in (SUBJECT, PREDICATE, OBJECT))
    return s, p, o


def days_of(statements: Iterable[Statement]) -> set[str]:
    """The single days that `statements` give."""
    found = set()
    for statement in statements:
        begin, end = statement.get(HAS_BEGIN, []), statement.get(HAS_END, [])
        if begin and begin == end:
            found.add(begin[0].value)
    return found


def is_affirmed(statement: Statement) -> bool:
    """True unless `statement` denies something."""
    return ASSERTS in statement or CLAIMS in statement


def _keys(told: Iterable[Statement], iris: Iris) -> frozenset[str]:
    """Names for what one predicate tells of: one for each statement, if they have a day."""
    affirmed = [statement for statement in told if is_affirmed(statement)]
    days = days_of(affirmed)
    if len(days) != 1:
        return frozenset()
    (day,) = days
    triples = (min(same_triples(*ends_of(statement), iris=iris)) for statement in affirmed)
    return frozenset(iris.dated_event(triple, day) for triple in triples)


def _place(statement: Statement, iris: Iris) -> str:
    """A name for the predicate of one sentence."""
    article, sentence, trigger = (statement[property][0].value for property in (ARTICLE, SENTENCE, TRIGGER))
    return iris.event(article, span_from_iri(sentence), span_from_iri(trigger))
