"""What a build leaves behind: the graph as files and as a picture, and a report on what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import ArticleError
from kg.export import page_from_rows
from kg.files import write_atomically
from kg.paths import shortest_path
from kg.statements import VALUE_TYPES, Language, Node, StatementRow, article_rows, node_rows, statement_rows
from kg.store import Store
from kg.tables import read_rows

DUMPS = {"graph.nq": "nquads", "graph.trig": "trig"}
PICTURE = "graph.html"
ACTORS = ("Person", "Organization", "Place", "Group")
MOST_ACTORS = 10
_SENTENCES = "SELECT (COUNT(?sentence) AS ?count) { GRAPH ?article { ?sentence a nif:Sentence } }"


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of the articles of one build, by id. ``undated`` ones have no date to reckon *gestern* from."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    failed: list[ArticleError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did, and what the whole graph in ``out`` holds after it.

    ``facts`` and ``claims`` count statements; a denial is a claim. ``actors`` are the ten entities with most
    statements, the strongest first; ``connected`` are two of them that a path connects. ``unsure`` counts the names
    that may mean others, too.
    """

    out: Path
    batch: Batch
    articles: int = 0
    sentences: int = 0
    entities: int = 0
    facts: int = 0
    claims: int = 0
    actors: tuple[tuple[str, int], ...] = ()
    connected: tuple[str, ...] = ()
    unsure: int = 0


def write_outputs(store: Store, out: Path, *, batch: Batch | None = None, labels: Language = "en") -> Report:
    """Writes the graph in `store` as N-Quads, TriG and picture into `out`, each file whole or not at all."""
    rows, articles = statement_rows(store), article_rows(store)
    counts = _strongest(rows, labels)
    _clear_stale(out)
    for name, format in DUMPS.items():
        store.dump(out / name, format)
    write_atomically(out / PICTURE, [page_from_rows(rows, articles, labels=labels).encode("utf-8")])
    return Report(
        out=out,
        batch=batch or Batch(),
        articles=len(articles),
        sentences=int(read_rows(store, _SENTENCES)[0]["count"]),
        entities=sum(node.type not in VALUE_TYPES for node in node_rows(store)),
        facts=sum(row.held_true for row in rows),
        claims=sum(not row.held_true for row in rows),
        actors=tuple((node.label(labels), count) for node, count in counts),
        connected=_connected(rows, [node for node, _ in counts], labels),
    )


def _clear_stale(out: Path) -> None:
    """Takes away what a killed process left half-written: only the holder of the store, we, writes here."""
    for name in (*DUMPS, PICTURE):
        for part in out.glob(f".{name}.*"):
            part.unlink(missing_ok=True)


def _strongest(rows: Iterable[StatementRow], labels: Language) -> list[tuple[Node, int]]:
    """The ten actors with most statements, and how many."""
    counts = Counter(iri for row in rows for iri in {row.subject.iri, row.object.iri})
    nodes = {end.iri: end for row in rows for end in (row.subject, row.object) if end.type in ACTORS}
    ranked = sorted(nodes.values(), key=lambda node: (-counts[node.iri], node.label(labels), node.iri))
    return [(node, counts[node.iri]) for node in ranked[:MOST_ACTORS]]


def _connected(rows: list[StatementRow], actors: list[Node], labels: Language) -> tuple[str, ...]:
    """Two of `actors` that statements connect: by way of somebody else, if any are."""
    pairs = [(one, other) for one in actors[:1] for other in actors[1:]]
    steps = {pair: len(shortest_path(rows, pair[0].iri, pair[1].iri)) for pair in pairs}
    best = next((pair for pair in pairs if steps[pair] > 1), next((pair for pair in pairs if steps[pair]), ()))
    return tuple(node.label(labels) for node in best)
