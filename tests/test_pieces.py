"""How a change is cut: sizes, and the order that makes up for an end halfway."""

from __future__ import annotations

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.pieces import pieces
from kg.terms import FINGERPRINT, ONTOLOGY, TYPE

A, B, P, ARTICLE, CLAIMS = (NamedNode(f"https://example.org/{name}") for name in ("a", "b", "p", "article", "claims"))
OLD, NEW = (Quad(ARTICLE, FINGERPRINT, Literal(text), ARTICLE) for text in ("old", "new"))
SAID, UNSAID = Quad(A, P, B, ARTICLE), Quad(B, P, A, ARTICLE)
HELD, DROPPED = Quad(A, P, B, DefaultGraph()), Quad(B, P, A, CLAIMS)


def test_order():
    """The fingerprint goes first and comes last; what an article says comes before and goes after what follows."""
    found = list(pieces([UNSAID, DROPPED, OLD], [NEW, HELD, SAID], 1))

    assert [gone or come for gone, come in found] == [[OLD], [SAID], [HELD], [DROPPED], [UNSAID], [NEW]]
    assert [bool(gone) for gone, _ in found] == [True, False, False, True, True, False]


def test_size():
    """No piece is bigger than asked for, and nothing is lost."""
    many = [Quad(A, P, Literal(str(number)), CLAIMS) for number in range(25)]
    found = list(pieces(many[:5], many[5:], 7))

    assert [len(gone) + len(come) for gone, come in found] == [7, 7, 7, 4]
    assert {quad for gone, _ in found for quad in gone} == set(many[:5])
    assert {quad for _, come in found for quad in come} == set(many[5:])


def test_apart():
    """For a server that takes things out of one graph at a time, a piece does so or only brings some."""
    for gone, come in pieces([UNSAID, DROPPED, OLD], [NEW, HELD, SAID], 100, apart=True):
        assert not gone or (not come and len({quad.graph_name for quad in gone}) == 1)


def test_vocabulary_first():
    """The triple by which a store of ours is known comes before the others of its graph."""
    mark = Quad(B, TYPE, ONTOLOGY, CLAIMS)

    assert next(pieces([], [DROPPED, mark], 1)) == ([], [mark])
