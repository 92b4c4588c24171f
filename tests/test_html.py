from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ViewError
from kg.html import html_from_view, json_for_script
from kg.view import view_from_rows
from tests.make_rows import make_node, make_row, many_rows, moscow_rows

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u2028\u202e"


class Page(HTMLParser):
    """The tags of a page, and the texts of its script and style blocks."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.blocks, self._open = [], [], None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self._open = (tag, dict(attributes)) if tag in ("script", "style") else None

    def handle_data(self, data):
        if self._open:
            self.blocks.append((*self._open, data))

    def handle_endtag(self, tag):
        self._open = None


def page_of(rows, **options):
    return html_from_view(view_from_rows(rows, title=options.pop("title", "Drohnen")), **options)


def data_of(html):
    return next(json.loads(text) for _, attributes, text in Page(html).blocks if attributes.get("id") == "graph-data")


def test_policy_knows_our_blocks_only():
    """The page's policy forbids all but our script and style, which it knows by their hashes."""
    page = Page(page_of(moscow_rows()))
    policy = next(tag["content"] for name, tag in page.tags if tag.get("http-equiv") == "Content-Security-Policy")
    hashes = set(re.findall(r"'sha256-([^']+)'", policy))

    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    for tag, attributes, text in page.blocks:
        if tag == "style" or "type" not in attributes:
            assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in hashes


def test_no_outside_address():
    """Nothing in the page is loaded from elsewhere: no src, no stylesheet, no handler in an attribute."""
    for _tag, attributes in Page(page_of(moscow_rows())).tags:
        assert not {"src", "href", "srcset", "style", "background"} & set(attributes)
        assert not [name for name in attributes if name.startswith("on")]


def test_hostile_texts_stay_texts():
    """Names, titles and sentences that look like markup neither end a block nor open a tag."""
    row = make_row(make_node(EVIL), "meets", make_node("b" + EVIL), sentence=EVIL)
    plain, evil = Page(page_of([make_row("NATO", "meets", "EU")])), Page(page_of([row], title=EVIL))

    assert [tag for tag, _ in plain.tags] == [tag for tag, _ in evil.tags]
    assert EVIL in data_of(page_of([row], title=EVIL))["title"]


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_json_for_script(data):
    """JSON in a script block holds no character that could end it, and means the same."""
    text = json_for_script(data)

    assert not set(text) & set("<>&\u2028\u2029")
    assert data == json.loads(text)


def test_lone_surrogate_is_replaced():
    """Half a character, as broken input may hold, does not stop the page."""
    assert '"?"' == json_for_script("\ud800")


def test_own_code_is_safe_by_construction():
    """Our scripts make elements and text nodes; they never parse a string as markup or as code."""
    from kg.html import SCRIPTS, read_template

    for name in SCRIPTS:
        code = read_template(name)
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|srcdoc", code
        ), name


def test_labels_in_both_languages():
    """Names and words stand there in German and English; the language asked for comes first."""
    for language in ("de", "en"):
        html = page_of(moscow_rows(), labels=language)
        assert f'<html lang="{language}">' in html
        assert language == data_of(html)["labels"]
    node = next(node for node in data_of(html)["network"]["nodes"] if node["de" if "de" in node else "en"] == "Moskau")
    assert ("Moscow", "Moskau") == (node["en"], node["de"])


def test_unknown_language():
    """A language without words is refused, naming those that there are."""
    with pytest.raises(ViewError, match="known: de, en"):
        page_of(moscow_rows(), labels="fr")


def test_words_are_complete():
    """Both languages have the same words, with the same places for numbers and names."""
    from kg.html import read_words
    from kg.types import MODALITIES
    from kg.view import LOOKS

    german, english = read_words()["de"], read_words()["en"]
    assert german.keys() == english.keys()
    for word, text in english.items():
        if word not in ("modality", "type"):
            assert re.findall(r"{\w}", str(text)) == re.findall(r"{\w}", str(german[word])), word
    for table in (german, english):
        assert set(MODALITIES) == set(table["modality"])
        assert set(LOOKS) == set(table["type"])


def test_page_knows_what_a_click_shows():
    """Each line carries sentence, marked ends, voice, time, place, article and rule."""
    data = data_of(page_of(moscow_rows()))
    edge = next(edge for edge in data["network"]["edges"] if edge["label"] == "meets")
    statement = data["statements"][edge["statements"][0]]
    sentence = data["sentences"][statement["sentence"]]
    claim = next(statement for statement in data["statements"] if "speaker" in statement)

    assert ("2024-11-13", "am Mittwoch") == (statement["from"], statement["time"])
    assert "Brussels" == data["names"][statement["place"]]["en"]
    assert ["Mark Rutte"] == [sentence["text"][start:end] for start, end in statement["evidence"]]
    assert ("Drohnen aus dem Iran", "Testblatt") == tuple(
        data["articles"][sentence["article"]][key] for key in ("title", "source")
    )
    assert "Mark Rutte" == data["names"][claim["speaker"]]["en"]
    assert "made" == data["rules"][claim["rule"]]


def test_evidence_outside_the_sentence_is_left_out():
    """Ends that stand in another sentence (found by coreference) mark nothing."""
    from kg.types import Span

    row = replace(make_row("NATO", "meets", "EU"), evidence=(Span(0, 4), Span(900, 904)))
    (statement,) = data_of(page_of([row]))["statements"]

    assert [[0, 4]] == statement["evidence"]


def test_same_graph_same_bytes():
    """The same statements give the same page, byte for byte, whatever their order."""
    assert page_of(moscow_rows()) == page_of(moscow_rows()[::-1])


def test_page_is_small():
    """A page of 500 nodes takes less than 900 kB."""
    html = page_of(many_rows(500, 1000), title="Viele")

    assert len(html.encode("utf-8")) < 900_000


def test_empty_graph():
    """A graph without statements is a page too."""
    assert [] == data_of(page_of([]))["network"]["nodes"]
