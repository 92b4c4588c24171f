"""What a notebook shows for a part of a graph or for one actor: small tables without scripts."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.site.words import Words
from kg.statements import Node, StatementRow

if TYPE_CHECKING:
    from jinja2 import Template

FEW = 12  # statements that are shown themselves; of more only whom they are about
SHOWN = 8  # rows of a table


def card_of_statements(rows: Sequence[StatementRow], *, title: str, note: str) -> str:
    """HTML: title and a note below it, then the statements, each with voice, day and sentence."""
    return _template().render(title=title, note=note, statements=_lines(rows), left_out=0, actors=[])


def card_of_actors(actors: Sequence[Mapping[Hashable, Any]], *, title: str, note: str) -> str:
    """HTML: title and a note below it, then the strongest of `actors`, with ``entity type facts claims`` each."""
    return _template().render(title=title, note=note, statements=[], left_out=0, actors=actors[:SHOWN])


def card_of_actor(node: Node, rows: Sequence[StatementRow], *, note: str) -> str:
    """HTML: who `node` is, by which names and types, and the first of `rows` by time."""
    ordered = sorted(rows, key=_by_time)
    return _template().render(
        title=node.label_en,
        note=" · ".join(filter(None, (*_names(node), note))),
        wikidata=node.qid,
        statements=_lines(ordered[:SHOWN]),
        left_out=max(0, len(ordered) - SHOWN),
        actors=[],
    )


def _names(node: Node) -> Iterable[str]:
    yield node.type
    yield Words("en").position(node.point)
    if node.label_de != node.label_en:
        yield node.label_de
    yield from node.aliases[:SHOWN]


def _by_time(row: StatementRow) -> tuple[str, str, str]:
    day = row.time_start or row.time_end or row.article.published
    return (day.isoformat() if day else "9999", row.article.id, row.iri)


def _lines(rows: Sequence[StatementRow]) -> list[dict[str, Any]]:
    """What a row of the table needs; a denial and a voice are words, not colours."""
    return [
        {
            "subject": row.subject.label_en,
            "relation": f"not: {row.relation_en}" if row.polarity == "negative" else row.relation_en,
            "object": row.object.label_en,
            "voice": row.speaker.label_en if row.speaker else "" if row.held_true else row.modality,
            "day": (row.time_start or row.time_end or ""),
            "sentence": row.sentence,
        }
        for row in rows
    ]


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader

    return Environment(loader=PackageLoader("kg"), autoescape=True, trim_blocks=True).get_template("card.html.j2")
