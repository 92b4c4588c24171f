"""What a graph was made with: hashes of the pipeline and of the lexicon. Same hashes and text, same graph."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import kg
from kg import data
from kg.rdf import Run

# What is read after the extraction, or only names its result, does not change what is found in an article.
_NO_LEXICON = ("queries/", "shapes.ttl", "context.jsonld")


def run_from_model(path: Path | None, name: str, *, base: str) -> Run:
    """The run of the pipeline in the directory `path`; `name` tells pipelines apart that live in memory only."""
    model = hash_files(path) if path else hashlib.sha256(name.encode()).hexdigest()[:16]
    return Run(kg.__version__, model=model, lexicon=lexicon_hash(), settings={"graph.base": base})


@cache
def lexicon_hash() -> str:
    """16 hexadecimal digits that name the vocabulary and rules of this installation."""
    return hash_files(data.root(), skip=_NO_LEXICON)


@cache
def hash_files(folder: Path, *, skip: Iterable[str] = ()) -> str:
    """16 hexadecimal digits that name all files below `folder`: their names and bytes."""
    names = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    total = hashlib.sha256()
    for name in sorted(names):
        if not name.startswith(tuple(skip)) and "__pycache__" not in name:
            total.update(f"{len(name)}:{name}".encode())
            total.update(hashlib.sha256(names[name].read_bytes()).digest())
    return total.hexdigest()[:16]
