"""What verbs, nouns and positions mean: the files of ``ontologies/lexicon/``, checked on load.

frames/*.toml   predicates and the relations that they express (`Frame`)
positions.toml  offices and memberships: ``Präsident der Ukraine`` -> headOf (`Position`)
reporting.toml  words that say who says something (`Reporting`)
grammar.toml    negation, modality, control (`Grammar`)
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from kg import data
from kg.annotate.syntax_tables import load_syntax
from kg.errors import DataError
from kg.ontology import load_ontology
from kg.types import EntityType, Modality

PLAIN_SLOTS = frozenset(
    "subject object indirect genitive predicative clause possessive modifier apposition self office".split()
)
Words: TypeAlias = frozenset[str]
CASES = frozenset({"acc", "dat", "gen", "nom"})


class Strict(BaseModel):
    """A table of a data file: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def check_slot(slot: str) -> str:
    """`slot` if it is a plain slot, ``preposition+case``, or a path of two: ``für+acc>genitive``.

    >>> check_slot("aus+dat")
    'aus+dat'
    """
    outer, path, inner = slot.partition(">")
    if path:
        return f"{check_slot(outer)}>{check_slot(inner)}"
    preposition, plus, case = slot.partition("+")
    if slot in PLAIN_SLOTS or (plus and preposition and case in CASES):
        return slot
    raise ValueError(f"unknown slot {slot!r}; known: {', '.join(sorted(PLAIN_SLOTS))}, or preposition+acc/dat/gen")


