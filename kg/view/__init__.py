"""What of a graph is shown, and where: rows of statements become a `View` that any page can draw.

The strongest actors and their ties come first, and the page opens on as many as can be read at once; the others stand
in it too, up to a limit, and what is left out is counted. Places are computed here, so that a page opens at once and
looks the same on every build.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal, TypeAlias

from kg.errors import ViewError
from kg.layout import Box, Link, Page, place_nodes
from kg.statements import Language, Node, StatementRow
from kg.view.looks import LINE_HEIGHT, LOOKS, Look, drawn_type, picture_label, text_width
from kg.view.rank import EdgeKey, Groups, cut_off, group_rows, main_ties, rank_nodes, tied_count, weigh

__all__ = ["LANGUAGES", "LIMIT", "LOOKS", "Legend", "Look", "View", "ViewEdge", "ViewNode", "view_from_rows"]

LIMIT = 300  # nodes, where a page stands inside another
MOST_STATEMENTS = 20_000
LANGUAGES: tuple[Language, ...] = ("de", "en")
ASPECTS = (1.55, 0.62)  # width to height of the picture on a screen and on a telephone
WHOLE = (100, 45)  # nodes up to which a picture opens with all it has, on each of the two
OPENING = (72, 32)  # how many it opens with otherwise
CURVE_STEP = 0.22
VOICE_WORDS = 13  # characters before a speaker's name

Kind: TypeAlias = Literal["fact", "claim"]


@dataclass(frozen=True, slots=True)
class ViewNode:
    """An entity in the picture. ``weight`` counts its statements; places are in pixels around (0, 0).

    ``wide`` is its place on a screen, ``tall`` on a telephone; ``radius`` is in pixels.
    """

    node: Node
    weight: int
    radius: int
    wide: tuple[int, int]
    tall: tuple[int, int]

    @property
    def type(self) -> str:
        """The type that it is drawn as: "Thing" if its own has no look."""
        return drawn_type(self.node.type)


@dataclass(frozen=True, slots=True)
class ViewEdge:
    """All statements that say the same of the same two: one line from ``source`` to ``target`` (IRIs).

    ``kind`` is "fact" if an article itself says it. ``curve`` bends the line (-1 to 1, 0 = straight) so that
    several lines between two nodes stay apart. ``main`` lines are drawn before anybody asks for more.
    """

    source: str
    target: str
    relation: str
    label_de: str
    label_en: str
    group: str
    kind: Kind
    negated: bool
    curve: float
    main: bool
    statements: tuple[StatementRow, ...]


@dataclass(frozen=True, slots=True)
class Legend:
    """What the signs mean: the looks of the types that occur, and how many statements there are of each kind."""

    looks: tuple[tuple[str, Look], ...]
    facts: int
    claims: int
    denials: int


@dataclass(frozen=True, slots=True)
class View:
    """A picture of a graph, the strongest nodes first. ``truncated`` and ``hidden`` count what is left out of it.

    ``openings`` tells with how many nodes it opens on a screen and on a telephone, ``truncated`` counts nodes and
    ``hidden`` statements.
    """

    title: str
    nodes: tuple[ViewNode, ...]
    edges: tuple[ViewEdge, ...]
    legend: Legend
    openings: tuple[int, int]
    truncated: int
    hidden: int


def view_from_rows(rows: Iterable[StatementRow], *, title: str, limit: int | None = None) -> View:
    """The picture of `rows` with at most `limit` nodes and 20,000 statements, the strongest ties first.

    Raises:
        ViewError: `limit` is below 2.
    """
    if limit is not None and limit < 2:
        raise ViewError(f"a picture needs room for at least 2 nodes, not {limit}")
    groups = group_rows(rows)
    weights = weigh(groups)
    ranked = rank_nodes(groups, weights)
    chosen = cut_off(ranked, groups, nodes=limit, statements=MOST_STATEMENTS)
    number = {iri: place for place, iri in enumerate(chosen)}
    drawn = {key: group for key, group in groups.items() if key[0] in number and key[2] in number}
    ends = {end.iri: end for group in drawn.values() for row in group for end in (row.subject, row.object)}
    nodes = [ends[iri] for iri in chosen]
    main = set(drawn) if len(chosen) <= max(WHOLE) else main_ties(chosen, drawn)
    pairs = [(number[key[0]], number[key[2]]) for key in drawn]
    opening = [
        len(chosen) if len(chosen) <= most else tied_count(pairs, few) for most, few in zip(WHOLE, OPENING, strict=True)
    ]
    edges = _edges(drawn, main)
    statements = [row for edge in edges for row in edge.statements]
    return View(
        title=title,
        nodes=_place(nodes, weights, edges, openings=opening),
        edges=edges,
        legend=_legend(nodes, statements),
        openings=(opening[0], opening[1]),
        truncated=len(ranked) - len(chosen),
        hidden=sum(len(group) for group in groups.values()) - len(statements),
    )


def _edges(groups: Groups, main: set[EdgeKey]) -> tuple[ViewEdge, ...]:
    """One edge per group; those between the same two nodes bend apart, the strongest least."""
    lanes: dict[tuple[str, ...], list[EdgeKey]] = defaultdict(list)
    for key in groups:
        lanes[tuple(sorted((key[0], key[2])))].append(key)
    edges: list[ViewEdge] = []
    for ends, keys in sorted(lanes.items()):
        bends = sorted(((lane - (len(keys) - 1) / 2) for lane in range(len(keys))), key=lambda bend: (abs(bend), bend))
        strongest = sorted(keys, key=lambda key: (-len(groups[key]), key))
        for key, bend in zip(strongest, bends, strict=True):
            curve = bend * min(CURVE_STEP, 1.2 / len(keys))
            edges.append(_edge(key, groups[key], curve if key[0] == ends[0] else -curve, key in main))
    return tuple(edges)


def _edge(key: EdgeKey, group: tuple[StatementRow, ...], curve: float, main: bool) -> ViewEdge:
    source, relation, target, negated = key
    first = group[0]
    said = any(row.held_true or (negated and row.modality == "asserted" and row.speaker is None) for row in group)
    return ViewEdge(
        source=source,
        target=target,
        relation=relation,
        label_de=first.relation_de,
        label_en=first.relation_en,
        group=first.group,
        kind="fact" if said else "claim",
        negated=negated,
        curve=round(curve, 3),
        main=main,
        statements=group,
    )


def _place(
    nodes: Sequence[Node], weights: Counter[str], edges: Sequence[ViewEdge], *, openings: Sequence[int]
) -> tuple[ViewNode, ...]:
    """`nodes` with their sizes and places."""
    index = {node.iri: number for number, node in enumerate(nodes)}
    most = max(weights.values(), default=1)
    radii = [round(6 + sqrt(weights[node.iri]) * min(4.0, 20 / sqrt(most))) for node in nodes]
    boxes = [_box(node, radius) for node, radius in zip(nodes, radii, strict=True)]
    links = _links([edge for edge in edges if edge.main], index, radii)
    pages = [Page(aspect, opening) for aspect, opening in zip(ASPECTS, openings, strict=True)]
    wide, tall = place_nodes(boxes, links, pages=pages)
    return tuple(
        ViewNode(node, weights[node.iri], radius, place, other)
        for node, radius, place, other in zip(nodes, radii, wide, tall, strict=True)
    )


def _box(node: Node, radius: int) -> Box:
    """The room for a node and the longer of its labels, which hangs below."""
    labels = [picture_label(node.label(language)) for language in LANGUAGES]
    lines = max(label.count("\n") + 1 for label in labels)
    return Box(max(radius, max(map(text_width, labels)) / 2), radius, radius + 4 + lines * LINE_HEIGHT)


def _links(edges: Sequence[ViewEdge], index: dict[str, int], radii: Sequence[int]) -> list[Link]:
    """One link for each two nodes with a tie: as long as its labels need, longer where many lines meet."""
    neighbours: dict[int, set[int]] = defaultdict(set)
    lanes: dict[tuple[int, int], list[ViewEdge]] = defaultdict(list)
    for edge in edges:
        source, target = index[edge.source], index[edge.target]
        neighbours[source].add(target)
        neighbours[target].add(source)
        lanes[min(source, target), max(source, target)].append(edge)
    links: list[Link] = []
    for (source, target), some in lanes.items():
        label = max(_label_width(edge) for edge in some)
        strangers = len(neighbours[source] ^ neighbours[target])
        crowd = 0.75 + 0.2 * sqrt(strangers) + 0.08 * (len(some) - 1)
        links.append(Link(source, target, radii[source] + radii[target] + max(60.0, min(label, 130.0) + 16.0) * crowd))
    return links


def _legend(nodes: Sequence[Node], statements: Sequence[StatementRow]) -> Legend:
    types = {drawn_type(node.type) for node in nodes}
    known = tuple((name, look) for name, look in LOOKS.items() if name in types)
    denials = sum(row.polarity == "negative" for row in statements)
    facts = sum(row.held_true for row in statements)
    return Legend(known, facts, len(statements) - facts - denials, denials)


def _label_width(edge: ViewEdge) -> float:
    """The width of the longer label of `edge`; below a claim stands whose it is: ``according to Mark Rutte``."""
    speaker = edge.statements[0].speaker if edge.kind == "claim" else None
    voice = text_width("x" * VOICE_WORDS + speaker.label_en, 11) if speaker else 0.0
    return max(text_width(edge.label_de, 11), text_width(edge.label_en, 11), voice)
