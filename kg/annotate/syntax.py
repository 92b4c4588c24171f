"""Reading a Universal Dependencies tree: verb complexes, case, prepositions, coordination.

Tables: ``ontologies/lexicon/syntax.toml``. Tokens of other label schemes are mapped before (`kg.nlp`).
"""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from kg.annotate.inflect import read_noun, value_of
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import children, dependents, kept, sentence_of
from kg.verb_forms import load_verb_forms

PARTICLES = frozenset({"ADJ", "ADV", "ADP", "VERB"})


@cache
def _governed_case() -> dict[str, str]:
    return {preposition: case for case, words in load_syntax().cases.items() for preposition in words}


def is_verb(token: Token) -> bool:
    """True for verbs and auxiliaries, also where only form and subject show it: *kauft* tagged as an adjective."""
    if token.pos_ in ("VERB", "AUX") or value_of(token, "VerbForm") == "Fin":
        return True
    is_form = token.is_lower and token.pos_ == "ADJ" and token.lower_ in load_verb_forms().lemmas
    return is_form and bool(children(token, "nsubj", "obj")) and not children(token, "cop")


def is_bare_infinitive(token: Token) -> bool:
    """True for an infinitive with no more than *zu*: a complement, not a purpose (*um … zu*)."""
    infinite = [token, *children(token, "aux", "aux:pass")]  # zu helfen; geholfen zu haben
    if all(value_of(word, "VerbForm") != "Inf" for word in infinite):
        return False
    if any(value_of(word, "VerbForm") == "Fin" for word in infinite):
        return False
    return all(mark.lower_ == load_syntax().infinitive_mark for mark in children(token, "mark"))


@kept
def case_of(token: Token) -> str:
    """``nom acc dat gen``, or ``""`` where neither article, adjective nor noun shows it.

    The article decides: *der Ukraine* may be tagged Nom on the noun, but *der* is marked.
    """
    for child in dependents(token):
        if child.dep_ in ("det", "det:poss", "amod") and (found := value_of(child, "Case")):
            return found.lower()
    return value_of(token, "Case").lower()


def shown_cases(token: Token) -> frozenset[str]:
    """The cases that the article of a noun phrase can be: *den* -> acc, dat; *der Union* -> dat, gen; empty without."""
    articles = load_syntax().articles
    if token.pos_ in ("PRON", "DET") and token.lower_ in articles:
        return articles[token.lower_]  # der Diplomat, den Polen auswies
    for child in children(token, "det", "det:poss"):
        if child.lower_ in articles:
            narrow = load_syntax().articles_of.get(child.lower_, {})
            noun = read_noun(token) if token.pos_ == "NOUN" else None  # der Ukraine: of names the parser knows more
            gender = noun.gender if noun else value_of(token, "Gender")
            number = noun.number if noun else value_of(token, "Number")
            return narrow.get("Plur" if number == "Plur" else gender, articles[child.lower_])
    return frozenset()


@kept
def preposition_of(token: Token) -> str:
    """``preposition+case`` of a noun phrase headed by `token` (``im Senat`` -> ``in+dat``), "" without preposition.

    The case is ``?`` where the preposition takes two and a bare name shows none: ``in Brüssel``.
    """
    syntax = load_syntax()
    markers = [child for child in children(token, "case") if child.pos_ in ("ADP", "SCONJ", "CCONJ", "ADV")]
    if not markers and token.pos_ in (
        "NOUN",
        "PROPN",
    ):  # "befürchtet als Folge …": any label
        others = children(token, "mark", "cc", "advmod") if token.dep_ != "conj" else []  # sowohl Peru als auch Chile
        markers = [child for child in others if child.lower_ == syntax.copula.als and child.i < token.i]
    if not markers:
        return ""
    word = markers[0].lower_
    if word in syntax.contractions:
        return "+".join(syntax.contractions[word])
    if word in _governed_case():
        return f"{word}+{_governed_case()[word]}"
    shown = any(child.dep_ in ("det", "det:poss", "amod") for child in dependents(token))
    return f"{word}+{(case_of(token) if shown else '') or '?'}"


def slot_matches(wanted: str, found: str) -> bool:
    """True if a filler in slot `found` fits the slot `wanted` of a frame; an unknown case (``?``) fits any."""
    return wanted == found or (found.endswith("+?") and wanted.partition("+")[0] == found.partition("+")[0])


@kept
def conjuncts(token: Token) -> tuple[Token, ...]:
    """`token`, what is coordinated with it, and those named as of it, in text order: *Blinken, Borrell und Rutte*."""
    if not dependents(token):
        return (token,)
    found = [token]
    for part in (token, *children(token, "flat", "flat:name", "appos")):  # EU-Chef Borrell und NATO-Chef Rutte
        if part.i != token.i and _is_one_of_many(part):
            found.append(part)
        found.extend(other for child in children(part, "conj") for other in conjuncts(child))
    return tuple(found)


