"""Open triples: who does what to whom in the sentence's own words, without lexicon of relations, names or links.

One triple for each argument: *Er fesselte ihn mit Handschellen* -> (Er, fesselte, ihn), (Er, fesselte ihn mit,
Handschellen). Relation words stand in sentence order, the preposition of the object last; pronouns stay pronouns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.annotate.phrases import (
    core_of,
    is_aside,
    is_prepositional,
    is_set_phrase,
    phrase_of,
    relation_words,
    spans_of,
    title_of,
    words_of,
)
from kg.annotate.predicates import (
    arguments_of,
    is_linked,
    is_predicate,
    negations_at,
    predicate_words,
    preposition_word,
    prepositions_up_to,
    subjects_of,
)
from kg.annotate.syntax import case_of, conjuncts, is_passive, is_verb, preposition_of
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import children
from kg.nlp import load_nlp
from kg.types import Span
from kg.verb_forms import load_verb_forms

OBJECTS = ("object", "indirect", "genitive")
PHRASES = ("nmod", "obl", "appos")


@dataclass(frozen=True, slots=True)
class OpenTriple:
    """Subject, relation and object in surface words.

    ``number`` counts the sentences from 1; the spans are code points of the text, several where words stand apart
    (*hat … besucht*). ``implicit`` is True where the relation is meant, not said, and so has no spans: *Merkel, die
    Kanzlerin* -> (Merkel, ist, die Kanzlerin).
    """

    number: int
    subject: str
    relation: str
    object: str
    sentence: Span
    subject_spans: tuple[Span, ...]
    relation_spans: tuple[Span, ...]
    object_spans: tuple[Span, ...]
    implicit: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """The words of a triple as token positions; no ``relation`` means that something *is* something."""

    subject: tuple[int, ...]
    relation: tuple[int, ...]
    object: tuple[int, ...]


def open_triples(text: str, *, model: str | Path = "de") -> list[OpenTriple]:
    """The triples that German `text` states, in text order.

    Negation, modal verbs and auxiliaries stay in the relation: *konnte nicht kaufen* -> ``konnte nicht kaufen``.
    Nobody vouches for them: what somebody is said to do is a triple like any other.

    Raises:
        ModelError: there is no pipeline `model` (see `kg.load_nlp`).
    """
    return triples_from_doc(_pipeline(model)(text))


def triples_from_doc(doc: Doc) -> list[OpenTriple]:
    """The triples of a parsed `doc`; needs the parse only, no mentions."""
    found: list[OpenTriple] = []
    for number, sent in enumerate((sent for sent in doc.sents if sent.text.strip()), start=1):
        start = sent.start_char + len(sent.text) - len(sent.text.lstrip())
        place = Span(start, start + len(sent.text.strip()))
        parts = dict.fromkeys(
            part for token in sent for part in _parts(token) if not set(part.subject) & set(part.object)
        )
        found.extend(_triple(doc, part, number, place) for part in parts)
    return found


@lru_cache(maxsize=1)
def _pipeline(model: str | Path) -> Language:
    return load_nlp(model, annotate=False)


def _triple(doc: Doc, parts: Parts, number: int, sentence: Span) -> OpenTriple:
    said = relation_words(doc, parts.relation)
    return OpenTriple(
        number=number,
        subject=words_of(doc, parts.subject),
        relation=said or load_verb_forms().third_person(load_syntax().copula.verbs[0]),
        object=words_of(doc, parts.object),
        sentence=sentence,
        subject_spans=spans_of(doc, parts.subject),
        relation_spans=spans_of(doc, parts.relation),
        object_spans=spans_of(doc, parts.object),
        implicit=not said,
    )


def _parts(token: Token) -> Iterator[Parts]:
    if is_predicate(token):
        yield from _of_predicate(token)
    elif token.dep_ in ("appos", "flat"):
        yield from _of_apposition(token)


def _of_predicate(word: Token) -> Iterator[Parts]:
    """The triples of a verb, or of the noun, adjective or phrase that a copula links to the subject."""
    subjects = subjects_of(word)
    if not subjects:
        return
    said = predicate_words(word)
    targets, inside = list(_targets(word)), _inner_objects(word)
    if is_linked(word):
        inside = [word]
        targets.extend(
            (other, preposition_word(other)) for other in conjuncts(word) if other.i == word.i or _joins(other)
        )
    for subject in subjects:
        for target, preposition in targets:
            objects = [inner for inner in inside if _goes_inside(inner, target, preposition)]
            for one in _one_by_one(objects, target):
                relation = _relation({*said, *negations_at(subject), *negations_at(target)}, one, preposition, target)
                yield Parts(tuple(phrase_of(subject)), relation, tuple(_object_words(target)))


def _one_by_one(objects: list[Token], target: Token) -> list[list[Token]]:
    """`objects` with one of the coordinated ones at a time; only the one that `target` hangs on, if it does.

    *nahm ihn und sie während … fest* -> nahm ihn … fest, nahm sie … fest.
    """
    owners = [[inner] for above in target.ancestors for inner in objects if inner.i == above.i]
    if owners:
        return owners[:1]
    first = [inner for inner in objects if inner.dep_ != "conj"]
    joined = [[other] for other in objects if other.dep_ == "conj"]
    return [first, *joined]


def _relation(said: Iterable[int], objects: list[Token], preposition: Token | None, target: Token) -> tuple[int, ...]:
    """Relation words in sentence order, the preposition last: *hat … den Mann … gefesselt* + *mit*."""
    taken = set(phrase_of(target))
    words = {*said, *(i for inner in objects for i in core_of(inner))} - taken
    last = prepositions_up_to(preposition) if preposition is not None else []
    return (*sorted(words - set(last)), *last)


def _object_words(target: Token) -> list[int]:
    """The object as a phrase; an adjective with no more than its article or measure: *ist 42 Jahre alt*."""
    if target.pos_ not in ("ADJ", "VERB", "ADV"):
        return phrase_of(target)
    measured = (child for child in target.lefts if children(child, "nummod") and not is_prepositional(child))
    before = [child.i for child in children(target, "det")] or [i for child in measured for i in phrase_of(child)]
    return [*(i for i in before if i < target.i), target.i]


def _goes_inside(inner: Token, target: Token, preposition: Token | None) -> bool:
    """True if an object belongs into the relation to `target`: all before a phrase, else pronouns and a first object.

    *fesselte ihn mit → Handschellen*; *gab ihm → einen Brief*; *nannte die Wahl → einen Fehler*; but *gab → dem Mann*.
    """
    if inner.i == target.i:
        return False
    named = inner.dep_ == target.dep_ == "obj" and inner.i < target.i and "acc" in (case_of(target), case_of(inner))
    return preposition is not None or named or (inner.pos_ == "PRON" and target.pos_ != "PRON")


def _targets(word: Token) -> Iterator[tuple[Token, Token | None]]:
    """What a triple of `word` can end in, each with its preposition: objects, phrases, phrases below the object."""
    passive = is_passive(word)
    for argument in arguments_of(word):
        head = word.doc[argument.head]
        if head.pos_ == "ADV" or head.lower_ == load_syntax().reflexive:
            continue  # kritisierte ihn dafür; ließ ihn hinter sich
        if argument.slot in OBJECTS and not (passive and argument.slot == "object"):
            yield head, None
        elif "+" in argument.slot or (passive and argument.slot == "subject"):
            if (preposition := preposition_word(head, word)) is not None and not is_set_phrase(head):
                yield head, preposition
    for owner in [] if passive or is_linked(word) else _inner_objects(word):
        for below in children(owner, *PHRASES):
            if _may_belong_to_verb(below, owner):
                yield from ((other, preposition_word(other)) for other in conjuncts(below))


def _may_belong_to_verb(phrase: Token, noun: Token) -> bool:
    """True for *Kritik an Moskau*, which a parser may hang either way; not for *die Hauptstadt von Chile*."""
    preposition = preposition_of(phrase).partition("+")[0]
    return preposition not in ("", *load_syntax().belonging) and phrase.i > noun.i


def _inner_objects(word: Token) -> list[Token]:
    """The objects that a phrase's relation takes in: *den Mann* of *fesselte den Mann mit*; not *dem Volk* beside it.

    Nothing for what a relative pronoun stands for: it is no word of the clause.
    """
    if is_passive(word):
        return []
    found = [a for a in arguments_of(word) if a.slot in OBJECTS and not a.shared]
    direct = any(a.slot == "object" for a in found)
    heads = [(word.doc[a.head], a.slot) for a in found]
    return [head for head, slot in heads if slot == "object" or not direct or head.pos_ == "PRON"]


def _joins(other: Token) -> bool:
    """True for a second predicate noun or adjective of one copula: *ist Jurist und Autor*."""
    return not is_verb(other) and not children(other, "cop", "nsubj")


def _of_apposition(token: Token) -> Iterator[Parts]:
    """What a name is said to be beside it: *Merkel, die Kanzlerin*; *Kanzlerin Angela Merkel*."""
    head = token.head
    dated = any(char.isdigit() for child in (*head.lefts, *token.lefts) for char in child.text)
    if {head.pos_, token.pos_} != {"NOUN", "PROPN"} or dated or (token.is_upper and is_aside(token)):
        return  # Sonntag, den 17. Februar; die Vereinten Nationen (UN)
    if is_aside(token):
        name, description = (token, head) if head.pos_ == "NOUN" and token.pos_ == "PROPN" else (head, token)
        words = title_of(description, {below.i for below in token.subtree} if description.i == head.i else ())
        if words:
            below = {other.i for other in description.subtree} - {other.i for other in name.subtree}
            yield Parts(tuple(i for i in phrase_of(name) if i not in below), (), tuple(words))
    elif head.pos_ == "NOUN" and token.i > head.i:
        names = [child for child in children(head, "appos", "flat") if child.i > head.i and not is_aside(child)]
        words = title_of(head, {below.i for name in names for below in name.subtree})
        if words and names[0].i == token.i and case_of(token) in (case_of(head), "nom", ""):
            yield Parts(tuple(sorted({i for name in names for i in phrase_of(name)})), (), tuple(words))
