"""Attributive participles as clauses: *der von Iran gelieferte Panzer*, *das in Berlin tagende Parlament*."""

from __future__ import annotations

from functools import lru_cache

from spacy.tokens import Token

from kg.annotate.apposition import denoted
from kg.annotate.arguments import verb_arguments
from kg.annotate.layers import Argument, Clause
from kg.annotate.mention_index import MentionIndex
from kg.data import KEPT_WORDS
from kg.verb_forms import load_verb_forms


def participle_clause(word: Token, index: MentionIndex) -> Clause | None:
    """The clause of an attributive participle, None for a plain adjective.

    The noun is what a past participle happened to (*der gelieferte Panzer*) and what a present one does
    (*die kämpfenden Truppen*).
    """
    forms = load_verb_forms()
    stem = _uninflected(word.lower_)
    passive = stem in forms.past_participles
    lemma = forms.past_participles.get(stem) or forms.present_participles.get(stem)
    if lemma is None:
        return None
    noun = word.head
    arguments = [a for a in verb_arguments(word, index) if a.head != noun.i]
    if passive:
        for argument in arguments:
            if argument.slot in ("von+dat", "durch+acc"):
                argument.slot = "subject"
    arguments.append(Argument("object" if passive else "subject", noun.i, denoted(noun, index), shared=True))
    return Clause(word.i, lemma, "participle", (word.i,), sorted(arguments, key=lambda a: a.head), passive=passive)


@lru_cache(KEPT_WORDS)
def _uninflected(form: str) -> str:
    """A participle without the ending of an attributive adjective: *gelieferten* -> ``geliefert``."""
    forms = load_verb_forms()
    for cut in range(3):
        stem = form[: len(form) - cut]
        if stem in forms.past_participles or stem in forms.present_participles:
            return stem
    return form
