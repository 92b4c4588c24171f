"""What notebooks show for a part of a graph and for one actor."""

from __future__ import annotations

import pytest

from kg.cards import FEW, SHOWN
from kg.errors import KgError
from kg.graph import Graph
from kg.part import Part


@pytest.fixture
def graph(store):
    """The graph of the three articles."""
    return Graph(store)


def test_a_small_part_shows_its_statements(graph):
    """A path is read off line by line, with voice and sentence, each sentence below its heading."""
    card = graph.path("Blinken", "Rutte")._repr_html_()

    assert "<strong>Antony Blinken – Mark Rutte</strong>" in card
    assert "<td>meets</td><td>Mark Rutte</td>" in card
    assert '<th style="text-align: left">sentence</th>' in card
    assert '<td style="text-align: left">Blinken traf Rutte.</td>' in card


def test_a_large_part_shows_its_actors(graph):
    """Of many statements only how many there are, and whom most are about."""
    rows = graph.rows * (FEW // len(graph.rows) + 1)
    card = Part(rows, graph.nodes, title="viele")._repr_html_()

    assert "<th>actor</th>" in card and ">sentence</th>" not in card
    assert "facts" in card and "articles" in card


def test_an_actor(graph):
    """The card of an actor says who it is and what is said; its tables are those of the graph, narrowed to it."""
    actor = graph.entity("Blinken")
    card = actor._repr_html_()

    assert "<strong>Antony Blinken</strong>" in card and "Person" in card
    assert card.count("<tr><td>") <= SHOWN
    assert actor.facts().equals(graph.facts("Blinken"))
    assert "Mark Rutte" in list(actor.partners().entity)
    assert "Antony Blinken" not in list(actor.partners().entity)
    with pytest.raises(KgError, match="Niemand"):
        graph.entity("Niemand")


def test_a_place(graph):
    """The card of a place says where it lies, if that is known."""
    assert "55.75° N, 37.62° E" in graph.entity("Moskau")._repr_html_()
    assert "°" not in graph.entity("Iran")._repr_html_()


def test_articles(graph):
    """Each article with its title, day and source, and how much it says."""
    articles = graph.articles()

    assert list(articles.article) and articles.published.dropna().is_monotonic_increasing
    assert articles.facts.sum() == sum(row.held_true for row in graph.rows)
    assert articles.facts.sum() + articles.claims.sum() == len(graph)


def test_names_are_text(graph):
    """A name is text, whatever it looks like."""
    part = Part(graph.rows[:1], graph.nodes, title="<img src=x onerror=alert(1)>")

    assert "<img" not in part._repr_html_() and "&lt;img" in part._repr_html_()
