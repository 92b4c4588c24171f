"""What several articles say together: events that more than one tells of, and how sure that makes a triple.

Both follow from the statements of all articles. When an article comes or goes, only what it tells is looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias, cast

from pyoxigraph import NamedNode, Quad, Triple

from kg.events import days_of, ends_of, events_of, is_affirmed, places_of, quads_from_event, same_triples
from kg.iris import KG, Iris
from kg.memory import Affirmed, Memory, Names, Telling
from kg.store import Store
from kg.support import Witness
from kg.tables import iri_values, read_rows, select_triples
from kg.tellings import Told
from kg.terms import (
    ANCHOR_OF,
    ARTICLE,
    ASSERTS,
    ATTRIBUTED_TO,
    CLAIMS,
    CONFIDENCE,
    EVENT,
    JOINT_CONFIDENCE,
    MODALITY,
    PUBLISHER,
    SENTENCE,
    SKETCH,
    SOURCES,
    TRIGGER,
    Object,
    decimal,
    integer,
)
from kg.types import Modality

Quads: TypeAlias = set[Quad]
_WITNESSING = (MODALITY, CONFIDENCE, SENTENCE, ATTRIBUTED_TO, ANCHOR_OF, PUBLISHER, SKETCH)
Nodes: TypeAlias = dict[str, dict[NamedNode, list[Object]]]

_OWN_EVENTS = "SELECT DISTINCT ?event { GRAPH <%s> { ?statement kg:event ?event } }"
_EVENTS_TOLD = """
SELECT DISTINCT ?event {
  VALUES ?triple { %s }
  GRAPH ?other { { ?statement kg:asserts ?triple } UNION { ?statement kg:claims ?triple } ?statement kg:event ?event }
  FILTER(?other != <%s>)
}
"""
_DAYS = "SELECT ?event ?day { VALUES ?event { %s } GRAPH ?graph { ?event sem:hasBeginTimeStamp ?day } }"
_TELLING = """
SELECT ?s ?p ?o {
  VALUES ?event { %s }
  GRAPH ?other { ?s kg:event ?event ; ?p ?o }
  FILTER(?other != <%s>)
}
"""
_TOLD_BEFORE = "SELECT ?s ?p ?o { VALUES ?event { %s } GRAPH <%s> { ?s kg:event ?event ; ?p ?o } }"
# One pattern at a time: Oxigraph joins several over the whole store.
_AFFIRMING = """
SELECT ?triple ?statement ?article {
  VALUES ?triple { %s }
  GRAPH ?article { { ?statement kg:asserts ?triple } UNION { ?statement kg:claims ?triple } }
  FILTER(?article != <%s>)
}
"""
_SAID = "SELECT ?s ?p ?o { VALUES ?s { %s } GRAPH ?article { ?s ?p ?o } FILTER(?p IN (%s)) }"
_ABOUT = "SELECT ?s ?p ?o { VALUES ?s { %s } GRAPH <%s> { ?s ?p ?o } }"


def merge_events(
    store: Store, article: str, come: Quads, own: Nodes, *, iris: Iris, memory: Memory
) -> tuple[Quads, Quads]:
    """The quads that go from other graphs, and `come` with those that come there, events by their new names.

    `own` is what `article` says in its graph (see `nodes_in`).
    """
    own = _statements(own)
    touched = _touched_events(store, article, own, iris=iris)
    gone, made = set[Quad](), set[Quad]()
    for told, old, new in _lasting(store, article, own, touched, iris=iris, memory=memory):
        gone |= told.change(old, new) | _as_named(new, iris)
        made |= told.quads(new)
        touched.remove(told.event)
        own = {iri: statement for iri, statement in own.items() if iri not in new}
        memory.told.keep(told.event, told)
    if touched:
        statements = {**_others_telling(store, article, touched), **own}
        gone |= quads_about(store, touched, iris.events) | _as_named(statements, iris)
        made |= _quads_from_events(statements, iris, memory)
    come = (come - gone) | made
    return gone - come, come


def _lasting(
    store: Store, article: str, own: Nodes, touched: Iterable[str], *, iris: Iris, memory: Memory
) -> Iterator[tuple[Told, Nodes, Nodes]]:
    """Those of the `touched` events that stay what they are, and what `article` told of them, and tells now."""
    known = [told for event in sorted(touched) if (told := memory.told.take(event)) is not None]
    if not known:
        return
    names = iri_values(told.event for told in known)
    before = nodes_in(select_triples(store, _TOLD_BEFORE % (names, article)))
    places = places_of(own, iris=iris).values()
    for told in known:
        mine = [place for place in places if told.shares(place)]
        if told.is_the_same(article, mine):
            old = {iri: statement for iri, statement in before.items() if statement[EVENT][0].value == told.event}
            yield told, old, {iri: own[iri] for place in mine for iri in place.statements}


def _quads_from_events(statements: Nodes, iris: Iris, memory: Memory) -> Quads:
    """All that `statements` say of their events, which are remembered."""
    made = set[Quad]()
    events: dict[str, Nodes] = {}
    for iri, event in events_of(statements, iris=iris).items():
        events.setdefault(event, {})[iri] = statements[iri]
    for event, telling in events.items():
        if len({statement[ARTICLE][0] for statement in telling.values()}) > 1:
            told = Told(event, telling, iris=iris)
            made |= told.quads(telling)
            memory.told.keep(event, told)
        else:
            made.update(quad for iri in telling for quad in quads_from_event(iri, telling[iri], event, iris=iris))
    return made


def _as_named(statements: Nodes, iris: Iris) -> Quads:
    """What `statements` said of their events as long as those had the names that they give."""
    return {
        quad
        for iri, statement in statements.items()
        for quad in quads_from_event(iri, statement, statement[EVENT][0].value, iris=iris)
    }


def merge_support(
    store: Store, article: str, own: Nodes, triples: Iterable[Triple], *, iris: Iris, memory: Memory
) -> tuple[Quads, Quads]:
    """The records of joint support that go, and those that come, if `article` says `own` in its graph.

    `triples` are the plain triples that it affirms or did before.
    """
    groups: dict[str, Names] = {}  # each triple, and it with its mirror
    for triple in triples:
        ends = (cast(NamedNode, end).value for end in (triple.subject, triple.predicate, triple.object))
        same = tuple(sorted(set(same_triples(*ends, iris=iris))))
        groups.update(dict.fromkeys(same, same))
    if not groups:
        return set(), set()
    told: dict[Names, set[Telling]] = {names: set() for names in groups.values()}
    for name, witness in _own_witnesses(own, article):
        told[groups[name]].add((name, witness))
    graph = NamedNode(iris.support)
    made = set[Quad]()
    for names, affirmed in _affirmed(store, article, groups, memory).items():
        affirmed.put(article, told[names])
        count, sure = affirmed.sources.support()
        for name in affirmed.names():
            made.add(Quad(NamedNode(name), SOURCES, integer(count), graph))
            made.add(Quad(NamedNode(name), JOINT_CONFIDENCE, decimal(sure), graph))
        memory.affirmed.keep(names, affirmed)
    return quads_about(store, groups, iris.support) - made, made


def nodes_in(triples: Iterable[Triple]) -> Nodes:
    """All that `triples` say of each node, by IRI."""
    table: Nodes = {}
    for subject, property, object in triples:
        table.setdefault(cast(NamedNode, subject).value, {}).setdefault(property, []).append(cast(Object, object))
    return table


def quads_about(store: Store, nodes: Iterable[str], graph: str) -> Quads:
    """All that stands about `nodes` in `graph`."""
    name = NamedNode(graph)
    return {Quad(s, p, o, name) for s, p, o in select_triples(store, _ABOUT % (iri_values(nodes), graph))}


def _statements(nodes: Nodes) -> Nodes:
    return {iri: said for iri, said in nodes.items() if TRIGGER in said}


def _touched_events(store: Store, article: str, own: Nodes, *, iris: Iris) -> set[str]:
    """The events in the store that `article` tells of, until now or from now on."""
    events = {row["event"] for row in read_rows(store, _OWN_EVENTS % article)}
    dated = [own[iri] for place in places_of(own, iris=iris).values() if place.keys for iri in place.statements]
    affirmed = [statement for statement in dated if is_affirmed(statement)]
    if days := days_of(affirmed):
        triples = {name for statement in affirmed for name in same_triples(*ends_of(statement), iris=iris)}
        told = {row["event"] for row in read_rows(store, _EVENTS_TOLD % (iri_values(triples), article))}
        events |= {row["event"] for row in read_rows(store, _DAYS % iri_values(told)) if row["day"] in days}
    return events


def _others_telling(store: Store, article: str, events: Iterable[str]) -> Nodes:
    """The statements of other articles about `events`."""
    return nodes_in(select_triples(store, _TELLING % (iri_values(events), article)))


def _own_witnesses(own: Nodes, article: str) -> Iterator[tuple[str, Witness]]:
    for iri, said in _statements(own).items():
        for name in (*said.get(ASSERTS, ()), *said.get(CLAIMS, ())):
            yield name.value, _witness(iri, article, own)


def _affirmed(store: Store, article: str, groups: Mapping[str, Names], memory: Memory) -> dict[Names, Affirmed]:
    """Who affirms each of `groups`: remembered, else all others than `article` as they stand in `store`."""
    known = {names: memory.affirmed.take(names) for names in dict.fromkeys(groups.values())}
    found = {names: affirmed for names, affirmed in known.items() if affirmed is not None}
    read: dict[Names, list[Telling]] = {names: [] for names in known if names not in found}
    for name, witness in _other_witnesses(store, article, [name for names in read for name in names]):
        read[groups[name]].append((name, witness))
    return found | {names: Affirmed(tellings) for names, tellings in read.items()}


def _other_witnesses(store: Store, article: str, triples: Iterable[str]) -> Iterator[tuple[str, Witness]]:
    names = iri_values(triples)
    rows = read_rows(store, _AFFIRMING % (names, article)) if names else []
    if not rows:
        return
    nodes = {row["statement"] for row in rows} | {row["article"] for row in rows}
    table = _said(store, nodes)
    table |= _said(store, {table[row["statement"]][SENTENCE][0].value for row in rows})
    for row in rows:
        yield row["triple"], _witness(row["statement"], row["article"], table)


def _said(store: Store, nodes: Iterable[str]) -> Nodes:
    """What tells of a witness, of each of `nodes`."""
    return nodes_in(select_triples(store, _SAID % (iri_values(nodes), ", ".join(map(str, _WITNESSING)))))


def _witness(iri: str, article: str, table: Nodes) -> Witness:
    """A statement that affirms something, from what `table` holds of it, its sentence and its article."""
    said, about = table[iri], table.get(article, {})
    return Witness(
        statement=iri,
        article=article,
        modality=cast(Modality, said[MODALITY][0].value.removeprefix(KG)),
        confidence=float(said[CONFIDENCE][0].value),
        sentence=table[said[SENTENCE][0].value][ANCHOR_OF][0].value,
        voice=_first(said, ATTRIBUTED_TO),
        outlet=_first(about, PUBLISHER),
        sketch=_first(about, SKETCH),
    )


def _first(said: Mapping[NamedNode, list[Object]], property: NamedNode) -> str:
    return said[property][0].value if property in said else ""
