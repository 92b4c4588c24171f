"""Reads the files that hold articles: ``.txt .md .html .jsonl .csv``, each into records of named fields."""

from __future__ import annotations

import csv
import json
import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeAlias

from kg.decode import decode_text
from kg.errors import ArticleError
from kg.webpage import declared_encoding, fields_from_html, is_html

log = logging.getLogger("kg")

NAMES = ("title", "date", "source", "author", "url", "language", "id")
MAX_FILE = 20_000_000  # bytes of a file that holds one article; a page's source is longer than its text
MAX_LINE = 20_000_000  # characters of a JSONL line or a CSV field
FENCE = "---"
_NAMED_LINE = re.compile(r"\w+\s*:")
_MARKDOWN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)"), ""),  # pictures
    (re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)"), r"\1"),  # links keep their words
    (re.compile(r"^ {0,3}(#{1,6}|>|[-*+])[ \t]+", re.MULTILINE), ""),  # headings, quotations, lists
    (re.compile(r"(\*\*|__)(?=\S)([^\n]*?\S)\1"), r"\2"),  # bold
    (re.compile(r"(?<!\w)([*_])(?=\S)([^\n]*?\S)\1(?!\w)"), r"\2"),  # italic
)
_FIRST_HEADING = re.compile(r"\s*# +([^\n]+)\n")


class Record(NamedTuple):
    """One article as its file has it. ``place`` names the file, and the line where a file holds several."""

    place: str
    fields: dict[str, str]


Reader: TypeAlias = Callable[[BinaryIO, str], Iterator[Record | ArticleError]]


