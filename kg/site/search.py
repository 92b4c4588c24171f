"""Finds actors, articles and sentences by a few letters or words, whatever their case and accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.site.library import Library
from kg.statements import ArticleRow, Node, StatementRow

MOST_FOUND = 50  # of each kind


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives, the best first: entities with their statements, articles, statements by their sentence."""

    entities: tuple[tuple[Node, int], ...] = ()
    articles: tuple[ArticleRow, ...] = ()
    statements: tuple[StatementRow, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.entities or self.articles or self.statements)


def search(library: Library, words: str) -> Found:
    """Entities, articles and statements of `library` that hold all of `words`."""
    wanted = fold(words).split()
    if not wanted:
        return Found()
    return Found(
        tuple(_entities(library, wanted))[:MOST_FOUND],
        tuple(_articles(library, wanted))[:MOST_FOUND],
        tuple(_statements(library, wanted))[:MOST_FOUND],
    )


@lru_cache(50_000)  # every search looks through the same names and sentences
def fold(text: str) -> str:
    """`text` as it is compared: small letters without accents.

    >>> fold("Wolodymyr Selenskýj, Straße")
    'wolodymyr selenskyj, strasse'
    """
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _entities(library: Library, wanted: list[str]) -> Iterator[tuple[Node, int]]:
    """Those called exactly so come first, then those with the most statements, then those only mentioned."""
    strength = {node.iri: count for node, count in library.actors}
    found = []
    for iri, node in library.nodes.items():
        if library.is_actor(iri):
            names = [fold(name) for name in (node.label_de, node.label_en, *node.aliases)]
            if any(_holds(name, wanted) for name in names):
                exact = " ".join(wanted) in names
                found.append((not exact, -strength.get(iri, 0), node.label_de, iri))
    for _, count, _, iri in sorted(found):
        yield library.nodes[iri], -count


def _articles(library: Library, wanted: list[str]) -> Iterable[ArticleRow]:
    articles = library.articles.values()
    return (row for row in articles if _holds(fold(f"{row.title} {row.source} {row.author} {row.id}"), wanted))


def _statements(library: Library, wanted: list[str]) -> Iterable[StatementRow]:
    """One statement for each sentence that holds the words."""
    sentences: dict[tuple[str, int], StatementRow] = {}
    for row in library.newest:
        if _holds(fold(row.sentence), wanted):
            sentences.setdefault((row.article.id, row.sentence_span.start), row)
    return sentences.values()


def _holds(text: str, wanted: list[str]) -> bool:
    return all(word in text for word in wanted)
