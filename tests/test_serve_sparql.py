"""``/sparql`` by the SPARQL 1.1 protocol, asked by hand and by real clients, and the limits it keeps."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from kg.iris import KG, Iris
from kg.web.protocol import FORMATS, ProtocolError, asked
from tests.serving import running, server

__all__ = ["server"]

SELECT = "SELECT ?s ?o { ?s kg:meets ?o }"
CONSTRUCT = "CONSTRUCT { ?s kg:meets ?o } WHERE { ?s kg:meets ?o }"
FULL = f"SELECT ?s ?o WHERE {{ ?s <{KG}meets> ?o }}"
BLINKEN, RUTTE = (Iris().entity(name) for name in ("Antony Blinken", "Mark Rutte"))
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r }"


def ask(server, query, accept="application/json"):
    return server.get(f"/sparql?query={quote(query)}", Accept=accept)


@pytest.mark.parametrize(
    ("method", "path", "kind", "body"),
    [
        ("GET", f"/sparql?query={quote(SELECT)}", "", None),
        ("POST", "/sparql", "application/x-www-form-urlencoded", f"query={quote(SELECT)}"),
        ("POST", "/sparql", "application/x-www-form-urlencoded; charset=utf-8", f"query={quote(SELECT)}"),
        ("POST", "/sparql", "application/sparql-query", SELECT),
    ],
)
def test_three_ways_to_ask(server, method, path, kind, body):
    """A query comes by GET, in a form, or as it is."""
    headers = {"Content-Type": kind} if kind else {}
    status, headers, text = server.send(method, path, body, headers)

    assert (200, "application/sparql-results+json; charset=utf-8") == (status, headers["content-type"])
    (row,) = json.loads(text)["results"]["bindings"]
    assert (BLINKEN, RUTTE) == (row["s"]["value"], row["o"]["value"])


@pytest.mark.parametrize(
    ("query", "accept", "type"),
    [
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv"),
        (SELECT, "text/tab-separated-values, text/csv;q=0.5", "text/tab-separated-values"),
        (SELECT, "text/csv;q=0.2, application/sparql-results+xml;q=0.9, */*;q=0.1", "application/sparql-results+xml"),
        (SELECT, "text/*", "text/csv"),
        (SELECT, "*/*", "application/sparql-results+json"),
        (SELECT, "text/html, */*;q=0.8", "application/sparql-results+json"),
        ("ASK { ?s kg:meets ?o }", "application/sparql-results+xml", "application/sparql-results+xml"),
        (CONSTRUCT, "*/*", "text/turtle"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        ("DESCRIBE id:NATO", "text/turtle", "text/turtle"),
    ],
)
def test_formats(server, query, accept, type):
    """The client gets the format that it likes best, by quality and by how narrowly it is named."""
    status, headers, text = ask(server, query, accept)

    assert (200, f"{type}; charset=utf-8") == (status, headers["content-type"])
    assert "accept" == headers["vary"]
    assert text


def test_formats_can_be_read(server):
    """Each format says the same."""
    rows = list(csv.DictReader(io.StringIO(ask(server, SELECT, "text/csv")[2])))
    assert [{"s": BLINKEN, "o": RUTTE}] == rows
    assert f"<{BLINKEN}>\t<{RUTTE}>" in ask(server, SELECT, "text/tab-separated-values")[2]
    assert 1 == ask(server, SELECT, "application/sparql-results+xml")[2].count("<result>")
    assert ElementTree.fromstring(ask(server, SELECT, "application/sparql-results+xml")[2]).tag.endswith("sparql")
    for accept, format in (
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
    ):
        (quad,) = ox.parse(ask(server, CONSTRUCT, accept)[2], format=format)
        assert (BLINKEN, f"{KG}meets", RUTTE) == (quad.subject.value, quad.predicate.value, quad.object.value)


def test_no_format_fits(server):
    """A client that takes none of the formats is told so."""
    assert 406 == ask(server, SELECT, "image/png")[0]
    assert 406 == ask(server, CONSTRUCT, "application/sparql-results+json")[0]


def test_graphs_that_the_client_names(server):
    """default-graph-uri and named-graph-uri choose what is asked."""
    moscow = quote(Iris().article("moskau"), safe="")
    titles = quote("SELECT ?t { ?a dcterms:title ?t }")
    named = quote("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")

    assert "Drohnen" in server.get(f"/sparql?query={titles}&default-graph-uri={moscow}&format=csv")[2]
    assert "Drohnen" not in server.get(f"/sparql?query={titles}&format=csv")[2]
    only = server.get(f"/sparql?query={named}&named-graph-uri={moscow}&format=csv")[2]
    assert ["g", Iris().article("moskau")] == only.split()
    assert 400 == server.get(f"/sparql?query={named}&named-graph-uri=not%20an%20iri")[0]


def test_claims_are_no_facts(server):
    """What is only claimed answers when it is asked for."""
    query = {"query": "ASK { id:Moskau kg:buys id:Drohnentechnologie }"}

    assert "false" in server.post("/sparql", query)[2]
    assert "true" in server.post("/sparql", query | {"claims": "true"})[2]


@pytest.mark.parametrize(
    ("method", "path", "kind", "body"),
    [
        ("POST", "/sparql", "application/sparql-update", "CLEAR ALL"),
        ("POST", "/sparql", "application/x-www-form-urlencoded", "update=CLEAR+ALL"),
        ("GET", "/sparql?update=CLEAR+ALL", "", None),
    ],
)
def test_updates_are_refused(server, method, path, kind, body):
    """Updates are refused by every way in."""
    status, _, text = server.send(method, path, body, {"Content-Type": kind} if kind else {})

    assert (403, True) == (status, "updates are refused" in text)
    assert "true" in ask(server, "ASK { ?s kg:meets ?o }")[2]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("DELETE WHERE { ?s ?p ?o }", "would change the graph"),
        ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * {", "line 1, column"),
        ("", "no valid SPARQL"),
        ("{" * 200, "nested"),
    ],
)
def test_bad_queries(server, query, reason):
    """A query that is malformed or not allowed is a 400 that says why on one line."""
    status, headers, text = ask(server, query)

    assert (400, "text/plain; charset=utf-8") == (status, headers["content-type"])
    assert reason in text and 1 == text.count("\n")


def test_malformed_requests(server):
    """What is no query by the protocol is refused with the status that fits."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert 400 == server.get("/sparql?query=ASK{}&query=ASK{}")[0]
    assert 400 == server.send("POST", "/sparql", "x=1", form)[0]
    assert 400 == server.send("POST", "/sparql", b"\xff", {"Content-Type": "application/sparql-query"})[0]
    assert 400 == server.send("POST", "/sparql", b"query=%FF", form)[0]
    assert 415 == server.send("POST", "/sparql", "ASK {}", {"Content-Type": "text/plain"})[0]
    assert 413 == server.post("/sparql", {"query": "ASK {} #" + "x" * 64_000})[0]
    assert 400 == server.send("POST", "/sparql", "&".join(f"a{n}=1" for n in range(200)), form)[0]


