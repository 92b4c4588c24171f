"""Who may be somebody else, too, as a draft of ``decisions.toml``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import store_in

if TYPE_CHECKING:
    from kg.identity import Doubt


def echo_unsure(out: Path, decisions: Path | None, name: str | None) -> None:
    """Prints a pair of entities that may be one in each block, with what they have in common."""
    from kg.identity import find_doubts
    from kg.settle import decisions_in
    from kg.upkeep import iris_of_store

    decided = decisions_in(out, decisions)
    with store_in(out) as store:
        iris = iris_of_store(store)
        doubts = find_doubts(store, decided, iris=iris) if iris else ()
    some = [
        doubt for doubt in doubts if name is None or name.casefold() in (doubt.label.casefold(), doubt.key.casefold())
    ]
    if some:
        click.echo("\n\n".join(block for doubt in some for block in _blocks(doubt)))
    else:
        click.echo("kg: no name is in doubt", err=True)


def _blocks(doubt: Doubt) -> Iterator[str]:
    where = f" in {doubt.article}" if doubt.article else ""
    for rival in doubt.rivals:
        shared = ", ".join(rival.shared) if rival.shared else "nothing but the name"
        keys = json.dumps([rival.key, doubt.key], ensure_ascii=False)
        yield f"# {doubt.label}{where}, {rival.label}: {shared}\n[[different_from]]\nentities = {keys}"
