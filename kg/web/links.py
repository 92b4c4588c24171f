"""The addresses of the local web app."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from kg.site.library import Library
from kg.statements import ArticleRow, Node

MENU = ("graph", "actors", "timeline", "claims", "articles", "read", "query")


class ServerLinks:
    """Addresses as seen from a page of the app that is open at `path`."""

    def __init__(self, library: Library, path: str = "/") -> None:
        self._library, self._path = library, path

    def page(self, name: str, number: int = 1) -> str:
        """``/actors?page=2``; the graph is ``/``."""
        address = "/" if name == "graph" else f"/{name}"
        return address if number == 1 else f"{address}?page={number}"

    def entity(self, node: Node, number: int = 1) -> str:
        """``/entity/Antony_Blinken``; "" for amounts, times, and entities that the graph lacks."""
        if not self._library.is_actor(node.iri):
            return ""
        address = f"/entity/{quote(self._library.key(node), safe='')}"
        return address if number == 1 else f"{address}?page={number}"

    def article(self, article: ArticleRow, start: int | None = None) -> str:
        """``/article/blinken#c120``."""
        place = "" if start is None else f"#c{start}"
        return f"/article/{quote(article.id, safe='')}{place}"

    def style(self) -> str:
        """``/style.css``."""
        return "/style.css"

    def search(self) -> str:
        """``/search``."""
        return "/search"

    def language(self, language: str) -> str:
        """The address that shows this page in another language."""
        return f"/labels/{language}?{urlencode({'back': self._path})}"
