"""What many articles tell of one event, so that one more or less changes only what it adds itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, Quad

from kg.events import Place, Statement, places_of, quads_from_event
from kg.iris import Iris
from kg.terms import ARTICLE


class Told:
    """An event that several articles tell of: how many of their predicates tell what, and who says what of it."""

    def __init__(self, event: str, statements: Mapping[str, Statement], *, iris: Iris) -> None:
        self.event, self._iris = event, iris
        self._places: dict[frozenset[str], Counter[str]] = {}  # by their keys: how many each article has
        self._tellers: Counter[str] = Counter()
        self._quads: Counter[Quad] = Counter()  # in the graph of shared events
        self._count({}, statements)

    def __len__(self) -> int:
        return self._tellers.total()

    def shares(self, place: Place) -> bool:
        """True if `place` tells of this event."""
        return any(not keys.isdisjoint(place.keys) for keys in self._places)

    def is_the_same(self, article: str, places: Iterable[Place]) -> bool:
        """True if it keeps its name, its parts and its graph if all that `article` tells of it are `places`.

        That is so if two others tell of it, whose predicates connect all that those of `article` did and do.
        """
        others = {keys for keys, tellers in self._places.items() if len(tellers) > (article in tellers)}
        known = frozenset[str]().union(*others)
        is_shared = len(self._tellers) - (article in self._tellers) > 1
        return is_shared and len(others) == len(self._places) and all(place.keys <= known for place in places)

    def change(self, old: Mapping[str, Statement], new: Mapping[str, Statement]) -> set[Quad]:
        """Takes the statements `old` of one article out and `new` in; gives the shared quads that go with them."""
        before = set(self._quads)
        self._count(old, new)
        return before - self._quads.keys()

    def quads(self, statements: Mapping[str, Statement]) -> set[Quad]:
        """What `statements` say of the event, in whichever graph."""
        return {
            quad
            for iri, statement in statements.items()
            for quad in quads_from_event(iri, statement, self.event, iris=self._iris, is_shared=True)
        }

    def _count(self, old: Mapping[str, Statement], new: Mapping[str, Statement]) -> None:
        shared = NamedNode(self._iris.events)
        for statements, count in ((old, -1), (new, 1)):
            for place in places_of(statements, iris=self._iris).values():
                teller = statements[place.statements[0]][ARTICLE][0].value
                for counted in (self._places.setdefault(place.keys, Counter()), self._tellers):
                    counted[teller] += count
                    if not counted[teller]:
                        del counted[teller]
            for iri, statement in statements.items():
                for quad in self.quads({iri: statement}):
                    if quad.graph_name == shared:
                        self._quads[quad] += count
        self._quads = +self._quads
        self._places = {keys: tellers for keys, tellers in self._places.items() if tellers}
