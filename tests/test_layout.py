from __future__ import annotations

from math import hypot
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.layout import Box, Link, Page, place_nodes
from tests.count_overlaps import count_overlaps


@st.composite
def graphs(draw):
    """Some boxes and links between them."""
    half, below = st.floats(5, 120), st.floats(10, 70)
    boxes = draw(st.lists(st.builds(Box, half, st.just(10.0), below), max_size=40))
    ends = st.integers(0, max(0, len(boxes) - 1))
    links = draw(st.lists(st.builds(Link, ends, ends, st.floats(60, 260)), max_size=60)) if boxes else []
    return boxes, links


@given(graphs(), st.integers(1, 40))
@settings(max_examples=30, deadline=None)
def test_no_overlap(graph, opening):
    """No two boxes overlap, whatever the graph, and however many of its nodes the page opens with."""
    boxes, links = graph

    for places in place_nodes(boxes, links, pages=(Page(1.5, opening), Page(0.6, opening // 2 + 1))):
        assert len(places) == len(boxes)
        assert 0 == count_overlaps(boxes, places)


def test_same_graph_same_places():
    """The places depend on the graph alone."""
    boxes = [Box(30, 10, 30)] * 40
    links = [Link(number, number // 2, 120.0) for number in range(1, 40)]
    pages = (Page(1.5, 12),)

    assert place_nodes(boxes, links, pages=pages) == place_nodes(boxes, links, pages=pages)


def test_aspect():
    """A picture for a screen is wider than high, one for a telephone higher than wide."""
    boxes = [Box(40, 10, 30)] * 30
    links = [Link(number, number // 3, 120.0) for number in range(1, 24)]

    for places, is_wide in zip(
        place_nodes(boxes, links, pages=(Page(1.6, 30), Page(0.6, 30))), (True, False), strict=True
    ):
        width, height = (max(axis) - min(axis) for axis in zip(*places, strict=True))
        assert (width > height) is is_wide


def test_opening_keeps_its_shape():
    """What a page opens with is laid out as if there were nothing else, only with more room between."""
    boxes = [Box(40, 10, 30)] * 60
    links = [Link(number, number // 3, 120.0) for number in range(1, 60)]
    (alone,) = place_nodes(boxes[:20], [link for link in links if link.source < 20], pages=[Page(1.5, 20)])
    (among,) = place_nodes(boxes, links, pages=[Page(1.5, 20)])

    spread = hypot(*among[19]) / hypot(*alone[19])
    assert spread > 1
    for (x, y), (far, down) in zip(alone, among[:20], strict=True):
        assert (far, down) == pytest.approx((x * spread, y * spread), abs=4)


def test_neighbours_are_near():
    """Who has one tie alone stands nearer to that neighbour than to most others."""
    boxes = [Box(40, 10, 30)] * 120
    links = [Link(number, number % 10, 120.0) for number in range(10, 120)]
    links += [Link(number, number - 1, 120.0) for number in range(1, 10)]
    (places,) = place_nodes(boxes, links, pages=[Page(1.5, 10)])

    def nearer(node):
        """How many of the first ten stand nearer than the one that it belongs to."""
        far = [hypot(places[node][0] - x, places[node][1] - y) for x, y in places[:10]]
        return sum(other < far[node % 10] for other in far)

    assert sum(nearer(node) == 0 for node in range(10, 120)) > 70


def test_time_grows_with_the_graph(monkeypatch):
    """Five times as many nodes try some ten times as many spots, never the square of them."""
    from kg.layout.around import _Grid

    is_free, tries = _Grid._is_free, []
    monkeypatch.setattr(_Grid, "_is_free", lambda *spot: tries.append(1) or is_free(*spot))

    def tried(count):
        boxes, random = [Box(50, 10, 40)] * count, Random(1)
        links = [Link(number, int(number * random.random() ** 2), 120.0) for number in range(1, count)]
        tries.clear()
        place_nodes(boxes, links, pages=[Page(1.5, 20)])
        return len(tries)

    assert tried(2000) < 15 * tried(400)


def test_tree_has_no_crossing():
    """A small tree is drawn without lines that cross."""
    from kg.layout.stress import _count_crossings, lay_out

    links = [Link(number, (number - 1) // 2, 120.0) for number in range(1, 15)]

    assert 0 == _count_crossings(lay_out(list(range(15)), links), links)
