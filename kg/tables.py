"""Query results as tables of properties by subject, always read in sorted order."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias, cast

from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg.dump import prefixes
from kg.errors import StoreError
from kg.iris import KG
from kg.store import Store

Table: TypeAlias = "dict[str, Properties]"


def read_table(store: Store, query: str) -> Table:
    """The rows ``?s ?p ?o`` that `query` gives, by subject."""
    found = store.query(query, prefixes=prefixes())
    if not isinstance(found, QuerySolutions):
        raise StoreError("the store gives no rows for SELECT")
    table: Table = {}
    for row in found:
        subject, property, object = row["s"], row["p"], row["o"]
        if isinstance(object, NamedNode | Literal):
            table.setdefault(cast(NamedNode, subject).value, Properties()).add(cast(NamedNode, property).value, object)
    return table


class Properties:
    """What is said of one node, by property; always read in sorted order."""

    def __init__(self) -> None:
        self._values: dict[str, set[tuple[str, str]]] = {}

    def add(self, property: str, object: NamedNode | Literal) -> None:
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
