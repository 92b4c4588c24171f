from __future__ import annotations

import shutil
from functools import cache
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
    shutil.copytree(ROOT / "notebooks" / "articles", tmp_path / "notebooks" / "articles")
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


@pytest.fixture(scope="session")
def executed(tmp_path_factory):
    """A function that gives the notebook of that name, executed once."""

    @cache
    def execute(name):
        return run_notebook(ROOT / "notebooks" / f"{name}.ipynb", tmp_path_factory.mktemp(name))

    return execute


def test_first_steps_tell_the_meetings(executed):
    """Facts and SPARQL both say that Blinken met Borrell and Rutte."""
    facts = output_of(executed("first_steps"), 'graph.facts("Blinken"', "text/html")
    meetings = output_of(executed("first_steps"), "?who kg:meets ?whom", "text/html")

    assert "<td>meets</td>" in facts
    for name in ("Josep Borrell", "Mark Rutte"):
        assert f"<td>{name}</td>" in facts
        assert f"<td>{name}</td>" in meetings


def test_first_steps_tell_claims_from_facts(executed):
    """What Moscow buys is Rutte's claim, with his sentence."""
    table = output_of(executed("first_steps"), 'graph.facts("Moscow")', "text/html")
    query = output_of(executed("first_steps"), "?statement rdf:predicate kg:buysFrom", "text/html")

    assert "<td>buys from</td>" in table and "<td>reported</td>" in table
    for name in ("Iran", "China", "Mark Rutte"):
        assert f"<td>{name}</td>" in table
        assert f"<td>{name}</td>" in query


def test_first_steps_count(executed):
    """The notebook shows how much there is, who speaks, and that Blinken stands in the middle."""
    notebook = executed("first_steps")
    assert "<Graph 'Blinken in Brüssel" in output_of(notebook, "kg.build")
    assert "Mark Rutte" in output_of(notebook, 'groupby("speaker")')
    assert output_of(notebook, "degree_centrality").splitlines()[1].startswith("Antony Blinken")


def test_first_steps_show_pictures(executed):
    """Both pictures are frames that hold their page."""
    for source in ("neighbourhood", "graph.show()"):
        frame = output_of(executed("first_steps"), source, "text/html")
        assert frame.startswith('<iframe srcdoc="&lt;!DOCTYPE html&gt;')


def test_an_actor_is_followed(executed):
    """Obama is one node of several articles, with a card, partners, a timeline, a centrality and a circle."""
    notebook = executed("follow_an_actor")
    assert "Barack Obama" in output_of(notebook, "recurring =")
    assert "<strong>Barack Obama</strong>" in output_of(notebook, "obama = graph.entity", "text/html")
    assert "United States" in output_of(notebook, "obama.partners()")
    for plot in ("plot.bar", "draw_networkx_nodes"):
        assert output_of(notebook, plot, "image/png")
    assert "Barack Obama" in output_of(notebook, "betweenness_centrality")
    assert "Barack Obama" in output_of(notebook, "louvain_communities")
    assert "<td>Joe Biden</td>" in output_of(notebook, "graph.path", "text/html")


def test_every_recipe_gives_something(executed):
    """No recipe of the cookbook comes back empty; a yes is a yes, triples are Turtle."""
    notebook = executed("sparql_cookbook")
    recipes = [
        cell.source for cell in notebook.cells if cell.cell_type == "code" and cell.source.startswith("%%sparql")
    ]
    assert len(recipes) >= 10
    for recipe in recipes:
        if "ASK" in recipe:
            assert output_of(notebook, recipe) == "True"
        elif "CONSTRUCT" in recipe:
            assert "kg:holdsPosition" in output_of(notebook, recipe, "text/html")
        else:
            assert "<td>" in output_of(notebook, recipe, "text/html"), recipe
