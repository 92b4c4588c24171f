"""The closed facts of German syntax as tables: ``ontologies/lexicon/syntax.toml``, checked on load."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property

from pydantic import BaseModel, ConfigDict

from kg import data
from kg.types import EntityType

FILE = "lexicon/syntax.toml"
SHORTEST_FRONT = 3  # letters of a compound before its last part: Auto|unfall


class Passive(BaseModel):
    """Slots in which the agent of a passive stands."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    agents: frozenset[str]
    nominal_agents: frozenset[str]


class Copula(BaseModel):
    """Verbs that link a subject to a noun or adjective, and the particle that introduces a role."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    verbs: tuple[str, ...]
    like: frozenset[str]
    als: str


class Compounds(BaseModel):
    """What keeps a compound from being a kind of what its last part names, and what links its parts."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    barriers: tuple[str, ...]
    whole: frozenset[str]
    shortest: int
    links: tuple[str, ...]

    def last_parts(self, noun: str) -> Iterator[str]:
        """What `noun` may end with as a compound, the longest first; short words only behind a hyphen.

        >>> [list(load_syntax().compounds.last_parts(noun)) for noun in ("Soforthilfe", "EU-Plan")]
        [['Orthilfe', 'Rthilfe', 'Thilfe', 'Hilfe'], ['Plan']]
        """
        for start in range(SHORTEST_FRONT, len(noun) if noun not in self.whole else 0):
            part = noun[start:].lstrip("-").capitalize()
            if len(part) >= self.shortest or "-" in noun[start - 1 : start + 1]:
                yield part


class Doing(BaseModel):
    """How a noun that names an act hangs on the verb whose subject does it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    verbs: tuple[str, ...]
    slots: frozenset[str]
    by_dative: frozenset[str]
    of_others: frozenset[str]
    below: tuple[str, ...]


class Hearsay(BaseModel):
    """The modal verb that reports without naming a source, and the infinitives that it governs then."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    modal: str
    auxiliaries: frozenset[str]
    own: str


class Place(BaseModel):
    """Slots that say where something happens."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    slots: frozenset[str]


class Quotes(BaseModel):
    """Pairs of opening and closing quotation marks, two characters each."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    pairs: tuple[str, ...]

    @cached_property
    def marks(self) -> frozenset[str]:
        """All quotation marks."""
        return frozenset("".join(self.pairs))


class Subjunctive(BaseModel):
    """Konjunktiv II forms of the auxiliaries."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    irrealis: frozenset[str]


class Syntax(BaseModel):
    """The tables of ``syntax.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    reflexive: str
    relatives: frozenset[str]
    complementizers: frozenset[str]
    belonging: frozenset[str]
    belonging_within: frozenset[str]
    including: frozenset[str]
    comparing: frozenset[str]
    measured: frozenset[str]
    demonstratives: frozenset[str]
    empty_verbs: frozenset[str]
    presenting: frozenset[str]
    purpose: frozenset[str]
    doubts: frozenset[str]
    contrasts: frozenset[str]
    additive: frozenset[str]
    asserting: frozenset[str]
    denials: frozenset[str]
    sides: frozenset[str]
    quoting: frozenset[str]
    naming: frozenset[str]
    accusing: frozenset[str]
    as_said: frozenset[str]
    future: str
    intention: frozenset[str]
    genitive_endings: tuple[str, ...]
    infinitive_mark: str
    contractions: dict[str, tuple[str, str]]
    cases: dict[str, tuple[str, ...]]
    articles: dict[str, frozenset[str]]
    articles_of: dict[str, dict[str, frozenset[str]]]
    passive: Passive
    copula: Copula
    compounds: Compounds
    doing: Doing
    hearsay: Hearsay
    quotes: Quotes
    subjunctive: Subjunctive
    place: Place
    origin: dict[EntityType, str]


@cache
def load_syntax() -> Syntax:
    """The closed facts of German syntax.

    Raises:
        DataError: the file is malformed; says table and field.
    """
    return data.validate(FILE, "", Syntax, data.read_toml(FILE))
