"""kg explain: what is stored, what reading again tells, and what it says where that differs."""

from __future__ import annotations

import pytest

import kg
from kg.builder import build_graph
from kg.explain import explain_statement
from kg.statements import statement_rows
from kg.store import open_store
from tests.cli import ROOT, built, built_once, cli
from tests.fake_nlp import fake_nlp

__all__ = ["built", "built_once", "cli"]


@pytest.fixture
def explain(built, monkeypatch):
    """Runs kg explain on the statement about Gammafirma."""
    monkeypatch.setattr("kg.nlp.load_nlp", lambda model: fake_nlp())
    digits = built("show", "Gammafirma")[1].partition("[")[2].partition("]")[0]

    return lambda *args: built("explain", digits, *args)


def test_what_is_stored(explain):
    """Sentence, ends, voice and rule come from the store; --no-parse shows no more."""
    status, out, _ = explain("--no-parse")

    assert 0 == status and "Parse" not in out
    for words in ("Gammafirma kaufe von Deltafirma", "kaufe: subject → buysFrom → object", "reported", "a, characters"):
        assert words in out


def test_what_reading_again_tells(explain):
    """Marked sentence, parse of this sentence alone, rule and ends follow."""
    out = explain()[1]

    assert "[subject Gammafirma] kaufe von [object Deltafirma]" in out
    assert "Alphafirma" not in out.partition("\nParse")[2]
    for title in ("\nParse\n", "\nClause\n", "\nRule\n", "\nEnds\n"):
        assert title in out
    assert "„Deltafirma“ (name) = Deltafirma (Organization, new name, not in the registry)" in out
    assert "Note" not in out


def test_unknown_statement(built):
    """What is no statement, or several, is an error that says so."""
    status, _, err = built("explain", "xyz")

    assert 1 == status and "kg show" in err


def test_another_pipeline(explain, monkeypatch):
    """Where another pipeline reads the article now, a note says so."""

    def other(model):
        nlp = fake_nlp()
        nlp.meta["name"] = "other"
        return nlp

    monkeypatch.setattr("kg.nlp.load_nlp", other)

    assert "Note: the store was built with another pipeline; 'kg build'" in explain()[1]


def test_statement_that_is_found_no_more(explain, monkeypatch):
    """Where reading again does not give the statement, the parse is shown all the same."""
    monkeypatch.setattr("tests.fake_nlp.RELATIONS", {})
    out = explain()[1]

    assert "does not give this statement" in out and "Gammafirma" in out.partition("\nParse")[2]


@pytest.fixture(scope="module")
def nlp():
    """The shipped German pipeline."""
    return kg.load_nlp("de")


def test_seed_article(nlp, tmp_path):
    """Every statement of the seed article is found again, with its own rule, an entry and both ends."""
    build_graph([ROOT / "seeds"], out=tmp_path, nlp=nlp, check=False)
    with open_store(tmp_path / "store", create=False) as store:
        rows = statement_rows(store)
        assert rows
        for row in rows:
            found = explain_statement(row, store, nlp)
            assert found.trace is not None and "" == found.note
            rule, ends = dict(found.trace.rule), dict(found.trace.ends)
            assert row.rule == rule["rule"] and rule["entry"] and {"subject", "object"} <= set(ends)
            assert "[subject" in found.trace.sentence or "[object" in found.trace.sentence
