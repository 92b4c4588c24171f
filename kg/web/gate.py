"""Who may come in, and with how much: the checks that every request passes before a page sees it.

A server on 127.0.0.1 is reached by every web page that the user's browser opens. It answers only under its own name
(no DNS rebinding), refuses what other sites send or embed (no CSRF), and takes no more than it can carry.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY = 2 * 1024 * 1024  # bytes that a request may carry
BODY_SECONDS = 20.0  # within which they must have come
METHODS = ("GET", "HEAD", "POST")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with no-referrer browsers would call the origin of our own forms null
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Gate:
    """Lets through what `port`'s own pages and programs of this computer ask for."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app = app
        self.hosts = set(_hosts(port))
        self.origins = {f"http://{host}" for host in self.hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes an ASGI request on, or refuses it."""
        if scope["type"] != "http":  # lifespan; web sockets have no route
            await self.app(scope, receive, send)
            return
        refused = self._why_not(scope["method"], Headers(scope=scope))
        if refused:
            await refused(scope, receive, _with_headers(send))
            return
        await self._pass_on(scope, receive, _with_headers(send))

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await asyncio.wait_for(_read_body(receive), BODY_SECONDS)
        except TimeoutError:
            await PlainTextResponse("the request took too long to come\n", 408)(scope, receive, send)
            return
        except _TooBigError:
            await PlainTextResponse(f"more than {MOST_BODY // 1024**2} MB\n", 413)(scope, receive, send)
            return
        except _GoneError:
            return
        sent = False

        async def receive_again() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self.app(scope, receive_again, send)

    def _why_not(self, method: str, headers: Headers) -> PlainTextResponse | None:
        """A refusal, None if the request may come in."""
        if headers.getlist("host") and headers.getlist("host") != [headers["host"]]:
            return PlainTextResponse("one Host, please\n", 400)
        if headers.get("host", "") not in self.hosts:
            return PlainTextResponse("this server answers only as 127.0.0.1 or localhost\n", 421)
        if method not in METHODS:
            return PlainTextResponse("only GET, HEAD and POST\n", 405, {"allow": ", ".join(METHODS)})
        if "origin" in headers and headers["origin"] not in self.origins:
            return PlainTextResponse("other sites may not ask this server\n", 403)
        if headers.get("sec-fetch-site") in ("cross-site", "same-site") and not _is_link(method, headers):
            return PlainTextResponse("other sites may not ask this server\n", 403)
        if headers.get("content-length", "0").isdigit() and int(headers.get("content-length", "0")) > MOST_BODY:
            return PlainTextResponse(f"more than {MOST_BODY // 1024**2} MB\n", 413)
        return None


class _TooBigError(Exception):
    """More came than a request may carry."""


class _GoneError(Exception):
    """The client has gone before it sent everything: nothing is done with a part."""


async def _read_body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise _GoneError
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MOST_BODY:
            raise _TooBigError
        more = message.get("more_body", False)
    return b"".join(parts)


def _hosts(port: int) -> Iterable[str]:
    for name in ("127.0.0.1", "localhost"):
        yield f"{name}:{port}"
        if port == 80:
            yield name


def _is_link(method: str, headers: Headers) -> bool:
    """True if the user followed a link of another site: a page of ours opens, and the other site can't see it."""
    return method == "GET" and (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == (
        "navigate",
        "document",
    )


def _with_headers(send: Send) -> Send:
    """`send`, which adds to each answer what browsers should know."""

    async def send_more(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in {**HEADERS, "content-security-policy": POLICY}.items():
                headers.setdefault(name, value)
        await send(message)

    return send_more
