"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.store import Store

out_option = click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default="out",
    show_default=True,
    help="The folder of the graph.",
)
labels_option = click.option(
    "--labels",
    type=click.Choice(["en", "de"]),
    default="en",
    show_default=True,
    help="Language of names and relations; a name without an English form keeps its German one.",
)


@contextmanager
def store_in(out: Path) -> Iterator[Store]:
    """The store of the graph in `out`, which must be there."""
    from kg.store import open_store

    with open_store(out / "store", create=False) as store:
        yield store
