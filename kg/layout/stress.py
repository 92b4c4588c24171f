"""A connected part of a picture, by stress majorisation: nodes as far apart as the path between them is long.

Made for parts of some hundred nodes at most: its time grows with the square of their number. Only + - * / and square
roots in a fixed order are used, so that rounding to whole pixels gives equal numbers everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kg.layout.boxes import Array, Link, neighbours_of

STARTS = 6  # random starts, of which the least tangled wins
SWEEPS = 60
RUN_OVER = 16.0  # pixels between a node and a link of others


def find_parts(count: int, links: Sequence[Link]) -> list[list[int]]:
    """The connected parts, each as ascending node numbers, the largest first."""
    neighbours = neighbours_of(count, links)
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


def lay_out(part: list[int], links: Sequence[Link]) -> Array:
    """Places around (0, 0) for the nodes of a part, as little tangled as some tries make them."""
    if len(part) == 1:
        return np.zeros((1, 2))
    index = {node: number for number, node in enumerate(part)}
    inner = [Link(index[k.source], index[k.target], k.length) for k in links if k.source in index]
    inner = [link for link in inner if link.source != link.target]
    distances = _path_lengths(len(part), inner)
    return min(
        _majorise(distances),
        key=lambda points: (
            _count_crossings(points, inner) + _count_run_over(points, inner),
            round(_stress(points, distances), 6),
        ),
    )


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


def _majorise(distances: Array) -> list[Array]:
    """Places whose distances come close to `distances`, from some random starts."""
    count = len(distances)
    starts = [np.random.default_rng(seed).random((count, 2)) for seed in range(STARTS)]
    points = np.stack(starts) * float(distances.max())
    wanted = distances + np.eye(count)
    weights = 1.0 / (wanted * wanted)
    np.fill_diagonal(weights, 0.0)
    totals = np.add.reduce(weights, axis=0)
    for _ in range(SWEEPS):
        moved = 0.0
        for node in range(count):
            away = points[:, node, None] - points
            length = np.sqrt(away[:, :, 0] * away[:, :, 0] + away[:, :, 1] * away[:, :, 1])
            length[length < 1e-6] = 1e-6
            pull = points + away * (wanted[node] / length)[:, :, None]
            target = np.add.reduce(pull * weights[node][:, None], axis=1) / totals[node]
            moved = max(moved, float(np.abs(target - points[:, node]).max()))
            points[:, node] = target
        if moved < 0.5:
            break
    return [some - np.add.reduce(some, axis=0) / count for some in points]


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


def _count_run_over(points: Array, links: Sequence[Link]) -> int:
    """How many nodes a link of others runs over, which looks as if it ended there."""
    ends = np.asarray(sorted({(k.source, k.target) for k in links}), dtype=np.int64)
    start, along = points[ends[:, 0]], points[ends[:, 1]] - points[ends[:, 0]]
    away = points[:, None] - start[None]
    length = np.maximum(along[:, 0] * along[:, 0] + along[:, 1] * along[:, 1], 1e-6)
    part = (away[:, :, 0] * along[:, 0] + away[:, :, 1] * along[:, 1]) / length
    aside = np.abs(away[:, :, 0] * along[:, 1] - away[:, :, 1] * along[:, 0]) / np.sqrt(length)
    return int(np.count_nonzero((part > 0.05) & (part < 0.95) & (aside < RUN_OVER)))
