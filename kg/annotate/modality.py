"""Polarity and modality of a predicate: denied, planned, possible, conditional, asked or asserted."""

from __future__ import annotations

from spacy.tokens import Token

from kg.annotate.arguments import is_contrasted
from kg.annotate.inflect import value_of
from kg.annotate.lexicon import Grammar
from kg.annotate.syntax import (
    finite_of,
    is_bare_infinitive,
    is_passive,
    is_verb,
    lemma_of,
    preposition_of,
    tells_hearsay,
)
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import children, dependents, sentence_of
from kg.types import Modality, Polarity
from kg.verb_forms import load_verb_forms

WEAKEST_LAST: tuple[Modality, ...] = ("question", "conditional", "possible", "planned", "reported", "asserted")


def polarity_of(predicate: Token, grammar: Grammar, fillers: list[Token]) -> Polarity:
    """ "negative" if the predicate or one of its fillers is negated.

    *hat nicht gekauft*, *kaufte keine Waffen*, *weder Merkel noch Macron kamen*, *ohne Hilfe zu leisten*.
    """
    words = [
        child for child in dependents(predicate) if child.dep_ in ("advmod", "neg", "cc", "cc:preconj", "mark", "det")
    ]
    for filler in fillers:
        if is_contrasted(filler):
            continue  # nicht Peru, sondern Chile: Chile did
        words.extend(children(filler, "det", "advmod", "cc", "cc:preconj", "amod"))
        words.extend([filler, *children(filler, "flat")])  # niemand kam; Weder China noch Indien
    count = sum(word.lower_ in grammar.negators or word.lemma_ in grammar.negators for word in words)
    return "negative" if count % 2 else "positive"


def negates_complement(predicate: Token, above: str, grammar: Grammar) -> bool:
    """True for an infinitive or *dass*-clause that the verb above denies: *weigert sich zu zahlen*."""
    if above not in grammar.negative_verbs or predicate.dep_ == "conj":
        return False
    return predicate.dep_ in ("ccomp", "csubj") or is_bare_infinitive(predicate)


def came_to_nothing(act: Token, lemma: str, grammar: Grammar) -> bool:
    """True for a noun, `lemma`, whose act did not come about: *die Absage des Besuchs*, *die Fusion scheiterte*."""
    if act.dep_ == "nmod" and (preposition_of(act) or "genitive") in grammar.undone_slots:
        above = act.head.lemma_
    elif act.dep_ == "nsubj" and is_verb(act.head):
        above = lemma_of(act.head)
    else:
        return False
    return above in grammar.undone or (above in grammar.failed and lemma in grammar.achievements)


def modality_of(predicate: Token, grammar: Grammar, *, reported: bool = False) -> Modality:
    """The modality that the predicate's own words give it.

    *will kaufen*, *wird kaufen* -> planned; *könnte kaufen* -> possible; *wenn … kauft*, *hätte gekauft* ->
    conditional.
    In `reported` speech Konjunktiv II only replaces Konjunktiv I: *er sagte, sie hätten gekauft* is no condition.
    """
    found: list[Modality] = []
    if predicate.dep_ in ("ROOT", "conj") and predicate.doc[sentence_of(predicate)[1] - 1].text == "?":
        found.append("question")
    auxiliaries = _auxiliaries(predicate)
    for aux in auxiliaries:
        if tells_hearsay(aux):
            continue  # soll geliefert haben: no plan, but somebody's word
        if aux.lemma_ in grammar.modals and aux.dep_ != "cop":
            found.append(grammar.modals[aux.lemma_])
        elif _is_future(aux) and not is_passive(predicate) and (reported or _is_indicative(aux)):
            found.append("planned")  # wird besuchen; er sagte, er werde (würde) kommen
    found.extend(grammar.adverbs[word.lower_] for word in dependents(predicate) if word.lower_ in grammar.adverbs)
    found.extend(_subordinated(predicate, grammar))
    finite = finite_of(predicate)
    modal = any(aux.lemma_ in grammar.modals for aux in auxiliaries)  # könnte: possible, not conditional
    if finite is not None and not (reported or modal) and _is_irrealis(finite):
        found.append("conditional")
    found.extend(_governed(predicate, grammar))
    found.extend(_qualified(predicate, grammar))
    return min(found, key=WEAKEST_LAST.index) if found else "asserted"


def _is_future(aux: Token) -> bool:
    """True for *wird* (besuchen), not for *wurde* (Chefin)."""
    if aux.lemma_ != load_syntax().future or aux.dep_ == "cop":
        return False
    return value_of(aux, "Tense") != "Past" or value_of(aux, "Mood") == "Sub"


def _subordinated(predicate: Token, grammar: Grammar) -> list[Modality]:
    """What the conjunction says, or the verb at the head of its clause: *wenn*, *ob*, *um … zu*; *Greift er an, …*."""
    syntax = load_syntax()
    marks = {child.lower_ for child in children(predicate, "mark", "advmod")}
    found: list[Modality] = []
    if not marks:
        finite = finite_of(predicate) if predicate.dep_ == "advcl" else None
        return ["conditional"] if finite is not None and finite.i == predicate.left_edge.i else []
    if marks & grammar.conditionals:
        found.append("conditional")
    if marks & syntax.doubts:
        found.append("question")
    if marks & syntax.purpose and value_of(predicate, "VerbForm") == "Inf":
        found.append("planned")
    return found


def _auxiliaries(predicate: Token) -> list[Token]:
    own = children(predicate, "aux", "aux:pass", "cop")
    own.extend(below for aux in list(own) for below in children(aux, "aux"))  # soll … beteiligt gewesen sein
    if not own and predicate.dep_ == "conj" and value_of(predicate, "VerbForm") != "Fin":
        return _auxiliaries(predicate.head)  # er will verhandeln und unterzeichnen
    return own


def _is_indicative(aux: Token) -> bool:
    return value_of(aux, "Mood") != "Sub"


def _is_irrealis(finite: Token) -> bool:
    """True for Konjunktiv II: *hätte*, *wäre*, *würde*."""
    return finite.lower_ in load_syntax().subjunctive.irrealis or (
        value_of(finite, "Mood") == "Sub" and value_of(finite, "Tense") == "Past"
    )


def _qualified(noun: Token, grammar: Grammar) -> list[Modality]:
    """What an attribute makes of an act: *die angestrebte Übernahme* is planned, *ein möglicher Angriff* possible."""
    found: list[Modality] = []
    for child in children(noun, "amod"):
        verb = load_verb_forms().participle(child.lower_)
        if verb in grammar.plan_verbs:
            found.append("planned")
        elif verb in grammar.demand_verbs:
            found.append("possible")
        elif child.lemma_ in grammar.adverbs:
            found.append(grammar.adverbs[child.lemma_])
    return found


def _governed(predicate: Token, grammar: Grammar) -> list[Modality]:
    """What the verb above makes of an infinitive or *dass*-clause: *plant, … zu kaufen*; *forderte, dass …*."""
    complement = predicate.dep_ in ("xcomp", "ccomp", "csubj", "acl")
    if not complement and not (predicate.dep_ == "advcl" and is_bare_infinitive(predicate)):
        return []
    above = lemma_of(predicate.head) if is_verb(predicate.head) else predicate.head.lemma_
    if above in grammar.demand_verbs:
        return ["possible"]
    infinite = value_of(predicate, "VerbForm") != "Fin"
    return ["planned"] if above in grammar.plan_verbs and infinite else []
