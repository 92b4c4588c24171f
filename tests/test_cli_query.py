"""Questions, exports and checks on the command line. The pipeline is a fake."""

from __future__ import annotations

import csv
import io
import json

import pytest

from kg.questions import named_queries
from tests.cli import built, built_once, cli, write
from tests.fake_nlp import fake_nlp

__all__ = ["built", "built_once", "cli"]

MEETINGS = "SELECT ?who { ?who kg:meets id:Betafirma }"


def test_query(built):
    """A SELECT gives a table with names; prefixes need no declaration."""
    assert (0, "who\n----------\nAlphafirma\n(1 row)\n", "") == built("query", MEETINGS)


@pytest.mark.parametrize(
    ("format", "expected"),
    [
        ("csv", "who\nhttps://w3id.org/newskg/id/entity/Alphafirma\n"),
        ("tsv", "?who\n<https://w3id.org/newskg/id/entity/Alphafirma>\n"),
    ],
)
def test_query_formats(built, format, expected):
    """CSV and TSV are those of the standard, with IRIs; with --labels they have names."""
    assert expected == built("query", MEETINGS, "--format", format)[1]
    assert "who\nAlphafirma\n" == built("query", MEETINGS, "--format", format, "--labels", "en")[1]


def test_query_json_and_xml(built):
    """JSON and XML are those of the standard."""
    document = json.loads(built("query", MEETINGS, "--format", "json")[1])

    assert ["who"] == document["head"]["vars"] and 1 == len(document["results"]["bindings"])
    assert "<sparql" in built("query", MEETINGS, "--format", "xml")[1]


def test_ask_construct_describe(built):
    """ASK gives yes or no; CONSTRUCT and DESCRIBE give Turtle."""
    assert "yes\n" == built("query", "ASK { ?who kg:meets ?whom }")[1]
    assert "id:Alphafirma kg:meets id:Betafirma ." in built("query", "CONSTRUCT WHERE { ?a kg:meets id:Betafirma }")[1]
    assert 'rdfs:label "Alphafirma"@de' in built("query", "DESCRIBE id:Alphafirma")[1]


def test_claims(built):
    """What is only claimed is no fact, unless --claims counts it."""
    query = "ASK { ?who kg:buysFrom ?whom }"

    assert "no\n" == built("query", query)[1]
    assert "yes\n" == built("query", query, "--claims")[1]


def test_query_from_file(built, tmp_path):
    """A query can stand in a file."""
    (tmp_path / "q.rq").write_text(f"# Wer traf wen?\n{MEETINGS}", encoding="utf-8")

    assert built("query", MEETINGS) == built("query", "-f", "q.rq")


def test_limit(built):
    """--limit cuts, and says so on stderr."""
    status, out, err = built("query", "SELECT * { ?s ?p ?o }", "--limit", "2")

    assert 0 == status and "(2 rows)" in out and "more rows than the 2 shown; --limit" in err


def test_questions(built):
    """Every ready-made question is listed with its help and gives an answer."""
    listed = built("query", "--list")[1]
    for name, question in named_queries().items():
        assert f"{name} " in listed and question.help in listed
        assert 0 == built("query", "--name", name)[0], name


def test_question_about(built):
    """A ready-made question can be asked about one actor."""
    found = built("query", "--name", "who-met-whom", "--about", "Alphafirma", "--format", "csv", "--labels", "en")[1]

    assert {("Alphafirma", "Betafirma")} == {(row["who"], row["whom"]) for row in csv.DictReader(io.StringIO(found))}


@pytest.mark.parametrize(
    ("args", "status", "words"),
    [
        (["SELECT * {"], 1, "line 1"),
        (["DROP ALL"], 1, "only reads"),
        (["SELECT * { SERVICE <http://x.example> { ?s ?p ?o } }"], 1, "SERVICE"),
        (["--name", "nix"], 1, "who-met-whom"),
        (["--name", "voices", "--about", "Nixfirma"], 1, "Nixfirma"),
        ([], 2, "give one of"),
        ([MEETINGS, "--name", "voices"], 2, "give one of"),
        ([MEETINGS, "--about", "Betafirma"], 2, "--name"),
        ([MEETINGS, "--format", "pdf"], 2, "pdf"),
        ([MEETINGS, "--format", "ttl"], 1, "ttl"),
        (["-f", "missing.rq"], 2, "missing.rq"),
    ],
)
def test_bad_queries(built, args, status, words):
    """A bad query is one line that says what is wrong; nothing is printed to stdout."""
    found, out, err = built("query", *args)

    assert (status, "") == (found, out)
    assert words in err and err.startswith("kg: ") and 1 == err.count("\n")


def test_turtle_has_two_names(built):
    """--format turtle is --format ttl."""
    asked = "CONSTRUCT { ?a kg:meets ?b } WHERE { ?a kg:meets ?b }"

    assert built("query", asked, "--format", "ttl") == built("query", asked, "--format", "turtle")
    assert "kg:meets" in built("query", asked, "--format", "turtle")[1]


def test_export(built, tmp_path):
    """An export goes beside the graph, into a file or to standard output; an unknown format lists the known."""
    assert "out/graph.ttl\n" == built("export", "turtle")[1]
    assert 0 == built("export", "nquads", "--to", "x.nq")[0]
    assert (tmp_path / "out/graph.nq").read_bytes() == (tmp_path / "x.nq").read_bytes()
    status, _, err = built("export", "pdf")
    assert 2 == status and "turtle" in err


def test_validate(built):
    """A graph that kg built keeps all its promises; an unknown article is named."""
    assert (0, "2 articles checked, nothing broken\n", "") == built("validate")
    assert (0, "1 article checked, nothing broken\n", "") == built("validate", "a")
    assert 2 == built("validate", "nix")[0]


def test_evaluate(cli, tmp_path, monkeypatch):
    """evaluate prints the three lines of the score."""
    monkeypatch.setattr("kg.nlp.load_nlp", lambda model: fake_nlp())
    gold = {"id": "g", "text": "Die Alphafirma trifft Betafirma.", "entities": {}, "facts": []}
    write(tmp_path / "gold")
    (tmp_path / "gold/g.json").write_text(json.dumps(gold), encoding="utf-8")

    status, out, err = cli("evaluate", "gold", "--articles")

    assert (0, "") == (status, err)
    assert ["g", "", "facts", "pairs", "of"] == [line.partition(" ")[0] for line in out.splitlines()]
