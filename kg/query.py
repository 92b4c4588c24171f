"""Runs SPARQL 1.1 queries on a store: rows, triples or a yes, in a fixed order, within limits."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Literal as Choice
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QueryTriples, Triple

from kg.dump import prefixes
from kg.errors import QueryError
from kg.guard import check_query, has_order
from kg.iris import Iris
from kg.store import Store
from kg.upkeep import iris_of_store

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Form: TypeAlias = Choice["rows", "ask", "graph"]
Row: TypeAlias = tuple[Term | None, ...]

# A query of the longest size that `kg.guard` lets through needs up to 100 MB of stack in Oxigraph's parser.
_STACK = 512 * 1024 * 1024
_STACK_LOCK = threading.Lock()


def run_query(
    store: Store, query: str, *, claims: bool = False, max_rows: int | None = None, timeout: float | None = None
) -> Result:
    """What `query` gives: the prefixes of ``context.jsonld`` and ``id:`` need no declaration.

    With `claims`, what is only claimed counts as the default graph's, too. At most `max_rows` rows or triples are
    kept (``truncated`` tells). Rows that the query does not order are sorted. `timeout` is in seconds: what is given up
    then still runs on until this process ends, so a server asks in a process of its own.

    Raises:
        QueryError: malformed (names line and column), not allowed, or not done in time.
    """
    check_query(query)
    iris = iris_of_store(store) or Iris()
    also = (iris.claims,) if claims else ()
    work = partial(_answer, store, query, iris, also, max_rows)
    try:
        return _run_with_deep_stack(work, timeout)
    except SyntaxError as error:
        raise QueryError(query, _syntax_problem(query, str(error))) from None
    except TimeoutError:
        raise QueryError(query, f"no answer within {timeout:g} seconds; narrow the query or add LIMIT") from None
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(query, f"the query can't be answered: {error}") from error


def _run_with_deep_stack(work: Callable[[], Result], timeout: float | None) -> Result:
    """What `work` gives. Its thread is given up on a timeout; it ends with the process at the latest."""
    outcome: Future[Result] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001  (raised again where the result is asked for)
            outcome.set_exception(error)

    with _STACK_LOCK:
        before = threading.stack_size(_STACK)
        try:
            threading.Thread(target=run, daemon=True).start()
        finally:
            threading.stack_size(before)
    return outcome.result(timeout)


def _answer(store: Store, query: str, iris: Iris, also: tuple[str, ...], max_rows: int | None) -> Result:
    found = store.query(query, prefixes=prefixes(iris), also=also)
    if isinstance(found, QueryBoolean):
        return Result("ask", truth=bool(found))
    most = None if max_rows is None else max_rows + 1
    if isinstance(found, QueryTriples):
        triples = sorted(set(islice(found, most)), key=str)
        return Result(
            "graph", triples=tuple(triples[:max_rows]), truncated=max_rows is not None and len(triples) > max_rows
        )
    rows = [tuple(row) for row in islice(found, most)]
    if not has_order(query):
        rows.sort(key=_order)
    columns = tuple(variable.value for variable in found.variables)
    return Result("rows", columns, tuple(rows[:max_rows]), truncated=max_rows is not None and len(rows) > max_rows)


def _order(row: Row) -> tuple[str, ...]:
    return tuple("" if term is None else str(term) for term in row)


def _syntax_problem(query: str, message: str) -> str:
    """Where and what, on one line: `line 3, column 2: no valid SPARQL at "?p }"`."""
    match = re.match(r"error at (\d+):(\d+): ", message)
    if match is None:
        return f"no valid SPARQL: {' '.join(message.split())[:200]}"
    line, column = int(match[1]), int(match[2])
    lines = query.split("\n")
    text = lines[line - 1].strip() if line <= len(lines) else ""
    return f"line {line}, column {column}: no valid SPARQL in {text[:120]!r}"


@dataclass(frozen=True, slots=True)
class Result:
    """What a query gave. ``form`` is "rows" (SELECT), "ask" or "graph" (CONSTRUCT, DESCRIBE)."""

    form: Form
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    triples: tuple[Triple, ...] = ()
    truth: bool = False
    truncated: bool = False
