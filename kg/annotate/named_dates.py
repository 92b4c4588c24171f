"""What named dates denote: days, months, years, seasons, holidays. Patterns: ``values.toml``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kg.annotate import calendar
from kg.annotate.calendar import Interval
from kg.annotate.value_words import group, load_value_words

BIAS = 3  # an unmarked date is taken for past unless the coming one is more than three times nearer


@dataclass(slots=True)
class Context:
    """From where a date is seen: the article's date, whether the verb points ahead, what was named before."""

    published: date | None
    future: bool = False
    last_year: int | None = None
    last_day: date | None = None


def shift_of(text: str) -> int:
    """Which one an attribute picks: ``vergangenen`` -> -1."""
    shifts = load_value_words().shift
    return next(shifts[stem] for stem in sorted(shifts, key=len, reverse=True) if text.lower().startswith(stem))


def written_year(match: re.Match[str], context: Context) -> int | None:
    """The year that is written, or pointed at (*desselben Jahres*, *kommenden Jahres*)."""
    written = group(match, "year")
    if written:
        return int(written) if len(written) == 4 else 2000 + int(written)
    if group(match, "same"):
        return context.last_year
    shift = group(match, "shift2") or group(match, "shift")
    return context.published.year + shift_of(shift) if shift and context.published else None


def _nearest(candidates: list[Interval], context: Context) -> Interval | None:
    """The candidate that is meant: the coming one after a future verb, else the past one unless it is far away."""
    today = context.published
    if today is None:
        return None
    past = [c for c in candidates if c.start is not None and c.start <= today]
    coming = [c for c in candidates if c.end is not None and c.end >= today]
    if not past or not coming or past[-1] is coming[0]:
        return (coming or past)[0 if coming else -1]
    gone = (today - (past[-1].end or today)).days
    ahead = ((coming[0].start or today) - today).days
    return coming[0] if context.future or gone > BIAS * ahead else past[-1]


def _around(context: Context, make: Callable[[int], Interval]) -> Interval | None:
    if context.published is None:
        return None
    return _nearest([make(context.published.year + offset) for offset in (-1, 0, 1)], context)


def month_number_of(match: re.Match[str]) -> int:
    """The month, 1-12, that is written as a word or a number."""
    name = group(match, "month")
    return load_value_words().month[name] if name else int(group(match, "number"))


def day_of(match: re.Match[str], context: Context) -> Interval | None:
    """*am 20. Januar*, *14.11.2024*."""
    number, month = int(group(match, "day")), month_number_of(match)
    year = written_year(match, context)
    if year is not None:
        return calendar.day(date(year, month, number))
    return _around(context, lambda candidate: calendar.day(date(candidate, month, number)))


def days_of(match: re.Match[str], context: Context) -> Interval | None:
    """*vom 3. bis 5. Mai*."""
    last = int(group(match, "day2"))
    month = month_number_of(match)
    first_month = load_value_words().month.get(group(match, "month1"), month)

    def make(year: int) -> Interval:
        return Interval(date(year, first_month, int(group(match, "day"))), date(year, month, last), "interval")

    year = written_year(match, context)
    return make(year) if year is not None else _around(context, make)


def month_of(match: re.Match[str], context: Context) -> Interval | None:
    """*im September*, *im vergangenen Mai*, *Anfang August 2011*."""
    number = month_number_of(match)
    shift = group(match, "shift")
    year = written_year(match, context) if not shift else None
    if year is not None:
        whole: Interval | None = calendar.month(year, number)
    elif shift and context.published is not None:
        ahead = Context(context.published, future=shift_of(shift) > 0)
        whole = _around(ahead, lambda candidate: calendar.month(candidate, number))
    else:
        whole = _around(context, lambda candidate: calendar.month(candidate, number))
    return part_of(match, whole)


def part_of(match: re.Match[str], whole: Interval | None) -> Interval | None:
    """`whole`, or the part of it that *Anfang*, *Mitte*, *Ende* picks."""
    name = group(match, "part")
    return calendar.part(whole, load_value_words().part[name]) if name and whole is not None else whole


def years_of(match: re.Match[str], context: Context) -> Interval | None:
    """*1998–2005*, *2009/10*."""
    first, last = group(match, "year"), group(match, "year2")
    end = int(last) if len(last) == 4 else int(first[:2] + last)
    return Interval(date(int(first), 1, 1), date(end, 12, 31), "interval")


def year_of(match: re.Match[str], context: Context) -> Interval | None:
    """*1969*, *Anfang 2009*."""
    return part_of(match, calendar.year(int(group(match, "year"))))


def season_of(match: re.Match[str], context: Context) -> Interval | None:
    """*im Sommer 2010*, *im kommenden Frühjahr*."""
    name = group(match, "season").lower()
    first = next(month for word, month in load_value_words().season.items() if name.endswith(word.lower()))
    year, shift = group(match, "year"), group(match, "shift")
    if year:
        return calendar.season(int(year), first)
    if shift and context.published is not None and shift_of(shift):
        context = Context(context.published, future=shift_of(shift) > 0)
    return _around(context, lambda candidate: calendar.season(candidate, first))


def quarter_of(match: re.Match[str], context: Context) -> Interval | None:
    """*im dritten Quartal 2011*, *im ersten Halbjahr*."""
    text = group(match, "ordinal")
    ordinals = load_value_words().ordinal
    number = int(text[0]) if text[0].isdigit() else next(n for word, n in ordinals.items() if text.startswith(word))
    year = written_year(match, context) or (context.published.year if context.published else None)
    if year is None:
        return None
    length = load_value_words().span[group(match, "span")]
    return calendar.months(year, length * (number - 1) + 1, length, "quarter" if length == 3 else "interval")


def decade_of(match: re.Match[str], context: Context) -> Interval | None:
    """*die 1990er Jahre*, *in den neunziger Jahren*."""
    text = group(match, "decade").removesuffix("er")
    number = int(text) if text.isdigit() else load_value_words().number[text]
    return calendar.decade(number if number > 100 else 1900 + number)


def century_of(match: re.Match[str], context: Context) -> Interval | None:
    """*im 19. Jahrhundert*."""
    return calendar.century(int(group(match, "number")))


def holiday_of(match: re.Match[str], context: Context) -> Interval | None:
    """*zu Weihnachten*, *Ostern 2013*."""
    rule, year = load_value_words().holiday[group(match, "holiday")], group(match, "year")
    if year:
        return calendar.holiday(int(year), rule)
    return _around(context, lambda candidate: calendar.holiday(candidate, rule))


def edge_of(match: re.Match[str], context: Context) -> Interval | None:
    """*zum Jahresende*."""
    unit, number = load_value_words().edge[group(match, "edge")]
    year = group(match, "year")
    if year:
        return calendar.part(calendar.year(int(year)), number)
    return calendar.part(calendar.unit(context.published, unit), number) if context.published else None
