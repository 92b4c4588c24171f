"""Base forms of German noun phrases: *den Gütern* -> *Güter*, *des alten Präsidenten* -> *alter Präsident*."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Token

from kg.annotate.tree import children, dependents, kept
from kg.annotate.vocabulary import Nouns, load_names, load_nouns
from kg.data import KEPT_WORDS
from kg.gazetteer import load_gazetteer
from kg.noun_forms import Reading, load_noun_forms
from kg.verb_forms import load_verb_forms

_VALUES: dict[int, dict[str, str]] = {}  # key of an analysis (a hash of its text) -> feature -> value, once read
BARE = frozenset("nsubj nsubj:pass obj iobj obl obl:arg obl:agent nmod conj".split())


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun in its context: gender (Masc Fem Neut or ""), number (Sing Plur), nominative, singular."""

    gender: str
    number: str
    nominative: str
    singular: str


def value_of(token: Token, feature: str) -> str:
    """One morphological feature of `token`, "" where it has none."""
    morph = token.morph
    try:
        return _VALUES[hash(morph)][feature]
    except KeyError:
        found = morph.get(feature, [])
        return _VALUES.setdefault(hash(morph), {}).setdefault(feature, found[0] if found else "")


@kept
def read_noun(token: Token) -> Noun:
    """Gender, number and base form of a noun, from the table of forms and what stands around it.

    Unknown words are read by the parser's features; nominalised adjectives get the strong ending (*Vorsitzender*).
    """
    nouns = load_nouns()
    stem = adjectival_stem(token.text)
    if stem:
        return _adjectival(token, stem)
    if _is_infinitive(token):
        return Noun("Neut", "Sing", token.text, token.text)
    readings = load_noun_forms().readings(token.text) if token.pos_ != "PROPN" or token.text[0].isupper() else ()
    if not readings:
        return _parsed(token, nouns)
    only_plural = all(reading.number == "Plur" for reading in readings)
    if only_plural and _number_around(token, readings[0].gender) == "Sing":
        return Noun("Neut", "Sing", token.text, token.text)  # das Vordringen: an infinitive, no dative of Ringe
    reading = _chosen(token, readings)
    return Noun(reading.gender, reading.number, reading.nominative or token.text, reading.singular)


def _is_infinitive(token: Token) -> bool:
    """True for *das Eingreifen*, which is no form of a compound in *-greif*; *die Aussagen* are those of an Aussage."""
    if token.text in load_noun_forms().forms or not load_verb_forms().is_infinitive(token.lower_):
        return False
    if _number_around(token, "Neut"):
        return _number_around(token, "Neut") == "Sing"
    return value_of(token, "Number") == "Sing" and value_of(token, "Gender") == "Neut"


def noun_base(token: Token) -> str:
    """The nominative of a noun in its own number: *Gütern* -> *Güter*, *Konflikts* -> *Konflikt*."""
    return read_noun(token).nominative


@kept
def noun_lemmas(token: Token) -> tuple[str, ...]:
    """The singular of a noun by the table of forms, and the parser's lemma: *Vorwürfe* -> Vorwurf."""
    return tuple(dict.fromkeys(lemma for lemma in (read_noun(token).singular, token.lemma_) if lemma))


def number_of(token: Token) -> str:
    """Sing or Plur."""
    return read_noun(token).number


def _chosen(token: Token, readings: tuple[Reading, ...]) -> Reading:
    """The reading that article, numeral, verb and the parser's features support, in this order."""
    numbers = {reading.number for reading in readings}
    if len(numbers) > 1:
        number = _number_around(token, readings[0].gender) or _number_of_name(token) or number_of_verb(token)
        number = number or _number_of_bare(token, readings[0].gender) or value_of(token, "Number")
        readings = tuple(reading for reading in readings if reading.number == number) or readings
    if value_of(token, "Case") != "Gen":  # der Fonds is no genitive of Fond
        readings = tuple(reading for reading in readings if reading.nominative == token.text) or readings
    gender = value_of(token, "Gender")
    best = [reading for reading in readings if reading.singular == token.text]  # Abkommen is rather that than Abkomme
    best += [reading for reading in readings if reading.gender == gender]
    return best[0] if best else readings[0]


def _number_around(token: Token, gender: str) -> str:
    """The number that determiner or numeral shows: *die Minister* are several, *dem Minister* is one."""
    rules = load_nouns().determiners
    for child in dependents(token):
        if child.dep_ in ("det", "det:poss"):
            form = child.lower_
            ending = _determiner_ending(form)
            if form in rules.singular or (ending in rules.singular_endings and form not in rules.open):
                return "Sing"
            if form in rules.masculine and gender == "Masc" and value_of(child, "Case") != "Gen":
                return "Sing" if _may_be_nominative(token) else "Plur"
            if number := next((rules.phrases[key] for key in _phrases(token, form) if key in rules.phrases), ""):
                return number
            if form in rules.plural or (ending in rules.plural_endings and gender != "Fem"):
                return "Plur"
        if child.dep_ == "case" and child.lower_ in rules.singular:
            return "Sing"
        if child.dep_ == "nummod" and child.i < token.i:
            return "Sing" if child.lower_ in rules.singular else "Plur"
    return ""


