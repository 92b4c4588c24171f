"""What one article's coming and going changes outside its own graph.

The default graph, the claims, the runs, the events that several articles tell of and the support of triples follow from
the graphs of all articles. They are not computed afresh: only what this article says, now or before, is looked at, and
whether others say it, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

from pyoxigraph import NamedNode, Quad, Triple

from kg.describe import PROJECTED
from kg.iris import Iris
from kg.memory import Memory
from kg.merging import Nodes, Quads, merge_events, merge_support, nodes_in, quads_about
from kg.store import Store
from kg.tables import TRUE, ask, iri_values, read_rows, select_triples
from kg.terms import ASSERTS, CLAIMS, DEFAULT_GRAPH, DESCRIBES, OBJECT, PREDICATE, SUBJECT, WAS_GENERATED_BY

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


def changes(store: Store, article: str, quads: Iterable[Quad], *, iris: Iris, memory: Memory) -> tuple[Quads, Quads]:
    """The quads that go outside the graph `article`, and all that come, if it is to hold `quads` from now on.

    `memory` takes it for done.
    """
    come = set(quads)
    own = NamedNode(article)
    told = nodes_in(quad.triple for quad in come if quad.graph_name == own)
    new, old = _said(told), _said_before(store, article)
    moved, come = merge_events(store, article, come, told, iris=iris, memory=memory)
    triples = (old.triples | new.triples).values()
    unsupported, support = merge_support(store, article, told, triples, iris=iris, memory=memory)
    come = {quad for quad in come if quad.graph_name != NamedNode(iris.claims)} | support
    gone = {*moved, *unsupported, *_lost_descriptions(store, article, old, new)}
    gone.update(_lost_runs(store, article, old, new, iris))
    _move_triples(store, article, old, new, iris, gone, come)
    return {quad for quad in gone - come if quad.graph_name != own}, come


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


def _said(nodes: Nodes) -> Said:
    said = Said()
    for told in nodes.values():
        said.runs.update(run.value for run in told.get(WAS_GENERATED_BY, ()))
        for stance, names in ((ASSERTS, said.asserted), (CLAIMS, said.claimed)):
            for name in told.get(stance, ()):
                names.add(name.value)
                ends = (cast(NamedNode, told[property][0]) for property in (SUBJECT, PREDICATE, OBJECT))
                said.triples[name.value] = Triple(*ends)
        for node in told.get(DESCRIBES, ()):
            described = ((property, object) for property in PROJECTED for object in told.get(property, ()))
            said.described.update(Triple(cast(NamedNode, node), *description) for description in described)
    return said


def _said_before(store: Store, article: str) -> Said:
    telling = (SUBJECT, PREDICATE, OBJECT, ASSERTS, CLAIMS, DESCRIBES, WAS_GENERATED_BY, *PROJECTED)
    return _said(nodes_in(select_triples(store, _SAID % (article, " ".join(map(str, telling))))))


def _others(store: Store, article: str, triples: Iterable[str]) -> tuple[set[str], set[str]]:
    """Those of the named `triples` that other articles assert, and those that they claim."""
    rows = read_rows(store, _OTHERS % {"triples": iri_values(triples), "article": article})
    asserted = {row["triple"] for row in rows if row["asserted"] in TRUE}
    return asserted, {row["triple"] for row in rows if row["claimed"] in TRUE}


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
    for run in old.runs - new.runs:
        if not ask(store, _OTHER_RUN % (run, article)):
            yield from quads_about(store, [run], iris.runs)
