"""What a page knows of a `View`, as plain JSON: the network as pyvis models it, and the statements behind it.

Sentences, articles, rules and names stand there once each and are referred to by number, which keeps pages small.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from kg.statements import ArticleRow, Node, StatementRow
from kg.types import Span
from kg.view import View, ViewEdge, ViewNode
from kg.view.looks import picture_label

Item = TypeVar("Item", bound=Hashable)

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"chosen": False, "labelHighlightBold": False},
    "edges": {
        "chosen": False,
        "arrowStrikethrough": False,
        "selectionWidth": 0,
        "hoverWidth": 0,
        "selfReference": {"size": 18, "angle": 0.8},
    },
    "interaction": {"hover": True, "multiselect": False, "keyboard": False, "selectConnectedEdges": False},
}


def data_from_view(view: View) -> dict[str, Any]:
    """All that the page shows of `view`."""
    tables = _Tables()
    network = _network_from_view(view, tables)
    nodes, edges, *_ = network.get_network_data()
    return {
        "title": view.title,
        "openings": view.openings,
        "truncated": view.truncated,
        "looks": {name: {"shape": k.shape, "light": k.light, "dark": k.dark} for name, k in view.legend.looks},
        "network": {"nodes": nodes, "edges": edges, "options": network.options},
        "statements": [_statement(row, tables) for row in tables.statements],
        "sentences": [
            {"text": text, "article": tables.articles.number(article)} for article, text, _ in tables.sentences.items
        ],
        "articles": [_article(article) for article in tables.articles.items],
        "names": [_names(node) | {"iri": node.iri} for node in tables.names.items],
        "rules": tables.rules.items,
    }


@dataclass
class _Table(Generic[Item]):
    """Things in the order in which they came up, each with its number."""

    items: list[Item] = field(default_factory=list)
    numbers: dict[Item, int] = field(default_factory=dict)

    def number(self, item: Item) -> int:
        if item not in self.numbers:
            self.numbers[item] = len(self.items)
            self.items.append(item)
        return self.numbers[item]


@dataclass
class _Tables:
    statements: list[StatementRow] = field(default_factory=list)
    sentences: _Table[tuple[ArticleRow, str, Span]] = field(default_factory=_Table)
    articles: _Table[ArticleRow] = field(default_factory=_Table)
    names: _Table[Node] = field(default_factory=_Table)
    rules: _Table[str] = field(default_factory=_Table)


def _network_from_view(view: View, tables: _Tables) -> Any:
    """`view` as a `pyvis.network.Network`."""
    from pyvis.edge import Edge  # pyvis imports IPython: only when a page is made
    from pyvis.network import Network
    from pyvis.node import Node as Dot

    network = Network(directed=True)
    network.options = OPTIONS
    looks = dict(view.legend.looks)
    numbers = {drawn.node.iri: number for number, drawn in enumerate(view.nodes)}
    # Not by add_node and add_edge, which look through all that there are each time. The page colours by type itself.
    network.nodes = [
        Dot(number, **_node(drawn, looks[drawn.type].shape)).options for number, drawn in enumerate(view.nodes)
    ]
    network.edges = [
        Edge(numbers[edge.source], numbers[edge.target], directed=True, id=number, **_edge(edge, tables)).options
        for number, edge in enumerate(view.edges)
    ]
    return network


def _node(drawn: ViewNode, shape: str) -> dict[str, Any]:
    node = drawn.node
    more = {
        "label_de": picture_label(node.label_de) if node.label_de != node.label_en else None,
        "qid": node.qid,
        "aliases": list(node.aliases),
    }
    return {
        "label": picture_label(node.label_en),
        "shape": shape,
        "group": drawn.type,
        "value": drawn.weight,
        "size": drawn.radius,
        "x": drawn.wide[0],
        "y": drawn.wide[1],
        "tall": list(drawn.tall),
        "iri": node.iri,
        **_names(node),
        **_filled(more),
    }


def _names(node: Node) -> dict[str, str]:
    names = {"en": node.label_en}
    return names if node.label_de == node.label_en else names | {"de": node.label_de}


def _edge(edge: ViewEdge, tables: _Tables) -> dict[str, Any]:
    first = len(tables.statements)
    tables.statements += edge.statements
    bent = {"enabled": True, "type": "curvedCW" if edge.curve > 0 else "curvedCCW", "roundness": abs(edge.curve)}
    more = {
        "group": edge.group,
        "smooth": bent if edge.curve else None,
        "negated": edge.negated,
        "main": edge.main,
    }
    statements = list(range(first, len(tables.statements)))
    return {"label": edge.label_en, "label_de": edge.label_de, "statements": statements, **_filled(more)}


def _statement(row: StatementRow, tables: _Tables) -> dict[str, Any]:
    required = {
        "iri": row.iri,
        "sentence": tables.sentences.number((row.article, row.sentence, row.sentence_span)),
        "modality": row.modality,
        "rule": tables.rules.number(row.rule),
        "confidence": round(row.confidence, 2),
    }
    others = {"speaker": row.speaker, "place": row.place, "amount": row.amount}
    numbers = {role: tables.names.number(node) for role, node in others.items() if node is not None}
    more = {
        "held": row.held_true,
        "negated": row.polarity == "negative",
        "from": row.time_start.isoformat() if row.time_start else None,
        "to": row.time_end.isoformat() if row.time_end else None,
        "precision": row.time_precision,
        "time": row.time_text,
        "evidence": _evidence(row),
    }
    return required | numbers | _filled(more)


def _evidence(row: StatementRow) -> list[list[int]]:
    """Where in the sentence the ends of the statement stand, in code points, in the order of the text."""
    start, end = row.sentence_span.start, row.sentence_span.end
    inside = sorted(span for span in row.evidence if start <= span.start and span.end <= end)
    return [[span.start - start, span.end - start] for span in inside]


def _article(article: ArticleRow) -> dict[str, Any]:
    day = article.published.isoformat() if article.published else None
    fields = {"title": article.title, "source": article.source, "published": day, "url": article.url}
    return {"id": article.id, **_filled(fields)}


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    """`fields` without the empty ones."""
    return {name: value for name, value in fields.items() if value}
