"""What the pool of processes promises: order, one loading each, and no item lost when a process dies."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from functools import partial
from itertools import count, islice
from pathlib import Path

import pytest

from kg import pool
from kg.errors import ArticleError, KgError
from kg.pool import Deadly, cores, map_ordered
from tests.fake_work import load_mortal, load_nothing, load_once, load_square, square

ROOT = Path(__file__).resolve().parent.parent
WORK_UNTIL_KILLED = """
import os
from kg.pool import map_ordered
from tests.fake_work import load_slow, slow
print(os.getpid(), flush=True)
for settled in map_ordered(range(9), slow, load_slow, processes=2, wanted=bool):
    pass
"""


def results(items, *, load=load_square, processes=2, wanted=lambda item: True):
    """Each item with its result, None, or the kind of its error."""
    found = []
    for item, future in map_ordered(items, square, load, processes=processes, wanted=wanted):
        if future is None:
            found.append((item, None))
        else:
            assert future.done()
            error = future.exception()
            found.append((item, type(error) if error else future.result()))
    return found


@pytest.mark.parametrize("processes", [1, 3])
def test_order_and_errors(processes):
    """Results come in the order of the items; what is not wanted is passed on; an error stays with its item."""
    items = [*range(1, 31)]
    expected = [(n, None if n % 5 == 0 else ArticleError if n == 13 else n * n) for n in items]

    assert expected == results(items, processes=processes, wanted=lambda n: n % 5 != 0)


def test_error_keeps_its_fields():
    """An error that comes from another process says what it said there."""
    ((_, future),) = map_ordered([13], square, load_square, processes=2, wanted=bool)

    assert future is not None
    error = future.exception()
    assert isinstance(error, ArticleError)
    assert ("13", "is no number", "13: is no number") == (error.path, error.reason, str(error))


def test_endless_items():
    """Items are taken as they are needed, not all at once."""
    found = map_ordered(count(20), square, load_square, processes=2, wanted=bool)

    assert [20, 21, 22] == [item for item, _ in islice(found, 3)]
    found.close()


def test_loaded_once(tmp_path):
    """Each process loads once, whatever it works on."""
    results(range(40), load=partial(load_once, tmp_path))

    assert 1 <= len(list(tmp_path.iterdir())) <= 2


def test_killed_process_loses_nothing(tmp_path):
    """A process that is killed costs no item and doubles none."""
    expected = [(n, n * n) for n in range(12)]

    assert expected == results(range(12), load=partial(load_mortal, tmp_path / "died"))
    assert (tmp_path / "died").exists()


def test_deadly_item():
    """An item on which two processes die is named; all others have their results."""
    items = [1, 2, -1, 3, *range(20, 40)]

    assert [(n, Deadly if n < 0 else n * n) for n in items] == results(items)


def test_nothing_loads():
    """Processes that can't load what they work with are an error, not a list of deadly items."""
    with pytest.raises(KgError, match="--processes 1"):
        results([1, 2, 3], load=load_nothing)


@pytest.mark.parametrize(("items", "expected"), [(pool.MANY - 1, 0), (pool.MANY, 3)])
def test_processes_by_themselves(monkeypatch, items, expected):
    """Without a number, few items are worked on here, many in a process for each core."""
    started = []
    monkeypatch.setattr(pool, "cores", lambda: 3)
    monkeypatch.setattr(pool._Pool, "_new", lambda self, processes: started.append(processes))
    monkeypatch.setattr(pool, "_map_in_pool", lambda items, pool, wanted: iter(()))
    monkeypatch.setattr(pool._Pool, "close", lambda self: None)

    found = list(map_ordered(range(items), square, load_square, processes=None, wanted=lambda item: True))

    assert ([expected] if expected else []) == started
    assert (0 if expected else items) == len(found)


def test_without_load():
    """What no other process can load is worked on here."""
    found = map_ordered(range(40), square, None, processes=None, wanted=lambda item: True)

    assert 40 == len(list(found))
    assert cores() >= 1


def test_processes_end_with_their_parent():
    """When the process that started them is killed, the others end, too."""
    with subprocess.Popen([sys.executable, "-c", WORK_UNTIL_KILLED], cwd=ROOT, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        children = wait_for(lambda: len(found := children_of(parent.pid)) >= 3 and found)
        parent.kill()
    assert wait_for(lambda: not any(is_alive(child) for child in children))


def children_of(pid: int) -> list[int]:
    """The processes that `pid` started."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    if not path.exists():
        pytest.skip("this system does not list the children of a process")
    return [int(child) for child in path.read_text(encoding="ascii").split()]


def is_alive(pid: int) -> bool:
    """True unless the process is gone, or only waits to be buried."""
    try:
        os.kill(pid, 0)
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except (ProcessLookupError, FileNotFoundError):
        return False


def wait_for(condition):
    """What `condition` gives once it is true."""
    for _ in range(300):
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError("waited for 30 seconds")
