"""The pages that show the graph: picture, lists, entities, articles, search."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.site.marks import blocks_of
from kg.site.search import search as find
from kg.web.replies import desk_of, language_of, number_of, pages_of

LONGEST_SEARCH = 200  # characters

# The picture brings its own policy, which knows its script by its hash; this one says who may frame it.
PICTURE_POLICY = "frame-ancestors 'self'; object-src 'none'; base-uri 'none'; form-action 'none'"


def graph(request: Request) -> Response:
    """The picture of the graph, below the menu."""
    return HTMLResponse(pages_of(request).render("graph", here="graph"))


def picture(request: Request) -> Response:
    """The picture as a page of its own: of the graph, of one entity, or of a text that was read."""
    desk, labels = desk_of(request), language_of(request)
    draft, about = request.query_params.get("draft"), request.query_params.get("about")
    if draft is not None:
        html = desk.picture_of_draft(draft, labels)
    else:
        edition = desk.edition
        node = None if about is None else edition.library.entity(about)
        html = "" if about is not None and node is None else edition.picture(labels, node)
    if not html:
        raise HTTPException(404)
    return HTMLResponse(html, headers={"content-security-policy": PICTURE_POLICY})


def listing(name: str, request: Request) -> Response:
    """One of the long lists: actors, timeline, claims, articles."""
    pages, number = pages_of(request), number_of(request)
    lists = {"actors": pages.actors, "timeline": pages.timeline, "claims": pages.claims, "articles": pages.articles}
    return HTMLResponse(lists[name](number))


def entity(request: Request) -> Response:
    """All about one entity."""
    pages = pages_of(request)
    node = pages.library.entity(request.path_params["key"])
    if node is None:
        raise HTTPException(404)
    address = f"/picture?{urlencode({'about': pages.library.key(node)})}"
    return HTMLResponse(pages.entity(node, number_of(request), picture=address))


def article(request: Request) -> Response:
    """One article to read."""
    pages = pages_of(request)
    found = pages.library.articles.get(request.path_params["id"])
    if found is None:
        raise HTTPException(404)
    return HTMLResponse(pages.article(found))


def search(request: Request) -> Response:
    """What is called so, or says so."""
    pages, words = pages_of(request), request.query_params.get("q", "")[:LONGEST_SEARCH].strip()
    found = find(pages.library, words)
    return HTMLResponse(pages.render("search", asked=words, found=found, blocks=blocks_of(found.statements)))
