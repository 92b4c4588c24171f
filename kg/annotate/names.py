"""Names: the model's entities united with the registry, in base form, and carried over within the article."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span

from kg.annotate.candidates import SURE, Candidate, best_entry, find_candidates
from kg.annotate.inflect import adjective_base, noun_base, read_noun, value_of
from kg.annotate.layers import TokenMention
from kg.annotate.lexicon import load_lexicon
from kg.annotate.tree import dependents, sentence_of, tree_of
from kg.annotate.vocabulary import Names, load_names, load_nouns
from kg.gazetteer import Gazetteer, load_gazetteer
from kg.name_forms import name_forms
from kg.noun_forms import load_noun_forms
from kg.types import EntityType


def find_names(doc: Doc, gazetteer: Gazetteer) -> list[TokenMention]:
    """The names of `doc` in text order, without overlaps."""
    names = load_names()
    mentions = [_mention(doc, candidate, names) for candidate in find_candidates(doc, gazetteer, names)]
    _correct_surnames(doc, mentions, gazetteer)
    return sorted([*mentions, *_repeated(doc, mentions)], key=lambda mention: mention.start)


def phrase_base(doc: Doc, start: int, end: int) -> str:
    """A multi-word name in the nominative: ``Vereinten Nationen`` -> ``Vereinte Nationen``."""
    head = doc[start:end].root
    noun = read_noun(head)
    words = [
        adjective_base(token, noun) if token.pos_ == "ADJ" and token.i < head.i and token.text[-1].isalpha()
        else noun_base(token) if token.i == head.i and (token.pos_ == "NOUN" or token.text in load_noun_forms().forms)
        else token.text
        for token in doc[start:end]
    ]  # fmt: skip
    return "".join(word + token.whitespace_ for word, token in zip(words, doc[start:end], strict=True)).strip()


def _mention(doc: Doc, candidate: Candidate, names: Names) -> TokenMention:
    start, end, entry = candidate.start, candidate.end, candidate.entry
    span = doc[start:end]
    head = span.root
    kind: EntityType = entry.type if entry else _kind_shown(span, names.labels[candidate.label], names)
    if entry is None and kind == "Organization" != names.labels[candidate.label]:  # der Autobauer Ford, no person
        entry = best_entry(load_gazetteer().lookup(span.text), kind)
    number = "Plur" if entry and entry.gender == "Plur" else "Sing"
    gender = entry.gender if entry and entry.gender != "Plur" else _gender_shown(span, kind)
    return TokenMention(
        start, end, head.i, (span.start_char, span.end_char), "name", kind,
        entry.label if entry else _base(doc, start, end, kind), entry.key if entry else "", gender, number,
    )  # fmt: skip


def _gender_shown(span: Span, kind: EntityType) -> str:
    """The gender of an unknown name by the parse; of a surname that nothing describes, it would be a guess."""
    head = span.root
    described = any(child.i < head.i for child in dependents(head)) or head.dep_ in ("appos", "flat", "flat:name")
    return value_of(head, "Gender") if kind != "Person" or len(span) > 1 or described else ""


def _kind_shown(span: Span, kind: EntityType, names: Names) -> EntityType:
    """What an unknown name is by the noun before it (*der Baukonzern* Kowar), by its legal form, by its own nouns."""
    if kind == "Person" and len(span) > 1 and span[0].text in load_gazetteer().given_names:
        return kind  # der Anwalt des Bundesstaates Andrew Cuomo
    if span.start > sentence_of(span[0])[0] and span.doc[span.start - 1].pos_ == "NOUN":
        noun = read_noun(span.doc[span.start - 1]).nominative
        for type_, words in _described(names):
            if any(_is_kind_of(noun, word) for word in words):
                return type_
    if (apposed := _apposed(span)) and (kind != "Person" or not load_nouns().is_agent(apposed)):
        for type_, words in _described(names):
            if apposed in words:
                return type_
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


def _described(names: Names) -> Iterator[tuple[EntityType, Iterator[str]]]:
    """The nouns that say of the unknown name beside them that it is an organisation or a place."""
    yield "Organization", (word for kind in names.described.organization for word in names.kinds[kind])
    yield "Place", (word for kind in names.described.place for word in names.kinds[kind])


def _apposed(span: Span) -> str:
    """The noun behind the name that says what it is: Helsing, ein *Hersteller* von Drohnen; "" if there is none."""
    nouns = (child for child in dependents(span.root) if child.dep_ == "appos" and child.i > span.end)
    return next((read_noun(child).singular for child in nouns if child.pos_ == "NOUN"), "")


def _is_kind_of(noun: str, word: str) -> bool:
    return noun == word or (len(word) > 4 and noun.endswith(word.lower()))


def _base(doc: Doc, start: int, end: int, kind: EntityType) -> str:
    """The nominative of a name that the registry lacks: a genitive ``-s`` goes, adjectives take their strong ending."""
    if kind != "Person" and end - start > 1:
        return phrase_base(doc, start, end)
    last = doc[end - 1]
    text = " ".join(doc[start:end].text.split())  # two blanks between given name and surname
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
    for token in tree_of(doc).tokens:
        if token.i in covered or token.pos_ not in ("PROPN", "NOUN", "X") or len(token.text) < 3:
            continue
        form = next((form for form in name_forms(token.text) if form in known), None)
        if form is not None and token.text[0].isupper() and form not in load_names().common:
            found = known[form]
            yield TokenMention(
                token.i, token.i + 1, token.i, (token.idx, token.idx + len(token)), "name", found.type, form,
                found.key, found.gender, found.number,
            )  # fmt: skip
