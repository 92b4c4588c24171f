"""Reads the article out of an HTML page: its paragraphs and headings, title, author, date, address."""

from __future__ import annotations

import re
from html.parser import HTMLParser

BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "dd", "dt"})
SKIPPED = frozenset(
    {"script", "style", "nav", "header", "footer", "aside", "form", "figure", "noscript", "template", "svg", "iframe"}
)
MAINS = ("article", "main", "body")  # the first of them that has text is the article
META = {
    "article:published_time": "date",
    "date": "date",
    "dc.date": "date",
    "dcterms.date": "date",
    "datepublished": "date",
    "author": "author",
    "og:title": "title",
    "og:site_name": "source",
    "og:url": "url",
}
_HTML = re.compile(r"\s*(<!doctype\s+html|<html\b|<\?xml[^>]*>\s*<(!doctype\s+html|html\b))", re.IGNORECASE)
_TAG = re.compile(r"</(p|div|span|a|li|h[1-6]|table)>", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_PARAGRAPHS = re.compile(
    r"(?:<br\b[^>]{0,200}>\s*+){2,}+|</?div\b[^>]{0,999}>|</(?:p|ul|ol|blockquote|figure|h[1-6])>", re.IGNORECASE
)
_XML_ENCODING = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")


def is_html(text: str) -> bool:
    """True if `text` is a page's source rather than an article's text.

    >>> is_html("<!DOCTYPE html><p>Blinken kommt.</p>"), is_html("Blinken kommt.")
    (True, False)
    """
    return bool(_HTML.match(text)) or len(_TAG.findall(text)) > 2


def declared_encoding(raw: bytes) -> str:
    """The encoding that the page `raw` names in its head, "utf-8" if it names none or it is UTF-8 all the same.

    >>> declared_encoding(b'<meta charset="windows-1252"><p>f\\xfcr')
    'windows-1252'
    """
    name = named_encoding(raw)
    if not name:
        return "utf-8"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        try:
            raw.decode(name)
        except (LookupError, UnicodeDecodeError):
            return "utf-8"
        return name
    return "utf-8"


def named_encoding(raw: bytes) -> str:
    """The encoding that the page or feed `raw` names in its XML declaration or its head, known or not; "" if none.

    >>> named_encoding(b'<?xml version="1.0" encoding="iso-8859-15"?><rss>')
    'iso-8859-15'
    """
    match = _XML_ENCODING.match(raw[:4096]) or _CHARSET.search(raw[:4096])
    return match[1].decode("ascii") if match else ""


def fields_from_html(text: str) -> dict[str, str]:
    """The article in the page `text`, named as front matter names it; one paragraph a line.

    >>> fields_from_html("<title>Besuch</title><article><h1>Besuch</h1><p>Blinken <b>kommt</b>.</p></article>")
    {'title': 'Besuch', 'text': 'Blinken kommt.'}
    """
    page = _Page()
    page.feed(text)
    page.close()
    page.end_block()
    lines = next((lines for main in MAINS if (lines := page.lines[main])), page.lines[""])
    fields = {**page.found, **page.meta}
    title = page.meta.get("title") or page.heading or page.found.get("title", "")
    if title:
        fields["title"] = title
    kept = [line for index, line in enumerate(lines) if not (index == 0 and line in (title, page.heading))]
    fields["text"] = "\n".join(kept)
    return fields


def text_from_fragment(html: str) -> str:
    r"""The text of a piece of HTML, as feeds hold it; one paragraph a line, whether or not it has <p> around it.

    >>> text_from_fragment("Blinken kommt.<br><br>Er <b>spricht</b> mit <i>Rutte</i>.")
    'Blinken kommt.\nEr spricht mit Rutte.'
    """
    return fields_from_html(f"<article><p>{_PARAGRAPHS.sub(_begin_paragraph, html)}</article>")["text"]


def _begin_paragraph(match: re.Match[str]) -> str:
    return f"{match[0]}<p>" if match[0].startswith("</") else "<p>"


class _Page(HTMLParser):
    """Collects the text blocks of a page by the outermost element that may hold the article."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: dict[str, list[str]] = {"": [], "article": [], "main": [], "body": []}
        self.meta: dict[str, str] = {}  # what the head says
        self.found: dict[str, str] = {}  # what the body says where the head is silent
        self.heading = ""
        self._open: dict[str, int] = dict.fromkeys(MAINS, 0)
        self._skipped: list[str] = []
        self._block = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens a block, notes metadata."""
        values = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self._note_meta(values)
        elif tag == "link" and "canonical" in values.get("rel", "").lower().split() and values.get("href"):
            self.meta["url"] = values["href"]
        elif tag == "time" and values.get("datetime"):
            self.found.setdefault("date", values["datetime"])
        elif tag == "html" and values.get("lang"):
            self.meta["language"] = values["lang"]
        if tag in SKIPPED:
            # A header inside <article> holds the title of the article: it stays.
            if not (tag == "header" and self._open["article"]):
                self._skipped.append(tag)
        elif tag in self._open:
            self._open[tag] += 1
        elif tag in BLOCKS or tag == "title":
            self.end_block()
            self._block = tag
        elif tag == "br":
            self._words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Closes a block."""
        if self._skipped:
            if tag in self._skipped:  # an unclosed inner element ends with the outer one
                while self._skipped.pop() != tag:
                    pass
        elif tag in self._open:
            self.end_block()
            self._open[tag] = max(0, self._open[tag] - 1)
        elif tag == self._block:
            self.end_block()

    def handle_data(self, data: str) -> None:
        """Takes the words of the open block."""
        if self._block and not self._skipped:
            self._words.append(data)

    def end_block(self) -> None:
        """Stores the open block as one line, in every element that holds it."""
        line, block = " ".join("".join(self._words).split()), self._block
        self._words, self._block = [], ""
        if not line:
            return
        if block == "title":
            self.found.setdefault("title", line)
            return
        if block == "h1":
            self.heading = self.heading or line
        for main, depth in self._open.items():
            if depth:
                self.lines[main].append(line)
        self.lines[""].append(line)

    def _note_meta(self, values: dict[str, str]) -> None:
        name = (values.get("property") or values.get("name") or values.get("itemprop") or "").lower()
        if name in META and values.get("content"):
            self.meta.setdefault(META[name], values["content"])
