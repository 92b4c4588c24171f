"""Date expressions in German text and the days that they denote, seen from the article's date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from kg.annotate.calendar import Interval
from kg.annotate.date_rules import RULES
from kg.annotate.named_dates import Context
from kg.annotate.value_words import date_cores, date_patterns, load_value_words


@dataclass(frozen=True, slots=True)
class Found:
    """A date expression: code points in the text, and its match for `resolve`."""

    start: int
    end: int
    kind: str
    match: re.Match[str]

    def resolve(self, context: Context) -> Interval | None:
        """The days meant, None where they depend on a date that is not known or on no calendar."""
        try:
            return RULES[self.kind](self.match, context)
        except (ValueError, OverflowError):  # "am 31. Juni", "vor 5000 Jahren"
            return None


def find_dates(text: str) -> list[Found]:
    """All date expressions of `text` in order, the longest where several overlap.

    >>> [text[found.start:found.end] for text in ["Am Mittwoch und am 3. Mai 2011"] for found in find_dates(text)]
    ['Mittwoch', '3. Mai 2011']
    """
    cores = load_value_words().core
    held = {name for name, core in date_cores().items() if core.search(text)}
    if not held:
        return []  # as in most sentences
    found = [
        Found(match.start(), match.end(), kind, match)
        for kind, pattern in date_patterns().items()
        if cores[kind] in held
        for match in pattern.finditer(text)
    ]
    chosen: list[Found] = []
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if not chosen or item.start >= chosen[-1].end:
            chosen.append(item)
        elif item.end - item.start > chosen[-1].end - chosen[-1].start:
            chosen[-1] = item
    return chosen


def bound_before(text: str, start: int) -> str:
    """Which side a preposition before ``text[start:]`` opens: until, before, since, from, after, or ""."""
    bounds = load_value_words().bound
    lead = re.search(r"((?:[\wäöüß]+\s){1,3})$", text[max(0, start - 40) : start])
    words = lead.group(1).lower().split() if lead else []
    tables = {
        "until": bounds.until,
        "since": bounds.since,
        "from": bounds.from_,
        "before": bounds.before,
        "after": bounds.after,
    }
    for size in range(len(words), 0, -1):
        phrase = " ".join(words[-size:])
        found = next((side for side, phrases in tables.items() if phrase in phrases), "")
        if found:
            return found
    return ""


def dated(found: list[Found], context: Context, text: str) -> Iterator[tuple[Found, Interval | None]]:
    """Each expression with its days; what was named before is remembered for *desselben Jahres*."""
    for item in found:
        side = bound_before(text, item.start)
        seen = Context(
            context.published, context.future or side in ("until", "from"), context.last_year, context.last_day
        )
        interval = item.resolve(seen)
        if interval is not None and interval.start is not None:
            context.last_year, context.last_day = interval.start.year, interval.start
        if interval is not None and side in ("until", "before"):
            interval = interval.until() if side == "until" else _before(interval)
        elif interval is not None and side in ("since", "from"):
            interval = interval.since()
        yield item, interval


def _before(interval: Interval) -> Interval:
    return Interval(None, interval.start - timedelta(days=1) if interval.start else None, interval.precision)
