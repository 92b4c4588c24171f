"""The graph in Python and Jupyter: ``kg.build("seeds/")`` or ``kg.open("out")``, then tables, SPARQL and pictures."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.dump import prefixes
from kg.load import load_store
from kg.part import Part
from kg.query import MOST_ROWS, MOST_SECONDS, Result, run_query
from kg.questions import named_queries
from kg.questions import question as named_question
from kg.results import labels_of
from kg.site.words import Words
from kg.statements import Language, article_rows, node_rows, statement_rows
from kg.store import Store
from kg.tables import select
from kg.upkeep import iris_of_store

if TYPE_CHECKING:
    import pandas as pd
    import rdflib

log = logging.getLogger("kg")

ALL = "{ ?s ?p ?o }"
NUMBERS = {"integer": int, "decimal": float, "double": float, "float": float}


def build(sources: str | Path | Iterable[str | Path] = "seeds", *, out: str | Path = "out", **options: Any) -> Graph:
    """The graph in the folder `out` after the articles of `sources` have been added to it.

    A source (one, or several) is a file, a folder, a pattern, the http or https address of a page or of a feed (RSS,
    Atom), or ``-`` for standard input. Nothing is fetched unless its address, or a feed that links to it, is named.
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
        super().__init__(statement_rows(store), node_rows(store), title=Words("en").title(articles))

    def query(
        self,
        sparql: str,
        *,
        claims: bool = False,
        closure: bool = False,
        labels: Language | None = "en",
        max_rows: int = MOST_ROWS,
        timeout: float = MOST_SECONDS,
    ) -> pd.DataFrame | rdflib.Graph | bool:
        """What a SPARQL 1.1 query gives: a table (SELECT), an rdflib graph (CONSTRUCT, DESCRIBE) or a yes (ASK).

        In tables nodes show their names in the language `labels`, or with None their IRIs. Numbers and truth values
        are Python's, all else is text; an unbound variable is None. The prefixes ``kg:``, ``id:``, ``rdfs:``,
        ``sem:`` and others are known. With `claims`, what is only claimed counts as true, with `closure` what
        follows from the facts (inverse and symmetric relations, broader classes). More rows or triples than `max_rows`
        are left out, which the log ``kg`` says; a query that takes more than `timeout` seconds is ended.

        Raises:
            QueryError: the query is malformed (names line and column), or takes too long or too much memory.
        """
        result = run_query(self.store, sparql, claims=claims, closure=closure, max_rows=max_rows, timeout=timeout)
        if result.truncated:
            log.warning("there are more rows than the %s shown; max_rows= shows more", f"{max_rows:,}")
        if result.form == "ask":
            return result.truth
        return _rdflib_from_triples(result) if result.form == "graph" else self._frame(result, labels)

    def ask(self, question: str, *, about: str = "", labels: Language | None = "en") -> pd.DataFrame:
        """The table that answers a ready-made question (see `questions`), narrowed to what is `about` one actor.

        Raises:
            QueryError: no such question (names those that there are), or nobody is called `about`.
        """
        return self._frame(run_query(self.store, named_question(question, self.store, about=about)), labels)

    def questions(self) -> pd.DataFrame:
        """A table of all ready-made questions: their names, what they ask, and if they take ``about``."""
        import pandas as pd

        known = named_queries().values()
        records = [(query.name, query.help, query.takes_about) for query in known]
        return pd.DataFrame(records, columns=["name", "question", "about"])

    def _frame(self, result: Result, labels: Language | None) -> pd.DataFrame:
        """A table of the rows of a SELECT."""
        import pandas as pd

        nodes: set[Any] = {term for row in result.rows for term in row if _is_node(term)}
        iris = (node.value for node in nodes)
        names = labels_of(self.store, iris, language=labels, iris=iris_of_store(self.store)) if labels else {}
        rows = [[_value(term, names) for term in row] for row in result.rows]
        return pd.DataFrame(rows, columns=list(result.columns), dtype=object).infer_objects()

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


def _is_node(term: Any) -> bool:
    return term is not None and not hasattr(term, "datatype")


def _value(term: Any, names: Mapping[str, str]) -> Any:
    """A term of a result as a Python value; nodes by their `names`."""
    if term is None:
        return None
    if _is_node(term):
        return names.get(term.value, term.value)
    datatype = term.datatype.value.rpartition("#")[2]
    return term.value in ("true", "1") if datatype == "boolean" else NUMBERS.get(datatype, str)(term.value)


def _rdflib_from_triples(result: Result) -> rdflib.Graph:
    import rdflib

    graph = rdflib.Graph()
    for prefix, iri in prefixes().items():
        graph.bind(prefix, iri)
    graph.parse(data="".join(f"{triple} .\n" for triple in result.triples), format="nt")
    return graph


def _ntriples(store: Store, pattern: str) -> str:
    """What `pattern` finds in `store` as N-Triples."""
    return "".join(f"{row['s']} {row['p']} {row['o']} .\n" for row in select(store, f"SELECT ?s ?p ?o {{ {pattern} }}"))
