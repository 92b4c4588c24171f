"""How two actors of a graph are connected."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable

from kg.statements import StatementRow


def shortest_path(rows: Iterable[StatementRow], start: str, end: str) -> list[StatementRow]:
    """The fewest statements that lead from the node `start` to `end` (IRIs), facts before claims; [] if none do.

    Denials connect nobody.
    """
    ties: dict[str, list[StatementRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (not row.held_true, -row.confidence, row.iri)):
        if row.polarity == "positive":
            ties[row.subject.iri].append(row)
            ties[row.object.iri].append(row)
    came_by: dict[str, StatementRow | None] = {start: None}
    queue = deque([start])
    while queue and end not in came_by:
        here = queue.popleft()
        for row in ties[here]:
            there = other_end(row, here)
            if there not in came_by:
                came_by[there] = row
                queue.append(there)
    path: list[StatementRow] = []
    here = end
    while (step := came_by.get(here)) is not None:
        path.append(step)
        here = other_end(step, here)
    return path[::-1]


def other_end(row: StatementRow, iri: str) -> str:
    """The end of `row` that is not `iri`."""
    return row.object.iri if row.subject.iri == iri else row.subject.iri
