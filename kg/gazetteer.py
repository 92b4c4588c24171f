"""The registry of known entities: names, adjectives and inhabitants to entries, from ``ontologies/entities/*.tsv``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kg.data import read_toml, read_tsv, root, validate
from kg.errors import DataError
from kg.types import ENTITY_TYPES, EntityType

COLUMNS = (
    "key", "label_de", "label_en", "type", "kind", "qid", "aliases", "adjectives", "demonyms",
    "stands_for", "gender", "weight", "source",
)  # fmt: skip
GIVEN_NAMES = "given_names.tsv"
FILES = ("own.tsv", "places.tsv", "organisations.tsv", "people.tsv")
"""Read in this order: where two entries share a name, the earlier file wins."""


class Inflection(BaseModel):
    """Endings of names and attributive adjectives; ``nominative`` maps a gender (or Plur) to its strong ending."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    genitive: tuple[str, ...]
    demonym: tuple[str, ...]
    adjective: tuple[str, ...]
    nominative: dict[str, str]


CITY_ENDING = "er"  # die Stuttgarter Behörden


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One known entity. ``stands_for`` is the key of what a metonym denotes; ``weight`` orders namesakes.

    ``kind`` is finer than ``type``: country, city, party, company, alliance, residence, politician, …
    ``gender`` (Masc Fem Neut Plur) is that of the person, or of the article that a name takes (`die Ukraine`).
    """

    key: str
    label: str
    label_en: str
    type: EntityType
    kind: str
    qid: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    demonyms: tuple[str, ...]
    stands_for: str
    gender: str
    weight: int

    @property
    def names(self) -> tuple[str, ...]:
        """Every name: German label, aliases, English label."""
        return tuple(dict.fromkeys((self.label, *self.aliases, *((self.label_en,) if self.label_en else ()))))


@dataclass(slots=True)
class Gazetteer:
    """Entries by key, by name, by adjective and inhabitant (both lower-cased), and persons by surname."""

    entries: dict[str, Entry] = field(default_factory=dict)
    by_name: dict[str, list[Entry]] = field(default_factory=dict)
    by_adjective: dict[str, Entry] = field(default_factory=dict)
    by_demonym: dict[str, Entry] = field(default_factory=dict)
    by_surname: dict[str, list[Entry]] = field(default_factory=dict)
    given_names: dict[str, str] = field(default_factory=dict)  # first name -> Masc or Fem
    by_stem: dict[str, list[Entry]] = field(default_factory=dict)  # names of several words without adjective endings
    by_spelling: dict[str, list[Entry]] = field(default_factory=dict)  # filled on first use
    longest: dict[str, int] = field(default_factory=dict)  # first word, ending cut off -> words of the longest name

    def lookup(self, text: str) -> list[Entry]:
        """The entries that bear the name `text`, weightiest first; where none does, those that an inflected form has.

        >>> [entry.key for entry in load_gazetteer().lookup("Deutschlands")]
        ['Deutschland']
        >>> [entry.key for entry in load_gazetteer().lookup("Vereinten Nationen")]
        ['Vereinte_Nationen']
        """
        for form in name_forms(text):
            if form in self.by_name:
                return self.by_name[form]
        if " " in text:
            for form in name_forms(text):
                if (stem := name_stem(form)) in self.by_stem:
                    return self.by_stem[stem]
        return []

    def lookup_spelling(self, text: str) -> list[Entry]:
        """As `lookup`, whatever accents, hyphens and capitals: *Recep Tayyip Erdogan*, *Mazar-e-Sharif*."""
        if not self.by_spelling:
            for name, entries in self.by_name.items():
                self.by_spelling.setdefault(spelling(name), entries)
        found = self.lookup(text) or self.by_spelling.get(spelling(text), [])
        return found or next(
            (self.by_spelling[key] for form in name_forms(text) if (key := spelling(form)) in self.by_spelling), []
        )

    def reach(self, word: str) -> int:
        """How many words the longest name has that begins with `word` in any form; 0 if none does."""
        forms = {word, *name_forms(word), _adjective_ending().sub("", word)}
        return max((self.longest.get(form, 0) for form in forms), default=0)

    def adjective(self, lemma: str) -> Entry | None:
        """The place that an adjective belongs to: ``russisch`` -> Russland."""
        return self.by_adjective.get(lemma.lower())

    def city_adjective(self, word: str) -> Entry | None:
        """The place of an indeclinable adjective: ``Stuttgarter`` -> Stuttgart; None for other words."""
        if not (word[:1].isupper() and word.endswith(CITY_ENDING)):
            return None
        stem = word.removesuffix(CITY_ENDING)
        found = (e for form in (stem, stem + "en", stem + "e") for e in self.by_name.get(form, []) if e.type == "Place")
        return next(found, None)

    def demonym(self, word: str) -> Entry | None:
        """The place or party whose people `word` names: ``Russe``, ``Russinnen`` -> Russland."""
        folded = word.lower()
        forms = (folded, *(folded.removesuffix(end) for end in load_inflection().demonym if folded.endswith(end)))
        return next((self.by_demonym[form] for form in forms if form in self.by_demonym), None)

    def surname(self, text: str) -> list[Entry]:
        """The persons with this surname, weightiest first."""
        return self.by_surname.get(text, [])


def name_forms(text: str) -> Iterator[str]:
    """`text` and the base forms that it may be the genitive of: ``Blinkens`` -> ``Blinken``; ``Shultz'``."""
    yield text
    for ending in load_inflection().genitive:
        if text.endswith(ending) and len(text) > len(ending) + 2:
            yield text[: -len(ending)]


