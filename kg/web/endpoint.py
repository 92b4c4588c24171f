"""``/sparql``: the SPARQL 1.1 protocol for programs. It only reads."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kg.errors import KgError, QueryError
from kg.web.answers import RefusedError, UnacceptableError, answer
from kg.web.protocol import Asked, ProtocolError, asked, describe, media_type, question_of
from kg.web.replies import desk_of
from kg.web.turns import BusyError

# 500 is what the protocol says for a query that the service refuses to go on with (section 2.1.6).
STATUS: dict[type[KgError], int] = {QueryError: 400, UnacceptableError: 406, RefusedError: 500, BusyError: 503}


async def sparql(request: Request) -> Response:
    """The answer to a query, in the format that the client likes best."""
    kind = request.headers.get("content-type", "")
    try:
        wanted = asked(request.method, request.url.query, kind, await request.body())
        return _describe(request) if wanted is None else await _answer(request, wanted)
    except ProtocolError as error:
        return PlainTextResponse(f"{error}\n", error.status)
    except (QueryError, UnacceptableError, RefusedError, BusyError) as error:
        status = STATUS[type(error)]
        return PlainTextResponse(f"{error}\n", status, {"retry-after": "5"} if status == 503 else None)


async def _answer(request: Request, wanted: Asked) -> Response:
    desk = desk_of(request)
    question = question_of(wanted, request.headers.get("accept", ""))
    found = await desk.turns.take(partial(answer, desk.edition.store, question, seconds=desk.seconds))
    type = media_type(found.result.form, found.format)
    return Response(found.text, headers={"content-type": type, "vary": "accept"})


def _describe(request: Request) -> Response:
    """What is here: for people the editor, for programs a service description."""
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse("/query", 303)
    address = str(request.url.replace(query=""))
    return Response(describe(address), headers={"content-type": "text/turtle; charset=utf-8"})
