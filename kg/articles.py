"""Reads German news articles from files, folders, glob patterns, web addresses, feeds and standard input.

One bad article never stops a batch: its error comes out in its place.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.addresses import has_scheme, is_web_address, why_not_fetched
from kg.days import date_from_text
from kg.decode import clean_text
from kg.errors import ArticleError
from kg.languages import why_not_german
from kg.online import records_from_addresses
from kg.readers import READERS, Record, records_from_file, records_from_stdin
from kg.types import Article

MAX_TEXT = 200_000  # characters of one article; the longest reports of newspapers have some 60,000
MAX_SENTENCE = 10_000  # characters without the end of a sentence or line: no running text, and the parse would not end
STDIN = "-"
ONLY_GERMAN = "kg reads German (--any-language reads it anyway)"
_SENTENCE_END = re.compile(r"[.!?…\n]")
_GLOB = re.compile(r"[*?\[]")
_GERMAN_CODES = ("de", "deu", "ger")


def read_articles(
    sources: str | Path | Iterable[str | Path], *, any_language: bool = False
) -> Iterator[Article | ArticleError]:
    """The articles of `sources` in the order of their paths, each that can't be read as an error in its place.

    A source (one, or several) is a file, a folder (with all below it), a glob pattern, the http or https address of a
    page or of a feed (RSS, Atom), or ``-`` for standard input. They come in this order: files, addresses, standard
    input. Nothing is fetched but what is named and what the entries of a named feed link to. `any_language` takes
    texts that don't look German, too.
    """
    seen: dict[str, str] = {}
    chosen = [sources] if isinstance(sources, str | Path) else sources
    for record in _records(chosen):
        if isinstance(record, ArticleError):
            yield record
            continue
        try:
            article = article_from_fields(record, any_language=any_language)
        except ArticleError as error:
            yield error
            continue
        first = seen.setdefault(article.id, record.place)
        if first != record.place:
            yield ArticleError(
                record.place, f"has the id '{article.id}' that {first} has, too; {_how_to_rename(record.place)}"
            )
            continue
        yield article


def find_files(sources: Iterable[str | Path]) -> Iterator[Path | ArticleError]:
    """The files that `sources` name, each once, sorted; with an error for each source that names none.

    Web addresses are passed over.
    """
    found: dict[Path, Path] = {}
    for source in sources:
        text = str(source)
        if is_web_address(text):
            continue
        if has_scheme(text):
            yield ArticleError(text, why_not_fetched(text))
            continue
        try:
            paths = sorted(_paths(text))
        except (OSError, ValueError) as error:  # a name too long, a folder not ours, a pattern such as a**b
            yield ArticleError(text, f"can't be searched: {getattr(error, 'strerror', None) or error}")
            continue
        if not paths:
            yield ArticleError(text, _why_nothing(Path(text)))
        for path in paths:
            found.setdefault(path.resolve(), path)
    yield from sorted(found.values())


def article_from_fields(record: Record, *, any_language: bool = False) -> Article:
    """The article that a record holds, its text clean and checked.

    Raises:
        ArticleError: no text, too much of it, no sentences, not German, or a malformed date.
    """
    place = record.place
    text = clean_text(record.fields.get("text", ""))
    fields = {name: " ".join(clean_text(value).split()) for name, value in record.fields.items() if name != "text"}
    if not text:
        raise ArticleError(place, "is empty" if not fields else "has no text")
    if len(text) > MAX_TEXT:
        raise ArticleError(place, f"has {len(text):,} characters; kg reads articles up to {MAX_TEXT:,}: split it")
    longest = max(map(len, _SENTENCE_END.split(text)))
    if longest > MAX_SENTENCE:
        raise ArticleError(place, f"has {longest:,} characters without the end of a sentence; kg reads running text")
    language = fields.get("language", "de").lower().replace("_", "-")
    if not any_language:
        _check_german(text, language, place)
    return Article(
        id=fields.get("id") or clean_text(Path(place).stem if place != STDIN else "stdin") or "article",
        text=text,
        title=fields.get("title", ""),
        published=date_from_text(fields.get("date", ""), place),
        source=fields.get("source", ""),
        author=fields.get("author", ""),
        url=fields.get("url", ""),
        language="de" if language.split("-")[0] in _GERMAN_CODES else language,
    )


def _records(sources: Iterable[str | Path]) -> Iterator[Record | ArticleError]:
    names = [str(source) for source in sources]
    for path in find_files(name for name in names if name != STDIN):
        if isinstance(path, ArticleError):
            yield path
        else:
            yield from records_from_file(path)
    if addresses := [name for name in names if is_web_address(name)]:
        yield from records_from_addresses(addresses)
    if STDIN in names:
        yield from records_from_stdin(sys.stdin.buffer)


def _how_to_rename(place: str) -> str:
    if is_web_address(place):
        return "save one as a text that begins with another 'id:', and name that file"
    return "give one another 'id:'"


def _paths(source: str) -> Iterator[Path]:
    path = Path(source)
    if path.is_dir():
        yield from _articles_below(path)
    elif path.exists():
        yield path
    elif _GLOB.search(source):
        root = Path(path.anchor) if path.is_absolute() else Path()
        for match in root.glob(str(path.relative_to(root) if path.is_absolute() else path)):
            if not match.name.startswith("."):
                yield from _articles_below(match) if match.is_dir() else (match,)


def _articles_below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in READERS and path.is_file() and not hidden:
            yield path


def _why_nothing(path: Path) -> str:
    if path.is_dir():
        return f"no article in this folder; kg reads {' '.join(sorted(READERS))}"
    return "nothing matches this pattern" if _GLOB.search(str(path)) else "no such file or folder"


def _check_german(text: str, language: str, place: str) -> None:
    if language.split("-")[0] not in _GERMAN_CODES:
        raise ArticleError(place, f"is marked as language '{language}'; {ONLY_GERMAN}")
    if reason := why_not_german(text):
        raise ArticleError(place, f"{reason}; {ONLY_GERMAN}")
