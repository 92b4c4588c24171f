"""A SPARQL 1.1 server (Fuseki, GraphDB, Virtuoso, Oxigraph …) as the store: queries, updates and graphs over HTTP.

Each change is one operation of one update request, so that an article is there whole or not at all; where the server
refuses one so big, it is cut into pieces (see `kg.pieces`). Servers differ in what a query without GRAPH sees. Where
that is the default graph, facts stand there, as in a store on disk. Where it is the union of all graphs (GraphDB,
Virtuoso), facts stand in the graph ``kg:facts``, every query names its graphs, and graphs of others stay unseen.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.changes import data_from_quads
from kg.dump import write_dump
from kg.endpoints import Endpoints, endpoints_from_url
from kg.errors import StoreError
from kg.guard import words_of
from kg.iris import KG, OWL, XSD
from kg.pieces import pieces
from kg.server import CutShort, Dataset, Server
from kg.store import OxigraphStore, Results
from kg.terms import FINGERPRINT
from kg.wire import Failed, Refused

log = logging.getLogger("kg")

FACTS = KG + "facts"  # stands for the default graph where that is the union of all graphs
FEWEST = 200  # quads of a change that every server takes at once
_VOCABULARY = f"<{KG.removesuffix('#')}> a <{OWL}Ontology>"
# Where ASK gives a table (Virtuoso 7), DISTINCT keeps equal rows that OPTIONAL made, and Ö stands before A in order.
_SUBTLE = {"OPTIONAL", "ORDER"}
_PROBES = (KG + "probe", KG + "probe2")  # graphs that are there for a moment only
_PROBE_TRIPLE = f'<{_PROBES[0]}> <{_PROBES[0]}> "ß"@de'
_DECIMAL = NamedNode(XSD + "decimal")
_EIGHT = Literal("8", datatype=_DECIMAL)


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
    """One dataset of a server, whose graphs nobody else should write to. See `kg.store.Store` for what it promises."""

    def __init__(self, endpoints: Endpoints) -> None:
        self.place = endpoints.query
        self._server = Server(endpoints)
        self._facts = ""
        self._base = ""  # what the names of our graphs begin with, where graphs of others may stand beside them
        self._others: frozenset[str] = frozenset()  # graphs that were there before ours
        self._keeps_decimals = True
        self._mixes: bool | None = None  # see `_mixes_graphs`
        self._most = 1 << 30  # quads that the server takes in one request, as far as is known
        self._copies: dict[tuple[str, ...], OxigraphStore] = {}  # of some graphs, until the next change
        self._seen: set[str] | None = None  # names of our graphs, and of some that hold nothing any more

    def find_layout(self, *, create: bool) -> None:
        """Finds out where the facts stand: in the default graph, or in `FACTS`."""
        homes = sorted(graph.value for graph in self._server.column(f"SELECT ?g {{ GRAPH ?g {{ {_VOCABULARY} }} }}"))
        if homes:
            sees_all = self._server.ask(f"ASK {{ {_VOCABULARY} }}")
            self._base = homes[0].removesuffix("ontology") if sees_all else ""
        elif create:
            sees_all = self._settle_down()
        else:
            raise StoreError(f"{self.place}: no graph there; build one with: kg build --store")
        self._facts = FACTS if sees_all else ""
        self._keeps_decimals = self._server.column(f"SELECT ({_EIGHT} AS ?number) {{ }}") == [_EIGHT]

    def _settle_down(self) -> bool:
        """True if a query without GRAPH sees all graphs here, where none is ours yet.

        Raises:
            StoreError: there are data of others among which ours would be lost.
        """
        named = self._server.names().difference(_PROBES)
        sample = f"SELECT ?s ?p ?o {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?s != <{_PROBES[0]}>) }} LIMIT 1"
        is_union = bool(named) and self._server.ask(f"ASK {{ {{ {sample} }} ?s ?p ?o }}")
        if is_union or not self._server.ask(f"ASK {{ ?s ?p ?o FILTER(?s != <{_PROBES[0]}>) }}"):
            self._server.update(f"INSERT DATA {{ GRAPH <{_PROBES[0]}> {{ {_PROBE_TRIPLE} }} }}")
            sees_all = self._server.ask(f"ASK {{ {_PROBE_TRIPLE} }}")
            self.remove(_PROBES[0])
            if sees_all or not named:
                self._others = frozenset(named)
                return sees_all
        raise StoreError(f"{self.place}: holds other data and no graph of kg; give kg a dataset of its own")

    def add(self, quads: Iterable[Quad]) -> None:
        """See `Store.add`."""
        self._change((), ox.Dataset(quads))

    def remove(self, graph: str) -> None:
        """See `Store.remove`."""
        self._copies.clear()
        self._server.update(f"DROP SILENT GRAPH <{graph}>")

    def replace(self, graph: str, gone: Iterable[Quad], come: Iterable[Quad]) -> None:
        """See `Store.replace`."""
        there, into = set(self._quads(graph)), set(ox.Dataset(come))
        lost, new = (there | set(gone)) - into, into - there
        if lost or new:
            marks = {quad for quad in there & into if quad.predicate == FINGERPRINT}  # see `pieces`
            self._change(lost | marks, new | marks)

    def _change(self, gone: Iterable[Quad], come: Iterable[Quad]) -> None:
        """One operation without variables if the server takes it: some do several one after the other."""
        out, into = list(gone), list(come)
        size = len(out) + len(into)
        apart = bool(out) and len({quad.graph_name for quad in (*out, *into)}) > 1 and not self._mixes_graphs()
        if size <= self._most and not apart:
            try:
                self._send(out, into)
                return
            except Refused:
                if size <= FEWEST:
                    raise
                self._most = size // 2
                log.debug("%s: %d quads are too many at once", self.place, size)
        for piece in pieces(out, into, self._most, apart=apart):
            self._change(*piece)

    def _mixes_graphs(self) -> bool:
        """True if one operation can take something out of several graphs: Virtuoso 7 leaves some literals there."""
        if self._mixes is None:
            probes = " ".join(f"GRAPH <{graph}> {{ {_PROBE_TRIPLE} }}" for graph in _PROBES)
            self._server.update(f"INSERT DATA {{ {probes} }}")
            self._server.update(f"DELETE {{ {probes} }} INSERT {{ }} WHERE {{ }}")
            left = [graph for graph in _PROBES if self._server.ask(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")]
            for graph in left:
                self.remove(graph)
            self._mixes = not left
        return self._mixes

    def _send(self, gone: Sequence[Quad], come: Sequence[Quad]) -> None:
        self._copies.clear()
        out, into = (data_from_quads(map(self._spelled, quads), default_graph=self._facts) for quads in (gone, come))
        if out:
            self._server.update(f"DELETE {{ {out} }} INSERT {{ {into} }} WHERE {{ }}")
        elif into:
            self._server.update(f"INSERT DATA {{ {into} }}")
        if self._seen is not None:
            self._seen.update(quad.graph_name.value for quad in come if isinstance(quad.graph_name, NamedNode))

    def _spelled(self, quad: Quad) -> Quad:
        """`quad` as the server must hear it: some take the decimal 8 for an integer, and 8.0 for the decimal 8."""
        number = quad.object
        if self._keeps_decimals or not isinstance(number, Literal) or number.datatype != _DECIMAL:
            return quad
        if "." in number.value:
            return quad
        return Quad(quad.subject, quad.predicate, Literal(f"{number.value}.0", datatype=_DECIMAL), quad.graph_name)

    def query(self, sparql: str, *, prefixes: Mapping[str, str] | None = None, also: Sequence[str] = ()) -> Results:
        """See `Store.query`. What the server can't answer whole, or would answer wrong, is asked of a copy."""
        given = dict(prefixes or {})
        is_subtle = self._server.is_loose and words_of(sparql) & _SUBTLE
        if is_subtle or (also and not self._facts):
            return self._copy(sparql, also).query(sparql, prefixes=given, also=also)
        declared = "".join(f"PREFIX {name}: <{iri}> " for name, iri in given.items())
        try:
            return self._server.query(declared + sparql, self._dataset(sparql, also))
        except (CutShort, Refused, Failed) as error:
            if isinstance(error, Failed) and not self._server.is_loose:
                raise
            if isinstance(error, Refused):
                ox.Store().query(sparql, prefixes=given)  # says where the mistake is, if it is one
            log.warning("%s; the graph is read as a whole instead, which takes longer", error)
            return self._copy(sparql, also).query(sparql, prefixes=given, also=also)

    def update(self, sparql: str) -> None:
        """See `Store.update`; in the terms of the server: see the head of this module for its default graph."""
        self._seen = None
        self._copies.clear()
        self._server.update(sparql)

    def dump(self, path: Path, format: str) -> None:
        """See `Store.dump`."""
        write_dump((quad for graph in ("", *self.graphs()) for quad in self._quads(graph)), path, format)

    def graphs(self) -> list[str]:
        """See `Store.graphs`."""
        found = self._server.names() - self._others - {self._facts, *_PROBES}
        self._seen = {name for name in found if name.startswith(self._base)}
        return sorted(self._seen)

    def close(self) -> None:
        """See `Store.close`."""
        self._server.close()

    def _dataset(self, sparql: str, also: Sequence[str]) -> Dataset:
        """The graphs that a query sees, for servers that would show it all of them."""
        words = words_of(sparql) if self._facts else set()
        if not self._facts or "FROM" in words:
            return {}
        named: Iterable[str] = ()
        if "GRAPH" in words:
            named = self._seen or self.graphs() or _PROBES  # where none is named, some servers show all
        return {"default-graph-uri": [self._facts, *also], "named-graph-uri": sorted(named)}

    def _copy(self, sparql: str, also: Sequence[str]) -> OxigraphStore:
        """What a query sees, here in memory: the protocol can't name a default graph that has no name."""
        named = self.graphs() if words_of(sparql) & {"GRAPH", "FROM"} else also
        graphs = ("", *sorted({*named, *also}))
        if graphs not in self._copies:
            copy = ox.Store()
            for graph in graphs:
                copy.bulk_extend(self._quads(graph))
            self._copies[graphs] = OxigraphStore(copy, self.place)
        return self._copies[graphs]

    def _quads(self, graph: str) -> Iterator[Quad]:
        """All quads of one graph, "" for the facts."""
        name = NamedNode(graph) if graph else DefaultGraph()
        triples = self._server.graph(graph or self._facts)
        return (Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, type: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
