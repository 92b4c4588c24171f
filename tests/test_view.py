from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ViewError
from kg.view import LOOKS, _box, picture_label, view_from_rows
from kg.view.looks import text_width
from tests.count_overlaps import count_overlaps
from tests.make_rows import make_node, make_row, many_rows, moscow_rows


def find_edge(view, relation, target):
    return next(edge for edge in view.edges if edge.relation == relation and edge.target.endswith(target))


def test_facts_claims_and_denials_differ():
    """A fact is solid, a claim and a plan are dashed, a denial is marked."""
    view = view_from_rows(moscow_rows(), title="Drohnen")

    assert "claim" == find_edge(view, "buysFrom", "Iran").kind
    assert "claim" == find_edge(view, "supports", "Ukraine").kind
    assert "fact" == find_edge(view, "meets", "Rutte").kind
    assert find_edge(view, "sells", "Drohnentechnologie").negated
    assert (2, 4, 1) == (view.legend.facts, view.legend.claims, view.legend.denials)


def test_one_edge_carries_all_its_statements():
    """What several say of the same two is one line; one article that holds it true makes it a fact."""
    claim = make_row("Moskau", "buysFrom", "Iran", speaker="Mark Rutte", iri="a")
    fact = make_row("Moskau", "buysFrom", "Iran", iri="b")
    view = view_from_rows([claim, fact], title="")

    (edge,) = view.edges
    assert "fact" == edge.kind
    assert (fact, claim) == edge.statements


def test_denial_does_not_join_its_opposite():
    """A denied fact has a line of its own."""
    rows = [make_row("Moskau", "buysFrom", "Iran"), make_row("Moskau", "buysFrom", "Iran", polarity="negative")]

    assert {True, False} == {edge.negated for edge in view_from_rows(rows, title="").edges}


def test_parallel_edges_bend_apart():
    """Lines between the same two nodes, in either direction, never lie on each other."""
    relations = ["meets", "praises", "supports"]
    rows = [make_row("Antony Blinken", relation, "Mark Rutte") for relation in relations]
    rows.append(make_row("Mark Rutte", "thanks", "Antony Blinken"))
    view = view_from_rows(rows, title="")
    first = min(view.edges[0].source, view.edges[0].target)

    bends = [edge.curve if edge.source == first else -edge.curve for edge in view.edges]
    assert len(set(bends)) == 4


def test_strongest_first():
    """Of too many nodes the most talked about stay, each with a tie to another; the rest is counted."""
    rows = many_rows(80, 240)
    view = view_from_rows(rows, title="", limit=20)
    everything = view_from_rows(rows, title="", limit=500)

    drawn = {node.node.iri for node in view.nodes}
    assert len(view.nodes) <= 20
    assert len(everything.nodes) == len(view.nodes) + view.truncated
    assert len(rows) == sum(len(edge.statements) for edge in view.edges) + view.hidden
    assert drawn == {end for edge in view.edges for end in (edge.source, edge.target)}
    assert everything.nodes[0].node.iri in drawn


@pytest.mark.parametrize("most", range(2, 30))
def test_any_number_of_the_first_belongs_together(most):
    """However many nodes are drawn, each has a main tie to another of them."""
    view = view_from_rows(many_rows(150, 300), title="", limit=most)

    ends = {end for edge in view.edges for end in (edge.source, edge.target)}
    assert ends == {node.node.iri for node in view.nodes}


def test_small_graph_opens_whole():
    """A picture that can be read at once opens with all it has, and all its lines."""
    view = view_from_rows(many_rows(40, 90), title="")

    assert (len(view.nodes), len(view.nodes)) == view.openings
    assert all(edge.main for edge in view.edges)


