"""The graph in formats of other tools, each one function from a store to a file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from importlib.metadata import entry_points
from io import BytesIO, StringIO
from pathlib import Path
from typing import TypeAlias

from kg.dump import FORMATS
from kg.errors import StoreError
from kg.files import write_atomically
from kg.geojson import geojson_lines
from kg.graph_xml import Edge, gexf, graphml
from kg.html import html_from_view
from kg.neo4j import neo4j_zip
from kg.records import EDGE, NODE, STATEMENT, node_record, nodes_of, statement_record
from kg.site.words import Words
from kg.statements import ArticleRow, Language, StatementRow, article_rows, statement_rows
from kg.store import Store
from kg.view import view_from_rows

Exporter: TypeAlias = Callable[[Store, Path], None]

ROWS = 1_000  # written at once


def export_graph(store: Store, path: Path, format: str) -> None:
    """Writes `store` to `path` in one of `exporters`, whole or not at all: same graph, same bytes.

    Raises:
        StoreError: unknown format (names those there are), a library is missing, or the file can't be written.
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
    write_atomically(path, _csv_lines(statement_rows(store)))


def _csv_lines(rows: Sequence[StatementRow]) -> Iterator[bytes]:
    for start in range(0, max(len(rows), 1), ROWS):
        text = StringIO()
        writer = csv.DictWriter(text, list(STATEMENT), lineterminator="\n")
        if start == 0:
            writer.writeheader()
        writer.writerows(statement_record(row) for row in rows[start : start + ROWS])
        yield text.getvalue().encode("utf-8")


def export_parquet(store: Store, path: Path) -> None:
    """One row a statement, as in CSV, with typed columns."""
    try:
        import pyarrow as arrow
        import pyarrow.parquet
    except ModuleNotFoundError:
        raise StoreError("parquet needs pyarrow; install it with: pip install 'newskg[parquet]'") from None

    types = {str: arrow.string(), bool: arrow.bool_(), int: arrow.int64(), float: arrow.float64(), date: arrow.date32()}
    schema = arrow.schema([(name, types[type]) for name, type in STATEMENT.items()])
    buffer = BytesIO()
    with pyarrow.parquet.ParquetWriter(buffer, schema, compression="zstd") as writer:
        writer.write_table(arrow.Table.from_pylist([statement_record(row) for row in statement_rows(store)], schema))
    write_atomically(path, [buffer.getvalue()])


def export_html(store: Store, path: Path) -> None:
    """The picture, with English labels at first: one page that opens without network."""
    write_atomically(path, [page_from_rows(statement_rows(store), article_rows(store)).encode("utf-8")])


def page_from_rows(rows: Iterable[StatementRow], articles: Sequence[ArticleRow], *, labels: Language = "en") -> str:
    """The page that shows `rows`, called like its one article, or by how many there are."""
    return html_from_view(view_from_rows(rows, title=Words(labels).title(articles)), labels=labels)


def export_xml(store: Store, path: Path, *, write: Callable[..., Iterator[str]]) -> None:
    """A node for each entity, amount and time that statements name, an edge for each statement."""
    rows = statement_rows(store)
    nodes = (node_record(node) for node in nodes_of(rows))
    edges = (Edge(row.iri, row.subject.iri, row.object.iri, row.relation_en, statement_record(row)) for row in rows)
    write_atomically(path, (text.encode("utf-8") for text in write(nodes, NODE, edges, EDGE)))


def export_geojson(store: Store, path: Path) -> None:
    """Places with coordinates, for maps (see `kg.geojson`)."""
    write_atomically(path, (text.encode("utf-8") for text in geojson_lines(store)))


def export_neo4j(store: Store, path: Path) -> None:
    """Files for ``neo4j-admin database import`` (see `kg.neo4j`)."""
    write_atomically(path, [neo4j_zip(store)])


def export_dump(store: Store, path: Path, *, format: str) -> None:
    """An RDF file (see `kg.dump`)."""
    store.dump(path, format)


EXPORTERS: dict[str, Exporter] = {
    "csv": export_csv,
    "geojson": export_geojson,
    "gexf": partial(export_xml, write=gexf),
    "graphml": partial(export_xml, write=graphml),
    "html": export_html,
    "neo4j": export_neo4j,
    "parquet": export_parquet,
    **{format: partial(export_dump, format=format) for format in FORMATS},
}
