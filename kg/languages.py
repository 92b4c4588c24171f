"""Tells whether a text is German, by counting function words (``ontologies/lexicon/languages.toml``)."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from pydantic import BaseModel, ConfigDict, Field, field_validator

from kg import data

FILE = "lexicon/languages.toml"
WORDS_READ = 5_000  # enough for a safe verdict on an article of any length
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-zÄÖÜäöüß]")


class Language(BaseModel):
    """The function words of one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    words: frozenset[str] = Field(min_length=10)

    @field_validator("words", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return value.split() if isinstance(value, str) else value


class LanguageTable(BaseModel):
    """The whole file: every language by its ISO 639-1 code, and the thresholds for German."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    minimum_share: float = Field(ge=0.0, le=1.0)
    minimum_words: int = Field(ge=1)
    languages: dict[str, Language]

    @field_validator("languages")
    @classmethod
    def _has_german(cls, value: dict[str, Language]) -> dict[str, Language]:
        if "de" not in value:
            raise ValueError("needs a table for 'de'")
        return value


@cache
def language_table() -> LanguageTable:
    """The function words of all languages that kg tells apart.

    Raises:
        DataError: the file is malformed.
    """
    return data.validate(FILE, "", LanguageTable, data.read_toml(FILE))


def why_not_german(text: str) -> str:
    """The reason why `text` is no German text, or "" if it is one.

    Another language must have more function words than German to be blamed: quotations and names in English
    don't turn an article into an English one. Headlines may have no function word at all.

    >>> why_not_german("Moskau kaufe Güter von China sowie Drohnentechnologie aus dem Iran.")
    ''
    >>> why_not_german("The minister arrived in Brussels on Wednesday for talks with the EU.")
    'is English'
    >>> why_not_german("DAX schließt im Plus")
    ''
    """
    words = [match.group().lower() for match in islice(_WORD.finditer(text), WORDS_READ)]
    if not any(_LATIN.search(word) for word in words):
        return "has no German sentence"
    table = language_table()
    counts = {code: sum(word in entry.words for word in words) for code, entry in sorted(table.languages.items())}
    best = max(counts, key=lambda code: counts[code])
    if counts[best] > max(1, counts["de"]):  # one foreign word, as in "The Voice startet wieder", proves nothing
        return f"is {table.languages[best].name}"
    if len(words) >= table.minimum_words and counts["de"] < table.minimum_share * len(words):
        return "has no German sentence"
    return ""
