"""Phrases in a sentence's own words: the noun phrase below a head, without clauses and explanations behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from kg.annotate.inflect import value_of
from kg.annotate.syntax import case_of
from kg.annotate.tree import children, dependents, sentence_of
from kg.types import Span

ATTRIBUTES = frozenset({"det", "det:poss", "amod", "nummod", "nmod", "nmod:poss", "flat", "flat:name", "compound"})
NAMES = ("flat", "flat:name", "appos")  # coordinated names are phrases of their own: die Minister Ott und Lenz
MODIFIED = ("ADJ", "NUM", "DET", "VERB", "ADV")  # rund 100 Menschen, ein völlig neues Klima, der gestern gewählte Rat
JOINING = frozenset("-/–'’&")


def phrase_of(head: Token) -> list[int]:
    """The words of the phrase that `head` heads, without its own preposition and what is coordinated with it.

    Articles, adjectives, genitives and prepositional attributes stay: *die Rede des Präsidenten in Kiew*. Relative
    clauses, infinitives and appositions between commas go: *Merkel, die Kanzlerin, …* -> Merkel.
    """
    found = {head.i}
    for child in dependents(head):
        if _is_attribute(child, head) and not children(child, "cop"):
            found.update(_below(child, joined=child.dep_ not in NAMES))
    words = _around(head, found)
    return words[1:] if head.doc[words[0]].dep_ == "cc" and len(words) > 1 else words


def core_of(head: Token) -> list[int]:
    """`phrase_of` without prepositional attributes: *die Kritik an Moskau* -> die Kritik."""
    outside = {token.i for child in dependents(head) if is_prepositional(child) for token in child.subtree}
    return [i for i in phrase_of(head) if i not in outside]


def title_of(head: Token, names: Iterable[int]) -> list[int]:
    """What a title says of `names`: *der neue Minister* as it is, of *dem neuen Minister* only the noun.

    Nothing where the noun shows a case that does not fit: *des Ministers*.
    """
    if case_of(head) in ("nom", ""):
        return [i for i in phrase_of(head) if i not in set(names)]
    found = [i for i in core_of(head) if i not in set(names)]
    inflected = {below.i for child in children(head, "det", "det:poss", "amod") for below in child.subtree}
    return [i for i in found if i not in inflected] if head.text == head.lemma_ else []


def is_prepositional(token: Token) -> bool:
    """True for the head of a prepositional phrase: *(mit den) Drohnen*."""
    return bool(children(token, "case"))


def is_aside(token: Token) -> bool:
    """True for an apposition set off by a comma, a bracket or a dash: *Merkel, die Kanzlerin,*."""
    edge = token.left_edge
    before = edge if edge.is_punct or edge.i == sentence_of(token)[0] else edge.nbor(-1)
    return before.is_punct and not before.is_quote


def is_set_phrase(head: Token) -> bool:
    """True for *unter anderem*, *vor allem*, *bis auf weiteres*, *vor kurzem*: adverbs, not arguments."""
    bare = all(child.dep_ == "case" for child in dependents(head))
    return head.pos_ in ("DET", "ADJ") and head.is_lower and bare and value_of(head, "PronType") != "Dem"


def words_of(doc: Doc, tokens: Iterable[int]) -> str:
    """The surface words of `tokens` in the order given, with one space between words that the text sets apart."""
    text, before = "", -1
    for i in tokens:
        glued = before == i - 1 and not doc[before].whitespace_
        text += ("" if glued or not text else " ") + doc[i].text
        before = i
    return text


def relation_words(doc: Doc, relation: tuple[int, ...]) -> str:
    """The relation's words, written small where they open the sentence: *In Rom traf er* -> ``traf in``."""
    words = words_of(doc, relation)
    for token in (doc[i] for i in relation):
        if token.is_title and token.pos_ not in ("NOUN", "PROPN", "PRON"):
            words = " ".join(token.lower_ if word == token.text else word for word in words.split(" "))
    return words


def spans_of(doc: Doc, tokens: Iterable[int]) -> tuple[Span, ...]:
    """Where `tokens` stand in the text: one span for each unbroken run."""
    runs: list[list[int]] = []
    for i in sorted(tokens):
        if runs and i == runs[-1][1]:
            runs[-1][1] = i + 1
        else:
            runs.append([i, i + 1])
    return tuple(Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1])) for start, end in runs)


def _is_attribute(child: Token, head: Token) -> bool:
    if child.dep_ in NAMES:
        return not is_aside(child)
    if child.dep_ in ("det", "det:poss", "amod"):
        return child.i < head.i
    if value_of(child, "Polarity") == "Neg" and child.i + 1 < len(child.doc) and child.nbor().dep_ == "amod":
        return True  # nicht abgeschlossene Verfahren
    if child.dep_ == "advmod":
        return head.pos_ in MODIFIED and head.dep_ != "ROOT"
    if child.i < head.i and is_prepositional(child) and head.dep_ != "amod":
        return False  # war im Senat Mitglied: attributes with preposition follow their noun
    return child.dep_ in ATTRIBUTES


def _below(token: Token, *, joined: bool = True) -> Iterator[int]:
    """The words of an attribute, with its preposition, modifiers and (if `joined`) what is coordinated with it."""
    yield token.i
    for child in dependents(token):
        inner = child.dep_ == "case" or (joined and child.dep_ in ("conj", "cc"))
        if child.dep_ == "advmod":
            inner = token.pos_ in MODIFIED
        elif token.dep_ == "amod" and child.dep_ in ("obl", "obl:arg", "obl:agent", "obj"):
            inner = True  # die von Merkel geführten Gespräche
        elif child.dep_ == "punct":
            inner = child.text in JOINING or (child.text == "," and token.dep_ == "conj")
        if (inner or _is_attribute(child, token)) and value_of(child, "VerbForm") != "Fin":
            yield from _below(child, joined=joined)


def _around(head: Token, found: set[int]) -> list[int]:
    """The part of `found` around `head` without a foreign word in between: *ein Mann* in *ein Mann kam aus Rom*."""
    joined = {i for child in children(head, "conj") for i in (below.i for below in child.subtree)}
    below = {token.i for token in head.subtree} - joined
    kept = [head.i]
    for step in (-1, 1):
        i = head.i + step
        while i in below or (0 <= i < len(head.doc) and head.doc[i].is_punct):
            if i in found:
                kept.append(i)
            i += step
    return sorted(kept)
