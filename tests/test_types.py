"""A value that exists is valid: the types refuse what makes no sense."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.types import MODALITIES, POLARITIES, Article, Entity, Fact, Point, Provenance, Span, Value

ANNA, BERTA = Entity("Anna", "Anna", "Person"), Entity("Berta", "Berta", "Person")
SOURCE = Provenance("a", Span(0, 20), Span(5, 11), (Span(0, 4),), "treffen: subject → meets → object")


@given(st.integers(-5, 50), st.integers(-5, 50))
def test_span(start, end):
    """A span exists exactly if 0 <= start < end; it cuts that much out of a text."""
    if 0 <= start < end:
        assert end - start == len(("x" * 50)[Span(start, end).start : Span(start, end).end])
    else:
        with pytest.raises(ValueError, match="0 <= start < end"):
            Span(start, end)


def test_spans_sort_by_place():
    """Spans sort by their place in the text."""
    assert [Span(0, 2), Span(0, 9), Span(3, 4)] == sorted([Span(3, 4), Span(0, 9), Span(0, 2)])


@pytest.mark.parametrize(("id", "text"), [("", "Text"), ("a", ""), ("a", " \n")])
def test_article_needs_id_and_text(id, text):
    """There is no article without an id or without a text."""
    with pytest.raises(ValueError, match="needs an id and a text"):
        Article(id, text)


def test_value_has_an_order():
    """A time does not end before it begins; open ends are fine."""
    with pytest.raises(ValueError, match="ends before it starts"):
        Value("date", "falsch", start=date(2025, 1, 2), end=date(2025, 1, 1))
    assert Value("date", "seit 2014", start=date(2014, 1, 1)).end is None


@pytest.mark.parametrize("kind", ["money", "quantity"])
def test_amount_needs_a_number(kind):
    """An amount without a number is none."""
    with pytest.raises(ValueError, match="needs a number"):
        Value(kind, "viel Geld")
    assert Decimal("8E9") == Value(kind, "8 Milliarden", number=Decimal("8E9")).number


def test_entities_are_equal_by_key():
    """Two entities with one key are one, whatever their labels."""
    assert ANNA == Entity("Anna", "Anna Schmidt", "Person", aliases=("A.",))
    assert 1 == len({ANNA, Entity("Anna", "Anna Schmidt", "Group")})
    assert ANNA != BERTA


@pytest.mark.parametrize(
    ("key", "label", "type", "words"),
    [
        ("", "x", "Person", "key and a label"),
        ("x", "", "Person", "key and a label"),
        ("x", "x", "Firma", "known: Person"),
    ],
)
def test_entity_refuses(key, label, type, words):
    """An entity needs key and label; an unknown type gets the list of known ones."""
    with pytest.raises(ValueError, match=words):
        Entity(key, label, type)


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [(90.1, 0, r"latitude must lie in \[-90, 90\], got 90.1"), (0, -180.1, "longitude"), (float("nan"), 0, "latitude")],
)
def test_point_refuses(latitude, longitude, words):
    """A point lies on the globe."""
    with pytest.raises(ValueError, match=words):
        Point(latitude, longitude)


def test_only_places_lie_at_a_point():
    """A person has no coordinates."""
    assert Entity("Riga", "Riga", "Place", point=Point(56.946, 24.1059)).point is not None
    with pytest.raises(ValueError, match="only a Place lies at a point, 'Anna' is a Person"):
        Entity("Anna", "Anna", "Person", point=Point(56.946, 24.1059))


@given(st.floats(allow_nan=True))
def test_confidence(confidence):
    """Confidence lies in [0, 1]; what is no number is refused."""
    if 0 <= confidence <= 1:
        assert confidence == Fact(ANNA, "meets", BERTA, SOURCE, confidence=confidence).confidence
    else:
        with pytest.raises(ValueError, match="confidence"):
            Fact(ANNA, "meets", BERTA, SOURCE, confidence=confidence)


@given(st.sampled_from(POLARITIES), st.sampled_from(MODALITIES), st.sampled_from([None, ANNA]))
def test_held_true(polarity, modality, speaker):
    """Only what the article itself asserts is held true: not a denial, a plan or what somebody says."""
    fact = Fact(ANNA, "meets", BERTA, SOURCE, polarity=polarity, modality=modality, speaker=speaker)

    assert fact.is_held_true is ((polarity, modality, speaker) == ("positive", "asserted", None))


def test_fact_refuses_unknown_words():
    """Polarity and modality are closed lists."""
    for change in ({"polarity": "neutral"}, {"modality": "rumoured"}):
        with pytest.raises(ValueError, match="unknown polarity"):
            Fact(ANNA, "meets", BERTA, SOURCE, **change)


@pytest.mark.parametrize("value", [Span(0, 1), Article("a", "b"), ANNA, SOURCE, Value("date", "heute")])
def test_frozen(value):
    """What is valid stays so: nothing can be changed."""
    with pytest.raises(FrozenInstanceError):
        setattr(value, fields(value)[0].name, None)
