"""Tables for the terminal: aligned columns, cut to its width; whole where the output goes into a file or pipe."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

import click

GAP = 2
NARROWEST = 12  # no column is cut below this


def echo_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints `rows` below `header`, one line each."""
    click.echo("\n".join(table_lines(header, rows, width=_terminal_width())))


def table_lines(header: Sequence[str], rows: Sequence[Sequence[str]], *, width: int | None = None) -> list[str]:
    """The lines of a table, at most `width` characters long (None: as long as needed).

    >>> table_lines(["who", "facts"], [["Blinken", "12"], ["NATO", "7"]])
    ['who      facts', '-------  -----', 'Blinken  12', 'NATO     7']
    """
    cells = [[" ".join(cell.split()) for cell in row] for row in (header, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    while width and sum(widths) + GAP * (len(widths) - 1) > width and max(widths) > NARROWEST:
        widest = max(range(len(widths)), key=widths.__getitem__)
        widths[widest] -= 1
    cells.insert(1, ["-" * columns for columns in widths])
    return ["".join(_fit(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in cells]


def _fit(cell: str, size: int) -> str:
    cut = cell if len(cell) <= size else f"{cell[: size - 1]}…"
    return f"{cut:{size}}{' ' * GAP}"


def _terminal_width() -> int | None:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
