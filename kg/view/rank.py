"""What of a graph comes first: statements that say the same as one, and the strongest actors and ties before others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TypeAlias

from kg.statements import StatementRow

EdgeKey: TypeAlias = tuple[str, str, str, bool]
Groups: TypeAlias = dict[EdgeKey, tuple[StatementRow, ...]]

ACTORS = frozenset({"Person", "Organization", "Place", "Group"})
ACTOR_WEIGHT = 4  # of an actor against other things: many hold the same office, and 8 billion are not the same twice
TIES = 2  # of a node to those before it: its main ones
LINES = 2  # of several between the same two


def group_rows(rows: Iterable[StatementRow]) -> Groups:
    """Rows that say the same of the same two, each group and the groups in a fixed order."""
    groups: dict[EdgeKey, list[StatementRow]] = defaultdict(list)
    for row in rows:
        groups[row.subject.iri, row.relation, row.object.iri, row.polarity == "negative"].append(row)
    return {key: tuple(sorted(groups[key], key=_row_order)) for key in sorted(groups)}


def _row_order(row: StatementRow) -> tuple[bool, str, str, int, str]:
    """Facts first, then the newest article, then the order of the text."""
    day = row.article.published
    newest = "".join(chr(0x10FFFF - ord(digit)) for digit in day.isoformat()) if day else "\U0010ffff"
    return not row.held_true, newest, row.article.iri, row.sentence_span.start, row.iri


def weigh(groups: Groups) -> Counter[str]:
    """How many statements each node is an end of."""
    weights: Counter[str] = Counter()
    for (source, _, target, _), group in groups.items():
        weights[source] += len(group)
        if target != source:
            weights[target] += len(group)
    return weights


def rank_nodes(groups: Groups, weights: Counter[str]) -> list[str]:
    """All nodes, the strongest first: any number of them from the first on belong together as well as may be.

    Ties between two strong nodes go before the leaves of one: a hub alone would make a star of strangers.
    """
    ends = {end.iri: end.type for group in groups.values() for row in group for end in (row.subject, row.object)}
    strengths = {iri: weights[iri] * (ACTOR_WEIGHT if type in ACTORS else 1) for iri, type in ends.items()}

    def strength(key: EdgeKey) -> tuple[int, int, EdgeKey]:
        pair = strengths[key[0]], strengths[key[2]]
        return -min(pair), -max(pair), key

    ranked: dict[str, None] = {}
    for key in sorted(groups, key=strength):
        for iri in sorted({key[0], key[2]}, key=lambda iri: (-strengths[iri], iri)):
            ranked.setdefault(iri)
    return list(ranked)


def cut_off(ranked: Sequence[str], groups: Groups, *, nodes: int | None, statements: int) -> list[str]:
    """The first of `ranked`, each tied to another of them: at most `nodes`, with at most so many `statements`."""
    number = {iri: place for place, iri in enumerate(ranked)}
    costs = [0] * len(ranked)
    for key, group in groups.items():
        costs[max(number[key[0]], number[key[2]])] += len(group)
    kept = sum(total <= statements for total in accumulate(costs))
    pairs = [(number[key[0]], number[key[2]]) for key in groups]
    return list(ranked[: tied_count(pairs, min(kept, len(ranked) if nodes is None else nodes))])


def tied_count(pairs: Iterable[tuple[int, int]], most: int) -> int:
    """How many nodes from the first on, at most `most`, so that the last of them has a tie to one of them."""
    tied = {max(pair) for pair in pairs} | {0}
    while most > 1 and most - 1 not in tied:
        most -= 1
    return most


def main_ties(ranked: Sequence[str], groups: Groups) -> set[EdgeKey]:
    """What is drawn before anybody asks for more: of each node the strongest ties to those before it.

    So few that a picture of many nodes stays clear, and a tree at least over any number of the first nodes.
    """
    number = {iri: place for place, iri in enumerate(ranked)}
    ties: dict[int, dict[int, list[EdgeKey]]] = defaultdict(lambda: defaultdict(list))
    for key in groups:
        early, late = sorted((number[key[0]], number[key[2]]))
        if early != late:
            ties[late][early].append(key)

    def strength(tie: tuple[int, list[EdgeKey]]) -> tuple[int, int]:
        return -sum(len(groups[key]) for key in tie[1]), tie[0]

    chosen = (tie for earlier in ties.values() for tie in sorted(earlier.items(), key=strength)[:TIES])
    return {key for _, keys in chosen for key in sorted(keys, key=lambda key: (-len(groups[key]), key))[:LINES]}
