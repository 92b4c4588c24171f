"""Windows of one to five sentences, and batches of windows of about the same length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

import numpy as np
import torch

from training.encoder.layers import MISSING, Numberer, Numbers
from training.encoder.variety import vary
from training.sentence import Sentence

MAX_PIECES = 190
SIZES, WEIGHTS = (1, 2, 3, 5), (50, 25, 15, 10)
BOS, PAD, EOS, UNK = range(4)
BLANKED = 0.015
GRAIN = 16  # lengths are rounded up to multiples of this
Window = list[Numbers]
Batch = dict[str, torch.Tensor]


def windows(corpus: Iterable[Sentence], numberer: Numberer, dice: Random) -> Iterator[Window]:
    """The corpus in order, cut into windows of random size, with random variety."""
    window: Window = []
    size, pieces = _size(dice), 0
    for sentence in corpus:
        numbers = numberer.numbers(vary(sentence, dice))
        length = sum(map(len, numbers.pieces))
        if length > MAX_PIECES:
            continue
        if window and (len(window) == size or pieces + length > MAX_PIECES):
            yield window
            window, pieces, size = [], 0, _size(dice)
        window.append(numbers)
        pieces += length
    if window:
        yield window


def _size(dice: Random) -> int:
    return dice.choices(SIZES, WEIGHTS)[0]


def batches(all_windows: list[Window], *, budget: int, dice: Random, chunk: int = 60) -> Iterator[Batch]:
    """Shuffled batches of at most `budget` pieces, padding included."""
    dice.shuffle(all_windows)
    step = chunk * budget // 50
    for start in range(0, len(all_windows), step):
        part = sorted(all_windows[start : start + step], key=_pieces)
        groups, group = [], []
        for window in part:
            if group and (len(group) + 1) * (_pieces(window) + 2) > budget:
                groups.append(group)
                group = []
            group.append(window)
        groups.append(group)
        dice.shuffle(groups)
        for one in groups:
            yield make_batch(one, dice)


def _pieces(window: Window) -> int:
    return sum(len(word) for numbers in window for word in numbers.pieces)


def make_batch(group: list[Window], dice: Random | None = None) -> Batch:
    """Tensors of a group of windows; with `dice` a few words are blanked."""
    rows, width = len(group), max(map(_pieces, group)) + 2
    longest = max(sum(map(len, window)) for window in group)
    width, longest = (-(-size // GRAIN) * GRAIN for size in (width, longest))  # few shapes: memory stays in one piece
    ids = np.full((rows, width), PAD, np.int64)
    first = np.zeros((rows, longest), np.int64)
    last = np.zeros((rows, longest), np.int64)
    sent = np.full((rows, longest), -1, np.int64)
    names = ("tags", "feats", "rules", "heads", "deprels", "ents", "starts")
    layers = {name: np.full((rows, longest), MISSING, np.int64) for name in names}
    for row, window in enumerate(group):
        ids[row, 0] = BOS
        at, word = 1, 0
        for number, numbers in enumerate(window):
            n = len(numbers)
            for name in names[:-1]:
                layers[name][row, word : word + n] = getattr(numbers, name)
            heads = layers["heads"][row, word : word + n]
            heads[heads > 0] += word
            layers["starts"][row, word : word + n] = 0
            layers["starts"][row, word] = 1
            sent[row, word : word + n] = number
            for pieces in numbers.pieces:
                blank = dice is not None and dice.random() < BLANKED
                ids[row, at : at + len(pieces)] = UNK if blank else pieces
                first[row, word], last[row, word] = at, at + len(pieces) - 1
                at += len(pieces)
                word += 1
        ids[row, at] = EOS
    arrays = {"ids": ids, "first": first, "last": last, "sent": sent, **layers}
    return {name: torch.from_numpy(array) for name, array in arrays.items()}
