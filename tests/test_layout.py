from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.layout import Box, Link, count_overlaps, place_nodes


@st.composite
def graphs(draw):
    """Some boxes and links between them."""
    half, below = st.floats(5, 120), st.floats(10, 70)
    boxes = draw(st.lists(st.builds(Box, half, st.just(10.0), below), max_size=40))
    ends = st.integers(0, max(0, len(boxes) - 1))
    links = draw(st.lists(st.builds(Link, ends, ends, st.floats(60, 260)), max_size=60)) if boxes else []
    return boxes, links


@given(graphs())
@settings(max_examples=30, deadline=None)
def test_no_overlap(graph):
    """No two boxes overlap, whatever the graph."""
    boxes, links = graph

    for places in place_nodes(boxes, links, aspects=(1.5, 0.6)):
        assert len(places) == len(boxes)
        assert 0 == count_overlaps(boxes, places)


def test_same_graph_same_places():
    """The places depend on the graph alone."""
    boxes = [Box(30, 10, 30)] * 12
    links = [Link(number, number // 2, 120.0) for number in range(1, 12)]

    assert place_nodes(boxes, links, aspects=(1.5,)) == place_nodes(boxes, links, aspects=(1.5,))


def test_aspect():
    """A picture for a screen is wider than high, one for a telephone higher than wide."""
    boxes = [Box(40, 10, 30)] * 30
    links = [Link(number, number // 3, 120.0) for number in range(1, 24)]

    for places, is_wide in zip(place_nodes(boxes, links, aspects=(1.6, 0.6)), (True, False), strict=True):
        width, height = (max(axis) - min(axis) for axis in zip(*places, strict=True))
        assert (width > height) is is_wide


def test_tree_has_no_crossing():
    """A small tree is drawn without lines that cross."""
    from kg.layout import _count_crossings, _lay_out

    links = [Link(number, (number - 1) // 2, 120.0) for number in range(1, 15)]

    assert 0 == _count_crossings(_lay_out(list(range(15)), links), links)
