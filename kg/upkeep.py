"""Puts articles into a store, replaces them and takes them out: what is left is what the others say, no more, no less.

Each change is one update, so that a process killed at any moment leaves whole articles; a server that
takes only small ones may be left with half an article, which the next build reads again (see `kg.pieces`).
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad

from kg.errors import StoreError
from kg.iris import Iris
from kg.memory import Memory
from kg.ontology import Ontology, load_ontology
from kg.projection import changes
from kg.rdf import Run, quads_from_extraction
from kg.store import Store
from kg.tables import ask, read_rows
from kg.types import Extraction
from kg.vocabulary import quads_from_ontology


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
    memory = Memory()
    for extraction in extractions:
        quads = quads_from_extraction(extraction, run, ontology, iris=iris)
        put_article(store, extraction.article.id, quads, iris=iris, memory=memory)


def put_ontology(store: Store, ontology: Ontology, *, iris: Iris | None = None) -> None:
    """Puts the vocabulary into `store`, instead of an older one.

    Raises:
        StoreError: the store was built with another ``graph.base``.
    """
    iris = iris or Iris()
    found = iris_of_store(store)
    if found is not None and found != iris:
        raise StoreError(f"the store was built with graph.base {found.base}, not {iris.base}; use another store")
    store.replace(iris.ontology, (), quads_from_ontology(ontology, iris=iris))


def put_article(
    store: Store, id: str, quads: Iterable[Quad], *, iris: Iris | None = None, memory: Memory | None = None
) -> None:
    """Puts the quads of the article `id` into `store`, instead of what it said before. All or nothing.

    Whoever changes many articles, and nothing else meanwhile, gives one `memory` to all changes: it makes them faster.
    """
    iris = iris or Iris()
    _change(store, iris.article(id), quads, iris, memory)


def remove_article(store: Store, id: str, *, iris: Iris | None = None, memory: Memory | None = None) -> None:
    """Takes the article `id` and everything that only it said out of `store`; see `put_article` for `memory`.

    Raises:
        StoreError: there is no such article; names some that there are.
    """
    iris = iris or Iris()
    article = iris.article(id)
    if not _holds(store, article):
        known = sorted(fingerprints(store))
        some = f"; it holds {', '.join(known[:5])}{' …' if len(known) > 5 else ''}" if known else "; it is empty"
        raise StoreError(f"no article {id!r} in the store{some}")
    _change(store, article, (), iris, memory)


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


def _change(store: Store, article: str, quads: Iterable[Quad], iris: Iris, memory: Memory | None) -> None:
    memory = memory or Memory()
    try:
        is_new = not _holds(store, article)
        gone, come = changes(store, article, quads, iris=iris, memory=memory)
        if is_new and not gone:
            store.add(come)  # faster than an update, which is parsed
        else:
            store.replace(article, gone, come)
    except BaseException:
        memory.forget()
        raise


def _holds(store: Store, article: str) -> bool:
    return ask(store, f"ASK {{ GRAPH <{article}> {{ ?s ?p ?o }} }}")
