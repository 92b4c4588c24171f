"""The command line: what is printed where, and with which exit status. The pipeline is a fake."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest

from kg.check import Report, Violation
from kg.cli import app
from kg.errors import DataError
from tests.cli import MEETING, OTHER, ROOT, built, built_once, cli, kg, outputs, write
from tests.fake_nlp import BREAKS

__all__ = ["built", "built_once", "cli"]


@pytest.mark.parametrize("name", list(app.commands))
def test_help(cli, name):
    """Every command explains itself, with an example."""
    status, out, err = cli(name, "--help")

    assert (0, "") == (status, err)
    assert "Example" in out and f"kg {name}" in out


def test_no_command(cli):
    """kg alone says what it can do."""
    assert cli() == cli("--help")


def test_build(cli, tmp_path):
    """A build prints counts, actors and what to try next, and leaves picture, dumps and store."""
    write(tmp_path / "in", a=MEETING, b=OTHER)

    status, out, err = cli("build", "in")

    assert (0, "") == (status, err)
    assert "articles        2   2 new" in out and "facts           2" in out and "claims          1" in out
    assert "no date" in out and "a, b" in out
    assert "kg show Betafirma" in out and "kg path Betafirma Gammafirma" in out
    assert {"graph.html", "graph.nq", "graph.trig", "store"} == {path.name for path in (tmp_path / "out").iterdir()}


def test_build_again(built, tmp_path):
    """A second build skips unchanged articles, replaces changed ones and writes the same bytes for the same texts."""
    before = outputs(tmp_path / "out")

    assert "articles        2   2 unchanged" in built("build", "in")[1]
    assert before == outputs(tmp_path / "out")

    write(tmp_path / "in", b=OTHER.replace("Deltafirma", "Alphafirma"))
    assert "articles        2   1 replaced, 1 unchanged" in built("build", "in")[1]
    write(tmp_path / "in", b=OTHER)
    built("build", "in/b.txt")
    assert before == outputs(tmp_path / "out")


def test_order_does_not_matter(built, cli, tmp_path):
    """Articles built one by one in another order give the same bytes."""
    cli("build", "in/b.txt", "-o", "other")
    cli("build", "in/a.txt", "-o", "other")

    assert outputs(tmp_path / "out") == outputs(tmp_path / "other")


def test_remove(built, cli, tmp_path):
    """Add A, add B, remove A is add B; an unknown article removes nothing."""
    cli("build", "in/b.txt", "-o", "other")

    status, _, err = built("remove", "a", "nix")
    assert 1 == status and "no article 'nix'" in err
    assert 0 == built("remove", "a")[0]
    assert outputs(tmp_path / "other") == outputs(tmp_path / "out")


def test_failed_articles(cli, tmp_path):
    """Bad articles are listed at the end with exit status 1; the others are built."""
    write(tmp_path / "in", a=MEETING, b="", c=f"Die {BREAKS} war in der Stadt.", d="The end of the day was there.")

    status, out, err = cli("build", "in", "missing.txt")

    assert 1 == status
    assert "articles        1   1 new" in out
    lines = err.splitlines()
    assert "kg: 4 not built:" == lines[0] and 5 == len(lines)
    for words in ("missing.txt: no such file", "b.txt: is empty", "c: can't be understood: RuntimeError", "is English"):
        assert words in err


def test_nothing_to_build(cli, tmp_path):
    """When no article can be read, nothing is made."""
    status, out, err = cli("build", "missing.txt")

    assert (1, "") == (status, out) and "no such file or folder" in err
    assert [] == list(tmp_path.iterdir())


def test_default_source(cli, tmp_path):
    """Without a source, seeds/ is built; without seeds/, the seed article of kg."""
    assert "articles        1   1 new" in cli("build", "-o", "one")[1]
    assert "dcterms" in (tmp_path / "one/graph.trig").read_text(encoding="utf-8")
    write(tmp_path / "seeds", a=MEETING, b=OTHER)
    assert "articles        2   2 new" in cli("build", "-o", "two")[1]


def test_show(built):
    """show gives facts and claims apart, each with sentence, source, date and voice."""
    status, out, _ = built("show", "deltafirma")

    assert 0 == status
    assert out.index("Facts") < out.index("Betafirma meets Deltafirma") < out.index("Claims")
    assert "Gammafirma buys from Deltafirma (reported, source unnamed)" in out and "(2024-11-14, a)" in out


def test_show_suggests(built):
    """An unknown name gets similar ones."""
    status, out, err = built("show", "Gamafirma")

    assert (1, "") == (status, out) and "Gammafirma" in err and 1 == err.count("\n")


def test_path(built):
    """path leads over the fewest statements, or says that nothing connects the two."""
    status, out, _ = built("path", "Alphafirma", "Deltafirma", "--labels", "de")

    assert 0 == status
    assert out.index("Alphafirma trifft Betafirma") < out.index("Betafirma trifft Deltafirma")
    built("remove", "b")
    assert (1, "", "kg: nothing in this graph connects Alphafirma and Deltafirma\n") == (
        built("path", "Alphafirma", "Deltafirma")
    )


def test_no_store(cli):
    """Questions to a graph that is not there say how to build one."""
    status, _, err = cli("show", "NATO")

    assert 1 == status and "kg build" in err and 1 == err.count("\n")


def test_wrong_usage(cli):
    """Wrong usage is one line with exit status 2."""
    for args in (("nix",), ("build", "--nix"), ("show",), ("show", "x", "--labels", "fr")):
        status, out, err = cli(*args)
        assert (2, "") == (status, out), args
        assert err.startswith("kg: ") and 1 == err.count("\n") and "--help" in err


def test_debug_shows_where(cli, tmp_path):
    """--debug shows the traceback of what failed, in a command and in an article."""
    assert "Traceback" in cli("show", "NATO", "--debug")[2]
    write(tmp_path / "in", a=f"Die {BREAKS} war in der Stadt.")
    assert "Traceback" in cli("build", "in", "--debug")[2]
    assert "Traceback" not in cli("show", "NATO")[2]


def test_out_without_permission(cli, tmp_path):
    """A place that can't be written is one line and exit status 1; what is there stays."""
    write(tmp_path / "in", a=MEETING)
    (tmp_path / "out").write_text("mine", encoding="utf-8")

    status, _, err = cli("build", "in")

    assert 1 == status and "out" in err and 1 == err.count("\n")
    assert "mine" == (tmp_path / "out").read_text(encoding="utf-8")


