"""What the formats of query results promise."""

from __future__ import annotations

import csv
import io
import json

import pytest
import rdflib
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from kg.errors import QueryError
from kg.query import run_query
from kg.results import format_result, labels_of

ROWS = "SELECT ?who ?name ?nothing ?time { ?who kg:meets ?whom ; rdfs:label ?name BIND(2 AS ?time) }"
STANDARD = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}


def formatted(store, query: str, format: str = "", **options) -> str:
    """The result of `query` as text."""
    return format_result(run_query(store, query), format, store=store, **options)


@pytest.mark.parametrize("format", STANDARD)
def test_standard_formats_round_trip(store, format):
    """JSON, XML and TSV give back the same terms in Oxigraph."""
    result = run_query(store, ROWS)
    parsed = parse_query_results(format_result(result, format, store=store), STANDARD[format])

    assert [variable.value for variable in parsed.variables] == list(result.columns)
    assert tuple(tuple(row) for row in parsed) == result.rows


@pytest.mark.parametrize("format", ["json", "xml", "tsv", "csv"])
def test_standard_formats_in_rdflib(store, format):
    """rdflib reads all four."""
    text = formatted(store, ROWS, format)
    result = rdflib.query.Result.parse(io.BytesIO(text.encode("utf-8")), format=format)

    assert [str(variable) for variable in result.vars] == ["who", "name", "nothing", "time"]
    assert len(list(result)) == 1


def test_ask_formats(store):
    """A yes is a yes in every format."""
    assert formatted(store, "ASK {}") == "yes\n"
    assert json.loads(formatted(store, "ASK {}", "json")) == {"head": {}, "boolean": True}
    assert "<boolean>false</boolean>" in formatted(store, "ASK { ?s kg:bans ?o }", "xml")
    assert formatted(store, "ASK {}", "csv").strip() == "true"


@pytest.mark.parametrize(
    ("format", "rdf"), [("ttl", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES), ("jsonld", RdfFormat.JSON_LD)]
)
def test_graph_formats_round_trip(store, format, rdf):
    """CONSTRUCT and DESCRIBE give triples that can be read again."""
    result = run_query(store, "DESCRIBE id:Moskau id:NATO")

    assert {quad.triple for quad in parse(format_result(result, format, store=store), format=rdf)} == set(
        result.triples
    )


def test_turtle_is_default_for_graphs(store):
    """A graph is shown as Turtle with short names."""
    text = formatted(store, "DESCRIBE id:Moskau")

    assert "@prefix kg: " in text
    assert "id:Moskau a kg:Place" in text


def test_table_shows_labels(store):
    """A table shows English labels, or German ones, of entities and relations."""
    query = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(?p = kg:buysFrom) }"

    assert formatted(store, query).splitlines()[2].split("  ") == ["Moscow", "buys from", "Iran"]
    assert formatted(store, query, language="de").splitlines()[2].split("  ") == ["Moskau", "kauft von", "Iran"]
    assert "id:Moskau  kg:buysFrom  id:Iran" in formatted(store, query, labels=False)


def test_csv_keeps_iris_unless_asked(store):
    """CSV follows the standard; with labels it is for people."""
    query = "SELECT ?s ?o { ?s kg:buysFrom ?o }"

    assert formatted(store, query, "csv").splitlines()[1].startswith("https://w3id.org/newskg/id/entity/Moskau,")
    assert list(csv.reader(io.StringIO(formatted(store, query, "csv", labels=True)))) == [
        ["s", "o"],
        ["Moscow", "Iran"],
    ]
    assert formatted(store, query, "tsv", labels=True) == "s\to\nMoscow\tIran\n"


def test_table_cut_to_width(store):
    """Long texts are cut, so that no line is longer than the terminal."""
    text = formatted(store, "SELECT ?s ?text { GRAPH ?g { ?s nif:isString ?text } }", width=60)

    assert max(map(len, text.splitlines())) <= 60
    assert "…" in text


def test_table_no_control_characters(store):
    """Nothing in a cell can break a line or talk to the terminal."""
    text = formatted(store, 'SELECT ?x { BIND("a\\nb\\u001B[31mc\\td" AS ?x) }')

    assert text.splitlines()[2] == "a b [31mc d"


def test_wrong_format(store):
    """A format that does not fit names those that do."""
    with pytest.raises(QueryError, match=r"ttl is no format for SELECT; choose one of: table, csv, tsv, json, xml"):
        formatted(store, ROWS, "ttl")
    with pytest.raises(
        QueryError, match=r"csv is no format for CONSTRUCT and DESCRIBE; choose one of: ttl, nt, jsonld"
    ):
        formatted(store, "DESCRIBE id:Moskau", "csv")


def test_labels_fall_back(store):
    """A node without a label is named by its identifier or its short form."""
    article = "https://w3id.org/newskg/id/article/bank"
    unknown = ["https://w3id.org/newskg/ontology#nie", "https://example.org/x", article]

    assert labels_of(store, unknown) == dict(zip(unknown, ["kg:nie", "<https://example.org/x>", "bank"], strict=True))
