"""German noun forms: gender, plural and nominative of a noun as it stands in a text.

Table: ``ontologies/lexicon/noun_forms.tsv.gz`` (Wiktionary, CC BY-SA), built by ``training/build_noun_forms.py``.
Compounds are read by their last part: *Sicherheitshilfen* like *Hilfen*.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from kg import data
from kg.errors import DataError

FILE = "lexicon/noun_forms.tsv.gz"
GENDERS = {"m": "Masc", "f": "Fem", "n": "Neut"}
SHORTEST = 3  # letters of the last part of a compound
SIBILANTS = ("s", "ß", "x", "z")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a form: its gender, number, and the nominatives of both numbers ("" where there is none)."""

    gender: str  # Masc Fem Neut
    number: str  # Sing Plur
    singular: str
    plural: str

    @property
    def nominative(self) -> str:
        """The nominative in the number of the form."""
        return self.plural if self.number == "Plur" else self.singular


class NounForms:
    """The table, by form."""

    def __init__(self, forms: dict[str, list[Reading]]) -> None:
        self.forms = forms

    @cached_property
    def readings(self) -> Callable[[str], tuple[Reading, ...]]:
        """The ways to read a form, also of a compound; empty for unknown words.

        >>> [(r.gender, r.number, r.nominative) for r in load_noun_forms().readings("Drohnenangriffen")]
        [('Masc', 'Plur', 'Drohnenangriffe')]
        """
        return lru_cache(data.KEPT_WORDS)(self._read)

    def _read(self, form: str) -> tuple[Reading, ...]:
        if form in self.forms:
            return tuple(self.forms[form])
        for cut in range(1, len(form) - SHORTEST + 1):
            last = form[cut:].removeprefix("-")
            found = self.forms.get(last[:1].upper() + last[1:])
            if found:
                return tuple(_compound(form[: len(form) - len(last)], reading) for reading in found)
        return ()


def _compound(front: str, last: Reading) -> Reading:
    """The reading of a compound: its front, and its last part small unless a hyphen stands before it."""

    def join(word: str) -> str:
        return front + (word if front.endswith("-") else word[:1].lower() + word[1:]) if word else ""

    return Reading(last.gender, last.number, join(last.singular), join(last.plural))


@cache
def load_noun_forms() -> NounForms:
    """The table of noun forms, read once per process.

    Raises:
        DataError: the file is missing or malformed; names the line.
    """
    path = data.root() / FILE
    forms: dict[str, list[Reading]] = {}
    number = 1
    try:
        with gzip.open(path, "rt", encoding="utf-8") as handle:
            next(handle)
            for line in handle:
                number += 1
                lemma, genders, plural = line.rstrip("\n").split("\t")
                for gender in genders:
                    _add(forms, lemma, GENDERS[gender], plural)
    except (OSError, EOFError, StopIteration) as error:
        raise DataError(FILE, "", f"can't be read: {error}") from error
    except (ValueError, KeyError):
        raise DataError(FILE, f"line {number}", "needs lemma, genders (m f n) and plural, tab-separated") from None
    return NounForms(forms)


def _add(forms: dict[str, list[Reading]], lemma: str, gender: str, plural: str) -> None:
    singular = Reading(gender, "Sing", lemma, plural)
    several = Reading(gender, "Plur", lemma, plural)
    found = {lemma: singular}
    if gender != "Fem":
        found.update({lemma + "es": singular} if lemma.endswith(SIBILANTS) else {lemma + "s": singular})
        if lemma.endswith("nis"):
            found[lemma + "ses"] = singular  # des Gefängnisses
        if not lemma.endswith(("e", "er", "el", "en", *SIBILANTS)):
            found[lemma + "es"] = singular
    for form, reading in found.items():
        forms.setdefault(form, []).append(reading)
    if not plural:
        return
    if gender == "Masc" and plural in (lemma + "en", lemma + "n"):  # den Soldaten: one or several
        forms.setdefault(plural, []).append(singular)
    for form in {plural, plural if plural.endswith(("n", "s")) else plural + "n"}:
        forms.setdefault(form, []).append(several)
