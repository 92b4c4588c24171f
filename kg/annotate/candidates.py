"""Candidates for names: the model's entities, and what stands in the registry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kg.annotate.inflect import read_noun
from kg.annotate.lexicon import load_lexicon
from kg.annotate.tree import children, sentence_of, text_between, tree_of
from kg.annotate.vocabulary import Names, load_nouns
from kg.gazetteer import Entry, Gazetteer
from kg.name_forms import name_forms
from kg.noun_forms import load_noun_forms
from kg.types import EntityType

PARTIAL = ("deriv", "part")  # labels of adjectives and compounds, which hold a name but are none
WARES: tuple[EntityType, ...] = ("Product", "Event", "Document")
SURE = 1_000_000  # weight from which an entry is taken without the model's word


@dataclass(slots=True)
class Candidate:
    """A stretch of tokens that may be a name; `entry` is its registry entry, `label` the model's."""

    start: int
    end: int
    entry: Entry | None
    label: str = ""


def find_candidates(doc: Doc, gazetteer: Gazetteer, names: Names) -> list[Candidate]:
    """The stretches of `doc` that are taken for names, none overlapping another."""
    return _without_overlaps([*_model_names(doc, gazetteer, names), *_registry_names(doc, gazetteer, names)])


def _model_names(doc: Doc, gazetteer: Gazetteer, names: Names) -> Iterator[Candidate]:
    """The entities of the model, without titles, articles and quotation marks around them."""
    for ent in doc.ents:
        if ent.label_.endswith(PARTIAL) or ent.label_ not in names.labels:
            continue
        kind = names.labels[ent.label_]
        if len(ent) == 1 and _are_people(ent[0], gazetteer):
            continue
        entry = best_entry(gazetteer.lookup(ent.text), kind)
        if entry is not None:
            yield Candidate(ent.start, ent.end, entry, ent.label_)
            continue
        start, end = _trim(ent, gazetteer, names)
        if start == end or (end - start == 1 and _is_no_name(doc[start], kind, gazetteer)):
            continue
        label = ent.label_
        if start > ent.start and gazetteer.demonym(doc[start - 1].text) and doc[start].pos_ == "PROPN":
            label = min(names.people)  # der Republikaner Chuck Hagel
        yield from _pieces(doc, start, end, label, gazetteer, names)


def _pieces(doc: Doc, start: int, end: int, label: str, gazetteer: Gazetteer, names: Names) -> Iterator[Candidate]:
    """The entity; or, where the model joined two, both: *(besuchte) Antony Blinken Brüssel*."""
    kind, person = names.labels[label], min(names.people)
    for middle in range(end - 1, start, -1):
        left = best_entry(gazetteer.lookup(text_between(doc, start, middle)), "Thing")
        right = best_entry(gazetteer.lookup(text_between(doc, middle, end)), "Thing")
        if left is None or (right is None and (end - middle < 2 or kind != "Place" or left.type != "Place")):
            continue
        full = (left.type == "Person" and middle - start > 1) or (right and right.type == "Person" and end - middle > 1)
        if full or (right is None and all(token.pos_ == "PROPN" for token in doc[middle:end])):
            yield Candidate(start, middle, left, label)
            yield Candidate(middle, end, right, label if right else person)
            return
    if (
        end - start > 1
        and _is_common_noun(doc[end - 1], gazetteer)
        and gazetteer.lookup(text_between(doc, start, end - 1))
    ):
        end -= 1  # (im) Nordkosovo Unruhen (ausgebrochen)
    found = (
        gazetteer.lookup_spelling(text_between(doc, start, end))
        if end - start > 1
        else gazetteer.lookup(doc[start].text)
    )
    yield Candidate(start, end, best_entry(found, kind), label)


def _is_no_name(token: Token, kind: EntityType, gazetteer: Gazetteer) -> bool:
    """True for a common noun, and for another word that is written large at a sentence's start (*Besonderes*)."""
    if not (token.text[0].isupper() or token.text[0].isdigit()):
        return True
    if token.is_sent_start and token.pos_ not in ("PROPN", "NOUN", "X"):
        return not gazetteer.lookup(token.text)
    if token.dep_ == "amod" and token.head.i > token.i:
        return not gazetteer.lookup(token.text)  # die Internationalen Truppen
    return _is_ware(token, gazetteer) if kind == "Person" else _is_common_noun(token, gazetteer)


def _is_ware(token: Token, gazetteer: Gazetteer) -> bool:
    """True for *(Benin kauft) Reis* and *Warnschüssen*, taken for somebody's name, unless a *Jan Reis* is named.

    *Scholz*, known as a surname, ends in no *Holz*.
    """
    if not load_noun_forms().readings(token.text) or _has_article(token):
        return False
    simple = token.text in load_noun_forms().forms
    bearers = [entry for form in name_forms(token.text) for entry in gazetteer.surname(form)]
    if _is_surname_here(token) or any(not simple or entry.weight >= SURE for entry in bearers):
        return False
    noun = read_noun(token)
    if noun.nominative != token.text and (token.pos_ == "NOUN" or noun.number == "Plur"):
        return True
    return (simple or token.pos_ == "NOUN") and load_nouns().type_of(noun.nominative) in WARES


def _is_surname_here(token: Token) -> bool:
    """True if the model takes `token` for the end of a longer name somewhere in the article."""
    forms = set(name_forms(token.text))
    return any(len(ent) > 1 and ent[-1].text in forms for ent in token.doc.ents)


