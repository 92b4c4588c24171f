"""What relative dates denote: *gestern*, *am Mittwoch*, *vor drei Wochen*, *im vergangenen Jahr*, *am selben Tag*."""

from __future__ import annotations

import re
from datetime import timedelta

from kg.annotate import calendar
from kg.annotate.calendar import Interval
from kg.annotate.named_dates import Context, part_of, shift_of
from kg.annotate.value_words import group, load_value_words, parse_number


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
