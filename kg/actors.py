"""One entity by whatever name a user types, and how two of them are connected."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from difflib import get_close_matches

from kg.errors import QueryError
from kg.iris import WIKIDATA
from kg.statements import Node, StatementRow

MOST_SUGGESTIONS = 5


def find_node(nodes: Iterable[Node], name: str) -> Node:
    """The node that `name` means: its IRI, Wikidata item, German or English name, or a part that only it has.

    Raises:
        QueryError: none or several match; names those, or similar ones.
    """
    nodes = list(nodes)
    wanted = _fold(name)
    item = name.removeprefix(WIKIDATA)
    for test in (
        lambda node: name == node.iri or (item and item == node.qid),
        lambda node: wanted in (_fold(node.label_de), _fold(node.label_en)),
        lambda node: wanted in map(_fold, node.aliases),
        lambda node: node.type == "Person" and _fold(node.label_de).split()[-1:] == [wanted],  # the surname
        lambda node: any(wanted in parts for parts in map(_parts, (node.label_de, node.label_en))),
    ):
        found = [node for node in nodes if test(node)]
        if len(found) == 1:
            return found[0]
        if found:
            raise QueryError(name, f"{name!r} may be {_listed(found)}; give the full name or the IRI")
    raise QueryError(name, f"nobody and nothing is called {name!r} in this graph{_similar(nodes, wanted)}")


def standing_for(node: Node, nodes: Iterable[Node]) -> list[Node]:
    """`node` and after it those of `nodes` that stand for it: Moskau after Russland."""
    return [node, *(other for other in nodes if other.stands_for == node.iri and other.iri != node.iri)]


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


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def _parts(label: str) -> set[str]:
    """Each stretch of whole words of `label`.

    >>> sorted(_parts("Weißes Haus"))
    ['haus', 'weisses', 'weisses haus']
    """
    words = label.casefold().split()
    return {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)}


def _listed(nodes: list[Node]) -> str:
    some = [f"{node.label_de} <{node.iri}>" for node in nodes[:MOST_SUGGESTIONS]]
    return " or ".join(some) + (" …" if len(nodes) > MOST_SUGGESTIONS else "")


def _similar(nodes: list[Node], wanted: str) -> str:
    labels = {_fold(label): label for node in nodes for label in (node.label_en, node.label_de, *node.aliases)}
    close = get_close_matches(wanted, sorted(labels), n=MOST_SUGGESTIONS, cutoff=0.75)
    return f"; did you mean {' or '.join(labels[name] for name in close)}?" if close else ""
