"""The arguments of a noun that names an act: *das Treffen Blinkens mit Borrell*, *russischer Angriff auf Kiew*."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.annotate.apposition import names_beside
from kg.annotate.arguments import OBLIQUES, fillers_of
from kg.annotate.layers import Argument
from kg.annotate.mention_index import MentionIndex
from kg.annotate.syntax import case_of, is_verb, lemma_of, preposition_of
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import children, dependents

GENITIVES = ("nmod", "nmod:poss", "obl", "appos", "flat", "dep")


def noun_arguments(noun: Token, index: MentionIndex) -> list[Argument]:
    """The arguments of an event noun: *das Treffen Blinkens mit Borrell*, *russischer Angriff auf Kiew*."""
    found: list[Argument] = []
    for child in dependents(noun):
        preposition = preposition_of(child)
        if preposition and child.dep_ in (*OBLIQUES, "conj", "dep"):
            found.extend(fillers_of(child, preposition, index))
            agents, name = load_syntax().passive.nominal_agents, index.get(child.i)
            named = name is not None and name.kind == "name"  # der Besuch von Lena Holm in Riga: names take no phrases
            found.extend(a for a in _phrases_below(child, index) if named or a.slot in agents)
        elif _is_genitive(child) or _is_name_behind(child, noun, index):
            found.extend(fillers_of(child, "genitive", index))
            found.extend(_phrases_below(child, index))
        elif child.dep_ in ("det:poss", "nmod:poss"):
            found.extend(fillers_of(child, "possessive", index))
        elif child.dep_ == "amod" and child.i in index:
            found.extend(fillers_of(child, "modifier", index))
        elif child.dep_ == "amod" and child.pos_ in ("VERB", "ADJ"):
            found.extend(_agents_of_participle(child, index))
    own = index.get(noun.i)
    if own is not None and own.kind != "name":
        found.extend(Argument("apposition", name.head, name) for name in names_beside(noun.doc, own, index))
    found.extend(_phrases_behind(noun, index))
    found.extend(Argument("modifier", noun.i, part) for part in index.parts.get(noun.i, ()))
    return sorted(found, key=lambda argument: argument.head)


def _is_name_behind(child: Token, noun: Token, index: MentionIndex) -> bool:
    """True for a genitive name right behind an event noun, whatever its label: *das Treffen Merkels*."""
    mention = index.get(child.i)
    behind = child.i == noun.i + 1 and child.text.endswith(load_syntax().genitive_endings)
    return child.dep_ in GENITIVES and behind and mention is not None and mention.kind == "name"


def _phrases_below(noun: Token, index: MentionIndex) -> Iterator[Argument]:
    """Prepositional phrases that hang on a genitive but may belong to the noun above: *Treffen Merkels mit Macron*."""
    for below in children(noun, "nmod", "obl"):
        if preposition := preposition_of(below):
            yield from fillers_of(below, preposition, index)


def _phrases_behind(noun: Token, index: MentionIndex) -> Iterator[Argument]:
    """Phrases of the verb that stand right behind `noun`: *beendete sein Treffen mit Xi*.

    Verbs that only say that something is leave all their phrases to it: *es gab Kritik an ihm aus dem Lager*.
    """
    if not is_verb(noun.head):
        return
    empty = lemma_of(noun.head) in load_syntax().presenting
    end = noun.right_edge.i + 1
    for sibling in children(noun.head, "obl", "obl:arg"):
        if (preposition := preposition_of(sibling)) and sibling.i > noun.i and (empty or sibling.left_edge.i == end):
            yield from fillers_of(sibling, preposition, index)


def _agents_of_participle(participle: Token, index: MentionIndex) -> Iterator[Argument]:
    """*die von Merkel geführten Gespräche mit …*: who does what the noun names."""
    for child in dependents(participle):
        if preposition_of(child) in load_syntax().passive.agents:
            yield from fillers_of(child, "subject", index)


def _is_genitive(token: Token) -> bool:
    """True for *der Regierung*, *Russlands*, *Paris’*; not for the name in *die Stadt Fürth*."""
    bare = not children(token, "det", "det:poss", "amod")
    if bare and token.pos_ == "PROPN":
        return token.dep_ in GENITIVES and token.text.endswith(load_syntax().genitive_endings)
    return token.dep_ in GENITIVES and case_of(token) == "gen"
