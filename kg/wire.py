"""HTTP to a SPARQL server: one request, one answer or one clear error; passwords only where they belong."""

from __future__ import annotations

import http.client
import logging
import os
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import IO, Any, cast

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from requests.utils import get_netrc_auth
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

from kg.errors import StoreError

log = logging.getLogger("kg")

CONNECT_SECONDS = 10.0
SILENCE_SECONDS = 300.0  # between two bytes of an answer
USER, PASSWORD, TOKEN = "KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN"
HOW_TO_LOG_IN = f"set {USER} and {PASSWORD} (or {TOKEN}), or add the host to ~/.netrc"
_MOST_HEADERS = 100_000  # of an answer: some servers (Virtuoso) name there each graph that a query sees
_SHOWN = 200  # characters of what a server says of its error


class Refused(StoreError):
    """The server has done nothing: it doesn't understand the request (400), or finds it too big (413)."""


class Failed(StoreError):
    """The server understands the request and can't do it (5xx)."""


class Wire:
    """A connection to one server that is kept open between requests."""

    def __init__(self) -> None:
        http.client._MAXHEADERS = _MOST_HEADERS  # type: ignore[attr-defined]  # there is no other way to say so
        self._session = requests.Session()
        self._session.auth = _no_login  # else requests would send what .netrc says to whoever asks, unasked
        again = Retry(connect=2, read=0, other=0, status=0, backoff_factor=0.2)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=again))
        if token := os.environ.get(TOKEN):
            self._session.headers["Authorization"] = f"Bearer {token}"

    def get(self, url: str, *, accept: str, params: Mapping[str, str]) -> Answer | None:
        """What is at `url`, None if there is nothing."""
        return self._send("GET", url, accept=accept, params=params, may_lack=True)

    def post(
        self, url: str, body: bytes | Mapping[str, str | Sequence[str]], *, accept: str = "*/*", type: str = ""
    ) -> Answer:
        """What the server at `url` answers to `body`: bytes of the media type `type`, or the fields of a form.

        Raises:
            Refused: the server doesn't understand the request, or finds it too big.
            Failed: it fails.
            StoreError: it can't be reached, or wants a password.
        """
        headers = {"Content-Type": type} if type else {}
        return cast(Answer, self._send("POST", url, accept=accept, body=body, headers=headers))

    def close(self) -> None:
        """The connection is closed."""
        self._session.close()

    def _send(
        self,
        method: str,
        url: str,
        *,
        accept: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        may_lack: bool = False,
    ) -> Answer | None:
        def send() -> requests.Response:
            log.debug("%s %s", method, url)
            return self._session.request(
                method,
                url,
                data=body,
                params=params,
                headers={"Accept": accept, **(headers or {})},
                timeout=(CONNECT_SECONDS, SILENCE_SECONDS),
                stream=True,
                allow_redirects=False,
            )

        try:
            response = send()
            if response.status_code == HTTPStatus.UNAUTHORIZED and self._log_in(url, response):
                response.close()
                response = send()
            if may_lack and response.status_code == HTTPStatus.NOT_FOUND:
                response.close()
                return None
            _raise_for_status(url, response)
            return Answer(url, response)
        except (requests.RequestException, HTTPError) as error:
            raise StoreError(f"{url}: {_reason(error)}") from error

    def _log_in(self, url: str, response: requests.Response) -> bool:
        """True if there is a password to answer the server's question with; the next requests carry it, too."""
        login = (os.environ.get(USER, ""), os.environ.get(PASSWORD, ""))
        found = login if login[0] else get_netrc_auth(url)
        if not found or self._session.auth is not _no_login:
            return False
        wants_digest = response.headers.get("WWW-Authenticate", "").lower().startswith("digest")
        self._session.auth = HTTPDigestAuth(*found) if wants_digest else HTTPBasicAuth(*found)
        return True


class _NoLogin(AuthBase):
    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


_no_login = _NoLogin()


class Answer:
    """The body of an answer, read piece by piece; gone once it has been read."""

    def __init__(self, url: str, response: requests.Response) -> None:
        self._url, self._response = url, response

    @property
    def type(self) -> str:
        """The media type."""
        return self._response.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def limit(self) -> str:
        """How many rows the server gives at most, if it says that it has left out others (Virtuoso does), else ""."""
        return self._response.headers.get("X-SPARQL-MaxRows", "")

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`.

        Raises:
            StoreError: the connection broke.
        """
        try:
            return cast(bytes, self._response.raw.read(None if size < 0 else size, decode_content=True))
        except (requests.RequestException, HTTPError, OSError) as error:
            raise StoreError(f"{self._url}: the answer broke off: {_reason(error)}") from error

    def file(self) -> IO[bytes]:
        """The same, for those who want a file."""
        return cast("IO[bytes]", self)

    def close(self) -> None:
        """The rest is not wanted."""
        self._response.close()


def _raise_for_status(url: str, response: requests.Response) -> None:
    status = response.status_code
    if status < HTTPStatus.MULTIPLE_CHOICES:
        return
    words = _words(response)
    response.close()
    if status < HTTPStatus.BAD_REQUEST:
        raise StoreError(f"{url}: is now at {response.headers.get('Location', 'another place')}; name that")
    if status == HTTPStatus.BAD_REQUEST:
        raise Refused(f"{url}: the server does not understand the request{words}")
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise Refused(f"{url}: the request is too big for the server{words}")
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise StoreError(f"{url}: name and password are missing, wrong or not enough ({status}); {HOW_TO_LOG_IN}")
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
        raise StoreError(f"{url}: no such SPARQL endpoint ({status}); check the address{words}")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Failed(f"{url}: the server failed ({status}){words}")
    raise StoreError(f"{url}: the server refuses ({status}){words}")


def _words(response: requests.Response) -> str:
    """What the server says of its error, if it says it in plain text."""
    if not response.headers.get("Content-Type", "").startswith("text/plain"):
        return ""
    try:
        text = response.raw.read(4 * _SHOWN, decode_content=True).decode("utf-8", "replace")
    except (HTTPError, OSError):
        return ""
    words = " ".join(text.split())[:_SHOWN]
    return f": {words}" if words else ""


def _reason(error: Exception) -> str:
    """A broken connection in words; what the libraries say of it holds addresses in memory and more."""
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate can't be verified (REQUESTS_CA_BUNDLE names the file of an authority of your own)"
    if isinstance(error, requests.exceptions.Timeout):
        return "no answer in time; is the server busy?"
    if isinstance(error, requests.exceptions.ConnectionError):
        return "can't be reached; is the server running, and the address right?"
    return f"the connection broke ({type(error).__name__})"
