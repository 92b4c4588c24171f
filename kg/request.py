"""One request to a server of the web, within limits of time and size: an answer, or the reason why there is none."""

from __future__ import annotations

import gzip
import http.client
import io
import re
import time
import zlib
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from queue import Empty, SimpleQueue
from threading import Thread
from typing import NamedTuple, TypeVar

import requests
from urllib3.exceptions import HTTPError

import kg
from kg.addresses import joined

AGENT = "newskg"  # what robots.txt calls it
USER_AGENT = f"{AGENT}/{kg.__version__} (reads news articles into a knowledge graph)"
ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"
CONNECT_SECONDS = 10.0
SILENCE_SECONDS = 20.0  # between two bytes
WHOLE_SECONDS = 60.0  # of one answer
MAX_BYTES = 10_000_000  # of a page or feed, unpacked
SAVE_IT = "save the page from your browser as .html and name that file"
_ERRORS = (requests.RequestException, HTTPError, OSError, ValueError, EOFError, zlib.error, http.client.HTTPException)
_SILENCE = (requests.exceptions.Timeout, requests.exceptions.ConnectionError, TimeoutError)
_CHUNK = 65_536
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_GZIP = b"\x1f\x8b"

Result = TypeVar("Result")


class Reply(NamedTuple):
    """What is at an address, which may be another than the one asked for; ``charset`` is "" if none is named."""

    address: str
    type: str
    charset: str
    body: bytes


class Unfetched(Exception):
    """The reason why an address can't be read, and the status that its server gave, 0 if none."""

    def __init__(self, reason: str, status: int = 0) -> None:
        self.reason, self.status = reason, status
        super().__init__(reason)


class Silent(Unfetched):
    """The server did not answer, or not in time."""


class Connection:
    """Connections to servers, kept open between requests."""

    def __init__(self) -> None:
        self._session = _Session()
        self._session.auth = _no_login  # else requests would send what ~/.netrc says
        self._session.headers.update({"User-Agent": USER_AGENT, "Accept": ACCEPT, "Accept-Language": "de"})

    def ask(self, address: str) -> Reply | str:
        """The answer of `address`, or the address that it redirects to.

        Raises:
            Silent: the server did not answer in time.
            Unfetched: it did, and that is no page.
        """
        return _within_limit(partial(self._send, address))

    def close(self) -> None:
        """All connections are closed."""
        self._session.close()

    def _send(self, address: str) -> Reply | str:
        until = time.monotonic() + WHOLE_SECONDS
        try:
            with self._session.get(
                address, timeout=(CONNECT_SECONDS, SILENCE_SECONDS), stream=True, allow_redirects=False
            ) as response:
                target = self._session.target_of(response)
                if target is not None:
                    return target
                if response.status_code != HTTPStatus.OK:
                    raise Unfetched(_why_refused(response.status_code), response.status_code)
                body = _unpacked(_body(response, until))
                kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
                return Reply(joined(response.url, ""), kind, _charset(response), body)
        except _ERRORS as error:
            raise (Silent if isinstance(error, _SILENCE) else Unfetched)(_reason(error)) from error


class _Session(requests.Session):
    """Leaves redirects alone: requests would read all that comes with one, and fail where it leads nowhere."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None, as if there were no redirect."""
        return None

    def target_of(self, response: requests.Response) -> str | None:
        """Where the answer redirects to, None if it does not."""
        return super().get_redirect_target(response)


def _within_limit(work: Callable[[], Result]) -> Result:
    """What `work` gives, if that takes no longer than `WHOLE_SECONDS`.

    A server that sends a byte now and then is never silent, in the head of its answer neither: so the time of the
    whole is taken outside.
    """
    done: SimpleQueue[tuple[Result | None, BaseException | None]] = SimpleQueue()

    def run() -> None:
        try:
            done.put((work(), None))
        except BaseException as error:  # noqa: BLE001 -- raised again where the result is asked for
            done.put((None, error))

    Thread(target=run, daemon=True).start()
    try:
        result, error = done.get(timeout=WHOLE_SECONDS)
    except Empty:
        raise Silent(_too_slow()) from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]


def _body(response: requests.Response, until: float) -> bytes:
    """All bytes of the answer, its transfer encoding undone."""
    length = response.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > MAX_BYTES:
        raise Unfetched(_too_large())
    found = io.BytesIO()
    for chunk in response.iter_content(_CHUNK):
        found.write(chunk)
        if found.tell() > MAX_BYTES:
            raise Unfetched(_too_large())
        if time.monotonic() > until:
            raise Silent(_too_slow())
    return found.getvalue()


def _unpacked(body: bytes) -> bytes:
    """`body`, unpacked if it is a file such as ``rss.xml.gz``."""
    if not body.startswith(_GZIP):
        return body
    with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
        found = packed.read(MAX_BYTES + 1)
    if len(found) > MAX_BYTES:
        raise Unfetched(_too_large())
    return found


def _charset(response: requests.Response) -> str:
    match = _CHARSET.search(response.headers.get("Content-Type", ""))
    return match[1] if match else ""


def _too_slow() -> str:
    return f"takes more than {WHOLE_SECONDS:g} s; try again later, or {SAVE_IT}"


def _too_large() -> str:
    return f"is larger than {MAX_BYTES:,} bytes; kg reads articles and feeds"


def _no_login(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _why_refused(status: int) -> str:
    words = http.client.responses.get(status, "")
    answer = f"the server answered {status} {words}".rstrip()
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return f"{answer}; check the address"
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return f"{answer}; try again later"
    return f"{answer}; {SAVE_IT}"


def _reason(error: Exception) -> str:
    """What went wrong, in words; what the libraries say of it holds addresses in memory and more."""
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate can't be verified (REQUESTS_CA_BUNDLE names the file of an authority of your own)"
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy can't be reached; check HTTPS_PROXY and HTTP_PROXY"
    if isinstance(error, requests.exceptions.Timeout | TimeoutError) or "timed out" in str(error):
        return f"no answer within {SILENCE_SECONDS:g} s; try again later"
    if isinstance(error, requests.exceptions.ContentDecodingError | EOFError | zlib.error | gzip.BadGzipFile):
        return "sends packed bytes that can't be unpacked; try again later"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the server's answer broke off; try again later"
    if isinstance(error, requests.exceptions.ConnectionError):
        return "the server can't be reached; check the address, and that this computer is online"
    return f"the connection broke ({type(error).__name__}); try again later"
