"""What sketches of texts promise."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.copies import BANDS, sketch_of_sentence, sketch_of_text


def text_of(words: list[int]) -> str:
    """A text of numbered words."""
    return " ".join(f"wort{word}" for word in words)


def found(share: float, trials: int = 200) -> float:
    """How often an article and one that shares the given part of its beginning share a band."""
    random = Random(1)
    hits = 0
    for _ in range(trials):
        words = [random.randrange(10**6) for _ in range(300)]
        kept = int(300 * share)
        other = words[:kept] + [random.randrange(10**6) for _ in range(300 - kept)]
        hits += bool(set(sketch_of_text(text_of(words))) & set(sketch_of_text(text_of(other))))
    return hits / trials


@pytest.mark.parametrize(("share", "low", "high"), [(0.95, 0.99, 1.0), (0.83, 0.9, 1.0), (0.1, 0.0, 0.05), (0, 0, 0)])
def test_near_copies(share, low, high):
    """Articles that share most of their text find each other, those that share a quotation do not."""
    assert low <= found(share) <= high


@given(st.text())
def test_any_text(text):
    """Any text has a sketch, the same each time; case, punctuation and line breaks are none of it."""
    sketch = sketch_of_text(text)

    assert BANDS == len(sketch) == len(set(sketch))
    assert sketch == sketch_of_text(text)
    assert sketch_of_text("Abel traf, in Celle,\nBeate.") == sketch_of_text("ABEL traf in Celle Beate")


def test_sentences():
    """A retouched sentence is found, one in other words is not."""
    first = "Die Regierung in Berlin hat am Mittwoch ein neues Hilfspaket für die Ukraine im Wert von 400 Millionen Euro beschlossen."
    copy = first.replace("Die Regierung in Berlin", "Die Bundesregierung in Berlin")
    other = (
        "Das Kabinett einigte sich auf weitere Unterstützung Kiews: 400 Millionen Euro sollen in die Ukraine fließen."
    )

    assert set(sketch_of_sentence(first)) & set(sketch_of_sentence(copy))
    assert not set(sketch_of_sentence(first)) & set(sketch_of_sentence(other))
