"""Mends of subject and object where case, number or word order contradict the parser."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from kg.annotate.inflect import number_of, value_of
from kg.annotate.layers import Argument, TokenMention
from kg.annotate.lexicon import load_lexicon
from kg.annotate.mention_index import MentionIndex
from kg.annotate.syntax import case_of, conjuncts, finite_of, is_passive, lemma_of, preposition_of, shown_cases
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import children, dependents, sentence_of
from kg.types import EntityType

ACTORS: tuple[EntityType, ...] = ("Person", "Group", "Organization", "Place", "Position")
SUBJECTS = ("nsubj", "nsubj:pass")


def _cannot_be(name: TokenMention, owner: TokenMention) -> bool:
    """True if a word behind a noun phrase can't be its name: *Minister Blinken | Brüssel*, *die Miliz | Goma*."""
    if name.kind == "nominal":
        return owner.kind == "name" and name.type in ("Product", "Document", "Event")  # China | Waffen
    if name.kind != "name":
        return False
    people = owner.type in ("Person", "Position")
    place = name.type == "Place" and owner.type in ("Person", "Position", "Group", "Organization")
    return place or (people and (name.type == "Organization" or (owner.kind == "name" and name.type == "Person")))


def mend_swapped(verb: Token, arguments: list[Argument]) -> list[Argument]:
    """`arguments`, subject and object exchanged where case or number contradict the parser.

    *Den Minister empfing die Kanzlerin.* *Die Panzer liefert Berlin.*
    """
    subjects = [argument for argument in arguments if argument.slot == "subject"]
    objects = [argument for argument in arguments if argument.slot == "object"]
    if (len(objects) > 1) if is_passive(verb) else (len(subjects) > 1 and bool(objects)):
        return _with_dative(verb, arguments)
    if len(subjects) > 1 and not objects and not is_passive(verb):
        second = children(verb, *SUBJECTS)[1:2]
        for argument in subjects:
            if second and argument.head >= second[0].i and not argument.shared:
                # two subjects: Merkel kritisierte Trump; Scholz sagte der Ukraine Hilfe zu; …, die Macron traf
                feminine = value_of(verb.doc[argument.head], "Gender") == "Fem"
                argument.slot = "indirect" if feminine and "dat" in shown_cases(second[0]) else "object"
        return arguments
    if len(subjects) == 1 and not objects and _has_no_forefield(verb) and subjects[0].head > verb.i:
        subjects[0].slot = "object"  # … und traf Macron: the subject is the one before "und"
        return arguments
    if not subjects and len(objects) > 1 and not is_passive(verb):
        return _with_subject(verb, arguments, objects)
    if not subjects and objects and not is_passive(verb):
        for argument in arguments if finite_of(verb) is not None else ():  # …, der Ukraine Panzer zu liefern
            if argument.slot == "indirect" and "nom" in shown_cases(verb.doc[argument.head]):
                argument.slot = "subject"  # den Minister empfing der Kanzler
                break
        return arguments
    if len(subjects) == 1 and not objects and not is_passive(verb) and not takes_dative(verb):
        return _with_object(verb, arguments, subjects[0])
    if len(subjects) == 1 and len(objects) == 2 and not is_passive(verb) and takes_dative(verb):
        first = min(objects, key=lambda argument: argument.head)
        if _is_bare_actor(verb, first) or _may_be_dative(verb, first):
            first.slot = "indirect"  # Die Türkei will Schweden (den USA) den Beitritt verweigern
        return arguments
    if len(subjects) != 1 or len(objects) != 1 or is_passive(verb):
        return arguments
    subject, other = verb.doc[subjects[0].head], verb.doc[objects[0].head]
    if _must_be_swapped(verb, subject, other) or _is_name_in_front(verb, subject, objects[0]):
        subjects[0].slot, objects[0].slot = "object", "subject"
    return arguments


def stray_objects(found: list[Argument], verb: Token, index: MentionIndex) -> list[Argument]:
    """A name that the parser hung on the subject though it can't be its name: *besuchte Minister Blinken Brüssel*."""
    strays = []
    for argument in found:
        for child in children(verb.doc[argument.head], "appos", "flat", "nmod"):
            name, owner = index.get(child.i), argument.mention
            if name is None or owner is None or argument.slot != "subject" or name is owner:
                continue
            bare = not preposition_of(child) and not dependents(child) and child.i > max(verb.i, argument.head)
            if bare and _cannot_be(name, owner):
                strays.append(Argument("object", child.i, name))
    return strays


def _with_object(verb: Token, arguments: list[Argument], subject: Argument) -> list[Argument]:
    """`arguments`, a dative that no article shows made the subject: *Islands Armee hat Präsident Lang gestürzt*."""
    finite = finite_of(verb)
    for argument in arguments:
        acting = argument.mention is not None and argument.mention.type in ACTORS
        front = finite is not None and argument.head < finite.i < subject.head
        if (
            argument.slot == "indirect"
            and acting
            and front
            and not shown_cases(verb.doc[argument.head])
            and lemma_of(verb) in _verbs_with("object")
        ):
            argument.slot, subject.slot = "subject", "object"
            break
    return arguments


