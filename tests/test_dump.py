"""What the files of a graph promise."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from kg.dump import FORMATS, prefixes
from kg.errors import StoreError
from kg.iris import Iris
from kg.ontology import load_ontology
from kg.rdf import Run, quads_from_extraction
from kg.upkeep import add_extractions
from kg.vocabulary import quads_from_ontology
from tests.make_extraction import moscow, summit

RDF_FORMATS = {"jsonld": RdfFormat.JSON_LD, "nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG}
QUADS = [
    quad for extraction in (moscow(), summit()) for quad in quads_from_extraction(extraction, Run("1"), load_ontology())
]


@pytest.mark.parametrize("format", FORMATS)
@given(st.integers(0, 10**6))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_order_is_nothing(format, seed: int):
    """Quads in any order, or twice, give the same bytes."""
    shuffled = QUADS * 2
    random.Random(seed).shuffle(shuffled)

    assert b"".join(FORMATS[format](shuffled)) == b"".join(FORMATS[format](QUADS))


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_round_trip(format):
    """Every quad comes back."""
    assert set(parse(b"".join(FORMATS[format](QUADS)), format=RDF_FORMATS[format])) == set(QUADS)


@pytest.mark.parametrize("format", FORMATS)
def test_same_in_another_process(format):
    """Another process with another hash seed writes the same bytes."""
    code = (
        "import sys; from kg.dump import FORMATS; from tests.test_dump import QUADS;"
        "sys.stdout.buffer.write(b''.join(FORMATS[sys.argv[1]](reversed(QUADS))))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711"}
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, "-c", code, format], cwd=root, env=environment, capture_output=True, check=True
    )

    assert done.stdout == b"".join(FORMATS[format](QUADS))


def test_nquads_sorted():
    """Lines are sorted by bytes and stand there once."""
    lines = b"".join(FORMATS["nquads"](QUADS)).splitlines()

    assert lines == sorted(set(lines))


def test_trig_prefixes_once(tmp_path, tmp_store, run):
    """TriG declares sorted prefixes first, entities below the base of the graph among them."""
    iris = Iris("https://example.org/wissen/")
    add_extractions(tmp_store, [moscow()], run=run, iris=iris)
    tmp_store.dump(tmp_path / "graph.trig", "trig")
    text = (tmp_path / "graph.trig").read_text(encoding="utf-8")
    heads = [line for line in text.splitlines() if line.startswith("@prefix")]

    assert heads == sorted(heads)
    assert text.startswith("\n".join(heads))
    assert "@prefix id: <https://example.org/wissen/entity/> ." in heads
    assert "id:Moskau a kg:Place" in text


def test_unknown_format(tmp_path, store):
    """An unknown format is named with the known ones, and nothing is written."""
    with pytest.raises(
        StoreError, match=r"unknown format 'rdfxml'; known: jsonld, nquads, ntriples, rdf12, trig, turtle"
    ):
        store.dump(tmp_path / "graph.xml", "rdfxml")

    assert list(tmp_path.iterdir()) == []


def test_prefixes_known():
    """The usual prefixes need no declaration."""
    assert set(prefixes()) == set("dcterms geo id itsrdf kg nif owl prov rdf rdfs schema sem skos xsd".split())


def test_vocabulary_complete():
    """The vocabulary describes every class and property of kg that quads use."""
    described = {quad.subject.value for quad in quads_from_ontology(load_ontology())}
    used = {quad.predicate.value for quad in QUADS} | {getattr(quad.object, "value", "") for quad in QUADS}
    ours = {iri for iri in used if iri.startswith("https://w3id.org/newskg/ontology#")}

    assert {iri for iri in ours - described if "#open/" not in iri and "#role_" not in iri} == set()
