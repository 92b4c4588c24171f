"""What exports promise: the tools they are for can read them, and they are the same each time."""

from __future__ import annotations

import networkx
import pandas as pd
import pytest
import rdflib

from kg.errors import StoreError
from kg.export import export_graph, exporters
from kg.statements import statement_rows
from kg.store import open_store
from kg.upkeep import add_extractions


@pytest.mark.parametrize("format", exporters())
def test_same_bytes(format, tmp_path, store, extractions, run):
    """A store that was filled in another order gives the same bytes."""
    export_graph(store, tmp_path / "one", format)
    with open_store("memory:") as other:
        add_extractions(other, reversed(extractions), run=run)
        export_graph(other, tmp_path / "other", format)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes() != b""


def test_csv_in_pandas(tmp_path, store):
    """pandas reads one line a statement, with English labels."""
    export_graph(store, tmp_path / "graph.csv", "csv")
    frame = pd.read_csv(tmp_path / "graph.csv", keep_default_na=False)

    assert len(frame) == len(statement_rows(store))
    buys = frame[frame.relation == "buys"].iloc[0]
    assert (buys.subject, buys.object, buys.speaker, buys.modality) == (
        "Moscow",
        "Drohnentechnologie",
        "Mark Rutte",
        "reported",
    )


def test_graphml_in_networkx(tmp_path, store):
    """networkx reads a node for each entity and an edge for each statement."""
    export_graph(store, tmp_path / "graph.graphml", "graphml")
    graph = networkx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)

    assert graph.number_of_edges() == len(statement_rows(store))
    assert graph.nodes["https://w3id.org/newskg/id/entity/NATO"]["label"] == "NATO"
    assert "buys from" in {data["relation"] for _, _, data in graph.edges(data=True)}


def test_turtle_in_rdflib(tmp_path, store):
    """rdflib reads the facts and only them out of the Turtle file."""
    export_graph(store, tmp_path / "graph.ttl", "turtle")
    graph = rdflib.Graph().parse(tmp_path / "graph.ttl", format="turtle")
    kg = rdflib.Namespace("https://w3id.org/newskg/ontology#")
    id = rdflib.Namespace("https://w3id.org/newskg/id/entity/")

    assert (id.Moskau, kg.buysFrom, id.Iran) in graph
    assert (id.Moskau, kg.buys, id.Drohnentechnologie) not in graph
    assert (id.Moskau, rdflib.RDFS.label, rdflib.Literal("Moscow", lang="en")) in graph


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib 7 warns of itself
@pytest.mark.parametrize(("format", "parser"), [("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld")])
def test_datasets_in_rdflib(tmp_path, store, format, parser):
    """rdflib finds as many quads in each of the dataset formats."""
    export_graph(store, tmp_path / "graph", format)
    dataset = rdflib.Dataset()
    dataset.parse(tmp_path / "graph", format=parser)

    expected = sum(1 for _ in store.query("SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"))
    assert len(dataset) == expected


def test_unknown_format(tmp_path, store):
    """An unknown format is answered with the known ones."""
    with pytest.raises(StoreError, match=r"unknown format 'xls'; known: csv, graphml, html, jsonld"):
        export_graph(store, tmp_path / "graph.xls", "xls")