def records_from_file(path: Path) -> Iterator[Record | ArticleError]:
    """The records of one file, with an error in the place of each that can't be read."""
    place = str(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        yield ArticleError(place, f"kg can't read this kind of file; it reads {' '.join(sorted(READERS))}")
        return
    try:
        with path.open("rb") as handle:
            yield from reader(handle, place)
    except OSError as error:
        yield ArticleError(place, f"can't be read: {error.strerror or error}")
    except ArticleError as error:
        yield error


def records_from_stdin(handle: BinaryIO) -> Iterator[Record | ArticleError]:
    """The records piped in: JSON lines if they begin with ``{``, a page if it begins as HTML, else one text."""
    place = "-"
    try:
        head = handle.peek(256)[:256].lstrip() if hasattr(handle, "peek") else b""
        if head.startswith(b"{"):
            yield from _read_jsonl(handle, place)
        elif is_html(head.decode("utf-8", "replace")):
            yield from _read_html(handle, place)
        else:
            yield from _read_text(handle, place)
    except ArticleError as error:
        yield error


def fields_from_text(text: str, place: str) -> dict[str, str]:
    r"""The fields of a text that may begin with front matter.

    >>> fields_from_text("---\ntitle: Besuch\n---\nBlinken kommt.", "a.txt")
    {'title': 'Besuch', 'text': 'Blinken kommt.'}

    Raises:
        ArticleError: the front matter has no end, or a line of it is none of ``name: value``.
    """
    lines = text.lstrip().splitlines()
    opens = lines and lines[0].rstrip() == FENCE and any(_NAMED_LINE.match(line) for line in lines[1:2])
    if not opens:
        return {"text": text}
    fields: dict[str, str] = {}
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == FENCE:
            return {**fields, "text": "\n".join(lines[number:])}
        name, colon, value = line.partition(":")
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not colon:
            raise ArticleError(f"{place}:{number}", f"front matter needs lines 'name: value' up to a line '{FENCE}'")
        fields[name.strip().lower()] = _unquoted(value.strip())
    raise ArticleError(place, f"front matter begins with '{FENCE}' but no second line '{FENCE}' ends it")


def _read_one(handle: BinaryIO, place: str) -> bytes:
    raw = handle.read(MAX_FILE + 1)
    if len(raw) > MAX_FILE:
        raise ArticleError(
            place, f"is larger than {MAX_FILE:,} bytes; one file holds one article, several go into .jsonl"
        )
    return raw


def _read_text(handle: BinaryIO, place: str) -> Iterator[Record]:
    text = decode_text(_read_one(handle, place), place)
    if is_html(text):
        raise ArticleError(place, "holds HTML, no plain text; rename it to .html, then kg takes the article out of it")
    yield Record(place, _known(fields_from_text(text, place), place))


def _read_markdown(handle: BinaryIO, place: str) -> Iterator[Record]:
    fields = _known(fields_from_text(decode_text(_read_one(handle, place), place), place), place)
    text = fields["text"].replace("\r\n", "\n")
    heading = _FIRST_HEADING.match(text)
    if heading and fields.setdefault("title", heading[1].strip()) == heading[1].strip():
        text = text[heading.end() :]
    for pattern, replacement in _MARKDOWN:
        text = pattern.sub(replacement, text)
    yield Record(place, {**fields, "text": text})


def _read_html(handle: BinaryIO, place: str) -> Iterator[Record]:
    raw = _read_one(handle, place)
    fields = fields_from_html(decode_text(raw, place, encoding=declared_encoding(raw)))
    if raw.strip() and not fields["text"]:
        raise ArticleError(place, "has no text in paragraphs, headings or lists")
    yield Record(place, fields)


def _read_jsonl(handle: BinaryIO, place: str) -> Iterator[Record | ArticleError]:
    number = 0
    for number, offset, raw in _lines(handle):
        where = f"{place}:{number}"
        try:
            line = decode_text(raw, place, offset=offset)
            value = json.loads(line) if line.strip() else None
        except ArticleError as error:
            yield error
            continue
        except (json.JSONDecodeError, RecursionError) as error:
            yield ArticleError(where, f"is no JSON object: {error}; write one article a line")
            continue
        if isinstance(value, dict):
            yield _record_from_row(value, where, number, place)
        elif line.strip():
            yield ArticleError(where, 'is no JSON object; write one article a line: {"id": …, "date": …, "text": …}')
    if not number:
        yield ArticleError(place, "is empty")


def _read_csv(handle: BinaryIO, place: str) -> Iterator[Record | ArticleError]:
    csv.field_size_limit(MAX_LINE)
    lines = (decode_text(raw, place, offset=offset) for _, offset, raw in _lines(handle))
    header = next(lines, "")
    if not header.strip():
        raise ArticleError(place, "is empty")
    delimiter = max(",;\t", key=header.count)
    names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter))]
    if "text" not in names:
        raise ArticleError(place, f"needs a column 'text' in its first line; others it may have: {', '.join(NAMES)}")
    rows = csv.reader(lines, delimiter=delimiter)
    try:
        for number, row in enumerate(rows, start=1):
            where = f"{place}:{rows.line_num + 1}"
            if len(row) == len(names):
                yield _record_from_row(dict(zip(names, row, strict=True)), where, number, place)
            elif row:
                yield ArticleError(where, f"has {len(row)} fields where the first line names {len(names)} columns")
    except csv.Error as error:
        raise ArticleError(f"{place}:{rows.line_num + 1}", f"is no valid CSV: {error}") from error


READERS: dict[str, Reader] = {
    ".csv": _read_csv,
    ".htm": _read_html,
    ".html": _read_html,
    ".jsonl": _read_jsonl,
    ".md": _read_markdown,
    ".txt": _read_text,
}


def _lines(handle: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """Number (from 1), byte offset and bytes of each line; never the whole file in memory."""
    offset = 0
    for number, raw in enumerate(iter(lambda: handle.readline(MAX_LINE), b""), start=1):
        yield number, offset, raw
        offset += len(raw)


def _record_from_row(row: dict[str, object], where: str, number: int, place: str) -> Record | ArticleError:
    fields: dict[str, str] = {"id": f"{Path(place).stem}-{number}"} if place != "-" else {"id": f"stdin-{number}"}
    for name in ("text", *NAMES):
        value = row.get(name)
        if value is None or value == "":
            continue
        if not isinstance(value, str | int):
            return ArticleError(where, f"'{name}' must be a text, not {json.dumps(value)[:40]}")
        fields[name] = str(value)
    return Record(where, fields)


def _known(fields: dict[str, str], place: str) -> dict[str, str]:
    for name in sorted(set(fields) - {*NAMES, "text"}):
        log.warning("%s: front matter: unknown name '%s' is ignored; known: %s", place, name, ", ".join(NAMES))
    return {name: value for name, value in fields.items() if name in NAMES or name == "text"}


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
