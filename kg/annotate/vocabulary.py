"""Word lists of mentions and coreference: ``lexicon/names.toml`` and ``lexicon/nouns.toml``, checked on load."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property, lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from kg import data
from kg.annotate.syntax_tables import SHORTEST_FRONT, load_syntax
from kg.name_forms import Inflection
from kg.noun_forms import load_noun_forms
from kg.types import EntityType

Words = frozenset[str]
SHORTEST_AGENT = 6  # letters of a last part that is an agent: Bau|arbeiter


class Strict(BaseModel):
    """A table of a data file: unknown keys are errors; a text is a list of words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _words_of_texts(cls, value: object, info: ValidationInfo) -> object:
        text = cls.model_fields[info.field_name or ""].annotation in (str, "str")
        return value.split() if isinstance(value, str) and not text else value


class Pronouns(Strict):
    """Forms that may stand for somebody -> genders (or Plur) of what they stand for, joined by ``|``."""

    personal: dict[str, str]
    possessive: dict[str, str]
    first: dict[str, str]
    empty: tuple[str, ...]
    clausal: tuple[str, ...]
    relative: dict[str, str]
    demonstrative: tuple[str, ...]


class Attributes(Strict):
    """Prepositions that attach an attribute to an office, or stand before a place."""

    office: Words
    place: Words


class Described(Strict):
    """Kinds of nouns that say what the unknown name after them is, and the parts of a company's name."""

    organization: tuple[str, ...] = Field(alias="Organization")
    place: tuple[str, ...] = Field(alias="Place")
    legal: Words
    relatives: Words
    """What a company may be of another: Arvato, eine *Tochter* von Bertelsmann."""


class Body(BaseModel):
    """An institution of which a state has one: its gender (or Plur), and what English calls it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    gender: Literal["Masc", "Fem", "Neut", "Plur"]
    english: str
    acts: bool = False
    """What it does, its state does."""
    central: bool = False
    """The capital tells whose it is: *das Außenministerium in Oslo*."""


class Names(BaseModel):
    """What belongs to a name and what does not."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    labels: dict[str, EntityType]
    people: Words
    titles: Words
    common: Words
    states: Words
    particles: Words
    inflection: Inflection
    pronouns: Pronouns
    offices: tuple[Words, ...]
    attributes: Attributes
    described: Described
    definite: Words
    contracted: Words
    becoming: Words
    kinds: dict[str, Words]
    bodies: dict[str, Body]
    english_with_article: tuple[str, ...]
    """Beginnings of the English names that take *the*: *the United States*."""


class Determiners(Strict):
    """What a determiner says about the number of its noun."""

    singular: Words
    plural: Words
    open: Words
    masculine: Words
    phrases: dict[str, str]
    endings: tuple[str, ...]
    singular_endings: Words
    plural_endings: Words
    verb_endings: tuple[str, ...]
    role: str


class Nouns(BaseModel):
    """What common nouns denote (by ending and whole word) and how they inflect."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    endings: dict[str, EntityType]
    exact: dict[str, EntityType]
    determiners: Determiners
    adjectival: tuple[str, ...]
    agreement: dict[str, str]
    light: Words
    light_of_offices: Words
    none: Words
    longest: int
    agents: Words
    """Nouns for people that have a feminine in *-in*, and those feminines: *Makler*, *Maklerin*."""

    @cached_property
    def type_of(self) -> Callable[[str], EntityType]:
        """The type of what a noun denotes, by its longest known ending; Thing where none is known.

        >>> load_nouns().type_of("Flugzeugabsturz"), load_nouns().type_of("Immobilienmakler")
        ('Event', 'Person')
        """
        return lru_cache(data.KEPT_WORDS)(self._type_of)

    def _type_of(self, lemma: str) -> EntityType:
        folded = lemma.lower()
        whole = self.whole_type(lemma)
        if whole is not None and (whole != "Group" or lemma in self.exact):
            return whole
        if self.is_agent(lemma):
            return "Person"
        for length in range(min(self.longest, len(folded)), 2, -1):
            if folded[-length:] in self.endings:
                return self.endings[folded[-length:]]
        return "Thing"

    def whole_type(self, lemma: str) -> EntityType | None:
        """The type of a word that the file has as a whole, None where it has but its ending."""
        return self.exact.get(lemma) or self.endings.get(lemma.lower())

    def is_agent(self, lemma: str) -> bool:
        """True for *Makler* and *Immobilienmakler*, one by what he does; *Sonnenkollektor* ends in no Lektor."""
        cuts = range(SHORTEST_FRONT, len(lemma) - SHORTEST_AGENT + 1)
        return lemma in self.agents or any(
            lemma[cut:].capitalize() in self.agents
            and _is_front(lemma[:cut])
            and not self._has_longer_ending(lemma, cut)
            for cut in cuts
        )

    def _has_longer_ending(self, lemma: str, cut: int) -> bool:
        """True for *Kraftwerksbetreiber*, if the ending that says what it is is as long as the agent in it."""
        lengths = range(len(lemma) - cut, min(self.longest, len(lemma)) + 1)
        return any(self.endings.get(lemma[-length:].lower(), "Group") != "Group" for length in lengths)


def _is_front(text: str) -> bool:
    """True for the first part of a compound, with or without what links it: *Immobilien*, *Verkehrs*, *UNMIK-*."""
    links = load_syntax().compounds.links
    stems = (text, *(text.removesuffix(link) for link in links if text.endswith(link)))
    return text.endswith("-") or any(load_noun_forms().readings(stem) for stem in stems)


@cache
def load_names() -> Names:
    """The tables of ``lexicon/names.toml``.

    Raises:
        DataError: the file is malformed; says table and field.
    """
    name = "lexicon/names.toml"
    table = data.read_toml(name)
    table["people"] = frozenset(label for label, kind in table["labels"].items() if kind == "Person")
    table["titles"] = frozenset(table["titles"]["words"].split())
    table["common"] = frozenset(table.pop("words")["common"].split())
    table["states"] = frozenset(table["states"]["kinds"].split())
    table["particles"] = frozenset(table["particles"]["words"].split())
    table["kinds"] = {kind: frozenset(words.split()) for kind, words in table["kinds"].items()}
    table["offices"] = [frozenset(row.split()) for row in table["offices"]["rows"]]
    table["becoming"] = frozenset(table["definite"]["becoming"].split())
    table["contracted"] = frozenset(table["definite"]["contracted"].split())
    table["definite"] = frozenset(table["definite"]["words"].split())
    return data.validate(name, "", Names, table)


@cache
def load_nouns() -> Nouns:
    """The tables of ``lexicon/nouns.toml``.

    Raises:
        DataError: the file is malformed or a noun stands under two types; says which.
    """
    name = "lexicon/nouns.toml"
    table = data.read_toml(name)
    endings = {word: kind for kind, words in table["types"].items() for word in words.split()}
    return data.validate(
        name, "", Nouns,
        {
            "endings": endings,
            "exact": {word: kind for kind, words in table["exact"].items() for word in words},
            "determiners": table["determiners"],
            "none": table["none"]["words"].split(),
            "adjectival": table["adjectival"]["stems"].split(),
            "agreement": table["adjectival"]["agreement"],
            "light": table["light"]["adjectives"].split(),
            "light_of_offices": table["light"]["of_offices"].split(),
            "longest": max(map(len, endings)),
            "agents": [
                word for row in data.read_tsv("lexicon/agents.tsv", ("masculine", "feminine")) for word in row.values()
            ],
        },
    )  # fmt: skip
