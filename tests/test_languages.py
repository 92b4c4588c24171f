"""German is told from other languages by its function words."""

import pytest

from kg.languages import language_table, why_not_german


@pytest.mark.parametrize(
    "text",
    [
        "DAX schließt im Plus",
        "Merkel trifft Macron",
        "„We will be there“, sagte der Minister nach dem Treffen mit seinem Kollegen in London.",
        "The Voice startet wieder",
    ],
)
def test_german(text):
    """Headlines and texts with foreign names or quotations are German."""
    assert "" == why_not_german(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("De premier is in Brussel aangekomen voor overleg met de NAVO.", "is Dutch"),
        ("Le président est arrivé à Bruxelles pour une réunion avec la Commission.", "is French"),
        ("El presidente llegó a Bruselas para una reunión con la Comisión.", "is Spanish"),
        ("Statsministeren rejste i dag til Bruxelles for at mødes med sin kollega.", "is Danish"),
        ("Lorem ipsum dolor sit amet, consectetur adipiscing elit.", "is Latin"),
        ("Президент прибыл в Брюссель.", "has no German sentence"),
        ("12345 +++ 67890", "has no German sentence"),
        ("foo bar baz qux quux corge grault garply waldo fred plugh xyzzy thud", "has no German sentence"),
    ],
)
def test_not_german(text, reason):
    """Another language is named; what is no language at all is refused, too."""
    assert reason == why_not_german(text)


def test_words_are_lower_case():
    """Function words are compared in lower case, so they must be written so."""
    for code, language in language_table().languages.items():
        assert all(word == word.lower() for word in language.words), code
