"""The arguments of a predicate, by slot, whatever the word order.

Passive subjects become objects, agents subjects; relative pronouns stand for their noun; coordination is shared out.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.annotate.apposition import denoted
from kg.annotate.inflect import value_of
from kg.annotate.layers import Argument
from kg.annotate.mention_index import MentionIndex
from kg.annotate.syntax import (
    case_of,
    conjuncts,
    finite_of,
    is_passive,
    is_verb,
    lemma_of,
    preposition_of,
    shown_cases,
    slot_matches,
)
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import children, dependents, sentence_of
from kg.annotate.word_order import SUBJECTS, mend_swapped, stray_objects, takes_dative

OBJECTS = ("obj", "iobj")
LONGEST_PLACE, LONGEST_AGENCY = 3, 8  # words of a dateline: FRANKFURT AM MAIN (dpa-AFX / AP)
DASHES = ("-", "–", "—")
MAIN = ("ROOT", "parataxis", "conj", "ccomp")
OBLIQUES = ("obl", "obl:arg", "obl:agent", "obl:tmod", "nmod", "advmod")
CLAUSES = ("csubj", "csubj:pass", "ccomp", "xcomp")
ARGUMENTS = frozenset({*SUBJECTS, *OBJECTS, *OBLIQUES, *CLAUSES})


def is_reflexive(verb: Token) -> bool:
    """True if the verb stands with *sich* (or *uns*, *mich* …): *sie trafen sich*."""
    for child in children(verb, "obj", "iobj", "obl:arg", "expl:pv", "expl", "obl"):
        if value_of(child, "Reflex") == "Yes" or (child.pos_ == "PRON" and child.lower_ == load_syntax().reflexive):
            return not preposition_of(child)
    return False


def verb_arguments(verb: Token, index: MentionIndex) -> list[Argument]:
    """The arguments that stand with `verb` itself, in text order."""
    passive = is_passive(verb)
    found: list[Argument] = []
    auxiliaries = children(verb, "aux", "aux:pass", "cop")  # some parses hang the subject on them
    for child in (*dependents(verb), *(child for aux in auxiliaries for child in children(aux, *SUBJECTS, *OBJECTS))):
        if child.dep_ == "xcomp" and child.lower_ == load_syntax().copula.als:
            found.extend(_als_arguments(child, index))
            continue
        slot = _slot(child, passive)
        if slot and not _is_quoted_source(child):
            for filler in _without_topic(child, verb):
                found.extend(fillers_of(filler, slot, index))
    objects = [argument for argument in found if argument.slot == "object"]
    if len(objects) > 1 and lemma_of(verb) in load_syntax().naming:
        max(objects, key=lambda argument: argument.head).slot = "predicative"
    if not passive and not objects:
        found.extend(stray_objects(found, verb, index))
    return mend_swapped(verb, sorted(found, key=lambda argument: argument.head))


def _als_arguments(als: Token, index: MentionIndex) -> Iterator[Argument]:
    """*bezeichnete den Prozess als Farce*, where GSD makes *als* a clause of its own: object and ``als`` phrase."""
    for child in dependents(als):
        if child.dep_ in SUBJECTS:
            yield from fillers_of(child, "object", index)
        elif child.dep_ not in ("punct", "advmod", "cc"):
            yield from fillers_of(child, f"{als.lower_}+?", index)


def following_phrases(verb: Token, index: MentionIndex) -> Iterator[Argument]:
    """Prepositional phrases below the fillers of `verb`: *kauft Güter von China*, *führte Gespräche mit der EU*.

    Where such a phrase belongs, to noun or verb, is a matter of the lexicon: both get to see it. But one phrase alone
    stands before the verb of a main clause: in *Die Rede von Lang | wurde gelobt* the phrase is the noun's.
    """
    front = _front_of(verb)
    for child in dependents(verb):
        if child.dep_ in (*SUBJECTS, *OBJECTS, "obl", "obl:arg"):
            for noun in conjuncts(child):
                for below in children(noun, "nmod", "obl", "acl"):
                    inside = below.i < front and child.dep_ not in OBJECTS  # but: Gespräche mit Rom | führte Berlin
                    if not inside and (preposition := preposition_of(below)):
                        yield from fillers_of(below, preposition, index)


def _front_of(verb: Token) -> int:
    """The finite word before which one phrase alone stands; -1 in other clauses than main ones."""
    finite = finite_of(verb)
    if finite is None or verb.dep_ not in MAIN or children(verb, "mark"):
        return -1
    return finite.i


def _without_topic(child: Token, verb: Token) -> list[Token]:
    """`child`, but not what a headline is about: *Nordic Yards | : Genting kauft Werften*, nor *London (dpa) - …*.

    Where the parser hung the real filler on the topic, that one: *Edathy: | Staatsanwaltschaft erhebt Anklage*.
    """
    doc, end = verb.doc, child.i + 1
    while end < verb.i and doc[end].head.i == child.i and doc[end].dep_ in ("flat", "flat:name"):
        end += 1
    if not end < verb.i:
        return [child]
    if (lead := _end_of_lead(doc, end)) is not None and lead < verb.i:
        return [below for below in children(child, "appos", "conj", "flat", "nmod") if below.i > lead]
    edge = child.right_edge.i + 1
    return [] if edge < verb.i and doc[edge].text == ":" else [child]


def _end_of_lead(doc: Doc, position: int) -> int | None:
    """The colon, or the dash behind brackets, that begins at `position` and ends a topic or a dateline; or None."""
    if doc[position].text == ":":
        return position
    if doc[position].text != "(" or position > sentence_of(doc[position])[0] + LONGEST_PLACE:
        return None
    closed = (i for i in range(position, min(position + LONGEST_AGENCY, len(doc) - 1)) if doc[i].text == ")")
    end = next(closed, None)
    return end + 1 if end is not None and doc[end + 1].text in DASHES else None


def _slot(child: Token, passive: bool) -> str:
    """The slot of a verb's dependent; "" for what is no argument."""
    if child.dep_ not in ARGUMENTS:
        return ""
    if child.dep_ in SUBJECTS:
        shown = shown_cases(child)
        if shown and "nom" not in shown:
            return "object" if "acc" in shown else "indirect"  # den Minister empfing sie
        return "object" if passive else "subject"
    if child.dep_ in CLAUSES:
        return "clause" if is_verb(child) else "predicative"
    preposition = preposition_of(child)
    if preposition:
        agent = passive and (child.dep_ == "obl:agent" or preposition in load_syntax().passive.agents)
        return "subject" if agent else preposition
    if child.pos_ == "PRON" and (value_of(child, "Reflex") == "Yes" or child.lower_ == load_syntax().reflexive):
        return ""
    if child.dep_ == "iobj":
        return "indirect"
    if child.dep_ == "obj":
        return _object_slot(child)
    if child.dep_ in ("advmod", "xcomp") and child.pos_ in ("ADJ", "VERB") and not dependents(child):
        return "predicative"  # zeigte sich besorgt, machte ihn verantwortlich
    if child.dep_ in ("obl", "obl:arg", "obl:tmod"):
        shown = shown_cases(child)
        if child.dep_ == "obl:arg" and value_of(child, "Case") == "Acc" and (not shown or "acc" in shown):
            return "object"
        if shown:
            return "indirect" if "dat" in shown else "genitive" if "gen" in shown else "adverbial"
        if child.dep_ == "obl:arg" and child.pos_ == "PROPN":  # warf Island Betrug vor, lud Falk ein
            return "indirect" if takes_dative(child.head) else "object"
        return {"dat": "indirect", "gen": "genitive"}.get(case_of(child), "adverbial")
    return ""


