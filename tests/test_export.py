"""What exports promise: the tools they are for can read them, and they are the same each time."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import networkx
import pandas as pd
import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from kg.closure import with_closure
from kg.errors import StoreError
from kg.export import EXPORTERS, export_graph, exporters
from kg.graph_xml import Edge, gexf, graphml
from kg.iris import Iris
from kg.query import run_query
from kg.questions import question
from kg.records import NODE, STATEMENT, node_record, statement_record
from kg.statements import article_rows, node_rows, statement_rows
from kg.store import open_store
from kg.terms import OBJECT, PREDICATE, REIFIES, SUBJECT
from kg.upkeep import add_extractions

ROOT = Path(__file__).resolve().parent.parent
ID = "https://w3id.org/newskg/id/entity/"


@pytest.mark.parametrize("format", exporters())
def test_same_bytes(format, tmp_path, store, extractions, run):
    """A store that was filled in another order gives the same bytes."""
    export_graph(store, tmp_path / "one", format)
    with open_store("memory:") as other:
        add_extractions(other, reversed(extractions), run=run)
        export_graph(other, tmp_path / "other", format)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes() != b""


def test_same_bytes_in_another_process(tmp_path, three_articles):
    """So does another process with another hash seed, in every format."""
    with open_store("memory:") as store:
        store.add(three_articles)
        store.dump(tmp_path / "graph.nq", "nquads")
        for format in EXPORTERS:
            export_graph(store, tmp_path / format, format)
    code = (
        "import sys; from pathlib import Path; from kg.load import load_store; from kg.export import export_graph\n"
        "folder = Path(sys.argv[1]); store = load_store(folder / 'graph.nq')\n"
        "for format in sys.argv[2:]: export_graph(store, folder / f'{format}.again', format)"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), *EXPORTERS], cwd=ROOT, env={"PYTHONHASHSEED": "4711"}, check=True
    )

    for format in EXPORTERS:
        assert (tmp_path / format).read_bytes() == (tmp_path / f"{format}.again").read_bytes(), format


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_table_in_pandas(tmp_path, store, format):
    """pandas reads a row for each statement, with English words, IRIs, the voice and the sentence."""
    export_graph(store, tmp_path / "graph", format)
    path = tmp_path / "graph"
    frame = pd.read_csv(path) if format == "csv" else pd.read_parquet(path)
    rows = statement_rows(store)

    assert list(frame.columns) == list(STATEMENT)
    assert list(frame.statement) == [row.iri for row in rows]
    assert list(frame.sources) == [row.sources for row in rows] and max(frame.sources) == 2
    buys = frame[frame.relation == "buys"].iloc[0]
    assert (buys.subject, buys.object, buys.speaker, buys.modality) == (
        "Moscow",
        "Drohnentechnologie",
        "Mark Rutte",
        "reported",
    )
    assert (buys.subject_iri, buys.subject_de, buys.confidence, buys.fact) == (f"{ID}Moskau", "Moskau", 0.84, False)
    assert buys.sentence.startswith("Moskau kaufe Drohnentechnologie")
    pledge = frame[frame.relation == "pledges"].iloc[0]
    assert (pledge.amount_number, pledge.amount_unit, pledge.amount_bound) == (8e9, "USD", "about")
    assert json.loads(pledge.roles) == {"recipient": f"{ID}Ukraine"}
    assert pd.isna(pledge.speaker)


def test_parquet_typed(tmp_path, store):
    """Parquet keeps days as days, numbers as numbers, truth as truth, and tells empty from unknown."""
    export_graph(store, tmp_path / "graph.parquet", "parquet")
    frame = pd.read_parquet(tmp_path / "graph.parquet")
    meets = frame[(frame.relation_id == "meets") & (frame.article == "gipfel")].iloc[0]

    assert (meets.time_start, meets.article_date) == (date(2024, 11, 13), date(2024, 11, 14))
    assert (frame.fact.dtype, frame.confidence.dtype, frame.sentence_start.dtype) == ("bool", "float64", "int64")


def test_parquet_without_pyarrow(tmp_path, store, monkeypatch):
    """Without pyarrow one line says what to install, and nothing is written."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(StoreError, match=r"parquet needs pyarrow; install it with: pip install 'newskg\[parquet\]'"):
        export_graph(store, tmp_path / "graph.parquet", "parquet")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("format", "read"), [("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)])
def test_graph_in_networkx(tmp_path, store, format, read):
    """networkx reads a node for each thing that statements name and an edge for each statement, with all attributes."""
    export_graph(store, tmp_path / "graph", format)
    graph = read(tmp_path / "graph", **({"force_multigraph": True} if format == "graphml" else {}))
    rows = statement_rows(store)

    assert graph.is_directed() and graph.is_multigraph()
    assert graph.number_of_edges() == len(rows)
    ends = {node.iri for row in rows for node in (row.subject, row.object, row.speaker, row.place) if node}
    assert ends <= set(graph.nodes)
    assert graph.nodes[f"{ID}Moskau"]["label"] == "Moscow"
    assert graph.nodes[f"{ID}Iran"]["aliases"] == "Islamische Republik Iran"
    assert (graph.nodes[f"{ID}Moskau"]["latitude"], graph.nodes[f"{ID}Moskau"]["longitude"]) == (55.752, 37.6178)
    assert "latitude" not in graph.nodes[f"{ID}Iran"]
    edges = {data["statement"]: (start, end, data) for start, end, data in graph.edges(data=True)}
    for row in rows:
        start, end, data = edges[row.iri]
        assert (start, end, data["relation"]) == (row.subject.iri, row.object.iri, row.relation_en)
        assert (data["fact"], data["confidence"]) == (row.held_true, row.confidence)
        assert (data["sentence"], data["sentence_start"]) == (row.sentence, row.sentence_span.start)


@pytest.mark.parametrize("write", [graphml, gexf])
def test_xml_escapes(tmp_path, store, write):
    """Whatever stands in a text, the file is valid; what XML can't hold becomes U+FFFD, line ends stay."""
    text = "a<b & \"c\" 'd'\n]]> \x00 \ud800 é"
    row = replace(statement_rows(store)[0], sentence=text)
    nodes = [node_record(replace(node, label_en=text)) for node in (row.subject, row.object)]
    edge = Edge(row.iri, row.subject.iri, row.object.iri, text, statement_record(row))
    path = tmp_path / "graph"
    path.write_text("".join(write(nodes, NODE, [edge], STATEMENT)), encoding="utf-8", newline="")
    graph = networkx.read_graphml(path) if write is graphml else networkx.read_gexf(path)

    (data,) = (data for _, _, data in graph.edges(data=True))
    assert (
        data["sentence"]
        == graph.nodes[row.subject.iri]["label"]
        == text.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    )


def test_geojson(tmp_path, store):
    """Places with coordinates are features of RFC 7946, by IRI: longitude first, with what is said and where."""
    export_graph(store, tmp_path / "graph.geojson", "geojson")
    found = json.loads((tmp_path / "graph.geojson").read_text(encoding="utf-8"))
    brussels, moscow = found["features"]
    rows = run_query(store, question("map")).rows
    counts = {row[0].value: int(row[3].value) for row in rows}

    assert (list(found), found["type"]) == (["type", "features"], "FeatureCollection")
    assert list(brussels) == ["type", "id", "geometry", "properties"] and brussels["type"] == "Feature"
    assert brussels["geometry"] == {"type": "Point", "coordinates": [4.3488, 50.8505]}
    assert moscow["geometry"] == {"type": "Point", "coordinates": [37.6178, 55.752]}
    assert moscow["properties"] == {
        **{"name": "Moskau", "name_en": "Moscow", "type": "Place", "wikidata": "Q649"},
        **{"statements": 4, "articles": ["bank", "gipfel", "moskau"]},
    }
    assert {feature["id"]: feature["properties"]["statements"] for feature in found["features"]} == counts


def test_geojson_of_an_empty_graph(tmp_path, tmp_store):
    """A graph without places with coordinates is a valid collection, too."""
    export_graph(tmp_store, tmp_path / "graph.geojson", "geojson")

    assert json.loads((tmp_path / "graph.geojson").read_text(encoding="utf-8")) == {
        "type": "FeatureCollection",
        "features": [],
    }


def test_turtle_in_rdflib(tmp_path, store):
    """rdflib reads the facts and only them out of the Turtle file."""
    export_graph(store, tmp_path / "graph.ttl", "turtle")
    graph = rdflib.Graph().parse(tmp_path / "graph.ttl", format="turtle")
    kg = rdflib.Namespace("https://w3id.org/newskg/ontology#")
    id = rdflib.Namespace(ID)

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


@pytest.mark.parametrize("format", ["trig", "nquads", "jsonld"])
def test_datasets_in_oxigraph(tmp_path, three_articles, store, format):
    """Oxigraph reads back every quad, and no other."""
    export_graph(store, tmp_path / "graph", format)
    formats = {"trig": RdfFormat.TRIG, "nquads": RdfFormat.N_QUADS, "jsonld": RdfFormat.JSON_LD}

    assert set(parse(path=str(tmp_path / "graph"), format=formats[format])) == set(three_articles)


def test_rdf12_in_oxigraph(tmp_path, three_articles, store):
    """An RDF 1.2 parser reads each statement as the reifier of its triple, and nothing else has changed."""
    export_graph(store, tmp_path / "graph.rdf12.trig", "rdf12")
    assert (tmp_path / "graph.rdf12.trig").read_text(encoding="utf-8").startswith('VERSION "1.2"\n')
    found = set(parse(path=str(tmp_path / "graph.rdf12.trig"), format=RdfFormat.TRIG))
    reified = {quad for quad in found if quad.predicate == REIFIES}
    restored = found - reified
    for quad in reified:
        assert isinstance(quad.object, Triple)
        for property, part in zip((SUBJECT, PREDICATE, OBJECT), quad.object, strict=True):
            restored.add(Quad(quad.subject, property, part, quad.graph_name))

    assert len(reified) == len(statement_rows(store))
    assert restored == set(three_articles)


def test_neo4j_header_format(tmp_path, store):
    """The files are what neo4j-admin's documentation asks for: ID spaces, labels, types, and ends that exist."""
    export_graph(store, tmp_path / "graph.zip", "neo4j")
    tables = {name: read_neo4j(text) for name, text in unzip(tmp_path / "graph.zip").items()}
    entities, articles = tables["entities.csv"], tables["articles.csv"]
    ids = {
        "Entity": {row["iri:ID(Entity)"] for row in entities},
        "Article": {row["iri:ID(Article)"] for row in articles},
    }
    assert len(ids["Entity"]) == len(entities) == len(node_rows(store))
    assert len(ids["Article"]) == len(articles) == len(article_rows(store))
    for name in ("statements.csv", "mentions.csv", "stands_for.csv"):
        assert tables[name]
        for row in tables[name]:
            assert row[":TYPE"]
            for field, value in row.items():
                if field.startswith((":START_ID", ":END_ID")):
                    assert value in ids[field.partition("(")[2].rstrip(")")], name

    assert len(tables["statements.csv"]) == len(statement_rows(store))
    assert {row[":LABEL"] for row in entities} >= {"Entity;Person", "Entity;Place", "Entity;Amount"}
    assert {row[":TYPE"] for row in tables["statements.csv"]} >= {"BUYS_FROM", "HOLDS_POSITION", "RELATED_TO"}


def test_neo4j_typed_columns(tmp_path, store):
    """Every column that names a type holds nothing else."""
    export_graph(store, tmp_path / "graph.zip", "neo4j")
    casts = {
        "int": int,
        "double": float,
        "boolean": {"true": True, "false": False}.__getitem__,
        "date": date.fromisoformat,
    }
    seen = set()
    for text in unzip(tmp_path / "graph.zip").values():
        for row in read_neo4j(text):
            for field, value in row.items():
                type = field.partition(":")[2]
                if type in casts and value:
                    seen.add(type)
                    casts[type](value)

    assert seen == set(casts)
    statements = pd.read_csv(io.StringIO(unzip(tmp_path / "graph.zip")["statements.csv"]))
    assert list(statements["statement"]) == [row.iri for row in statement_rows(store)]


def unzip(path: Path) -> dict[str, str]:
    """The texts of the files in a ZIP file, by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def read_neo4j(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file as neo4j-admin reads it: header first, double quotes doubled, fields over several lines."""
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("format", ["trig", "nquads", "jsonld", "rdf12"])
def test_closure_exported(tmp_path, store, format):
    """What follows from the facts goes into a graph of its own, and only there."""
    export_graph(with_closure(store), tmp_path / "with", format)
    export_graph(store, tmp_path / "without", format)
    formats = {"nquads": RdfFormat.N_QUADS, "jsonld": RdfFormat.JSON_LD}
    found, plain = (
        set(parse(path=str(tmp_path / name), format=formats.get(format, RdfFormat.TRIG)))
        for name in ("with", "without")
    )

    assert plain < found
    assert {quad.graph_name for quad in found - plain} == {NamedNode(Iris().closure)}


def test_unknown_format(tmp_path, store):
    """An unknown format is answered with the known ones."""
    with pytest.raises(StoreError, match=r"unknown format 'xls'; known: csv, geojson, gexf, graphml, html"):
        export_graph(store, tmp_path / "graph.xls", "xls")
