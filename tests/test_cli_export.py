"""Exports and checks on the command line. The pipeline is a fake."""

from __future__ import annotations

import sys

import pytest
from pyoxigraph import RdfFormat, parse

from kg.cli.export import ENDINGS, WITH_GRAPHS
from kg.export import EXPORTERS
from kg.iris import Iris
from kg.store import open_store
from tests.cli import built, built_once, cli

__all__ = ["built", "built_once", "cli"]

HEAD = "PREFIX kg: <https://w3id.org/newskg/ontology#>"


@pytest.mark.parametrize("format", EXPORTERS)
def test_every_format(built, tmp_path, format):
    """Every format is written beside the graph, under an ending of its own, and explained in the help."""
    status, out, err = built("export", format)

    assert (status, err) == (0, "")
    assert out == f"out/graph.{ENDINGS.get(format, format)}\n"
    assert (tmp_path / out.strip()).stat().st_size > 0
    assert f"\n      {format} " in built("export", "--help")[1]


def test_endings_differ():
    """No two formats share a file."""
    endings = [ENDINGS.get(format, format) for format in EXPORTERS]

    assert len(set(endings)) == len(endings)


def test_standard_output(built):
    """--to - writes the file and nothing else."""
    _, out, _ = built("export", "ntriples", "--to", "-")

    assert list(parse(out, format=RdfFormat.N_TRIPLES))


def test_closure(built, tmp_path):
    """--closure adds a named graph with the mirrored meeting; formats without graphs refuse it."""
    assert built("export", "nquads", "--closure", "--to", "with.nq")[0] == 0
    found = {
        str(quad.triple) for quad in parse(path=str(tmp_path / "with.nq"), format=RdfFormat.N_QUADS) if _follows(quad)
    }
    base = f"{Iris().base}entity/"

    assert f"<{base}Betafirma> <https://w3id.org/newskg/ontology#meets> <{base}Alphafirma>" in found
    for format in EXPORTERS:
        if format not in WITH_GRAPHS:
            status, out, err = built("export", format, "--closure")
            assert (status, out) == (2, "") and f"{format} has no named graphs" in err and err.count("\n") == 1


def _follows(quad) -> bool:
    return getattr(quad.graph_name, "value", "") == Iris().closure


def test_parquet_without_pyarrow(built, monkeypatch):
    """A missing library is one line that says what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    assert built("export", "parquet") == (
        1,
        "",
        "kg: parquet needs pyarrow; install it with: pip install 'newskg[parquet]'\n",
    )


def test_validate_shows_the_sentence(built, tmp_path):
    """A broken promise is shown in words, with what it is about, the sentence and the node; the status is 1."""
    with open_store(tmp_path / "out/store") as store:
        store.update(
            f"{HEAD} DELETE {{ GRAPH ?g {{ ?s kg:rule ?o }} }} "
            f"WHERE {{ GRAPH ?g {{ ?s kg:rule ?o ; kg:sentence <{Iris().article('b')}#char=30,71> }} }}"
        )
    status, out, err = built("validate")

    assert (status, err) == (1, "")
    lines = out.splitlines()
    assert lines[0] == "b: a statement needs exactly one rule that found it"
    assert lines[1:3] == [
        "    about    Betafirma – meets – Deltafirma",
        "    sentence Betafirma trifft Deltafirma in der Stadt.",
    ]
    assert lines[3].startswith("    node     https://w3id.org/newskg/id/statement/")
    assert lines[4] == "2 articles checked, 1 broken"


def test_validate_the_whole(built, tmp_path):
    """What is wrong between the graphs is shown, too, in words."""
    with open_store(tmp_path / "out/store") as store:
        store.update(f"{HEAD} INSERT {{ ?o kg:praises ?s }} WHERE {{ ?s kg:meets ?o }}")
    status, out, _ = built("validate")

    assert status == 1
    assert "the graph as a whole: is held true without an article that asserts it\n    about    Betafirma\n" in out
