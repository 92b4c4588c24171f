"""What of a graph is shown, and where: rows of statements become a `View` that any page can draw.

The strongest actors and their ties come first; what is left out is counted. Places are computed here, so that a page
opens at once and looks the same on every build.
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal, TypeAlias

from kg.errors import ViewError
from kg.layout import Box, Link, place_nodes
from kg.statements import Language, Node, StatementRow

LIMIT = 300
LANGUAGES: tuple[Language, ...] = ("de", "en")
WIDE, TALL = 1.55, 0.62  # width to height of the picture on a screen and on a telephone
LINE_WIDTH, LINE_COUNT, LINE_HEIGHT = 22, 3, 16  # of a label: characters, lines, pixels
CURVE_STEP = 0.22
VOICE_WORDS = 13  # characters before a speaker's name

EdgeKey: TypeAlias = tuple[str, str, str, bool]
Kind: TypeAlias = Literal["fact", "claim"]

# Marks that turn or hide the text after them, and control characters: no name needs them in a picture.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_NARROW, _BROAD = frozenset("ijlIft.,:;'|!()[]/- "), frozenset("mwMWQO@%ÄÖÜ–—…")


@dataclass(frozen=True, slots=True)
class Look:
    """How nodes of one type are drawn: told apart by shape as well as by colour (on paper and on a dark screen)."""

    shape: str
    light: str
    dark: str


# Hues after Paul Tol's "muted" scheme, which stays distinct for colour-blind readers.
LOOKS: dict[str, Look] = {
    "Person": Look("dot", "#3b3a9c", "#9aa0f0"),
    "Organization": Look("square", "#8a2a5c", "#e08ab8"),
    "Place": Look("triangleDown", "#1c7a3e", "#6cc48a"),
    "Group": Look("hexagon", "#2f8f83", "#63cfc0"),
    "Position": Look("diamond", "#7d7a26", "#c9c463"),
    "Product": Look("square", "#b58a1f", "#e6c667"),
    "Event": Look("star", "#c45a6a", "#f09aa6"),
    "Document": Look("square", "#3d83ad", "#86c5ea"),
    "Amount": Look("diamond", "#96408f", "#d892d2"),
    "Time": Look("diamond", "#5d6673", "#a9b2bf"),
    "Thing": Look("dot", "#85817a", "#b3aea5"),
}


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
        return _drawn_type(self.node)


@dataclass(frozen=True, slots=True)
class ViewEdge:
    """All statements that say the same of the same two: one line from ``source`` to ``target`` (IRIs).

    ``kind`` is "fact" if an article itself says it. ``curve`` bends the line (-1 to 1, 0 = straight) so that
    several lines between two nodes stay apart.
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
    """A picture of a graph. ``truncated`` and ``hidden`` count the nodes and statements left out of it."""

    title: str
    nodes: tuple[ViewNode, ...]
    edges: tuple[ViewEdge, ...]
    legend: Legend
    truncated: int
    hidden: int


def view_from_rows(rows: Iterable[StatementRow], *, title: str, limit: int = LIMIT) -> View:
    """The picture of `rows` with at most `limit` nodes, the strongest ties first.

    Raises:
        ViewError: `limit` is below 2.
    """
    if limit < 2:
        raise ViewError(f"a picture needs room for at least 2 nodes, not {limit}")
    groups = _group(rows)
    weights = _weigh(groups)
    chosen = _choose(groups, weights, limit)
    nodes = {end.iri: end for group in groups.values() for row in group for end in (row.subject, row.object)}
    drawn = {key: group for key, group in groups.items() if key[0] in chosen and key[2] in chosen}
    edges = _edges(drawn)
    statements = [row for edge in edges for row in edge.statements]
    return View(
        title=title,
        nodes=_place([nodes[iri] for iri in chosen], weights, edges),
        edges=edges,
        legend=_legend([nodes[iri] for iri in chosen], statements),
        truncated=len(nodes) - len(chosen),
        hidden=sum(len(group) for group in groups.values()) - len(statements),
    )


def picture_label(text: str) -> str:
    """`text` in at most three short lines, free of marks that would turn the text around it.

    >>> picture_label("Vertreter der Europäischen Union und der NATO")
    'Vertreter der\\nEuropäischen Union und\\nder NATO'
    """
    seen = " ".join(_UNSEEN.sub(" ", text).split())
    return "\n".join(textwrap.wrap(seen, LINE_WIDTH, max_lines=LINE_COUNT, placeholder=" …")) or "?"


