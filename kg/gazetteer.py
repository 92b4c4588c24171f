"""The registry of known entities: names, adjectives and inhabitants to entries, from ``ontologies/entities/*.tsv``."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from kg.data import KEPT_WORDS, read_rows, root
from kg.errors import DataError
from kg.name_forms import load_inflection, name_forms, name_stem, spelling, word_stem
from kg.types import ENTITY_TYPES, Entity, EntityType, Point

COLUMNS = (
    "key", "label_de", "label_en", "type", "kind", "qid", "aliases", "adjectives", "demonyms",
    "stands_for", "country", "gender", "weight", "source",
)  # fmt: skip
GIVEN_NAMES = "given_names.tsv"
OFFICES = "offices.tsv"
OFFICE_COLUMNS = ("key", "country", "offices", "source")
COORDINATES = "coordinates.tsv"
COORDINATE_COLUMNS = ("key", "latitude", "longitude", "source")
FILES = ("own.tsv", "places.tsv", "organisations.tsv", "people.tsv", "parties.tsv")
"""Read in this order: where two entries share a name, the earlier file wins."""
NOWHERE = Point(0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One known entity. ``stands_for`` is the key of what a metonym denotes; ``weight`` orders namesakes.

    ``kind`` is finer than ``type``: country, city, party, company, alliance, residence, politician, …
    ``gender`` (Masc Fem Neut Plur) is that of the person, or of the article that a name takes (`die Ukraine`).
    ``country`` holds the keys of the countries that it belongs to, ``offices`` what a person is or was, ``point`` where
    a city lies.
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
    country: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    point: Point | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name: German label, aliases, English label."""
        if not self.aliases and self.label_en in (self.label, ""):
            return (self.label,)
        return tuple(dict.fromkeys((self.label, *self.aliases, *((self.label_en,) if self.label_en else ()))))

    def is_foreign(self, name: str) -> bool:
        """True if only English calls it so: *Georgia*, said in German, is the state in the USA and not Georgien."""
        return self.type == "Place" and name == self.label_en != self.label


@dataclass(slots=True, eq=False)
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
        """The entries that bear the name `text`, the likeliest first; where none does, those that another form has.

        Other forms are the genitive, adjectives in another case, and the spelling with ß that was right till 1996.

        >>> [entry.key for entry in load_gazetteer().lookup("Deutschlands")]
        ['Deutschland']
        >>> [entry.key for entry in load_gazetteer().lookup("Vereinten Nationen")]
        ['Vereinte_Nationen']
        """
        forms = name_forms(text)
        for form in forms:
            if form in self.by_name:
                return self.by_name[form]
        if " " in text:
            for form in forms:
                if (stem := name_stem(form)) in self.by_stem:
                    return self.by_stem[stem]
        return self.lookup(text.replace("ß", "ss")) if "ß" in text else []  # US-Kongreß

    def lookup_spelling(self, text: str) -> list[Entry]:
        """As `lookup`, whatever accents, hyphens and capitals: *Recep Tayyip Erdogan*, *Mazar-e-Sharif*."""
        if not self.by_spelling:
            for name, entries in self.by_name.items():
                self.by_spelling.setdefault(spelling(name), entries)
        found = self.lookup(text) or self.by_spelling.get(spelling(text), [])
        return found or next(
            (self.by_spelling[key] for form in name_forms(text) if (key := spelling(form)) in self.by_spelling), []
        )

    @lru_cache(KEPT_WORDS)  # noqa: B019 - there is one registry, and it lives as long as the process
    def reach(self, word: str) -> int:
        """How many words the longest name has that begins with `word` in any form; 0 if none does."""
        forms = {*name_forms(word), word_stem(word)}
        return max((self.longest.get(form, 0) for form in forms), default=0)

    def adjective(self, lemma: str) -> Entry | None:
        """The place that an adjective belongs to: ``russisch`` -> Russland."""
        return self.by_adjective.get(lemma.lower())

    def city_adjective(self, word: str) -> Entry | None:
        """The place of an indeclinable adjective: ``Stuttgarter`` -> Stuttgart; None for other words."""
        inflection = load_inflection()
        if not (word[:1].isupper() and word.endswith(inflection.city)):
            return None
        forms = (word.removesuffix(inflection.city) + lost for lost in inflection.city_lost)
        return next((e for form in forms for e in self.by_name.get(form, []) if e.type == "Place"), None)

    @lru_cache(KEPT_WORDS)  # noqa: B019
    def demonym(self, word: str) -> Entry | None:
        """The place or party whose people `word` names: ``Russe``, ``Russinnen`` -> Russland."""
        folded = word.lower()
        forms = (folded, *(folded.removesuffix(end) for end in load_inflection().demonym if folded.endswith(end)))
        return next((self.by_demonym[form] for form in forms if form in self.by_demonym), None)

    def surname(self, text: str) -> list[Entry]:
        """The persons with this surname, weightiest first."""
        return self.by_surname.get(text, [])


