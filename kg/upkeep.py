"""Puts articles into a store, replaces them and takes them out: what is left is what the others say, no more, no less.

Each change is one update, so that a process killed at any moment leaves whole articles.
"""

from __future__ import annotations

from collections.abc import Iterable
from string import Template

from pyoxigraph import NamedNode, Quad

from kg.describe import PROJECTED
from kg.errors import StoreError
from kg.iris import Iris
from kg.ontology import Ontology, load_ontology
from kg.rdf import Run, quads_from_extraction
from kg.store import Store
from kg.tables import read_rows
from kg.types import Extraction
from kg.vocabulary import quads_from_ontology

_PREFIXES = """\
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX kg: <https://w3id.org/newskg/ontology#>
"""

# What only this article says goes out: of nodes, facts and claims. A fact that others only claim becomes a claim.
_TAKE_OUT = Template("""
DELETE { ?node ?said ?object } WHERE {
  VALUES (?property ?said) { $projected }
  GRAPH <$article> { ?description kg:describes ?node ; ?property ?object }
  FILTER NOT EXISTS { GRAPH ?other { ?another kg:describes ?node ; ?property ?object } FILTER(?other != <$article>) }
} ;
DELETE { ?s ?r ?o } INSERT { GRAPH <$claims> { ?s ?r ?o } } WHERE {
  GRAPH <$article> { ?st $held FILTER NOT EXISTS { ?st kg:attributedTo ?who } }
  FILTER NOT EXISTS { GRAPH ?other { ?su $held FILTER NOT EXISTS { ?su kg:attributedTo ?voice } }
                      FILTER(?other != <$article>) }
} ;
DELETE { GRAPH <$claims> { ?s ?r ?o } } WHERE {
  GRAPH <$article> { ?st $stated }
  FILTER NOT EXISTS { GRAPH ?other { ?su $stated } FILTER(?other != <$article>) }
} ;
DELETE { GRAPH <$runs> { ?run ?property ?value } } WHERE {
  GRAPH <$article> { <$article> prov:wasGeneratedBy ?run }
  GRAPH <$runs> { ?run ?property ?value }
  FILTER NOT EXISTS { GRAPH ?other { ?another prov:wasGeneratedBy ?run ; dcterms:identifier ?id }
                      FILTER(?other != <$article>) }
} ;
DROP SILENT GRAPH <$article> ;
""")

# What this article holds true is no mere claim, and what others hold true neither.
_PUT_IN = Template("""
INSERT DATA { $triples } ;
DELETE { GRAPH <$claims> { ?s ?r ?o } } WHERE {
  GRAPH <$article> { ?st rdf:subject ?s ; rdf:predicate ?r ; rdf:object ?o }
  GRAPH <$claims> { ?s ?r ?o }
  ?s ?r ?o
}
""")

_STATED = "rdf:subject ?s ; rdf:predicate ?r ; rdf:object ?o ; kg:polarity kg:positive"
_HELD = _STATED + " ; kg:modality kg:asserted ."


def add_extractions(
    store: Store,
    extractions: Iterable[Extraction],
    *,
    run: Run,
    ontology: Ontology | None = None,
    iris: Iris | None = None,
) -> None:
    """Puts all of `extractions` and the vocabulary into `store`; articles that are there already are replaced."""
    ontology, iris = ontology or load_ontology(), iris or Iris()
    put_ontology(store, ontology, iris=iris)
    for extraction in extractions:
        quads = quads_from_extraction(extraction, run, ontology, iris=iris)
        put_article(store, extraction.article.id, quads, iris=iris)


def put_ontology(store: Store, ontology: Ontology, *, iris: Iris | None = None) -> None:
    """Puts the vocabulary into `store`, instead of an older one.

    Raises:
        StoreError: the store was built with another ``graph.base``.
    """
    iris = iris or Iris()
    found = iris_of_store(store)
    if found is not None and found != iris:
        raise StoreError(f"the store was built with graph.base {found.base}, not {iris.base}; use another store")
    data = _data(quads_from_ontology(ontology, iris=iris))
    store.update(f"DROP SILENT GRAPH <{iris.ontology}> ; INSERT DATA {{ {data} }}")


def put_article(store: Store, id: str, quads: Iterable[Quad], *, iris: Iris | None = None) -> None:
    """Puts the quads of the article `id` into `store`, instead of what it said before. All or nothing."""
    iris = iris or Iris()
    names = _names(id, iris)
    take_out = _TAKE_OUT.substitute(names) if _holds(store, names["article"]) else ""
    store.update(_PREFIXES + take_out + _PUT_IN.substitute(names, triples=_data(quads)))


def remove_article(store: Store, id: str, *, iris: Iris | None = None) -> None:
    """Takes the article `id` and everything that only it said out of `store`.

    Raises:
        StoreError: there is no such article; names similar ones.
    """
    names = _names(id, iris or Iris())
    if not _holds(store, names["article"]):
        known = sorted(fingerprints(store))
        some = f"; it holds {', '.join(known[:5])}{' …' if len(known) > 5 else ''}" if known else "; it is empty"
        raise StoreError(f"no article {id!r} in the store{some}")
    store.update(_PREFIXES + _TAKE_OUT.substitute(names))


def fingerprints(store: Store) -> dict[str, str]:
    """The fingerprint (see `kg.rdf.fingerprint`) of every article in `store`, by its id."""
    rows = read_rows(
        store, "SELECT ?id ?hash { GRAPH ?article { ?article dcterms:identifier ?id ; kg:fingerprint ?hash } }"
    )
    return dict(sorted((row["id"], row["hash"]) for row in rows))


def iris_of_store(store: Store) -> Iris | None:
    """The names that `store` was built with, None if it is empty."""
    rows = read_rows(store, "SELECT ?graph { GRAPH ?graph { ?ontology a owl:Ontology } }")
    return Iris(rows[0]["graph"].removesuffix("ontology")) if rows else None


def _holds(store: Store, article: str) -> bool:
    return bool(store.query(f"ASK {{ GRAPH <{article}> {{ ?s ?p ?o }} }}"))


def _names(id: str, iris: Iris) -> dict[str, str]:
    projected = " ".join(f"({property} {said})" for property, said in PROJECTED.items())
    return {
        "article": iris.article(id),
        "claims": iris.claims,
        "runs": iris.runs,
        "projected": projected,
        "held": _HELD,
        "stated": _STATED,
    }


def _data(quads: Iterable[Quad]) -> str:
    """`quads` as the body of INSERT DATA."""
    graphs: dict[str, list[str]] = {}
    for quad in quads:
        graph = str(quad.graph_name) if isinstance(quad.graph_name, NamedNode) else ""
        graphs.setdefault(graph, []).append(f"{quad.triple} .")
    blocks = ("\n".join(triples) if not graph else _block(graph, triples) for graph, triples in graphs.items())
    return "\n".join(blocks)


def _block(graph: str, triples: list[str]) -> str:
    return f"GRAPH {graph} {{ " + "\n".join(triples) + " }"
