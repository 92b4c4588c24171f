"""Base forms of German noun phrases: *den Gütern* -> *Güter*, *des alten Präsidenten* -> *alter Präsident*."""

from __future__ import annotations

from spacy.tokens import Token

from kg.annotate.vocabulary import Nouns, load_names, load_nouns


def value_of(token: Token, feature: str) -> str:
    """One morphological feature of `token`, "" where it has none."""
    found = token.morph.get(feature, [])
    return found[0] if found else ""


def number_of(token: Token) -> str:
    """Sing, Plur or ""."""
    return value_of(token, "Number")


def noun_base(token: Token) -> str:
    """The nominative of a noun in its own number.

    Dative plurals lose their ``-n`` (*Gütern*), genitives their ``-s`` (*Konflikts*), weak nouns their ``-en``
    (*Präsidenten*); nominalised adjectives take the strong ending (*der Vorsitzende* -> *Vorsitzender*).
    """
    text, nouns = token.text, load_nouns()
    number, case, gender = number_of(token), value_of(token, "Case"), value_of(token, "Gender")
    stem = adjectival_stem(text, nouns)
    if stem:
        return stem + load_names().inflection.nominative.get("Plur" if number == "Plur" else gender, "e")
    if number == "Plur":
        return _plural(text, token.lemma_, gender, nouns) if case in ("Dat", "") else text
    return _singular(text, token.lemma_, case, gender, nouns)


def adjectival_stem(text: str, nouns: Nouns) -> str:
    """The stem of a noun that inflects like an adjective, "" for other nouns: ``Vorsitzenden`` -> ``Vorsitzend``."""
    for ending in load_names().inflection.adjective:
        stem = text.removesuffix(ending)
        if stem != text and stem.lower().endswith(nouns.adjectival):
            return stem
    return ""


def _plural(text: str, lemma: str, gender: str, nouns: Nouns) -> str:
    """*den Vertretern* -> *Vertreter*, *den Jahren* -> *Jahre*; but *den Hilfen*, *den Soldaten* stay."""
    bare = text.removesuffix("n")
    if bare == text or not bare.endswith(("e", "er", "el")) or (bare == lemma and bare.endswith("e")):
        return text
    if gender == "Fem" and (lemma == bare or text in (lemma + "en", lemma + "n")):
        return text
    if lemma + "en" == text and _weak(lemma, nouns):
        return text
    return bare


def _weak(lemma: str, nouns: Nouns) -> bool:
    """True if the plural is in ``-en`` though the noun is no feminine: Soldat, Staat; not Argument."""
    folded = lemma.lower()
    return folded.endswith(nouns.plural_en) and not folded.endswith(nouns.plural_e)


def _singular(text: str, lemma: str, case: str, gender: str, nouns: Nouns) -> str:
    if gender == "Fem":
        return text
    if case == "Gen":
        if text.endswith("es") and lemma + "es" == text:
            return lemma
        if text.endswith("s") and not text.endswith(("ss", "us", "as", "is", "os")):
            return text[:-1]
    if gender == "Masc" and text.endswith("n") and case in ("Gen", "Dat", "Acc"):
        for bare in (text.removesuffix("en"), text.removesuffix("n")):
            if bare != text and _weak(bare, nouns):
                return bare
    return text


def adjective_base(token: Token, head: Token) -> str:
    """An attributive adjective in the strong nominative of its noun: ``alten`` (Präsidenten) -> ``alter``."""
    inflection = load_names().inflection
    stem = adjective_stem(token.text)
    gender = "Plur" if number_of(head) == "Plur" else value_of(head, "Gender")
    return stem + inflection.nominative.get(gender, "e") if stem != token.text else token.text


def adjective_stem(text: str) -> str:
    """`text` without an adjective ending: ``internationalen`` -> ``international``."""
    for ending in load_names().inflection.adjective:
        if text.endswith(ending) and len(text) > len(ending) + 2:
            return text[: -len(ending)]
    return text
