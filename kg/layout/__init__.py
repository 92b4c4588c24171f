"""Where the nodes of a picture go: the same places for the same graph, on every machine.

The nodes that a page opens with are laid out first (`stress`), each connected part on its own, and packed onto the
page (`pages`). The others then fill the room between them, each as near as may be to those it has to do with
(`around`), so that time grows with the size of the graph and never with its square.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from kg.layout.around import place_around
from kg.layout.boxes import Array, Box, Link
from kg.layout.pages import fit_part, pack_parts
from kg.layout.stress import find_parts, lay_out

__all__ = ["Box", "Link", "Page", "Place", "place_nodes"]

Place: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Page:
    """A page to draw on: its width to its height, and how many nodes, from the first on, it opens with.

    Some hundred nodes at most: they are laid out with care, in a time that grows with the square of their number.
    """

    aspect: float
    opening: int


def place_nodes(boxes: Sequence[Box], links: Sequence[Link], *, pages: Sequence[Page]) -> list[list[Place]]:
    """For each of `pages` one (x, y) in pixels per box: no two boxes overlap, the whole is about so wide to high.

    >>> place_nodes([Box(20, 8, 24), Box(20, 8, 24)], [Link(0, 1, 120.0)], pages=[Page(1.5, opening=2)])
    [[(55, 15), (-55, -31)]]
    """
    drawn: dict[int, list[tuple[list[int], Array]]] = {}
    places: list[list[Place]] = []
    for page in pages:
        count = min(page.opening, len(boxes))
        if count not in drawn:
            inner = [link for link in links if link.source < count and link.target < count]
            drawn[count] = [(part, lay_out(part, inner)) for part in find_parts(count, inner)]
        positions = _arrange(drawn[count], boxes, links, page.aspect)
        places.append([(round(float(x)), round(float(y))) for x, y in positions])
    return places


def _arrange(parts: list[tuple[list[int], Array]], boxes: Sequence[Box], links: Sequence[Link], aspect: float) -> Array:
    """Places for all boxes on a page, those of `parts` as they are laid out."""
    if not boxes:
        return np.zeros((0, 2))
    opening = boxes[: sum(len(part) for part, _ in parts)]
    inner = [link for link in links if link.source < len(opening) and link.target < len(opening)]
    fitted = [(part, fit_part(points, [boxes[node] for node in part], aspect)) for part, points in parts]
    positions = pack_parts(fitted, opening, inner, aspect)
    return positions if len(opening) == len(boxes) else place_around(positions, boxes, links)
