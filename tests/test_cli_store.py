"""The graph on a SPARQL server, from the command line, and queries that are ended. The pipeline is a fake."""

from __future__ import annotations

import pytest

from tests.cli import built, built_once, cli, kg, outputs, write
from tests.sparql_server import oxigraph_server

__all__ = ["built", "built_once", "cli"]

BOMB = (
    "SELECT (STRLEN(?a40) AS ?n) { BIND('0123456789' AS ?a0) "
    + " ".join(f"BIND(CONCAT(?a{i}, ?a{i}) AS ?a{i + 1})" for i in range(40))
    + " }"
)
PRODUCT = "SELECT (COUNT(*) AS ?n) {" + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9)) + "}"


@pytest.fixture(scope="module", params=["apart", "union"])
def server(request):
    """What --store takes, of an empty server."""
    with oxigraph_server(union=request.param == "union") as found:
        yield f"sparql+{found}/query"


def test_whole_life_on_a_server(cli, built_once, server, tmp_path):
    """Built, added to and thinned out on a server, a graph gives the same files and answers as one in a folder."""
    write(tmp_path / "in", a=(built_once / "in/a.txt").read_text(encoding="utf-8"))
    assert 0 == cli("build", "in", "--store", server)[0]
    write(tmp_path / "in", b=(built_once / "in/b.txt").read_text(encoding="utf-8"))
    status, out, err = cli("build", "in", "--store", server)
    assert (0, "") == (status, err) and "1 new, 1 unchanged" in out
    assert f"kg query --list --store {server}\n" in out

    assert outputs(tmp_path / "out") == outputs(built_once / "out")
    assert not (tmp_path / "out/store").exists()
    local = f"--store={built_once / 'out/store'}"
    for args in (
        ("show", "Alphafirma"),
        ("path", "Alphafirma", "Deltafirma"),
        ("validate",),
        ("query", "--name", "actors"),
        ("query", "--name", "who-met-whom", "--about", "Betafirma"),
        ("query", "SELECT ?who { ?who kg:buysFrom ?whom }", "--claims"),
        ("export", "turtle", "--to", "-"),
    ):
        assert cli(*args, "--store", server) == cli(*args, local), args
    assert 0 == cli("remove", "a", "--store", server)[0]
    assert (1, "") == cli("show", "Alphafirma", "--store", server)[:2]


def test_store_from_environment(cli, monkeypatch):
    """KG_STORE names the store for all commands; a server that is away is one line."""
    monkeypatch.setenv("KG_STORE", "sparql+http://127.0.0.1:9/ds")

    status, out, err = cli("query", "ASK { ?s ?p ?o }")

    assert (1, "") == (status, out)
    assert err == "kg: http://127.0.0.1:9/ds: can't be reached; is the server running, and the address right?\n"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((BOMB,), b"kg: it takes more than 2,048 MB of memory; narrow the query\n"),
        ((PRODUCT, "--timeout", "1"), b"kg: no answer within 1 seconds; narrow the query or add LIMIT\n"),
        (("Was kauft Moskau?",), b"kg: line 1, column 10: no valid SPARQL in 'Was kauft Moskau?'\n"),
        (("LOAD <http://127.0.0.1:9/>",), b"kg: LOAD would change the graph; a query only reads; articles come and go"),
        (("SELECT * {" + "(" * 20_000,), b"kg: brackets are nested more than 100 deep\n"),
    ],
    ids=["memory", "time", "syntax", "update", "nesting"],
)
def test_hostile_queries(built_once, args, words):
    """A query that would bring a process down ends with one line that says why; the graph is as it was."""
    done = kg("query", *args, cwd=built_once)

    assert (1, b"") == (done.returncode, done.stdout)
    assert done.stderr.startswith(words) and 1 == done.stderr.count(b"\n")
    assert b"Alphafirma" in kg("query", "SELECT ?who { ?who kg:meets ?whom }", cwd=built_once).stdout