@cache
def load_inflection() -> Inflection:
    """The endings of names, ``[inflection]`` in ``lexicon/names.toml``.

    Raises:
        DataError: the table is missing or malformed.
    """
    name = "lexicon/names.toml"
    return validate(name, "inflection", Inflection, read_toml(name).get("inflection"))


@cache
def _adjective_ending() -> re.Pattern[str]:
    """*russischen* -> *russisch*: what is left without it has three letters at least."""
    return re.compile(rf"(?<=\w{{3}})(?:{'|'.join(map(re.escape, load_inflection().adjective))})$")


def spelling(name: str) -> str:
    """`name` without accents, hyphens and capitals.

    >>> spelling("Recep Tayyip Erdoğan")
    'recep tayyip erdogan'
    """
    plain = unicodedata.normalize("NFKD", name.replace("-", " ")).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("ı", "i")


def name_stem(name: str) -> str:
    """`name` with the adjective endings of all words but the last cut off: ``Vereint Nationen``."""
    *front, last = name.split(" ")
    return " ".join([*(_adjective_ending().sub("", word) for word in front), last])


@cache
def load_gazetteer(directory: Path | None = None) -> Gazetteer:
    """The registry, read once per process from ``ontologies/entities/`` (or `directory`).

    Raises:
        DataError: a file is missing or a row is malformed; names file and row.
    """
    base = directory or root() / "entities"
    gazetteer = Gazetteer()
    for name in FILES:
        for row in read_tsv(name, COLUMNS, base):
            _add(gazetteer, _entry_from_row(name, row), name)
    gazetteer.given_names = {row["name"]: row["gender"] for row in read_tsv(GIVEN_NAMES, ("name", "gender"), base)}
    for entry in gazetteer.entries.values():
        if entry.stands_for and entry.stands_for not in gazetteer.entries:
            raise DataError(f"entities/{FILES[0]}", entry.key, f"stands for unknown key {entry.stands_for!r}")
    for found in (*gazetteer.by_name.values(), *gazetteer.by_surname.values(), *gazetteer.by_stem.values()):
        if len(found) > 1:
            found.sort(key=lambda entry: (-entry.weight, entry.key))
    return gazetteer


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _entry_from_row(name: str, row: dict[str, str]) -> Entry:
    if row["type"] not in ENTITY_TYPES:
        reason = f"unknown type {row['type']!r}; known: {', '.join(ENTITY_TYPES)}"
        raise DataError(f"entities/{name}", row["key"], reason)
    if not row["key"] or not row["label_de"]:
        raise DataError(f"entities/{name}", row["key"] or row["label_de"], "key and label_de must not be empty")
    return Entry(
        row["key"], row["label_de"], row["label_en"], row["type"], row["kind"], row["qid"], _split(row["aliases"]),
        _split(row["adjectives"]), _split(row["demonyms"]), row["stands_for"], row["gender"], int(row["weight"] or 0),
    )  # fmt: skip


def _add(gazetteer: Gazetteer, entry: Entry, name: str) -> None:
    if entry.key in gazetteer.entries:
        raise DataError(f"entities/{name}", entry.key, "key stands twice in the registry")
    gazetteer.entries[entry.key] = entry
    for text in entry.names:
        gazetteer.by_name.setdefault(text, []).append(entry)
        words = text.count(" ") + 1
        first = _adjective_ending().sub("", text.split(" ", 1)[0]) if words > 1 else text
        gazetteer.longest[first] = max(gazetteer.longest.get(first, 0), words)
        if words > 1 and entry.type != "Person":
            gazetteer.by_stem.setdefault(name_stem(text), []).append(entry)
    for text in entry.adjectives:
        gazetteer.by_adjective.setdefault(text.lower(), entry)
    for text in entry.demonyms:
        gazetteer.by_demonym.setdefault(text.lower(), entry)
    if entry.type == "Person" and " " in entry.label:
        gazetteer.by_surname.setdefault(entry.label.rsplit(" ", 1)[1], []).append(entry)
