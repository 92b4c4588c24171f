"""kg open-triples on the command line. The pipeline is a fake that knows one parse."""

from __future__ import annotations

import io
import json
import sys

import pytest

from tests.cli import cli
from tests.make_doc import make_doc

__all__ = ["cli"]

PARSE = (
    "Er/PRON/nsubj>2 traf/VERB/root/feats=VerbForm=Fin Ott/PROPN/obj>2 in/ADP/case>5 Rom/PROPN/obl>2 +./PUNCT/punct>2"
)
TEXT = "Er traf Ott in Rom."


@pytest.fixture
def triples(cli, monkeypatch, tmp_path):
    """Runs kg open-triples on a file; whatever its text, the parse is `PARSE`."""
    monkeypatch.setattr(
        "kg.annotate.open_triples._pipeline", lambda model: lambda text: make_doc(PARSE if text else "-/X/root")
    )

    def run(text, *args):
        (tmp_path / "a.txt").write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
        return cli("open-triples", "a.txt", *args)

    return run


def test_tsv(triples):
    """One line a triple: number of the sentence, subject, relation, object."""
    assert (0, "1\tEr\ttraf\tOtt\n1\tEr\ttraf Ott in\tRom\n", "") == triples(TEXT)


def test_standard_input(cli, triples, monkeypatch):
    """Without a file the text comes from standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))

    assert "1\tEr\ttraf\tOtt" in cli("open-triples")[1]


def test_jsonl(triples):
    """--format jsonl tells where the words stand, too."""
    first = json.loads(triples(TEXT, "--format", "jsonl")[1].splitlines()[0])

    assert ("Er", "traf", "Ott") == (first["subject"], first["relation"], first["object"])
    assert [{"start": 8, "end": 11}] == first["object_spans"]


def test_lines(triples):
    """--lines counts lines, empty ones, too."""
    out = triples(f"{TEXT}\n\n{TEXT}\n", "--lines")[1]

    assert ["1", "1", "3", "3"] == [line.split("\t")[0] for line in out.splitlines()]


@pytest.mark.parametrize(("text", "words"), [("", "is empty"), (b"\xe4rger", "not UTF-8")])
def test_errors(triples, text, words):
    """What can't be read is one line with exit status 1."""
    status, out, err = triples(text)

    assert (1, "") == (status, out) and words in err and 1 == err.count("\n")


def test_no_such_file(cli):
    """A file that is not there is wrong usage."""
    assert 2 == cli("open-triples", "nix.txt")[0]
