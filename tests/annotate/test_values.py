"""Amounts, and how dates and amounts become mentions."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.amounts import counted, find_amounts
from kg.annotate.value_words import parse_number
from kg.annotate.values import find_values
from tests.make_doc import make_doc


@pytest.mark.parametrize(
    ("text", "number", "unit", "bound"),
    [
        ("Es kostet 8 Milliarden Dollar.", "8000000000", "USD", "exact"),
        ("eine halbe Milliarde Dollar", "500000000", "USD", "exact"),
        ("rund dreieinhalb Millionen Euro", "3500000", "EUR", "about"),
        ("mehr als 2,5 Mrd. Euro", "2500000000", "EUR", "more"),
        ("knapp 10.000 kanadische Dollar", "10000", "CAD", "less"),
        ("67 000 Euro", "67000", "EUR", "exact"),
        ("um 55,5 Prozent", "55.5", "%", "exact"),
        ("3 bis 5 %", "3", "%", "more"),
        ("Hunderte Millionen Euro", "100000000", "EUR", "about"),
        ("sieben Jahre Haft", "7", "Jahre", "exact"),
        ("etwa 20 Kilometer", "20", "km", "about"),
    ],
)
def test_amounts_are_normalised(text: str, number: str, unit: str, bound: str) -> None:
    """Number, multiplier, unit and vagueness are read."""
    [amount] = find_amounts(text)
    assert (amount.value.number, amount.value.unit, amount.value.bound) == (Decimal(number), unit, bound)


@pytest.mark.parametrize("text", ["Er hat Mark getroffen.", "Artikel 5 regelt das.", "die Prozente", "im Jahr 2011"])
def test_other_numbers_and_words_are_no_amounts(text: str) -> None:
    """A number without a unit and a unit without a number are left alone."""
    assert find_amounts(text) == []


@given(st.integers(1, 999_999_999))
def test_numerals_with_points_are_read_back(number: int) -> None:
    """Thousands may be separated by points."""
    assert parse_number(f"{number:,}".replace(",", ".")) == number


@pytest.mark.parametrize(
    ("word", "number"),
    [("zwölf", 12), ("siebzehn", 17), ("dreiundzwanzig", 23), ("zweihundertfünfzig", 250), ("fünftausend", 5000)],
)
def test_number_words_are_read(word: str, number: int) -> None:
    """Compound numerals add and multiply."""
    assert parse_number(word) == number


def test_a_numeral_before_a_noun_counts_it() -> None:
    """fast zwanzig Menschen: less than twenty."""
    value = counted("zwanzig", "Es kamen fast ", "Menschen", "zwanzig Menschen")
    assert value is not None
    assert (value.number, value.unit, value.bound) == (20, "Menschen", "less")


def test_times_and_amounts_are_mentions_with_values() -> None:
    """The mention's text is its stretch of the article; its head carries it in the tree."""
    doc = make_doc(
        "Am/ADP/case>2 Montag/PROPN/obl>3 zahlte/VERB/root Rom/PROPN/nsubj>3 30/NUM/nummod>6 Millionen/NOUN/nmod>7 "
        "Euro/NOUN/obj>3 an/ADP/case>10 zwanzig/NUM/nummod>10 Firmen/NOUN/obl>3 +./PUNCT/punct>3"
    )
    found = {doc.text[slice(*m.chars)]: m for m in find_values(doc, date(2023, 5, 17))}
    assert list(found) == ["Montag", "30 Millionen Euro", "zwanzig"]
    assert [(m.kind, m.head) for m in found.values()] == [("time", 1), ("amount", 6), ("amount", 8)]
    assert found["zwanzig"].value is not None and found["zwanzig"].value.unit == "Firmen"


def test_a_verb_that_looks_ahead_moves_the_weekday() -> None:
    """wird am Freitag beraten: the Friday to come; berieten am Freitag: the last one."""
    ahead = make_doc("Rom/PROPN/nsubj>5 wird/AUX/aux>5/lemma=werden am/ADP/case>4 Freitag/NOUN/obl>5 beraten/VERB/root")
    back = make_doc("Rom/PROPN/nsubj>2 beriet/VERB/root am/ADP/case>4 Freitag/NOUN/obl>2")
    values = [find_values(doc, date(2023, 5, 17))[0].value for doc in (ahead, back)]
    assert [value and value.start for value in values] == [date(2023, 5, 19), date(2023, 5, 12)]


@pytest.mark.parametrize(
    ("rest", "dated"),
    [
        ("kämpft/VERB/root Rom/PROPN/nsubj>5", True),
        ("des/DET/det>6 Krieges/NOUN/nmod>4/feats=Case=Gen siegt/VERB/root Rom/PROPN/nsubj>7", False),
        ("von/ADP/case>6 Rom/PROPN/obl>7 kauft/VERB/root/feats=VerbForm=Fin|Tense=Pres Kiew/PROPN/nsubj>7", False),
        ("von/ADP/case>6 Rom/PROPN/obl>7 kaufte/VERB/root/feats=VerbForm=Fin|Tense=Past Kiew/PROPN/nsubj>7", True),
    ],
)
def test_the_last_weeks_of_something_are_not_those_before_the_article(rest: str, dated: bool) -> None:
    """In den letzten Wochen des Krieges: which ones, the calendar cannot say."""
    verb = 5 if rest.startswith("kämpft") else 7
    doc = make_doc(f"In/ADP/case>4 den/DET/det>4 letzten/ADJ/amod>4 Wochen/NOUN/obl>{verb} {rest}")
    [time] = find_values(doc, date(2023, 5, 17))
    assert time.value is not None
    assert (time.value.start is not None) == dated


def test_people_and_counted_things_are_no_dates() -> None:
    """2000 Menschen are no year, and August Huber is no month."""
    doc = make_doc(
        "August/PROPN/nsubj>3/ent=PER Huber/PROPN/flat>1/ent=PER sah/VERB/root 2000/NUM/nummod>5 Menschen/NOUN/obj>3"
    )
    assert [mention.kind for mention in find_values(doc, date(2023, 5, 17))] == ["amount"]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Vor drei Tagen", date(2023, 5, 14)),
        ("In drei Tagen", date(2023, 5, 20)),
        ("Seit drei Tagen", date(2023, 5, 14)),
    ],
)
def test_an_amount_of_time_inside_a_date_is_part_of_it(words: str, day: date) -> None:
    """Vor drei Tagen kam er: a time, with its day; but drei Tage Haft are an amount."""
    preposition, number, unit = words.split()
    doc = make_doc(
        f"{preposition}/ADP/case>3 {number}/NUM/nummod>3 {unit}/NOUN/obl>4 kam/VERB/root er/PRON/nsubj>4 für/ADP/case>8 "
        "drei/NUM/nummod>8 Tage/NOUN/obl>4"
    )
    time, amount = find_values(doc, date(2023, 5, 17))
    assert (time.kind, time.head, amount.kind, amount.name) == ("time", 2, "amount", "drei Tage")
    assert time.value is not None and time.value.start == day


def test_a_round_number_before_a_plural_is_no_year() -> None:
    """Der Konzern strich 2000 Stellen, whatever the parser says; er gewann 2012 Preise."""
    text = "Konzern/NOUN/nsubj>2 strich/VERB/root {}/NUM/obl>2 Stellen/NOUN/obj>2/feats=Number=Plur"

    def kinds(number: str) -> list[str]:
        return [mention.kind for mention in find_values(make_doc(text.format(number)), date(2024, 11, 14))]

    assert "time" not in kinds("2000")
    assert "time" in kinds("2012")
