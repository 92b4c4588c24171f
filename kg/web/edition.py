"""One state of the graph, as everybody who asks at the same time sees it: pages, pictures and SPARQL alike."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from kg.export import page_from_rows
from kg.html import html_from_view
from kg.load import load_store
from kg.site.library import Library
from kg.statements import Language, Node, StatementRow
from kg.view import view_from_rows
from kg.web.links import ServerLinks

NEIGHBOURS = 40  # nodes in the picture of one entity
MOST_PICTURES = 64  # kept in memory


class Edition:
    """The graph at `path` as it is now; later changes there are those of another edition.

    `address` is that of the app (``http://127.0.0.1:8808``): pictures lead to the pages of their articles.
    """

    def __init__(self, path: str | Path, *, address: str) -> None:
        self.address = address
        self.store = load_store(path)
        self.library = Library(self.store)
        self._pictures: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()

    def picture(self, labels: Language, node: Node | None = None) -> str:
        """The page with the picture of the whole graph, or of what is said about `node`."""
        key = labels, node.iri if node else ""
        with self._lock:  # one at a time: a picture takes all of a core
            if key not in self._pictures:
                while len(self._pictures) >= MOST_PICTURES:
                    self._pictures.pop(next(iter(self._pictures)))
                self._pictures[key] = self._draw(labels, node)
            return self._pictures[key]

    def _draw(self, labels: Language, node: Node | None) -> str:
        library = self.library
        if node is None:
            return page_from_rows(self._linked(library.rows), list(library.articles.values()), labels=labels)
        rows = self._linked(library.about(library.meant_by(node)))
        return html_from_view(view_from_rows(rows, title=node.label(labels), limit=NEIGHBOURS), labels=labels)

    def _linked(self, rows: Iterable[StatementRow]) -> list[StatementRow]:
        """`rows` with articles that are read here, where also their originals are linked."""
        links = ServerLinks(self.library)
        here = {
            id: replace(article, url=self.address + links.article(article))
            for id, article in self.library.articles.items()
        }
        return [replace(row, article=here[row.article.id]) for row in rows]