def test_large_graph_opens_on_the_strongest():
    """A large one opens with some dozen actors and few lines between them, so that it is no hairball."""
    view = view_from_rows(many_rows(400, 3000), title="")
    wide, tall = view.openings
    number = {node.node.iri: place for place, node in enumerate(view.nodes)}

    for opening, most in ((wide, 72), (tall, 32)):
        lines = [edge for edge in view.edges if edge.main and max(number[edge.source], number[edge.target]) < opening]
        assert most - 1 <= opening <= most
        assert opening / 2 < len({frozenset((edge.source, edge.target)) for edge in lines}) <= 2 * opening
        assert set(range(opening)) == {number[end] for edge in lines for end in (edge.source, edge.target)}


def test_most_statements(monkeypatch):
    """A page holds so many statements and no more; the weakest stay away and are counted."""
    monkeypatch.setattr("kg.view.MOST_STATEMENTS", 200)
    view = view_from_rows(many_rows(80, 400), title="")
    drawn = sum(len(edge.statements) for edge in view.edges)

    assert 100 < drawn <= 200
    assert 400 == drawn + view.hidden
    assert view.truncated > 0


def test_actors_come_before_things():
    """Who acts is stronger than an office or a sum of which as much is said."""
    rows = [make_row("NATO", "praises", make_node(f"Sache {number}")) for number in range(9)]
    rows += [make_row("EU", "meets", "NATO"), make_row("EU", "holdsPosition", make_node("Amt", type="Position"))]
    view = view_from_rows(rows, title="", limit=2)

    assert ["NATO", "EU"] == [node.node.label_de for node in view.nodes]


def test_order_of_rows_is_irrelevant():
    """The same statements give the same picture, whatever their order."""
    rows = moscow_rows()

    assert view_from_rows(rows, title="") == view_from_rows(rows[::-1], title="")


@pytest.mark.parametrize("count", [3, 30, 300])
def test_labels_do_not_overlap(count):
    """At rest no label stands over another, in either of the two layouts."""
    view = view_from_rows(many_rows(count, 2 * count), title="")
    boxes = [_box(node.node, node.radius) for node in view.nodes]

    assert 0 == count_overlaps(boxes, [node.wide for node in view.nodes])
    assert 0 == count_overlaps(boxes, [node.tall for node in view.nodes])


def test_empty_graph():
    """A graph without statements is an empty picture, no error."""
    view = view_from_rows([], title="leer")

    assert ((), (), 0) == (view.nodes, view.edges, view.truncated)


def test_statement_about_itself():
    """A node that does something to itself is drawn once, with one line."""
    view = view_from_rows([make_row("NATO", "praises", "NATO")], title="")

    assert (1, 1) == (len(view.nodes), len(view.edges))


def test_limit_is_checked():
    """A picture of fewer than two nodes is refused."""
    with pytest.raises(ViewError, match="at least 2"):
        view_from_rows(moscow_rows(), title="", limit=1)


def test_every_type_has_a_look_of_its_own():
    """Each entity type has a look, no two the same, so that the legend can be read."""
    from kg.types import ENTITY_TYPES

    assert {*ENTITY_TYPES, "Time"} == set(LOOKS)
    assert len(LOOKS) == len(set(LOOKS.values())) == len({look.light for look in LOOKS.values()})


def test_unknown_type_is_drawn():
    """A type that some other program invented is drawn as a thing."""
    row = make_row("NATO", "meets", "EU")
    row = replace(row, subject=replace(row.subject, type="Planet"))

    assert {"Thing", "Organization"} == {name for name, _ in view_from_rows([row], title="").legend.looks}


@given(st.text(max_size=200))
def test_picture_label_is_short(text):
    """Whatever a name holds, its label is one to three short lines without control or direction marks."""
    label = picture_label(text)

    assert 1 <= len(label.split("\n")) <= 3
    assert all(len(line) <= 24 for line in label.split("\n"))
    assert not set(label) & set("\u202e\u2066\u200f\x00\x07\t")


def test_text_width_counts_the_longest_line():
    """The width of a label is that of its longest line, wide letters counting more."""
    assert text_width("kurz\nviel länger als kurz") == text_width("viel länger als kurz")
    assert text_width("iiii") < text_width("mmmm")
