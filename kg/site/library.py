"""What pages know of a graph: its statements, actors and articles, read once and found again by name.

`Library` never changes after it was made, so that many readers may use one at the same time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kg.iris import Iris, span_from_iri
from kg.paths import other_end
from kg.statements import VALUE_TYPES, ArticleRow, Node, StatementRow, article_rows, node_rows, statement_rows
from kg.store import Store
from kg.tables import read_rows
from kg.types import Span
from kg.upkeep import iris_of_store

_MENTIONED = "SELECT DISTINCT ?article ?node { GRAPH ?article { ?phrase itsrdf:taIdentRef ?node } }"
_TEXT = "SELECT ?text { GRAPH <%s> { <%s> nif:isString ?text } }"
_MENTIONS = "SELECT ?phrase ?node { GRAPH <%s> { ?phrase itsrdf:taIdentRef ?node } }"
_SENTENCES = "SELECT ?sentence { GRAPH <%s> { ?sentence a nif:Sentence } }"


def day_of(row: StatementRow) -> date | None:
    """The day that `row` is about, by default the day of its article; None where neither is known."""
    return row.time_start or row.time_end or row.article.published


def newest_first(rows: Iterable[StatementRow]) -> list[StatementRow]:
    """`rows` by the day that they are about, the latest first, undated ones last; one day in the order of the texts."""
    ordered = sorted(rows, key=lambda row: (row.article.id, row.sentence_span, row.iri))
    return sorted(ordered, key=lambda row: day_of(row) or date.min, reverse=True)


def is_spoken(row: StatementRow) -> bool:
    """True if somebody else than the article says it."""
    return row.speaker is not None or row.modality == "reported"


@dataclass(frozen=True, slots=True)
class Companion:
    """An actor who shares statements with another: how many, and what they say in a few words."""

    node: Node
    statements: int
    relations: tuple[StatementRow, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with its text, the sentences in it, and who is mentioned where (offsets, IRI), in text order."""

    article: ArticleRow
    text: str
    sentences: tuple[Span, ...]
    mentions: tuple[tuple[Span, str], ...]


