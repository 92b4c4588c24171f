"""A part of a graph to explore: some of its statements, as tables, as a networkx graph, as a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from kg.errors import KgError, QueryError, ViewError
from kg.lookup import find_node
from kg.paths import other_end, shortest_path
from kg.statements import VALUE_TYPES, Language, Node, StatementRow

if TYPE_CHECKING:
    import networkx
    import pandas as pd

    from kg.notebook import Picture

FACT_COLUMNS = (
    *("subject", "relation", "object", "time", "place", "amount"),
    *("speaker", "modality", "polarity", "sources", "sentence", "article"),
)
ENTITY_COLUMNS = ("entity", "type", "wikidata", "facts", "claims")
ARTICLE_COLUMNS = ("article", "title", "published", "source", "facts", "claims", "url")


class Part:
    """Some statements of a graph, in a fixed order. `nodes` are all entities that names are looked up in."""

    def __init__(self, rows: Iterable[StatementRow], nodes: Iterable[Node], *, title: str) -> None:
        self.rows: tuple[StatementRow, ...] = tuple(rows)
        self.nodes: tuple[Node, ...] = tuple(nodes)
        self.title = title

    def facts(self, entity: str | None = None, *, claims: bool = True, labels: Language = "en") -> pd.DataFrame:
        """A table of statements: all, or those in which `entity` takes part or speaks.

        ``time`` is a day (``2024-11-13``), an interval (``2024-10-01/2024-12-31``) or the words of the text;
        ``speaker`` is empty where the article itself speaks, ``sources`` counts the independent ones that say the
        same in whichever article. Without `claims` only what articles hold true.

        Raises:
            KgError: nobody is called `entity`; names similar ones.
        """
        import pandas as pd

        rows: Sequence[StatementRow] = self._kept(claims, labels)
        if entity is not None:
            rows = _rows_about(find_node(self.nodes, entity).iri, rows)
        return pd.DataFrame([record_from_row(row, labels) for row in rows], columns=list(FACT_COLUMNS), dtype=object)

    def entities(self, *, labels: Language = "en") -> pd.DataFrame:
        """A table of all entities in these statements, those with most statements first."""
        import pandas as pd

        facts, claims, nodes = Counter[str](), Counter[str](), {}
        for row in self._kept(True, labels):
            for node in {row.subject, row.object}:
                nodes[node.iri] = node
                (facts if row.held_true else claims)[node.iri] += 1
        entities = [node for node in nodes.values() if node.type not in VALUE_TYPES]
        entities.sort(key=lambda node: (-facts[node.iri] - claims[node.iri], node.label(labels), node.iri))
        records = [(node.label(labels), node.type, node.qid, facts[node.iri], claims[node.iri]) for node in entities]
        return pd.DataFrame(records, columns=list(ENTITY_COLUMNS))

    def articles(self) -> pd.DataFrame:
        """A table of the articles that these statements come from, the oldest first, undated ones last."""
        import pandas as pd

        facts, claims, articles = Counter[str](), Counter[str](), {}
        for row in self.rows:
            articles[row.article.id] = row.article
            (facts if row.held_true else claims)[row.article.id] += 1
        found = sorted(articles.values(), key=lambda article: (article.published or date.max, article.id))
        records = [
            (article.id, article.title, article.published, article.source, facts[article.id], claims[article.id],
             article.url)
            for article in found
        ]  # fmt: skip
        return pd.DataFrame(records, columns=list(ARTICLE_COLUMNS))

    def entity(self, name: str) -> Actor:
        """All that is said about one actor, or by it.

        Raises:
            KgError: nobody is called `name`; names similar ones.
        """
        node = find_node(self.nodes, name)
        return Actor(node, _rows_about(node.iri, self.rows), self.nodes)

    def to_networkx(self, *, claims: bool = True, labels: Language = "en") -> networkx.MultiDiGraph[str]:
        """A graph for networkx: nodes are IRIs with label, type and qid; each edge is a statement, its IRI the key."""
        import networkx

        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name=self.title)
        for row in self._kept(claims, labels):
            for node in (row.subject, row.object):
                graph.add_node(node.iri, label=node.label(labels), type=node.type, qid=node.qid)
            attributes = record_from_row(row, labels) | {
                "confidence": row.confidence,
                "rule": row.rule,
                "fact": row.held_true,
            }
            del attributes["subject"], attributes["object"]
            graph.add_edge(row.subject.iri, row.object.iri, key=row.iri, **attributes)
        return graph

    def neighbourhood(self, entity: str, *, hops: int = 1, claims: bool = True) -> Part:
        """The statements within `hops` steps around `entity`, those among its neighbours included.

        Raises:
            KgError: nobody is called `entity` (names similar ones), or `hops` is below 1.
        """
        if hops < 1:
            raise ViewError(f"a neighbourhood needs at least 1 hop, not {hops}")
        node, rows = find_node(self.nodes, entity), self._kept(claims, "en")
        near = {node.iri}
        for _ in range(hops):
            near |= {other_end(row, end) for row in rows for end in (row.subject.iri, row.object.iri) if end in near}
        kept = [row for row in rows if row.subject.iri in near and row.object.iri in near]
        return Part(kept, self.nodes, title=node.label_en)

    def path(self, start: str, end: str) -> Part:
        """The fewest statements that lead from one entity to another, facts before claims.

        Raises:
            KgError: nobody is called so (names similar ones), or nothing connects the two.
        """
        first, last = find_node(self.nodes, start), find_node(self.nodes, end)
        rows = shortest_path(self.rows, first.iri, last.iri)
        if not rows:
            raise QueryError(f"{start} - {end}", f"nothing in this graph connects {first.label_en} and {last.label_en}")
        return Part(rows, self.nodes, title=f"{first.label_en} – {last.label_en}")

    def show(self, *, labels: Language = "en", limit: int | None = None, height: int = 640) -> Picture:
        """An interactive picture for a notebook, `height` pixels high, with at most `limit` nodes; needs no network."""
        from kg.html import html_from_view
        from kg.notebook import Picture
        from kg.view import LIMIT, view_from_rows

        view = view_from_rows(self.rows, title=self.title, limit=LIMIT if limit is None else limit)
        return Picture(html_from_view(view, labels=labels), title=self.title, height=height)

    def _kept(self, claims: bool, labels: Language) -> tuple[StatementRow, ...]:
        if labels not in get_args(Language):
            raise KgError(f"no labels in {labels!r}; known: {', '.join(get_args(Language))}")
        return self.rows if claims else tuple(row for row in self.rows if row.held_true)

    def __len__(self) -> int:
        return len(self.rows)

    def summary(self) -> str:
        """How much there is: ``26 facts, 9 claims and denials, 1 article``."""
        facts, articles = sum(row.held_true for row in self.rows), len({row.article.iri for row in self.rows})
        claims = len(self.rows) - facts
        said = "1 claim or denial" if claims == 1 else f"{claims} claims and denials"
        return f"{facts} fact{'s' * (facts != 1)}, {said}, {articles} article{'s' * (articles != 1)}"

    def _repr_html_(self) -> str:
        from kg.cards import FEW, card_of_actors, card_of_statements

        if len(self.rows) <= FEW:
            return card_of_statements(self.rows, title=self.title, note=self.summary())
        return card_of_actors(self.entities().to_dict("records"), title=self.title, note=self.summary())

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.title!r}: {self.summary()}>"


class Actor(Part):
    """All statements that one entity takes part in or makes; `node` says who it is."""

    def __init__(self, node: Node, rows: Iterable[StatementRow], nodes: Iterable[Node]) -> None:
        super().__init__(rows, nodes, title=node.label_en)
        self.node = node

    def partners(self, *, labels: Language = "en") -> pd.DataFrame:
        """A table of whom and what the actor has to do with, those with most statements first."""
        others = Part((row for row in self.rows if self.node.iri in _ends(row)), self.nodes, title=self.title)
        table = others.entities(labels=labels)
        return table[table.entity != self.node.label(labels)].reset_index(drop=True)

    def _repr_html_(self) -> str:
        from kg.cards import card_of_actor

        return card_of_actor(self.node, self.rows, note=self.summary())


def _ends(row: StatementRow) -> tuple[str, str]:
    return row.subject.iri, row.object.iri


def _rows_about(iri: str, rows: Iterable[StatementRow]) -> list[StatementRow]:
    """Those of `rows` in which the node `iri` takes part or speaks."""
    return [row for row in rows if iri in (row.subject.iri, row.object.iri, row.speaker.iri if row.speaker else "")]


def record_from_row(row: StatementRow, labels: Language) -> dict[str, Any]:
    """`row` as words in `labels`; what is unknown is empty."""

    def name(node: Node | None) -> str:
        return node.label(labels) if node else ""

    return {
        "subject": row.subject.label(labels),
        "relation": row.relation_label(labels),
        "object": row.object.label(labels),
        "time": _interval(row.time_start, row.time_end) or row.time_text,
        "place": name(row.place),
        "amount": name(row.amount),
        "speaker": name(row.speaker),
        "modality": row.modality,
        "polarity": row.polarity,
        "sources": row.sources,
        "sentence": row.sentence,
        "article": row.article.id,
    }


def _interval(start: date | None, end: date | None) -> str:
    """The days from `start` to `end` in ISO 8601.

    >>> _interval(date(2024, 11, 13), date(2024, 11, 13)), _interval(None, date(2025, 1, 20))
    ('2024-11-13', '../2025-01-20')
    """
    if start is None and end is None:
        return ""
    if start == end and start is not None:
        return start.isoformat()
    return f"{start or '..'}/{end or '..'}"
