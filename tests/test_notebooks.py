from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

# Runs before the first cell: whatever tries to reach another machine fails.
NO_NETWORK = """
import socket

def _connect(self, address, _connect=socket.socket.connect):
    if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"no network in this test: {address}")
    return _connect(self, address)

socket.socket.connect = _connect
"""


def run_notebook(path, tmp_path):
    """The notebook at `path`, executed in a copy of the folders that it knows."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    (tmp_path / "notebooks").mkdir()
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(NO_NETWORK))
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(tmp_path / "notebooks")}}).execute()
    return notebook


def output_of(notebook, source, kind="text/plain"):
    """What the cell that holds `source` shows."""
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code" and source in cell.source)
    return "".join(str(output["data"].get(kind, "")) for output in cell.outputs if "data" in output)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_committed_without_outputs(path):
    """Notebooks lie in the repository without outputs, which would age."""
    for cell in nbformat.read(path, as_version=4).cells:
        assert not cell.get("outputs") and not cell.get("execution_count")


@pytest.fixture(scope="module")
def explore(tmp_path_factory):
    """The first notebook, executed."""
    return run_notebook(ROOT / "notebooks" / "explore.ipynb", tmp_path_factory.mktemp("explore"))


def test_explore_tells_the_meetings(explore):
    """Facts and SPARQL both say that Blinken met Borrell and Rutte."""
    facts = output_of(explore, 'graph.facts("Blinken"', "text/html")
    meetings = output_of(explore, "?who kg:meets ?whom", "text/html")

    assert "<td>meets</td>" in facts
    for name in ("Josep Borrell", "Mark Rutte"):
        assert f"<td>{name}</td>" in facts
        assert f"<td>{name}</td>" in meetings


def test_explore_tells_claims_from_facts(explore):
    """What Moscow buys is Rutte's claim, with his sentence."""
    table = output_of(explore, 'graph.facts("Moscow")', "text/html")
    query = output_of(explore, "?statement rdf:predicate kg:buysFrom", "text/html")

    assert "<td>buys from</td>" in table and "<td>reported</td>" in table
    for name in ("Iran", "China", "Mark Rutte"):
        assert f"<td>{name}</td>" in table
        assert f"<td>{name}</td>" in query


def test_explore_counts(explore):
    """The notebook shows how much there is, who speaks, and that Blinken stands in the middle."""
    assert "<Graph 'Blinken in Brüssel" in output_of(explore, "kg.build")
    assert "Mark Rutte" in output_of(explore, 'groupby("speaker")')
    assert output_of(explore, "degree_centrality").splitlines()[1].startswith("Antony Blinken")


def test_explore_shows_pictures(explore):
    """Both pictures are frames that hold their page."""
    for source in ("neighbourhood", "graph.show()"):
        assert output_of(explore, source, "text/html").startswith('<iframe srcdoc="&lt;!DOCTYPE html&gt;')
