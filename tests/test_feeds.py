"""Feeds of every kind give their entries, each with its text if the feed has all of it."""

from __future__ import annotations

import time
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.feeds import Entry, Feed, is_feed, read_feed
from kg.xml_tree import XmlError
from tests.web_site import rss

HERE = "https://bote.example/feeds/rss.xml"
PIECES = (
    *("<channel>", "</channel>", "<item>", "</item>", "<title>", "</title>", "<link>", "</link>", "<guid>", "</guid>"),
    *("<content:encoded>", "</content:encoded>", "<author>", "</author>", "&lt;p&gt;", "&amp;", "&x;", "http://[", "ä"),
    *("<item><link>http://[x</link></item>", "<item><title>a</title></item>", "<!-- x -->"),
)
FULL = "<p>Blinken <b>besuchte</b> Br&uuml;ssel.</p><p>Er sprach mit Rutte.</p>"
TEXT = "Blinken besuchte Brüssel.\nEr sprach mit Rutte."
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="/politik/">
<title type="html">Der &lt;b>Bote&lt;/b></title><author><name>Redaktion</name></author><link href="/"/>
<entry><id>tag:1</id><title>Besuch &amp; Gespräch</title><published>2024-11-14T08:00:00Z</published>
<updated>2024-11-15T08:00:00Z</updated>
<link rel="enclosure" href="ton.mp3"/><link type="text/plain" href="besuch.txt"/><link href="besuch.html"/>
{content}</entry></feed>"""
RSS_1 = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://bote.example/"><title>Der Bote</title><dc:language>de</dc:language>
<items><rdf:Seq><rdf:li rdf:resource="https://bote.example/1"/></rdf:Seq></items></channel>
<item rdf:about="https://bote.example/1"><title>Besuch</title><link>https://bote.example/1</link>
<description>Teaser</description><dc:creator>A. Beck</dc:creator><dc:date>2024-11-14T08:00+01:00</dc:date></item></rdf:RDF>"""


def test_rss_with_full_text():
    """RSS 2.0 gives title, link, date, author and the text in content:encoded."""
    feed = read_feed(
        rss(
            "<title>Besuch in &lt;i&gt;Brüssel&lt;/i&gt; &amp;amp; Genf</title><link> /1.html#a </link><guid>17</guid>"
            "<pubDate>Thu, 14 Nov 2024 08:30:00 +0100</pubDate><author>beck@bote.example (Anna Beck)</author>"
            f"<dc:creator>Jan Kurz</dc:creator><description>Blinken</description><content:encoded><![CDATA[{FULL}]]>"
            "</content:encoded>"
        ),
        HERE,
    )

    entry = Entry(
        link="https://bote.example/1.html",
        key="17",
        title="Besuch in Brüssel & Genf",
        date="Thu, 14 Nov 2024 08:30:00 +0100",
        updated="",
        author="Anna Beck, Jan Kurz",
        text=TEXT,
    )
    assert Feed("Der Bote", "de-DE", (entry,)) == feed


def test_rss_1():
    """RSS 1.0, whose items stand beside the channel, gives the same; a description is a teaser."""
    feed = read_feed(RSS_1, HERE)

    assert ("Der Bote", "de") == feed[:2]
    assert [
        ("https://bote.example/1", "https://bote.example/1", "Besuch", "2024-11-14T08:00+01:00", "", "A. Beck", "")
    ] == [tuple(entry) for entry in feed.entries]


@pytest.mark.parametrize(
    "content",
    [
        f'<content type="html"><![CDATA[{FULL}]]></content>',
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Blinken <b>besuchte</b> Brüssel.</p>'
        "<p>Er sprach mit Rutte.</p></div></content>",
        "<content>Blinken besuchte Brüssel.\n\nEr sprach mit Rutte.</content>",
    ],
)
def test_atom(content):
    """Atom gives the page in HTML among its links, the feed's author for want of another, and text of each kind."""
    feed = read_feed(ATOM.replace("{content}", content), HERE)

    entry = Entry(
        link="https://bote.example/politik/besuch.html",
        key="tag:1",
        title="Besuch & Gespräch",
        date="2024-11-14T08:00:00Z",
        updated="2024-11-15T08:00:00Z",
        author="Redaktion",
        text=TEXT,
    )
    assert Feed("Der Bote", "de", (entry,)) == feed


@pytest.mark.parametrize(
    "content",
    [
        '<content src="https://bote.example/ton.mp3" type="audio/mpeg"/>',
        "<summary>Blinken kommt nach Brüssel.</summary><content type='html'>&lt;img src='x'&gt;Blinken kommt nach "
        "Brüssel.</content>",
        "<content>Blinken kommt nach […]</content>",
    ],
)
def test_teaser_is_no_text(content):
    """A feed that repeats the summary as content, breaks off or names a sound has less than the page."""
    assert [""] == [entry.text for entry in read_feed(ATOM.replace("{content}", content), HERE).entries]


def test_entry_without_a_page():
    """What leads nowhere is all in the feed; a guid that is an address leads to the page."""
    feed = read_feed(
        rss(
            "<description>Blinken kommt.</description>",
            "<guid>https://bote.example/2</guid>",
            '<guid isPermaLink="false">https://bote.example/3</guid>',
            "<atom:link href='4.html'/>",
        ),
        HERE,
    )

    assert [
        ("", "Blinken kommt."),
        ("https://bote.example/2", ""),
        ("", ""),
        ("https://bote.example/feeds/4.html", ""),
    ] == [(entry.link, entry.text) for entry in feed.entries]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_any_feed(text):
    """Whatever a feed is made of, it is read or is one error."""
    try:
        found = read_feed(f"<rss xmlns:content='http://purl.org/rss/1.0/modules/content/'>{text}</rss>", HERE)
    except XmlError:
        return
    assert all(isinstance(field, str) for entry in found.entries for field in entry)


@pytest.mark.parametrize("piece", ["<br", "<br>", "<div", "a@", "a", "[", "<p>", "&lt;"])
def test_long_and_odd(piece):
    """What is made to take for ever takes no time."""
    text = escape(piece * 100_000)
    start = time.monotonic()

    read_feed(rss(f"<title>{text}</title><author>{text}</author><content:encoded>{text}</content:encoded>"), HERE)
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rss(), True),
        (ATOM, True),
        (RSS_1, True),
        ('\n<!-- a --><?x y?>\n<!DOCTYPE rss [<!ENTITY a "b">]>\n<rss>', True),
        ("<!DOCTYPE html><html><body><rss>", False),
        ('<?xml version="1.0"?><urlset><url/></urlset>', False),
        ("<!-- " * 5_000, False),
        ("<!-- -->" * 5_000 + "x", False),
        ("Blinken kommt.", False),
    ],
)
def test_is_feed(text, expected):
    """A feed is told by its root, whatever stands before it, and at once."""
    assert expected == is_feed(text)
