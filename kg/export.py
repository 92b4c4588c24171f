"""The graph in formats of other tools, each one function from a store to a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib.metadata import entry_points
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from kg.errors import StoreError
from kg.files import write_atomically
from kg.html import html_from_view
from kg.part import Part
from kg.statements import ArticleRow, Language, StatementRow, article_rows, node_rows, statement_rows
from kg.store import Store
from kg.view import view_from_rows

Exporter: TypeAlias = Callable[[Store, Path], None]


def export_graph(store: Store, path: Path, format: str) -> None:
    """Writes `store` to `path` in one of `exporters`, whole or not at all: same graph, same bytes.

    Raises:
        StoreError: unknown format (names those there are), or the file can't be written.
    """
    known = exporters()
    if format not in known:
        raise StoreError(f"unknown format {format!r}; known: {', '.join(sorted(known))}")
    known[format](store, path)


def exporters() -> dict[str, Exporter]:
    """All formats by name: ours, and those of the entry point group ``kg.exporters``."""
    found = dict(EXPORTERS)
    for entry in entry_points(group="kg.exporters"):
        found.setdefault(entry.name, entry.load())
    return found


def export_csv(store: Store, path: Path) -> None:
    """One line a statement, with English labels; opens in spreadsheets and pandas."""
    frame = _whole(store).facts()
    write_atomically(path, [frame.to_csv(index=False, lineterminator="\n").encode("utf-8")])


def export_html(store: Store, path: Path) -> None:
    """The picture, with English labels at first: one page that opens without network."""
    write_atomically(path, [page_from_rows(statement_rows(store), article_rows(store)).encode("utf-8")])


def page_from_rows(rows: Iterable[StatementRow], articles: Sequence[ArticleRow], *, labels: Language = "en") -> str:
    """The page that shows `rows`, called like the article they come from if there is only one."""
    title = (articles[0].title or articles[0].id) if len(articles) == 1 else f"{len(articles)} articles"
    return html_from_view(view_from_rows(rows, title=title), labels=labels)


def export_graphml(store: Store, path: Path) -> None:
    """Entities and statements for networkx, Gephi, yEd and Cytoscape."""
    import networkx

    buffer = BytesIO()
    networkx.write_graphml(_whole(store).to_networkx(), buffer)
    write_atomically(path, [buffer.getvalue()])


def export_dump(store: Store, path: Path, *, format: str) -> None:
    """An RDF file (see `kg.dump`)."""
    store.dump(path, format)


def _whole(store: Store) -> Part:
    return Part(statement_rows(store), node_rows(store), title="kg")


EXPORTERS: dict[str, Exporter] = {
    "csv": export_csv,
    "graphml": export_graphml,
    "html": export_html,
    **{format: partial(export_dump, format=format) for format in ("jsonld", "nquads", "ntriples", "trig", "turtle")},
}
