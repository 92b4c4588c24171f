"""Open relations: what a verb says that the ontology has no relation for, in the verb's own words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from spacy.tokens import Doc

from kg.annotate.circumstances import circumstances_of
from kg.annotate.layers import Argument, Clause, RelationMatch, voiced
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import sentence_of
from kg.ontology import OPEN
from kg.verb_forms import load_verb_forms

CONFIDENCE = 0.6
ENDS = ("name", "nominal", "position")


def open_matches(doc: Doc, clause: Clause) -> Iterator[RelationMatch]:
    """One open relation of a verb clause with its object, or else with its first prepositional phrase.

    *Scholz novellierte das Gesetz.* -> ``open/novellieren``, label "novelliert". One end at least must be a name:
    *Die Analyse zeigt eine Verbindung* tells a graph of actors nothing.
    """
    syntax = load_syntax()
    if (
        clause.kind != "verb"
        or clause.lemma in syntax.copula.verbs
        or clause.lemma in syntax.empty_verbs
        or not _is_word(clause.lemma)
    ):
        return
    subjects = [argument for argument in clause.fillers("subject") if _is_end(argument)]
    objects = [argument for argument in clause.fillers("object") if _is_end(argument)]
    if not objects:
        # the verb's own phrases, not those of its fillers
        own = (argument for argument in clause.arguments if doc[argument.head].head.i == clause.predicate)
        source = clause.voice.speaker if clause.voice is not None else None  # Laut AFP waren Schüsse zu hören.
        phrases = (argument for argument in own if "+" in argument.slot and argument.mention is not source)
        named = (argument for argument in phrases if argument.mention and argument.mention.referent.kind == "name")
        objects = list(islice(named, 1))
    for subject in subjects:
        for object in objects:
            match = _match(doc, clause, subject, object)
            if match is not None:
                yield match


def _is_intended(doc: Doc, clause: Clause) -> bool:
    """True for *will … erzwingen*: what the ontology lacks a relation for is still a plan."""
    return any(doc[i].lemma_ in load_syntax().intention for i in clause.words)


def _is_word(lemma: str) -> bool:
    return lemma.isalpha() and lemma.islower()


def _is_end(argument: Argument) -> bool:
    return argument.mention is not None and argument.mention.referent.kind in ENDS


def _match(doc: Doc, clause: Clause, subject: Argument, object: Argument) -> RelationMatch | None:
    first, second = subject.mention, object.mention
    if first is None or second is None or first.referent is second.referent:
        return None
    if "name" not in (first.referent.kind, second.referent.kind):
        return None
    label, modality = "", voiced("asserted", clause.voice)
    if _is_intended(doc, clause) and second.referent.type == "Event":
        relation, rule = "plansTo", f"{clause.lemma}: subject → plansTo → object (intention)"
    else:
        preposition = object.slot.partition("+")[0] if "+" in object.slot else ""
        words = load_verb_forms().third_person(clause.lemma, reflexive=clause.reflexive)
        relation = OPEN + "-".join(part for part in (clause.lemma, preposition) if part)
        rule = f"{clause.lemma}: {subject.slot} → open → {object.slot}"
        label = " ".join(part for part in (words, preposition) if part)
        modality = voiced(clause.modality, clause.voice)
    return RelationMatch(
        relation=relation,
        subject=first,
        object=second,
        rule=rule,
        predicate=(clause.predicate, clause.predicate + 1),
        sentence=sentence_of(doc[clause.predicate])[0],
        roles=circumstances_of(doc, clause, (first, second)),
        polarity=clause.polarity,
        modality=modality,
        voice=clause.voice,
        confidence=CONFIDENCE,
        label=label,
    )
