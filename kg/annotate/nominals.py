"""Positions, things and pronouns: every noun and pronoun that no name, amount or time covers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Doc, Token

from kg.annotate.inflect import (
    Noun,
    adjectival_stem,
    adjective_base,
    adjective_stem,
    number_of_verb,
    read_noun,
    value_of,
)
from kg.annotate.layers import TokenMention
from kg.annotate.lexicon import load_lexicon
from kg.annotate.tree import children, dependents, kept, text_between, tree_of
from kg.annotate.vocabulary import load_names, load_nouns
from kg.data import KEPT_WORDS
from kg.noun_forms import load_noun_forms
from kg.types import EntityType, MentionKind

LONGEST_TAIL = 9  # tokens of "der Militärhilfe für die Ukraine" that still belong to a thing's name
CLAUSES = frozenset("acl acl:relcl advcl parataxis ccomp appos conj".split())


def find_nominals(doc: Doc, covered: set[int]) -> Iterator[TokenMention]:
    """One mention for each noun outside `covered`."""
    for token in tree_of(doc).tokens:
        if token.i not in covered and _is_noun(token):
            yield _nominal(doc, token)


def find_pronouns(doc: Doc) -> Iterator[TokenMention]:
    """The pronouns that may stand for somebody; an expletive *es* and reflexives are left out."""
    words = load_names().pronouns
    for token in tree_of(doc).tokens:
        if token.pos_ not in ("PRON", "DET") or token.dep_ == "expl":
            continue
        form, lemma = token.lower_, _possessive_lemma(token.lower_)
        if form in words.empty:
            continue
        alone = token.dep_ not in ("det", "det:poss", "amod")
        agreement = ""
        if form in words.first or lemma in words.first:
            agreement = words.first.get(form) or words.first[lemma]
        elif lemma in words.possessive and not alone:
            agreement = words.possessive[lemma]
        elif alone and token.pos_ == "PRON":
            agreement = words.personal.get(form) or _parsed_agreement(token)
            if form not in words.personal and form not in words.relative and form not in words.demonstrative:
                continue
        if agreement:
            yield _pronoun(token, agreement)


@lru_cache(KEPT_WORDS)
def _possessive_lemma(form: str) -> str:
    """The possessive that a form belongs to: *seinem* -> *sein*, *ihrer* -> *ihr*."""
    words = load_names().pronouns
    stems = [stem for stem in (*words.possessive, *words.first) if form.startswith(stem)]
    longest = max(stems, key=len, default="")
    return longest if len(form) <= len(longest) + 2 else ""


def _parsed_agreement(token: Token) -> str:
    return "Plur" if value_of(token, "Number") == "Plur" else value_of(token, "Gender") or "Masc|Fem|Neut|Plur"


def _pronoun(token: Token, agreement: str) -> TokenMention:
    number = "Plur" if agreement == "Plur" else "" if "Plur" in agreement else "Sing"
    gender = agreement if agreement in ("Masc", "Fem", "Neut") else ""
    if token.dep_ != "det:poss" and not number:
        number = number_of_verb(token) or value_of(token, "Number")
    return TokenMention(
        token.i, token.i + 1, token.i, (token.idx, token.idx + len(token)), "pronoun", "Thing", token.text, "", gender,
        number,
    )  # fmt: skip


def _is_noun(token: Token) -> bool:
    """Nouns and nominalised adjectives (*die Aufständischen*), not the first half of *Luft- und Seeverkehr*."""
    if token.pos_ in ("NOUN", "PROPN"):
        large = token.text[0].isupper() or token.text.rpartition("-")[2][:1].isupper()  # der 34-Jährige
        word = large and len(token) > 1 and not token.text.endswith("-")
        attribute = token.dep_ == "amod" and token.head.i > token.i  # der Eiserne Vorhang
        return word and not attribute and token.text not in load_nouns().none
    nominalised = token.pos_ == "ADJ" and token.text[0].isupper() and not token.is_sent_start
    return nominalised and token.dep_ in ("nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:arg", "obl:agent", "nmod")


def _nominal(doc: Doc, token: Token) -> TokenMention:
    kind, type_ = _unknown_name(token) or _kind_and_type(token)
    noun = read_noun(token)
    start = _start(token)
    end = tail_end(token, narrow=True) if kind == "position" else token.i + 1
    return TokenMention(
        start, end, token.i, (doc[start].idx, doc[end - 1].idx + len(doc[end - 1])), kind, type_,
        _name(doc, token, kind), "", noun.gender, noun.number,
    )  # fmt: skip


def _kind_and_type(token: Token) -> tuple[MentionKind, EntityType]:
    noun = read_noun(token)
    lexicon = load_lexicon()
    position = lexicon.position(noun.singular) or lexicon.position(token.lemma_)
    plural = noun.number == "Plur"
    if position is not None:
        if plural and not (position.office and _stands_before_name(token)):
            return "nominal", "Group"
        return ("position", "Position") if position.office else ("nominal", "Person")
    nouns = load_nouns()  # Fahrzeuge are what a Fahrzeug is, no Zeugen
    found = (nouns.whole_type(noun.nominative) if plural else None) or nouns.type_of(noun.singular)
    if found == "Thing":
        found = nouns.type_of(noun.nominative)
    if found == "Thing":  # Sparkassen are those of Sparkasse, too, not of an Austrian Sparkassa alone
        others = (nouns.type_of(reading.singular) for reading in load_noun_forms().readings(token.text))
        found = next((type_ for type_ in others if type_ != "Thing"), found)
    if found == "Thing" and noun.gender != "Neut" and adjectival_stem(token.text):
        found = "Person"  # der Getötete, die Ungläubigen
    return "nominal", "Group" if found == "Person" and plural else found


def _unknown_name(token: Token) -> tuple[MentionKind, EntityType] | None:
    """A proper noun that nobody knows is a name; after *in*, *bei* … without an article, that of a place."""
    if token.pos_ != "PROPN" or load_noun_forms().readings(token.text) or load_nouns().type_of(token.text) != "Thing":
        return None
    prepositions = {child.lower_ for child in children(token, "case")}
    article = bool(children(token, "det", "det:poss", "amod"))
    return "name", "Place" if prepositions & load_names().attributes.place and not article else "Thing"


def _stands_before_name(token: Token) -> bool:
    """*Ministerpräsidenten McAllister und Böhmer*: each of them is one."""
    return token.i + 1 < len(token.doc) and token.nbor().ent_type_ in load_names().people


def _start(token: Token) -> int:
    """The first attribute that stands without a gap before the noun; articles stay outside."""
    start = token.i
    attributes = {child.i for child in children(token, "amod", "nummod")}
    while start - 1 in attributes:
        start -= 1
    return start


def tail_end(token: Token, *, narrow: bool = False) -> int:
    """The end of the noun's genitive and prepositional attributes: *Präsident* **der Ukraine**.

    Attributes with a clause inside, and a person's name in apposition, are left out; if `narrow`, also those that do
    not say what an office is for (*Minister* auf Reisen).
    """
    end = token.i + 1
    for child in dependents(token):
        if child.i < token.i or child.dep_ not in ("nmod", "nmod:poss") or child.left_edge.i != end:
            continue
        if _is_person_name(child) or (narrow and not _belongs_to_office(child)):
            break
        stop = _cut(child)
        if stop - token.i > LONGEST_TAIL:
            break
        end = stop
    return end


def _belongs_to_office(child: Token) -> bool:
    return all(word.lower_ in load_names().attributes.office for word in dependents(child) if word.dep_ == "case")


def _cut(child: Token) -> int:
    """The end of the attribute headed by `child`, before any clause or apposition inside it."""
    end = child.right_edge.i + 1
    for token in child.subtree:
        if token.i > child.i and (token.dep_ in CLAUSES or token.is_punct):
            end = min(end, token.left_edge.i)
        elif token.i > child.i and _begins_person(token, child):
            end = min(end, token.i)
    return max(end, child.i + 1)


def _begins_person(token: Token, child: Token) -> bool:
    """True for the name of the bearer behind a place: Bürgermeisterin von San Francisco *Dianne Feinstein*."""
    people = load_names().people
    return token.ent_type_ in people and child.ent_type_ not in people and token.nbor(-1).ent_type_ not in people


def _is_person_name(token: Token) -> bool:
    case = children(token, "case", "det")
    return token.ent_type_ in load_names().people and not case and value_of(token, "Case") != "Gen"


@kept
def attributes(token: Token) -> list[Token]:
    """The adjectives that belong to a thing's name: no light ones (*weitere*), none with dependents of their own."""
    light = load_nouns().light
    return [
        child
        for child in dependents(token)
        if child.dep_ == "amod" and child.i < token.i and child.pos_ in ("ADJ", "VERB") and child.text[0].isalpha()
        and adjective_stem(child.lower_) not in light
        and not any(grandchild.dep_ not in ("advmod", "conj", "cc", "punct") for grandchild in dependents(child))
    ]  # fmt: skip


