"""Names: the model's entities united with the registry, in base form, and carried over within the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kg.annotate.inflect import adjective_base, noun_base, read_noun, value_of
from kg.annotate.layers import TokenMention
from kg.annotate.lexicon import load_lexicon
from kg.annotate.vocabulary import Names, load_names, load_nouns
from kg.gazetteer import Entry, Gazetteer, name_forms
from kg.noun_forms import load_noun_forms
from kg.types import EntityType

PARTIAL = ("deriv", "part")  # labels of adjectives and compounds, which hold a name but are none
SURE = 1_000_000  # weight from which an entry is taken without the model's word


@dataclass(slots=True)
class Candidate:
    """A stretch of tokens that may be a name; `entry` is its registry entry, `label` the model's."""

    start: int
    end: int
    entry: Entry | None
    label: str = ""


def find_names(doc: Doc, gazetteer: Gazetteer) -> list[TokenMention]:
    """The names of `doc` in text order, without overlaps."""
    names = load_names()
    chosen = _without_overlaps([*_model_names(doc, gazetteer, names), *_registry_names(doc, gazetteer, names)])
    mentions = [_mention(doc, candidate, names) for candidate in chosen]
    _correct_surnames(doc, mentions, gazetteer)
    return sorted([*mentions, *_repeated(doc, mentions)], key=lambda mention: mention.start)


def _model_names(doc: Doc, gazetteer: Gazetteer, names: Names) -> Iterator[Candidate]:
    """The entities of the model, without titles, articles and quotation marks around them."""
    for ent in doc.ents:
        if ent.label_.endswith(PARTIAL) or ent.label_ not in names.labels:
            continue
        kind = names.labels[ent.label_]
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
        left = best_entry(gazetteer.lookup(doc[start:middle].text), "Thing")
        right = best_entry(gazetteer.lookup(doc[middle:end].text), "Thing")
        if left is None or (right is None and (end - middle < 2 or kind != "Place" or left.type != "Place")):
            continue
        full = (left.type == "Person" and middle - start > 1) or (right and right.type == "Person" and end - middle > 1)
        if full or (right is None and all(token.pos_ == "PROPN" for token in doc[middle:end])):
            yield Candidate(start, middle, left, label)
            yield Candidate(middle, end, right, label if right else person)
            return
    if end - start > 1 and _is_common_noun(doc[end - 1], gazetteer) and gazetteer.lookup(doc[start : end - 1].text):
        end -= 1  # (im) Nordkosovo Unruhen (ausgebrochen)
    found = gazetteer.lookup_spelling(doc[start:end].text) if end - start > 1 else gazetteer.lookup(doc[start].text)
    yield Candidate(start, end, best_entry(found, kind), label)


def _is_no_name(token: Token, kind: EntityType, gazetteer: Gazetteer) -> bool:
    """True for a common noun, and for another word that is written large at a sentence's start (*Besonderes*)."""
    if not (token.text[0].isupper() or token.text[0].isdigit()):
        return True
    if token.is_sent_start and token.pos_ not in ("PROPN", "NOUN", "X"):
        return not gazetteer.lookup(token.text)
    return kind != "Person" and _is_common_noun(token, gazetteer)


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
    for start in range(len(doc)):
        token = doc[start]
        if not (token.text[0].isupper() or token.pos_ == "PROPN"):
            continue
        reach = gazetteer.reach(token.text)
        if not reach:
            continue
        limit = min(start + 2 * reach, token.sent.end)  # "CDU/CSU" is three tokens
        for end in range(limit, start, -1):
            entry = _registry_entry(doc, start, end, gazetteer, names)
            if entry is not None:
                yield Candidate(start, end, entry)
                break


def _registry_entry(doc: Doc, start: int, end: int, gazetteer: Gazetteer, names: Names) -> Entry | None:
    if end - start == 1:
        token, found = doc[start], gazetteer.lookup(doc[start].text)
        if token.ent_type_ in names.people and found and found[0].kind not in names.states:
            found = [entry for entry in found if entry.type == "Person"]  # Frau Washington is not the city
        return found[0] if found and _is_plausible(token, found[0], names) else None
    if doc[end - 1].is_punct and not doc[end - 1].text[-1].isalpha():
        return None
    found = gazetteer.lookup(doc[start:end].text)
    return found[0] if found else None


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


def _has_article(token: Token) -> bool:
    return any(child.dep_ == "det" for child in token.children)


def phrase_base(doc: Doc, start: int, end: int) -> str:
    """A multi-word name in the nominative: ``Vereinten Nationen`` -> ``Vereinte Nationen``."""
    head = doc[start:end].root
    noun = read_noun(head)
    words = [
        adjective_base(token, noun) if token.pos_ == "ADJ" and token.i < head.i and token.text[-1].isalpha()
        else noun_base(token) if token.i == head.i and token.pos_ == "NOUN"
        else token.text
        for token in doc[start:end]
    ]  # fmt: skip
    return "".join(word + token.whitespace_ for word, token in zip(words, doc[start:end], strict=True)).strip()


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


