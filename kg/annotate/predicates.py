"""The words of a predicate as the sentence says them: *hat nicht besucht*, *trat bei*, *versuchte zu gewinnen*."""

from __future__ import annotations

from spacy.tokens import Token

from kg.annotate.arguments import relative_antecedent, verb_arguments
from kg.annotate.inflect import value_of
from kg.annotate.layers import Argument
from kg.annotate.lexicon import load_lexicon
from kg.annotate.mention_index import MentionIndex
from kg.annotate.phrases import core_of, is_prepositional
from kg.annotate.syntax import (
    finite_of,
    is_participle,
    is_passive,
    is_verb,
    lemma_of,
    particle_of,
    preposition_of,
)
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import children, dependents
from kg.annotate.value_words import load_value_words
from kg.annotate.word_order import SUBJECTS

AUXILIARIES = ("aux", "aux:pass", "cop")
BELOW = ("aux", "aux:pass", "cop", "compound:prt", "amod")


def is_predicate(token: Token) -> bool:
    """True for a verb that stands for itself and for what a copula links to its subject."""
    return token.dep_ not in BELOW and (bool(children(token, "cop")) or is_verb(token))


def is_linked(word: Token) -> bool:
    """True for what a copula links to the subject: *ist Mitglied*; not for *ist gereist*, labelled alike."""
    return bool(children(word, "cop")) and word.pos_ != "VERB"


def predicate_words(word: Token) -> set[int]:
    """Auxiliaries, modals, verb, particle, *sich*, negation, and the verb above an infinitive.

    The predicate noun or adjective of a copula is left out: *ist nicht Mitglied* -> ist, nicht.
    """
    found = set() if is_linked(word) else {word.i}
    found.update(child.i for child in (*_auxiliaries(word), *_negations(word), *_reflexives(word)))
    if children(word, *AUXILIARIES):
        found.update(mark.i for mark in _infinitive_marks(word) if mark.i < word.i)  # war zu hören, hat zu zahlen
    particle = particle_of(word)
    found.update(child.i for child in (*children(word, "compound:prt"), *([particle] if particle is not None else [])))
    found.update(child.i for child in children(word, "xcomp") if child.pos_ == "ADJ" and not is_verb(child))
    first = word.head if word.dep_ == "conj" and _infinitive_marks(word) else word  # versuchte zu … und zu …
    if is_complement(first):
        found.update(child.i for child in children(word, "mark"))
        found.update(predicate_words(first.head))
        found.update(_objects_above(first.head))
    return found


def arguments_of(word: Token) -> list[Argument]:
    """The arguments of a predicate; what is presented is the object: *Proteste gab es* is about *es*.

    Question words that stand for nothing in the sentence are no arguments: *wer kommt*.
    """
    found = [a for a in verb_arguments(word, MentionIndex(word.doc, [])) if not _is_no_argument(word.doc[a.head])]
    _demote_subjects(word, found)
    if not children(word, *SUBJECTS) and is_verb(word) and not is_passive(word):
        nominatives = [a for a in found if a.slot == "object" and value_of(word.doc[a.head], "Case") == "Nom"]
        for argument in nominatives[:1]:
            if word.dep_ != "conj" or argument.head < word.i:  # und sie bezweifeln, dass …
                argument.slot = "subject"  # in Rom traf sie Macron, both taken for objects
    if is_verb(word) and lemma_of(word) in load_syntax().presenting:
        _mend_presented(word, found)
    several = sum(argument.slot == "object" for argument in found) > 1
    return [a for a in found if a.slot not in ("object", "genitive") or not _is_time(word.doc[a.head], a.slot, several)]


def _is_time(token: Token, slot: str, several: bool) -> bool:
    """True for times that look like objects: *kam am 24. März*; *vergangener Woche*, *jedes Jahr* beside an object."""
    words = load_value_words()
    if token.text in words.month or token.text in words.weekday:
        return True
    return (several or slot == "genitive") and (token.text in words.unit or token.text in words.part)


def _mend_presented(word: Token, arguments: list[Argument]) -> None:
    """Makes what is presented the object: *Proteste gab es*, with *es* taken for an object or for an expletive."""
    objects = [word.doc[argument.head] for argument in arguments if argument.slot == "object"]
    formal = len(objects) == 1 and objects[0].pos_ == "PRON" and value_of(objects[0], "Gender") == "Neut"
    for argument in arguments:
        if formal:
            argument.slot = {"subject": "object", "object": "subject"}.get(argument.slot, argument.slot)
        elif children(word, "expl") and argument.slot == "subject":
            argument.slot = "object"


def _is_no_argument(token: Token) -> bool:
    """True for question words, and for an article that a parser takes for a noun: *die* in *die Taliban kamen*."""
    after = token.nbor() if token.i + 1 < len(token.doc) else token
    article = token.pos_ == "DET" and after.i != token.i and (after.head.i, after.dep_) == (token.head.i, token.dep_)
    return article or "Int" in token.morph.get("PronType", [])


def _demote_subjects(word: Token, arguments: list[Argument]) -> None:
    """A second subject that is not coordinated with the first is an object: *Rutte gab Blinken den Vorzug*."""
    second = [child for child in children(word, "nsubj") if relative_antecedent(child) is None][1:]
    subjects = [argument for argument in arguments if argument.slot == "subject"]
    slot = "indirect" if any(argument.slot == "object" for argument in arguments) else "object"
    for argument in subjects:
        if second and argument.head >= second[0].i and argument is not subjects[0]:
            argument.slot = slot


