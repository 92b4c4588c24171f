"""The wheel holds everything: installed elsewhere, kg builds its seed article in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert 0 == done.returncode, done.stdout + done.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The kg command of a fresh environment that holds the wheel; its dependencies are those of this environment."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=False)
    python = folder / "bin/python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--quiet", str(wheel)]
    done = subprocess.run(install, capture_output=True, text=True)
    assert 0 == done.returncode, done.stdout + done.stderr
    own = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    (own / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin/kg"


def run(command, cwd):
    """The output of `command` in `cwd`, without a way to this checkout."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


def test_contents(wheel):
    """Vocabulary, pipeline, page templates, scripts, seeds and licences are in the wheel; tests and training are not."""
    names = zipfile.ZipFile(wheel).namelist()

    for needed in (
        "kg/_ontologies/relations.tsv",
        "kg/_ontologies/shapes.ttl",
        "kg/_ontologies/queries/who-met-whom.rq",
        "kg/_seeds/blinken.txt",
        "kg/models/de/config.cfg",
        "kg/templates/graph.html.j2",
        "kg/_vendor/VENDOR.toml",
    ):
        assert needed in names
    assert {"LICENSE", "NOTICE"} <= {Path(name).name for name in names}
    assert {"kg"} == {name.split("/")[0] for name in names if ".dist-info" not in name}


def test_build_in_an_empty_folder(installed, tmp_path):
    """The installed command builds the seed article where there is nothing else, and answers about it."""
    origin = run([installed.parent / "python", "-c", "import kg; print(kg.__file__)"], tmp_path)
    assert str(installed.parent.parent) in origin

    assert "articles        1" in run([installed, "build"], tmp_path)
    assert {"graph.html", "graph.nq", "graph.trig", "store"} == {path.name for path in (tmp_path / "out").iterdir()}
    assert "Borrell" in run([installed, "show", "Antony Blinken"], tmp_path)
    assert "nothing broken" in run([installed, "validate"], tmp_path)
