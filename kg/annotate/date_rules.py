"""Which rule says what a kind of date expression denotes. Patterns: ``values.toml``."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.annotate import named_dates, relative_dates
from kg.annotate.calendar import Interval
from kg.annotate.named_dates import Context

RULES: dict[str, Callable[[re.Match[str], Context], Interval | None]] = {
    "iso": named_dates.day_of,
    "numeric": named_dates.day_of,
    "day": named_dates.day_of,
    "days": named_dates.days_of,
    "month": named_dates.month_of,
    "years": named_dates.years_of,
    "year": named_dates.year_of,
    "part": relative_dates.shifted_of,
    "shifted": relative_dates.shifted_of,
    "several": relative_dates.several_of,
    "ago": relative_dates.ago_of,
    "ahead": relative_dates.ahead_of,
    "lasting": relative_dates.lasting_of,
    "weekday": relative_dates.weekday_of,
    "adverb": relative_dates.adverb_of,
    "season": named_dates.season_of,
    "quarter": named_dates.quarter_of,
    "decade": named_dates.decade_of,
    "century": named_dates.century_of,
    "holiday": named_dates.holiday_of,
    "edge": named_dates.edge_of,
    "weekend": relative_dates.weekend_of,
    "same": relative_dates.same_of,
    "neighbour": relative_dates.neighbour_of,
    "distance": relative_dates.distance_of,
    "daytime": relative_dates.daytime_of,
}
"""Name of a pattern in ``values.toml`` -> what it denotes."""
