"""What queries promise: four forms, fixed order, clear errors, and no query that brings the process down."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading

import pytest

from kg.errors import QueryError
from kg.query import run_query

# Each of these at full length kills a process that parses it on an ordinary stack, or runs for hours.
HEAVY = {
    "not": "SELECT * { FILTER(" + "!" * 60_000 + "true) }",
    "or": "SELECT * { FILTER(" + "||".join(["true"] * 10_000) + ") }",
    "plus": "SELECT * { FILTER(" + "+".join(["1"] * 20_000) + ") }",
    "union": "SELECT * {" + "UNION".join(["{}"] * 9_000) + "}",
    "optional": "SELECT * {" + "OPTIONAL{?a ?b ?c}" * 3_500 + "}",
    "bind": "SELECT * {" + "".join(f"BIND(1 AS ?v{i})" for i in range(3_500)) + "}",
    "product": "SELECT (COUNT(*) AS ?n) {" + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9)) + "}",
}

# In a process of its own: a query that is given up runs on until its process ends.
RUN_HEAVY = """
import sys
from kg.errors import QueryError
from kg.query import run_query
from kg.store import open_store
store = open_store("memory:")
store.update("INSERT DATA { <a:a> <a:b> " + ", ".join(f"<a:{n}>" for n in range(50)) + " }")
try:
    run_query(store, sys.argv[1], timeout=1)
    print("answered")
except QueryError as error:
    print(error)
print(run_query(store, "ASK { ?s ?p ?o }").truth, flush=True)
"""


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
    assert said == {"type", "label", "sameAs", "standsFor", "buysFrom"}


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
def test_heavy_queries_end(name):
    """Queries that overflow an ordinary stack, or run for ever, end in time; the next one is answered."""
    done = subprocess.run([sys.executable, "-c", RUN_HEAVY, HEAVY[name]], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout in ("answered\nTrue\n", "no answer within 1 seconds; narrow the query or add LIMIT\nTrue\n")


def test_stack_size_restored(store):
    """Other threads keep their usual stack."""
    before = threading.stack_size()
    run_query(store, "ASK { ?s ?p ?o }")

    assert threading.stack_size() == before
