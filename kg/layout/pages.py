"""Laid-out parts on one page: turned to fit it, given room for their labels, and packed side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.layout.boxes import Array, Box, Link, box_offsets, extent, half_sizes, push_apart, room_for

Part: TypeAlias = tuple[list[int], Array]

FILLED = 0.4  # of the area by boxes, at most, before they are pushed apart
PART_GAP = 40.0  # pixels between two parts
CELL = 16.0  # pixels: how finely holes for parts are looked for
TURNS = tuple((c / 13.0, s / 13.0) for c, s in ((13, 0), (12, 5), (5, 12), (0, 13), (-5, 12), (-12, 5)))


def fit_part(points: Array, boxes: Sequence[Box], aspect: float) -> Array:
    """`points` turned, spread and pushed until the boxes have room."""
    turned = _turn(points, boxes, aspect)
    low, high = extent(turned, boxes)
    filled = room_for(boxes) / float((high - low)[0] * (high - low)[1])
    return push_apart(turned * max(1.0, float(np.sqrt(filled / FILLED))), boxes)


def _turn(points: Array, boxes: Sequence[Box], aspect: float) -> Array:
    """`points` turned by that one of some angles which fits a page of `aspect` best."""
    best, best_size = points, np.inf
    for cosine, sine in TURNS:
        turned = np.empty_like(points)
        turned[:, 0] = points[:, 0] * cosine - points[:, 1] * sine
        turned[:, 1] = points[:, 0] * sine + points[:, 1] * cosine
        low, high = extent(turned, boxes)
        size = max(float(high[0] - low[0]) / aspect, float(high[1] - low[1]))
        if size < best_size - 1e-6:
            best, best_size = turned, size
    return best


def pack_parts(parts: Sequence[Part], boxes: Sequence[Box], links: Sequence[Link], aspect: float) -> Array:
    """All parts on one page, the largest first, each in the hole where the page grows least; centred on (0, 0)."""
    positions = np.zeros((len(boxes), 2))
    taken = np.zeros((0, 4))
    for part, points in parts:
        rooms = _rooms(part, points, boxes, links)
        low, high = rooms[:, :2].min(axis=0), rooms[:, 2:].max(axis=0)
        shift = _find_hole(high - low, taken, aspect) - low if len(taken) else np.zeros(2)
        positions[part] = points + shift
        taken = np.concatenate((taken, rooms + np.concatenate((shift, shift))))
    low, high = extent(positions, boxes)
    centred: Array = positions - (low + high) / 2.0
    return centred


def _rooms(part: list[int], points: Array, boxes: Sequence[Box], links: Sequence[Link]) -> Array:
    """The rectangles (left, top, right, bottom) that a part covers: its boxes, and beads along its links."""
    own = [boxes[node] for node in part]
    centres, sizes = points + box_offsets(own), half_sizes(own) + PART_GAP / 2.0
    index = {node: number for number, node in enumerate(part)}
    ends = [(index[link.source], index[link.target]) for link in links if link.source in index]
    beads = [points[a] + (points[b] - points[a]) * (step / 8.0) for a, b in ends for step in range(1, 8)]
    middle = np.asarray(beads).reshape(-1, 2)
    rooms = (
        np.concatenate((centres - sizes, centres + sizes), axis=1),
        np.concatenate((middle - 20, middle + 20), axis=1),
    )
    return np.concatenate(rooms)


def _find_hole(size: Array, taken: Array, aspect: float) -> Array:
    """The upper left corner of the free rectangle of `size` with which the page stays smallest."""
    low, high = taken[:, :2].min(axis=0), taken[:, 2:].max(axis=0)
    origin = low - size - CELL
    cells = np.ceil((high - low + 2.0 * size) / CELL).astype(np.int64) + 3
    sums = _covered(taken, origin, cells)
    columns, rows = (int(count) for count in np.ceil(size / CELL))
    free = (sums[columns:, rows:] - sums[:-columns, rows:] - sums[columns:, :-rows] + sums[:-columns, :-rows]) == 0
    x = (origin[0] + CELL * np.arange(free.shape[0]))[:, None]
    y = (origin[1] + CELL * np.arange(free.shape[1]))[None, :]
    page_width = np.maximum(high[0], x + size[0]) - np.minimum(low[0], x)
    page_height = np.maximum(high[1], y + size[1]) - np.minimum(low[1], y)
    aside = np.abs(x * 2.0 + size[0] - low[0] - high[0]) / aspect + np.abs(y * 2.0 + size[1] - low[1] - high[1])
    cost = np.where(free, np.maximum(page_width / aspect, page_height) + 0.02 * aside, np.inf)
    across, down = divmod(int(np.argmin(cost)), free.shape[1])
    return np.asarray((x[across, 0], y[0, down]))


def _covered(taken: Array, origin: Array, cells: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many cells of the page are covered, left of and above each corner of a cell."""
    first = np.floor((taken[:, :2] - origin) / CELL).astype(np.int64)
    last = np.ceil((taken[:, 2:] - origin) / CELL).astype(np.int64)
    marks = np.zeros(tuple(cells + 1), dtype=np.int64)
    for across, down, sign in ((first, first, 1), (last, last, 1), (first, last, -1), (last, first, -1)):
        np.add.at(marks, (across[:, 0], down[:, 1]), sign)
    covered = marks.cumsum(axis=0).cumsum(axis=1) > 0
    sums = np.zeros(tuple(cells + 2), dtype=np.int64)
    sums[1:, 1:] = covered.cumsum(axis=0).cumsum(axis=1)
    return sums