def test_service_description(server):
    """Without a query the endpoint says what it is; to people it shows the editor."""
    status, headers, text = server.get("/sparql")
    graph = rdflib.Graph().parse(data=text, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")

    assert (200, "text/turtle; charset=utf-8") == (status, headers["content-type"])
    assert [rdflib.URIRef(f"{server.address}/sparql")] == list(graph.subjects(sd.supportedLanguage, sd.SPARQL11Query))
    assert (303, "/query") == (lambda r: (r[0], r[1]["location"]))(server.get("/sparql", Accept="text/html"))


def test_time_limit(three_articles, tmp_path):
    """A query that takes too long is ended; others are answered meanwhile and after."""
    with running(three_articles, tmp_path, seconds=1.0) as server:
        status, _, text = ask(server, ENDLESS)
        assert 500 == status and "no answer within 1 seconds" in text
        assert 500 == server.get(f"/query?query={quote(ENDLESS)}")[0]
        assert "true" in ask(server, "ASK {}")[2]


def test_row_limit(server, monkeypatch):
    """More rows than are given is an error, never a part of the answer without a word."""
    monkeypatch.setattr("kg.web.answers.MOST_ROWS", 5)
    monkeypatch.setattr("kg.web.answers.run.__kwdefaults__", {"most": 5})
    status, _, text = ask(server, "SELECT * { ?s ?p ?o }")

    assert (400, True) == (status, "more than 5 rows" in text)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # SPARQLWrapper uses it
def test_sparqlwrapper(server):
    """SPARQLWrapper reads every format, by GET and POST."""
    client = SPARQLWrapper(f"{server.address}/sparql")
    client.setQuery(FULL)
    for format, find in (
        (JSON, lambda found: found["results"]["bindings"][0]["s"]["value"]),
        (XML, lambda found: found.getElementsByTagName("uri")[0].firstChild.data),
        (CSV, lambda found: found.decode().split()[1].split(",")[0]),
        (TSV, lambda found: found.decode().split("\n")[1].split("\t")[0].strip("<>")),
    ):
        client.setReturnFormat(format)
        for method in ("GET", POST):
            client.setMethod(method)
            assert BLINKEN == find(client.query().convert()), format
    client.setQuery(f"CONSTRUCT WHERE {{ ?s <{KG}meets> ?o }}")
    for format in (TURTLE, XML):
        client.setReturnFormat(format)
        found = client.query().convert()
        graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
        assert 1 == len(graph)
    client.setQuery("SELECT {")
    with pytest.raises(QueryBadFormed, match="no valid SPARQL"):
        client.query()


def test_rdflib_sparql_store(server):
    """rdflib's SPARQLStore asks, matches patterns, follows graphs, and can't write."""
    for method, format in (("GET", "xml"), ("POST", "json"), ("POST_FORM", "csv")):
        graph = rdflib.Graph(SPARQLStore(f"{server.address}/sparql", method=method, returnFormat=format))
        assert [(rdflib.URIRef(BLINKEN), rdflib.URIRef(RUTTE))] == [tuple(row) for row in graph.query(FULL)]
    graph = rdflib.Graph(SPARQLStore(f"{server.address}/sparql"))
    assert [rdflib.URIRef(RUTTE)] == list(graph.objects(rdflib.URIRef(BLINKEN), rdflib.URIRef(f"{KG}meets")))
    assert graph.query("ASK { ?s ?p ?o }").askAnswer
    assert 1 == len(graph.query(f"CONSTRUCT WHERE {{ ?s <{KG}meets> ?o }}").graph)
    article = rdflib.Graph(SPARQLStore(f"{server.address}/sparql"), rdflib.URIRef(Iris().article("moskau")))
    title = rdflib.URIRef("http://purl.org/dc/terms/title")
    assert ["Drohnen aus dem Iran"] == [str(o) for o in article.objects(None, title)]
    with pytest.raises(TypeError):
        graph.add((rdflib.URIRef("a:b"), title, rdflib.Literal("x")))


def test_editor_shows_the_answer(server):
    """The page of the editor shows names that lead to their pages, downloads, and what is wrong."""
    _, _, text = server.get(f"/query?query={quote(SELECT)}")
    assert '<a href="/entity/Antony_Blinken"><bdi>Antony Blinken</bdi></a>' in text
    assert "1 row<" in text and "format=csv" in text and ">RDF/XML<" not in text

    _, _, text = server.get(f"/query?query={quote(CONSTRUCT)}")
    assert "kg:meets" in text and "format=rdfxml" in text
    assert "<strong>Yes</strong>" in server.get(f"/query?query={quote('ASK {}')}")[2]
    assert "VALUES ?relation" in server.get("/query?name=who-met-whom")[2]

    status, _, text = server.get(f"/query?query={quote('SELECT <img src=x onerror=alert(1)>')}")
    assert 400 == status and 'role="alert">line 1' in text and "<img" not in text


def test_many_rows_are_cut_in_the_page_only(server, monkeypatch):
    """The page shows the first rows and says so; the download has all."""
    monkeypatch.setattr("kg.web.editor.SHOWN", 5)
    query = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 20"
    _, _, text = server.get(f"/query?query={quote(query)}")

    assert 6 == text.count("<tr>") and "Only the first 5 rows" in text
    assert 21 == len(server.get(f"/sparql?query={quote(query)}&format=csv")[2].splitlines())


@pytest.mark.parametrize("accept", ["", "*/*", "text/csv", "text/html,application/xhtml+xml,*/*;q=0.8", "a;b;;,,/;q=x"])
def test_any_accept_header_is_understood(accept):
    """A header that is odd or missing never breaks."""
    question = asked("GET", "query=ASK{}", accept=accept)

    assert all(format == "" or format in FORMATS[form] for form, format in question.formats.items())


def test_get_without_query_is_no_error():
    """GET without anything asks what is here; a form without a query is an error."""
    assert asked("GET", "") is None
    with pytest.raises(ProtocolError, match="one query is needed, not 0"):
        asked("POST", "", content_type="application/x-www-form-urlencoded")


def test_too_much_memory(server):
    """A query that would take all memory is ended; the server goes on."""
    doubled = " ".join(f"BIND(CONCAT(?a{i}, ?a{i}) AS ?a{i + 1})" for i in range(40))
    status, _, text = ask(server, f"SELECT (STRLEN(?a40) AS ?n) {{ BIND('0123456789' AS ?a0) {doubled} }}")

    assert 500 == status and "memory" in text
    assert "true" in ask(server, "ASK {}")[2]
