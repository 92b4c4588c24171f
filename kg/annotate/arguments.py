"""The arguments of a predicate, by slot, whatever the word order.

Passive subjects become objects, agents subjects; relative pronouns stand for their noun; coordination is shared out.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.annotate.apposition import denoted, names_beside
from kg.annotate.layers import Argument, TokenMention
from kg.annotate.syntax import (
    case_of,
    children,
    conjuncts,
    feature,
    is_compound_part,
    is_verb,
    lemma_of,
    load_syntax,
    preposition_of,
    shown_cases,
    slot_matches,
)
from kg.verb_forms import load_verb_forms

SUBJECTS = ("nsubj", "nsubj:pass")
OBJECTS = ("obj", "iobj")
GENITIVES = ("nmod", "nmod:poss", "obl", "appos", "flat", "dep")
OBLIQUES = ("obl", "obl:arg", "obl:agent", "obl:tmod", "nmod", "advmod")


def is_reflexive(verb: Token) -> bool:
    """True if the verb stands with *sich* (or *uns*, *mich* …): *sie trafen sich*."""
    for child in children(verb, "obj", "iobj", "obl:arg", "expl:pv", "expl", "obl"):
        if feature(child, "Reflex") == "Yes" or (child.pos_ == "PRON" and child.lower_ == load_syntax().reflexive):
            return not preposition_of(child)
    return False


def is_passive(verb: Token) -> bool:
    """True for *wurde empfangen*, also where the auxiliary stands with the first of two coordinated participles.

    The auxiliary decides, not the label: *ist gereist* is no passive, *wird reisen* is future.
    """
    auxiliaries = [aux for aux in children(verb, "aux", "aux:pass") if aux.lemma_ == load_syntax().future]
    if auxiliaries:
        labelled = any(aux.dep_ == "aux:pass" for aux in auxiliaries)
        return is_participle(verb) and (labelled or not load_verb_forms().is_infinitive(verb.lower_))
    if verb.dep_ != "conj" or children(verb, "aux", "nsubj") or feature(verb, "VerbForm") == "Fin":
        return False
    return is_verb(verb.head) and is_passive(verb.head)


def is_participle(verb: Token) -> bool:
    """True for a past participle: *empfangen*, *gereist*."""
    return feature(verb, "VerbForm") == "Part" or verb.lower_ in load_verb_forms().past_participles


def verb_arguments(verb: Token, index: dict[int, TokenMention]) -> list[Argument]:
    """The arguments that stand with `verb` itself, in text order."""
    passive = is_passive(verb)
    found: list[Argument] = []
    auxiliaries = children(verb, "aux", "aux:pass", "cop")  # some parses hang the subject on them
    for child in (*verb.children, *(child for aux in auxiliaries for child in children(aux, *SUBJECTS, *OBJECTS))):
        slot = _slot(child, passive)
        if slot:
            found.extend(_fillers(child, slot, index))
    if not passive and not any(argument.slot == "object" for argument in found):
        found.extend(_stray_objects(found, verb, index))
    return _mend_swapped(verb, sorted(found, key=lambda argument: argument.head))


def _stray_objects(found: list[Argument], verb: Token, index: dict[int, TokenMention]) -> list[Argument]:
    """A name that the parser hung on the subject though it can't be its name: *besuchte Minister Blinken Brüssel*."""
    strays = []
    for argument in found:
        for child in children(verb.doc[argument.head], "appos", "flat", "nmod"):
            name, owner = index.get(child.i), argument.mention
            if name is None or owner is None or argument.slot != "subject" or name.kind != "name" or name is owner:
                continue
            bare = not preposition_of(child) and not list(child.children) and child.i > verb.i
            if bare and owner.type in ("Person", "Position") and name.type in ("Place", "Organization"):
                strays.append(Argument("object", child.i, name))
    return strays


