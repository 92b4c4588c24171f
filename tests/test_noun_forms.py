"""The table of noun forms: gender, number and nominative."""

import pytest

from kg.data import KEPT_WORDS
from kg.noun_forms import load_noun_forms


@pytest.mark.parametrize(
    ("form", "gender", "number", "nominative"),
    [
        ("Gütern", "Neut", "Plur", "Güter"),
        ("Konflikts", "Masc", "Sing", "Konflikt"),
        ("Sicherheitshilfen", "Fem", "Plur", "Sicherheitshilfen"),
        ("Drohnenangriffen", "Masc", "Plur", "Drohnenangriffe"),
        ("Landes", "Neut", "Sing", "Land"),
        ("US-Behörden", "Fem", "Plur", "US-Behörden"),
    ],
)
def test_a_form_is_read(form: str, gender: str, number: str, nominative: str) -> None:
    """Simple nouns and compounds get the gender, number and nominative of the table."""
    found = [(r.gender, r.number, r.nominative) for r in load_noun_forms().readings(form)]
    assert (gender, number, nominative) in found


def test_weak_nouns_are_one_or_several() -> None:
    """den Soldaten: one in the accusative, or several in the dative."""
    assert {reading.number for reading in load_noun_forms().readings("Soldaten")} == {"Sing", "Plur"}


def test_unknown_words_have_no_reading() -> None:
    """Names are not guessed at."""
    assert load_noun_forms().readings("Xyzzy") == ()


def test_readings_are_kept_within_bounds() -> None:
    """A build of many texts does not keep the reading of every word that it met."""
    assert load_noun_forms().readings.cache_info().maxsize == KEPT_WORDS
