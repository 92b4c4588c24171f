"""What a build promises whatever happens: the same bytes in any order and number of processes, and after any death."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from kg.articles import read_articles
from kg.builder import add_articles, build_graph
from kg.errors import KgError
from kg.store import open_store
from kg.upkeep import fingerprints
from tests.cli import MEETING, OTHER, kg, outputs, write
from tests.fake_nlp import BREAKS, KILLS, fake_nlp
from tests.test_upkeep import everything

ROOT = Path(__file__).resolve().parent.parent
FIRMS = ("Alphafirma", "Betafirma", "Gammafirma", "Deltafirma")
BUILD = """
import sys
from kg.articles import read_articles
from kg.builder import add_articles, build_graph
from tests.fake_nlp import fake_nlp
print("ready", flush=True)
tell = lambda outcome: print(outcome.id, flush=True)
if __name__ == "__main__":
    build_graph(["in"], nlp=fake_nlp, check=False, processes=int(sys.argv[1]), progress=tell)
"""
ARTICLES = 40


def texts(number: int) -> dict[str, str]:
    """`number` short articles by id, some of which say the same; the last can't be understood."""
    found = {}
    for index in range(number - 1):
        one, other, third = (FIRMS[(index + step) % 4] for step in (0, 1, 1 + index % 3))
        text = f"Die {one} trifft {other} in der Stadt. {other} kaufe von {third} die Waren."
        found[f"a{index:02}"] = f"---\ndate: 2024-11-14\nsource: Blatt {index % 5}\n---\n{text}"
    return found | {"z": f"Die {BREAKS} war in der Stadt."}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """A folder with articles, and the graph of them built in one go."""
    folder = tmp_path_factory.mktemp("undisturbed")
    write(folder / "in", **texts(ARTICLES))
    build_graph([folder / "in"], out=folder / "out", nlp=fake_nlp(), check=False)
    return folder


@pytest.mark.parametrize("processes", [2, 3])
def test_processes_change_nothing(undisturbed, tmp_path, processes):
    """The number of processes changes neither a byte nor the report."""
    known = build_graph([undisturbed / "in"], out=tmp_path / "one", nlp=fake_nlp(), check=False)
    report = build_graph([undisturbed / "in"], out=tmp_path / "two", nlp=fake_nlp, check=False, processes=processes)

    assert outputs(tmp_path / "two") == outputs(undisturbed / "out")
    assert [str(error) for error in report.batch.failed] == [str(error) for error in known.batch.failed]
    assert (report.batch.added, report.batch.undated) == (known.batch.added, known.batch.undated)


def test_order_changes_nothing(undisturbed, tmp_path):
    """Articles in the opposite order give the same bytes."""
    backwards = sorted(read_articles([undisturbed / "in"]), key=lambda article: article.id, reverse=True)
    with open_store("memory:") as store:
        add_articles(store, backwards, fake_nlp(), check=False)
        store.dump(tmp_path / "graph.nq", "nquads")

    assert (tmp_path / "graph.nq").read_bytes() == (undisturbed / "out" / "graph.nq").read_bytes()


def test_deadly_article(tmp_path):
    """An article on which processes die is named and left out; the graph is that of all others."""
    write(tmp_path / "in", a=MEETING, b=OTHER)
    build_graph([tmp_path / "in"], out=tmp_path / "out", nlp=fake_nlp())
    write(tmp_path / "in", a2=f"Der {KILLS} war in der Stadt.")

    report = build_graph([tmp_path / "in"], out=tmp_path / "other", nlp=fake_nlp, processes=2)

    assert ["a2: is left out: two processes died on it; read the others without it"] == list(
        map(str, report.batch.failed)
    )
    assert ["a", "b"] == report.batch.added
    assert outputs(tmp_path / "other") == outputs(tmp_path / "out")


def test_loaded_pipeline_stays(tmp_path):
    """A pipeline that is loaded already can't be sent to other processes; a single one is told how."""
    write(tmp_path / "in", a=MEETING)

    with pytest.raises(KgError, match="processes=1"):
        build_graph([tmp_path / "in"], out=tmp_path / "out", nlp=fake_nlp(), processes=2)
    assert 1 == build_graph([tmp_path / "in"], out=tmp_path / "out", nlp=fake_nlp(), processes=None).articles


@pytest.mark.parametrize(
    ("processes", "articles", "delay"),
    [(1, 0, 0.05), (1, 1, 0.0), (1, 5, 0.002), (1, 19, 0.004), (1, 40, 0.01), (2, 3, 0.01)],
)
def test_killed_build(undisturbed, tmp_path, processes, articles, delay):
    """A build killed at any moment leaves a store of whole articles; built again, the bytes are those of one go."""
    (tmp_path / "in").symlink_to(undisturbed / "in")
    kill_after(articles, delay, processes, tmp_path)
    store = tmp_path / "out" / "store"
    if store.exists():
        with open_store(store) as found:
            ids, left = sorted(fingerprints(found)), everything(found)
        assert ids or articles == 0
        assert not ids or left == quads_of(undisturbed / "in" / f"{id}.txt" for id in ids)

    report = build_graph([tmp_path / "in"], out=tmp_path / "out", nlp=fake_nlp(), check=False)

    assert ARTICLES - 1 == len(report.batch.added) + len(report.batch.skipped)
    assert outputs(tmp_path / "out") == outputs(undisturbed / "out")
    assert {"store", *outputs(tmp_path / "out")} == {path.name for path in (tmp_path / "out").iterdir()}


def kill_after(articles: int, delay: float, processes: int, folder: Path) -> None:
    """Builds in a process that is killed `delay` seconds after it has finished some articles."""
    (folder / "build.py").write_text(BUILD, encoding="utf-8")
    command = [sys.executable, "build.py", str(processes)]
    env = {"PYTHONPATH": str(ROOT), "PATH": ""}
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, env=env) as build:
        assert build.stdout is not None
        for _ in range(1 + articles):
            assert build.stdout.readline()
        time.sleep(delay)
        build.kill()


def quads_of(paths: Iterable[Path]) -> list[tuple[str, ...]]:
    """All quads of the graph of the articles at `paths`."""
    with open_store("memory:") as store:
        add_articles(store, read_articles(paths), fake_nlp(), check=False)
        return everything(store)


def test_stale_parts_are_cleared(undisturbed, tmp_path):
    """What a killed process left half-written in the folder of the graph goes with the next build."""
    write(tmp_path / "in", a=MEETING)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".graph.nq.abc123").write_bytes(b"half")

    build_graph([tmp_path / "in"], out=tmp_path / "out", nlp=fake_nlp(), check=False)

    assert {"store", *outputs(tmp_path / "out")} == {path.name for path in (tmp_path / "out").iterdir()}


def test_processes_option(tmp_path):
    """``--processes`` wants a number above 0."""
    done = kg("build", "--processes", "0", cwd=tmp_path)

    assert 2 == done.returncode and b"--processes" in done.stderr