def test_malformed_rules(cli, tmp_path, monkeypatch):
    """A malformed rule file is one line with file, place and reason; nothing is made."""

    def broken(model):
        raise DataError("lexicon/frames/buying.toml", "[buys].verbs", "must not be empty")

    monkeypatch.setattr("kg.builder.load_nlp", broken)
    write(tmp_path / "in", a=MEETING)

    expected = "kg: lexicon/frames/buying.toml: [buys].verbs: must not be empty\n"
    assert (1, "", expected) == cli("build", "in")
    assert not (tmp_path / "out").exists()


def test_standard_input(cli, monkeypatch):
    """An article can be piped in."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(MEETING.encode()))))

    assert "articles        1   1 new" in cli("build", "-")[1]
    assert "stdin" in cli("show", "Alphafirma")[1]


def test_without_check(cli, tmp_path, monkeypatch):
    """--no-check leaves the SHACL check out."""
    monkeypatch.setattr("kg.builder.check_quads", None)
    write(tmp_path / "in", a=MEETING)

    assert "articles        1   1 new" in cli("build", "in", "--no-check")[1]


def test_broken_shape(cli, tmp_path, monkeypatch):
    """An article whose quads break a shape is not built, and says which."""
    violation = Violation("a", "node", "needs a sentence")
    monkeypatch.setattr("kg.builder.check_quads", lambda quads, article: Report(1, (violation,)))
    write(tmp_path / "in", a=MEETING)

    status, _, err = cli("build", "in")

    assert 1 == status and "a: breaks a SHACL shape: a: node: needs a sentence" in err


def test_utf8_whatever_the_locale(built, tmp_path):
    """Output is UTF-8 under the C locale, too."""
    done = kg("show", "Gammafirma", cwd=tmp_path, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")

    assert 0 == done.returncode, done.stderr
    assert "Gammafirma" in done.stdout.decode("utf-8")
    assert "ü" in kg("build", "--help", cwd=tmp_path, LC_ALL="C", PYTHONCOERCECLOCALE="0").stdout.decode("utf-8")


def test_reader_gone(built, tmp_path):
    """A reader that stops reading is no error message."""
    command = f"'{sys.executable}' -m kg show Gammafirma | true"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True
    )

    assert b"" == done.stderr
