"""Attributive participles as clauses: *der von Iran gelieferte Panzer*, *das in Berlin tagende Parlament*."""

from __future__ import annotations

from spacy.tokens import Token

from kg.annotate.apposition import denoted
from kg.annotate.arguments import verb_arguments
from kg.annotate.layers import Argument, Clause
from kg.annotate.mention_index import MentionIndex
from kg.annotate.syntax_tables import load_syntax
from kg.verb_forms import load_verb_forms


def participle_clause(word: Token, index: MentionIndex) -> Clause | None:
    """The clause of an attributive participle, None for a plain adjective.

    The noun is what a past participle happened to (*der gelieferte Panzer*) and what a present one does
    (*die kämpfenden Truppen*).
    """
    forms = load_verb_forms()
    stem = forms.uninflected(word.lower_)
    passive = stem in forms.past_participles
    lemma = forms.past_participles.get(stem) or forms.present_participles.get(stem)
    if lemma is None:
        return None
    noun = word.head
    arguments = [a for a in verb_arguments(word, index) if a.head != noun.i]
    if passive:
        for argument in arguments:
            if argument.slot in load_syntax().passive.agents:
                argument.slot = "subject"
    arguments.append(Argument("object" if passive else "subject", noun.i, denoted(noun, index), shared=True))
    return Clause(word.i, lemma, "participle", (word.i,), sorted(arguments, key=lambda a: a.head), passive=passive)
