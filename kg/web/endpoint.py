"""``/sparql``: the SPARQL 1.1 protocol for programs. It only reads."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kg.errors import KgError, QueryError
from kg.web.answers import Question, RefusedError, UnacceptableError, answer
from kg.web.protocol import ProtocolError, asked, describe, media_type
from kg.web.replies import desk_of
from kg.web.turns import BusyError

# 500 is what the protocol says for a query that the service refuses to go on with (section 2.1.6).
STATUS: dict[type[KgError], int] = {QueryError: 400, UnacceptableError: 406, RefusedError: 500, BusyError: 503}


async def sparql(request: Request) -> Response:
    """The answer to a query, in the format that the client likes best."""
    kind, accept = (request.headers.get(name, "") for name in ("content-type", "accept"))
    try:
        body = await request.body()
        question = asked(request.method, request.url.query, accept=accept, content_type=kind, body=body)
        return _describe(request, accept) if question is None else await _answer(request, question)
    except ProtocolError as error:
        return PlainTextResponse(f"{error}\n", error.status)
    except (QueryError, UnacceptableError, RefusedError, BusyError) as error:
        status = STATUS[type(error)]
        return PlainTextResponse(f"{error}\n", status, {"retry-after": "5"} if status == 503 else None)


async def _answer(request: Request, question: Question) -> Response:
    desk = desk_of(request)
    found = await desk.turns.take(partial(answer, desk.edition.store, question, seconds=desk.seconds))
    type = media_type(found.result.form, found.format)
    return Response(found.text, headers={"content-type": type, "vary": "accept"})


def _describe(request: Request, accept: str) -> Response:
    """What is here: for people the editor, for programs a service description."""
    if "text/html" in accept:
        return RedirectResponse("/query", 303)
    address = str(request.url.replace(query=""))
    return Response(describe(address), headers={"content-type": "text/turtle; charset=utf-8"})
