"""Mends of prepositional phrases in the tree, where form or vocabulary contradict the parser.

Nouns that govern a preposition: ``ontologies/lexicon/attributes.tsv``, built by ``training/build_attributes.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from spacy.tokens import Doc, Token

from kg import data
from kg.annotate.lexicon import Frame, check_slot, load_lexicon
from kg.annotate.syntax import is_passive, lemma_of, preposition_of, slot_matches
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import sentence_of, tree_of
from kg.annotate.word_order import SUBJECTS
from kg.errors import DataError
from kg.noun_forms import load_noun_forms

FILE = "lexicon/attributes.tsv"
PHRASES = frozenset({"obl", "nmod"})
BARE = frozenset({"obj", "obl", *SUBJECTS})
PREDICATES = frozenset({"VERB", "AUX", "ADJ"})
NOMINAL = frozenset({"NOUN", "PROPN"})
FILLERS = frozenset({"NOUN", "PROPN", "NUM"})
INSIDE = frozenset({"nmod", "flat", "appos", "conj"})  # links between the nouns of one phrase


def mend_attachments(doc: Doc) -> None:
    """Hangs prepositional phrases of `doc` where they belong; needs tags, lemmas and a tree.

    *bis zum Juli* belongs to what governs *bis*; in *bekräftigt sein Recht auf den Namen* the phrase to the noun, and
    in *verurteilte ihn zu zwei Jahren Haft* the last noun to the measure. *mehr als 200 Menschen* is no phrase at all.
    """
    changed = False
    for token in tree_of(doc).tokens:
        if token.dep_ in BARE and (measure := _measure_of(token)) is not None:
            token.head, token.dep_ = measure, "nmod"
            changed = True
        if token.dep_ not in PHRASES:
            continue
        if (comparing := _comparing_word(token)) is not None:
            comparing.dep_ = "fixed"
            if token.dep_ == "obl" and token.head.pos_ in PREDICATES:
                token.dep_ = "obj" if any(child.dep_ in SUBJECTS for child in token.head.children) else "nsubj"
            changed = True
        if token.head.pos_ == "ADP":
            changed |= _raise_above(token, token.head)
        if token.head.pos_ in PREDICATES and (noun := _governing_noun(token)) is not None:
            token.head, token.dep_ = noun, "nmod"
            changed = True
    if changed:
        tree_of(doc).read()


def _comparing_word(noun: Token) -> Token | None:
    """The *als* of *mehr als 200 Menschen*, taken for a preposition."""
    for child in noun.lefts:
        if child.dep_ == "case" and child.i > 0 and child.nbor(1).pos_ == "NUM":
            return child if child.nbor(-1).lower_ in load_syntax().comparing else None
    return None


def _measure_of(noun: Token) -> Token | None:
    """What measures a bare noun right behind it: *zu zwei Jahren | Haft*, *zu 900 Euro | Geldstrafe*."""
    if noun.pos_ != "NOUN" or noun.i == sentence_of(noun)[0] or noun.n_lefts or noun.n_rights:
        return None
    measure = noun.nbor(-1)
    counted = (
        any(child.dep_ == "nummod" for child in measure.lefts) and preposition_of(measure) in load_syntax().measured
    )
    return measure if counted and measure.head.i == noun.head.i else None


def _raise_above(noun: Token, preposition: Token) -> bool:
    """Turns *bis → Juli* into *Juli → bis*: prepositions have no dependents. True if it did."""
    governor = preposition.head
    if preposition.dep_ != "case" or not preposition.i < noun.i or governor.i == preposition.i:
        return False
    if any(child.dep_ in PHRASES and child.i != noun.i for child in preposition.children):
        return False
    noun.head, noun.dep_ = governor, "obl" if governor.pos_ in PREDICATES else "nmod"
    preposition.head = noun
    return True


def _governing_noun(token: Token) -> Token | None:
    """The noun right before a phrase of the verb that governs its preposition: *Recht der Frauen | auf Bildung*."""
    edge = token.left_edge
    if token.pos_ not in FILLERS or edge.dep_ != "case" or edge.head.i != token.i or edge.i == sentence_of(token)[0]:
        return None
    verb, slot = token.head, preposition_of(token)
    for noun in _nouns_upwards(edge.nbor(-1)):
        if _governs(noun.text, slot) and verb.is_ancestor(noun):
            return None if _asks_for(verb, slot) else noun
    return None


def _nouns_upwards(token: Token) -> Iterator[Token]:
    """The nouns of the phrase that ends with `token`, from its end: *Frauen*, *Recht*."""
    while token.pos_ in NOMINAL:
        if token.pos_ == "NOUN":
            yield token
        if token.dep_ not in INSIDE or token.head.i > token.i:
            return
        token = token.head


def _asks_for(verb: Token, slot: str) -> bool:
    """True if the phrase may be the verb's own: the agent of a passive, or a slot of one of its frames."""
    if slot in load_syntax().passive.agents and is_passive(verb):
        return True  # dass das Verbot | von Berlin verhängt wurde
    frames = load_lexicon().verbs.get(lemma_of(verb), ())
    return any(slot_matches(wanted, slot) for frame in frames for wanted in _slots(frame))


def _slots(frame: Frame) -> Iterator[str]:
    yield from (*frame.subject, *frame.object, *frame.with_, *frame.speaker)


@lru_cache(data.KEPT_WORDS)
def _governs(form: str, slot: str) -> bool:
    """True if the table lists `slot` with the noun, or with the last part of a compound."""
    table = load_attributes()
    singulars = {reading.singular for reading in load_noun_forms().readings(form)}
    for word in (form, *sorted(singulars)):
        parts = load_syntax().compounds.last_parts(word)
        known = next((part for part in (word, *parts) if part in table), None)
        if known is not None and any(slot_matches(wanted, slot) for wanted in table[known]):
            return True
    return False


@cache
def load_attributes() -> dict[str, tuple[str, ...]]:
    """Noun -> the slots of its attributes, ``preposition+case``.

    >>> load_attributes()["Recht"]
    ('auf+acc',)

    Raises:
        DataError: the file is malformed; names noun and slot.
    """
    table: dict[str, tuple[str, ...]] = {}
    for noun, slots in data.read_rows(FILE, ("noun", "slots")):
        try:
            table[noun] = tuple(check_slot(slot) for slot in slots.split())
        except ValueError as error:
            raise DataError(FILE, noun, str(error)) from error
    return table
