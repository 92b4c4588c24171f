"""Where the nodes of a picture go: the same places for the same graph, on every machine.

Each connected part is laid out by stress majorisation (nodes as far apart as their path is long), turned to fit the
page, freed of overlapping labels, and the parts are packed side by side. Only + - * / and square roots in a fixed
order are used, so that rounding to whole pixels gives equal numbers everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Place: TypeAlias = tuple[int, int]
Part: TypeAlias = tuple[list[int], Array]

STARTS = 6  # random starts for a small part, of which the least tangled wins
SWEEPS = 60
PUSHES = 400
GAP = 10.0  # pixels between two boxes
FILLED = 0.4  # of the area by boxes, at most, before they are pushed apart
PART_GAP = 40.0  # pixels between two parts
CELL = 16.0  # pixels: how finely holes for parts are looked for
TURNS = tuple((c / 13.0, s / 13.0) for c, s in ((13, 0), (12, 5), (5, 12), (0, 13), (-5, 12), (-12, 5)))


@dataclass(frozen=True, slots=True)
class Box:
    """The room that a node needs: half its width, and what it needs above and below its middle, in pixels."""

    half_width: float
    above: float
    below: float


@dataclass(frozen=True, slots=True)
class Link:
    """A wish: nodes number `source` and `target` about `length` pixels apart."""

    source: int
    target: int
    length: float


def place_nodes(boxes: Sequence[Box], links: Sequence[Link], *, aspects: Sequence[float]) -> list[list[Place]]:
    """For each of `aspects` one (x, y) in pixels per box: no two boxes overlap, the whole is about so wide to high.

    >>> place_nodes([Box(20, 8, 24), Box(20, 8, 24)], [Link(0, 1, 120.0)], aspects=[1.5])
    [[(55, 15), (-55, -31)]]
    """
    if not boxes:
        return [[] for _ in aspects]
    drawn = [(part, _lay_out(part, links)) for part in _find_parts(len(boxes), links)]
    places: list[list[Place]] = []
    for aspect in aspects:
        fitted = [(part, _fit(points, [boxes[node] for node in part], aspect)) for part, points in drawn]
        positions = _pack(fitted, boxes, links, aspect)
        places.append([(round(float(x)), round(float(y))) for x, y in positions])
    return places


def count_overlaps(boxes: Sequence[Box], positions: Sequence[Place]) -> int:
    """How many pairs of boxes overlap when they stand at `positions`."""
    if not boxes:
        return 0
    centres = np.asarray(positions, dtype=np.float64) + _offsets(boxes)
    return len(_overlapping(centres, _sizes(boxes))[0])


def _find_parts(count: int, links: Sequence[Link]) -> list[list[int]]:
    """The connected parts, each as ascending node numbers, the largest first."""
    neighbours: list[set[int]] = [set() for _ in range(count)]
    for link in links:
        neighbours[link.source].add(link.target)
        neighbours[link.target].add(link.source)
    seen: set[int] = set()
    parts: list[list[int]] = []
    for start in range(count):
        if start in seen:
            continue
        part, open_nodes = {start}, [start]
        while open_nodes:
            for node in neighbours[open_nodes.pop()] - part:
                part.add(node)
                open_nodes.append(node)
        seen |= part
        parts.append(sorted(part))
    return sorted(parts, key=lambda part: (-len(part), part[0]))


def _lay_out(part: list[int], links: Sequence[Link]) -> Array:
    """Places around (0, 0) for the nodes of a part, as little tangled as some tries make them."""
    if len(part) == 1:
        return np.zeros((1, 2))
    index = {node: number for number, node in enumerate(part)}
    inner = [Link(index[k.source], index[k.target], k.length) for k in links if k.source in index]
    inner = [link for link in inner if link.source != link.target]
    distances = _path_lengths(len(part), inner)
    starts = STARTS if len(part) <= 120 else 1
    tries = [_majorise(distances, seed) for seed in range(starts)]
    return min(tries, key=lambda points: (_count_crossings(points, inner), round(_stress(points, distances), 6)))


def _fit(points: Array, boxes: Sequence[Box], aspect: float) -> Array:
    """`points` turned, spread and pushed until the boxes have room."""
    turned = _turn(points, boxes, aspect)
    room = sum((box.half_width * 2 + GAP) * (box.above + box.below + GAP) for box in boxes)
    low, high = _extent(turned, boxes)
    filled = room / float((high - low)[0] * (high - low)[1])
    return _push_apart(turned * max(1.0, float(np.sqrt(filled / FILLED))), boxes)


def _path_lengths(count: int, links: Sequence[Link]) -> Array:
    """The length of the shortest path between each two nodes (Floyd-Warshall; `count` x `count`)."""
    distances = np.full((count, count), np.inf)
    np.fill_diagonal(distances, 0.0)
    for link in links:
        shorter = min(float(distances[link.source, link.target]), link.length)
        distances[link.source, link.target] = distances[link.target, link.source] = shorter
    for middle in range(count):
        np.minimum(distances, distances[:, middle, None] + distances[None, middle, :], out=distances)
    return distances


def _majorise(distances: Array, seed: int) -> Array:
    """Places whose distances come close to `distances`, from a random start."""
    count = len(distances)
    points = np.random.default_rng(seed).random((count, 2)) * float(distances.max())
    wanted = distances + np.eye(count)
    weights = 1.0 / (wanted * wanted)
    np.fill_diagonal(weights, 0.0)
    totals = np.add.reduce(weights, axis=0)
    for _ in range(SWEEPS):
        moved = 0.0
        for node in range(count):
            away = points[node] - points
            length = np.sqrt(away[:, 0] * away[:, 0] + away[:, 1] * away[:, 1])
            length[length < 1e-6] = 1e-6
            pull = points + away * (wanted[node] / length)[:, None]
            target = np.add.reduce(pull * weights[node][:, None], axis=0) / totals[node]
            moved = max(moved, float(np.abs(target - points[node]).max()))
            points[node] = target
        if moved < 0.5:
            break
    centred: Array = points - np.add.reduce(points, axis=0) / count
    return centred


def _stress(points: Array, distances: Array) -> float:
    """How far the places miss the wished distances."""
    away = points[:, None, :] - points[None, :, :]
    length = np.sqrt(away[:, :, 0] * away[:, :, 0] + away[:, :, 1] * away[:, :, 1])
    miss = (length - distances) / (distances + np.eye(len(points)))
    return float(np.add.reduce(np.add.reduce(miss * miss, axis=0)))


def _count_crossings(points: Array, links: Sequence[Link]) -> int:
    """How many pairs of links cross, which is what makes a picture look tangled."""
    pairs = sorted({(min(k.source, k.target), max(k.source, k.target)) for k in links})
    if len(pairs) > 400:
        return 0
    ends = np.asarray(pairs, dtype=np.int64)
    a, b = points[ends[:, 0]], points[ends[:, 1]]

    def side(p: Array, q: Array, r: Array) -> Array:
        across, along = q - p, r - p
        return np.asarray(np.sign(across[..., 0] * along[..., 1] - across[..., 1] * along[..., 0]))

    first, second = (a[:, None], b[:, None]), (a[None], b[None])
    crosses = (side(*first, second[0]) * side(*first, second[1]) < 0) & (
        side(*second, first[0]) * side(*second, first[1]) < 0
    )
    shared = (ends[:, None, :, None] == ends[None, :, None, :]).any(axis=(2, 3))
    return int(np.count_nonzero(np.triu(crosses & ~shared, k=1)))


def _turn(points: Array, boxes: Sequence[Box], aspect: float) -> Array:
    """`points` turned by that one of some angles which fits a page of `aspect` best."""
    best, best_size = points, np.inf
    for cosine, sine in TURNS:
        turned = np.empty_like(points)
        turned[:, 0] = points[:, 0] * cosine - points[:, 1] * sine
        turned[:, 1] = points[:, 0] * sine + points[:, 1] * cosine
        low, high = _extent(turned, boxes)
        size = max(float(high[0] - low[0]) / aspect, float(high[1] - low[1]))
        if size < best_size - 1e-6:
            best, best_size = turned, size
    return best


def _push_apart(points: Array, boxes: Sequence[Box]) -> Array:
    """`points` moved as little as it takes until no two boxes overlap."""
    sizes, offsets = _sizes(boxes) + GAP / 2.0, _offsets(boxes)
    centres = points + offsets
    for push_number in range(PUSHES):
        first, second = _overlapping(centres, sizes)
        if not len(first):
            break
        if push_number % 40 == 39:  # some push each other in a circle: give all of them more room
            centres *= 1.04
        away = centres[first] - centres[second]
        depth = sizes[first] + sizes[second] - np.abs(away)
        sign = np.where(away < 0.0, -1.0, 1.0)
        sideways = depth[:, 0] <= depth[:, 1]
        push = np.where(np.stack((sideways, ~sideways), axis=1), depth * sign, 0.0) * 0.52
        np.add.at(centres, first, push)
        np.add.at(centres, second, -push)
    return centres - offsets


def _overlapping(centres: Array, sizes: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The pairs of boxes that overlap, as two arrays of node numbers."""
    reach = sizes[:, None, 0] + sizes[None, :, 0] - np.abs(centres[:, None, 0] - centres[None, :, 0])
    first, second = np.nonzero(np.triu(reach > 0.0, k=1))
    high = sizes[first, 1] + sizes[second, 1] - np.abs(centres[first, 1] - centres[second, 1]) > 0.0
    return first[high], second[high]


