"""What each kind of date expression denotes, seen from the article's date. Patterns: `kg.annotate.dates`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from kg.annotate import calendar
from kg.annotate.calendar import Interval
from kg.annotate.value_words import group, load_value_words, parse_number

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


def shifted_of(match: re.Match[str], context: Context) -> Interval | None:
    """*im vergangenen Jahr*, *Anfang kommender Woche*, *Ende des Jahres*."""
    if context.published is None:
        return None
    shift = group(match, "shift")
    unit = load_value_words().unit[group(match, "unit")]
    return part_of(match, calendar.unit(context.published, unit, shift_of(shift) if shift else 0))


def count_of(match: re.Match[str]) -> tuple[int, int] | None:
    """How many at least and at most."""
    text = group(match, "count")
    vague = load_value_words().vague.get(text.lower().replace(" ", "_"))
    number = parse_number(text)
    return vague or ((int(number), int(number)) if number is not None else None)


def several_of(match: re.Match[str], context: Context) -> Interval | None:
    """*in den letzten drei Jahren*, *in den kommenden Wochen*: up to the article's date, or from it."""
    today, unit = context.published, load_value_words().unit[group(match, "unit")]
    count = count_of(match) or load_value_words().vague["wenigen"]
    if today is None:
        return None
    shift = shift_of(group(match, "shift"))
    if shift < 0:
        return Interval(calendar.unit(today, unit, -count[1]).start, today, "interval")
    return Interval(today, calendar.unit(today, unit, count[1]).end, "interval")


def ago_of(match: re.Match[str], context: Context) -> Interval | None:
    """*vor wenigen Wochen*."""
    return distant_of(match, context, -1)


def ahead_of(match: re.Match[str], context: Context) -> Interval | None:
    """*in zwei Jahren*."""
    return distant_of(match, context, 1)


def distant_of(match: re.Match[str], context: Context, sign: int) -> Interval | None:
    """So many units before (`sign` -1) or after (1) the article's date."""
    count, unit = count_of(match), load_value_words().unit[group(match, "unit")]
    if count is None or context.published is None:
        return None
    near, far = (calendar.unit(context.published, unit, sign * number) for number in count)
    if count[0] == count[1]:
        return near
    return Interval(min(near.start, far.start), max(near.end, far.end), "interval")  # type: ignore[type-var]


def lasting_of(match: re.Match[str], context: Context) -> Interval | None:
    """*seit drei Tagen*: from then on."""
    found = distant_of(match, context, -1)
    return found.since() if found is not None else None


def weekday_of(match: re.Match[str], context: Context) -> Interval | None:
    """*am Mittwoch*, *am gestrigen Montag*, *Mittwoch vergangener Woche*, *am darauffolgenden Donnerstag*."""
    number = load_value_words().weekday[group(match, "weekday")]
    today = context.published
    if group(match, "later"):
        after = context.last_day
        return calendar.day(after + timedelta(days=(number - after.weekday() - 1) % 7 + 1)) if after else None
    if today is None:
        return None
    if group(match, "day"):  # am gestrigen Montag
        return calendar.day(today + timedelta(days=load_value_words().day[group(match, "day")]))
    if group(match, "week"):  # Mittwoch vergangener Woche
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=shift_of(group(match, "week")))
        return calendar.day(monday + timedelta(days=number))
    shift = shift_of(group(match, "shift")) if group(match, "shift") else 0
    if shift > 0 or (shift == 0 and context.future):
        least = 1 if shift > 0 else 0
        return calendar.day(today + timedelta(days=(number - today.weekday() - least) % 7 + least))
    least = 1 if shift < 0 else 0
    return calendar.day(today - timedelta(days=(today.weekday() - number - least) % 7 + least))


def adverb_of(match: re.Match[str], context: Context) -> Interval | None:
    """*gestern*, *heute Morgen*."""
    days = load_value_words().day
    word = group(match, "day")
    offset = days[word] if word in days else days[word.lower()]
    return calendar.day(context.published + timedelta(days=offset)) if context.published else None


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


def weekend_of(match: re.Match[str], context: Context) -> Interval | None:
    """*am Wochenende*: the one that begins within the article's week if the verb points ahead, else the last one."""
    if context.published is None:
        return None
    shift = shift_of(group(match, "shift")) if group(match, "shift") else 0
    back = -1 if not context.future and shift == 0 and context.published.weekday() < 5 else min(shift, 0)
    return calendar.unit(context.published, "weekend", back)


def same_of(match: re.Match[str], context: Context) -> Interval | None:
    """*am selben Tag*, *im gleichen Jahr*: that of the day named before."""
    unit = load_value_words().unit[group(match, "unit")]
    return calendar.unit(context.last_day, unit) if context.last_day else None


def neighbour_of(match: re.Match[str], context: Context) -> Interval | None:
    """*am Vortag* of the article, *am Folgetag* of the day named before."""
    unit, offset = load_value_words().neighbour[group(match, "neighbour")]
    origin = context.published if offset < 0 else context.last_day
    return calendar.unit(origin, unit, offset) if origin else None


def distance_of(match: re.Match[str], context: Context) -> Interval | None:
    """*drei Tage später*: counted from the day named before."""
    sign = load_value_words().distance[group(match, "distance")]
    return distant_of(match, Context(context.last_day), sign)


def daytime_of(match: re.Match[str], context: Context) -> Interval | None:
    """*am Abend*: of the day named before, or of the article's."""
    origin = context.last_day or context.published
    return calendar.day(origin) if origin else None


RULES: dict[str, Callable[[re.Match[str], Context], Interval | None]] = {
    "iso": day_of,
    "numeric": day_of,
    "day": day_of,
    "days": days_of,
    "month": month_of,
    "years": years_of,
    "year": year_of,
    "part": shifted_of,
    "shifted": shifted_of,
    "several": several_of,
    "ago": ago_of,
    "ahead": ahead_of,
    "lasting": lasting_of,
    "weekday": weekday_of,
    "adverb": adverb_of,
    "season": season_of,
    "quarter": quarter_of,
    "decade": decade_of,
    "century": century_of,
    "holiday": holiday_of,
    "edge": edge_of,
    "weekend": weekend_of,
    "same": same_of,
    "neighbour": neighbour_of,
    "distance": distance_of,
    "daytime": daytime_of,
}
"""Name of a pattern in ``values.toml`` -> what it denotes."""