def _is_one_of_many(apposition: Token) -> bool:
    """True for *Deutschland* in *Mehrere Staaten, darunter Deutschland und Polen*."""
    including = load_syntax().including
    return any(child.lower_ in including for child in dependents(apposition) if child.i < apposition.i)


@kept
def lemma_of(verb: Token) -> str:
    """The lemma of a verb with its separable prefix: *traf … zusammen* -> ``zusammentreffen``."""
    particle = particle_of(verb)
    return load_verb_forms().lemma(verb.lower_, verb.lemma_, particle.lower_ if particle is not None else "")


@kept
def particle_of(verb: Token) -> Token | None:
    """The separable prefix of `verb`, by its label or as the word that ends the clause: *nahm … fest*."""
    forms = load_verb_forms()
    infinitive = forms.lemma(verb.lower_, verb.lemma_)
    for child in children(verb, "compound:prt"):  # not the miteinander of "telefonierten miteinander"
        if child.lower_ in forms.prefixes or forms.is_infinitive(child.lower_ + infinitive):
            return child
    for child in children(verb, "mark", "advmod", "xcomp", "dep", "obl", "obj"):
        ends = child.i == verb.i - 1 or (child.i > verb.i and _ends_clause(child))
        if (
            ends
            and child.pos_ in PARTICLES
            and not dependents(child)
            and forms.is_infinitive(child.lower_ + infinitive)
        ):
            return child
    return None


def _ends_clause(token: Token) -> bool:
    return token.i + 1 == sentence_of(token)[1] or token.nbor().is_punct or token.nbor().dep_ == "cc"


@kept
def finite_of(verb: Token) -> Token | None:
    """The finite word of a verb complex: the verb itself or its auxiliary (*hat* … *gekauft*); None if infinite."""
    candidates = [*children(verb, "aux", "aux:pass", "cop"), verb]
    return next((token for token in candidates if value_of(token, "VerbForm") == "Fin"), None)


def tells_hearsay(aux: Token) -> bool:
    """True for a modal before a perfect infinitive, *soll Waffen gekauft haben*; *soll gekauft werden* is a plan."""
    hearsay = load_syntax().hearsay
    if aux.dep_ != "aux" or aux.lemma_ not in (hearsay.modal, hearsay.own):
        return False
    others = children(aux.head, "aux", "aux:pass", "cop")
    return any(other.i > aux.i and other.lower_ in hearsay.auxiliaries for other in others)


@kept
def is_passive(verb: Token) -> bool:
    """True for *wurde empfangen*, also where the auxiliary stands with the first of two coordinated participles.

    The auxiliary decides, not the label: *ist gereist* is no passive, *wird reisen* is future.
    """
    auxiliaries = [aux for aux in children(verb, "aux", "aux:pass") if aux.lemma_ == load_syntax().future]
    if auxiliaries:
        labelled = any(aux.dep_ == "aux:pass" for aux in auxiliaries)
        return is_participle(verb) and (labelled or not load_verb_forms().is_infinitive(verb.lower_))
    if _has_agent(verb):
        return True
    if verb.dep_ != "conj" or children(verb, "aux", "nsubj") or value_of(verb, "VerbForm") == "Fin":
        return False
    return is_verb(verb.head) and is_passive(verb.head)


def _has_agent(verb: Token) -> bool:
    """True for a participle with *von* but no *haben*: *ist von Russland besetzt*, *Händler von Miliz entführt*."""
    if not is_participle(verb) or (value_of(verb, "VerbForm") == "Fin" and verb.dep_ != "acl"):
        return False
    auxiliaries = children(verb, "aux", "aux:pass", "cop")
    if any(aux.lemma_ != load_syntax().copula.verbs[0] for aux in auxiliaries):
        return False
    agents = load_syntax().passive.agents
    near = children(verb, "obl", "obl:agent", "nmod", "obl:arg")
    if verb.dep_ == "ROOT" and not auxiliaries:  # the headline "Händler von Miliz entführt"
        near.extend(below for subject in children(verb, "nsubj") for below in children(subject, "nmod"))
    return any(preposition_of(child) in agents for child in near)


def is_participle(verb: Token) -> bool:
    """True for a past participle: *empfangen*, *gereist*."""
    return value_of(verb, "VerbForm") == "Part" or verb.lower_ in load_verb_forms().past_participles


def subject_of(verb: Token) -> Token | None:
    """The subject of `verb`, taken over from the verb that it is coordinated with where it has none of its own."""
    found = children(verb, "nsubj", "nsubj:pass")
    if found:
        return found[0]
    if verb.dep_ == "conj" and is_verb(verb.head):
        return subject_of(verb.head)
    return None


def governing_verb(token: Token) -> Token | None:
    """The nearest predicate above `token` in the tree, None if there is none."""
    for ancestor in token.ancestors:
        if is_verb(ancestor) or children(ancestor, "cop"):
            return ancestor
    return None