def takes_dative(verb: Token) -> bool:
    """True if the verb has a place for a dative: *verweigern*, *vorwerfen*; not *nennen*."""
    lemma = lemma_of(verb)
    return lemma in load_syntax().doing.by_dative or lemma in _verbs_with("indirect")


@cache
def _verbs_with(slot: str) -> frozenset[str]:
    """The verbs that have a frame with a place for `slot`."""
    verbs = load_lexicon().verbs.items()
    return frozenset(
        lemma
        for lemma, frames in verbs
        if any(slot in (*frame.subject, *frame.object, *frame.with_) for frame in frames)
    )


def _is_bare_actor(verb: Token, argument: Argument) -> bool:
    """True for a name without article, which does not show its case."""
    name, head = argument.mention, verb.doc[argument.head]
    bare = head.dep_ in ("obj", "iobj", "obl:arg") and not children(head, "det", "det:poss", "amod")
    return bare and name is not None and name.kind == "name" and name.type in ACTORS


def _may_be_dative(verb: Token, argument: Argument) -> bool:
    """True if the article can be one, also *den* before a name that the registry knows as a plural: *den USA*."""
    shown, name = shown_cases(verb.doc[argument.head]), argument.mention
    return "dat" in shown or (name is not None and name.number == "Plur" and shown == {"acc"})


def _with_dative(verb: Token, arguments: list[Argument]) -> list[Argument]:
    """`arguments`, the second of two subjects made a dative if it is a bare name behind the finite verb.

    *Holm gab Lund den Vorzug*; *Das war Lund mitgeteilt worden*: names show no case.
    """
    first, second = [*children(verb, *SUBJECTS), None, None][:2]
    finite = finite_of(verb)
    if first is None or second is None or finite is None or not first.i < finite.i < second.i:
        return arguments  # Kanzlerin | Holm gab: one phrase, torn by the parser
    if second.pos_ == "PROPN" and not children(second, "det", "det:poss", "amod"):
        names = {name.i for name in conjuncts(second)}
        for argument in arguments:
            if argument.head in names and not argument.shared:
                argument.slot = "indirect"
    return arguments


def _with_subject(verb: Token, arguments: list[Argument], objects: list[Argument]) -> list[Argument]:
    """`arguments`, the one of two objects that can be nominative made the subject: *Den Minister empfing Macron*."""
    fixed = [a for a in objects if (shown := _shown(verb, a)) and "nom" not in shown]
    free = [a for a in objects if a not in fixed]
    acting = free[0].mention is not None and free[0].mention.type in ACTORS if free else False
    if (fixed and len(free) == 1) or (not fixed and acting):
        free[0].slot = "subject"  # den Minister empfing Macron; kauft Katar Weizen?
    return arguments


def _shown(verb: Token, argument: Argument) -> frozenset[str]:
    """The cases that a filler's article can be; of a relative pronoun, those of its own form."""
    if argument.shared:
        pronouns = (child for child in dependents(verb) if child.lower_ in load_syntax().relatives and child.i < verb.i)
        return next((shown_cases(child) for child in pronouns if child.pos_ in ("PRON", "DET")), frozenset())
    return shown_cases(verb.doc[argument.head])


def _has_no_forefield(verb: Token) -> bool:
    """True for a finite verb right behind *und*: German main clauses put something first, so its subject is shared."""
    before = verb.nbor(-1) if verb.i > sentence_of(verb)[0] else None
    return verb.dep_ == "conj" and before is not None and before.dep_ == "cc" and value_of(verb, "VerbForm") == "Fin"


def _must_be_swapped(verb: Token, subject: Token, other: Token) -> bool:
    if case_of(subject) == "acc" and case_of(other) == "nom" and _shows_case(subject):
        return True
    finite = next((t for t in (*children(verb, "aux"), verb) if value_of(t, "VerbForm") == "Fin"), verb)
    if subject.pos_ == "PROPN":
        return False  # the number of a name is noise: die USA, die Niederlande
    number = value_of(finite, "Number")
    coordinated = bool(children(subject, "conj")) or bool(children(other, "conj"))
    if not number or coordinated:
        return False
    return number_of(subject) not in ("", number) and number_of(other) == number


def _is_name_in_front(verb: Token, subject: Token, other: Argument) -> bool:
    """True if the seeming object is a bare name before the verb, and no form tells who does it to whom.

    *Island verlässt die Union*: news puts the doer first. *Den Preis stiftete die Union*, *Island rügten die Nachbarn*
    and *Die Partei gründete Jan Falk* are as the parser says.
    """
    finite = finite_of(verb)
    if finite is None or not other.head < finite.i < subject.i or not _is_bare_actor(verb, other):
        return False
    return shown_cases(subject) == {"nom", "acc"} and {number_of(subject), value_of(finite, "Number")} == {"Sing"}


def _shows_case(token: Token) -> bool:
    """True if the article itself tells accusative from nominative: only the masculine singular does (*den*)."""
    return value_of(token, "Gender") == "Masc" and value_of(token, "Number") == "Sing"
