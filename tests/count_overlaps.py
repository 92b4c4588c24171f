"""The check that all layouts must pass: no two boxes overlap."""

from __future__ import annotations

from collections.abc import Sequence

from kg.layout import Box, Place


def count_overlaps(boxes: Sequence[Box], places: Sequence[Place]) -> int:
    """How many pairs of boxes overlap when they stand at `places`."""
    edges = sorted(
        (x - box.half_width, x + box.half_width, y - box.above, y + box.below)
        for box, (x, y) in zip(boxes, places, strict=True)
    )
    count = 0
    for number, (_, right, top, bottom) in enumerate(edges):
        for left, _, other_top, other_bottom in edges[number + 1 :]:
            if left >= right:
                break
            count += other_top < bottom and top < other_bottom
    return count