def is_complement(word: Token) -> bool:
    """True for an infinitive that the verb above governs: *versuchte zu gewinnen*, *forderte ihn auf zu gehen*."""
    if word.dep_ not in ("xcomp", "ccomp") or not is_verb(word) or not is_verb(word.head):
        return False
    if children(word, *SUBJECTS) or finite_of(word) is not None:
        return False
    return bool(_infinitive_marks(word)) or (word.dep_ == "xcomp" and value_of(word, "VerbForm") == "Inf")


def sharer_of(word: Token) -> Token | None:
    """The predicate whose subject `word` shares: the one it is coordinated with, or that governs the infinitive."""
    above = word.head
    coordinated = word.dep_ == "conj" and (is_verb(above) or bool(children(above, "cop")))
    if coordinated and _infinitive_marks(word) and not _infinitive_marks(above):
        return None  # kam, ohne zu grüßen, parsed as if it were coordinated
    return above if above.i != word.i and (coordinated or is_complement(word)) else None


def subjects_of(word: Token) -> list[Token]:
    """The subjects of a predicate, one for each coordinated name, also those that it leaves to be understood."""
    passive = is_passive(word)
    arguments = arguments_of(word)
    slot = "object" if passive else "subject"
    found = [word.doc[a.head] for a in arguments if a.slot == slot and not is_prepositional(word.doc[a.head])]
    if not found:
        found = [child for child in children(word, "expl") if child.lower_ != load_syntax().reflexive][:1]
    if not found and word.dep_ == "acl" and is_participle(word) and word.i > word.head.i and not _has_mark(word):
        return [word.head]  # die Stadt, gegründet von Römern
    above = sharer_of(word)
    return found or (subjects_of(above) if above is not None else [])


def _has_mark(word: Token) -> bool:
    return bool(children(word, "mark")) or any(relative_antecedent(below) for below in dependents(word))


def preposition_word(token: Token, verb: Token | None = None) -> Token | None:
    """The preposition of a phrase: its own, that of the phrase it is coordinated with, or its relative pronoun's."""
    if verb is not None and token.i not in {below.i for below in verb.subtree}:
        pronouns = (below for below in verb.subtree if relative_antecedent(below) is not None)
        return next((case for pronoun in pronouns for case in children(pronoun, "case")), None)
    while not children(token, "case") and token.dep_ in ("conj", "flat", "appos"):
        token = token.head
    cases = children(token, "case") if preposition_of(token) else []
    cases += [child for child in children(token, "cc") if child.lower_ == load_syntax().copula.als]
    before = [case for case in cases if case.i < token.i]  # the nearest: wie *in* Rom; or behind: Berichten *zufolge*
    return before[-1] if before else next(iter(cases), None)


def prepositions_up_to(preposition: Token) -> list[int]:
    """A preposition with the one that it stands behind: *bis zum*."""
    others = (case.i for case in children(preposition.head, "case") if case.pos_ == "ADP")
    return [*(i for i in others if i == preposition.i - 1), preposition.i]


def _infinitive_marks(word: Token) -> list[Token]:
    mark = load_syntax().infinitive_mark
    marks = [child for child in children(word, "mark") if child.lower_ == mark]
    return marks or ([word] if value_of(word, "VerbForm") == "Inf" and mark in word.lower_[1:] else [])


def _auxiliaries(word: Token) -> list[Token]:
    """Its own, or those of the first of two coordinated infinite verbs: *wurde empfangen und geehrt*."""
    own = children(word, *AUXILIARIES)
    own += [below for aux in own for below in children(aux, *AUXILIARIES)]  # soll beteiligt gewesen sein
    if own or value_of(word, "VerbForm") == "Fin" or not is_verb(word):
        return own
    if word.dep_ != "conj":
        return _later_auxiliaries(word)
    return _auxiliaries(word.head) if is_verb(word.head) else []


def _later_auxiliaries(word: Token) -> list[Token]:
    """Those of the last of two coordinated participles: *weil sie das Amt übernommen und Rom besucht hat*."""
    if value_of(word, "VerbForm") != "Part":
        return []
    return [aux for other in children(word, "conj") if is_verb(other) for aux in children(other, *AUXILIARIES)]


def _negations(word: Token) -> list[Token]:
    return [child for child in children(word, "advmod", "mark") if child.lower_ in load_lexicon().grammar.negators]


def negations_at(filler: Token) -> list[int]:
    """Negation that stands with a subject or object: *weder* Rom noch Paris, *nicht* Rom; not *nicht nur* Rom."""
    while filler.dep_ == "conj" and not children(filler, "advmod"):
        filler = filler.head
    found = [child for child in children(filler, "advmod", "cc", "cc:preconj") if not dependents(child)]
    negators = [child for child in found if child.lower_ in load_lexicon().grammar.negators]
    return [
        child.i for child in negators if child.i + 1 < len(child.doc) and child.nbor().dep_ not in ("advmod", "amod")
    ]


def _reflexives(word: Token) -> list[Token]:
    pronoun = load_syntax().reflexive
    found = [child for child in dependents(word) if child.lower_ == pronoun or value_of(child, "Reflex") == "Yes"]
    return [child for child in found if not children(child, "case")]


def _objects_above(word: Token) -> set[int]:
    """The object of the governing verb: *forderte Moskau auf, die Truppen abzuziehen* keeps Moskau in the relation."""
    if is_passive(word):
        return set()
    objects = [a for a in arguments_of(word) if a.slot in ("object", "indirect") and not a.shared]
    return {i for argument in objects for i in core_of(word.doc[argument.head])}
