"""Query results as tables of properties by subject, always read in sorted order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias, cast

from pyoxigraph import Literal, NamedNode, QuerySolutions, Triple

from kg.dump import prefixes
from kg.errors import StoreError
from kg.iris import KG
from kg.store import Store
from kg.terms import Object

Table: TypeAlias = "dict[str, Properties]"

TRUE = ("true", "1")  # how servers spell it


def select(store: Store, query: str) -> QuerySolutions:
    """What a SELECT `query` gives; the prefixes of ``context.jsonld`` are known.

    Raises:
        StoreError: the store gives something else.
    """
    found = store.query(query, prefixes=prefixes())
    if not isinstance(found, QuerySolutions):
        raise StoreError("the store gives no rows for SELECT")
    return found


def select_triples(store: Store, query: str) -> Iterator[Triple]:
    """The rows ``?s ?p ?o`` that `query` gives."""
    return (Triple(*(cast(NamedNode, row[name]) for name in "spo")) for row in select(store, query))


def ask(store: Store, query: str) -> bool:
    """What an ASK `query` gives; the prefixes of ``context.jsonld`` are known."""
    return bool(store.query(query, prefixes=prefixes()))


def read_rows(store: Store, query: str) -> list[dict[str, str]]:
    """The rows that a SELECT `query` gives, as texts by variable; unbound variables are left out."""
    found = select(store, query)
    names = [variable.value for variable in found.variables]
    return [{name: cast(Object, row[name]).value for name in names if row[name] is not None} for row in found]


def read_table(store: Store, query: str) -> Table:
    """The rows ``?s ?p ?o`` that `query` gives, as properties by subject."""
    table: Table = {}
    for row in select(store, query):
        subject, property, object = (cast(Object, row[name]) for name in "spo")
        table.setdefault(subject.value, Properties()).add(property.value, object)
    return table


def iri_values(iris: Iterable[str]) -> str:
    """`iris` as they stand after VALUES, sorted."""
    return " ".join(f"<{iri}>" for iri in sorted(iris))


class Properties:
    """What is said of one node, by property; always read in sorted order."""

    def __init__(self) -> None:
        self._values: dict[str, set[tuple[str, str]]] = {}

    def add(self, property: str, object: Object) -> None:
        """Notes one more value."""
        language = (object.language or "") if isinstance(object, Literal) else ""
        self._values.setdefault(property, set()).add((object.value, language))

    def all(self, property: str) -> tuple[str, ...]:
        """All values, sorted."""
        return tuple(value for value, _ in sorted(self._values.get(property, ())))

    def first(self, property: str, language: str = "") -> str:
        """The first value (in `language`, if given), or ""."""
        found = sorted(value for value, tag in self._values.get(property, ()) if not language or tag == language)
        return found[0] if found else ""

    def day(self, property: str) -> date | None:
        """The first value as a day, None if there is none."""
        text = self.first(property)
        return date.fromisoformat(text) if text else None

    def only(self, property: str, owner: str) -> str:
        """The value that must be there."""
        if property not in self._values:
            raise StoreError(f"{owner} has no {property}; check the store with: kg validate")
        return self.first(property)

    def roles(self) -> list[tuple[str, str]]:
        """Names and fillers of the roles that have no property of their own, sorted."""
        prefix = KG + "role_"
        names = sorted(property for property in self._values if property.startswith(prefix))
        return [(name.removeprefix(prefix), value) for name in names for value in self.all(name)]