def _name(doc: Doc, token: Token, kind: MentionKind) -> str:
    noun = read_noun(token)
    if kind == "position" and noun.number == "Plur":
        noun = Noun(noun.gender, "Sing", noun.singular or noun.nominative, noun.singular)
    light = load_nouns().light_of_offices if kind == "position" else ()
    own = (child for child in attributes(token) if adjective_stem(child.lower_) not in light)
    words = [*(adjective_base(child, noun) for child in own), noun.nominative]
    if kind == "nominal" and (name := _name_after(token)):
        words.append(name)
    tail = text_between(doc, token.i + 1, tail_end(token, narrow=True)) if kind == "position" else ""
    return " ".join([*words, tail]).strip()


@kept
def _name_after(token: Token) -> str:
    """The name that belongs to a noun: Oberlandesgericht *Stuttgart*, Flughafen *Smolensk*."""
    if token.i + 1 >= len(token.doc):
        return ""
    name = token.doc[token.i + 1]
    case = bool(children(name, "case"))
    if name.pos_ != "PROPN" or name.head != token or case or name.ent_type_ in load_names().people:
        return ""
    if value_of(name, "Case") == "Gen" and name.text.endswith("s"):
        return ""  # die Regierung Deutschlands
    end = name.i + 1
    while end < len(token.doc) and (
        token.doc[end].ent_iob_ == "I" or (token.doc[end].head == name and token.doc[end].dep_.startswith("flat"))
    ):
        end += 1
    return text_between(token.doc, name.i, end)


def descriptions(doc: Doc, mention: TokenMention) -> list[str]:
    """The ways to name a nominal, shortest first: noun, with adjectives, with number, with its attributes after it."""
    token = doc[mention.head]
    noun = read_noun(token)
    front = [adjective_base(child, noun) for child in attributes(token)]
    count = " ".join(child.text for child in children(token, "nummod") if child.i < token.i)
    tail = text_between(doc, token.i + 1, tail_end(token))
    forms = [noun.nominative, token.text, noun.singular, " ".join([*front, noun.nominative])]
    if token.i > 1 and doc[token.i - 2].text.endswith("-") and doc[token.i - 1].pos_ == "CCONJ":
        forms.append(f"{text_between(doc, token.i - 2, token.i)} {noun.nominative}")  # Wertpapier- und Übernahmegesetz
    if name := _name_after(token):
        forms.append(f"{noun.nominative} {name}")
    if count:
        forms.append(f"{count} {noun.nominative}")
    if tail:
        forms += [f"{noun.nominative} {tail}", " ".join([*front, noun.nominative, tail])]
    return [form for form in dict.fromkeys(forms) if form]
