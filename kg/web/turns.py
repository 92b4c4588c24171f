"""Work that takes a core for a while, a few at a time: the others wait, but not for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from kg.errors import KgError

T = TypeVar("T")


class BusyError(KgError):
    """Others are being served; later there is time."""


class Turns:
    """Lets `at_once` pieces of work run at the same time; each waits at most `patience` seconds for its turn."""

    def __init__(self, at_once: int, *, patience: float) -> None:
        self.patience = patience
        self._free = asyncio.Semaphore(at_once)

    async def take(self, work: Callable[[], T]) -> T:
        """What `work` gives, done in a thread.

        Raises:
            BusyError: its turn did not come in time.
        """
        try:
            await asyncio.wait_for(self._free.acquire(), self.patience)
        except TimeoutError:
            raise BusyError("too many others are asking; try again in a moment") from None
        try:
            return await run_in_threadpool(work)
        finally:
            self._free.release()