def entity_from_entry(entry: Entry, gazetteer: Gazetteer, written: Iterable[str] = ()) -> Entity:
    """The entity of a registry entry, with the registry's names and those that the article writes."""
    target = gazetteer.entries.get(entry.stands_for) if entry.stands_for else None
    names = [*entry.aliases, *written]
    if entry.type == "Person" and " " in entry.label:
        names.append(entry.label.rsplit(" ", 1)[1])
    aliases = tuple(dict.fromkeys(name for name in names if name and name != entry.label))
    return Entity(
        entry.key, entry.label, entry.type, label_en=entry.label_en, aliases=aliases, qid=entry.qid,
        stands_for=entity_from_entry(target, gazetteer) if target else None, point=entry.point,
    )  # fmt: skip


@cache
def load_gazetteer(directory: Path | None = None) -> Gazetteer:
    """The registry, read once per process from ``ontologies/entities/`` (or `directory`).

    Raises:
        DataError: a file is missing or a row is malformed; names file and row.
    """
    was_on = gc.isenabled()
    gc.disable()  # all that is made here stays: to look through it again and again takes a third of the time
    try:
        return _read_gazetteer(directory or root() / "entities")
    finally:
        if was_on:
            gc.enable()


def _read_gazetteer(base: Path) -> Gazetteer:
    gazetteer, offices = Gazetteer(), {row[0]: (row[1], row[2]) for row in read_rows(OFFICES, OFFICE_COLUMNS, base)}
    points = {row[0]: _point_from_row(row) for row in read_rows(COORDINATES, COORDINATE_COLUMNS, base)}
    for name in FILES:
        for row in read_rows(name, COLUMNS, base):
            entry = _entry_from_row(name, row, offices.get(row[0], ("", "")), points.get(row[0]))
            _add(gazetteer, entry, name)
    gazetteer.given_names = dict(read_rows(GIVEN_NAMES, ("name", "gender"), base))
    _check_keys(gazetteer, points)
    for index in (gazetteer.by_name, gazetteer.by_surname, gazetteer.by_stem):
        for text, found in index.items():
            if len(found) > 1:
                found.sort(key=lambda entry: (entry.is_foreign(text), -entry.weight, entry.key))
    return gazetteer


def _check_keys(gazetteer: Gazetteer, points: Iterable[str]) -> None:
    known = gazetteer.entries
    for key in points:
        if key not in known or known[key].type != "Place":
            raise DataError(f"entities/{COORDINATES}", key, "is no place of the registry")
    for entry in known.values():
        if entry.stands_for and entry.stands_for not in known:
            raise DataError("entities/", entry.key, f"stands for unknown key {entry.stands_for!r}")
        for key in entry.country:
            if key not in known:
                raise DataError("entities/", entry.key, f"belongs to unknown key {key!r}")


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _point_from_row(row: list[str]) -> Point:
    key, *degrees, _ = row
    try:
        point = Point(*map(float, degrees))
    except ValueError as error:
        raise DataError(f"entities/{COORDINATES}", key, str(error)) from None
    if point == NOWHERE:
        raise DataError(f"entities/{COORDINATES}", key, "lies at 0/0 in the open sea, as what is not known does")
    return point


def _entry_from_row(name: str, row: list[str], office: tuple[str, str], point: Point | None) -> Entry:
    key, label, label_en, type_, kind, qid, aliases, adjectives, demonyms, stands_for, country, gender, weight, _ = row
    if type_ not in ENTITY_TYPES:
        raise DataError(f"entities/{name}", key, f"unknown type {type_!r}; known: {', '.join(ENTITY_TYPES)}")
    if not key or not label:
        raise DataError(f"entities/{name}", key or label, "key and label_de must not be empty")
    return Entry(
        key, label, label_en, type_, kind, qid, _split(aliases), _split(adjectives),
        _split(demonyms), stands_for, gender, int(weight or 0), _split(country or office[0]), _split(office[1]), point,
    )  # fmt: skip


def _add(gazetteer: Gazetteer, entry: Entry, name: str) -> None:
    if entry.key in gazetteer.entries:
        raise DataError(f"entities/{name}", entry.key, "key stands twice in the registry")
    gazetteer.entries[entry.key] = entry
    is_person = entry.type == "Person"
    for text in entry.names:
        _index(gazetteer.by_name, text, entry)
        if "ß" in text:  # as written in Switzerland, and anew
            _index(gazetteer.by_name, text.replace("ß", "ss"), entry)
        words = text.count(" ") + 1
        first = text if words == 1 else text[: text.index(" ")]
        if words > 1 and not is_person:
            first = word_stem(first)
            _index(gazetteer.by_stem, name_stem(text), entry)
        if words > gazetteer.longest.get(first, 0):
            gazetteer.longest[first] = words
    for text in entry.adjectives:
        gazetteer.by_adjective.setdefault(text.lower(), entry)
    for text in entry.demonyms:
        gazetteer.by_demonym.setdefault(text.lower(), entry)
    *given, surname = entry.label.split(" ")
    if is_person and given and given[-1] not in load_inflection().sons:  # Mohammed bin Salman: Salman is his father
        _index(gazetteer.by_surname, surname, entry)


def _index(index: dict[str, list[Entry]], text: str, entry: Entry) -> None:
    found = index.get(text)
    if found is None:
        index[text] = [entry]
    elif found[-1] is not entry:  # Weißrussland and its alias Weissrussland
        found.append(entry)
