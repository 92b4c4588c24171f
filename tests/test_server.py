"""What the questions to a server promise: a yes is a yes whatever it looks like, and half an answer is none."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest

from kg.endpoints import Endpoints
from kg.errors import StoreError
from kg.server import CutShort, Server
from kg.wire import Refused
from tests.sparql_server import answering

ROWS = {"Content-Type": "application/sparql-results+json"}
TRIPLES = {"Content-Type": "application/n-triples"}


def rows(*values: str) -> bytes:
    """A table with one column."""
    bindings = [{"x": {"type": "literal", "value": value}} for value in values]
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": bindings}}).encode()


def server(address: str) -> Server:
    """Asks the server at `address`."""
    return Server(Endpoints(f"{address}/q", f"{address}/u", ""))


def query_in(request) -> str:
    """The query of a form."""
    return parse_qs(request.body.decode())["query"][0]


@pytest.mark.parametrize("query", ["PREFIX ask: <urn:ask#> # ask\n ask { ?s ask:p ?o }", "ASK WHERE { ?s ?p ?o }"])
@pytest.mark.parametrize("truth", [True, False])
def test_ask_by_table(query, truth):
    """Where ASK gives a table, whether there is a row at all is asked for."""
    answer = rows("1") if truth else rows()
    with answering(lambda request: (200, ROWS, answer)) as (address, requests):
        asked = server(address)

        assert asked.ask(query) is truth
        assert asked.is_loose
    assert query_in(requests[1]).endswith("LIMIT 1") and "SELECT * " in query_in(requests[1])


def test_ask():
    """A yes needs no second question."""
    yes = b'{"head": {}, "boolean": true}'
    with answering(lambda request: (200, ROWS, yes)) as (address, requests):
        asked = server(address)

        assert asked.ask("ASK { }") and not asked.is_loose
    assert len(requests) == 1


def test_rows_left_out():
    """A server that says that it leaves out rows gives no answer."""
    with (
        answering(lambda request: (200, {**ROWS, "X-SPARQL-MaxRows": "2"}, rows("1", "2"))) as (address, _),
        pytest.raises(CutShort, match=r"gives 2 rows at most.*ResultSetMaxRows"),
    ):
        server(address).query("SELECT ?x { ?s ?p ?x }")


@pytest.mark.parametrize("limit", [1000, 100])
def test_big_graph(limit):
    """A graph of which the server silently gives only some triples is read in parts; if these, too, are cut, not at all."""
    triples = [f"<urn:{number}> <urn:p> <urn:o> .\n" for number in range(3000)]

    def answer(request):
        query = query_in(request)
        if "COUNT" in query:
            return 200, ROWS, rows("3000")
        if "MD5" not in query:
            return 200, TRIPLES, "".join(triples[:1000]).encode()
        part = int(query.partition('"')[2].partition('"')[0], 16)
        return 200, TRIPLES, "".join(triples[part::16][:limit]).encode()

    with answering(answer) as (address, _):
        if limit == 1000:
            assert len(server(address).graph("urn:g")) == 3000
        else:
            with pytest.raises(CutShort, match="rows at most"):
                server(address).graph("urn:g")


def test_too_big():
    """A request that is too big has done nothing, and says so."""
    with answering(lambda request: (413, {}, b"")) as (address, _), pytest.raises(Refused, match="too big"):
        server(address).update("INSERT DATA { }")


def test_closed():
    """A closed connection says that it is closed."""
    closed = server("http://127.0.0.1:9")
    closed.close()
    with pytest.raises(StoreError, match="the store is closed"):
        closed.ask("ASK { }")
