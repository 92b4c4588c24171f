"""What the documents promise is so: commands, options, names, files and the commands of the README."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

import kg
from kg.cli import app
from tests.cli import built, built_once, cli, write

__all__ = ["built", "built_once", "cli"]

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
CI_INSTALLS = "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/kg build"
CI_TESTS = ".venv/bin/pip install '.[test]' && .venv/bin/pytest"


@pytest.mark.parametrize("name", list(app.commands))
def test_command_is_documented(name):
    """Every command stands in the README's table and in the changelog."""
    assert f"| `kg {name}" in README
    assert f"kg {name}" in CHANGELOG


def test_no_unknown_command():
    """The README names no command that is not there."""
    for name in re.findall(r"\bkg (\w+)", "\n".join(text for _, text in BLOCKS)):
        assert name in app.commands, name


@pytest.mark.parametrize("name", list(app.commands))
def test_every_option_has_help(name):
    """Every option of every command says what it does."""
    for param in app.commands[name].params:
        assert isinstance(param, click.Argument) or param.help, param.name


def test_two_commands():
    """The README begins with the two commands that install and test."""
    assert CI_INSTALLS in README.split("## ")[1]
    assert CI_TESTS in README


def test_public_names():
    """Every public name is there, has a docstring, and stands in alphabetical order."""
    assert sorted(kg.__all__) == kg.__all__
    for name in kg.__all__:
        assert name == "__version__" or getattr(kg, name).__doc__, name


def test_version():
    """The version of the package, of the project and of the changelog is one."""
    assert f'version = "{kg.__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"## [{kg.__version__}]" in CHANGELOG


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_links(name):
    """Every file that a document links to is there."""
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text) + re.findall(r'(?:src|href)="([^"#]+)"', text):
        assert "://" in target or (ROOT / target).exists(), target


def test_make_targets():
    """Every make target that a document names is in the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for name in re.findall(r"`make (\w+)", README + contributing):
        assert re.search(rf"^{name}:", makefile, re.MULTILINE), name


def test_commands_of_the_readme(built):
    """The kg commands of the README are understood: they end well or with a clear word about this small graph."""
    lines = [line for kind, text in BLOCKS if kind == "" for line in text.splitlines()]
    for line in lines:
        if line.startswith("kg ") and not line.startswith(("kg build", "kg evaluate")):
            status, _, err = built(*_words(line))
            assert status in (0, 1) and "fault of kg" not in err, (line, err)


def test_article_of_the_readme(cli, tmp_path):
    """The article that the README shows as an example can be built."""
    (text,) = (text for _, text in BLOCKS if text.startswith("---\ntitle:"))
    write(tmp_path / "in", a=text.replace("...", "Das ist der Text der Nachricht."))

    status, out, _ = cli("build", "in")

    assert 0 == status and "no date" not in out


def test_ci_runs_the_readme():
    """The CI script and make test run the README's test command, make run its first one."""
    for name in (".ci/run", "Makefile"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "'.[test" in text and re.search(r"/pytest\b|bin/pytest", text), name
    assert subprocess.run(["bash", "-n", str(ROOT / ".ci/run")]).returncode == 0


def test_doctests_of_the_readme():
    """The Python of the README is valid Python that uses names that are there."""
    for kind, text in BLOCKS:
        if kind == "python":
            compile(text, "README.md", "exec")
            for name in re.findall(r"\bkg\.(\w+)", text):
                assert hasattr(kg, name), name


def _words(line: str) -> list[str]:
    import shlex

    return shlex.split(line, comments=True)[1:]


def test_module_command():
    """python -m kg is the command kg."""
    done = subprocess.run([sys.executable, "-m", "kg", "--version"], cwd=ROOT, capture_output=True, text=True)

    assert f"kg {kg.__version__}" == done.stdout.strip()
