"""What a batch of changes remembers of a store, so that what many articles say is not read again for each of them.

Nothing of it outlives the batch: it follows from the store, and while the batch lasts nobody else may write there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sized
from typing import Generic, TypeAlias, TypeVar

from kg.support import Sources, Witness
from kg.tellings import Told

Names: TypeAlias = tuple[str, ...]  # a plain triple and its mirror, sorted
Telling: TypeAlias = tuple[str, Witness]  # the name of the triple, and who affirms it

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing", bound=Sized)

MANY = 4  # statements of one triple or event: fewer are quickly read again
MOST = 20_000  # statements that are remembered at a time, some 4 kB each


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


class Shelf(Generic[Key, Thing]):
    """Things by their names, if they are large; what was needed least lately is forgotten if all are too large."""

    def __init__(self, many: int, most: int) -> None:
        self._things: dict[Key, Thing] = {}
        self._size = 0
        self._many, self._most = many, most

    def take(self, key: Key) -> Thing | None:
        """What is called `key`, if it is here; it is no longer here then, until it is kept again."""
        found = self._things.pop(key, None)
        self._size -= len(found) if found is not None else 0
        return found

    def keep(self, key: Key, thing: Thing) -> None:
        """Remembers `thing` if it is large."""
        if len(thing) >= self._many:
            self._things[key] = thing
            self._size += len(thing)
        while self._size > self._most:
            self.take(next(iter(self._things)))

    def clear(self) -> None:
        """Remembers nothing."""
        self._things.clear()
        self._size = 0


class Memory:
    """The triples that many affirm, and the events that many tell of, as the last change left them."""

    def __init__(self, *, many: int = MANY, most: int = MOST) -> None:
        self.affirmed: Shelf[Names, Affirmed] = Shelf(many, most)
        self.told: Shelf[str, Told] = Shelf(many, most)

    def forget(self) -> None:
        """Remembers nothing: the store is not as it was expected to be."""
        self.affirmed.clear()
        self.told.clear()
