"""The words of the pages in their two languages: labels, counts, voices, days and spans of time."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from kg.errors import ViewError
from kg.html import read_template, read_words
from kg.statements import ArticleRow, Language, Node, StatementRow
from kg.types import Point

LOCALES = {"de": "de_DE", "en": "en_GB"}


class Words:
    """What pages say in one language. ``words["search"]`` is a text, the methods put texts together."""

    def __init__(self, language: Language) -> None:
        known = _read_words()
        if language not in known:
            raise ViewError(f"no labels in {language!r}; known: {', '.join(sorted(known))}")
        self.language: Language = language
        self._words = known[language]

    def __getitem__(self, key: str) -> Any:
        return self._words[key]

    def say(self, key: str, name: str | int = "") -> str:
        """The text `key` with `name` in its place."""
        return str(self[key]).replace("{name}", str(name)).replace("{n}", str(name))

    def count(self, key: str, number: int) -> str:
        """``1 fact``, ``1,234 facts``."""
        from babel.numbers import format_decimal

        text = format_decimal(number, locale=LOCALES[self.language])
        return str(self[key][0 if number == 1 else 1]).replace("{n}", text)

    def title(self, articles: Sequence[ArticleRow]) -> str:
        """What to call a graph of `articles`: like its one article, or ``3 articles``."""
        return (articles[0].title or articles[0].id) if len(articles) == 1 else self.count("articles", len(articles))

    def voice(self, row: StatementRow) -> str:
        """Who says what `row` says: ``according to Mark Rutte``, ``The article says so``."""
        if row.speaker is not None:
            return self.say("according_to", row.speaker.label(self.language))
        return self.say("says_unnamed" if row.modality == "reported" else "says_article")

    def manner(self, row: StatementRow) -> str:
        """How it is said, ``planned``; "" where it is simply said."""
        return "" if row.modality == "asserted" else str(self["modality"][row.modality])

    def kind(self, row: StatementRow) -> str:
        """``fact``, ``claim`` or ``denial``."""
        return "denial" if row.polarity == "negative" else "fact" if row.held_true else "claim"

    def type(self, node: Node) -> str:
        """The type of an entity."""
        return str(self["type"].get(node.type, self["type"]["Thing"]))

    def day(self, day: date | None) -> str:
        """``13 November 2024``; "" for no day."""
        from babel.dates import format_date

        return format_date(day, "long", locale=LOCALES[self.language]) if day else ""

    def month(self, day: date) -> str:
        """``November 2024``."""
        from babel.dates import format_skeleton

        return format_skeleton("yMMMM", day, locale=LOCALES[self.language])

    def position(self, point: Point | None) -> str:
        """``52.52° N, 13.41° E``, in German ``52,52° N, 13,41° O``; "" for no point."""
        from babel.numbers import format_decimal

        if point is None:
            return ""
        (north, south), (east, west) = self["compass"]
        sides = (point.latitude, north, south), (point.longitude, east, west)
        return ", ".join(
            f"{format_decimal(abs(degrees), '0.00', LOCALES[self.language])}° {minus if degrees < 0 else plus}"
            for degrees, plus, minus in sides
        )

    def when(self, row: StatementRow) -> str:
        """The time of `row`, as exact as its text: a day, a month, a year, a span, or the words of the text."""
        start, end = row.time_start, row.time_end
        if start is None and end is None:
            return row.time_text
        if row.time_precision == "year" and start and end and start.year == end.year:
            return str(start.year)
        if row.time_precision == "month" and start:
            return self.month(start)
        if start == end:
            return self.day(start)
        if start is None or end is None:
            return self.say("until_day" if start is None else "from_day", self.day(start or end))
        return f"{self.day(start)} – {self.day(end)}"


@cache
def _read_words() -> dict[str, dict[str, Any]]:
    """The words of the picture, and over them those of the pages around it."""
    shared, own = read_words(), tomllib.loads(read_template("site.toml"))
    return {language: shared[language] | own[language] for language in own}
