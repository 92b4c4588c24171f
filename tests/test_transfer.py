"""Rows as bytes: all kinds of terms come back as they were."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.iris import XSD
from kg.transfer import bytes_from_rows, rows_from_bytes

NODES = st.builds(lambda name: NamedNode(f"https://example.org/{name}"), st.text("abcäß", max_size=5))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
TERMS = st.one_of(
    NODES,
    st.none(),
    st.builds(Literal, TEXTS),
    st.builds(lambda text: Literal(text, language="de"), TEXTS),
    st.builds(Literal, st.integers(-(2**60), 2**60)),
    st.builds(lambda text: Literal(text, datatype=NamedNode(XSD + "date")), TEXTS),
    st.builds(BlankNode, st.just("b1")),
    st.builds(lambda s, p: Triple(s, p, Literal("x")), NODES, NODES),
)


@given(st.lists(st.tuples(TERMS, TERMS), max_size=5))
def test_round_trip(rows):
    """Whatever a query can give comes back."""
    assert list(rows_from_bytes(bytes_from_rows(rows))) == rows
