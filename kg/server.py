"""Asks a SPARQL 1.1 server: its answers as rows, triples or a yes, or one clear error."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, RdfFormat

from kg.endpoints import Endpoints
from kg.errors import StoreError
from kg.guard import form_of
from kg.store import Results
from kg.wire import Answer, Wire

Dataset: TypeAlias = Mapping[str, Sequence[str]]  # fields of the protocol: which graphs a query sees

_ROWS, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_ASK = re.compile(r"\A((?:\s|#[^\n\r]*|PREFIX\s+[^\s:]*:\s*<[^>]*>|BASE\s*<[^>]*>)*)ASK\b", re.IGNORECASE)
_WHOLE = 1000  # quads; no server leaves out others when it gives fewer


class CutShort(StoreError):
    """The server has more rows than it gives."""


class Server:
    """A server's endpoints, and the connection to them."""

    def __init__(self, endpoints: Endpoints) -> None:
        self.place = endpoints.query
        self.is_loose = False  # True once it has answered ASK with a table, as SPARQL 1.1 does not allow
        self._endpoints = endpoints
        self._open: Wire | None = Wire()

    @property
    def _wire(self) -> Wire:
        if self._open is None:
            raise StoreError(f"{self.place}: the store is closed")
        return self._open

    def close(self) -> None:
        """The connection is closed."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def update(self, sparql: str) -> None:
        """`sparql` is done.

        Raises:
            Refused: nothing is, as it is malformed or too big.
        """
        self._wire.post(self._endpoints.update, sparql.encode("utf-8"), type="application/sparql-update").close()

    def query(self, sparql: str, dataset: Dataset | None = None) -> Results:
        """What `sparql` gives.

        Raises:
            Refused: malformed, or too big.
            CutShort: only a part of the rows.
        """
        form = form_of(sparql)
        if form in ("CONSTRUCT", "DESCRIBE"):
            found = ox.Store()
            found.extend(ox.Quad(*triple) for triple in self._triples(self._post(sparql, _TRIPLES, dataset)))
            return found.query("CONSTRUCT WHERE { ?s ?p ?o }")
        answer = self._rows(self._post(sparql, _ROWS, dataset))
        if form != "ASK" or isinstance(answer, ox.QueryBoolean):
            return answer
        self.is_loose = True
        return _yes_or_no(self._rows(self._post(_select_from_ask(sparql), _ROWS, dataset)))

    def ask(self, sparql: str) -> bool:
        """What ASK gives."""
        return bool(self.query(sparql))

    def column(self, sparql: str) -> list[NamedNode | Literal]:
        """The values of the only variable that SELECT gives."""
        rows = self.query(sparql)
        values = [row[0] for row in rows] if isinstance(rows, ox.QuerySolutions) else []
        return [value for value in values if isinstance(value, NamedNode | Literal)]

    def names(self) -> set[str]:
        """The names of all graphs; by GROUP BY, as DISTINCT takes Virtuoso seconds."""
        found = self.column("SELECT ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        return {name.value for name in found if isinstance(name, NamedNode)}

    def graph(self, graph: str) -> set[ox.Triple]:
        """All of one graph, "" for the default graph.

        Raises:
            StoreError: no graph store where one should be.
        """
        pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
        found = self._graph(graph, pattern)
        count = self._count(pattern) if len(found) >= _WHOLE else 0
        return self._in_parts(pattern, count, len(found)) if count > len(found) else found

    def _graph(self, graph: str, pattern: str) -> set[ox.Triple]:
        """One graph by the graph store protocol or, where the server has none, by a query."""
        if not self._endpoints.graphs:
            return set(self._construct(pattern))
        which = {"graph": graph} if graph else {"default": ""}
        answer = self._wire.get(self._endpoints.graphs, accept=_TRIPLES, params=which)
        if answer is not None:
            return set(self._triples(answer))
        if self.ask(f"ASK {{ {pattern} }}"):
            raise StoreError(f"{self._endpoints.graphs}: no graph store there; name another after #graphs=")
        return set()

    def _count(self, pattern: str) -> int:
        return int(self.column(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")[0].value)

    def _in_parts(self, pattern: str, count: int, limit: int) -> set[ox.Triple]:
        """All `count` triples of `pattern`, by the first hexadecimal digits of their subjects' hashes."""
        digits, found = 1, set[ox.Triple]()
        while limit * 16**digits < 2 * count:
            digits += 1
        for number in range(16**digits):
            start = f"{number:0{digits}x}"
            found.update(self._construct(f'{pattern} FILTER(STRSTARTS(MD5(STR(?s)), "{start}"))'))
        if len(found) < count:
            raise CutShort(_too_many(self.place, str(limit)))
        return found

    def _construct(self, pattern: str) -> Iterator[ox.Triple]:
        return self._triples(self._post(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", _TRIPLES, None))

    def _post(self, sparql: str, accept: str, dataset: Dataset | None) -> Answer:
        """The answer to a form: that is understood by all, a bare query not (Virtuoso 7 never answers it)."""
        return self._wire.post(self._endpoints.query, {"query": sparql, **(dataset or {})}, accept=accept)

    def _rows(self, answer: Answer) -> ox.QuerySolutions | ox.QueryBoolean:
        self._check_type(answer, _ROWS, "application/json")
        if answer.limit:
            answer.close()
            raise CutShort(_too_many(self.place, answer.limit))
        try:
            return ox.parse_query_results(answer.file(), format=QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.place}: the answer can't be read as {_ROWS}: {error}") from error

    def _triples(self, answer: Answer) -> Iterator[ox.Triple]:
        self._check_type(answer, _TRIPLES, "text/plain")
        return (quad.triple for quad in ox.parse(answer.file(), format=RdfFormat.N_TRIPLES))

    def _check_type(self, answer: Answer, *known: str) -> None:
        if answer.type not in known:
            answer.close()
            raise StoreError(f"{self.place}: answers with {answer.type or 'something'}, not {known[0]}; no endpoint?")


def _too_many(place: str, limit: str) -> str:
    return f"{place}: the server gives {limit} rows at most, and there are more; raise its limit (ResultSetMaxRows)"


def _select_from_ask(sparql: str) -> str:
    """Whether there is a row at all; what Virtuoso 7 says to ASK is a table, and wrong of a graph that is not there."""
    return _ASK.sub(r"\1SELECT *", sparql) + " LIMIT 1"


def _yes_or_no(answer: ox.QuerySolutions | ox.QueryBoolean) -> ox.QueryBoolean:
    if isinstance(answer, ox.QueryBoolean):
        return answer
    found = ox.Store().query("ASK { }" if list(answer) else "ASK { FILTER(false) }")  # the only way to make one
    if not isinstance(found, ox.QueryBoolean):
        raise StoreError("ASK gives no yes or no")
    return found
