"""What queries promise: four forms, fixed order, clear errors, and no query that brings the process down."""

from __future__ import annotations

import contextlib
import os
import socket
import time

import pytest
import requests

from kg.errors import QueryError
from kg.query import run_query
from kg.store import open_store
from tests.sparql_server import oxigraph_server

GRACE = 15  # seconds that a busy machine may take longer

# Each of these at full length kills a process that parses it on an ordinary stack, or runs for hours.
HEAVY = {
    "not": "SELECT * { FILTER(" + "!" * 60_000 + "true) }",
    "or": "SELECT * { FILTER(" + "||".join(["true"] * 10_000) + ") }",
    "plus": "SELECT * { FILTER(" + "+".join(["1"] * 20_000) + ") }",
    "union": "SELECT * {" + "UNION".join(["{}"] * 9_000) + "}",
    "optional": "SELECT * {" + "OPTIONAL{?a ?b ?c}" * 3_500 + "}",
    "bind": "SELECT * {" + "".join(f"BIND(1 AS ?v{i})" for i in range(3_500)) + "}",
    "product": "SELECT (COUNT(*) AS ?n) {" + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9)) + "}",
    "bomb": "SELECT (STRLEN(?a40) AS ?n) { BIND('0123456789' AS ?a0) "
    + " ".join(f"BIND(CONCAT(?a{i}, ?a{i}) AS ?a{i + 1})" for i in range(40))
    + " }",
    "sort": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?a ?l ?d ?i",
    "regex": "SELECT * { BIND(REGEX('" + "a" * 30_000 + "', '(a+)+$|(a*)*b') AS ?x) }",
    "construct": "CONSTRUCT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
}


def test_select(store):
    """SELECT gives rows by column."""
    result = run_query(store, "SELECT ?who ?whom { ?who kg:meets ?whom }")

    assert (result.form, result.columns) == ("rows", ("who", "whom"))
    assert [[term.value.rpartition("/")[2] for term in row] for row in result.rows] == [
        ["Antony_Blinken", "Mark_Rutte"]
    ]


def test_select_unbound(store):
    """What is not bound is None."""
    result = run_query(store, "SELECT ?s ?nothing { ?s kg:meets ?o }")

    assert result.rows[0][1] is None


def test_ask(store):
    """ASK gives a yes or no."""
    assert run_query(store, "ASK { id:Moskau kg:buysFrom id:Iran }").truth
    assert not run_query(store, "ASK { id:Moskau kg:buys ?anything }").truth


def test_construct(store):
    """CONSTRUCT gives triples."""
    result = run_query(store, "CONSTRUCT { ?o kg:metBy ?s } WHERE { ?s kg:meets ?o }")

    assert [str(triple.subject).rpartition("/")[2] for triple in result.triples] == ["Mark_Rutte>"]


def test_describe(store):
    """DESCRIBE gives what the default graph says of an entity."""
    result = run_query(store, "DESCRIBE id:Moskau")
    said = {triple.predicate.value.replace("#", "/").rpartition("/")[2] for triple in result.triples}

    assert result.form == "graph"
    assert said == {"type", "label", "sameAs", "standsFor", "lat", "long", "buysFrom"}


def test_claims(store):
    """What is only claimed counts when asked for."""
    query = "SELECT ?what { id:Moskau kg:buys ?what }"

    assert run_query(store, query).rows == ()
    assert len(run_query(store, query, claims=True).rows) == 1


def test_rows_sorted(store):
    """Rows have a fixed order where the query gives none, and the query's where it gives one."""
    plain = run_query(store, "SELECT ?s { ?s a kg:Place }").rows
    backwards = run_query(store, "SELECT ?s { ?s a kg:Place } ORDER BY DESC(?s)").rows

    assert plain == tuple(reversed(backwards))
    assert list(plain) == sorted(plain, key=str)


def test_ties_sorted(store):
    """Rows that the query leaves in a tie are sorted, too, and then only cut."""
    query = "SELECT ?s ?type { VALUES (?s ?type) { (2 'b') (3 'a') (1 'b') (2 'a') } } ORDER BY DESC(?type)"

    def shown(result):
        return " ".join("".join(term.value for term in row) for row in result.rows)

    assert shown(run_query(store, query)) == "1b 2b 2a 3a"
    assert shown(run_query(store, query, max_rows=2)) == "1b 2b"
    assert run_query(store, query, max_rows=2).truncated
    assert shown(run_query(store, query.replace("DESC(?type)", "STR(?type) DESC(?s)"))) == "3a 2a 2b 1b"