def noun_arguments(noun: Token, index: dict[int, TokenMention], mentions: list[TokenMention]) -> list[Argument]:
    """The arguments of an event noun: *das Treffen Blinkens mit Borrell*, *russischer Angriff auf Kiew*."""
    found: list[Argument] = []
    for child in noun.children:
        preposition = preposition_of(child)
        if preposition and child.dep_ in (*OBLIQUES, "conj", "dep"):
            found.extend(_fillers(child, preposition, index))
            found.extend(a for a in _phrases_below(child, index) if a.slot in load_syntax().passive.nominal_agents)
        elif _is_genitive(child) or _is_name_behind(child, noun, index):
            found.extend(_fillers(child, "genitive", index))
            found.extend(_phrases_below(child, index))
        elif child.dep_ in ("det:poss", "nmod:poss"):
            found.extend(_fillers(child, "possessive", index))
        elif child.dep_ == "amod" and child.i in index:
            found.extend(_fillers(child, "modifier", index))
        elif child.dep_ == "amod" and child.pos_ in ("VERB", "ADJ"):
            found.extend(_agents_of_participle(child, index))
    own = index.get(noun.i)
    if own is not None and own.kind != "name":
        found.extend(Argument("apposition", name.head, name) for name in names_beside(noun.doc, own, index))
    found.extend(_phrases_behind(noun, index))
    for mention in mentions:
        if mention.start == noun.i and is_compound_part(noun.doc, mention):
            found.append(Argument("modifier", noun.i, mention))
    return sorted(found, key=lambda argument: argument.head)


def _is_name_behind(child: Token, noun: Token, index: dict[int, TokenMention]) -> bool:
    """True for a genitive name right behind an event noun, whatever its label: *das Treffen Merkels*."""
    mention = index.get(child.i)
    behind = child.i == noun.i + 1 and child.text.endswith(load_syntax().genitive_endings)
    return child.dep_ in GENITIVES and behind and mention is not None and mention.kind == "name"


def _phrases_below(noun: Token, index: dict[int, TokenMention]) -> Iterator[Argument]:
    """Prepositional phrases that hang on a genitive but may belong to the noun above: *Treffen Merkels mit Macron*."""
    for below in children(noun, "nmod", "obl"):
        if preposition := preposition_of(below):
            yield from _fillers(below, preposition, index)


def _phrases_behind(noun: Token, index: dict[int, TokenMention]) -> Iterator[Argument]:
    """Phrases of the verb that stand right behind `noun`: *beendete sein Treffen mit Xi*.

    Verbs that only say that something is leave all their phrases to it: *es gab Kritik an ihm aus dem Lager*.
    """
    if not is_verb(noun.head):
        return
    empty = lemma_of(noun.head) in load_syntax().presenting
    end = noun.right_edge.i + 1
    for sibling in children(noun.head, "obl", "obl:arg"):
        if (preposition := preposition_of(sibling)) and sibling.i > noun.i and (empty or sibling.left_edge.i == end):
            yield from _fillers(sibling, preposition, index)


def following_phrases(verb: Token, index: dict[int, TokenMention]) -> Iterator[Argument]:
    """Prepositional phrases below the fillers of `verb`: *kauft Güter von China*, *führte Gespräche mit der EU*.

    Where such a phrase belongs, to noun or verb, is a matter of the lexicon: both get to see it.
    """
    for child in verb.children:
        if child.dep_ in (*SUBJECTS, *OBJECTS, "obl", "obl:arg"):
            for noun in conjuncts(child):
                for below in children(noun, "nmod", "obl", "acl"):
                    if preposition := preposition_of(below):
                        yield from _fillers(below, preposition, index)


def _slot(child: Token, passive: bool) -> str:
    """The slot of a verb's dependent; "" for what is no argument."""
    if child.dep_ in SUBJECTS:
        shown = shown_cases(child)
        if shown and "nom" not in shown:
            return "object" if "acc" in shown else "indirect"  # den Minister empfing sie
        return "object" if passive else "subject"
    if child.dep_ == "csubj" or child.dep_ in ("ccomp", "xcomp", "csubj:pass"):
        return "clause" if is_verb(child) else "predicative"
    preposition = preposition_of(child)
    if preposition and child.dep_ in (*OBJECTS, *OBLIQUES):
        agent = passive and (child.dep_ == "obl:agent" or preposition in load_syntax().passive.agents)
        return "subject" if agent else preposition
    if child.pos_ == "PRON" and (feature(child, "Reflex") == "Yes" or child.lower_ == load_syntax().reflexive):
        return ""
    if child.dep_ == "iobj":
        return "indirect"
    if child.dep_ == "obj":
        return _object_slot(child)
    if child.dep_ in ("advmod", "xcomp") and child.pos_ in ("ADJ", "VERB") and not list(child.children):
        return "predicative"  # zeigte sich besorgt, machte ihn verantwortlich
    if child.dep_ in ("obl", "obl:arg", "obl:tmod"):
        shown = shown_cases(child)
        if shown:
            return "indirect" if "dat" in shown else "genitive" if "gen" in shown else "adverbial"
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


