"""The mentions of a Doc by token, and what several steps ask about them, worked out once."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.annotate.layers import TokenMention

INDEX = "kg_mention_index"  # in Doc.user_data
LONGEST_LEAD = 3  # tokens of a name up to its head: Antony John *Blinken*


class MentionIndex(dict[int, TokenMention]):
    """Token -> the mention that it heads; parts of compounds are left out, they stand in ``parts`` by their token.

    ``denoted`` and ``beside`` keep what `kg.annotate.apposition` has found, ``titles`` what `kg.annotate.titles` has.
    These rest on kind, type and place of the mentions, not on their antecedents.
    """

    def __init__(self, doc: Doc, mentions: list[TokenMention]) -> None:
        super().__init__()
        self.mentions = mentions
        self.parts: dict[int, list[TokenMention]] = {}
        self.denoted: dict[int, TokenMention | None] = {}
        self.beside: dict[TokenMention, list[TokenMention]] = {}
        self.titles: list[tuple[TokenMention, TokenMention]] | None = None
        self._values = [mention for mention in mentions if mention.kind in ("time", "amount")]
        self._starting: dict[int, list[TokenMention]] = {}
        for mention in mentions:
            if is_compound_part(doc, mention):
                self.parts.setdefault(mention.start, []).append(mention)
            elif mention.head not in self:
                self[mention.head] = mention
        for head in sorted(self):
            self._starting.setdefault(self[head].start, []).append(self[head])

    def values_between(self, start: int, end: int) -> list[TokenMention]:
        """The times and amounts that begin at one of the tokens from `start` to `end` - 1."""
        return [mention for mention in self._values if start <= mention.start < end]

    def name_at(self, start: int) -> TokenMention | None:
        """The name that begins at token `start`; its head may be a later word of it."""
        named = (mention for mention in self._starting.get(start, ()) if mention.kind == "name")
        return next((mention for mention in named if mention.head < start + LONGEST_LEAD), None)


def mention_index(doc: Doc) -> MentionIndex:
    """The index of the mentions of `doc`, made once per list of mentions."""
    mentions = doc._.mentions or []
    known: MentionIndex | None = doc.user_data.get(INDEX)
    if known is None or known.mentions is not mentions:
        known = doc.user_data[INDEX] = MentionIndex(doc, mentions)
    return known


def is_compound_part(doc: Doc, mention: TokenMention) -> bool:
    """True for the ``US`` of ``US-Außenminister``: it covers less than its token, by more than an ending (*Bidens*)."""
    start, end = mention.chars
    return mention.end - mention.start == 1 and end - start < len(doc[mention.start]) - 2
