"""Words of dates and amounts: ``lexicon/values.toml``, checked on load, and the pattern fragments made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from kg import data
from kg.errors import DataError

FILE = "lexicon/values.toml"


class Table(BaseModel):
    """A table of the file: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Table):
    """A list of words."""

    words: tuple[str, ...]


class Bounds(Table):
    """Words before a time that open it to one side, or put it before or after."""

    until: tuple[str, ...]
    before: tuple[str, ...]
    since: tuple[str, ...]
    from_: tuple[str, ...] = Field(alias="from")
    after: tuple[str, ...]


class Future(Table):
    """Lemmas of finite verbs that point ahead."""

    lemmas: tuple[str, ...]


class Vagueness(Table):
    """Words before a number that say how exact it is."""

    about: tuple[str, ...]
    less: tuple[str, ...]
    more: tuple[str, ...]
    exact: tuple[str, ...]


class ValueWords(Table):
    """The tables of ``values.toml``; the comments there explain each."""

    month: dict[str, int]
    weekday: dict[str, int]
    day: dict[str, int]
    season: dict[str, int]
    season_prefix: Words
    unit: dict[str, str]
    units: Words
    shift: dict[str, int]
    later: Words
    same: Words
    same_unit: Words
    neighbour: dict[str, tuple[str, int]]
    distance: dict[str, int]
    part: dict[str, int]
    edge: dict[str, tuple[str, int]]
    span: dict[str, int]
    daytime: Words
    holiday: dict[str, str]
    bound: Bounds
    future: Future
    whole: Words
    number: dict[str, int]
    ordinal: dict[str, int]
    fraction: dict[str, Decimal]
    half_suffix: Words
    vague: dict[str, tuple[int, int]]
    multiplier: dict[str, Decimal]
    many: dict[str, Decimal]
    vagueness: Vagueness
    currency: dict[str, str]
    currency_prefix: dict[str, str]
    measure: dict[str, str]
    fragment: dict[str, str]
    pattern: dict[str, str]
    core: dict[str, str]


@cache
def load_value_words() -> ValueWords:
    """The tables of ``lexicon/values.toml``.

    Raises:
        DataError: the file is malformed; says table and field.
    """
    return data.validate(FILE, "", ValueWords, data.read_toml(FILE))


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of `words`, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def either_case(words: Iterable[str]) -> set[str]:
    """`words`, and each as it is written at the beginning of a sentence."""
    return {form for word in words for form in (word, word[:1].upper() + word[1:])}


def parse_number(text: str) -> Decimal | None:
    """The number that a German word or numeral writes, None if it writes none.

    >>> parse_number("dreiundzwanzig"), parse_number("10.000"), parse_number("3,5"), parse_number("dreieinhalb")
    (Decimal('23'), Decimal('10000'), Decimal('3.5'), Decimal('3.5'))
    """
    words = load_value_words()
    bare = text.strip()
    bare = bare if bare in words.fraction else bare[:1].lower() + bare[1:]
    if re.fullmatch(r"\d{1,3}(?:[. \u202f\u00a0]\d{3})+(?:,\d+)?|\d+(?:,\d+)?", bare):
        return Decimal(re.sub(r"[. \u202f\u00a0]", "", bare).replace(",", "."))
    if bare in words.fraction:
        return words.fraction[bare]
    for suffix in words.half_suffix.words:
        whole = parse_number(bare.removesuffix(suffix)) if bare.endswith(suffix) and bare != suffix else None
        if whole is not None:
            return whole + Decimal("0.5")
    return _number_word(bare.lower(), words)


def _number_word(text: str, words: ValueWords) -> Decimal | None:
    """*zweihundertfünfzigtausend*: a multiplier splits what counts it from what is added to it."""
    if not text:
        return None
    if text in words.number:
        return Decimal(words.number[text])
    for name, factor in (("tausend", 1000), ("hundert", 100)):
        before, found, after = text.partition(name)
        if found:
            count = _number_word(before, words) if before else Decimal(1)
            rest = _number_word(after.removeprefix("und"), words) if after else Decimal(0)
            return None if count is None or rest is None else count * factor + rest
    one, found, ten = text.partition("und")
    if found and one in words.number and ten in words.number:
        return Decimal(words.number[one] + words.number[ten])
    if text.endswith("zehn") and text.removesuffix("zehn") in words.number:
        return Decimal(words.number[text.removesuffix("zehn")] + 10)
    return None


