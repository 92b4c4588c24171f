"""Intervals of days: months, quarters, seasons, holidays; everything that a date expression can denote."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from kg.types import Precision

DAYS = {"day": 1, "week": 7}


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day, both inclusive; None is open. `precision` is the grain."""

    start: date | None
    end: date | None
    precision: Precision

    def until(self) -> Interval:
        """Open to the past: *bis zum 20. Januar*."""
        return Interval(None, self.end, self.precision)

    def since(self) -> Interval:
        """Open to the future: *seit 2014*."""
        return Interval(self.start, None, self.precision)


def day(value: date) -> Interval:
    """One day."""
    return Interval(value, value, "day")


def month(year: int, number: int) -> Interval:
    """The month `number` (1-12) of `year`."""
    return Interval(date(year, number, 1), date(year, number, monthrange(year, number)[1]), "month")


def year(number: int) -> Interval:
    """A calendar year."""
    return Interval(date(number, 1, 1), date(number, 12, 31), "year")


def months(year_: int, first: int, count: int, precision: Precision) -> Interval:
    """`count` months from month `first` of `year_`; `first` may lie beyond 1-12.

    >>> months(2024, 13, 3, "quarter").start
    datetime.date(2025, 1, 1)
    """
    start = year_ * 12 + first - 1
    last = start + count - 1
    end = month(last // 12, last % 12 + 1).end
    return Interval(date(start // 12, start % 12 + 1, 1), end, precision)


def quarter(year_: int, number: int) -> Interval:
    """The quarter `number` (1-4) of `year_`."""
    return months(year_, 3 * number - 2, 3, "quarter")


def season(year_: int, first_month: int) -> Interval:
    """Three months from `first_month`: a winter reaches into the next year."""
    return months(year_, first_month, 3, "season")


def week(value: date) -> Interval:
    """The week, Monday to Sunday, that `value` lies in."""
    monday = value - timedelta(days=value.weekday())
    return Interval(monday, monday + timedelta(days=6), "week")


def weekend(value: date) -> Interval:
    """Saturday and Sunday of the week that `value` lies in."""
    saturday = value - timedelta(days=value.weekday()) + timedelta(days=5)
    return Interval(saturday, saturday + timedelta(days=1), "interval")


def decade(first_year: int) -> Interval:
    """Ten years: 1990 -> the nineties."""
    return Interval(date(first_year, 1, 1), date(first_year + 9, 12, 31), "decade")


def century(number: int) -> Interval:
    """The `number`-th century."""
    return Interval(date(number * 100 - 99, 1, 1), date(min(number * 100, 9999), 12, 31), "century")


def unit(value: date, name: str, offset: int = 0) -> Interval:
    """The day, week, month, quarter, year, decade or weekend of `value`, or the one `offset` units later."""
    if name == "weekend":
        return weekend(value + timedelta(days=7 * offset))
    if name in DAYS:
        moved = value + timedelta(days=DAYS[name] * offset)
        return week(moved) if name == "week" else day(moved)
    if name == "month":
        return months(value.year, value.month + offset, 1, "month")
    if name == "quarter":
        return months(value.year, 3 * ((value.month - 1) // 3) + 1 + 3 * offset, 3, "quarter")
    if name == "year":
        return year(value.year + offset)
    if name == "decade":
        return decade(value.year - value.year % 10 + 10 * offset)
    return century((value.year - 1) // 100 + 1 + offset)


def part(whole: Interval, number: int) -> Interval:
    """The first, second or third part of a month (ten days) or a year (four months; its ends three: a quarter)."""
    if whole.start is None or whole.end is None:
        return whole
    if whole.precision == "year":
        first, count = {1: (1, 3), 2: (5, 4), 3: (10, 3)}[number]
        return months(whole.start.year, first, count, "quarter" if count == 3 else "interval")
    third = ((whole.end - whole.start).days + 1) // 3
    start = whole.start + timedelta(days=third * (number - 1))
    return Interval(start, whole.end if number == 3 else start + timedelta(days=third - 1), "interval")


def easter(year_: int) -> date:
    """Easter Sunday of the western churches (Gauss, in the form of Meeus, Jones and Butcher)."""
    a, (b, c) = year_ % 19, divmod(year_, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    number, rest = divmod(h + m - 7 * n + 114, 31)
    return date(year_, number, rest + 1)


def holiday(year_: int, rule: str) -> Interval:
    """The day that `rule` gives in `year_`: day and month (``25.12.``) or days from Easter (``-2``)."""
    if rule.endswith("."):
        number, month_ = rule.rstrip(".").split(".")
        return day(date(year_, int(month_), int(number)))
    return day(easter(year_) + timedelta(days=int(rule)))
