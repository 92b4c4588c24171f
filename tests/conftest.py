"""Fixtures that several test files share: hand-made extractions and stores."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from pyoxigraph import DefaultGraph, Quad

from kg.ontology import load_ontology
from kg.rdf import Run
from kg.store import Store, open_store
from kg.tables import select
from kg.types import Extraction
from kg.upkeep import add_extractions
from tests.make_extraction import bank, moscow, summit

RUN = Run("0.1.0", model="m0del", lexicon="lex1con", settings={"min_confidence": "0"})


@pytest.fixture
def extractions() -> list[Extraction]:
    """Three articles that share entities, a fact and a claim of the same thing."""
    return [moscow(), summit(), bank()]


@pytest.fixture
def run() -> Run:
    """A run with all its fields set."""
    return RUN


@pytest.fixture
def ontology():
    """The inventory of relations."""
    return load_ontology()


@pytest.fixture
def tmp_store() -> Iterator[Store]:
    """An empty store in memory."""
    with open_store("memory:") as store:
        yield store


@pytest.fixture(scope="session")
def three_articles() -> list[Quad]:
    """All quads of a store that holds the three articles, made once."""
    with open_store("memory:") as store:
        add_extractions(store, [moscow(), summit(), bank()], run=RUN)
        rows = select(store, "SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
        return [Quad(row["s"], row["p"], row["o"], row["g"] or DefaultGraph()) for row in rows]


@pytest.fixture
def store(tmp_store, three_articles) -> Store:
    """A store in memory that holds the three articles."""
    tmp_store.add(three_articles)
    return tmp_store


@pytest.fixture
def forked(monkeypatch):
    """The processes that this test forks itself off into; servers and browsers of other tests are none of them."""
    processes = []
    fork = os.fork

    def note():
        process = fork()
        if process:
            processes.append(process)
        return process

    monkeypatch.setattr(os, "fork", note)
    return processes
