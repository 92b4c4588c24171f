"""A web site on this computer for tests: real bytes over a real connection, and what was asked of it."""

from __future__ import annotations

from contextlib import contextmanager

from tests.sparql_server import answering

HTML = "text/html; charset=utf-8"
FEED = "application/rss+xml"
BODY = "US-Außenminister Antony Blinken ist am Mittwoch in Brüssel eingetroffen und hat mit Mark Rutte gesprochen. "


@contextmanager
def site(pages):
    """The address of a site, and its requests so far; ``{site}`` in what it says is its own address.

    `pages` has by path: the text or bytes of a page or feed, (status, headers, body), or a function of the request.
    """

    def answer(request):
        address = f"http://{request.headers['Host']}"
        found = pages.get(request.path, (404, {}, b"nothing"))
        if callable(found):
            found = found(request)
        if not isinstance(found, tuple):
            found = (200, {"Content-Type": FEED if request.path.endswith((".xml", ".gz")) else HTML}, found)
        status, headers, body = found
        filled = {name: value.replace("{site}", address) for name, value in headers.items()}
        raw = body.encode() if isinstance(body, str) else body
        return status, filled, raw.replace(b"{site}", address.encode())

    with answering(answer) as (address, requests):
        yield address, requests


def page(text=BODY * 3, *, head=""):
    """A page of a newspaper."""
    return f"<!DOCTYPE html><html lang='de'><head>{head}</head><body><nav><p>Menü</p></nav><p>{text}</p></body></html>"


def rss(*items, title="Der Bote"):
    """A feed of RSS 2.0 with `items`, each the XML inside an <item>."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/'
        'content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>{title}</title><language>de-DE</language>{inside}</channel></rss>"
    )
