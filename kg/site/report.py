"""A graph as a folder of pages that any browser shows, without a server, a network or a script.

The folder is written beside its place and then moved there as a whole; the same graph gives the same bytes.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kg.errors import StoreError
from kg.export import page_from_rows
from kg.iris import digest
from kg.site.library import Library
from kg.site.pages import ITEMS_PER_PAGE, ROWS_PER_PAGE, Pages, page_count, style_sheet
from kg.site.search import fold
from kg.site.words import Words
from kg.statements import ArticleRow, Language, Node
from kg.store import Store

MENU = ("overview", "graph", "actors", "timeline", "claims", "articles")
FIRST, STYLE, PICTURE = "index.html", "style.css", "graph.html"
MARK_FILE = ".kg-report"  # by which a folder is known to be ours, so that it may be replaced
# What these pages may do: use their style sheet, on disk or on a server. No script, no form, nothing from elsewhere.
POLICY = "default-src 'none'; style-src 'self' file:; base-uri 'none'; form-action 'none'"
_NO_SLUG = re.compile(r"[^a-z0-9]+")


def write_report(store: Store, folder: Path, *, labels: Language = "en") -> int:
    """The number of pages written to `folder`, which holds them all afterwards, or what it held before.

    Raises:
        StoreError: the folder holds other things than a report, or can't be written.
    """
    folder = folder.absolute()
    _check_place(folder)
    library = Library(store)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as beside:
            part = Path(beside) / "new"
            count = 0
            for name, text in report_files(library, labels=labels):
                path = part / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode("utf-8"))
                count += name.endswith(".html")
            _put_in_place(part, folder, old=Path(beside) / "old")
    except OSError as error:
        raise StoreError(f"{folder}: can't be written: {error.strerror or error}") from error
    return count


def report_files(library: Library, *, labels: Language = "en") -> Iterator[tuple[str, str]]:
    """All files of a report by name: pages, style sheet and picture."""
    words = Words(labels)
    root, below = (Pages(library, words, FileLinks(library, up), menu=MENU, policy=POLICY) for up in ("", "../"))
    links = FileLinks(library, "")
    yield MARK_FILE, "made by kg report\n"
    yield STYLE, style_sheet()
    yield PICTURE, page_from_rows(library.rows, list(library.articles.values()), labels=labels)
    yield FIRST, root.overview()
    for name, render, items, size in (
        ("actors", root.actors, len(library.actors), ITEMS_PER_PAGE),
        ("timeline", root.timeline, len(library.rows), ROWS_PER_PAGE),
        ("claims", root.claims, len(library.claims), ROWS_PER_PAGE),
        ("articles", root.articles, len(library.articles), ITEMS_PER_PAGE),
    ):
        for number in _numbers(items, size):
            yield links.page(name, number), render(number)
    for node, _ in library.actors:
        for number in _numbers(len(library.about(library.meant_by(node))), ROWS_PER_PAGE):
            yield links.entity(node, number), below.entity(node, number)
    for article in library.articles.values():
        yield links.article(article), below.article(article)


class FileLinks:
    """Addresses of files, seen from a page that lies `up` (``../``) below the first page."""

    def __init__(self, library: Library, up: str) -> None:
        self.up = up
        self._known = {node.iri for node, _ in library.actors}

    def page(self, name: str, number: int = 1) -> str:
        """``actors.html``, ``actors-2.html``; the overview is ``index.html``."""
        return self.up + (FIRST if name == "overview" else _numbered(name, number))

    def entity(self, node: Node, number: int = 1) -> str:
        """``actor/antony-blinken-3f2c1a9b.html``; "" for one that no statement is about."""
        return self.up + "actor/" + _numbered(_slug(node.label_de, node.iri), number) if node.iri in self._known else ""

    def article(self, article: ArticleRow, start: int | None = None) -> str:
        """``article/blinken-77ab01c2.html#c120``."""
        place = "" if start is None else f"#c{start}"
        return f"{self.up}article/{_slug(article.id, article.iri)}.html{place}"

    def style(self) -> str:
        """``style.css``."""
        return self.up + STYLE

    def search(self) -> str:
        """Nowhere: files can't search."""
        return ""

    def language(self, language: str) -> str:
        """Nowhere: a report speaks one language."""
        return ""


def _numbers(items: int, size: int) -> range:
    return range(1, page_count(items, size) + 1)


def _numbered(name: str, number: int) -> str:
    return f"{name}.html" if number == 1 else f"{name}-{number}.html"


def _slug(label: str, iri: str) -> str:
    """A name that every file system takes and that no other IRI has."""
    words = _NO_SLUG.sub("-", fold(label)).strip("-")[:40].strip("-")
    return f"{words or 'x'}-{digest(iri)[:8]}"


def _check_place(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise StoreError(f"{folder}: is no folder of its own; choose another place for the report")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK_FILE).is_file():
        raise StoreError(f"{folder}: holds other files than a report; choose an empty or a new folder")


def _put_in_place(part: Path, folder: Path, *, old: Path) -> None:
    """Moves `part` to `folder` and what was there to `old`, or leaves all as it was."""
    if folder.exists():
        folder.replace(old)
    try:
        part.replace(folder)
    except OSError:
        if old.exists():
            old.replace(folder)
        raise
