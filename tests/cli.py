"""Runs the command line in an empty folder, with a pipeline that is a fake."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.builder import build_graph
from kg.cli import main
from tests.fake_nlp import fake_nlp

ROOT = Path(__file__).resolve().parent.parent
MEETING = "Die Alphafirma trifft Betafirma in der Stadt. Gammafirma kaufe von Deltafirma die Waren."
OTHER = "Am Morgen war es noch anders. Betafirma trifft Deltafirma in der Stadt."


@pytest.fixture
def cli(monkeypatch, tmp_path, capsys):
    """Runs kg in an empty folder; gives exit status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("kg.builder.load_nlp", lambda model: fake_nlp())

    def run_kg(*args):
        with pytest.raises(SystemExit) as caught:
            main(args)
        captured = capsys.readouterr()
        return caught.value.code, captured.out, captured.err

    return run_kg


@pytest.fixture(scope="session")
def built_once(tmp_path_factory):
    """A folder with the graph of two articles, never to be changed."""
    folder = tmp_path_factory.mktemp("built")
    write(folder / "in", a=f"---\ndate: 2024-11-14\n---\n{MEETING}", b=OTHER)
    build_graph([folder / "in"], out=folder / "out", nlp=fake_nlp())
    return folder


@pytest.fixture
def built(cli, built_once, tmp_path):
    """`cli` where a graph of two articles has been built."""
    shutil.copytree(built_once, tmp_path, dirs_exist_ok=True)
    return cli


def write(folder, **texts):
    """Text files in `folder`, by stem."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def outputs(out):
    """The bytes of all files that a build writes for others."""
    return {name: (out / name).read_bytes() for name in ("graph.nq", "graph.trig", "graph.html")}


def kg(*args, cwd, **env):
    """A real process: kg with `args`."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **env}
    return subprocess.run([sys.executable, "-m", "kg", *args], cwd=cwd, env=environment, capture_output=True)
