"""Cuts a change that is too big for one request into several, such that one that ends halfway can be made up for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TypeAlias

from pyoxigraph import Quad

from kg.terms import FINGERPRINT, ONTOLOGY

Change: TypeAlias = tuple[list[Quad], list[Quad]]  # what goes, what comes


def pieces(gone: Iterable[Quad], come: Iterable[Quad], size: int, *, apart: bool = False) -> Iterator[Change]:
    """The change in pieces of at most `size` quads; with `apart` one that takes something out changes one graph only.

    The fingerprint of an article goes first and comes last: without it the article is read again by the next build.
    What an article says itself comes before what follows from it and goes after that: so whoever replaces or removes
    an article that is there by halves finds in its graph all that has to go elsewhere.
    """
    gone, come = list(gone), list(come)
    articles = {quad.graph_name for quad in (*gone, *come) if quad.predicate == FINGERPRINT}

    def out_of_turn(quad: Quad) -> int:
        return 2 if quad.predicate == FINGERPRINT else 0 if quad.graph_name in articles else 1

    first = [quad for quad in gone if out_of_turn(quad) == 2]
    coming = sorted(come, key=lambda quad: (out_of_turn(quad), quad.object != ONTOLOGY))
    rest = (quad for quad in gone if out_of_turn(quad) < 2)
    going = sorted(rest, key=lambda quad: (-out_of_turn(quad), str(quad.graph_name)))
    last = [quad for quad in coming if out_of_turn(quad) == 2]
    steps = [(True, first), (False, coming[: len(coming) - len(last)]), (True, going), (False, last)]
    ordered = [(goes, quad) for goes, quads in steps for quad in quads]
    for _, group in groupby(ordered, lambda step: apart and step[0] and str(step[1].graph_name)):
        together = list(group)
        for start in range(0, len(together), size):
            part = together[start : start + size]
            yield [quad for goes, quad in part if goes], [quad for goes, quad in part if not goes]