def _fillers(token: Token, slot: str, index: dict[int, TokenMention]) -> Iterator[Argument]:
    """One argument for each coordinated filler: *von China, Iran und Nordkorea*; a later preposition counts."""
    for filler in conjuncts(token):
        if is_verb(filler) and slot not in ("clause", "predicative"):
            continue
        own = preposition_of(filler) if filler.i != token.i else ""
        target = relative_antecedent(filler)
        head = target if target is not None else filler
        yield Argument(own or slot, head.i, denoted(head, index), shared=target is not None)


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


def _agents_of_participle(participle: Token, index: dict[int, TokenMention]) -> Iterator[Argument]:
    """*die von Merkel geführten Gespräche mit …*: who does what the noun names."""
    for child in participle.children:
        if preposition_of(child) in load_syntax().passive.agents:
            yield from _fillers(child, "subject", index)


def _mend_swapped(verb: Token, arguments: list[Argument]) -> list[Argument]:
    """`arguments`, subject and object exchanged where case or number contradict the parser.

    *Den Minister empfing die Kanzlerin.* *Die Panzer liefert Berlin.*
    """
    subjects = [argument for argument in arguments if argument.slot == "subject"]
    objects = [argument for argument in arguments if argument.slot == "object"]
    if len(subjects) > 1 and not objects and not is_passive(verb):
        second = children(verb, *SUBJECTS)[1:2]
        for argument in subjects:
            if second and argument.head >= second[0].i and not argument.shared:
                # two subjects: Merkel kritisierte Trump; Scholz sagte der Ukraine Hilfe zu; …, die Macron traf
                feminine = feature(verb.doc[argument.head], "Gender") == "Fem"
                argument.slot = "indirect" if feminine and "dat" in shown_cases(second[0]) else "object"
        return arguments
    if len(subjects) == 1 and not objects and _has_no_forefield(verb) and subjects[0].head > verb.i:
        subjects[0].slot = "object"  # … und traf Macron: the subject is the one before "und"
        return arguments
    if not subjects and objects and not is_passive(verb):
        for argument in arguments:
            if argument.slot == "indirect" and "nom" in shown_cases(verb.doc[argument.head]):
                argument.slot = "subject"  # den Minister empfing der Kanzler
                break
        return arguments
    if len(subjects) != 1 or len(objects) != 1 or is_passive(verb):
        return arguments
    subject, other = verb.doc[subjects[0].head], verb.doc[objects[0].head]
    if _must_be_swapped(verb, subject, other):
        subjects[0].slot, objects[0].slot = "object", "subject"
    return arguments


def _has_no_forefield(verb: Token) -> bool:
    """True for a finite verb right behind *und*: German main clauses put something first, so its subject is shared."""
    before = verb.nbor(-1) if verb.i > verb.sent.start else None
    return verb.dep_ == "conj" and before is not None and before.dep_ == "cc" and feature(verb, "VerbForm") == "Fin"


def _is_genitive(token: Token) -> bool:
    """True for *der Regierung*, *Russlands*, *Paris’*; not for the name in *die Stadt Fürth*."""
    bare = not children(token, "det", "det:poss", "amod")
    if bare and token.pos_ == "PROPN":
        return token.dep_ in GENITIVES and token.text.endswith(load_syntax().genitive_endings)
    return token.dep_ in GENITIVES and case_of(token) == "gen"


def _must_be_swapped(verb: Token, subject: Token, other: Token) -> bool:
    if case_of(subject) == "acc" and case_of(other) == "nom" and _shows_case(subject):
        return True
    finite = next((t for t in (*children(verb, "aux"), verb) if feature(t, "VerbForm") == "Fin"), verb)
    if subject.pos_ == "PROPN":
        return False  # the number of a name is noise: die USA, die Niederlande
    number = feature(finite, "Number")
    coordinated = bool(children(subject, "conj")) or bool(children(other, "conj"))
    if not number or coordinated:
        return False
    return feature(subject, "Number") not in ("", number) and feature(other, "Number") == number


def _shows_case(token: Token) -> bool:
    """True if the article itself tells accusative from nominative: only the masculine singular does (*den*)."""
    return feature(token, "Gender") == "Masc" and feature(token, "Number") == "Sing"
