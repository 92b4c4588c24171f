"""Rows of text as an aligned table for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

GAP = "  "
NARROWEST = 8


def align(cells: Sequence[Sequence[str]], *, width: int | None = None) -> str:
    """The header and the rows of `cells` in columns, a rule between them, the number of rows below.

    Where lines would be longer than `width`, the longest texts are cut. Control characters become spaces.

    >>> print(align([["who", "whom"], ["Blinken", "Borrell"]]), end="")
    who      whom
    -------  -------
    Blinken  Borrell
    (1 row)
    """
    clean = [["".join(c if c.isprintable() else " " for c in cell) for cell in row] for row in cells]
    widths = _widths(clean, width)
    lines = [[_cut(cell, most) for cell, most in zip(row, widths, strict=True)] for row in clean]
    lines.insert(1, ["-" * most for most in widths])
    count = len(cells) - 1
    text = "".join(GAP.join(map(_pad, line, widths)).rstrip() + "\n" for line in lines)
    return f"{text}({count:,} row{'' if count == 1 else 's'})\n"


def text_width(text: str) -> int:
    """Columns of a terminal that `text` takes: none for combining marks, two for wide characters."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _widths(cells: Sequence[Sequence[str]], width: int | None) -> list[int]:
    widths = [max(map(text_width, column)) for column in zip(*cells, strict=True)]
    if width is not None:
        least = [min(most, max(NARROWEST, text_width(name))) for most, name in zip(widths, cells[0], strict=True)]
        excess = sum(widths) + len(GAP) * (len(widths) - 1) - width
        while excess > 0:
            spare, column = max(
                (most - low, number) for number, (most, low) in enumerate(zip(widths, least, strict=True))
            )
            if spare == 0:
                break
            step = min(excess, max(1, spare // 2))
            widths[column] -= step
            excess -= step
    return widths


def _cut(text: str, most: int) -> str:
    if text_width(text) <= most:
        return text
    while text and text_width(text) > most - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _pad(text: str, most: int) -> str:
    return text + " " * (most - text_width(text))
