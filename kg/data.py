"""Finds and reads the files of ``ontologies/``: vocabulary and language knowledge are data, checked on load."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from kg.errors import DataError

Model = TypeVar("Model", bound=BaseModel)
KEPT_WORDS = 2**15  # words of which a reader keeps what it found: a text has the same ones again and again


@cache
def root() -> Path:
    """The directory ``ontologies/``: inside an installed wheel, or in the checkout."""
    here = Path(__file__).resolve().parent
    for path in (here / "_ontologies", here.parent / "ontologies"):
        if path.is_dir():
            return path
    raise DataError("ontologies/", "", "not found beside the package; reinstall newskg")


def read_toml(name: str, base: Path | None = None) -> dict[str, Any]:
    """The tables of one TOML file below `root` (or `base`).

    Raises:
        DataError: the file is missing or is no TOML; names the line.
    """
    path = (base or root()) / name
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(name, "", f"no such file in {path.parent}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(name, "", f"no valid TOML: {error}") from error


def validate(name: str, place: str, model: type[Model], table: Any) -> Model:
    """`table` as a `model`.

    Raises:
        DataError: with the path of the first offending field, such as ``verbs.toml: [buys].verbs: …``.
    """
    try:
        return model.model_validate(table)
    except ValidationError as error:
        raise error_at(name, place, error) from error


def error_at(name: str, place: str, error: ValidationError) -> DataError:
    """The first thing that is wrong at or below `place`; members of lists are counted from one: ``same_as[1].why``."""
    first = error.errors()[0]
    field = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in first["loc"])
    return DataError(name, f"{place}{field}".removeprefix("."), first["msg"].removeprefix("Value error, "))


def read_tsv(name: str, columns: Sequence[str], base: Path | None = None) -> Iterator[dict[str, str]]:
    """The rows of one tab-separated file below `root`, keyed by `columns`; other columns are left out.

    Raises:
        DataError: the file or one of `columns` is missing, or a row has too few or too many fields; names the line.
    """
    return (dict(zip(columns, fields, strict=True)) for fields in read_rows(name, columns, base))


def read_rows(name: str, columns: Sequence[str], base: Path | None = None) -> Iterator[list[str]]:
    """As `read_tsv`, but only the fields, in the order of `columns`: for large files.

    Raises:
        DataError: as `read_tsv`.
    """
    path = (base or root()) / name
    try:
        handle = path.open(encoding="utf-8")
    except FileNotFoundError:
        raise DataError(name, "", f"no such file in {path.parent}") from None
    with handle:
        header = handle.readline().rstrip("\n").split("\t")
        missing = [column for column in columns if column not in header]
        if missing:
            raise DataError(name, "line 1", f"missing column {missing[0]}; needed: {', '.join(columns)}")
        places = [header.index(column) for column in columns]
        straight, width = places == list(range(len(header))), len(header)
        for number, line in enumerate(handle, start=2):
            fields = line.rstrip("\n").split("\t")
            if len(fields) != width:
                raise DataError(name, f"line {number}", "wrong number of tab-separated fields")
            yield fields if straight else [fields[place] for place in places]
