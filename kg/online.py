"""Articles from the web: the page at an address, or all that a feed there tells of.

Only what was named, and what the entries of a named feed link to, is fetched.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.addresses import digest_of, id_from_address, is_web_address, joined
from kg.days import date_from_text
from kg.decode import decode_web
from kg.errors import ArticleError
from kg.feeds import Entry, Feed, is_feed, read_feed
from kg.readers import Record
from kg.webpage import fields_from_html, is_html, named_encoding
from kg.xml_tree import XmlError

if TYPE_CHECKING:
    from kg.fetch import Fetcher
    from kg.request import Reply

log = logging.getLogger("kg")

MIN_TEXT = 200  # characters of a page; what is shorter stands before a wall
_NOT_FREE = re.compile(r"""["']isAccessibleForFree["']\s*:\s*["']?false\b""", re.IGNORECASE)  # of schema.org
_PAGES = ("text/html", "application/xhtml+xml")
_MAYBE_PAGES = ("", "text/plain", "text/xml", "application/xml", "application/octet-stream")


def records_from_addresses(addresses: Iterable[str]) -> Iterator[Record | ArticleError]:
    """The article of each page, and the articles of each feed, with an error in the place of each that can't be read.

    What two feeds link to, or an address that is named twice, is read once.
    """
    from kg.fetch import Fetcher  # not before there is anything to fetch

    with closing(Fetcher()) as fetcher:
        reader = _Reader(fetcher)
        for address in sorted({joined(address, "") for address in addresses}):
            yield from reader.read(address)


class _Reader:
    """Reads pages and feeds, each once."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._read: set[str] = set()

    def read(self, address: str) -> Iterator[Record | ArticleError]:
        """The articles at `address`, which is that of a page or of a feed."""
        try:
            reply = self._fetch(address)
            if reply is None:
                return
            text = _text_of(reply)
            if is_feed(text):
                yield from self._read_entries(_feed(text, reply.address, address), reply.address)
            else:
                yield Record(address, _fields_of_page(text, reply, address))
        except ArticleError as error:
            yield error

    def _read_entries(self, feed: Feed, address: str) -> Iterator[Record | ArticleError]:
        if not feed.entries:
            yield ArticleError(address, "is a feed without entries")
        for number, entry in enumerate(feed.entries, start=1):
            place = entry.link or f"{address} entry {number}"
            try:
                fields = self._fields_of_entry(entry, feed, place, origin=address)
            except ArticleError as error:
                yield error
                continue
            if fields is not None:
                yield Record(place, fields)

    def _fields_of_entry(self, entry: Entry, feed: Feed, place: str, *, origin: str) -> dict[str, str] | None:
        """The article of `entry`, None if it has been read; what the feed says goes before what the page says."""
        if entry.text:
            if entry.link and self._is_read(entry.link):
                return None
            page = {"text": entry.text, "language": feed.language} | self._named(entry, place)
        elif not entry.link:
            raise ArticleError(place, "has neither a text nor a link to one")
        else:
            reply = self._fetch(entry.link, origin=origin)
            if reply is None:
                return None
            page = _fields_of_page(_text_of(reply), reply, place)
        fields = {
            **page,
            "title": entry.title or page.get("title", ""),
            "author": entry.author or page.get("author", ""),
            "source": feed.title or page.get("source", ""),
            "date": _day(place, entry.date, page.get("date", ""), entry.updated),
        }
        return {name: value for name, value in fields.items() if value}

    def _named(self, entry: Entry, place: str) -> dict[str, str]:
        if entry.link:
            return {"id": id_from_address(entry.link), "url": entry.link}
        host = urlsplit(place.partition(" ")[0]).hostname or "feed"
        return {"id": f"{host}-{digest_of(entry.key or entry.title + entry.text)}"}

    def _fetch(self, address: str, *, origin: str = "") -> Reply | None:
        """What is at `address`, None if it has been read already, there or where another led to."""
        if self._is_read(address):
            return None
        reply = self._fetcher.get(address, origin=origin)
        if not _is_front(address) and _is_front(reply.address):
            raise ArticleError(address, f"is gone: it redirects to the front page, {reply.address}")
        moved = reply.address != address and self._is_read(reply.address)
        return None if moved else reply

    def _is_read(self, address: str) -> bool:
        """True if this is not the first time; from now on it is."""
        known = address in self._read
        self._read.add(address)
        return known


def _text_of(reply: Reply) -> str:
    return decode_web(reply.body, reply.charset, named_encoding(reply.body))


def _feed(text: str, base: str, place: str) -> Feed:
    try:
        return read_feed(text, base)
    except XmlError as error:
        raise ArticleError(place, f"is a feed that can't be read: {error}") from error


def _fields_of_page(text: str, reply: Reply, place: str) -> dict[str, str]:
    """The article of a page.

    Raises:
        ArticleError: it is no page, or has too little text.
    """
    if is_feed(text) or not (reply.type in _PAGES or (reply.type in _MAYBE_PAGES and is_html(text))):
        raise ArticleError(place, f"is no page ({reply.type or 'no media type'}); name a page in HTML, or a feed")
    fields = fields_from_html(text)
    length = len(fields["text"])
    if length < MIN_TEXT:
        raise ArticleError(
            place,
            f"has only {length} characters of text, as before a pay wall or a question about cookies; "
            "save it from your browser as .html and name that file",
        )
    if _NOT_FREE.search(text):
        log.warning("%s: is behind a pay wall, as it says itself; what the server shows of it is read", place)
    fields["url"] = _canonical(fields.get("url", ""), reply.address)
    fields["date"] = _day(place, fields.get("date", ""))
    return {**fields, "id": id_from_address(fields["url"])}


def _canonical(link: str, address: str) -> str:
    """The address that the page at `address` gives itself; not the front page, which some name on every page."""
    found = joined(address, link)
    return found if is_web_address(found) and not _is_front(found) else address


def _is_front(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.path.strip("/") and not parts.query


def _day(place: str, *stamps: str) -> str:
    """The first of `stamps` that names a day, as ``2024-11-14``, else ""."""
    for stamp in (stamp.strip()[:80] for stamp in stamps):
        try:
            if day := date_from_text(stamp, place):
                return day.isoformat()
        except ArticleError:
            log.warning("%s: '%s' is no date that kg knows; it is left out", place, stamp[:40])
    return ""
