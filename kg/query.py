"""Runs SPARQL 1.1 queries on a store: rows, triples or a yes, in a fixed order, within limits."""

from __future__ import annotations

import pickle
import re
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice
from operator import itemgetter
from typing import Literal as Choice
from typing import TypeAlias, cast

from pyoxigraph import NamedNode, QueryBoolean, QueryTriples, Triple

from kg.closure import with_closure
from kg.dump import prefixes
from kg.errors import QueryError
from kg.guard import check_query, order_of
from kg.iris import Iris
from kg.store import OxigraphStore, Store
from kg.transfer import Row, Term, bytes_from_rows, rows_from_bytes
from kg.upkeep import iris_of_store
from kg.worker import CAN_FORK, run_apart, run_beside

__all__ = ["MOST_ROWS", "MOST_SECONDS", "Result", "Row", "Term", "run_query"]

Form: TypeAlias = Choice["rows", "ask", "graph"]

MOST_ROWS = 100_000
MOST_SECONDS = 60.0
MOST_MEMORY = 2048  # MiB
TOO_BIG = f"it takes more than {MOST_MEMORY:,} MB of memory; narrow the query"


def run_query(
    store: Store,
    query: str,
    *,
    claims: bool = False,
    closure: bool = False,
    service: bool = False,
    max_rows: int = MOST_ROWS,
    timeout: float = MOST_SECONDS,
) -> Result:
    """What `query` gives: the prefixes of ``context.jsonld`` and ``id:`` need no declaration.

    With `claims`, what is only claimed counts as the default graph's, too, with `closure` what follows from the facts
    (see `kg.closure`); with `service` the query may ask other servers. At most `max_rows` rows or triples are kept
    (``truncated`` tells). Rows that the query does not order, or leaves in a tie, are sorted. `timeout` is in seconds;
    a query to a store in memory that takes longer, or too much memory, is ended; any other is given up then and runs
    on until this process or its server ends it.

    Raises:
        QueryError: malformed (names line and column), not allowed, not done in time, or too big.
    """
    check_query(query, service=service)
    iris = iris_of_store(store) or Iris()
    if closure:
        store = with_closure(store)
    also = tuple(graph for graph, is_asked in ((iris.claims, claims), (iris.closure, closure)) if is_asked)
    work = partial(_answer, store, query, iris, also, max_rows)
    try:
        if CAN_FORK and isinstance(store, OxigraphStore) and not store.on_disk:
            packed = run_apart(lambda: _bytes_from_result(work()), timeout=timeout, memory=MOST_MEMORY << 20)
            return _result_from_bytes(packed)
        return run_beside(work, timeout=timeout)
    except SyntaxError as error:
        raise QueryError(query, _syntax_problem(query, str(error))) from None
    except TimeoutError:
        raise QueryError(query, f"no answer within {timeout:g} seconds; narrow the query or add LIMIT") from None
    except MemoryError:
        raise QueryError(query, TOO_BIG) from None
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(query, f"the query can't be answered: {error}") from error


def _answer(store: Store, query: str, iris: Iris, also: tuple[str, ...], max_rows: int) -> Result:
    found = store.query(query, prefixes=prefixes(iris), also=also)
    if isinstance(found, QueryBoolean):
        return Result("ask", truth=bool(found))
    if isinstance(found, QueryTriples):
        triples = sorted(set(islice(found, max_rows + 1)), key=str)
        return Result("graph", triples=tuple(triples[:max_rows]), truncated=len(triples) > max_rows)
    columns = tuple(variable.value for variable in found.variables)
    rows = [tuple(row) for row in islice(found, max(max_rows, MOST_ROWS) + 1)]
    truncated = len(rows) > max_rows
    return Result("rows", columns, tuple(_in_order(rows, columns, query)[:max_rows]), truncated=truncated)


def _in_order(rows: list[Row], columns: tuple[str, ...], query: str) -> list[Row]:
    """`rows` as `query` sorts them; where it leaves the order open, by what stands in them, from left to right.

    A store compares the strings of two rows much slower than their numbers: so our own questions sort by numbers and
    days only, and what is equal in these is sorted here.
    """
    keys = order_of(query)
    if keys is None:
        return sorted(rows, key=_text_of)
    if not keys or not set(keys) <= set(columns):
        return rows
    key = itemgetter(*(columns.index(name) for name in keys))
    return [row for _, tied in groupby(rows, key) for row in sorted(tied, key=_text_of)]


def _text_of(row: Row) -> tuple[str, ...]:
    return tuple("" if term is None else str(term) for term in row)


def _bytes_from_result(result: Result) -> bytes:
    triples = [(triple.subject, triple.predicate, triple.object) for triple in result.triples]
    rows = bytes_from_rows([*result.rows, *triples])
    return pickle.dumps((result.form, result.columns, len(result.rows), rows, result.truth, result.truncated))


def _result_from_bytes(packed: bytes) -> Result:
    form, columns, count, rows, truth, truncated = pickle.loads(packed)  # noqa: S301 -- bytes of our own
    found = rows_from_bytes(rows)
    triples = tuple(Triple(*cast("tuple[NamedNode, NamedNode, Term]", row)) for row in found[count:])
    return Result(form, columns, found[:count], triples, truth, truncated)


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
