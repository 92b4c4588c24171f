"""GraphML and GEXF: nodes and typed edges with typed attributes, as networkx, Gephi, yEd and Cytoscape read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import quoteattr

from kg.records import Columns, Record

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
GEXF = "http://gexf.net/1.3"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_GRAPHML_TYPES = {bool: "boolean", int: "int", float: "double", str: "string", date: "string"}
_GEXF_TYPES = {bool: "boolean", int: "integer", float: "double", str: "string", date: "string"}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # not even as character references


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge: its name, its ends (names of nodes), what it says in short, and its attributes."""

    id: str
    source: str
    target: str
    label: str
    record: Record


def graphml(
    nodes: Iterable[Record], node_columns: Columns, edges: Iterable[Edge], edge_columns: Columns
) -> Iterator[str]:
    """A directed GraphML file in pieces; the first of `node_columns` names a node."""
    id, *_ = node_columns
    yield f'{_HEAD}<graphml xmlns="{GRAPHML}">\n'
    for owner, columns in (("node", node_columns), ("edge", edge_columns)):
        for name, type in columns.items():
            about = f'for="{owner}" attr.name="{name}" attr.type="{_GRAPHML_TYPES[type]}"'
            yield f'<key id="{owner}_{name}" {about}/>\n'
    yield '<graph edgedefault="directed">\n'
    for record in nodes:
        yield f"<node id={_quoted(record[id])}>{_graphml_data('node', record, node_columns)}</node>\n"
    for edge in edges:
        ends = f"id={_quoted(edge.id)} source={_quoted(edge.source)} target={_quoted(edge.target)}"
        yield f"<edge {ends}>{_graphml_data('edge', edge.record, edge_columns)}</edge>\n"
    yield "</graph>\n</graphml>\n"


def gexf(nodes: Iterable[Record], node_columns: Columns, edges: Iterable[Edge], edge_columns: Columns) -> Iterator[str]:
    """A directed GEXF 1.3 file in pieces; the first of `node_columns` names a node, ``label`` is shown.

    Edges between the same two nodes are of different kinds, so that Gephi keeps them apart.
    """
    id, *_ = node_columns
    yield f'{_HEAD}<gexf xmlns="{GEXF}" version="1.3">\n<graph defaultedgetype="directed" mode="static">\n'
    for owner, columns in (("node", node_columns), ("edge", edge_columns)):
        yield f'<attributes class="{owner}" mode="static">\n'
        for name, type in columns.items():
            yield f'<attribute id="{owner}_{name}" title="{name}" type="{_GEXF_TYPES[type]}"/>\n'
        yield "</attributes>\n"
    yield "<nodes>\n"
    for record in nodes:
        head = f"id={_quoted(record[id])} label={_quoted(record['label'])}"
        yield f"<node {head}>{_gexf_data('node', record, node_columns)}</node>\n"
    yield "</nodes>\n<edges>\n"
    for edge in edges:
        ends = f"id={_quoted(edge.id)} source={_quoted(edge.source)} target={_quoted(edge.target)}"
        head = f"{ends} label={_quoted(edge.label)} kind={_quoted(edge.id)}"
        yield f"<edge {head}>{_gexf_data('edge', edge.record, edge_columns)}</edge>\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def _graphml_data(owner: str, record: Record, columns: Columns) -> str:
    return "".join(f'<data key="{owner}_{name}">{text}</data>' for name, text in _texts(record, columns))


def _gexf_data(owner: str, record: Record, columns: Columns) -> str:
    values = "".join(
        f'<attvalue for="{owner}_{name}" value={_quoted(value)}/>' for name, value in _values(record, columns)
    )
    return f"<attvalues>{values}</attvalues>"


def _texts(record: Record, columns: Columns) -> Iterator[tuple[str, str]]:
    for name, value in _values(record, columns):
        yield name, _clean(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _values(record: Record, columns: Columns) -> Iterator[tuple[str, str]]:
    """The known values of `record` as XML writes them."""
    for name, type in columns.items():
        value = record[name]
        if value is not None:
            yield name, str(value).lower() if type is bool else str(value)


def _quoted(text: str) -> str:
    return quoteattr(_clean(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _clean(text: str) -> str:
    """`text` with U+FFFD for characters that XML has no way to write."""
    return _NO_XML.sub("\ufffd", text)
