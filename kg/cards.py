"""What a notebook shows for a part of a graph or for one actor: small tables that need neither scripts nor trust."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.statements import Node, StatementRow

if TYPE_CHECKING:
    from jinja2 import Template

    from kg.part import Actor, Part

FEW = 12  # statements that are shown themselves; of more only whom they are about
SHOWN = 8  # rows of a table


def card_from_part(part: Part) -> str:
    """HTML: title and counts, then the statements where they are few (a path), else the strongest actors."""
    few = len(part.rows) <= FEW
    actors = [] if few else part.entities().head(SHOWN).to_dict("records")
    return _template().render(
        title=part.title,
        note=part.summary(),
        statements=_lines(part.rows) if few else [],
        left_out=0,
        actors=actors,
    )


def card_from_actor(actor: Actor) -> str:
    """HTML: who it is, by which names and types, and the first statements by time."""
    rows = sorted(actor.rows, key=_by_time)
    return _template().render(
        title=actor.node.label_en,
        note=" · ".join(filter(None, (*_names(actor.node), actor.summary()))),
        wikidata=actor.node.qid,
        statements=_lines(rows[:SHOWN]),
        left_out=max(0, len(rows) - SHOWN),
        actors=[],
    )


def _names(node: Node) -> Iterable[str]:
    yield node.type
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
