"""The local web app with a German pipeline behind it, which reads the texts that a user pastes."""

from __future__ import annotations

import json
import tempfile
import textwrap
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from kg.articles import read_articles
from kg.builder import build_graph, extract, run_of
from kg.days import date_from_text
from kg.errors import ArticleError
from kg.iris import Iris, digest
from kg.nlp import load_nlp
from kg.pool import cores
from kg.statements import Language
from kg.store import Store, open_store
from kg.types import Article
from kg.upkeep import add_extractions
from kg.web.desk import Desk, Draft
from kg.web.edition import Edition
from kg.web.server import address_of, make_server, open_socket

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

MOST_AT_ONCE = 4  # queries that run at the same time
LONGEST = 100_000  # characters of a text that is read while its reader waits
KINDS = (".txt", ".md", ".html", ".htm")
PASTED = "pasted"
LONGEST_TITLE = 70  # characters of a text without a title that stand for one


def serve(
    out: Path,
    *,
    port: int = 8808,
    labels: Language = "en",
    writes: bool = False,
    seconds: float = 10.0,
    model: str | Path = "de",
    store: str | None = None,
    ready: Callable[[str], None],
) -> None:
    """Serves the graph in `out`, or a copy of the one in `store`, on 127.0.0.1 until it is stopped.

    Calls `ready` with the address.

    Raises:
        StoreError: no graph in `out`.
        KgError: the port is taken.
    """
    scribe = PipelineScribe(out, partial(load_nlp, model), labels=labels, store=store)
    with open_socket(port) as listening:
        port = int(listening.getsockname()[1])
        desk = open_desk(out, scribe, port=port, labels=labels, writes=writes, seconds=seconds)
        server = make_server(desk, port=port)
        ready(f"{address_of(port)}/")
        server.run(sockets=[listening])


def open_desk(
    out: Path,
    scribe: PipelineScribe,
    *,
    port: int,
    labels: Language = "en",
    writes: bool = False,
    seconds: float = 10.0,
) -> Desk:
    """What the app works with: the graph in `out` or where `scribe` keeps it, and `scribe` for texts."""
    at_once = max(2, min(MOST_AT_ONCE, cores()))
    publish = partial(Edition, scribe.store or out, address=address_of(port))
    return Desk(publish, scribe, labels=labels, writes=writes, at_once=at_once, seconds=seconds)


class PipelineScribe:
    """Reads texts with a pipeline that is loaded on first use, and keeps them in `out`, or in `store` if given."""

    def __init__(
        self, out: Path, load: Callable[[], Pipeline], *, labels: Language = "en", store: str | None = None
    ) -> None:
        self.out, self.labels, self.store = out, labels, store
        self._load = load

    @cached_property
    def nlp(self) -> Pipeline:
        """The pipeline."""
        return self._load()

    def read(self, draft: Draft) -> Store:
        """See `kg.web.desk.Scribe.read`."""
        extraction = extract(article_from_draft(draft), self.nlp)
        store = open_store("memory:")
        add_extractions(store, [extraction], run=run_of(self.nlp, Iris()))
        return store

    def keep(self, draft: Draft, base: str) -> str:
        """See `kg.web.desk.Scribe.keep`."""
        article = article_from_draft(draft)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "draft.jsonl"
            path.write_text(json.dumps(_record(article), ensure_ascii=False) + "\n", encoding="utf-8")
            report = build_graph([path], out=self.out, store=self.store, base=base, labels=self.labels, nlp=self.nlp)
        if report.batch.failed:
            raise report.batch.failed[0]
        return article.id


def article_from_draft(draft: Draft) -> Article:
    """The article that a user pasted or sent as a file; what the form says goes before what the text says.

    A pasted text without a title is called by its first words.

    Raises:
        ArticleError: no text, not German, too long, no kind of file that is read here, or a malformed date.
    """
    name = PurePath(draft.file).name or f"{PASTED}.txt"
    suffix = PurePath(name).suffix.lower()
    if suffix not in KINDS:
        raise ArticleError(name, f"kg reads {' '.join(KINDS)} here; others by: kg build")
    if not draft.file and not draft.text.strip():
        raise ArticleError("text", "is empty; paste one, or choose a file")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"text{suffix}"
        path.write_bytes(draft.content if draft.file else draft.text.encode("utf-8", "replace"))
        article = next(read_articles(path))
    if isinstance(article, ArticleError):
        raise ArticleError(name if draft.file else "text", article.reason)
    if len(article.text) > LONGEST:
        raise ArticleError(name, f"has {len(article.text):,} characters; {LONGEST:,} are read here, more by: kg build")
    stem, first_words = PurePath(name).stem, ""
    if not draft.file:
        stem = f"{PASTED}-{digest(article.text)[:8]}"
        first_words = textwrap.shorten(article.text.strip().split("\n", 1)[0], LONGEST_TITLE, placeholder=" …")
    return replace(
        article,
        id=stem if article.id == "text" else article.id,
        title=draft.title or article.title or first_words,
        source=draft.source or article.source,
        published=date_from_text(draft.date, "date") or article.published,
    )


def _record(article: Article) -> dict[str, str]:
    """`article` as a line of JSONL."""
    published = article.published.isoformat() if article.published else ""
    names = ("id", "text", "title", "source", "author", "url", "language")
    fields = {name: str(getattr(article, name)) for name in names} | {"date": published}
    return {name: value for name, value in fields.items() if value}
