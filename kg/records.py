"""Statements, nodes and articles as flat records of fixed columns and types: what tables and graph files hold.

A record has a value for each of its columns, None where nothing is known. Names are in English where there is an
English one; columns that end in ``_de`` hold the German words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeAlias

from kg.part import record_from_row
from kg.statements import ArticleRow, Node, StatementRow

Columns: TypeAlias = dict[str, type]
Record: TypeAlias = dict[str, Any]

STATEMENT: Columns = {
    **dict.fromkeys(("subject", "relation", "object", "time", "place", "amount", "speaker"), str),
    **dict.fromkeys(("modality", "polarity", "sentence", "article"), str),
    **{"fact": bool, "confidence": float, "sources": int, "joint_confidence": float},
    **{"rule": str, "statement": str, "event": str},
    **dict.fromkeys(("relation_id", "relation_de", "relation_group"), str),
    **dict.fromkeys(("subject_iri", "subject_de", "subject_type", "subject_wikidata"), str),
    **dict.fromkeys(("object_iri", "object_de", "object_type", "object_wikidata"), str),
    **{"time_start": date, "time_end": date, "time_text": str, "time_precision": str, "place_iri": str},
    **{"amount_iri": str, "amount_number": float, "amount_unit": str, "amount_bound": str, "speaker_iri": str},
    **{"roles": str, "sentence_start": int, "sentence_end": int, "evidence": str},
    **{"article_title": str, "article_source": str, "article_author": str, "article_date": date, "article_url": str},
}
# What an edge says of its statement: its ends are nodes, which need not be told again.
EDGE: Columns = {name: type for name, type in STATEMENT.items() if name.partition("_")[0] not in ("subject", "object")}
NODE: Columns = {
    **dict.fromkeys(("iri", "label", "label_de", "type", "wikidata", "stands_for", "aliases"), str),
    **{"number": float, "unit": str, "bound": str, "latitude": float, "longitude": float},
}
ARTICLE: Columns = {
    **dict.fromkeys(("iri", "id", "title", "source", "author"), str),
    **{"published": date, "url": str, "language": str},
}


def statement_record(row: StatementRow) -> Record:
    """`row` under the columns `STATEMENT`.

    ``time`` is a day, an interval (``2024-10-01/2024-12-31``) or words; ``evidence`` lists offsets (``0-6 12-20``);
    ``roles`` is JSON, role names and the IRIs of their fillers; ``fact`` is False for claims and denials.
    """
    words = record_from_row(row, "en")
    found: Record = {
        **words,
        **{"fact": row.held_true, "confidence": row.confidence, "rule": row.rule},
        **{"sources": row.sources, "joint_confidence": row.joint_confidence},
        **{"statement": row.iri, "event": row.event},
        **{"relation_id": row.relation, "relation_de": row.relation_de, "relation_group": row.group},
        **_end("subject", row.subject),
        **_end("object", row.object),
        **{"time_start": row.time_start, "time_end": row.time_end, "time_text": row.time_text},
        **{"time_precision": row.time_precision, "place_iri": _iri(row.place), "speaker_iri": _iri(row.speaker)},
        **_amount(row.amount),
        "roles": json.dumps({name: node.iri for name, node in row.roles}, ensure_ascii=False) if row.roles else None,
        **{"sentence_start": row.sentence_span.start, "sentence_end": row.sentence_span.end},
        "evidence": " ".join(f"{span.start}-{span.end}" for span in row.evidence),
        **{"article_title": row.article.title, "article_source": row.article.source},
        **{"article_author": row.article.author, "article_date": row.article.published, "article_url": row.article.url},
    }
    return _known(found, STATEMENT)


def node_record(node: Node) -> Record:
    """An entity, amount or time under the columns `NODE`; aliases are separated by `` | ``."""
    found: Record = {
        **{"iri": node.iri, "label": node.label_en, "label_de": node.label_de, "type": node.type},
        **{"wikidata": node.qid, "stands_for": node.stands_for, "aliases": " | ".join(node.aliases)},
    }
    if node.number is not None:
        found |= {"number": float(node.number), "unit": node.unit, "bound": node.bound}
    if node.point is not None:
        found |= {"latitude": node.point.latitude, "longitude": node.point.longitude}
    return _known(found, NODE)


def article_record(article: ArticleRow) -> Record:
    """An article without its text under the columns `ARTICLE`."""
    return _known({name: getattr(article, name) for name in ARTICLE}, ARTICLE)


def nodes_of(rows: Iterable[StatementRow]) -> list[Node]:
    """All nodes that `rows` name, as ends or otherwise, each once, by IRI."""
    found: dict[str, Node] = {}
    for row in rows:
        others = (row.place, row.amount, row.speaker, *(node for _, node in row.roles))
        for node in (row.subject, row.object, *others):
            if node is not None:
                found[node.iri] = node
    return [found[iri] for iri in sorted(found)]


def _end(name: str, node: Node) -> Record:
    return {
        **{f"{name}_iri": node.iri, f"{name}_de": node.label_de},
        **{f"{name}_type": node.type, f"{name}_wikidata": node.qid},
    }


def _amount(node: Node | None) -> Record:
    if node is None:
        return {}
    number = None if node.number is None else float(node.number)
    return {
        **{"amount_iri": node.iri, "amount_number": number},
        **{"amount_unit": node.unit, "amount_bound": node.bound},
    }


def _iri(node: Node | None) -> str | None:
    return node.iri if node else None


def _known(found: Record, columns: Columns) -> Record:
    """`found` with a value for each of `columns`, in their order; None where it is missing or empty."""
    return {name: None if found.get(name) == "" else found.get(name) for name in columns}
