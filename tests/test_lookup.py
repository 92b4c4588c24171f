"""What finding entities by name promises."""

from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.lookup import find_node, find_nodes
from kg.statements import Node

BASE = "https://example.org/"
NODES = [
    Node(BASE + "1", "Antony Blinken", "Antony Blinken", "Person", qid="Q7821917", aliases=("Tony Blinken",)),
    Node(BASE + "2", "Brüssel", "Brussels", "Place", qid="Q239"),
    Node(BASE + "3", "Evan Blinken", "Evan Blinken", "Person"),
    Node(BASE + "4", "Blinkens Rede", "Blinkens Rede", "Thing"),
]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Antony Blinken", ["Antony Blinken"]),
        ("antony  BLINKEN ", ["Antony Blinken"]),
        ("blinken", ["Antony Blinken"]),
        ("Brussels", ["Brüssel"]),
        ("brüssel", ["Brüssel"]),
        ("islamische republik iran", ["Iran"]),
        ("Q7184", ["NATO"]),
        ("http://www.wikidata.org/entity/Q7184", ["NATO"]),
        ("https://w3id.org/newskg/id/entity/NATO", ["NATO"]),
        ("Deutsche_Bank", ["Deutsche Bank"]),
        ("bank", ["Deutsche Bank"]),
        ("Russland", ["Russland", "Moskau"]),
    ],
)
def test_find(store, name, expected):
    """An entity is found by label, alias, item, IRI or whole word, and brings its metonyms along."""
    assert [node.label_de for node in find_nodes(store, name)] == expected


@pytest.mark.parametrize("name", ["Merkel", "", "lin"])
def test_find_nothing(store, name):
    """A name that nobody has is an error."""
    with pytest.raises(QueryError, match="nobody and nothing in the graph is called"):
        find_nodes(store, name)


def test_find_suggests(store):
    """A slip of the pen gets a suggestion."""
    with pytest.raises(QueryError, match="did you mean Russland"):
        find_nodes(store, "Rusland")


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("antony  blinken", 0),
        ("Tony Blinken", 0),
        ("Q7821917", 0),
        ("http://www.wikidata.org/entity/Q239", 1),
        ("Brussels", 1),
        ("BRÜSSEL", 1),
        ("Antony", 0),
        ("Rede", 3),
        ("blinkens", 3),
        (BASE + "3", 2),
    ],
)
def test_find_node(name, number):
    """A name in either language and any case, an alias, a Wikidata item, an IRI or a telling part of a name will do."""
    assert NODES[number] is find_node(NODES, name)


def test_ambiguous_name():
    """A name that several have is refused, with all that have it."""
    with pytest.raises(QueryError, match=r"Antony Blinken <.*1> or Evan Blinken <.*3>"):
        find_node(NODES, "Blinken")


def test_unknown_node():
    """A misspelt name is answered with the nearest ones, nonsense with none."""
    with pytest.raises(QueryError, match="did you mean Brussels"):
        find_node(NODES, "Brusels")
    with pytest.raises(QueryError, match=r"is called ''$"):
        find_node(NODES, "")
