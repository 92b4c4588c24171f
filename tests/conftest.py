"""Fixtures that several test files share: hand-made extractions and stores."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.ontology import load_ontology
from kg.rdf import Run
from kg.store import Store, open_store
from kg.types import Extraction
from tests.make_extraction import bank, moscow, summit


@pytest.fixture
def extractions() -> list[Extraction]:
    """Three articles that share entities, a fact and a claim of the same thing."""
    return [moscow(), summit(), bank()]


@pytest.fixture
def run() -> Run:
    """A run with all its fields set."""
    return Run("0.1.0", model="m0del", lexicon="lex1con", settings={"min_confidence": "0"})


@pytest.fixture
def ontology():
    """The inventory of relations."""
    return load_ontology()


@pytest.fixture
def tmp_store() -> Iterator[Store]:
    """An empty store in memory."""
    with open_store("memory:") as store:
        yield store


@pytest.fixture
def store(tmp_store, extractions, run) -> Store:
    """A store in memory that holds the three articles."""
    from kg.upkeep import add_extractions

    add_extractions(tmp_store, extractions, run=run)
    return tmp_store
