"""The graph in Python and Jupyter: ``kg.build("seeds/")`` or ``kg.open("out")``, then tables, SPARQL and pictures."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.load import load_store
from kg.part import Part
from kg.query import Result, run_query
from kg.statements import article_rows, node_rows, statement_rows
from kg.store import Store
from kg.tables import select

if TYPE_CHECKING:
    import pandas as pd
    import rdflib

log = logging.getLogger("kg")

ALL = "{ ?s ?p ?o }"
NUMBERS = {"integer": int, "decimal": float, "double": float, "float": float}


def build(sources: str | Path | Iterable[str | Path] = "seeds", *, out: str | Path = "out", **options: Any) -> Graph:
    """The graph in the folder `out` after the articles of `sources` have been added to it.

    `options` are those of `kg.builder.build_graph`: ``model``, ``base``, ``labels``, ``nlp`` and others. Articles
    that can't be read are named in a warning of the log ``kg`` and left out.

    Raises:
        ArticleError: not one article could be read.
    """
    from kg.builder import build_graph

    report = build_graph([sources] if isinstance(sources, str | Path) else sources, out=out, **options)
    batch = report.batch
    if batch.failed and not (batch.added or batch.replaced or batch.skipped):
        raise batch.failed[0]
    for error in batch.failed:
        log.warning("left out: %s", error)
    return open(out)


def open(path: str | Path = "out") -> Graph:
    """The graph at `path`: a folder that ``kg build`` made, the store in it, or a .nq or .trig file.

    It is a copy in memory: what others build meanwhile shows when it is opened again.

    Raises:
        StoreError: there is no graph at `path`.
    """
    return Graph(load_store(path))


class Graph(Part):
    """A whole graph, read-only: its statements as a `Part`, and the RDF behind them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        articles = article_rows(store)
        title = (articles[0].title or articles[0].id) if len(articles) == 1 else f"{len(articles)} articles"
        super().__init__(statement_rows(store), node_rows(store), title=title)

    def query(self, sparql: str, *, claims: bool = False) -> pd.DataFrame | rdflib.Graph | bool:
        """What a SPARQL 1.1 query gives: a table (SELECT), an rdflib graph (CONSTRUCT, DESCRIBE) or a yes (ASK).

        Numbers and truth values are Python's, all else is text; an unbound variable is None. The prefixes ``kg:``,
        ``rdf:``, ``rdfs:``, ``schema:``, ``sem:``, ``id:`` and others are known. With `claims`, what is only claimed
        counts as true.

        Raises:
            QueryError: the query is malformed; names line and column.
        """
        result = run_query(self.store, sparql, claims=claims)
        if result.form == "ask":
            return result.truth
        return _rdflib_from_triples(result) if result.form == "graph" else frame_from_result(result)

    @cached_property
    def triples(self) -> rdflib.Dataset:
        """The whole graph as an rdflib Dataset: a copy, made on first use. Big queries belong to `query`."""
        import rdflib

        dataset = rdflib.Dataset()
        dataset.default_graph.parse(data=_ntriples(self.store, ALL), format="nt")
        for name in self.store.graphs():
            graph = dataset.graph(rdflib.URIRef(name))
            graph.parse(data=_ntriples(self.store, f"GRAPH <{name}> {ALL}"), format="nt")
        return dataset


def frame_from_result(result: Result) -> pd.DataFrame:
    """A table of the rows of a SELECT."""
    import pandas as pd

    rows = [[_value(term) for term in row] for row in result.rows]
    return pd.DataFrame(rows, columns=list(result.columns), dtype=object).infer_objects()


def _value(term: Any) -> Any:
    """A term of a result as a Python value."""
    if term is None:
        return None
    datatype = getattr(getattr(term, "datatype", None), "value", "").rpartition("#")[2]
    if datatype == "boolean":
        return term.value in ("true", "1")
    return NUMBERS.get(datatype, str)(getattr(term, "value", term))


def _rdflib_from_triples(result: Result) -> rdflib.Graph:
    import rdflib

    graph = rdflib.Graph()
    graph.parse(data="".join(f"{triple} .\n" for triple in result.triples), format="nt")
    return graph


def _ntriples(store: Store, pattern: str) -> str:
    """What `pattern` finds in `store` as N-Triples."""
    return "".join(f"{row['s']} {row['p']} {row['o']} .\n" for row in select(store, f"SELECT ?s ?p ?o {{ {pattern} }}"))
