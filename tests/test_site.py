from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ViewError
from kg.site.library import Library, Reading, day_of
from kg.site.marks import Piece, blocks_of, passages_of, voices_of
from kg.site.pages import slice_of, web_address
from kg.site.search import search
from kg.site.words import Words, _read_words
from kg.types import Point, Span
from tests.make_rows import ARTICLE, make_node, make_row, moscow_rows


@pytest.fixture
def library(store):
    """The three articles."""
    return Library(store)


def by_name(library, name):
    return next(node for node in library.nodes.values() if node.label_de == name)


def test_actors_are_ranked(library):
    """Actors come with the number of their statements, the strongest first; amounts and times are none."""
    names = [node.label_en for node, _ in library.actors]
    counts = [count for _, count in library.actors]

    assert counts == sorted(counts, reverse=True)
    assert {"Mark Rutte", "NATO", "Moscow"} <= set(names)
    assert not [node for node, _ in library.actors if node.type in ("Amount", "Time")]


def test_about_counts_what_stands_for_it(library):
    """What is said about Moscow is said about Russia, newest first."""
    rows = library.about(library.meant_by(by_name(library, "Russland")))
    days = [day_of(row) for row in rows]

    assert {"Moskau"} <= {row.subject.label_de for row in rows}
    assert days == sorted(days, reverse=True)


def test_companions_share_statements(library):
    """Whoever shares a statement with an actor is named with the number of them, and what they say."""
    found = library.companions([by_name(library, "Moskau")])

    assert {"Iran", "Drohnentechnologie", "Deutsche Bank"} == {one.node.label_de for one in found}
    assert [one.statements for one in found] == sorted((one.statements for one in found), reverse=True)
    assert {"buysFrom"} == {row.relation for one in found if one.node.label_de == "Iran" for row in one.relations}


def test_articles_that_mention(library):
    """An actor's articles are those that mention it, newest first."""
    assert ["bank", "gipfel", "moskau"] == [row.id for row in library.mentioning([by_name(library, "Moskau")])]


def test_entities_by_their_address(library):
    """Entities are found by the last part of their IRI; amounts and strangers are not."""
    assert "Antony Blinken" == library.entity("Antony_Blinken").label_de
    assert library.entity("Nobody") is None
    assert "Deutsche_Bank" == library.key(by_name(library, "Deutsche Bank"))


@pytest.mark.parametrize("words", ["rutte", "RUTTE mark", "Mark  Rútte"])
def test_search_ignores_case_accents_and_order(library, words):
    """An actor is found by any words of its names."""
    assert "Mark Rutte" in [node.label_de for node, _ in search(library, words).entities]


def test_search_finds_titles_and_sentences(library):
    """Words of a title find the article, words of a sentence what it says."""
    assert ["moskau"] == [row.id for row in search(library, "drohnen iran").articles]
    assert ["gipfel"] == [row.article.id for row in search(library, "freut sich").statements]
    assert not search(library, " ") and not search(library, "xyzzy")


def test_passages_join_to_the_text(library):
    """The marked text of an article is its text, nothing twice and nothing left out."""
    for article in library.articles.values():
        reading = library.read(article)
        passages = passages_of(reading, library.of_article(article.id))

        assert reading.text == "".join(piece.text for passage in passages for piece in passage.pieces)
        assert [row.iri for passage in passages for row in passage.rows] == [
            row.iri for row in library.of_article(article.id)
        ]


@given(
    st.text(
        st.characters(
            codec="utf-8", exclude_characters="\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        )
    ),
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9))),
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9))),
)
def test_any_offsets_keep_the_text(text, sentences, mentions):
    """Whatever overlaps, sticks out or lies apart: the pieces together are the text."""
    spans = [Span(start, start + length) for start, length in sentences]
    marks = [(Span(start, start + length), "x") for start, length in mentions if start + length <= len(text)]
    passages = passages_of(Reading(ARTICLE, text, tuple(spans), tuple(marks)), [])

    assert text == "".join(piece.text for passage in passages for piece in passage.pieces)


