"""Small changes that make training sentences look like more of what is in the news."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from training.sentence import Sentence

QUOTES = (("„", "“"), ("„", "”"), ("»", "«"), ("«", "»"), ("“", "”"), ("‚", "‘"))
ALL_QUOTES = frozenset('"„“”»«')
REQUOTE, DROP_STOP, LOWER, UPPER = 0.5, 0.08, 0.03, 0.015


def vary(sentence: Sentence, dice: Random) -> Sentence:
    """The sentence itself or, now and then, with other quotation marks, without its stop, in small letters."""
    if dice.random() < REQUOTE and not ALL_QUOTES.isdisjoint(sentence.words):
        sentence = _requote(sentence, dice)
    if dice.random() < DROP_STOP:
        sentence = _without_stop(sentence)
    chance = dice.random()
    if chance < LOWER:
        sentence = _recase(sentence, [word.lower() for word in sentence.words])
    elif chance < LOWER + UPPER:
        sentence = _recase(sentence, [word.upper() for word in sentence.words])
    return sentence


def _requote(sentence: Sentence, dice: Random) -> Sentence:
    opening, closing = dice.choice(QUOTES)
    words, opens = list(sentence.words), True
    for i, word in enumerate(words):
        if word in ALL_QUOTES:
            words[i] = opening if opens else closing
            opens = not opens
    return replace(sentence, words=tuple(words), lemmas=_without(sentence, words))


def _without_stop(sentence: Sentence) -> Sentence:
    """A headline: `Merkel reist nach Paris`."""
    last = len(sentence.words) - 1
    if last < 2 or sentence.words[-1] not in ".!" or sentence.ents[-1] not in (None, "O"):
        return sentence
    if last in sentence.heads:
        return sentence
    layers = ("words", "spaces", "tags", "feats", "lemmas", "heads", "deprels", "ents")
    return replace(sentence, **{layer: getattr(sentence, layer)[:-1] for layer in layers})


def _recase(sentence: Sentence, words: list[str]) -> Sentence:
    return replace(sentence, words=tuple(words), lemmas=_without(sentence, words))


def _without(sentence: Sentence, words: list[str]) -> tuple[str | None, ...]:
    """Lemmas of the words that stayed as they were."""
    triples = zip(sentence.words, words, sentence.lemmas, strict=True)
    return tuple(lemma if old == new else None for old, new, lemma in triples)
