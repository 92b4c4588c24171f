"""A text of any length -> sentences with scores, in windows that the encoder can hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kg.encoder.model import Model, Scores

WINDOW = 190  # pieces, as in training
WIDEST = 384  # for a sentence that does not fit a window
Preset = NDArray[np.int64]  # 1 a sentence begins here, -1 none begins here, 0 open


def scored_sentences(
    model: Model, words: Sequence[list[int]], preset: Preset
) -> Iterator[tuple[int, int, int, Scores]]:
    """(start, end, first word of the window, scores of the window) for each sentence, in order.

    A sentence that the end of a window cuts is looked at again at the beginning of the next window.
    """
    begin = 0
    while begin < len(words):
        borders, scores = _borders(model, words, preset, begin=begin, width=WINDOW)
        if len(borders) == 1:
            borders, scores = _borders(model, words, preset, begin=begin, width=WIDEST)
        if len(borders) == 1:
            borders.append(begin + len(scores.tags))
        for start, end in pairwise(borders):
            yield start, end, begin, scores
        begin = borders[-1]


def _borders(
    model: Model, words: Sequence[list[int]], preset: Preset, *, begin: int, width: int
) -> tuple[list[int], Scores]:
    """Where sentences begin in a window, and where its last complete one ends."""
    end = _window_end(words, preset, begin, width)
    scores = model.scores(words[begin:end])
    fixed = preset[begin:end]
    starts = np.where(fixed == 0, scores.starts > 0, fixed > 0)
    starts[0] = True
    borders = [begin + int(i) for i in starts.nonzero()[0]]
    if end == len(words) or preset[end] > 0:
        borders.append(end)
    return borders, scores


def _window_end(words: Sequence[list[int]], preset: Preset, begin: int, width: int) -> int:
    """The end of the longest window, moved back to a certain border if one lies in its second half."""
    end, pieces, border = begin, 0, 0
    while end < len(words) and (end == begin or pieces + len(words[end]) <= width):
        if preset[end] > 0 and pieces > width // 2:
            border = end
        pieces += len(words[end])
        end += 1
    if end == len(words) or preset[end] > 0:
        return end
    return border or end