@cache
def date_patterns() -> dict[str, re.Pattern[str]]:
    """The pattern of each kind of date expression, its pieces filled in.

    Raises:
        DataError: a pattern names an unknown piece or is no regular expression; says which.
    """
    words = load_value_words()
    pieces = _pieces(words)
    for name, text in words.fragment.items():
        pieces[name] = _filled(f"fragment.{name}", text, pieces)
    patterns = {}
    for name, text in words.pattern.items():
        try:
            patterns[name] = re.compile(_filled(f"pattern.{name}", text, pieces))
        except re.error as error:
            raise DataError(FILE, f"pattern.{name}", f"no regular expression: {error}") from error
    return patterns


@cache
def date_cores() -> dict[str, re.Pattern[str]]:
    """The pieces without one of which a text holds no date, as patterns; ``core`` names that of each kind of date.

    Raises:
        DataError: a kind of date has no core, or one that is no piece; says which.
    """
    words = load_value_words()
    pieces = _pieces(words)
    for kind in words.pattern:
        if words.core.get(kind) not in pieces:
            raise DataError(FILE, f"core.{kind}", f"needs one of the pieces: {', '.join(sorted(pieces))}")
    return {core: re.compile(pieces[core]) for core in dict.fromkeys(words.core.values())}


def _filled(place: str, text: str, pieces: dict[str, str]) -> str:
    def piece(match: re.Match[str]) -> str:
        if match.group(1) not in pieces:
            raise DataError(FILE, place, f"unknown piece «{match.group(1)}»; known: {', '.join(sorted(pieces))}")
        return pieces[match.group(1)]

    return re.sub("«(\\w+)»", piece, text)


def number_pattern() -> str:
    """A pattern for a number in figures or one word: ``10.000``, ``3,5``, ``dreiundzwanzig``, ``dreieinhalb``."""
    words = load_value_words()
    halves = alternatives(words.half_suffix.words)
    first = alternatives(either_case([*words.number, "hundert", "tausend"]))
    numerals = rf"(?:(?:{first})(?:{alternatives(words.number)}|und|hundert|tausend)*(?:{halves})?)"
    figures = r"(?<![\d.,])\d{1,3}(?:[. \u202f\u00a0]\d{3}(?!\d))+(?:,\d+)?|\d+(?:,\d+)?"
    return rf"(?:{figures}|{numerals}|{alternatives(words.fraction)})"


def _pieces(words: ValueWords) -> dict[str, str]:
    """Alternatives of the tables of the file, by name."""
    adverbs = [word for word in words.day if not word.endswith("en")]
    sentence_initial = [word.capitalize() for word in adverbs if word not in words.daytime.words]  # Morgen: a noun
    seasons = alternatives({*words.season, *(name.lower() for name in words.season)})
    return {
        "digit": r"\d",
        "month": alternatives(name for name in words.month if len(name) > 4 or name in ("Mai", "März", "Juni", "Juli")),
        "month_short": alternatives(words.month),
        "weekday": alternatives(words.weekday),
        "year": r"(?<![\d.,/-])(?:1\d|20)\d\d(?![\d/]|[.,]\d|\s?%)",
        "number": number_pattern(),
        "unit": alternatives(words.unit),
        "units": alternatives(words.units.words),
        "shift": rf"(?:{alternatives(either_case(words.shift))})(?:e[nrsm]?)?",
        "same_unit": f"(?:{alternatives(words.same_unit.words)})",
        "neighbour": alternatives(words.neighbour),
        "distance": alternatives(words.distance),
        "daytime_noun": alternatives(word.capitalize() for word in words.daytime.words),
        "same": alternatives(words.same.words),
        "later": alternatives(words.later.words),
        "part": alternatives(words.part),
        "season_word": seasons,
        "season": rf"(?:{alternatives(words.season_prefix.words)})?(?:{seasons})",
        "vague": alternatives(either_case(word.replace("_", " ") for word in words.vague)),
        "daytime": alternatives(words.daytime.words),
        "daytime_word": alternatives({*words.daytime.words, *(word.title() for word in words.daytime.words)}),
        "day_adjective": alternatives(word for word in words.day if word.endswith("en")),
        "day_adverb": alternatives([*adverbs, *sentence_initial]),
        "holiday": alternatives(words.holiday),
        "ordinal": rf"(?:{alternatives(words.ordinal)})[nrs]?|[1-4]\.",
        "span": alternatives(words.span),
        "decade": alternatives(f"{word}er" for word, value in words.number.items() if value % 10 == 0 and value > 10),
        "edge": alternatives(words.edge),
    }


def group(match: re.Match[str], name: str) -> str:
    """The text of a named group, "" where it is absent or did not take part."""
    found: Any = match.groupdict().get(name)
    return found or ""
