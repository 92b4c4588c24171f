"""The local web app: which address leads to which page."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.html import read_packaged, read_template
from kg.site.pages import style_sheet
from kg.view import LANGUAGES
from kg.web import editor, endpoint, library, reading
from kg.web.desk import Desk
from kg.web.gate import Gate
from kg.web.replies import problem

VENDORED = {
    "codemirror.js": ("codemirror.js.gz", "text/javascript"),
    "codemirror.css": ("codemirror.css.gz", "text/css"),
    "sparql.js": ("codemirror.sparql.js.gz", "text/javascript"),
    "matchbrackets.js": ("codemirror.matchbrackets.js.gz", "text/javascript"),
    "show-hint.js": ("codemirror.show-hint.js.gz", "text/javascript"),
    "show-hint.css": ("codemirror.show-hint.css.gz", "text/css"),
}


def create_app(desk: Desk, *, port: int) -> Gate:
    """The app around `desk`, which answers under the names of this computer at `port` only."""
    routes = [
        Route("/", library.graph),
        Route("/picture", library.picture),
        Route("/actors", partial(library.listing, "actors")),
        Route("/timeline", partial(library.listing, "timeline")),
        Route("/claims", partial(library.listing, "claims")),
        Route("/articles", partial(library.listing, "articles")),
        Route("/entity/{key:path}", library.entity),
        Route("/article/{id:path}", library.article),
        Route("/search", library.search),
        Route("/read", reading.read, methods=["GET", "POST"]),
        Route("/read/{key}", reading.draft),
        Route("/keep", reading.keep, methods=["POST"]),
        Route("/query", editor.query),
        Route("/sparql", endpoint.sparql, methods=["GET", "POST"]),
        Route("/labels/{language}", labels),
        Route("/style.css", style),
        Route("/favicon.ico", icon),
        Route("/editor.js", script),
        Route("/vendor/{name}", vendored),
    ]
    app = Starlette(routes=routes, exception_handlers=_handlers())
    app.state.desk = desk
    return Gate(app, port)


def labels(request: Request) -> Response:
    """Changes the language of all pages, and leads back."""
    language, back = request.path_params["language"], request.query_params.get("back", "/")
    if language not in LANGUAGES:
        raise HTTPException(404)
    is_ours = back.startswith("/") and not back.startswith(("//", "/\\"))
    reply = RedirectResponse(back if is_ours else "/", 303)
    reply.set_cookie("labels", language, max_age=31_536_000, samesite="lax", httponly=True)
    return reply


def style(request: Request) -> Response:
    """The style of all pages."""
    return Response(style_sheet(), media_type="text/css")


def icon(request: Request) -> Response:
    """No icon: browsers ask for one without being told to."""
    return Response(status_code=204)


def script(request: Request) -> Response:
    """The script of the query editor."""
    return Response(read_template("site/editor.js"), media_type="text/javascript")


def vendored(request: Request) -> Response:
    """A file of the editor that kg carries with it."""
    known = VENDORED.get(request.path_params["name"])
    if known is None:
        raise HTTPException(404)
    return Response(gzip.decompress(read_packaged("_vendor", known[0])), media_type=known[1])


def _handlers() -> dict[int | type[Exception], Callable[[Request, Exception], Response]]:
    def not_there(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        reasons = {400: f"malformed form: {getattr(error, 'detail', '')}", 404: "there is no such page"}
        reasons |= {405: "this page takes no such request", 500: "a fault of kg; its log shows where"}
        return problem(request, reasons[status], status)

    return dict.fromkeys((400, 404, 405, 500), not_there)
