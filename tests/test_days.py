"""Days come out of time stamps as articles, pages and feeds write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.days import date_from_text
from kg.errors import ArticleError


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-11-14", 14),
        ("14.11.2024", 14),
        ("Thu, 14 Nov 2024 08:30:00 +0100", 14),
        ("14 Nov 2024 08:30 GMT", 14),
        ("Do., 14 Nov 2024 08:30:00 +0100", 14),
        ("2024-11-14T23:30:00+01:00", 14),
        ("Thu, 14 Nov 2024 23:30:00 -0500", 14),
        ("2024-11-13T23:30:00Z", 14),
        ("2024-11-13T23:30:00.123+00:00", 14),
        ("Wed, 13 Nov 2024 23:30:00 GMT", 14),
        ("Wed, 13 Nov 2024 22:30:00 GMT", 13),
        ("2024-11-13T23:30:00", 13),
    ],
)
def test_day(text, day):
    """A stamp names its day as it is written; one in UTC, which is nobody's own time, the day in Germany."""
    assert date(2024, 11, day) == date_from_text(text, "a.txt")


@pytest.mark.parametrize(
    "text", ["gestern", "2024-02-30", "32 Nov 2024 08:30:00 GMT", "Thu, 14 Dez 2024 08:30", "2024"]
)
def test_no_day(text):
    """What names no day is refused with the forms that are read."""
    with pytest.raises(ArticleError, match="is no date; write 'date: 2024-11-14'"):
        date_from_text(text, "a.txt")


@given(st.text(max_size=40) | st.datetimes().map(lambda moment: f"{moment.isoformat()}Z"))
def test_any_stamp(text):
    """Any text is a day, none, or one error."""
    try:
        found = date_from_text(text, "a.txt")
    except ArticleError:
        return
    assert (found is None) == (not text)
