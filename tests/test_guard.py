"""What is turned away before it is parsed, and what is not."""

from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.guard import MOST_CHARACTERS, check_query, order_of

FINE = [
    "SELECT ?service { ?service ?insert 'SERVICE <http://x>' }",
    "SELECT * { ?s ex:SERVICE ?o } # SERVICE <http://x> {",
    'SELECT * { ?s ?p """ INSERT " SERVICE "" ( """ }',
    "SELECT * { ?s ?p '''((((''' , \"\\\"(\" , <http://x/SERVICE((> }",
    "PREFIX insert: <urn:x> SELECT * { ?s insert:delete ?o FILTER(?s < 3 && ?o > 4) }",
    "# INSERT DATA\nASK { ?s ?p ?o }",
    "DESCRIBE <urn:x:with>",
]
FEDERATED = [
    "SELECT * { SERVICE <http://127.0.0.1> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE?x{ ?s ?p ?o } } } }",
    "SELECT * { #\nSERVICE <http://127.0.0.1> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1> { ?s ?p ?o } }",
    "SELECT * { BIND('\\u0027' AS ?a) SERVICE <http://127.0.0.1> { } BIND('\\u0027' AS ?b) }",
    "SELECT * { ?a <urn:x>/<urn:y> ?b SERVICE <http://127.0.0.1> { ?s ?p ?o } }",
]
UPDATES = [
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "DELETE WHERE { ?s ?p ?o }",
    "PREFIX select: <urn:select> drop all",
    "LOAD <file:///etc/passwd>",
    "# SELECT\nCLEAR DEFAULT",
    "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
]


@pytest.mark.parametrize("query", FINE)
def test_harmless(query):
    """Words and brackets in names, strings, IRIs and comments mean nothing."""
    check_query(query)


@pytest.mark.parametrize("query", FEDERATED)
def test_service_refused(query):
    """No query calls another server, however it is spelled."""
    with pytest.raises(QueryError, match="SERVICE is switched off"):
        check_query(query)


@pytest.mark.parametrize("query", UPDATES)
def test_update_refused(query):
    """No query changes the graph."""
    with pytest.raises(QueryError, match="would change the graph"):
        check_query(query)


@pytest.mark.parametrize("bracket", ["(", "{", "["])
def test_nesting_refused(bracket):
    """Brackets a hundred deep are refused, a hundred beside each other are not."""
    with pytest.raises(QueryError, match="nested more than 100 deep"):
        check_query("SELECT * " + bracket * 101)
    check_query("SELECT * { FILTER" + "(1)" * 200 + "}")


def test_length_refused():
    """Queries too long to be written by hand are refused."""
    with pytest.raises(QueryError, match="at most 64,000"):
        check_query("#" * (MOST_CHARACTERS + 1))


@pytest.mark.parametrize(
    ("tail", "order"),
    [
        ("order by ?s", ("s",)),
        ("ORDER BY DESC(?n) ASC ( $s ) LIMIT 3", ("n", "s")),
        ("GROUP BY ?s ORDER # by\n BY\n?n # first\n?s\nOFFSET 2", ("n", "s")),
        ("\\u004FRDER BY ?s", ("s",)),
        ("ORDER BY STR(?s)", ()),
        ("ORDER BY ?s (?n + 1)", ()),
        ("ORDER BY ?s VALUES ?p { 1 }", ("s",)),
        ("# ORDER BY ?s", None),
        ("LIMIT 3", None),
    ],
)
def test_order_of(tail, order):
    """What a query sorts by: only ORDER BY as such, and of the whole."""
    assert order_of(f"SELECT ?s {{ ?s ?p 'ORDER BY ?o' {{ SELECT ?s {{}} ORDER BY ?p }} }} {tail}") == order
