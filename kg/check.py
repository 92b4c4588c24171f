"""Holds a graph against ``shapes.ttl`` and its own texts: what is broken, in plain words, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import Quad, QueryTriples, RdfFormat, Triple, serialize

from kg.consistency import Breach, Said, breaches_of_articles, breaches_of_whole
from kg.data import root
from kg.dump import prefixes
from kg.errors import DataError
from kg.iris import Iris
from kg.locate import Locator
from kg.store import Store
from kg.tables import read_rows
from kg.terms import IS_STRING
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
  UNION { GRAPH <%(article)s> { ?description kg:describes ?s } ?s ?p ?o FILTER(?p IN (rdf:type, rdfs:label,
    skos:altLabel, owl:sameAs, kg:standsFor, rdfs:subPropertyOf, schema:value, schema:currency, kg:bound,
    sem:hasBeginTimeStamp, sem:hasEndTimeStamp, geo:lat, geo:long)) }
  UNION { GRAPH <%(article)s> { ?statement kg:event ?s } GRAPH ?events { ?s a sem:Event ; ?p ?o } }
  UNION { GRAPH <%(article)s> { <%(article)s> prov:wasGeneratedBy ?s } GRAPH ?runs { ?s ?p ?o } }
}
"""
_IDS = "SELECT ?article ?id { GRAPH ?article { ?article dcterms:identifier ?id } }"
_LABELS = "SELECT ?s ?label { ?s rdfs:label ?label }"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One broken promise: in which article, of which node, which promise, and the offending value or "".

    ``about`` is the node in words, ``sentence`` the sentence of the article that it comes from; "" where there is none.
    """

    article: str
    node: str
    message: str
    value: str = ""
    about: str = ""
    sentence: str = ""

    def __str__(self) -> str:
        """One line for people."""
        value = f" (found {self.value})" if self.value else ""
        sentence = f", in: {' '.join(self.sentence.split())}" if self.sentence else ""
        return f"{self.article or 'graph'}: {self.about or self.node}: {self.message}{value}{sentence}"


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
    graphs = [graph for graph in store.graphs() if graph.startswith(iris.article(""))]
    if articles is not None:
        wanted = set(articles)
        graphs = [graph for graph in graphs if ids.get(graph) in wanted]
    said = Said(store, iris)
    breaches: dict[str, list[Breach]] = {graph: [] for graph in graphs}
    for breach in breaches_of_articles(store, breaches, said):
        breaches[breach.graph].append(breach)
    found: list[Violation] = []
    for graph in graphs:
        triples = store.query(_ARTICLE % {"article": graph}, prefixes=prefixes())
        if isinstance(triples, QueryTriples):
            found += _violations(graph, ids.get(graph, graph), list(triples), breaches[graph])
    if articles is None:
        found += _violations_of_whole(store, said, ids)
    return Report(len(graphs), tuple(sorted(set(found))))


def check_quads(quads: Iterable[Quad], *, article: str = "") -> Report:
    """The report on the quads of one article, as `kg.rdf.quads_from_extraction` gives them."""
    quads = list(quads)
    graph = next((str(quad.subject)[1:-1] for quad in quads if quad.predicate == IS_STRING), "")
    triples = list({quad.triple for quad in quads})
    return Report(1, tuple(sorted(set(_violations(graph, article, triples, ())))))


def _violations(graph: str, article: str, triples: Sequence[Triple], breaches: Iterable[Breach]) -> Iterator[Violation]:
    """What shapes and `breaches` say of one article, with the sentences that it is about."""
    found = [*_shape_breaches(graph, triples), *breaches]
    locator = Locator(graph, triples if found else ())
    for breach in found:
        words = locator.name(breach.node), locator.sentence(breach.node)
        yield Violation(article, breach.node, breach.message, breach.value, *words)


def _shape_breaches(graph: str, triples: Iterable[Triple]) -> Iterator[Breach]:
    from pyshacl import validate as run_shacl
    from rdflib import RDF, URIRef

    _, report, _ = run_shacl(_rdflib_graph(triples), shacl_graph=_shapes(), inference="none", meta_shacl=False)
    for result in report.subjects(RDF.type, URIRef(SH + "ValidationResult")):

        def said(name: str, result: Node = result) -> str:
            return str(report.value(result, URIRef(SH + name)) or "")

        value = said("value")
        yield Breach(graph, said("focusNode"), said("resultMessage"), "" if value == said("focusNode") else value)


def _violations_of_whole(store: Store, said: Said, ids: Mapping[str, str]) -> Iterator[Violation]:
    breaches = list(breaches_of_whole(store, said))
    labels = {row["s"]: row["label"] for row in read_rows(store, _LABELS)} if breaches else {}
    for breach in breaches:
        words = " ".join(labels.get(word, word) for word in breach.value.split())
        article = ids.get(breach.graph, breach.graph)
        yield Violation(article, breach.node, breach.message, words, labels.get(breach.node, ""))


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
