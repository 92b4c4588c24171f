"""Entities are found by what people call them, and paths between them are short and sure."""

import pytest

from kg.actors import find_node, shortest_path
from kg.errors import QueryError
from kg.statements import Node, node_rows, statement_rows

BASE = "https://example.org/"
NODES = [
    Node(BASE + "1", "Antony Blinken", "Antony Blinken", "Person", qid="Q7821917", aliases=("Tony Blinken",)),
    Node(BASE + "2", "Brüssel", "Brussels", "Place", qid="Q239"),
    Node(BASE + "3", "Evan Blinken", "Evan Blinken", "Person"),
    Node(BASE + "4", "Blinkens Rede", "Blinkens Rede", "Thing"),
]


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


def test_unknown_name():
    """A misspelt name is answered with the nearest ones, nonsense with none."""
    with pytest.raises(QueryError, match="did you mean Brussels"):
        find_node(NODES, "Brusels")
    with pytest.raises(QueryError, match=r"in this graph$"):
        find_node(NODES, "")


def test_shortest_path(store):
    """Each step of a path begins where the last one ended; nodes without a tie have none."""
    rows, nodes = statement_rows(store), node_rows(store)
    ends = {iri for row in rows for iri in (row.subject.iri, row.object.iri)}

    for start in ends:
        for end in ends:
            here = start
            for row in shortest_path(rows, start, end):
                assert here in (row.subject.iri, row.object.iri) and "positive" == row.polarity
                here = row.object.iri if here == row.subject.iri else row.subject.iri
            assert here in (start, end)
    assert [] == shortest_path(rows, nodes[0].iri, "https://example.org/nowhere")
