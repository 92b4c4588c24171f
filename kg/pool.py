"""Work spread over processes: results in the order of the items, and a process that dies stops nothing.

`map_ordered` is all that others need. Processes are started afresh (``spawn``), load what they work with once, and
end with the process that started them.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, Generic, TypeAlias, TypeVar

from kg.errors import KgError

Item = TypeVar("Item")
Result = TypeVar("Result")
Work: TypeAlias = Callable[[Item], Result]
Settled: TypeAlias = "tuple[Item, Future[Result] | None]"

MANY = 16  # items that are worth starting processes, each of which loads a pipeline first
MOST = 8  # processes that one writer keeps busy
WAITING = 4  # items per process that are taken ahead of the one whose result is asked for next

_work: Work[Any, Any] | None = None  # what a process of the pool works with


class Deadly(KgError):
    """An item on which two processes died: one among others, one with nothing else to do."""


def map_ordered(
    items: Iterable[Item],
    work: Work[Item, Result],
    load: Callable[[], Work[Item, Result]] | None,
    *,
    processes: int | None,
    wanted: Callable[[Item], bool],
) -> Generator[Settled[Item, Result], None, None]:
    """Each of `items` with the settled future of its result, in their order; None for those that are not `wanted`.

    `work` gives a result here, and `load` makes it anew in other processes; items, results and errors travel between
    them. None for `processes` stands for one a core, at most `MOST`, if at least `MANY` of the first items are
    wanted; fewer are worked on here, as they are without `load`. An item on which two processes died gets `Deadly`.

    Raises:
        KgError: processes end before they work on anything.
    """
    if processes is None and load is not None:
        items = iter(items)
        first = list(islice(items, MANY))
        processes = min(cores(), MOST) if sum(map(wanted, first)) == MANY else 1
        items = chain(first, items)
    if load is None or processes is None or processes == 1:
        yield from _map_here(items, work, wanted)
        return
    pool = _Pool(load, processes)
    try:
        yield from _map_in_pool(items, pool, wanted)
    finally:
        pool.close()


def cores() -> int:
    """How many processes this one may run at once."""
    if hasattr(os, "sched_getaffinity"):  # what a container or taskset leaves us
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _map_here(
    items: Iterable[Item], work: Work[Item, Result], wanted: Callable[[Item], bool]
) -> Iterator[Settled[Item, Result]]:
    for item in items:
        if not wanted(item):
            yield item, None
            continue
        future: Future[Result] = Future()
        try:
            future.set_result(work(item))
        except Exception as error:  # noqa: BLE001 -- raised again where the result is asked for
            future.set_exception(error)
        yield item, future


def _map_in_pool(
    items: Iterable[Item], pool: _Pool[Item, Result], wanted: Callable[[Item], bool]
) -> Iterator[Settled[Item, Result]]:
    waiting: deque[Settled[Item, Result]] = deque()
    for item in items:
        waiting.append((item, pool.submit(item) if wanted(item) else None))
        if len(waiting) >= pool.processes * WAITING:
            yield _next(waiting, pool)
    while waiting:
        yield _next(waiting, pool)


def _next(waiting: deque[Settled[Item, Result]], pool: _Pool[Item, Result]) -> Settled[Item, Result]:
    """The first of `waiting`, settled. If a process died, each item that was lost with it is worked on alone."""
    if _is_lost(waiting[0][1]):
        pool.start(1)
        for index, (item, future) in enumerate(waiting):
            if _is_lost(future):
                waiting[index] = (item, pool.alone(item))
        pool.start(pool.processes)
    return waiting.popleft()


def _is_lost(future: Future[Any] | None) -> bool:
    return future is not None and isinstance(future.exception(), BrokenProcessPool)


class _Pool(Generic[Item, Result]):
    """Processes that all work with the same function."""

    def __init__(self, load: Callable[[], Work[Item, Result]], processes: int) -> None:
        self.load, self.processes = load, processes
        self._executor = self._new(processes)

    def submit(self, item: Item) -> Future[Result]:
        """The result to come; in a broken pool a future that says so."""
        try:
            return self._executor.submit(_run, item)
        except BrokenProcessPool as error:
            return _failed(error)

    def alone(self, item: Item) -> Future[Result]:
        """The settled result of `item`, with nothing else going on, in a pool of one process."""
        try:
            self._executor.submit(_is_ready).result()
        except BrokenProcessPool:
            raise KgError("processes end before they read an article; read in this one: --processes 1") from None
        future = self.submit(item)
        if not _is_lost(future):
            return future
        self.start(1)
        return _failed(Deadly("two processes died on it"))

    def start(self, processes: int) -> None:
        """New processes, in place of those that there are."""
        self.close()
        self._executor = self._new(processes)

    def close(self) -> None:
        """All processes have ended; what they have not begun is left undone."""
        self._executor.shutdown(cancel_futures=True)

    def _new(self, processes: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(processes, get_context("spawn"), initializer=_begin, initargs=(self.load,))


def _failed(error: Exception) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_exception(error)
    return future


def _begin(load: Callable[[], Work[Any, Any]]) -> None:
    """What a process does first. Ctrl-C is for the one that started it, whose end it does not outlive."""
    global _work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _work = load()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _is_ready() -> bool:
    return _work is not None


def _run(item: Item) -> Any:
    if _work is None:
        raise KgError("a process works before it has loaded anything")
    return _work(item)
