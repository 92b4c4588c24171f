"""Work in a process of its own, which is ended when it takes too long, takes too much memory, or breaks down.

The process is a fork: it has at once all that its parent has loaded, and nothing that it does comes back but bytes.
Locks that threads of the parent hold at that moment stay locked in it, so it must not use what such threads work on:
an open store on disk has some of its own (RocksDB's).
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import pickle
import select
import signal
import threading
import time
import warnings
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import NoReturn, TypeVar

from kg.errors import QueryError, StoreError

T = TypeVar("T")

CAN_FORK = hasattr(os, "fork")
_PIECE = 1 << 20
_STDERR = 2
_DONE, _FAILED = b"d", b"f"
_RAISED: dict[str, Callable[[str], Exception]] = {
    **{error.__name__: error for error in (SyntaxError, ValueError, StoreError)},
    "QueryError": partial(QueryError, ""),
}

# A query of the longest size that `kg.guard` lets through needs up to 100 MB of stack in Oxigraph's parser.
_STACK = 512 << 20
_STACK_LOCK = threading.Lock()


def run_apart(work: Callable[[], bytes], *, timeout: float, memory: int) -> bytes:
    """What `work` gives, done in a fork of this process with a deep stack.

    Raises:
        TimeoutError: not done within `timeout` seconds; the process has been killed.
        MemoryError: it wanted `memory` bytes more than this process has, or died of something worse.
        SyntaxError, ValueError, StoreError, QueryError: what `work` raised; anything else is a RuntimeError here.
    """
    source, sink = os.pipe()
    with warnings.catch_warnings():
        # Python warns of forks beside threads, which may hold locks: the fork takes none that is not its own.
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if process == 0:
        os.close(source)
        _work_and_exit(work, sink, memory, timeout)
    os.close(sink)
    try:
        found = _read(source, timeout)
    finally:
        os.close(source)
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    if not found:
        raise MemoryError
    if found[:1] == _FAILED:
        name, message = pickle.loads(found[1:])  # noqa: S301 -- two texts that this module wrote
        raise _RAISED.get(name, RuntimeError)(message)
    return found[1:]


def run_beside(work: Callable[[], T], *, timeout: float | None) -> T:
    """What `work` gives, done in a thread with a deep stack; given up on a timeout, it ends with this process.

    Raises:
        TimeoutError: not done within `timeout` seconds.
    """
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001 -- raised again where the result is asked for
            outcome.set_exception(error)

    with _STACK_LOCK:
        before = threading.stack_size(_STACK)
        try:
            threading.Thread(target=run, daemon=True).start()
        finally:
            threading.stack_size(before)
    return outcome.result(timeout)


def _read(source: int, timeout: float) -> bytes:
    """All that comes out of the pipe until its other end closes."""
    end = time.monotonic() + timeout
    pieces: list[bytes] = []
    while True:
        if not select.select([source], [], [], max(0.0, end - time.monotonic()))[0]:
            raise TimeoutError
        piece = os.read(source, _PIECE)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)


def _work_and_exit(work: Callable[[], bytes], sink: int, memory: int, timeout: float) -> NoReturn:
    """The life of the fork. It never returns, so that nothing of its parent is closed or written twice."""
    try:
        global _STACK_LOCK
        _STACK_LOCK = threading.Lock()  # another thread of the parent may have held it
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, which then ends this process
        faulthandler.disable()
        os.dup2(os.open(os.devnull, os.O_WRONLY), _STDERR)
        _limit(memory, timeout)
        try:
            found = _DONE + run_beside(work, timeout=None)
        except Exception as error:  # noqa: BLE001 -- it is told to the parent
            found = _FAILED + pickle.dumps((type(error).__name__, str(error)))
        view = memoryview(found)
        while view:
            view = view[os.write(sink, view) :]
    finally:
        os._exit(0)


def _limit(memory: int, timeout: float) -> None:
    """Sets what the system lets this process have, where the system can."""
    import resource

    # Should the parent be killed, nobody else would end this process: hence the processor time.
    limits = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_CPU, int(timeout) + 1)]
    with contextlib.suppress(OSError):  # only Linux tells
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limits.append((resource.RLIMIT_AS, pages * resource.getpagesize() + _STACK + memory))
    for kind, most in limits:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (most, most))
