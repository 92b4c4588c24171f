"""Reads feeds: RSS 0.90 to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import NamedTuple
from xml.etree.ElementTree import Element

from kg.addresses import is_web_address, joined
from kg.webpage import text_from_fragment
from kg.xml_tree import parse_xml

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML = "http://www.w3.org/XML/1998/namespace"
_PREFIXES = {
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    _RDF: "rdf:",
    "http://www.w3.org/2005/Atom": "atom:",
    "http://purl.org/atom/ns#": "atom:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dc:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
}
_ROOT = re.compile(
    r"\s*+(?>(?><\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\]\s*+)?>)\s*+)*+<(?>\w+:)?(?:rss|RDF|feed)\b", re.DOTALL
)
_MAILBOX = re.compile(r"[^\s()<>]{1,64}@[^\s()<>]{1,255}")
_TEASER_END = re.compile(r"(…|\.\.\.|\[[.…]+\])$")


class Entry(NamedTuple):
    """One article of a feed. ``text`` is the whole of it, "" if the feed has less; ``link`` leads to its page.

    ``updated`` is when it was last changed; ``key`` tells it from other entries.
    """

    link: str
    key: str
    title: str
    date: str
    updated: str
    author: str
    text: str


class Feed(NamedTuple):
    """The articles of a feed, in its order."""

    title: str
    language: str
    entries: tuple[Entry, ...]


def is_feed(text: str) -> bool:
    """True if `text` begins as a feed.

    >>> is_feed('<?xml version="1.0"?><rss version="2.0">'), is_feed("<html><p>rss")
    (True, False)
    """
    return bool(_ROOT.match(text[:20_000]))


def read_feed(text: str, address: str) -> Feed:
    """The feed in `text`, which was found at `address`.

    Raises:
        XmlError: it is malformed, or has entities of its own.
    """
    root = parse_xml(text)
    if _name(root.tag) == "atom:feed":
        return _atom(root, address)
    channel = next(iter(_children(root, "channel")), root)
    items = [*_children(channel, "item"), *_children(root, "item")]
    return Feed(
        title=_words(_first(channel, "title")),
        language=_first(channel, "language", "dc:language"),
        entries=tuple(_entry_of_rss(item, address) for item in items),
    )


def _entry_of_rss(item: Element, address: str) -> Entry:
    guid = next(iter(_children(item, "guid")), None)
    key = _first(item, "guid") or item.get(f"{{{_RDF}}}about", "")
    is_link = is_web_address(key) and (guid is None or guid.get("isPermaLink") != "false")
    link = _first(item, "feedburner:origLink", "link") or _atom_link(item) or (key if is_link else "")
    return Entry(
        link=joined(address, link) if link else "",
        key=key,
        title=_words(_first(item, "title", "dc:title")),
        date=_first(item, "pubDate", "dc:date", "dc:created", "dc:issued", "atom:published"),
        updated=_first(item, "dc:modified", "atom:updated"),
        author=_people([*_all(item, "author"), *_all(item, "dc:creator")]),
        text=_whole(
            text_from_fragment(_first(item, "content:encoded")),
            text_from_fragment(_first(item, "description")),
            has_page=bool(link),
        ),
    )


def _atom(root: Element, address: str) -> Feed:
    base, authors = joined(address, _base(root)), _authors_of_atom(root)
    return Feed(
        title=_words(_html_of(root, "atom:title")),
        language=root.get(f"{{{_XML}}}lang", ""),
        entries=tuple(
            _entry_of_atom(child, joined(base, _base(child)), authors) for child in _children(root, "atom:entry")
        ),
    )


def _entry_of_atom(entry: Element, base: str, authors: str) -> Entry:
    link = _atom_link(entry)
    content = text_from_fragment(_html_of(entry, "atom:content"))
    return Entry(
        link=joined(base, link) if link else "",
        key=_first(entry, "atom:id"),
        title=_words(_html_of(entry, "atom:title")),
        date=_first(entry, "atom:published", "atom:issued", "atom:created"),
        updated=_first(entry, "atom:updated", "atom:modified"),
        author=_authors_of_atom(entry) or authors,
        text=_whole(content, text_from_fragment(_html_of(entry, "atom:summary")), has_page=bool(link)),
    )


def _whole(content: str, summary: str, *, has_page: bool) -> str:
    """The text of an entry if the feed has all of it, else "".

    Some feeds repeat the summary as content, or break off ("Blinken kommt nach […]"): the page has the rest. An entry
    that leads nowhere is all in the feed, as RSS 2.0 has it.
    """
    if not has_page:
        return content or summary
    flat = " ".join(content.split())
    return "" if flat in " ".join(summary.split()) or _TEASER_END.search(flat) else content


def _atom_link(entry: Element) -> str:
    """Where the page of `entry` is, that in HTML before others; "" if it has none."""
    links = [
        child
        for child in _children(entry, "atom:link")
        if child.get("rel", "alternate") == "alternate" and child.get("href")
    ]
    best = min(links, key=lambda link: "html" not in link.get("type", "html"), default=None)
    return best.get("href", "") if best is not None else ""


def _authors_of_atom(parent: Element) -> str:
    return _people([_first(child, "atom:name") for child in _children(parent, "atom:author")])


def _people(names: list[str]) -> str:
    """Names with their mail addresses left out, each once: "a.beck@bote.example (Anna Beck)" is "Anna Beck"."""
    plain = (" ".join(_MAILBOX.sub(" ", _words(name)).split()).strip("()<> ") for name in names)
    return ", ".join(dict.fromkeys(filter(None, plain)))


def _html_of(parent: Element, name: str) -> str:
    """What the Atom element `name` holds, as HTML: it says itself whether that is HTML, XHTML or plain text."""
    element = next(iter(_children(parent, name)), None)
    if element is None or element.get("src"):
        return ""
    kind = element.get("type", "text")
    if "xhtml" in kind or (element.get("mode") == "xml" and len(element)):
        return "".join(_markup(element))
    text = "".join(element.itertext())
    if "html" in kind:
        return text
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())


def _markup(element: Element) -> Iterator[str]:
    """The HTML inside `element`, without attributes."""
    yield escape(element.text or "")
    for child in element:
        tag = child.tag.rpartition("}")[2]
        yield f"<{tag}>"
        yield from _markup(child)
        yield f"</{tag}>{escape(child.tail or '')}"


def _first(parent: Element, *names: str) -> str:
    """The text of the first child that has one and the first of `names` that any has."""
    return next((text for name in names for text in _all(parent, name) if text), "")


def _all(parent: Element, name: str) -> list[str]:
    return ["".join(child.itertext()).strip() for child in _children(parent, name)]


def _children(parent: Element, name: str) -> list[Element]:
    return [child for child in parent if _name(child.tag) == name]


def _words(html: str) -> str:
    return " ".join(text_from_fragment(html).split())


def _base(element: Element) -> str:
    return element.get(f"{{{_XML}}}base", "")


def _name(tag: str) -> str:
    """``content:encoded`` for a tag as the parser gives it; elements of plain RSS have no prefix."""
    namespace, brace, local = tag.rpartition("}")
    if not brace:
        return tag
    return _PREFIXES.get(namespace[1:], f"{namespace}}}") + local
