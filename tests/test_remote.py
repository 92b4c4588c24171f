"""What a SPARQL server as the store promises: the compliance suite over HTTP, the same bytes, whole articles, errors."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

import pytest
import rdflib
import requests
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from kg.endpoints import Endpoints
from kg.errors import QueryError, StoreError
from kg.load import load_store
from kg.query import run_query
from kg.questions import named_queries, question
from kg.remote import RemoteStore
from kg.statements import node_rows, statement_rows
from kg.store import open_store
from kg.tables import ask, select
from kg.upkeep import add_extractions, fingerprints, remove_article
from tests.compliance_store import QUADS, StoreCompliance
from tests.sparql_server import answering, oxigraph_server


def clear(address: str) -> None:
    """Everything on the server is gone."""
    answer = requests.post(f"{address}/update", data="DROP ALL", headers={"Content-Type": "application/sparql-update"})
    answer.raise_for_status()


def spec(address: str, graphs: str = "#graphs=/store") -> str:
    """The name by which `open_store` knows the server at `address`."""
    return f"sparql+{address}/query{graphs}"


@pytest.fixture(scope="module", params=["apart", "union"])
def address(request):
    """A server that tells the default graph from the others, and one that does not."""
    with oxigraph_server(union=request.param == "union") as found:
        yield found


@pytest.fixture
def remote(address):
    """An empty store on the server."""
    with open_store(spec(address)) as store:
        yield store
    clear(address)


@pytest.fixture(scope="module", params=["apart", "union"])
def filled(request, three_articles):
    """A store of three articles on a server, never to be changed, and the address."""
    with oxigraph_server(union=request.param == "union") as found, open_store(spec(found)) as store:
        store.add(three_articles)
        yield store, found


class TestServer(StoreCompliance):
    """Both kinds of server; whole graphs come by the graph store protocol or, where it is not known, by CONSTRUCT."""

    @pytest.fixture(params=["#graphs=/store", ""], ids=["graph store", "construct"])
    def empty_store(self, address, request):
        """An empty store."""
        with open_store(spec(address, request.param)) as store:
            yield store
        clear(address)


def dump(store, path) -> bytes:
    """The canonical bytes of `store`."""
    store.dump(path / "graph.nq", "nquads")
    return (path / "graph.nq").read_bytes()


def test_same_bytes(remote, tmp_store, extractions, run, tmp_path):
    """After the same builds, replacements and removals a server holds what a local store holds, byte for byte."""
    for store in (remote, tmp_store):
        add_extractions(store, extractions, run=run)
        add_extractions(store, extractions[:2], run=run)

    assert dump(remote, tmp_path) == dump(tmp_store, tmp_path)
    for store in (remote, tmp_store):
        remove_article(store, "gipfel")
    assert dump(remote, tmp_path) == dump(tmp_store, tmp_path)
    assert fingerprints(remote) == fingerprints(tmp_store)


def test_same_answers(filled, store):
    """Every ready-made question, all statements and all names come out alike."""
    remote, _ = filled

    assert statement_rows(remote) == statement_rows(store)
    assert node_rows(remote) == node_rows(store)
    for name in named_queries():
        assert run_query(remote, question(name)).rows == run_query(store, question(name)).rows, name


@pytest.mark.parametrize("claims", [False, True])
@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?o { id:Moskau ?p ?o }",
        "SELECT ?p (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } GROUP BY ?p",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
        "SELECT ?o FROM <https://w3id.org/newskg/id/claims> { ?s ?p ?o }",
        "ASK { id:Moskau kg:buys ?what }",
        "CONSTRUCT { ?o kg:of ?s } WHERE { ?s kg:buys ?o }",
    ],
)
def test_same_worlds(filled, store, query, claims):
    """What a query sees as default graph and as named graphs is the same, with and without claims."""
    remote, _ = filled
    if "FROM" in query and remote._facts:
        pytest.skip("Oxigraph's server sees all graphs in spite of FROM when it is told to see all")

    assert run_query(remote, query, claims=claims) == run_query(store, query, claims=claims)


def test_another_client_agrees(filled):
    """rdflib, asking the server itself, sees the statements of an article in the graph of the article."""
    remote, address = filled
    graph = "https://w3id.org/newskg/id/article/moskau"
    theirs = rdflib.Graph(SPARQLStore(f"{address}/query"))
    count = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s a <https://w3id.org/newskg/ontology#Statement> }} }}"

    (row,) = theirs.query(count)
    assert int(row.n) == sum(row.article.iri == graph for row in statement_rows(remote))


def test_one_update_for_an_article(extractions, run):
    """An article comes, changes and goes by one update each, of one operation: it is never there by halves."""
    with oxigraph_server() as real, recording(real) as (address, bodies), open_store(spec(address)) as store:
        add_extractions(store, extractions[:1], run=run)
        bodies.clear()
        add_extractions(store, extractions[1:2], run=run)
        changed = replace(extractions[1], facts=extractions[1].facts[:1])
        add_extractions(store, [changed], run=run)
        remove_article(store, "gipfel")

    assert len(bodies) == 3
    assert all(" ; " not in body.split('"')[0] and body.startswith(("INSERT DATA", "DELETE {")) for body in bodies)


def test_pieces_for_a_small_server(tmp_store, extractions, run, tmp_path):
    """Where a server takes only small updates, a change comes in several, and the result is the same."""
    with (
        oxigraph_server() as real,
        recording(real, most=40_000) as (address, bodies),
        open_store(spec(address)) as store,
    ):
        for which in (store, tmp_store):
            add_extractions(which, extractions, run=run)
            remove_article(which, "gipfel")

        assert len(bodies) > 5
        assert dump(store, tmp_path) == dump(tmp_store, tmp_path)


@contextmanager
def recording(address: str, *, most: int = 10_000_000):
    """A server that passes everything on to the one at `address`, and the bodies of all updates so far.

    Updates of more than `most` bytes it refuses.
    """
    bodies = []

    def answer(request):
        if len(request.body) > most:
            return 413, {}, b""
        if request.path == "/update" and b"#probe" not in request.body:
            bodies.append(request.body.decode("utf-8"))
        headers = {name: request.headers[name] for name in ("Accept", "Content-Type") if name in request.headers}
        found = requests.request(request.command, address + request.path, data=request.body, headers=headers)
        return found.status_code, {"Content-Type": found.headers.get("Content-Type", "")}, found.content

    with answering(answer) as (front, _):
        yield front, bodies


def test_open_again(filled, store):
    """A store on a server is found again, also for reading only."""
    _, address = filled
    with open_store(spec(address), create=False) as again:
        assert statement_rows(again) == statement_rows(store)


def test_load(filled, store):
    """A copy in memory can be made of it, for notebooks."""
    _, address = filled
    copy = load_store(spec(address))

    assert statement_rows(copy) == statement_rows(store)
    assert copy.graphs() == store.graphs()


def test_nothing_there(remote, address):
    """A server without a graph is no new store for those who only read, and is left as it was."""
    with pytest.raises(StoreError, match="no graph there; build one with: kg build --store"):
        open_store(spec(address), create=False)

    assert remote.graphs() == []


def test_data_of_others(remote, address, extractions, run):
    """kg does not write among the data of others; where graphs can be told apart it sees its own only."""
    remote.add(QUADS)
    if not remote._facts:
        with pytest.raises(StoreError, match="holds other data and no graph of kg"):
            open_store(spec(address))
        return

    with open_store(spec(address)) as store:
        assert store.graphs() == []
        add_extractions(store, extractions[:1], run=run)
        ours = store.graphs()
    with open_store(spec(address), create=False) as again:
        assert again.graphs() == ours
        assert not ask(again, "ASK { GRAPH <https://example.org/g> { ?s ?p ?o } }")
    assert set(remote.graphs()) == {*ours, "https://example.org/g", "https://example.org/h"}


def test_graph_store_not_there(remote, address, tmp_path):
    """A wrong address for whole graphs is an error, not an empty graph."""
    remote.add(QUADS)
    wrong = RemoteStore(Endpoints(f"{address}/query", f"{address}/update", f"{address}/nowhere"))

    with wrong, pytest.raises(StoreError, match=r"/nowhere: no graph store there"):
        wrong.dump(tmp_path / "graph.nq", "nquads")


def test_unreachable():
    """A server that does not run is one clear line."""
    with pytest.raises(StoreError, match=r"^http://127\.0\.0\.1:9/ds: can't be reached; is the server running"):
        open_store("sparql+http://127.0.0.1:9/ds")


@pytest.mark.parametrize(
    ("status", "headers", "body", "message"),
    [
        (500, {"Content-Type": "text/plain"}, b"out\nof memory", r"the server failed \(500\): out of memory"),
        (503, {"Content-Type": "text/html"}, b"<html>", r"the server failed \(503\)$"),
        (403, {}, b"", r"wrong or not enough \(403\); set KG_STORE_USER and KG_STORE_PASSWORD"),
        (401, {"WWW-Authenticate": 'Basic realm="x"'}, b"", r"are missing, wrong or not enough \(401\)"),
        (404, {}, b"", r"no such SPARQL endpoint \(404\)"),
        (301, {"Location": "https://other.example/"}, b"", r"is now at https://other\.example/; name that"),
        (200, {"Content-Type": "text/html"}, b"<html>", r"answers with text/html, not application/sparql-results"),
        (200, {"Content-Type": "application/sparql-results+json"}, b"{", r"can't be read"),
        (
            200,
            {"Content-Type": "application/sparql-results+json", "Content-Length": "99"},
            b'{"head":',
            "the answer broke off",
        ),
    ],
)
def test_server_errors(status, headers, body, message):
    """Whatever a server answers instead of a result is one clear line that names it."""

    def answer(request):
        request.close_connection = True
        return status, headers, body

    with answering(answer) as (address, _), pytest.raises(StoreError, match=message) as caught:
        open_store(f"sparql+{address}/ds")

    assert str(caught.value).startswith(address) and "\n" not in str(caught.value)


def test_malformed_query(remote):
    """A malformed query is reported with its place, as by a local store."""
    with pytest.raises(QueryError, match="line 1, column 21: no valid SPARQL"):
        run_query(remote, "SELECT ?s { ?s ?p  }")


def test_row_limit_stops_reading(remote):
    """Of an answer that would never end only the rows asked for are read."""
    remote.add(QUADS)
    product = " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(1))
    many = "UNION".join(["{ GRAPH ?g { " + product + " } }"] * 40)

    assert run_query(remote, f"SELECT * {{ {many} }}", max_rows=3).truncated


def test_close_frees(remote):
    """A closed store asks nobody any more."""
    remote.close()
    with pytest.raises(StoreError, match="the store is closed"):
        remote.add(QUADS)
    with pytest.raises(StoreError, match="the store is closed"):
        select(remote, "SELECT ?s { ?s ?p ?o }")
