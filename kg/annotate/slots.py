"""What fills the slots of a clause, each slot looked up once: the frames of a predicate ask for the same ones."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.annotate.arguments import fits, verb_arguments
from kg.annotate.layers import Argument, Clause, TokenMention
from kg.annotate.mention_index import MentionIndex
from kg.annotate.noun_arguments import noun_arguments
from kg.annotate.syntax import is_verb
from kg.annotate.titles import title_index

SELF, OFFICE = "self", "office"


class Slots:
    """The slots of one clause."""

    def __init__(self, doc: Doc, clause: Clause, index: MentionIndex) -> None:
        self.doc, self.clause, self.index = doc, clause, index
        self._fillers: dict[str, list[Argument]] = {}
        self._mentions: dict[str, list[TokenMention]] = {}
        self._below: dict[int, list[Argument]] = {}
        self._shown: dict[str, list[Argument]] = {}
        for argument in clause.arguments:
            self._shown.setdefault(argument.slot, []).append(argument)
        self._is_open = any(slot.endswith("+?") for slot in self._shown)

    def fillers(self, slot: str) -> list[Argument]:
        """The arguments in `slot`; ``für+acc>genitive`` are those below the fillers of ``für+acc``."""
        if slot not in self._fillers:
            self._fillers[slot] = self._read_fillers(slot)
        return self._fillers[slot]

    def mentions(self, slot: str) -> list[TokenMention]:
        """The mentions in `slot`; ``self`` is the predicate noun as a thing, ``office`` what the subject holds."""
        if slot not in self._mentions:
            self._mentions[slot] = self._read_mentions(slot)
        return self._mentions[slot]

    def _read_fillers(self, slot: str) -> list[Argument]:
        outer, path, inner = slot.partition(">")
        if self._is_open or outer == "indirect":  # cases that the form leaves open
            found = [argument for argument in self.clause.arguments if fits(outer, argument, self.doc)]
        else:
            found = self._shown.get(outer, [])
        if not path:
            return found
        return [below for filler in found for below in self._arguments(filler.head) if fits(inner, below, self.doc)]

    def _arguments(self, head: int) -> list[Argument]:
        """The arguments of a filler: of a noun, or of the infinitive in *beschloss, eine Zone einzurichten*."""
        if head not in self._below:
            arguments = verb_arguments if is_verb(self.doc[head]) else noun_arguments
            self._below[head] = arguments(self.doc[head], self.index)
        return self._below[head]

    def _read_mentions(self, slot: str) -> list[TokenMention]:
        if slot == SELF:
            own = self.index.get(self.clause.predicate)
            return [own] if own is not None else []
        if slot == OFFICE:
            return self._offices()
        return [argument.mention for argument in self.fillers(slot) if argument.mention is not None]

    def _offices(self) -> list[TokenMention]:
        """The position that the article last gave the subject before this clause: *Conte trat zurück*."""
        subjects = [argument.mention.referent for argument in self.clause.fillers("subject") if argument.mention]
        titles = [
            title for title, bearer in title_index(self.doc) if bearer.referent in subjects and title.kind == "position"
        ]
        before = [title for title in titles if title.start < self.clause.predicate]
        return before[-1:] or titles[:1]
