"""What a batch of changes remembers of a store, so that what many articles say is not read again for each of them.

Nothing of it outlives the batch: it follows from the store, and while the batch lasts nobody else may write there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypeAlias

from kg.support import Sources, Witness

Names: TypeAlias = tuple[str, ...]  # a plain triple and its mirror, sorted
Telling: TypeAlias = tuple[str, Witness]  # the name of the triple, and who affirms it

MANY = 16  # articles that affirm a triple: fewer are quickly read again
MOST = 10_000  # witnesses that are remembered at a time, some 4 kB each


class Affirmed:
    """Who affirms a plain triple or its mirror, by article."""

    def __init__(self, tellings: Iterable[Telling]) -> None:
        self._articles: dict[str, set[Telling]] = {}
        self._names: Counter[str] = Counter()
        self.sources = Sources()
        told: dict[str, set[Telling]] = {}
        for telling in tellings:
            told.setdefault(telling[1].article, set()).add(telling)
        for article, own in told.items():
            self.put(article, own)

    def put(self, article: str, tellings: Iterable[Telling]) -> None:
        """From now on `article` affirms it by `tellings`, and no longer by what it said before."""
        old, new = self._articles.pop(article, set()), set(tellings)
        for name, witness in old - new:
            self._names[name] -= 1
            self.sources.remove(witness)
        for name, witness in new - old:
            self._names[name] += 1
            self.sources.add(witness)
        if new:
            self._articles[article] = new

    def names(self) -> Names:
        """Which of the two somebody affirms, sorted."""
        return tuple(sorted(name for name, count in self._names.items() if count))

    def __len__(self) -> int:
        return self._names.total()


class Memory:
    """The triples that many affirm, as the last change left them; what was needed least lately is forgotten first."""

    def __init__(self, *, many: int = MANY, most: int = MOST) -> None:
        self._affirmed: dict[Names, Affirmed] = {}
        self._size = 0
        self._many, self._most = many, most

    def take(self, names: Names) -> Affirmed | None:
        """Who affirms a triple, if that is known; it is out of the memory then, until it is kept again."""
        found = self._affirmed.pop(names, None)
        self._size -= len(found) if found is not None else 0
        return found

    def keep(self, names: Names, affirmed: Affirmed) -> None:
        """Remembers who affirms a triple, if many do."""
        if len(affirmed) >= self._many:
            self._affirmed[names] = affirmed
            self._size += len(affirmed)
        while self._size > self._most:
            self.take(next(iter(self._affirmed)))

    def forget(self) -> None:
        """Remembers nothing: the store is not as it was expected to be."""
        self._affirmed.clear()
        self._size = 0
