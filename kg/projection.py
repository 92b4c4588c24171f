"""What one article's coming and going changes outside its own graph.

The default graph, the claims, the runs, the events that several articles tell of and the support of triples follow from
the graphs of all articles. They are not computed afresh: only what this article says, now or before, is looked at, and
whether others say it, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias, cast

from pyoxigraph import NamedNode, Quad, Triple

from kg.describe import PROJECTED
from kg.iris import Iris
from kg.merging import merge_events, merge_support, nodes_in
from kg.store import Store
from kg.tables import ask, iri_values, read_rows, select
from kg.terms import ASSERTS, CLAIMS, DEFAULT_GRAPH, DESCRIBES, OBJECT, PREDICATE, SUBJECT, WAS_GENERATED_BY, Object

Quads: TypeAlias = set[Quad]

# All of a graph that tells of other graphs.
_SAID = """
SELECT ?s ?p ?o {
  GRAPH <%s> { ?s ?p ?o }
  VALUES ?p { %s }
}
"""
# Whether others say so, too. Inside EXISTS stands a single pattern: several would be joined over the whole store.
_OTHERS = """
SELECT ?triple ?asserted ?claimed {
  VALUES ?triple { %(triples)s }
  BIND(EXISTS { GRAPH ?one { ?a kg:asserts ?triple } FILTER(?one != <%(article)s>) } AS ?asserted)
  BIND(EXISTS { GRAPH ?two { ?b kg:claims ?triple } FILTER(?two != <%(article)s>) } AS ?claimed)
}
"""
_DESCRIBED = """
SELECT ?node {
  VALUES ?node { %(nodes)s }
  FILTER EXISTS { GRAPH ?other { ?description kg:describes ?node } FILTER(?other != <%(article)s>) }
}
"""
_DESCRIBED_SO = """
ASK { GRAPH ?other { ?description kg:describes %s ; %s %s } FILTER(?other != <%s>) }
"""
_OTHER_RUN = "ASK { GRAPH ?other { ?other prov:wasGeneratedBy <%s> } FILTER(?other != <%s>) }"


@dataclass(slots=True)
class Said:
    """What an article says that shows outside its graph: triples by their name, descriptions, its run."""

    triples: dict[str, Triple] = field(default_factory=dict)
    asserted: set[str] = field(default_factory=set)
    claimed: set[str] = field(default_factory=set)
    described: set[Triple] = field(default_factory=set)  # node, property of the description, object
    runs: set[str] = field(default_factory=set)


def changes(store: Store, article: str, quads: Iterable[Quad], *, iris: Iris) -> tuple[Quads, Quads]:
    """The quads that go outside the graph `article`, and all that come, if it is to hold `quads` from now on."""
    come = set(quads)
    own = NamedNode(article)
    new = _said(quad.triple for quad in come if quad.graph_name == own)
    old = _said_before(store, article)
    told = nodes_in(quad for quad in come if quad.graph_name == own)
    moved, come = merge_events(store, article, come, told, iris=iris)
    triples = (old.triples | new.triples).values()
    unsupported, support = merge_support(store, article, told, triples, iris=iris)
    come = {quad for quad in come if quad.graph_name != NamedNode(iris.claims)} | support
    gone = {*moved, *unsupported, *_lost_descriptions(store, article, old, new)}
    gone.update(_lost_runs(store, article, old, new, iris))
    _move_triples(store, article, old, new, iris, gone, come)
    return gone - come, come


def _move_triples(store: Store, article: str, old: Said, new: Said, iris: Iris, gone: Quads, come: Quads) -> None:
    """Puts each plain triple where it belongs: held true if anybody asserts it, else claimed if anybody claims it."""
    claims = NamedNode(iris.claims)
    triples = old.triples | new.triples
    asserted, claimed = _others(store, article, triples)
    for name, triple in triples.items():
        fact, claim = (
            Quad(triple.subject, triple.predicate, triple.object, graph) for graph in (DEFAULT_GRAPH, claims)
        )
        is_fact = name in new.asserted or name in asserted
        is_claim = not is_fact and (name in new.claimed or name in claimed)
        if is_claim:
            come.add(claim)
        elif name in old.claimed or name in claimed:
            gone.add(claim)
        if not is_fact and name in old.asserted:
            gone.add(fact)


def _said(triples: Iterable[Triple]) -> Said:
    parts: dict[str, dict[NamedNode, Object]] = {}
    described: dict[str, list[Triple]] = {}
    said = Said()
    for triple in triples:
        subject, predicate, object = (
            cast(NamedNode, triple.subject).value,
            triple.predicate,
            cast(Object, triple.object),
        )
        if predicate in (SUBJECT, PREDICATE, OBJECT, ASSERTS, CLAIMS, DESCRIBES):
            parts.setdefault(subject, {})[predicate] = object
        elif predicate == WAS_GENERATED_BY:
            said.runs.add(object.value)
        elif predicate in PROJECTED:
            described.setdefault(subject, []).append(triple)
    for subject, part in parts.items():
        for stance, names in ((ASSERTS, said.asserted), (CLAIMS, said.claimed)):
            if stance in part:
                names.add(part[stance].value)
                ends = (cast(NamedNode, part[property]) for property in (SUBJECT, PREDICATE, OBJECT))
                said.triples[part[stance].value] = Triple(*ends)
        if DESCRIBES in part:
            node = cast(NamedNode, part[DESCRIBES])
            said.described.update(Triple(node, t.predicate, t.object) for t in described.get(subject, ()))
    return said


def _said_before(store: Store, article: str) -> Said:
    telling = (SUBJECT, PREDICATE, OBJECT, ASSERTS, CLAIMS, DESCRIBES, WAS_GENERATED_BY, *PROJECTED)
    rows = select(store, _SAID % (article, " ".join(map(str, telling))))
    return _said(Triple(*(cast(NamedNode, row[name]) for name in "spo")) for row in rows)


def _others(store: Store, article: str, triples: Iterable[str]) -> tuple[set[str], set[str]]:
    """Those of the named `triples` that other articles assert, and those that they claim."""
    rows = read_rows(store, _OTHERS % {"triples": iri_values(triples), "article": article})
    asserted = {row["triple"] for row in rows if row["asserted"] == "true"}
    return asserted, {row["triple"] for row in rows if row["claimed"] == "true"}


def _lost_descriptions(store: Store, article: str, old: Said, new: Said) -> Iterator[Quad]:
    """What only this article told of nodes and tells no more."""
    lost = old.described - new.described
    nodes = iri_values({cast(NamedNode, triple.subject).value for triple in lost})
    rows = read_rows(store, _DESCRIBED % {"nodes": nodes, "article": article}) if lost else []
    shared = {row["node"] for row in rows}
    for triple in lost:
        node = cast(NamedNode, triple.subject)
        test = _DESCRIBED_SO % (node, triple.predicate, triple.object, article)
        if node.value not in shared or not ask(store, test):
            yield Quad(node, PROJECTED[triple.predicate], triple.object, DEFAULT_GRAPH)


def _lost_runs(store: Store, article: str, old: Said, new: Said, iris: Iris) -> Iterator[Quad]:
    """Runs that made only this article, and no longer do."""
    graph = NamedNode(iris.runs)
    for run in old.runs - new.runs:
        if not ask(store, _OTHER_RUN % (run, article)):
            for row in select(store, f"SELECT ?p ?o {{ GRAPH {graph} {{ <{run}> ?p ?o }} }}"):
                yield Quad(NamedNode(run), cast(NamedNode, row["p"]), cast(Object, row["o"]), graph)
