"""What finding entities by name promises."""

from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.lookup import find_nodes


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
