"""Scores of arcs -> the best tree with one root."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Square = NDArray[np.float64]
Heads = NDArray[np.int64]
IMPOSSIBLE = -1e9
SECOND_ROOT = 1e6  # more than any difference of scores: one arc from the root is needed, two are never worth it
ROOT = 0


def best_tree(scores: Scores) -> Heads:
    """The governor of each of n words: 0 is the root, i + 1 the word i; exactly one word has the root.

    `scores[d, h]` says how well word `d` goes with governor `h`, of shape (n, n + 1).

    >>> best_tree(np.array([[1, 0, 5], [4, 3, 0]], np.float32)).tolist()
    [2, 0]
    """
    size = len(scores)
    square = np.full((size + 1, size + 1), IMPOSSIBLE)
    square[1:] = scores
    np.fill_diagonal(square, IMPOSSIBLE)
    heads = np.asarray(square.argmax(1), np.int64)
    heads[ROOT] = ROOT
    if _cycle(heads) is not None or np.count_nonzero(heads[1:] == ROOT) != 1:
        square[1:, ROOT] -= SECOND_ROOT
        heads = _arborescence(square)
    return heads[1:]


def _arborescence(square: Square) -> Heads:
    """Chu, Liu and Edmonds: the best governors without a cycle; node 0 governs itself."""
    heads = np.asarray(square.argmax(1), np.int64)
    heads[ROOT] = ROOT
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = np.array(cycle)
    outside = np.setdiff1d(np.arange(len(square)), inside)
    # entering the cycle at word d costs the arc inside the cycle that d had
    entry_gain = square[np.ix_(inside, outside)] - square[inside, heads[inside]][:, None]
    entries = entry_gain.argmax(0)
    exit_scores = square[np.ix_(outside, inside)]
    exits = exit_scores.argmax(1)
    size = len(outside)
    smaller = np.full((size + 1, size + 1), IMPOSSIBLE)
    smaller[:size, :size] = square[np.ix_(outside, outside)]
    smaller[:size, size] = exit_scores.max(1)
    smaller[size, :size] = entry_gain.max(0)
    found = _arborescence(smaller)
    for i, node in enumerate(outside[1:], start=1):
        heads[node] = inside[exits[i]] if found[i] == size else outside[found[i]]
    heads[inside[entries[found[size]]]] = outside[found[size]]
    return heads


def _cycle(heads: Heads) -> list[int] | None:
    """The nodes of one cycle, or `None`; node 0 does not count."""
    seen = [0] * len(heads)
    steps = heads.tolist()
    for start in range(1, len(steps)):
        node = start
        while node != ROOT and not seen[node]:
            seen[node] = start
            node = steps[node]
        if node != ROOT and seen[node] == start:
            cycle, at = [node], steps[node]
            while at != node:
                cycle.append(at)
                at = steps[at]
            return cycle
    return None
