"""Data files are found, read and checked; a malformed one is named with file, place and reason."""

from __future__ import annotations

import tomllib

import pytest
from pydantic import BaseModel

from kg.data import read_toml, read_tsv, root, validate
from kg.errors import DataError


class Verb(BaseModel):
    """A model to check against."""

    lemma: str
    weight: int = 0


class Verbs(BaseModel):
    """Several of them."""

    verbs: list[Verb]


def write(tmp_path, name, content):
    """A file of `content` in `tmp_path`."""
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return name


def test_root():
    """The folder ontologies/ is found."""
    assert (root() / "relations.tsv").is_file()


def test_every_toml_file_is_valid():
    """Every TOML file of ontologies/ can be read."""
    paths = sorted(root().rglob("*.toml"))

    assert paths
    for path in paths:
        assert read_toml(str(path.relative_to(root()))), path


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a = 1\nb = = 2", "x.toml: no valid TOML: .*line 2"),
        ('a = "Grüße"'.encode("cp1252"), "x.toml: no valid TOML"),
    ],
)
def test_malformed_toml(tmp_path, content, words):
    """Malformed TOML is named with file and line."""
    with pytest.raises(DataError, match=words):
        read_toml(write(tmp_path, "x.toml", content), tmp_path)


def test_missing_file(tmp_path):
    """A missing file is named with the folder it should be in."""
    for read in (read_toml, lambda name, base: list(read_tsv(name, ("a",), base))):
        with pytest.raises(DataError, match=r"x\.toml: no such file in .*") as caught:
            read("x.toml", tmp_path)
        assert str(tmp_path) in str(caught.value)


def test_validate():
    """A table becomes its model; the first wrong field is named with its path."""
    assert Verb(lemma="kaufen", weight=2) == validate("v.toml", "[buys]", Verb, {"lemma": "kaufen", "weight": 2})
    with pytest.raises(DataError, match=r"v\.toml: \[buys\]\.weight: "):
        validate("v.toml", "[buys]", Verb, {"lemma": "kaufen", "weight": "schwer"})
    with pytest.raises(DataError, match=r"v\.toml: verbs\[2\]\.lemma: Field required"):
        validate("v.toml", "", Verbs, {"verbs": [{"lemma": "kaufen", "weight": 2}, {"weight": 3}]})


def test_tsv(tmp_path):
    """Rows come out by the names of the header; quotes are plain characters."""
    name = write(tmp_path, "x.tsv", 'a\tb\n1\t"Öl"\n\t2\n')

    assert [{"a": "1", "b": '"Öl"'}, {"a": "", "b": "2"}] == list(read_tsv(name, ("a", "b"), tmp_path))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a\n1\n", "x.tsv: line 1: missing column b; needed: a, b"),
        ("a\tb\n1\t2\n1\n", "x.tsv: line 3: wrong number"),
        ("a\tb\n1\t2\t3\n", "x.tsv: line 2: wrong number"),
    ],
)
def test_malformed_tsv(tmp_path, content, words):
    """A missing column or field is named with its line."""
    with pytest.raises(DataError, match=words):
        list(read_tsv(write(tmp_path, "x.tsv", content), ("a", "b"), tmp_path))


def test_toml_is_read_as_it_stands(tmp_path):
    """Reading gives what tomllib gives."""
    content = '[a]\nwords = ["für", "mit"]\n'

    assert tomllib.loads(content) == read_toml(write(tmp_path, "x.toml", content), tmp_path)