def text_width(text: str, size: float = 15.0) -> float:
    """About how many pixels the longest line of `text` takes in a sans serif of `size` pixels."""
    return max(sum(_character_width(character) for character in line) for line in text.split("\n")) * size


def _character_width(character: str) -> float:
    if character in _NARROW:
        return 0.34
    if character in _BROAD or ord(character) > 0x2E7F:  # CJK and emoji are square
        return 0.95
    return 0.7 if character.isupper() else 0.58


def _group(rows: Iterable[StatementRow]) -> dict[EdgeKey, tuple[StatementRow, ...]]:
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


def _weigh(groups: dict[EdgeKey, tuple[StatementRow, ...]]) -> Counter[str]:
    """How many statements each node is an end of."""
    weights: Counter[str] = Counter()
    for (source, _, target, _), group in groups.items():
        weights[source] += len(group)
        if target != source:
            weights[target] += len(group)
    return weights


def _choose(groups: dict[EdgeKey, tuple[StatementRow, ...]], weights: Counter[str], limit: int) -> list[str]:
    """At most `limit` nodes, each with a tie to another chosen one, the strongest first.

    Ties between two strong nodes go before the leaves of one: a hub alone would make a star of strangers.
    """

    def strength(key: EdgeKey) -> tuple[int, int, EdgeKey]:
        ends = weights[key[0]], weights[key[2]]
        return -min(ends), -max(ends), key

    chosen: set[str] = set()
    for key in sorted(groups, key=strength):
        fresh = {key[0], key[2]} - chosen
        if len(chosen) + len(fresh) <= limit:
            chosen |= fresh
    return sorted(chosen, key=lambda iri: (-weights[iri], iri))


def _edges(groups: dict[EdgeKey, tuple[StatementRow, ...]]) -> tuple[ViewEdge, ...]:
    """One edge per group; those between the same two nodes bend apart."""
    lanes: dict[tuple[str, ...], list[EdgeKey]] = defaultdict(list)
    for key in groups:
        lanes[tuple(sorted((key[0], key[2])))].append(key)
    edges: list[ViewEdge] = []
    for ends, keys in sorted(lanes.items()):
        for lane, key in enumerate(keys):
            bend = (lane - (len(keys) - 1) / 2) * min(CURVE_STEP, 1.2 / len(keys))
            edges.append(_edge(key, groups[key], bend if key[0] == ends[0] else -bend))
    return tuple(edges)


def _edge(key: EdgeKey, group: tuple[StatementRow, ...], curve: float) -> ViewEdge:
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
        statements=group,
    )


def _place(nodes: Sequence[Node], weights: Counter[str], edges: Sequence[ViewEdge]) -> tuple[ViewNode, ...]:
    """`nodes` with their sizes and places."""
    index = {node.iri: number for number, node in enumerate(nodes)}
    most = max(weights.values(), default=1)
    radii = [round(6 + sqrt(weights[node.iri]) * min(4.0, 20 / sqrt(most))) for node in nodes]
    boxes = [_box(node, radius) for node, radius in zip(nodes, radii, strict=True)]
    links = _links(edges, index, radii)
    wide, tall = place_nodes(boxes, links, aspects=(WIDE, TALL))
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
    types = {_drawn_type(node) for node in nodes}
    known = tuple((name, look) for name, look in LOOKS.items() if name in types)
    denials = sum(row.polarity == "negative" for row in statements)
    facts = sum(row.held_true for row in statements)
    return Legend(known, facts, len(statements) - facts - denials, denials)


def _label_width(edge: ViewEdge) -> float:
    """The width of the longer label of `edge`; below a claim stands whose it is: ``according to Mark Rutte``."""
    speaker = edge.statements[0].speaker if edge.kind == "claim" else None
    voice = text_width("x" * VOICE_WORDS + speaker.label_en, 11) if speaker else 0.0
    return max(text_width(edge.label_de, 11), text_width(edge.label_en, 11), voice)


def _drawn_type(node: Node) -> str:
    return node.type if node.type in LOOKS else "Thing"
