"""Mends of names around a title in the tree: *mit Thüringens Ministerpräsident Althaus*, *UEFA Präsident Platini*.

Whose office it is stands before the title, who holds it behind; the parser often takes one of the three for the head of
another, or two of them for two subjects.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kg.annotate.inflect import noun_lemmas
from kg.annotate.lexicon import load_lexicon
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import tree_of

OWNERS = {"LOC", "ORG"}
NOUNS = {"NOUN", "PROPN"}


def mend_title_phrases(doc: Doc) -> None:
    """Hangs the name before a title and the name behind it on the title, and the title where the phrase hangs."""
    ends = {ent.end: ent for ent in doc.ents if ent.label_ in OWNERS}
    changed = False
    for person in doc.ents:
        if person.label_ != "PER" or person.start - 1 not in ends:
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
