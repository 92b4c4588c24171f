"""A SPARQL 1.1 server (Fuseki, GraphDB, Virtuoso, Oxigraph …) as the store: queries, updates and graphs over HTTP.

Each change is one operation of one update request, so that an article is there whole or not at all. Servers differ in
what a query without GRAPH sees. Where that is the default graph, facts stand there, as in a store on disk. Where it is
the union of all graphs (GraphDB, Virtuoso), facts stand in the graph ``kg:facts``, and every query names its graphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryResultsFormat, RdfFormat

from kg.changes import data_from_quads
from kg.dump import write_dump
from kg.endpoints import Endpoints, endpoints_from_url
from kg.errors import StoreError
from kg.guard import form_of, words_of
from kg.iris import KG, OWL
from kg.store import OxigraphStore, Results
from kg.wire import Answer, Refused, Wire

FACTS = KG + "facts"  # stands for the default graph where that is the union of all graphs
_VOCABULARY = f"<{KG.removesuffix('#')}> a <{OWL}Ontology>"
_PROBE = f"<{KG}probe>"
_ROWS, _TRIPLES = "application/sparql-results+json", "application/n-triples"


def open_http(place: str, create: bool) -> RemoteStore:
    """The store at ``http:<place>``; see `open_https`."""
    return _open_remote(f"http:{place}", create)


def open_https(place: str, create: bool) -> RemoteStore:
    """The store at the query endpoint ``https:<place>``; without `create` it must hold a graph that kg built.

    Raises:
        StoreError: not reachable, no SPARQL endpoint, nothing there, or data of others.
    """
    return _open_remote(f"https:{place}", create)


def _open_remote(url: str, create: bool) -> RemoteStore:
    store = RemoteStore(endpoints_from_url(url))
    try:
        store.find_layout(create=create)
    except BaseException:
        store.close()
        raise
    return store


class RemoteStore:
    """One dataset of a server, which nobody else should write to. See `kg.store.Store` for what it promises."""

    def __init__(self, endpoints: Endpoints) -> None:
        self.place = endpoints.query
        self._endpoints = endpoints
        self._open: Wire | None = Wire()
        self._facts = ""
        self._known: list[str] | None = None  # names of graphs, until the next change

    @property
    def _wire(self) -> Wire:
        if self._open is None:
            raise StoreError(f"{self.place}: the store is closed")
        return self._open

    def find_layout(self, *, create: bool) -> None:
        """Finds out where the facts stand: in the default graph, or in `FACTS`."""
        if self._ask(f"ASK {{ GRAPH ?g {{ {_VOCABULARY} }} }}"):
            sees_all = self._ask(f"ASK {{ {_VOCABULARY} }}")
        elif not create:
            raise StoreError(f"{self.place}: no graph there; build one with: kg build --store")
        elif self._ask("ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"):
            raise StoreError(f"{self.place}: holds other data and no graph of kg; give kg a dataset of its own")
        else:
            self.update(f"INSERT DATA {{ GRAPH {_PROBE} {{ {_PROBE} {_PROBE} {_PROBE} }} }}")
            sees_all = self._ask(f"ASK {{ {_PROBE} {_PROBE} {_PROBE} }}")
            self.update(f"DROP SILENT GRAPH {_PROBE}")
        self._facts = FACTS if sees_all else ""

    def add(self, quads: Iterable[Quad]) -> None:
        """See `Store.add`."""
        data = data_from_quads(ox.Dataset(quads), default_graph=self._facts)
        if data:
            self.update(f"INSERT DATA {{ {data} }}")

    def remove(self, graph: str) -> None:
        """See `Store.remove`."""
        self.update(f"DROP SILENT GRAPH <{graph}>")

    def replace(self, graph: str, gone: Iterable[Quad], come: Iterable[Quad]) -> None:
        """See `Store.replace`. One operation without variables: some servers do several one after the other."""
        there, into = set(self._quads(graph)), set(ox.Dataset(come))
        lost = (there | set(gone)) - into
        out, new = (data_from_quads(quads, default_graph=self._facts) for quads in (lost, into - there))
        if out or new:
            self.update(f"DELETE {{ {out} }} INSERT {{ {new} }} WHERE {{ }}")

    def query(self, sparql: str, *, prefixes: Mapping[str, str] | None = None, also: Sequence[str] = ()) -> Results:
        """See `Store.query`."""
        if also and not self._facts:
            return self._copy(sparql, also).query(sparql, prefixes=prefixes, also=also)
        form = form_of(sparql)
        accept = _TRIPLES if form in ("CONSTRUCT", "DESCRIBE") else _ROWS
        declared = "".join(f"PREFIX {name}: <{iri}> " for name, iri in (prefixes or {}).items())
        dataset = self._dataset(sparql, also)
        body: bytes | dict[str, str | list[str]] = (declared + sparql).encode("utf-8", "surrogatepass")
        if dataset:
            body = {"query": declared + sparql, **dataset}
        try:
            answer = self._wire.post(
                self._endpoints.query, body, accept=accept, type="" if dataset else "application/sparql-query"
            )
        except Refused:
            ox.Store().query(sparql, prefixes=dict(prefixes or {}))  # says where the mistake is, if it is one
            raise
        return self._rows(answer) if accept == _ROWS else self._triples(answer)

    def update(self, sparql: str) -> None:
        """See `Store.update`; in the terms of the server: see the head of this module for its default graph."""
        self._known = None
        self._wire.post(self._endpoints.update, sparql.encode("utf-8"), type="application/sparql-update").close()

    def dump(self, path: Path, format: str) -> None:
        """See `Store.dump`."""
        write_dump((quad for graph in ("", *self.graphs()) for quad in self._quads(graph)), path, format)

    def graphs(self) -> list[str]:
        """See `Store.graphs`."""
        if self._known is None:
            rows = self._rows(self._post_query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"))
            names = (row["g"] for row in rows) if isinstance(rows, ox.QuerySolutions) else ()
            self._known = sorted({name.value for name in names if isinstance(name, NamedNode)} - {self._facts})
        return list(self._known)

    def close(self) -> None:
        """See `Store.close`."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _dataset(self, sparql: str, also: Sequence[str]) -> dict[str, str | list[str]]:
        """The graphs that a query sees, for servers that would show it all of them."""
        words = words_of(sparql) if self._facts else set()
        if not self._facts or "FROM" in words:
            return {}
        named = self.graphs() if "GRAPH" in words else []
        return {"default-graph-uri": [self._facts, *also], "named-graph-uri": named}

    def _copy(self, sparql: str, also: Sequence[str]) -> OxigraphStore:
        """What a query sees, here in memory: the protocol can't name a default graph that has no name."""
        copy = ox.Store()
        named = self.graphs() if "GRAPH" in words_of(sparql) else also
        for graph in ("", *sorted({*named, *also})):
            copy.bulk_extend(self._quads(graph))
        return OxigraphStore(copy, self.place)

    def _quads(self, graph: str) -> Iterator[Quad]:
        """All quads of one graph, "" for the facts."""
        name = NamedNode(graph) if graph else DefaultGraph()
        answer = self._fetch(graph or self._facts)
        if answer is not None:
            self._check_type(answer, _TRIPLES, "text/plain")
            for quad in ox.parse(answer.file(), format=RdfFormat.N_TRIPLES):
                yield Quad(quad.subject, quad.predicate, quad.object, name)

    def _fetch(self, graph: str) -> Answer | None:
        """One graph as N-Triples by the graph store protocol or, where the server has none, by a query."""
        pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
        if not self._endpoints.graphs:
            return self._post_query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", accept=_TRIPLES)
        which = {"graph": graph} if graph else {"default": ""}
        answer = self._wire.get(self._endpoints.graphs, accept=_TRIPLES, params=which)
        if answer is None and self._ask(f"ASK {{ {pattern} }}"):
            raise StoreError(f"{self._endpoints.graphs}: no graph store there; name another after #graphs=")
        return answer

    def _ask(self, sparql: str) -> bool:
        return bool(self._rows(self._post_query(sparql)))

    def _post_query(self, sparql: str, *, accept: str = _ROWS) -> Answer:
        """The answer to one of our own questions about the server, whose default graph may be the union of all."""
        return self._wire.post(
            self._endpoints.query, sparql.encode("utf-8"), accept=accept, type="application/sparql-query"
        )

    def _rows(self, answer: Answer) -> ox.QuerySolutions | ox.QueryBoolean:
        self._check_type(answer, _ROWS, "application/json")
        try:
            return ox.parse_query_results(answer.file(), format=QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.place}: the answer can't be read as {_ROWS}: {error}") from error

    def _triples(self, answer: Answer) -> Results:
        self._check_type(answer, _TRIPLES, "text/plain")
        found = ox.Store()
        found.load(answer.file(), format=RdfFormat.N_TRIPLES)
        return found.query("CONSTRUCT WHERE { ?s ?p ?o }")

    def _check_type(self, answer: Answer, *known: str) -> None:
        if answer.type not in known:
            answer.close()
            raise StoreError(f"{self.place}: answers with {answer.type or 'something'}, not {known[0]}; no endpoint?")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, type: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