class Frame(Strict):
    """One way in which words express one relation: *X kauft Y aus Z*.

    Exactly one of ``verbs``, ``nouns``, ``adjectives`` names the predicates (lemmas, separable prefix included,
    reflexive verbs without ``sich``). ``subject`` and ``object`` list the slots that may fill the relation's ends,
    tried in order; ``self`` is the predicate noun (``Militärhilfe für …`` as the thing supplied), ``office`` the
    position that the article gives the subject (``Conte trat zurück``: as Ministerpräsident). ``with`` demands that a
    slot is filled by one of these lemmas (``*`` = by anything): ``Gespräche führen mit``; a slot in ``without``
    must be empty but for events and times. ``für+acc>genitive`` is the genitive below a filler: *bedankte sich für die
    Hilfe Blinkens*. ``speaker`` is the slot of who says so: *Die Polizei schätzt den Schaden auf zehn Euro*. ``types``
    narrows the entity types of an end beyond the ontology's domain and range.
    ``gives`` lists what the example yields: ``Ungarn buysFrom Russland``.
    """

    relation: str
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    subject: tuple[str, ...] = ("subject",)
    object: tuple[str, ...] = ("object",)
    with_: dict[str, tuple[str, ...]] = Field(default_factory=dict, alias="with")
    without: tuple[str, ...] = ()
    types: dict[str, tuple[EntityType, ...]] = Field(default_factory=dict)
    reflexive: bool | None = None
    modality: Modality | None = None
    speaker: tuple[str, ...] = ()
    example: str
    gives: tuple[str, ...]

    @field_validator("subject", "object", "without", "speaker")
    @classmethod
    def _slots_are_known(cls, slots: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(check_slot(slot) for slot in slots)

    @field_validator("with_")
    @classmethod
    def _with_slots_are_known(cls, table: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        return {check_slot(slot): lemmas for slot, lemmas in table.items()}

    @model_validator(mode="after")
    def _names_one_kind_of_predicate(self) -> Frame:
        if sum(bool(words) for words in (self.verbs, self.nouns, self.adjectives)) != 1:
            raise ValueError("needs exactly one of verbs, nouns, adjectives")
        if unknown := set(self.types) - {"subject", "object"}:
            raise ValueError(f"types: unknown end {sorted(unknown)[0]!r}; known: subject, object")
        return self

    @property
    def words(self) -> tuple[str, ...]:
        """The predicate lemmas, of whichever part of speech."""
        return self.verbs or self.nouns or self.adjectives

    @property
    def specificity(self) -> int:
        """How much the frame demands: the most specific frame of a predicate wins; demanded words weigh most."""
        return 6 * len(self.with_) + len(self.without) + len(self.types) + (self.reflexive is not None)


class Position(Strict):
    """Nouns for an office or a membership, and what holding it means for person and institution.

    A noun also matches as the last part of a compound (``minister`` in ``Außenminister``) if it starts with ``-``.
    ``relations`` hold between the person and the institution, country or party; the first that the types of both
    ends admit is taken. ``office`` is False where the noun is no position (``Mitglied``, ``Politiker``).
    """

    nouns: tuple[str, ...]
    relations: tuple[str, ...]
    office: bool = True
    example: str
    gives: tuple[str, ...]


class Reporting(Strict):
    """Words that say who says something."""

    verbs: Words  # sagen, erklären, betonen: subject speaks, clause or quote is said
    nouns: Words  # Angaben, Aussage, Ansicht: nach Angaben von X, die Aussage, dass …
    prepositions: Words  # laut, zufolge
    noun_prepositions: Words  # nach (Angaben), gemäß (Aussage)
    particles: Words  # so (Blinken)
    hearsay: Words  # angeblich, mutmaßlich


class Grammar(Strict):
    """Closed classes: what turns a statement round or makes it a plan, a possibility, a condition."""

    negators: Words
    modals: dict[str, Modality]  # infinitive of the modal verb -> modality
    adverbs: dict[str, Modality]  # vermutlich, möglicherweise, voraussichtlich
    conditionals: Words  # wenn, falls
    plan_verbs: Words  # their infinitive or dass-clause is planned: planen, beabsichtigen, zusagen
    demand_verbs: Words  # their infinitive or dass-clause is possible; the object acts: auffordern
    negative_verbs: Words  # the act named in their object does not happen: ablehnen, absagen
    undone_slots: Words
    undone: Words  # what hangs on these nouns in those slots, the subject of these verbs did not come about: Absage
    failed: Words  # so with these, if it is one of the achievements: Scheitern, scheitern
    achievements: Words
    act_verbs: Words  # their subject does what the object names: üben, leisten, führen, beginnen
    first_person: Words  # ich, wir, mein, unser


class Lexicon(BaseModel):
    """All predicates by lemma, all positions by noun, and the closed classes."""

    model_config = ConfigDict(frozen=True)

    verbs: dict[str, tuple[Frame, ...]]
    nouns: dict[str, tuple[Frame, ...]]
    adjectives: dict[str, tuple[Frame, ...]]
    positions: dict[str, Position]
    endings: dict[str, Position]  # folded last parts of compounds
    reporting: Reporting
    grammar: Grammar

    @cached_property
    def position(self) -> Callable[[str], Position | None]:
        """What a noun says about an office; the longest matching last part of a compound decides."""
        return lru_cache(data.KEPT_WORDS)(self._position)

    @cached_property
    def framed_noun(self) -> Callable[[str], str]:
        """The noun whose frames a compound shares, "" if there is none: *Geheimtreffen* -> Treffen."""
        return lru_cache(data.KEPT_WORDS)(self._framed_noun)

    def _framed_noun(self, lemma: str) -> str:
        compounds = load_syntax().compounds
        if lemma in self.nouns:
            return lemma
        if lemma.lower().startswith(compounds.barriers) and "-" not in lemma:
            return ""
        return next((part for part in compounds.last_parts(lemma) if part in self.nouns), "")

    def _position(self, lemma: str) -> Position | None:
        if lemma in self.positions:
            return self.positions[lemma]
        folded = lemma.casefold()
        parts = (folded[start:] for start in range(len(folded)))
        return next((self.endings[part] for part in parts if part in self.endings), None)


@cache
def load_lexicon(base: Path | None = None) -> Lexicon:
    """The lexicon in ``ontologies/lexicon`` (or below `base`).

    Raises:
        DataError: a file is malformed or names a relation that the ontology lacks; says file, table and field.
    """
    root = (base or data.root()) / "lexicon"
    by_kind: dict[str, dict[str, list[Frame]]] = {"verbs": {}, "nouns": {}, "adjectives": {}}
    for frame in read_frames(root):
        for kind, table in by_kind.items():
            for word in getattr(frame, kind):
                table.setdefault(word, []).append(frame)
    positions = _read_positions(root)
    return Lexicon(
        **{
            kind: {word: _most_specific_first(found) for word, found in table.items()}
            for kind, table in by_kind.items()
        },
        positions={noun: item for item in positions for noun in item.nouns if not noun.startswith("-")},
        endings=_endings(positions),
        reporting=_read_one(root, "reporting.toml", Reporting),
        grammar=_read_one(root, "grammar.toml", Grammar),
    )


def read_frames(root: Path) -> list[Frame]:
    """All frames of ``frames/*.toml``, in file order.

    Raises:
        DataError: a frame is malformed; says ``frames/buying.toml: [[frame]] 3 (kaufen).object: …``.
    """
    frames = []
    for path in sorted((root / "frames").glob("*.toml")):
        name = f"frames/{path.name}"
        for number, table in enumerate(_tables(data.read_toml(name, root), name, "frame"), start=1):
            words = table.get("verbs") or table.get("nouns") or table.get("adjectives") or ["?"]
            place = f"[[frame]] {number} ({words[0]})"
            frame = data.validate(name, place, Frame, table)
            _check_relations(name, place, (frame.relation,))
            frames.append(frame)
    return frames


def _read_positions(root: Path) -> list[Position]:
    name = "positions.toml"
    positions = []
    for number, table in enumerate(_tables(data.read_toml(name, root), name, "position"), start=1):
        place = f"[[position]] {number}"
        position = data.validate(name, place, Position, table)
        _check_relations(name, place, position.relations)
        positions.append(position)
    return positions


def _endings(positions: list[Position]) -> dict[str, Position]:
    return {noun[1:].casefold(): item for item in reversed(positions) for noun in item.nouns if noun.startswith("-")}


def _tables(content: dict[str, Any], name: str, key: str) -> list[dict[str, Any]]:
    tables = content.get(key)
    if not isinstance(tables, list) or len(content) != 1:
        raise DataError(name, "", f"must consist of [[{key}]] tables only")
    return tables


def _read_one(root: Path, name: str, model: type[data.Model]) -> data.Model:
    return data.validate(name, "", model, data.read_toml(name, root))


def _check_relations(name: str, place: str, relations: tuple[str, ...]) -> None:
    known = load_ontology().relations
    for relation in relations:
        if relation not in known:
            raise DataError(name, f"{place}.relation", f"unknown relation {relation!r}; see relations.tsv")


def _most_specific_first(frames: list[Frame]) -> tuple[Frame, ...]:
    return tuple(sorted(frames, key=lambda frame: -frame.specificity))
