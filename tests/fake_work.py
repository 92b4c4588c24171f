"""Work for tests of the pool: quick, and deadly where asked. Processes import it by name."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kg.errors import ArticleError


def square(number: int) -> int:
    """The square; 13 is refused, and below 0 the process dies."""
    if number < 0:
        os.kill(os.getpid(), 9)
    if number == 13:
        raise ArticleError("13", "is no number")
    return number * number


def load_square() -> Callable[[int], int]:
    """What makes `square` in another process."""
    return square


def load_nothing() -> Callable[[int], int]:
    """A pipeline that can't be loaded."""
    raise MemoryError("no more")


def load_once(folder: Path) -> Callable[[int], int]:
    """`square`, leaving a file in `folder` for each time that it was loaded."""
    (folder / str(os.getpid())).touch(exist_ok=False)
    return square


def load_mortal(flag: Path) -> Callable[[int], int]:
    """`square` that dies on 5, but only the first time: as if somebody had killed the process."""
    return partial(_mortal, flag)


def _mortal(flag: Path, number: int) -> int:
    if number == 5 and not flag.exists():
        flag.touch()
        os.kill(os.getpid(), 9)
    return square(number)


def load_slow() -> Callable[[int], int]:
    """Work that takes a minute."""
    return slow


def slow(number: int) -> int:
    """The number, after a minute."""
    time.sleep(60)
    return number
