"""What the names of nodes promise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.iris import Iris, digest, encode, relation_from_iri, relation_iri, span_from_iri
from kg.types import Span, Value

NAMES = st.text(min_size=1)


@given(NAMES)
def test_entity_any_name(name):
    """Whatever an entity is called, its IRI is valid and one path segment long."""
    iri = Iris().entity(name)

    assert NamedNode(iri).value == iri
    assert "/" not in iri.removeprefix(Iris().entities)


@given(NAMES, NAMES)
def test_encode_tells_apart(one, other):
    """Different names get different IRIs, but for spaces and underscores."""
    same = one.replace(" ", "_") == other.replace(" ", "_")

    assert (encode(one) == encode(other)) == same


def test_encode_readable():
    """Umlauts, hyphens and brackets stay readable."""
    assert encode("Übersee-Straße (Köln)") == "Übersee-Straße_(Köln)"


@given(st.lists(NAMES, max_size=3), st.lists(NAMES, max_size=3))
def test_digest_tells_apart(one, other):
    """Hashes are equal only where all parts are."""
    assert (digest(*one) == digest(*other)) == (one == other)


@given(NAMES)
def test_relation_round_trip(lemma):
    """Open relations have valid IRIs."""
    iri = relation_iri(f"open/{lemma}")

    assert NamedNode(iri).value == iri
    assert relation_from_iri(iri) == f"open/{encode(lemma)}"


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_span_round_trip(start, length):
    """Offsets can be read off the IRI of a stretch of text."""
    span = Span(start, start + length)

    assert span_from_iri(Iris().span("urn:x:article", span)) == span


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Value("money", "8 Milliarden Dollar", number=Decimal("8E9"), unit="USD"), "amount/8000000000USD"),
        (Value("quantity", "rund 40 %", number=Decimal("40.0"), unit="%", bound="about"), "amount/about/40%25"),
        (Value("date", "gestern", start=date(2024, 1, 2), end=date(2024, 1, 2)), "time/2024-01-02"),
        (Value("date", "bis 2025", end=date(2025, 12, 31)), "time/..2025-12-31"),
        (Value("date", "am Mittwoch"), "time/am_Mittwoch"),
    ],
)
def test_value_named_by_content(value, expected):
    """Amounts and times are named by what they are, not by how a text writes them."""
    assert Iris().value(value) == Iris().base + expected


@pytest.mark.parametrize("base", ["", "kg", "https://example.org", "https://example.org/a b/", "https://e.org/#x/"])
def test_base_checked(base):
    """A base that would make broken IRIs is refused."""
    with pytest.raises(ValueError, match=r"graph\.base"):
        Iris(base)


def test_base_own():
    """Another base is taken for all names."""
    assert Iris("urn:newskg:").entity("NATO") == "urn:newskg:entity/NATO"
