"""What the five steps write on a spaCy Doc, and where.

=====================  ========================================  ==================
extension              holds                                     written by
=====================  ========================================  ==================
``doc._.article``      kg.types.Article | None                   the caller (date of the article, title)
``doc._.mentions``     list[TokenMention] in text order          kg_mentions
``TokenMention.antecedent``                                      kg_coref
``doc._.voices``       list[Voice | None], one per token         kg_attribution
``doc._.clauses``      list[Clause] in text order                kg_clauses
``doc._.relations``    list[RelationMatch] in text order         kg_relations
=====================  ========================================  ==================

Token positions are indices into the Doc; ranges are half-open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from spacy.tokens import Doc

from kg.types import EntityType, MentionKind, Modality, Polarity, Value

ClauseKind: TypeAlias = Literal["verb", "noun", "copula", "participle"]
VoiceKind: TypeAlias = Literal["quote", "indirect", "according", "hearsay"]


@dataclass(slots=True, eq=False)
class TokenMention:
    """A stretch of tokens that denotes an actor, a thing, a position, an amount or a time.

    A part of a compound (``US-`` in ``US-Außenminister``) is a mention of its own: same token, smaller ``chars``.
    ``name`` is the base form used as label: ``Blinkens`` -> ``Blinken``, ``den Gütern`` -> ``Güter``.
    ``key`` is the key of the gazetteer entry where one matched, else "".
    """

    start: int
    end: int
    head: int  # token that carries the mention's syntactic function
    chars: tuple[int, int]  # code points in doc.text, half-open
    kind: MentionKind
    type: EntityType
    name: str
    key: str = ""
    gender: str = ""  # Masc Fem Neut or ""
    number: str = ""  # Sing Plur or ""
    value: Value | None = None
    antecedent: TokenMention | None = None

    @property
    def referent(self) -> TokenMention:
        """The mention at the end of the coreference chain (itself if there is none)."""
        seen = self
        while seen.antecedent is not None:
            seen = seen.antecedent
        return seen


@dataclass(slots=True, eq=False)
class Voice:
    """Who vouches for a stretch of tokens. ``speaker`` is None for an unnamed source (``soll … haben``)."""

    kind: VoiceKind
    speaker: TokenMention | None
    cue: int  # token that introduces it: sagte, laut, soll
    outer: Voice | None = None  # Rutte sagte, Selenskyj habe gefordert …: outer voice of Selenskyj's is Rutte's


def voiced(modality: Modality, voice: Voice | None) -> Modality:
    """`modality`, but "reported" for what is asserted in somebody else's voice."""
    return "reported" if voice is not None and modality == "asserted" else modality


@dataclass(slots=True, eq=False)
class Argument:
    """One filler of a clause. ``slot`` is its place in the frame, independent of word order and passive.

    Slots: ``subject object indirect genitive predicative clause adverbial possessive modifier`` or
    ``<preposition>+<case>`` such as ``aus+dat`` (contracted forms resolved: ``im`` -> ``in+dat``).
    ``head`` is the token that heads the filler; coordinated fillers are separate arguments.
    ``mention`` is None where the filler is no mention (a clause, an adverb).
    """

    slot: str
    head: int
    mention: TokenMention | None = None
    shared: bool = False  # taken over from another clause: subject of a coordinated or infinitive clause


@dataclass(slots=True, eq=False)
class Clause:
    """One predicate with its arguments, whatever the surface.

    ``lemma`` includes a separable prefix (``zusammenkommen``); ``words`` are all tokens of the predicate.
    For ``noun`` clauses the predicate is the noun (das *Treffen* Blinkens mit Borrell), for ``copula`` clauses the
    predicative word (ist *Mitglied* der EU), for ``participle`` clauses the participle (der *gelieferte* Panzer).
    """

    predicate: int
    lemma: str
    kind: ClauseKind
    words: tuple[int, ...]
    arguments: list[Argument] = field(default_factory=list)
    reflexive: bool = False
    passive: bool = False
    polarity: Polarity = "positive"
    modality: Modality = "asserted"
    voice: Voice | None = None
    parent: Clause | None = None

    def fillers(self, slot: str) -> list[Argument]:
        """The arguments in `slot`, in text order."""
        return [argument for argument in self.arguments if argument.slot == slot]


@dataclass(slots=True, eq=False)
class RelationMatch:
    """A relation of the ontology (or an open one) found in a clause, its ends still mentions."""

    relation: str
    subject: TokenMention
    object: TokenMention
    rule: str  # readable: "kaufen: subject → buysFrom → aus+dat"
    predicate: tuple[int, int]  # tokens of the predicate, half-open: identity of the event
    sentence: int  # index of the sentence's first token
    roles: dict[str, TokenMention] = field(default_factory=dict)
    polarity: Polarity = "positive"
    modality: Modality = "asserted"
    voice: Voice | None = None
    confidence: float = 1.0
    label: str = ""  # words of an open relation


for _name in ("mentions", "voices", "clauses", "relations"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)
if not Doc.has_extension("article"):
    Doc.set_extension("article", default=None)
