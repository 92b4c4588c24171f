"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
model_option = click.option(
    "--model", default="de", show_default=True, help="The German pipeline: a shipped or installed one, or a path."
)
decisions_option = click.option(
    "--decisions",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file that says who is who. Default: decisions.toml in OUT, if there is one.",
)

_STORE = "kg.store"  # where the context of a command keeps --store


def _keep_store(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    ctx.meta[_STORE] = value


def graph_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--out`` and ``--store``, for `store_in` and `chosen_store`."""
    option = click.option(
        "--store",
        metavar="STORE",
        envvar="KG_STORE",
        show_envvar=True,
        expose_value=False,
        callback=_keep_store,
        help="Where the graph is kept, if not in the folder: a SPARQL 1.1 server as sparql+https://HOST/PATH.",
    )
    return out_option(option(command))


def chosen_store() -> str | None:
    """What ``--store`` names; None where the graph is kept in its folder."""
    value = click.get_current_context().meta.get(_STORE)
    return str(value) if value else None


@contextmanager
def store_in(out: Path) -> Iterator[Store]:
    """The store of the graph in `out`, or the one that ``--store`` names, which must be there."""
    from kg.store import open_store

    with open_store(store_of(out), create=False) as store:
        yield store


def store_of(out: Path) -> str | Path:
    """What `store_in` opens."""
    return chosen_store() or out / "store"
