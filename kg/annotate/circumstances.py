"""When, where and for how much: the roles of a clause beside its two ends."""

from __future__ import annotations

from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from kg.annotate.layers import Clause, RelationMatch, TokenMention
from kg.annotate.mention_index import mention_index
from kg.annotate.syntax import governing_verb
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import children, sentence_of

NEAR = 4  # steps in the tree from an end to its amount: zusagen → Hilfe → Höhe → Euro


def circumstances_of(doc: Doc, clause: Clause, ends: tuple[TokenMention, TokenMention]) -> dict[str, TokenMention]:
    """The roles ``time``, ``place`` and ``amount`` of a clause, as far as the sentence gives them.

    *Am Mittwoch (time) sagte Berlin in Brüssel (place) Hilfen von 2 Milliarden Euro (amount) zu.*
    """
    roles: dict[str, TokenMention] = {}
    start, end = sentence_of(doc[clause.predicate])
    for mention in mention_index(doc).values_between(start, end):
        if mention in ends:
            continue
        if mention.kind == "time" and "time" not in roles and _belongs_to(doc[mention.head], clause):
            roles["time"] = mention
        elif mention.kind == "amount" and "amount" not in roles and _measures(doc, mention, clause, ends):
            roles["amount"] = mention
    for argument in clause.arguments:
        place = argument.mention
        if argument.slot in load_syntax().place.slots and place is not None and place.referent.type == "Place":
            if place not in ends:
                roles.setdefault("place", place)
    for mention in ends:
        if mention.kind == "amount":
            roles.setdefault("amount", mention)
    return roles


def add_later_times(doc: Doc, matches: list[RelationMatch]) -> None:
    """Dates relations by the sentence after theirs: *Wir haben Hilfe zugesagt. Das war im September.*"""
    by_sentence: dict[int, list[RelationMatch]] = {}
    for match in matches:
        by_sentence.setdefault(match.sentence, []).append(match)
    for before, sent in pairwise(doc.sents):
        if before.start in by_sentence and (time := _dating(doc, sent)) is not None:
            for match in by_sentence[before.start]:
                match.roles.setdefault("time", time)


def _dating(doc: Doc, sent: Span) -> TokenMention | None:
    """The time that `sent` gives to what was just said: *das* or *dies* is, was or happened then."""
    subjects = children(sent.root, "nsubj")
    if not any(subject.lower_ in load_syntax().demonstratives for subject in subjects):
        return None
    times = [m for m in mention_index(doc).values_between(sent.start, sent.end) if m.kind == "time"]
    others = children(sent.root, "obj", "iobj", "ccomp", "xcomp")
    return times[0] if len(times) == 1 and not others else None


def _belongs_to(token: Token, clause: Clause) -> bool:
    """True if the nearest predicate above `token` is the clause's, or that of the clause above a noun's."""
    if any(ancestor.i == clause.predicate for ancestor in token.ancestors):
        above = governing_verb(token)
        return clause.kind == "noun" or above is None or above.i in (clause.predicate, *clause.words)
    if clause.kind in ("noun", "participle") and clause.parent is not None:
        return _belongs_to(token, clause.parent)
    return False


def _measures(doc: Doc, amount: TokenMention, clause: Clause, ends: tuple[TokenMention, TokenMention]) -> bool:
    """True for sums of money below one of the ends or beside them: *Hilfen in Höhe von 2 Milliarden Euro*."""
    if amount.value is None or amount.value.kind != "money":
        return False
    heads = {end.head for end in ends} | {clause.predicate}
    token = doc[amount.head]
    for _ in range(NEAR):
        if token.i in heads or token.head.i in heads:
            return True
        if token.pos_ in ("VERB", "AUX"):
            return False
        token = token.head
    return False
