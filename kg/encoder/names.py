"""Scores of BIO tags -> the best sequence in which every `I-` continues a name of its type."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

OUTSIDE = "O"
BEGIN, INSIDE = "B-", "I-"
FORBIDDEN = np.float32(-1e9)


class NameDecoder:
    """Finds names with one set of BIO labels."""

    def __init__(self, labels: list[str]) -> None:
        self._moves = np.array([[_penalty(a, b) for b in labels] for a in labels], np.float32)
        self._first = np.array([_penalty(OUTSIDE, label) for label in labels], np.float32)

    def decode(self, scores: NDArray[np.float32]) -> NDArray[np.int64]:
        """Indices of the best labels for the words of one sentence; `scores` is (words, labels)."""
        greedy = np.asarray(scores.argmax(1), np.int64)
        if self._is_valid(greedy):
            return greedy
        total = scores[0] + self._first
        back = np.zeros(scores.shape, np.int64)
        for i in range(1, len(scores)):
            paths = total[:, None] + self._moves
            back[i] = paths.argmax(0)
            total = paths.max(0) + scores[i]
        best = np.zeros(len(scores), np.int64)
        best[-1] = total.argmax()
        for i in range(len(scores) - 1, 0, -1):
            best[i - 1] = back[i, best[i]]
        return best

    def _is_valid(self, path: NDArray[np.int64]) -> bool:
        return self._first[path[0]] == 0 and not self._moves[path[:-1], path[1:]].any()


def _penalty(before: str, label: str) -> np.float32:
    """`I-PER` may follow only `B-PER` or `I-PER`."""
    continues = not label.startswith(INSIDE) or before[1:] == label[1:]
    return np.float32(0) if continues else FORBIDDEN