def test_claims_carry_the_number_of_their_speaker(library):
    """A sentence with a claim has its speaker's number, one without has none."""
    article = library.articles["moskau"]
    rows = library.of_article("moskau")
    passages = [passage for passage in passages_of(library.read(article), rows) if passage.rows]

    assert [1, 0, 0, 0] == [passage.voice for passage in passages]
    assert [(1, "Mark Rutte", 2)] == [(voice.number, voice.node.label_de, voice.claims) for voice in voices_of(rows)]
    assert [None] == [voice.node for voice in voices_of(library.of_article("bank"))]


def test_block_marks_the_words(store):
    """Statements of one sentence share a block, in which the words that they rest on are marked once."""
    rows = moscow_rows()
    blocks = blocks_of(rows)

    assert len(rows) == sum(len(block.rows) for block in blocks) and len(blocks) < len(rows)
    assert Piece("Moskau", marked=True) in blocks[0].pieces
    for block in blocks:
        assert block.rows[0].sentence == "".join(piece.text for piece in block.pieces)


def test_turning_marks_are_taken_out():
    """Marks that would turn the text around them don't reach the page."""
    row = replace(make_row(make_node("a"), "meets", make_node("b")), sentence="x\u202ey\u2066z", evidence=())

    assert ("xyz",) == tuple(piece.text for piece in blocks_of([row])[0].pieces)


@pytest.mark.parametrize(
    ("address", "wanted"),
    [("https://example.org/a?b=1", True), ("javascript:alert(1)", False), ("https://a b", False), ("//x", False)],
)
def test_only_web_addresses_become_links(address, wanted):
    """A link leads to the web or nowhere."""
    assert (address if wanted else "") == web_address(address)


def test_slices_cover_everything():
    """Pages of a list hold each item once; a page that is not there is the nearest one."""
    parts = [slice_of(range(7), number, 3) for number in (1, 2, 3)]

    assert list(range(7)) == [item for part in parts for item in part.items]
    assert 3 == slice_of(range(7), 99, 3).number and 1 == slice_of([], -1, 3).count


def test_words_are_complete():
    """Both languages have the same words with the same places for names and numbers."""
    german, english = _read_words()["de"], _read_words()["en"]

    assert german.keys() == english.keys()
    assert german["pages"].keys() == english["pages"].keys()
    for key, text in english.items():
        for place in ("{n}", "{name}", "{count}"):
            assert (place in str(text)) == (place in str(german[key])), key
    with pytest.raises(ViewError, match="known: de, en"):
        Words("fr")


@pytest.mark.parametrize(
    ("language", "point", "expected"),
    [
        ("de", Point(52.5244, 13.4105), "52,52° N, 13,41° O"),
        ("de", Point(-33.4569, -70.6483), "33,46° S, 70,65° W"),
        ("en", Point(-33.8678, 151.2073), "33.87° S, 151.21° E"),
        ("en", Point(0.0, 0.001), "0.00° N, 0.00° E"),
        ("de", None, ""),
    ],
)
def test_position(language, point, expected):
    """Coordinates are written as each language does, with the points of the compass in place of signs."""
    assert Words(language).position(point) == expected


def test_times_are_as_exact_as_their_text():
    """A day, a month, a year, a span, or the words of the text."""
    from datetime import date

    row = make_row("NATO", "meets", "EU")
    words = Words("de")

    def when(start, end, precision, text=""):
        return words.when(replace(row, time_start=start, time_end=end, time_precision=precision, time_text=text))

    assert "13. November 2024" == when(date(2024, 11, 13), date(2024, 11, 13), "day")
    assert "November 2024" == when(date(2024, 11, 1), date(2024, 11, 30), "month")
    assert "2024" == when(date(2024, 1, 1), date(2024, 12, 31), "year")
    assert "1. Oktober 2025 – 31. Dezember 2025" == when(date(2025, 10, 1), date(2025, 12, 31), "quarter")
    assert "bis 31. Dezember 2025" == when(None, date(2025, 12, 31), "interval")
    assert "demnächst" == when(None, None, "", "demnächst")
