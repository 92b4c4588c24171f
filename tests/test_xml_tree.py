"""XML of strangers is parsed, and can do no harm."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.xml_tree import XmlError, parse_xml

BOMB = "<!DOCTYPE rss [<!ENTITY a0 'ha'>{}]><rss>&a9;</rss>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
)


def test_names_and_text():
    """Names have their namespaces, texts their words, attributes their values."""
    root = parse_xml('<rss xmlns:dc="urn:dc"><dc:date dc:x="1">2024</dc:date>für</rss>')

    assert [("{urn:dc}date", {"{urn:dc}x": "1"}, "2024", "für")] == [
        (child.tag, child.attrib, child.text, child.tail) for child in root
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<rss>f&uuml;r &nbsp;&amp;&#8222;</rss>",
        '<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://127.0.0.1:1/rss.dtd"><rss>f&uuml;r &nbsp;&amp;„</rss>',
        '\n \n<?xml version="1.0" encoding="iso-8859-1"?><rss>f&uuml;r &nbsp;&amp;„</rss>',
    ],
)
def test_entities_of_html(text):
    """Entities of HTML are read without a declaration; the DTD that is named is not fetched."""
    assert "für \xa0&„" == parse_xml(text).text


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>',
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;]><rss>1</rss>',
    ],
)
def test_entities_of_its_own(text):
    """A document that declares entities is refused at once: they may grow without end, or name files."""
    start = time.monotonic()
    with pytest.raises(XmlError, match="line 1 declares entities"):
        parse_xml(text)

    assert time.monotonic() - start < 1


def test_depth():
    """Elements in elements without end are refused."""
    with pytest.raises(XmlError, match="more than 200 elements deep"):
        parse_xml("<a>" * 100_000)


@pytest.mark.parametrize(
    ("text", "words"),
    [("<rss>\n\n<a></b></rss>", "line 3 .* mismatched tag"), ("\n\n<rss>\n&</rss>", "line 4 "), ("", "line 1 ")],
)
def test_malformed(text, words):
    """An error names the line of the text as it came."""
    with pytest.raises(XmlError, match=words):
        parse_xml(text)


@given(st.text(st.sampled_from('<>/&;![]"= arss\n\x00\ud800'), max_size=60))
def test_any_text(text):
    """Any text is a document or one error."""
    try:
        assert parse_xml(text).tag
    except XmlError as error:
        assert str(error).startswith("line ")
