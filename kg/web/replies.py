"""What every page of the app needs: the reader's language, the pages in it, and HTML as a reply."""

from __future__ import annotations

from typing import cast

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.site.library import Library
from kg.site.pages import Pages
from kg.site.words import Words
from kg.statements import Language
from kg.view import LANGUAGES
from kg.web.desk import Desk
from kg.web.links import MENU, ServerLinks


def desk_of(request: Request) -> Desk:
    """What the app works with."""
    return cast(Desk, request.app.state.desk)


def language_of(request: Request) -> Language:
    """The language that the reader chose, by default that of the app."""
    chosen = request.cookies.get("labels", "")
    return chosen if chosen in LANGUAGES else desk_of(request).labels


def pages_of(request: Request, library: Library | None = None) -> Pages:
    """The pages about the graph (or about `library`) in the reader's language, with links into the graph."""
    whole = desk_of(request).edition.library
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    links = ServerLinks(whole, back if request.method == "GET" else request.url.path)
    return Pages(library or whole, Words(language_of(request)), links, menu=MENU)


def problem(request: Request, reason: str, status: int) -> Response:
    """A page that says what is wrong."""
    return HTMLResponse(pages_of(request).render("problem", problem=reason), status)


def number_of(request: Request) -> int:
    """The page of a long list that is wanted."""
    text = request.query_params.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