def test_max_rows(store):
    """At most so many rows are kept, and the result says that there are more."""
    query = "SELECT ?s { ?s a kg:Place }"

    assert len(run_query(store, query, max_rows=2).rows) == 2
    assert run_query(store, query, max_rows=2).truncated
    assert not run_query(store, query, max_rows=5).truncated
    assert run_query(store, "CONSTRUCT WHERE { ?s a kg:Place }", max_rows=1).truncated


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?s WHERE {\n  ?s ?p\n}", r"line 3, column 2: no valid SPARQL in '\}'"),
        ("SELECT ?s WHERE { ?s foo:bar ?o }", "no valid SPARQL"),
        ("", "no valid SPARQL"),
        ("Was kauft Moskau?", "line 1, column 10: no valid SPARQL in 'Was kauft Moskau"),
    ],
)
def test_malformed(store, query, message):
    """A malformed query is reported on one line, with its place."""
    with pytest.raises(QueryError, match=message) as caught:
        run_query(store, query)

    assert "\n" not in str(caught.value)


def test_service_opens_no_socket(store):
    """A query that names another server is refused, and nobody knocks there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(QueryError, match="SERVICE"):
            run_query(store, f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")
        with pytest.raises(TimeoutError):
            server.accept()


def test_from_reads_no_file(store, tmp_path):
    """FROM names a graph of the store, never a file."""
    path = tmp_path / "secret.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")

    assert run_query(store, f"SELECT * FROM <{path.as_uri()}> {{ ?s ?p ?o }}").rows == ()


@pytest.mark.parametrize("name", HEAVY)
def test_heavy_queries_end(store, name, forked):
    """Queries that overflow an ordinary stack, fill the memory or run for ever end in time, with all that they took."""
    with contextlib.suppress(QueryError):
        start = time.monotonic()
        run_query(store, HEAVY[name], timeout=2)

    assert time.monotonic() - start < 2 + GRACE
    for process in forked:
        with pytest.raises(ChildProcessError):  # nothing runs on
            os.waitpid(process, os.WNOHANG)
    assert run_query(store, "ASK { ?s ?p ?o }").truth


def test_heavy_queries_say_why(store, monkeypatch):
    """Too long, too big and too deep are told apart."""
    monkeypatch.setattr("kg.query.MOST_MEMORY", 256)
    for name, message in (
        ("product", "^no answer within 0.5 seconds; narrow the query or add LIMIT$"),
        ("bomb", "^it takes more than 2,048 MB of memory; narrow the query$"),
    ):
        with pytest.raises(QueryError, match=message):
            run_query(store, HEAVY[name], timeout=0.5 if name == "product" else 60)
    with pytest.raises(QueryError, match="nested more than 100 deep"):
        run_query(store, "SELECT * { FILTER(" + "(" * 20_000 + "true" + ")" * 20_000 + ") }")


def test_disk_store(tmp_path, three_articles):
    """A store on disk answers from a process of its own, too, with what was written a moment ago."""
    with open_store(tmp_path / "store") as store:
        store.add(three_articles)
        first = run_query(store, "SELECT ?s { ?s a kg:Place }").rows
        store.update("INSERT DATA { <a:a> a <https://w3id.org/newskg/ontology#Place> }")

        assert len(first) + 1 == len(run_query(store, "SELECT ?s { ?s a kg:Place }").rows)


def test_service_switched_on(store):
    """Asked to, a query gets what another server says."""
    with oxigraph_server() as address:
        requests.post(
            f"{address}/update",
            data="INSERT DATA { <a:a> <a:b> 'Grüße' }".encode(),
            headers={"Content-Type": "application/sparql-update"},
        ).raise_for_status()
        query = f"SELECT ?o {{ SERVICE <{address}/query> {{ ?s ?p ?o }} }}"
        with pytest.raises(QueryError, match="SERVICE is switched off"):
            run_query(store, query)

        assert [[term.value for term in row] for row in run_query(store, query, service=True).rows] == [["Grüße"]]


@pytest.mark.parametrize("query", ["LOAD <http://127.0.0.1:9/x>", "INSERT DATA { <a:a> <a:b> <a:c> }", "CLEAR ALL"])
def test_updates_refused(store, query):
    """No query changes the graph, whatever is switched on; who wants to is told how."""
    with pytest.raises(QueryError, match="would change the graph; a query only reads; articles come and go with 'kg b"):
        run_query(store, query, service=True)


def test_without_forks(store, monkeypatch):
    """Where a system can't fork, a thread answers the same."""
    query = "SELECT ?s ?l { ?s a kg:Place ; rdfs:label ?l }"
    apart = run_query(store, query)
    monkeypatch.setattr("kg.query.CAN_FORK", False)

    assert run_query(store, query) == apart
    with pytest.raises(QueryError, match="line 1, column 10"):
        run_query(store, "Was kauft Moskau?")
