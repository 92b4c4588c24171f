"""Mends of names around a title in the tree: *mit Thüringens Ministerpräsident Althaus*, *UEFA Präsident Platini*.

Whose office it is stands before the title, who holds it behind; the parser often takes one of the three for the head of
another, or two of them for two subjects. What follows the name is no attribute: *sagte Chefin Lang der „Post“*.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kg.annotate.inflect import noun_lemmas
from kg.annotate.lexicon import load_lexicon
from kg.annotate.syntax import preposition_of, shown_cases
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import tree_of

OWNERS = {"LOC", "ORG"}
NOUNS = {"NOUN", "PROPN"}
PHRASE = {"appos", "flat", "flat:name", "nmod", "compound"}
OBJECTS = {"obj", "iobj", "obl:arg"}


def mend_title_phrases(doc: Doc) -> None:
    """Hangs the name before a title and the name behind it on the title, and the title where the phrase hangs.

    A noun phrase right behind a person's name, with an article that can be a dative, goes to the verb before them.
    """
    ends = {ent.end: ent for ent in doc.ents if ent.label_ in OWNERS}
    changed = False
    for person in doc.ents:
        if person.label_ != "PER":
            continue
        changed |= _raise_dative(person)
        if person.start - 1 not in ends:
            continue
        owner, title = ends[person.start - 1], doc[person.start - 1]
        if _is_title(title) and _owns(owner):
            changed |= _hang(owner, title, person)
    if changed:
        tree_of(doc).read()


def _is_title(token: Token) -> bool:
    if token.pos_ not in NOUNS:
        return False
    lexicon = load_lexicon()
    return any(lexicon.position(lemma) is not None for lemma in noun_lemmas(token))


def _owns(name: Span) -> bool:
    """True if whose office it is may be said by `name` before a title: *UEFA*, *Israels*, but not *Israel*."""
    return name.label_ == "ORG" or name.text.endswith(load_syntax().genitive_endings)


def _hang(owner: Span, title: Token, person: Span) -> bool:
    """True if the three, or the words before them, hung together in another way."""
    before, behind = owner.root, person.root
    outside = [token for token in (*before.lefts, *before.rights) if not owner.start <= token.i < person.end]
    if before.head.i == title.i and behind.head.i == title.i and not outside:
        return False
    if before.head.i == title.head.i and before.dep_ != title.dep_:
        return False  # Gestern entließ Union | Trainer Fischer
    inside = range(owner.start, person.end)
    outermost = next((token for token in (title, before, behind) if token.head.i not in inside), None)
    if outermost is None:
        return False  # the head of the whole sentence
    governor, label = outermost.head, outermost.dep_
    for token in outside:
        token.head = title  # mit | Thüringens Ministerpräsident …, der …
    title.head, title.dep_ = governor, label
    before.head, before.dep_ = title, "nmod"
    behind.head, behind.dep_ = title, "appos"
    return True


def _raise_dative(person: Span) -> bool:
    """True if a phrase behind the name of `person` went to the verb: *sagte Chefin Lang | der „Rheinischen Post“*."""
    if person.end >= len(person.doc):
        return False
    article = person.doc[person.end]
    noun, name = article.head, person.root
    attribute = article.dep_ == "det" and noun.dep_ == "nmod" and noun.i > article.i and "dat" in shown_cases(noun)
    if not attribute or not (noun.head.i == name.i or noun.head.is_ancestor(name)) or preposition_of(noun):
        return False
    phrase = noun.head
    while phrase.dep_ in PHRASE and phrase.head.i < noun.i and phrase.pos_ in NOUNS:
        phrase = phrase.head
    verb = phrase.head if phrase.pos_ in NOUNS else phrase
    if verb.pos_ != "VERB" or verb.i > person.start or any(child.dep_ in OBJECTS for child in verb.rights):
        return False
    noun.head, noun.dep_ = verb, "obl:arg"
    return True
