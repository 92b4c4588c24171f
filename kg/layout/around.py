"""The many nodes around those that a page opens with: each in the free spot nearest to what it has to do with.

Twice as many nodes at a time: the places so far are spread until all have room between them, then the new ones come,
the strongest first. So any number of the strongest nodes is spread evenly over the page, however many there are in
all. A grid knows what is taken, and each node that others gather around remembers how far out its surroundings are
full.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from math import ceil, floor, hypot, sqrt

import numpy as np
from numpy.typing import NDArray

from kg.layout.boxes import GAP, Array, Box, Link, extent, neighbours_of, room_for

CELL = 16.0  # pixels
STEP = (3, 2)  # cells between two spots that are tried
FILLED = 0.36  # of the page by boxes when all are placed
NEAR = 48  # cells within which all spots are tried
SOME = 256  # spots that are looked at in one go
CHOICES = 6  # free spots of which the one nearest to all its neighbours is taken


def place_around(opening: Array, boxes: Sequence[Box], links: Sequence[Link]) -> Array:
    """Places for all `boxes`, of which the first stand at `opening`, spread: no two boxes overlap."""
    positions = opening
    while len(positions) < len(boxes):
        count = min(2 * len(positions), len(boxes))
        inner = [link for link in links if link.source < count and link.target < count]
        positions = _place_next(positions, boxes[:count], inner)
    return positions


def _place_next(earlier: Array, boxes: Sequence[Box], links: Sequence[Link]) -> Array:
    """Places for all `boxes`, of which the first stand at `earlier`, spread."""
    count = len(earlier)
    low, high = extent(earlier, boxes[:count])
    spread = max(1.0, sqrt(room_for(boxes) / FILLED / float((high - low)[0] * (high - low)[1])))
    positions = np.zeros((len(boxes), 2))
    positions[:count] = earlier * spread
    grid = _Grid(boxes, (high - low) * spread)
    for node in range(count):
        grid.take(node, positions[node])
    neighbours = neighbours_of(len(boxes), links)
    for node, placed in _in_order(count, neighbours):
        # The one with the fewest ties says most: who is tied to a president and a mayor belongs to the mayor.
        anchors = sorted(placed, key=lambda other: (len(neighbours[other]), other)) or [-1]
        others = [positions[other] for other in anchors] if placed else [np.zeros(2)]
        positions[node] = grid.put(node, anchors[0], others)
    return positions


def _in_order(count: int, neighbours: Sequence[set[int]]) -> Iterator[tuple[int, list[int]]]:
    """Each node from number `count` on, with its neighbours that are placed before it.

    Who belongs to somebody placed comes before strangers; among those, the lower number.
    """
    placed = [number < count for number in range(len(neighbours))]
    waiting = sorted({other for node in range(count) for other in neighbours[node] if other >= count})
    stranger = count
    while True:
        while waiting and placed[waiting[0]]:
            heappop(waiting)
        while stranger < len(placed) and placed[stranger]:
            stranger += 1
        if stranger == len(placed):
            return
        node = heappop(waiting) if waiting else stranger
        yield node, [other for other in neighbours[node] if placed[other]]
        placed[node] = True
        for other in sorted(neighbours[node]):
            if not placed[other]:
                heappush(waiting, other)


class _Grid:
    """What of the page is taken, in cells."""

    def __init__(self, boxes: Sequence[Box], size: Array) -> None:
        self.boxes = boxes
        self.widths = [ceil((box.half_width + GAP / 2) / CELL) for box in boxes]
        self.heights = [(ceil((box.above + GAP / 2) / CELL), ceil((box.below + GAP / 2) / CELL)) for box in boxes]
        self.full: dict[int, int] = {}  # how many spots around a node are known to be taken
        across, down = (ceil(float(side) * 0.8 / CELL) + 40 for side in size)
        self._reach(np.zeros((across * 2 + 1, down * 2 + 1), dtype=np.uint8))

    def _reach(self, taken: NDArray[np.uint8]) -> None:
        self.taken, self.cells = taken, taken.data  # the latter is quicker for single cells
        self.across, self.down = taken.shape[0] // 2, taken.shape[1] // 2  # cells on each side of the middle
        self.spots = _spots(self.across, self.down)
        self.full.clear()

    def take(self, node: int, place: Array) -> None:
        """Marks the box of `node`, wherever between cells it stands, as taken."""
        box, (x, y) = self.boxes[node], (float(value) for value in place)
        left, right = floor((x - box.half_width) / CELL), ceil((x + box.half_width) / CELL)
        top, bottom = floor((y - box.above) / CELL), ceil((y + box.below) / CELL)
        self.taken[left + self.across : right + self.across, top + self.down : bottom + self.down] = 1

    def put(self, node: int, anchor: int, others: Sequence[Array]) -> Array:
        """The free spot near the first of `others` (the place of the node `anchor`) and to the rest; now taken."""
        free = self._find_free(node, anchor, others[0], CHOICES if len(others) > 1 else 1)
        while not free:  # the page is full up to its border: go on beside it
            self._reach(np.pad(self.taken, ((self.across, self.across), (self.down, self.down))))
            free = self._find_free(node, anchor, others[0], 1)
        x, y = min(free, key=lambda spot: sum(hypot(spot[0] - o[0] / CELL, spot[1] - o[1] / CELL) for o in others))
        self._box(node, x, y)[:] = 1
        return np.asarray((x * CELL, y * CELL))

    def _find_free(self, node: int, anchor: int, place: Array, most: int) -> list[tuple[int, int]]:
        """Up to `most` free spots around a place, the nearest first."""
        across, down = (round(float(value) / CELL) for value in place)
        free: list[tuple[int, int]] = []
        start = self.full.get(anchor, 0)
        for first in range(start, len(self.spots), SOME):
            for number, (right, below) in enumerate(self.spots[first : first + SOME].tolist(), start=first):
                if self._is_free(node, across + right, down + below):
                    if not free:
                        self.full[anchor] = number
                    free.append((across + right, down + below))
                    if len(free) == most:
                        return free
        return free

    def _is_free(self, node: int, across: int, down: int) -> bool:
        width, (above, below) = self.widths[node], self.heights[node]
        x, y = across + self.across, down + self.down
        if not (width <= x <= 2 * self.across - width and above <= y <= 2 * self.down - below):
            return False
        if self.cells[x, y] or self.cells[x - width, y - above] or self.cells[x + width - 1, y + below - 1]:
            return False
        return not self._box(node, across, down).any()

    def _box(self, node: int, across: int, down: int) -> NDArray[np.uint8]:
        x, y = across + self.across, down + self.down
        width, (above, below) = self.widths[node], self.heights[node]
        cells: NDArray[np.uint8] = self.taken[x - width : x + width, y - above : y + below]
        return cells


def _spots(across: int, down: int) -> NDArray[np.int64]:
    """Steps from a cell to others, the nearest first; the farther, the fewer, so that no search takes long."""
    x = np.arange(-(across // STEP[0]), across // STEP[0] + 1)
    y = np.arange(-(down // STEP[1]), down // STEP[1] + 1)
    grid = np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1).reshape(-1, 2)
    spots = grid * STEP
    far = (spots * spots).sum(axis=1)
    kept = np.ones(len(spots), dtype=np.bool_)
    thinned = NEAR
    coarse = 2
    while thinned < max(across, down) * 2:
        kept &= (far < thinned * thinned) | (grid % coarse == 0).all(axis=1)
        thinned, coarse = 2 * thinned, 2 * coarse
    order = np.argsort(far[kept], kind="stable")
    near: NDArray[np.int64] = spots[kept][order]
    return near
