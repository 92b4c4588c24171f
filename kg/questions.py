"""Ready-made questions: the queries of ``ontologies/queries/``, by name, and about whom they are asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg.data import root
from kg.errors import DataError, QueryError
from kg.lookup import find_nodes
from kg.store import Store

DIRECTORY = "queries"

# A line `# about ?buyer ?seller` inside WHERE: where the question is narrowed to one actor. A comment to others.
_ABOUT = re.compile(r"^[ \t]*# about((?: \?\w+)+)[ \t]*$", re.MULTILINE)


@cache
def named_queries() -> dict[str, Question]:
    """All ready-made questions by name, sorted.

    Raises:
        DataError: a file does not begin with a line of help.
    """
    paths = sorted((root() / DIRECTORY).glob("*.rq"))
    return {path.stem: _question(path.stem, path.read_text(encoding="utf-8")) for path in paths}


def question(name: str, store: Store | None = None, *, about: str = "") -> str:
    """The query called `name`, narrowed to what `store` knows as `about` if given.

    Whatever stands for that actor counts too: who asks about Russland also means Moskau.

    Raises:
        QueryError: no such question, it can't be narrowed, or nothing is called so.
    """
    known = named_queries()
    if name not in known:
        raise QueryError("", f"there is no question {name!r}; there are: {', '.join(known)}")
    found = known[name]
    if not about or store is None:
        return found.query
    if not found.takes_about:
        able = ", ".join(other.name for other in known.values() if other.takes_about)
        raise QueryError(found.query, f"{name} can't be asked about one actor; these can: {able}")
    return narrow(found.query, (node.iri for node in find_nodes(store, about)))


def narrow(query: str, iris: Iterable[str]) -> str:
    """`query` with each line ``# about ?a ?b`` turned into the condition that one of them is among `iris`.

    >>> narrow("SELECT ?s {\\n  ?s ?p ?o\\n  # about ?s ?o\\n}", ["a:b"])
    'SELECT ?s {\\n  ?s ?p ?o\\nFILTER(?s IN (<a:b>) || ?o IN (<a:b>))\\n}'
    """
    nodes = ", ".join(f"<{iri}>" for iri in iris)
    conditions = {variable: f"{variable} IN ({nodes})" for variable in re.findall(r"\?\w+", query)}

    def condition(match: re.Match[str]) -> str:
        return f"FILTER({' || '.join(conditions[variable] for variable in match[1].split())})"

    return _ABOUT.sub(condition, query)


def _question(name: str, text: str) -> Question:
    first = text.split("\n", 1)[0]
    if not first.startswith("# ") or not first[2:].strip():
        raise DataError(f"{DIRECTORY}/{name}.rq", "line 1", "must be a comment that says what the question is")
    return Question(name, first[2:].strip(), text, bool(_ABOUT.search(text)))


@dataclass(frozen=True, slots=True)
class Question:
    """One ready-made question: its name, what it asks in one line, and whether it can be about one actor."""

    name: str
    help: str
    query: str
    takes_about: bool
