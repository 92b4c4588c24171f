"""The day that a time stamp names, as articles, pages and feeds write it."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from kg.errors import ArticleError

GERMANY = "Europe/Berlin"
_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:$|[T ])")
_GERMAN_DATE = re.compile(r"(\d\d?)\.\s?(\d\d?)\.\s?(\d{4})$")
_MAIL_DATE = re.compile(r"(?:[^\W\d]+\.?,\s*)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}\s+\d")
_IN_UTC = re.compile(r"T\d\d:\d\d.*(?:Z|[+-]00:?00)$")


def date_from_text(text: str, place: str) -> date | None:
    """The day that `text` names, None if it is empty.

    A time counts as it is written; one in UTC, which is nobody's own, as it is in Germany.

    >>> date_from_text("14.11.2024", "a.txt")
    datetime.date(2024, 11, 14)
    >>> date_from_text("2024-11-14T08:30:00+01:00", "a.txt")
    datetime.date(2024, 11, 14)
    >>> date_from_text("Wed, 13 Nov 2024 23:30:00 GMT", "a.txt")
    datetime.date(2024, 11, 14)

    Raises:
        ArticleError: it is no such date.
    """
    if not text:
        return None
    try:
        if match := _ISO_DATE.match(text):
            day = date(int(match[1]), int(match[2]), int(match[3]))
            with suppress(ValueError, OverflowError):  # more digits of a second than there are, the last day of all
                return _day_in_germany(datetime.fromisoformat(text)) if _IN_UTC.search(text) else day
            return day
        if match := _GERMAN_DATE.match(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if _MAIL_DATE.match(text):
            return _day_in_germany(parsedate_to_datetime(text))
    except (ValueError, OverflowError):
        pass
    raise ArticleError(place, f"'{text[:40]}' is no date; write 'date: 2024-11-14' or 'date: 14.11.2024'")


def _day_in_germany(moment: datetime) -> date:
    if moment.utcoffset() != UTC.utcoffset(None):
        return moment.date()
    return moment.astimezone(ZoneInfo(GERMANY)).date()