class Library:
    """A graph to leaf through. ``rows`` are all statements, ``nodes`` all entities by IRI, ``articles`` all by id."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.iris = iris_of_store(store) or Iris()
        self.rows: tuple[StatementRow, ...] = tuple(statement_rows(store))
        self.nodes: dict[str, Node] = {node.iri: node for node in node_rows(store)}
        self.articles: dict[str, ArticleRow] = {row.id: row for row in article_rows(store)}
        self._about: dict[str, list[StatementRow]] = defaultdict(list)
        self._spoken: dict[str, list[StatementRow]] = defaultdict(list)
        self._of_article: dict[str, list[StatementRow]] = defaultdict(list)
        for row in self.rows:
            self._of_article[row.article.id].append(row)
            if row.speaker is not None:
                self._spoken[row.speaker.iri].append(row)
            for iri in {row.subject.iri, row.object.iri, *(node.iri for _, node in row.roles)}:
                self._about[iri].append(row)
        self._standing_for: dict[str, list[Node]] = defaultdict(list)
        for node in self.nodes.values():
            if node.stands_for:
                self._standing_for[node.stands_for].append(node)
        self._mentioned = self._read_mentioned()

    @cached_property
    def actors(self) -> tuple[tuple[Node, int], ...]:
        """All entities that statements are about or that speak, and in how many, the strongest first."""
        counts = Counter({iri: len(rows) for iri, rows in self._about.items()})
        counts.update({iri: len(rows) for iri, rows in self._spoken.items()})
        found = [(self.nodes[iri], count) for iri, count in counts.items() if self.is_actor(iri)]
        return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0].label_de, pair[0].iri)))

    @cached_property
    def newest(self) -> tuple[StatementRow, ...]:
        """All statements, newest first."""
        return tuple(newest_first(self.rows))

    @cached_property
    def speakers(self) -> tuple[tuple[Node, tuple[StatementRow, ...]], ...]:
        """Everybody who says something, with what they say (newest first); who says most comes first."""
        found = [
            (self.nodes[iri], tuple(newest_first(rows))) for iri, rows in self._spoken.items() if iri in self.nodes
        ]
        return tuple(sorted(found, key=lambda pair: (-len(pair[1]), pair[0].label_de, pair[0].iri)))

    @cached_property
    def claims(self) -> tuple[tuple[Node | None, StatementRow], ...]:
        """What is said, speaker by speaker, and at the end (without one) by sources without a name."""
        named = [(node, row) for node, rows in self.speakers for row in rows]
        return (*named, *((None, row) for row in self.newest if row.speaker is None and is_spoken(row)))

    @cached_property
    def newest_articles(self) -> tuple[ArticleRow, ...]:
        """All articles, newest first."""
        return tuple(_newest_articles(self.articles.values()))

    def is_actor(self, iri: str) -> bool:
        """True if the IRI is an entity of the graph, no amount and no time."""
        return iri in self.nodes and self.nodes[iri].type not in VALUE_TYPES

    def key(self, node: Node) -> str:
        """The name of an entity in addresses: ``Antony_Blinken``."""
        return node.iri.removeprefix(self.iris.entities)

    def entity(self, key: str) -> Node | None:
        """The entity of that name in addresses, None if there is none."""
        iri = self.iris.entities + key
        return self.nodes[iri] if self.is_actor(iri) else None

    def meant_by(self, node: Node) -> list[Node]:
        """`node` and whatever stands for it: Russland, Moskau, der Kreml."""
        return [node, *self._standing_for.get(node.iri, ())]

    def about(self, nodes: Iterable[Node]) -> list[StatementRow]:
        """The statements that one of `nodes` takes part in, newest first."""
        return newest_first({row.iri: row for node in nodes for row in self._about.get(node.iri, ())}.values())

    def spoken_by(self, nodes: Iterable[Node]) -> list[StatementRow]:
        """What one of `nodes` says, newest first."""
        return newest_first({row.iri: row for node in nodes for row in self._spoken.get(node.iri, ())}.values())

    def of_article(self, id: str) -> list[StatementRow]:
        """What the article says, in the order of its text."""
        return self._of_article.get(id, [])

    def companions(self, nodes: Iterable[Node]) -> list[Companion]:
        """Who shares statements with one of `nodes`, the strongest first."""
        own = {node.iri for node in nodes}
        shared: dict[str, dict[str, StatementRow]] = defaultdict(dict)
        for iri in sorted(own):
            for row in self._about.get(iri, ()):
                ends = {row.subject.iri, row.object.iri} - own
                if iri in (row.subject.iri, row.object.iri):
                    ends = {other_end(row, iri)} - own
                for end in ends:
                    shared[end][row.iri] = row
        found = [
            Companion(self.nodes[iri], len(rows), tuple(_one_each(rows.values())))
            for iri, rows in shared.items()
            if self.is_actor(iri)
        ]
        return sorted(found, key=lambda one: (-one.statements, one.node.label_de, one.node.iri))

    def mentioning(self, nodes: Iterable[Node]) -> list[ArticleRow]:
        """The articles that mention one of `nodes`, newest first."""
        ids = {id for node in nodes for id in self._mentioned.get(node.iri, ())}
        return _newest_articles(self.articles[id] for id in sorted(ids))

    def read(self, article: ArticleRow) -> Reading:
        """The article with its text and everybody who is mentioned in it."""
        rows = read_rows(self.store, _TEXT % (article.iri, article.iri))
        mentions = read_rows(self.store, _MENTIONS % article.iri)
        sentences = read_rows(self.store, _SENTENCES % article.iri)
        return Reading(
            article,
            rows[0]["text"] if rows else "",
            tuple(sorted(span_from_iri(row["sentence"]) for row in sentences)),
            tuple(sorted((span_from_iri(row["phrase"]), row["node"]) for row in mentions)),
        )

    def _read_mentioned(self) -> dict[str, list[str]]:
        """The ids of the articles that mention each node."""
        ids = {article.iri: article.id for article in self.articles.values()}
        found: dict[str, list[str]] = defaultdict(list)
        for row in read_rows(self.store, _MENTIONED):
            found[row["node"]].append(ids[row["article"]])
        return found


def _newest_articles(articles: Iterable[ArticleRow]) -> list[ArticleRow]:
    """`articles` by their day, the latest first, undated ones last; those of one day in their order."""
    return sorted(articles, key=lambda article: article.published or date.min, reverse=True)


def _one_each(rows: Iterable[StatementRow]) -> list[StatementRow]:
    """One row for each relation, facts before claims."""
    kinds: dict[str, StatementRow] = {}
    for row in sorted(rows, key=lambda row: (not row.held_true, row.relation, row.iri)):
        kinds.setdefault(row.relation, row)
    return list(kinds.values())
