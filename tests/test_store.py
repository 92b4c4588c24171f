"""What stores promise: the compliance suite on both backends, opening, locks, and durability."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StoreError
from kg.store import open_store
from tests.compliance_store import QUADS, StoreCompliance

HOLD = "import sys, time; from kg.store import open_store; s = open_store(sys.argv[1]); print('open', flush=True); time.sleep(60)"


class TestMemory(StoreCompliance):
    """The store in memory."""

    @pytest.fixture
    def empty_store(self):
        """An empty store."""
        with open_store("memory:") as store:
            yield store


class TestDisk(StoreCompliance):
    """The store on disk."""

    @pytest.fixture
    def empty_store(self, tmp_path):
        """An empty store."""
        with open_store(f"oxigraph:{tmp_path / 'store'}") as store:
            yield store


def test_open_again(tmp_path):
    """What was added is there when the store is opened again, by path or by spec."""
    with open_store(tmp_path / "out" / "store") as store:
        store.add(QUADS)
    with open_store(f"oxigraph:{tmp_path / 'out' / 'store'}", create=False) as store:
        assert bool(store.query("ASK { ?s ?p ?o }"))


def test_open_unknown_kind():
    """An unknown backend is named, and the known ones with it."""
    with pytest.raises(StoreError, match=r"'neo4j'.*known: memory, oxigraph"):
        open_store("neo4j:localhost")


def test_open_backend_of_others(monkeypatch):
    """A backend that another package registers is opened by its name, and gets what follows the colon."""
    entry = SimpleNamespace(name="neo4j", load=lambda: lambda place, create: (place, create))
    monkeypatch.setattr("kg.store.entry_points", lambda group: [entry] if group == "kg.stores" else [])

    assert open_store("neo4j:localhost", create=False) == ("localhost", False)


def test_open_missing(tmp_path):
    """A store that should be there and is not is no new one."""
    with pytest.raises(StoreError, match="no store there; build one with: kg build"):
        open_store(tmp_path / "store", create=False)

    assert list(tmp_path.iterdir()) == []


def test_open_file(tmp_path):
    """A file is no store."""
    (tmp_path / "store").write_text("nein", encoding="utf-8")

    with pytest.raises(StoreError, match="is a file"):
        open_store(tmp_path / "store")


def test_open_other_directory(tmp_path):
    """A directory with other files is left as it is."""
    (tmp_path / "brief.txt").write_text("Hallo", encoding="utf-8")

    with pytest.raises(StoreError, match="holds other files and no store"):
        open_store(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["brief.txt"]


def test_open_damaged(tmp_path):
    """A damaged store is reported with its path."""
    with open_store(tmp_path / "store") as store:
        store.add(QUADS)
    (tmp_path / "store" / "CURRENT").write_text("MANIFEST-999999\n", encoding="utf-8")

    with pytest.raises(StoreError, match=r"store: can't be opened as a store"):
        open_store(tmp_path / "store")


def test_open_no_permission(tmp_path):
    """A place that can't be written is reported as such."""
    (tmp_path / "closed").mkdir(mode=0o500)
    try:
        (tmp_path / "closed" / "probe").touch()
    except PermissionError:
        with pytest.raises(StoreError, match="no permission"):
            open_store(tmp_path / "closed" / "store")
    else:
        pytest.skip("this user may write everywhere")


def test_open_locked(tmp_path):
    """A second process is told at once that the store is in use."""
    path = tmp_path / "store"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match="in use by another process"):
            open_store(path)
        holder.kill()


def test_kill_loses_nothing(tmp_path):
    """What was added before the process is killed is there afterwards, without closing the store."""
    code = (
        "import os, sys; from kg.store import open_store; from tests.compliance_store import QUADS;"
        "s = open_store(sys.argv[1]); s.add(QUADS); os.kill(os.getpid(), 9)"
    )
    path, root = tmp_path / "store", Path(__file__).resolve().parent.parent
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=root, check=False)

    assert done.returncode == -9
    with open_store(path) as store:
        assert len(store.graphs()) == 2


@pytest.mark.parametrize("spec", ["memory:", "disk"])
def test_threads_lose_nothing(spec, tmp_path):
    """Threads that change the same value one after another lose no change."""
    counter, times, threads = NamedNode("https://example.org/counter"), 25, 4
    value = NamedNode("https://example.org/value")
    update = f"DELETE {{ {counter} {value} ?n }} INSERT {{ {counter} {value} ?m }} WHERE {{ {counter} {value} ?n BIND(?n + 1 AS ?m) }}"
    with open_store(tmp_path / "store" if spec == "disk" else spec) as store:
        integer = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
        store.add([Quad(counter, value, Literal("0", datatype=integer))])

        def count() -> None:
            for _ in range(times):
                store.update(update)

        workers = [threading.Thread(target=count) for _ in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        rows = list(store.query(f"SELECT ?n {{ {counter} {value} ?n }}"))

    assert [row["n"].value for row in rows] == [str(times * threads)]
