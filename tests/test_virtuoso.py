"""What Virtuoso as the store promises: the compliance suite, the same bytes and answers, whatever its limits."""

from __future__ import annotations

import shutil
from dataclasses import replace
from itertools import pairwise

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StoreError
from kg.query import run_query
from kg.questions import named_queries, question
from kg.statements import statement_rows
from kg.store import open_store
from kg.upkeep import add_extractions, remove_article
from tests.compliance_store import A, G, H, P, StoreCompliance
from tests.sparql_server import virtuoso_server
from tests.test_remote import dump

pytestmark = pytest.mark.skipif(
    not shutil.which("virtuoso-t"), reason="no virtuoso-t on the PATH: apt-get install virtuoso-opensource-7-bin"
)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """The name by which `open_store` knows a server that gives few rows at once."""
    with virtuoso_server(tmp_path_factory.mktemp("virtuoso"), rows=1000) as address:
        yield f"sparql+{address}/sparql-auth"


@pytest.fixture(autouse=True)
def login(monkeypatch):
    """The password that Virtuoso is delivered with."""
    monkeypatch.setenv("KG_STORE_USER", "dba")
    monkeypatch.setenv("KG_STORE_PASSWORD", "dba")


@pytest.fixture
def remote(place):
    """An empty store on the server."""
    with open_store(place) as store:
        yield store
        for graph in (*store.graphs(), store._facts):
            store.remove(graph)


class TestVirtuoso(StoreCompliance):
    """All that a store promises, but for one thing."""

    @pytest.fixture
    def empty_store(self, remote):
        """An empty store."""
        return remote

    def test_close_twice(self, place):
        """Closing twice is fine."""
        store = open_store(place)
        super().test_close_twice(store)

    def test_update_all_or_nothing(self):
        """Several operations of one update are done one after the other there: kg sends one."""


def test_same_graph(remote, tmp_store, extractions, run, tmp_path):
    """After the same builds, replacements and removals Virtuoso gives the same bytes and answers as a local store."""
    for which in (remote, tmp_store):
        add_extractions(which, extractions, run=run)
        add_extractions(which, extractions[:1], run=replace(run, model="an0ther"))
    assert dump(remote, tmp_path) == dump(tmp_store, tmp_path)
    assert statement_rows(remote) == statement_rows(tmp_store)
    for name in named_queries():
        theirs, ours = (run_query(which, question(name), claims=True) for which in (remote, tmp_store))
        assert theirs.rows == ours.rows, name

    for which in (remote, tmp_store):
        remove_article(which, "gipfel")
    assert dump(remote, tmp_path) == dump(tmp_store, tmp_path)


def test_literals(remote):
    """Numbers, days, umlauts, emoji and long texts come back as they were, and go again."""
    xsd = "http://www.w3.org/2001/XMLSchema#"
    typed = {"decimal": ("8", "0.81", "700000000000", "-93.2982"), "date": ("2011-05-07",), "integer": ("0", "7")}
    values = [Literal(text, datatype=NamedNode(xsd + type)) for type, texts in typed.items() for text in texts]
    texts = ("", " ", '"Straße" 😀\n\t\\', "ä\n" * 60_000)
    values += [value for text in texts for value in (Literal(text), Literal(text, language="de"))]
    quads = {Quad(A, P, value, graph) for value in values for graph in (G, H)}
    remote.add(quads)

    assert {*remote._quads(G.value), *remote._quads(H.value)} == quads
    rows = remote.query("SELECT ?o { GRAPH ?g { ?s ?p ?o } }")
    assert {row["o"] for row in rows} == set(values)
    remote.replace(G.value, [quad for quad in quads if quad.graph_name == H], [])
    assert remote.graphs() == []


def test_many_graphs(remote, caplog):
    """Queries see the named graphs of ours, however many, and an answer that is cut off is made up for."""
    graphs = [NamedNode(f"https://example.org/{number}") for number in range(150)]
    remote.add(Quad(A, P, Literal(str(number)), graph) for graph in graphs for number in range(7))

    assert len(list(remote.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p '3' } }"))) == 150
    assert not bool(remote.query("ASK { GRAPH <https://example.org/nowhere> { ?s ?p ?o } }"))
    assert len(list(remote.query("SELECT * { GRAPH ?g { ?s ?p ?o } }"))) == 1050
    assert "gives 1000 rows at most" in caplog.text


def test_path(remote):
    """A path from anywhere to anywhere, which Virtuoso does not know, is followed all the same."""
    chain = [NamedNode(f"https://example.org/{number}") for number in range(4)]
    remote.add(Quad(one, P, other, G) for one, other in pairwise(chain))

    assert len(list(remote.query(f"SELECT * {{ GRAPH ?g {{ ?s {P}+ ?o }} }}"))) == 6


def test_wrong_password(place, monkeypatch):
    """A wrong password is one clear line."""
    monkeypatch.setenv("KG_STORE_PASSWORD", "swordfish")
    with pytest.raises(StoreError, match=r"missing, wrong or not enough \(401\)"):
        open_store(place)


def test_no_permission(place):
    """So is an update by somebody who may only read."""
    with pytest.raises(StoreError, match="the server"):
        open_store(place.removesuffix("-auth"))