def _is_common_noun(token: Token, gazetteer: Gazetteer) -> bool:
    """True for *Militärhilfen* and *Warnschüssen*: nouns that we know, and that are no name of the registry."""
    if not load_noun_forms().readings(token.text) or gazetteer.lookup(token.text):
        return False
    nominative = read_noun(token).nominative
    return (
        token.pos_ == "NOUN" or nominative != token.text or load_nouns().type_of(nominative) not in ("Thing", "Place")
    )


def _trim(ent: Span, gazetteer: Gazetteer, names: Names) -> tuple[int, int]:
    """The entity without what stands before a name: *der*, *Dr.*, *Präsident*, *Republikaner*."""
    start, end = ent.start, ent.end
    while start < end and _is_before_name(ent.doc[start], last=start + 1 == end, gazetteer=gazetteer, names=names):
        start += 1
    while start < end and ent.doc[end - 1].is_punct:
        end -= 1
    return start, end


def _is_before_name(token: Token, *, last: bool, gazetteer: Gazetteer, names: Names) -> bool:
    if token.is_punct or token.pos_ in ("DET", "ADP") or token.text in names.titles:
        return True
    if last or token.pos_ != "NOUN" or token.doc[token.i + 1].pos_ != "PROPN":
        return False
    return load_lexicon().position(token.text) is not None or gazetteer.demonym(token.text) is not None


def best_entry(entries: Iterable[Entry], kind: EntityType) -> Entry | None:
    """The weightiest of `entries` that the model's type admits; a place may be an actor and the reverse."""
    for entry in entries:
        if entry.type == kind or kind == "Thing" or (kind != "Person" and entry.type != "Person"):
            return entry
    return None


def _registry_names(doc: Doc, gazetteer: Gazetteer, names: Names) -> Iterator[Candidate]:
    """Every longest stretch that is a name of the registry and looks like one here."""
    for start, token in enumerate(tree_of(doc).tokens):
        text = token.text
        if not (text[0].isupper() or token.pos_ == "PROPN") or not (reach := gazetteer.reach(text)):
            continue
        for end in range(_longest_end(token, reach), start, -1):
            entry = _registry_entry(doc, start, end, gazetteer, names)
            if entry is not None:
                yield Candidate(start, end, entry)
                break


def _longest_end(token: Token, reach: int) -> int:
    """Where a name of at most `reach` words that begins with `token` ends at the latest: "CDU/CSU" is three tokens."""
    start, end = token.i, min(token.i + 2 * reach, sentence_of(token)[1])
    if not token.whitespace_ or "ß" in token.text:
        return end  # only part of the first word, or perhaps another spelling of it
    words = 0
    for other in tree_of(token.doc).tokens[start:end]:
        words += bool(other.whitespace_)
        if words == reach:
            return other.i + 1
    return end


def _registry_entry(doc: Doc, start: int, end: int, gazetteer: Gazetteer, names: Names) -> Entry | None:
    if end - start == 1:
        token, found = doc[start], gazetteer.lookup(doc[start].text)
        if found and _are_people(token, gazetteer):
            return None
        if token.ent_type_ in names.people and found and found[0].kind not in names.states:
            found = [entry for entry in found if entry.type == "Person" or _is_company(entry, token, names)]
        return found[0] if found and _is_plausible(token, found[0], names) else None
    if doc[end - 1].is_punct and not doc[end - 1].text[-1].isalpha():
        return None
    found = gazetteer.lookup(text_between(doc, start, end))
    return found[0] if found else None


def _is_company(entry: Entry, token: Token, names: Names) -> bool:
    """True for a bare *Bertelsmann* that the model takes for a man; *Frau Washington* is neither city nor company."""
    if entry.type != "Organization" or entry.weight < SURE or token.text in names.common or _is_surname_here(token):
        return False
    before = token.nbor(-1) if token.i > sentence_of(token)[0] else None
    return before is None or (before.text not in names.titles and before.pos_ not in ("NOUN", "PROPN"))


def _is_plausible(token: Token, entry: Entry, names: Names) -> bool:
    """One word is a name if the parser takes it for one; weighty entries need only stand as a noun.

    *Essen* in "das Essen" is no city; *Niger* at a sentence's start is a country though tagged NOUN.
    """
    if token.ent_type_ in names.labels:
        return True
    if any(form in names.common for form in name_forms(token.text)):
        return token.pos_ == "PROPN" and entry.weight >= SURE and not _has_article(token)
    if entry.weight >= SURE:
        return token.pos_ in ("PROPN", "NOUN", "X") or token.text.isupper()
    return token.pos_ == "PROPN"


def _are_people(token: Token, gazetteer: Gazetteer) -> bool:
    """True for *22.000 Polen* and *die Schweden*, who are no country: a country takes neither number nor article."""
    if gazetteer.demonym(token.text) is None:
        return False
    return any(child.i < token.i for child in children(token, "nummod", "det"))


def _has_article(token: Token) -> bool:
    return bool(children(token, "det"))


def _without_overlaps(candidates: list[Candidate]) -> list[Candidate]:
    """The longest of overlapping candidates; of equal ones that with an entry, then the model's."""
    taken: set[int] = set()
    chosen = []
    order = sorted(candidates, key=lambda c: (-(c.end - c.start), c.entry is None, not c.label, c.start))
    for candidate in order:
        tokens = range(candidate.start, candidate.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            chosen.append(candidate)
    return chosen