@lru_cache(KEPT_WORDS)
def _determiner_ending(form: str) -> str:
    return next((end for end in load_nouns().determiners.endings if form.endswith(end)), "")


def _may_be_nominative(token: Token) -> bool:
    """True for *der Minister*, false for *der Sozialisten*, who are several."""
    readings = load_noun_forms().readings(token.text)
    return not readings or any(reading.singular == token.text for reading in readings)


def _phrases(token: Token, determiner: str) -> Iterator[str]:
    """The determiner of `token` behind its prepositions: *für den* Präsidenten is one, *mit den* are several."""
    return (f"{child.lower_} {determiner}" for child in children(token, "case"))


def _number_of_bare(token: Token, gender: str) -> str:
    """A masculine for one or several that stands without an article means several: *von Demonstranten*, *Politiker*."""
    first = token
    while first.dep_ == "conj":
        first = first.head
    if gender != "Masc" or first.dep_ not in BARE or children(first, "cop"):
        return ""
    rules = load_nouns().determiners
    if any(child.lower_ == rules.role for child in dependents(first)):
        return ""  # als Autor und Jurist
    contracted = load_names().contracted
    for child in dependents(token):
        form = child.lower_
        if child.dep_ in ("det", "det:poss", "nummod") or form == rules.role or form in contracted:
            return ""
        if child.dep_ == "amod" and form.endswith(tuple(rules.singular_endings)):
            return "Sing"  # mit massivem Druck
    return "Plur"


def _number_of_name(token: Token) -> str:
    """*den Präsidenten Tandja* is one, *den Ministerpräsidenten McAllister und Böhmer* are two."""
    doc, people = token.doc, load_names().people
    end = token.i + 1
    while end < len(doc) and doc[end].ent_type_ in people:
        end += 1
    if end == token.i + 1:
        return ""
    more = end + 1 < len(doc) and doc[end].dep_ in ("cc", "punct") and doc[end + 1].ent_type_ in people
    return "Plur" if more else "Sing"


def number_of_verb(token: Token) -> str:
    """The number of the verb whose only subject `token` is: *Oppositionspolitiker wandten sich …* are several."""
    if token.dep_ not in ("nsubj", "nsubj:pass") or children(token, "conj"):
        return ""
    verbs = [*children(token.head, "aux", "aux:pass", "cop"), token.head]
    finite = next((verb for verb in verbs if value_of(verb, "VerbForm") == "Fin"), None)
    if finite is None:
        return ""
    return "Plur" if finite.lower_.endswith(load_nouns().determiners.verb_endings) else "Sing"


def _adjectival(token: Token, stem: str) -> Noun:
    """*der Vorsitzende* -> Vorsitzender, one man; *die Abgeordneten* -> Abgeordnete, several."""
    article = next((child.lower_ for child in children(token, "det")), "-")
    parsed = "Plur" if value_of(token, "Number") == "Plur" else value_of(token, "Gender")
    keys = load_nouns().agreement.get(f"{article} {token.text[len(stem) :]}", parsed).split("|")
    key = parsed if parsed in keys else keys[-1]
    number, gender = ("Plur", value_of(token, "Gender")) if key == "Plur" else ("Sing", key)
    nominative = stem + load_names().inflection.nominative.get(key, "e")
    return Noun(gender, number, nominative, nominative)


@lru_cache(KEPT_WORDS)
def adjectival_stem(text: str) -> str:
    """The stem of a noun that inflects like an adjective, "" for other nouns: ``Vorsitzenden`` -> ``Vorsitzend``."""
    for ending in load_names().inflection.adjective:
        stem = text.removesuffix(ending)
        if stem != text and stem.lower().endswith(load_nouns().adjectival):
            return stem
    return ""


def _parsed(token: Token, nouns: Nouns) -> Noun:
    """The base form of a word that the table lacks, by the parser's features."""
    text, gender = token.text, value_of(token, "Gender")
    number, case = value_of(token, "Number") or "Sing", value_of(token, "Case")
    if number == "Sing" and gender != "Fem" and case == "Gen" and text.endswith("s"):
        if not text.endswith(("ss", "us", "as", "is", "os")) and not text.isupper():
            return Noun(gender, number, text[:-1], text[:-1])
    return Noun(gender, number, text, token.lemma_ if number == "Plur" else text)


def adjective_base(token: Token, noun: Noun) -> str:
    """An attributive adjective in the strong nominative of its noun: ``alten`` (Präsidenten) -> ``alter``."""
    if load_gazetteer().city_adjective(token.text) is not None:
        return token.text  # Kölner Wohnung
    inflection = load_names().inflection
    opens = token.is_sent_start and token.pos_ == "ADJ" and not token.text[1:2].isupper()
    text = token.text[0].lower() + token.text[1:] if opens else token.text  # Ukrainische Truppen rückten vor
    stem = adjective_stem(text)
    key = "Plur" if noun.number == "Plur" else noun.gender
    return stem + inflection.nominative.get(key, "e") if stem != text else text


@lru_cache(KEPT_WORDS)
def adjective_stem(text: str) -> str:
    """`text` without an adjective ending: ``internationalen`` -> ``international``."""
    for ending in load_names().inflection.adjective:
        if text.endswith(ending) and len(text) > len(ending) + 2:
            return text[: -len(ending)]
    return text
