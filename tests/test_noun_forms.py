"""The table of noun forms: gender, number and nominative."""

import pytest

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
