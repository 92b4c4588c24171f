"""The graph as CSV files with the headers that ``neo4j-admin database import`` asks for, in one ZIP file.

entities.csv     nodes: entities, amounts, times         statements.csv  relationships: one a statement
articles.csv     nodes: articles                         mentions.csv    (:Article)-[:MENTIONS]->(:Entity)
                                                         stands_for.csv  (:Entity)-[:STANDS_FOR]->(:Entity)
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeAlias

from kg.ontology import OPEN
from kg.records import ARTICLE, EDGE, NODE, Columns, Record, article_record, node_record, statement_record
from kg.statements import StatementRow, article_rows, node_rows, statement_rows
from kg.store import Store
from kg.tables import read_rows

Cells: TypeAlias = Sequence[object]

# Where the documented types have other names than Python's.
TYPES = {str: "", int: ":int", float: ":double", bool: ":boolean", date: ":date"}
EPOCH = (1980, 1, 1, 0, 0, 0)  # the time of all files: the same graph gives the same bytes
_MENTIONS = """
SELECT ?article ?entity ?kind ?text ?start ?end { GRAPH ?article {
  ?mention itsrdf:taIdentRef ?entity ; kg:mentionKind ?kind ; nif:anchorOf ?text ;
    nif:beginIndex ?start ; nif:endIndex ?end } }
"""


def neo4j_zip(store: Store) -> bytes:
    """The ZIP file: five CSV files, rows in fixed order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, header, rows in _files(store):
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(header)
            writer.writerows([_cell(cell) for cell in row] for row in rows)
            archive.writestr(zipfile.ZipInfo(name, EPOCH), text.getvalue().encode("utf-8"))
    return buffer.getvalue()


def _files(store: Store) -> Iterator[tuple[str, list[str], Iterable[Cells]]]:
    statements, nodes = statement_rows(store), node_rows(store)
    columns = {name: type for name, type in NODE.items() if name not in ("iri", "aliases", "stands_for")}
    known = {node.iri for node in nodes}
    yield (
        "entities.csv",
        ["iri:ID(Entity)", ":LABEL", "aliases:string[]", *_header(columns)],
        (
            [node.iri, f"Entity;{node.type}", _array(node.aliases), *_values(node_record(node), columns)]
            for node in nodes
        ),
    )
    article_columns = {name: type for name, type in ARTICLE.items() if name != "iri"}
    yield (
        "articles.csv",
        ["iri:ID(Article)", ":LABEL", *_header(article_columns)],
        ([row.iri, "Article", *_values(article_record(row), article_columns)] for row in article_rows(store)),
    )
    yield (
        "statements.csv",
        [":START_ID(Entity)", ":END_ID(Entity)", ":TYPE", *_header(EDGE)],
        ([row.subject.iri, row.object.iri, _type(row), *_values(statement_record(row), EDGE)] for row in statements),
    )
    yield (
        "mentions.csv",
        [":START_ID(Article)", ":END_ID(Entity)", ":TYPE", "kind", "text", "start:int", "end:int"],
        _mentions(store),
    )
    yield (
        "stands_for.csv",
        [":START_ID(Entity)", ":END_ID(Entity)", ":TYPE"],
        ([node.iri, node.stands_for, "STANDS_FOR"] for node in nodes if node.stands_for in known),
    )


def _header(columns: Columns) -> list[str]:
    return [f"{name}{TYPES[type]}" for name, type in columns.items()]


def _values(record: Record, columns: Columns) -> list[object]:
    return [record[name] for name in columns]


def _mentions(store: Store) -> list[Cells]:
    rows = read_rows(store, _MENTIONS)
    rows.sort(key=lambda row: (row["article"], int(row["start"]), int(row["end"]), row["entity"]))
    names = ("kind", "text", "start", "end")
    return [[row["article"], row["entity"], "MENTIONS", *(row[name] for name in names)] for row in rows]


def _type(row: StatementRow) -> str:
    """The type of a relationship as Neo4j's users write it: buysFrom -> BUYS_FROM; open relations are RELATED_TO."""
    if row.relation.startswith(OPEN):
        return "RELATED_TO"
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", row.relation).upper()


def _array(texts: Iterable[str]) -> str:
    """`texts` as neo4j-admin reads arrays; it has no way to quote the separator."""
    return ";".join(text.replace(";", ",") for text in texts)


def _cell(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else value