def _object_slot(child: Token) -> str:
    """Which object: its article tells (*der Ukraine* is no accusative), or else the tag."""
    shown = shown_cases(child) - {"nom"}
    if shown:
        return "object" if "acc" in shown else "indirect" if "dat" in shown else "genitive"
    if not children(child, "det", "det:poss", "amod") and child.pos_ in ("NOUN", "PROPN"):
        return "object"  # the case of a bare noun is a guess: er kauft Drohnen
    return {"dat": "indirect", "gen": "genitive"}.get(case_of(child), "object")


def fillers_of(token: Token, slot: str, index: MentionIndex) -> Iterator[Argument]:
    """One argument for each coordinated filler: *von China, Iran und Nordkorea*; a later preposition counts."""
    for filler in conjuncts(token):
        if is_contrasted(filler):
            continue
        if slot not in ("clause", "predicative") and is_verb(filler):
            continue
        own = preposition_of(filler) if filler.i != token.i else ""
        target = relative_antecedent(filler)
        head = target if target is not None else filler
        yield Argument(own or slot, head.i, denoted(head, index), shared=target is not None)


def _is_quoted_source(child: Token) -> bool:
    """True for the name in *„Russland kauft Drohnen“, so Mark Rutte*: he speaks, whatever the parser hangs him on."""
    if child.pos_ not in ("PROPN", "NOUN") or child.left_edge.i == 0:
        return False
    before = child.left_edge.nbor(-1)
    return before.lower_ in load_syntax().quoting and before.i > 0 and before.nbor(-1).is_punct


def is_contrasted(filler: Token) -> bool:
    """True for the denied part of *nicht Peru, sondern Chile*."""
    if not dependents(filler):
        return False
    contrasts, additive = load_syntax().contrasts, load_syntax().additive
    if filler.dep_ == "conj" and any(word.lower_ in load_syntax().denials for word in children(filler, "advmod")):
        return True  # die Armee, nicht die Miliz
    if not any(word.lower_ in contrasts for child in children(filler, "conj") for word in children(child, "cc")):
        return False
    before = (word for child in dependents(filler) for word in child.subtree if word.i < filler.i)
    return not any(word.lower_ in additive for word in before)  # nicht nur Holz, sondern auch Kupfer


def relative_antecedent(pronoun: Token) -> Token | None:
    """The noun that a relative pronoun stands for: *Güter …, die nutzbar sind*; None for other words."""
    if pronoun.pos_ not in ("PRON", "DET") or pronoun.lower_ not in load_syntax().relatives:
        return None
    if pronoun.dep_ not in (*SUBJECTS, *OBJECTS, *OBLIQUES) or pronoun.i > pronoun.head.i:
        return None
    for ancestor in pronoun.ancestors:
        if ancestor.dep_ in ("acl", "acl:relcl", "acl:rel"):
            return ancestor.head
    return None


def fits(wanted: str, argument: Argument, doc: Doc) -> bool:
    """True if `argument` can fill the slot `wanted`, where form leaves the case open.

    *Scholz dankte Biden*: a bare name may be dative; *trat der Union bei*: feminine *der* is genitive and dative.
    """
    if slot_matches(wanted, argument.slot):
        return True
    if wanted != "indirect" or argument.slot not in ("object", "genitive"):
        return False
    head = doc[argument.head]
    return "dat" in shown_cases(head) or not children(head, "det", "det:poss", "amod")