def _sizes(boxes: Sequence[Box]) -> Array:
    """Half widths and half heights."""
    return np.asarray([(box.half_width, (box.above + box.below) / 2.0) for box in boxes], dtype=np.float64)


def _offsets(boxes: Sequence[Box]) -> Array:
    """From a node's middle to the middle of its box: labels hang below."""
    return np.asarray([(0.0, (box.below - box.above) / 2.0) for box in boxes], dtype=np.float64)


def _extent(points: Array, boxes: Sequence[Box]) -> tuple[Array, Array]:
    """The upper left and lower right corner of all boxes."""
    sizes, centres = _sizes(boxes), points + _offsets(boxes)
    return (centres - sizes).min(axis=0), (centres + sizes).max(axis=0)


def _pack(parts: Sequence[Part], boxes: Sequence[Box], links: Sequence[Link], aspect: float) -> Array:
    """All parts on one page, the largest first, each in the hole where the page grows least; centred on (0, 0)."""
    positions = np.zeros((len(boxes), 2))
    taken = np.zeros((0, 4))
    for part, points in parts:
        rooms = _rooms(part, points, boxes, links)
        low, high = rooms[:, :2].min(axis=0), rooms[:, 2:].max(axis=0)
        shift = _find_hole(high - low, taken, aspect) - low if len(taken) else np.zeros(2)
        positions[part] = points + shift
        taken = np.concatenate((taken, rooms + np.concatenate((shift, shift))))
    low, high = _extent(positions, boxes)
    centred: Array = positions - (low + high) / 2.0
    return centred


def _rooms(part: list[int], points: Array, boxes: Sequence[Box], links: Sequence[Link]) -> Array:
    """The rectangles (left, top, right, bottom) that a part covers: its boxes, and beads along its links."""
    own = [boxes[node] for node in part]
    centres, sizes = points + _offsets(own), _sizes(own) + PART_GAP / 2.0
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
