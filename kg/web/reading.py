"""The pages that read a text of the user's own, show what is in it, and put it into the graph if that is allowed."""

from __future__ import annotations

import secrets
from functools import partial
from pathlib import PurePath
from typing import NamedTuple

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kg.errors import KgError
from kg.web.desk import Draft
from kg.web.gate import MOST_BODY
from kg.web.replies import desk_of, pages_of, problem
from kg.web.turns import BusyError

FIELDS = ("title", "date", "source")


async def read(request: Request) -> Response:
    """The form for a text; when it is sent, the text is read and shown."""
    if request.method == "GET":
        return _form(request, Draft())
    desk, draft = desk_of(request), _draft_from_fields(await _fields(request))
    try:
        key = await desk.reading.take(partial(desk.read, draft))
    except BusyError as error:
        return _form(request, draft, str(error), 503)
    except KgError as error:
        return _form(request, draft, str(error), 422)
    return RedirectResponse(f"/read/{key}", 303)


def draft(request: Request) -> Response:
    """A text that was read: its marks, its statements, its graph."""
    desk, key = desk_of(request), request.path_params["key"]
    found = desk.drafted(key)
    if found is None:
        return problem(request, "that text is no longer in memory; read it again", 404)
    token = desk.token if desk.writes else ""
    article = next(iter(found[1].articles.values()))
    page = pages_of(request, found[1]).article(article, template="draft", here="read", key=key, token=token)
    return HTMLResponse(page)


async def keep(request: Request) -> Response:
    """Puts a text that was read into the graph, and shows it there."""
    desk, fields = desk_of(request), await _fields(request)
    if not desk.writes:
        return problem(request, "this graph is read-only here; start with: kg serve --write", 403)
    if not secrets.compare_digest(_text(fields, "token").encode(), desk.token.encode()):
        return problem(request, "this form does not come from this app; open the text again", 403)
    try:
        article = await desk.reading.take(partial(desk.keep, _text(fields, "key")))
    except KgError as error:
        return problem(request, str(error), 503 if isinstance(error, BusyError) else 422)
    return RedirectResponse(pages_of(request).links.article(article), 303)


def _form(request: Request, draft: Draft, reason: str = "", status: int = 200) -> Response:
    pages = pages_of(request)
    page = pages.render("read", here="read", draft=draft, problem=reason, writes=desk_of(request).writes)
    return HTMLResponse(page, status)


async def _fields(request: Request) -> dict[str, str | File]:
    """The fields of a form, the last of each name.

    Raises:
        HTTPException: no form, or a malformed one.
    """
    if not request.headers.get("content-type", "").startswith(("multipart/form-data", "application/x-www-form")):
        raise HTTPException(405)
    async with request.form(max_files=1, max_fields=10, max_part_size=MOST_BODY) as form:
        return {name: value if isinstance(value, str) else await _file(value) for name, value in form.items()}


async def _file(sent: UploadFile) -> File:
    """A file that was sent; of its name only the last part counts."""
    return File(PurePath((sent.filename or "").replace("\\", "/")).name, await sent.read())


def _draft_from_fields(fields: dict[str, str | File]) -> Draft:
    file = fields.get("file")
    sent = file if isinstance(file, File) and file.content else File("", b"")
    about = {name: " ".join(_text(fields, name).split()) for name in FIELDS}
    return Draft(text=_text(fields, "text"), file=sent.name, content=sent.content, **about)


def _text(fields: dict[str, str | File], name: str) -> str:
    value = fields.get(name, "")
    return value if isinstance(value, str) else ""


class File(NamedTuple):
    """A file that was sent with a form."""

    name: str
    content: bytes
