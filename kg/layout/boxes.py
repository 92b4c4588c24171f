"""What is laid out: boxes, the links between them, and how boxes that overlap are pushed apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]

PUSHES = 400
GAP = 10.0  # pixels between two boxes


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


def push_apart(points: Array, boxes: Sequence[Box]) -> Array:
    """`points` moved as little as it takes until no two boxes overlap."""
    sizes, offsets = half_sizes(boxes) + GAP / 2.0, box_offsets(boxes)
    centres = points + offsets
    for push_number in range(PUSHES):
        first, second = find_overlaps(centres, sizes)
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


def find_overlaps(centres: Array, sizes: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The pairs of boxes that overlap, as two arrays of node numbers."""
    reach = sizes[:, None, 0] + sizes[None, :, 0] - np.abs(centres[:, None, 0] - centres[None, :, 0])
    first, second = np.nonzero(np.triu(reach > 0.0, k=1))
    high = sizes[first, 1] + sizes[second, 1] - np.abs(centres[first, 1] - centres[second, 1]) > 0.0
    return first[high], second[high]


def room_for(boxes: Sequence[Box]) -> float:
    """What all boxes cover with the gaps between them, in square pixels."""
    return sum((box.half_width * 2 + GAP) * (box.above + box.below + GAP) for box in boxes)


def neighbours_of(count: int, links: Sequence[Link]) -> list[set[int]]:
    """Of each of `count` nodes the others that it has to do with."""
    found: list[set[int]] = [set() for _ in range(count)]
    for link in links:
        if link.source != link.target:
            found[link.source].add(link.target)
            found[link.target].add(link.source)
    return found


def half_sizes(boxes: Sequence[Box]) -> Array:
    """Half widths and half heights."""
    return np.asarray([(box.half_width, (box.above + box.below) / 2.0) for box in boxes], dtype=np.float64)


def box_offsets(boxes: Sequence[Box]) -> Array:
    """From a node's middle to the middle of its box: labels hang below."""
    return np.asarray([(0.0, (box.below - box.above) / 2.0) for box in boxes], dtype=np.float64)


def extent(points: Array, boxes: Sequence[Box]) -> tuple[Array, Array]:
    """The upper left and lower right corner of all boxes."""
    sizes, centres = half_sizes(boxes), points + box_offsets(boxes)
    return (centres - sizes).min(axis=0), (centres + sizes).max(axis=0)
