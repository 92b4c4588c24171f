"""Fetches pages and feeds from the web: only what robots.txt allows, slowly, and no further than web addresses."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from time import monotonic, sleep
from urllib.parse import urlsplit

from kg.addresses import joined, why_not_fetched
from kg.decode import decode_web
from kg.errors import ArticleError
from kg.request import AGENT, SAVE_IT, Connection, Reply, Silent, Unfetched
from kg.robots import Rules, may_read, rules_from_text

log = logging.getLogger("kg")

PAUSE_SECONDS = 0.5  # between two requests to one server
LONGEST_PAUSE = 30.0  # that robots.txt may ask for
MAX_REDIRECTS = 8
MAX_SILENT = 3  # times in a row that a server may not answer before it is left alone


class Fetcher:
    """Asks servers for what they have, one request after the other."""

    def __init__(self) -> None:
        self._connection = Connection()
        self._rules: dict[str, Rules | str] = {}  # or why there are none, by server
        self._asked: dict[str, float] = {}
        self._silent: dict[str, int] = {}  # how often in a row

    def get(self, address: str, *, origin: str = "") -> Reply:
        """What is at `address`, or where it redirects to; `origin` is the address of the feed that links to it, if any.

        Raises:
            ArticleError: it can't be had; says why, and what to do.
        """
        try:
            return self._follow(address, self._check, origin or address)
        except Unfetched as error:
            raise ArticleError(address, error.reason) from error

    def close(self) -> None:
        """All connections are closed."""
        self._connection.close()

    def _follow(self, address: str, check: Callable[[str], None], origin: str) -> Reply:
        """The answer at the end of all redirects; `check` says of each address whether it may be asked."""
        here = address
        for _ in range(MAX_REDIRECTS + 1):
            if reason := why_not_fetched(here, origin=origin):
                raise Unfetched(reason if here == address else f"redirects to {here[:200]}: {reason}")
            check(here)
            reply = self._ask(here)
            if isinstance(reply, Reply):
                return reply
            here = joined(here, reply)
        raise Unfetched(f"redirects more than {MAX_REDIRECTS} times; name the address where the article is")

    def _ask(self, address: str) -> Reply | str:
        """The answer of `address`, or the address that it redirects to; not of a server that does not answer."""
        server = _server(address)
        if self._silent.get(server, 0) >= MAX_SILENT:
            raise Unfetched(f"not asked for, since {server} did not answer {MAX_SILENT} times; try again later")
        self._pause(server)
        log.debug("GET %s", address)
        before, self._silent[server] = self._silent.get(server, 0), 0
        try:
            return self._connection.ask(address)
        except Silent:
            self._silent[server] = before + 1
            raise

    def _check(self, address: str) -> None:
        """Nothing if robots.txt lets kg ask for `address`.

        Raises:
            Unfetched: it does not, or the server can't say.
        """
        server = _server(address)
        if server not in self._rules:
            self._rules[server] = self._rules_of(server)
        rules = self._rules[server]
        if isinstance(rules, str):
            raise Unfetched(rules)
        if not may_read(rules, address):
            raise Unfetched(f"programs may not read it, says {server}/robots.txt; {SAVE_IT}")

    def _rules_of(self, server: str) -> Rules | str:
        """What robots.txt of `server` says (RFC 9309): all is allowed without one, nothing while it can't be asked."""
        try:
            address = f"{server}/robots.txt"
            body = self._follow(address, lambda address: None, address).body
        except Unfetched as error:
            if not 400 <= error.status < 500 or error.status == HTTPStatus.TOO_MANY_REQUESTS:
                return error.reason if isinstance(error, Silent) else f"{error.reason} (asked for robots.txt)"
            return Rules()
        return rules_from_text(decode_web(body), AGENT)

    def _pause(self, server: str) -> None:
        """Some time since the last request to this server has passed."""
        rules = self._rules.get(server)
        wanted = rules.delay if isinstance(rules, Rules) else 0.0
        pause = max(PAUSE_SECONDS, min(wanted, LONGEST_PAUSE))
        if server in self._asked:
            sleep(max(0.0, self._asked[server] + pause - monotonic()))
        self._asked[server] = monotonic()


def _server(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()
