"""Holds a graph against ``shapes.ttl``: what is broken, in plain words, article by article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import Quad, QueryTriples, RdfFormat, Triple, serialize

from kg.data import root
from kg.dump import prefixes
from kg.errors import DataError
from kg.iris import Iris
from kg.store import Store
from kg.tables import read_rows
from kg.upkeep import iris_of_store

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

FILE = "shapes.ttl"
SH = "http://www.w3.org/ns/shacl#"

# The graph of an article, and the nodes that it describes.
_ARTICLE = """
CONSTRUCT { ?s ?p ?o } WHERE {
  { GRAPH <%(article)s> { ?s ?p ?o } }
  UNION { GRAPH <%(article)s> { ?description kg:describes ?s } ?s ?p ?o FILTER(?p IN (rdf:type, rdfs:label, owl:sameAs,
    kg:standsFor, schema:value, schema:currency, kg:bound)) }
  UNION { GRAPH <%(article)s> { <%(article)s> prov:wasGeneratedBy ?s } GRAPH ?runs { ?s ?p ?o } }
}
"""
_IDS = "SELECT ?article ?id { GRAPH ?article { ?article dcterms:identifier ?id } }"
_TWICE = """
SELECT ?s ?p ?o ?one ?other {
  GRAPH ?one { ?s ?p ?o }
  { ?s ?p ?o BIND("the default graph" AS ?other) } UNION { GRAPH ?other { ?s ?p ?o } }
  FILTER(!isIRI(?other) || STR(?one) < STR(?other))
}
"""


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One broken promise: in which article, of which node, which promise, and the offending value or ""."""

    article: str
    node: str
    message: str
    value: str = ""

    def __str__(self) -> str:
        """One line for people."""
        value = f" (found {self.value})" if self.value else ""
        return f"{self.article}: {self.node}: {self.message}{value}"


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, and every violation, sorted."""

    articles: int
    violations: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        """True if nothing is broken."""
        return not self.violations


def validate(store: Store, *, articles: Iterable[str] | None = None) -> Report:
    """The report on `store`, or on those of its articles whose ids are given."""
    ids = {row["article"]: row["id"] for row in read_rows(store, _IDS)}
    iris = iris_of_store(store) or Iris()
    graphs = [graph for graph in store.graphs() if graph not in (iris.claims, iris.ontology, iris.runs)]
    if articles is not None:
        wanted = set(articles)
        graphs = [graph for graph in graphs if ids.get(graph) in wanted]
    found: list[Violation] = []
    for graph in graphs:
        triples = store.query(_ARTICLE % {"article": graph}, prefixes=prefixes())
        if isinstance(triples, QueryTriples):
            found += _violations(ids.get(graph, graph), triples)
    if articles is None:
        found += _triples_in_two_graphs(store)
    return Report(len(graphs), tuple(sorted(set(found))))


def check_quads(quads: Iterable[Quad], *, article: str = "") -> Report:
    """The report on the quads of one article, as `kg.rdf.quads_from_extraction` gives them."""
    return Report(1, tuple(sorted(_violations(article, {quad.triple for quad in quads}))))


def _violations(article: str, triples: Iterable[Triple]) -> Iterator[Violation]:
    from pyshacl import validate as run_shacl
    from rdflib import RDF, URIRef

    _, report, _ = run_shacl(_rdflib_graph(triples), shacl_graph=_shapes(), inference="none", meta_shacl=False)
    for result in report.subjects(RDF.type, URIRef(SH + "ValidationResult")):

        def said(name: str, result: Node = result) -> str:
            return str(report.value(result, URIRef(SH + name)) or "")

        yield Violation(article, said("focusNode"), said("resultMessage"), said("value"))


def _triples_in_two_graphs(store: Store) -> Iterator[Violation]:
    for row in read_rows(store, _TWICE):
        message = f"stands in {row['one']} and in {row['other']}"
        yield Violation("", row["s"], message, f"{row['p']} {row['o']}")


def _rdflib_graph(triples: Iterable[Triple]) -> Graph:
    from rdflib import Graph

    graph = Graph()
    graph.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES) or b"", format="nt")
    return graph


@cache
def _shapes() -> Graph:
    from rdflib import Graph

    try:
        return Graph().parse(root() / FILE, format="turtle")
    except (OSError, SyntaxError) as error:
        raise DataError(FILE, "", f"no valid Turtle: {error}") from error