def _mention(doc: Doc, candidate: Candidate, names: Names) -> TokenMention:
    start, end, entry = candidate.start, candidate.end, candidate.entry
    span = doc[start:end]
    head = span.root
    kind: EntityType = entry.type if entry else _kind_shown(span, names.labels[candidate.label], names)
    number = "Plur" if entry and entry.gender == "Plur" else "Sing"
    gender = entry.gender if entry and entry.gender != "Plur" else value_of(head, "Gender")
    return TokenMention(
        start, end, head.i, (span.start_char, span.end_char), "name", kind,
        entry.label if entry else _base(doc, start, end, kind), entry.key if entry else "", gender, number,
    )  # fmt: skip


def _kind_shown(span: Span, kind: EntityType, names: Names) -> EntityType:
    """What an unknown name is by the noun before it (*der Baukonzern* Kowar), by its legal form, by its own nouns."""
    if span.start > span.sent.start and span.doc[span.start - 1].pos_ == "NOUN":
        noun = read_noun(span.doc[span.start - 1]).nominative
        for type_, kinds in (("Organization", names.described.organization), ("Place", names.described.place)):
            if any(_is_kind_of(noun, word) for name in kinds for word in names.kinds[name]):
                return "Organization" if type_ == "Organization" else "Place"
    above = span.root.head
    if span.root.dep_ == "appos" and above.pos_ == "NOUN" and kind == "Organization" and len(span) == 1:
        office = load_lexicon().position(read_noun(above).singular)
        if office is not None and office.office:
            return "Person"  # die Vorsitzende des Komitees, Anodina, …
    if len(span) > 1 and any(token.text in names.described.legal for token in span):
        return "Organization"
    if kind != "Thing":
        return kind
    types = (load_nouns().type_of(read_noun(token).nominative) for token in span if token.text[0].isupper())
    return next((type_ for type_ in types if type_ != "Thing"), kind)


def _is_kind_of(noun: str, word: str) -> bool:
    return noun == word or (len(word) > 4 and noun.endswith(word.lower()))


def _base(doc: Doc, start: int, end: int, kind: EntityType) -> str:
    """The nominative of a name that the registry lacks: a genitive ``-s`` goes, adjectives take their strong ending."""
    if kind != "Person" and end - start > 1:
        return phrase_base(doc, start, end)
    last = doc[end - 1]
    text = doc[start:end].text
    genitive = value_of(doc[start:end].root, "Case") == "Gen" or value_of(last, "Case") == "Gen"
    if genitive and last.text.endswith("s") and not last.text.endswith("ss") and not last.text.isupper():
        return text[:-1]
    return text[:-2] if text.endswith(("'s", "’s", "´s")) else text


def _correct_surnames(doc: Doc, mentions: list[TokenMention], gazetteer: Gazetteer) -> None:
    """*Blinkens* that the model took for a place is Blinken, if a Blinken with a first name stands in the article."""
    full = [mention for mention in mentions if mention.type == "Person" and mention.end - mention.start > 1]
    known = {surname: mention for mention in full for surname in surnames_of(doc, mention)}
    for mention in mentions:
        if " " in mention.name or not _may_be_surname(mention, gazetteer):
            continue
        forms = list(name_forms(mention.name))
        form = next((form for form in forms if form in known), None)
        if form is None and mention.type == "Person":
            form = next((form for form in forms if any(e.weight >= SURE for e in gazetteer.surname(form))), None)
        if form is not None:
            mention.name, mention.type, mention.key = form, "Person", ""
            if form in known:
                mention.gender = known[form].gender


def _may_be_surname(mention: TokenMention, gazetteer: Gazetteer) -> bool:
    """A small town may be somebody's surname here (*Paterson*), a capital is none."""
    entry = gazetteer.entries.get(mention.key)
    return entry is None or (entry.type == "Place" and entry.weight < SURE)


def surnames_of(doc: Doc, mention: TokenMention) -> set[str]:
    """The last word of a person's name, as the registry and as the article writes it: *Karzai*, *Karsai*."""
    return {mention.name.rsplit(" ", 1)[-1], _base(doc, mention.end - 1, mention.end, "Person")}


def _repeated(doc: Doc, mentions: list[TokenMention]) -> Iterator[TokenMention]:
    """Names and surnames that stand elsewhere in the article: a bare *Blinken* that the model overlooked."""
    covered = {token for mention in mentions for token in range(mention.start, mention.end)}
    known: dict[str, TokenMention] = {}
    for mention in mentions:
        known.setdefault(mention.name, mention)
        if mention.type == "Person" and mention.end - mention.start > 1:
            for surname in sorted(surnames_of(doc, mention)):
                known.setdefault(surname, mention)
    for token in doc:
        if token.i in covered or token.pos_ not in ("PROPN", "NOUN", "X") or len(token.text) < 3:
            continue
        form = next((form for form in name_forms(token.text) if form in known), None)
        if form is not None and token.text[0].isupper() and form not in load_names().common:
            found = known[form]
            yield TokenMention(
                token.i, token.i + 1, token.i, (token.idx, token.idx + len(token)), "name", found.type, form,
                found.key, found.gender, found.number,
            )  # fmt: skip
