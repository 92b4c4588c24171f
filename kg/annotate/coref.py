"""The second step: who is meant by *Blinken*, *der Minister*, *das Land*, *er*, *sein* (``TokenMention.antecedent``).

First and second person stay open until attribution knows whose words a quotation is (`resolve_first_person`).
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.descriptions import Descriptions, is_definite, kinds_of
from kg.annotate.layers import TokenMention
from kg.annotate.mention_index import is_compound_part
from kg.annotate.pronouns import Pronouns
from kg.annotate.titles import Titles, institutions_of, title_index
from kg.annotate.tree import text_between
from kg.annotate.vocabulary import load_names
from kg.gazetteer import load_gazetteer


@Language.factory("kg_coref", requires=["doc._.mentions", "token.dep", "token.morph"])
def create_coref(nlp: Language, name: str) -> CorefResolver:
    """The spaCy component of this step."""
    return CorefResolver()


class CorefResolver:
    """Sets the antecedents of the mentions of a Doc."""

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with antecedents."""
        resolve(doc)
        return doc


def resolve(doc: Doc) -> None:
    """Sets `antecedent` on names, then in text order on descriptions and pronouns."""
    _read_as_descriptions(doc)
    _join_names(doc)
    titles = title_index(doc)
    descriptions, pronouns = Descriptions(doc, titles), Pronouns(doc, titles)
    for mention in doc._.mentions:
        if mention.kind in ("position", "nominal"):
            found = descriptions.antecedent(mention)
        elif mention.kind == "pronoun":
            found = pronouns.antecedent(mention)
        else:
            continue
        if found is not None and found.referent is not mention:
            mention.antecedent = found


def _read_as_descriptions(doc: Doc) -> None:
    """*Die Allianz* after *die NATO* describes the NATO; no company of that name is meant that stands not before it."""
    entries = load_gazetteer().entries
    seen: list[TokenMention] = []
    for mention in doc._.mentions:
        if mention.kind != "name":
            continue
        entry, word = entries.get(mention.key), doc[mention.head].text
        if entry is not None and entry.kind == "company" and mention.end - mention.start == 1:
            fitting = kinds_of(word) - {entry.kind}
            before = [entries[other.key] for other in seen if other.key]
            described = is_definite(doc[mention.head]) and any(other.kind in fitting for other in before)
            if described and entry not in before:
                mention.kind, mention.key = "nominal", ""
        seen.append(mention)


def _join_names(doc: Doc) -> None:
    """Short names get the full one: *Blinken* -> *Antony Blinken*; abbreviations what they stand for in brackets."""
    names = [m for m in doc._.mentions if m.kind == "name" and (not m.key or m.type == "Person")]
    full = [(other, words) for other in names if (words := _several_words(doc, other))]
    for mention in names:
        few = mention.name.split()
        longer = [other for other, words in full if other is not mention and _is_short_for(mention, few, other, words)]
        before = [other for other in longer if other.start < mention.start]
        if mention.key and not any(other.key == mention.key for other in longer):
            before = longer = _namesakes(doc, mention, names)
        found = _latest(doc, before) if before else longer[0] if longer else None
        if found is not None and found.referent is not mention:
            mention.antecedent = found
    _join_last_words(doc)
    _join_abbreviations(doc)


def _latest(doc: Doc, names: list[TokenMention]) -> TokenMention:
    """The last of `names` that is no attribute of another: *Rosa Falk, Witwe Jan Falks, …* Falk is Rosa Falk."""
    heads = {name.head for name in names}
    free = [name for name in names if not any(token.i in heads for token in doc[name.head].ancestors)]
    return (free or names)[-1]


def _namesakes(doc: Doc, mention: TokenMention, names: list[TokenMention]) -> list[TokenMention]:
    """Whom a famous surname means if the article first names another of that surname: *Otto Stalin … Stalin*."""
    if mention.type != "Person" or mention.end - mention.start > 1:
        return []
    before = [other for other in names if other.start < mention.start]
    if any(other.key == mention.key for other in before):
        return []
    surname = doc[mention.start].text
    return [m for m in before if m.type == "Person" and m.end - m.start > 1 and m.name.endswith(f" {surname}")]


def _join_last_words(doc: Doc) -> None:
    """*Union* after *Afrikanische Union*, *ACS* after *Grupo ACS*: that one, whatever else the registry calls so."""
    before: list[TokenMention] = []
    for mention in doc._.mentions:
        if mention.kind != "name" or mention.type != "Organization" or is_compound_part(doc, mention):
            continue
        text = text_between(doc, mention.start, mention.end)
        full = next((other for other in reversed(before) if other.name.endswith(" " + text)), None)
        if full is not None and full.key != mention.key and full.referent is not mention:
            mention.antecedent = full
        before.append(mention)


def _several_words(doc: Doc, name: TokenMention) -> list[list[str]]:
    """The words of a name, as the registry and as the article writes it, as far as they are more than one."""
    written = (name.name.split(), text_between(doc, name.start, name.end).split())
    return [words for words in written if len(words) > 1]


def _is_short_for(short: TokenMention, few: list[str], full: TokenMention, written: list[list[str]]) -> bool:
    """True for a surname, a first name or the first words of an organisation's name, as the article writes it."""
    if short.type != full.type or (short.key and short.key != full.key):
        return False
    for many in written:
        if len(few) < len(many) and many[-len(few) :] == few:
            return True
        if len(few) < len(many) and many[: len(few)] == few and (short.type == "Person" or len(few[0]) > 3):
            return True
    return False


def _join_abbreviations(doc: Doc) -> None:
    """*Bundesanstalt für Finanzdienstleistungsaufsicht (BaFin)*: what stands in brackets is what stands before them.

    Not so in *Jan Falk (SPD)* and *Neudorf (Bayern)*: who is of a party is not that party, nor a town its country.
    """
    ends = {mention.end: mention for mention in doc._.mentions if mention.kind in ("name", "nominal")}
    for mention in doc._.mentions:
        if mention.kind != "name" or mention.start < 2 or mention.type == "Person" or is_compound_part(doc, mention):
            continue
        closed = mention.end < len(doc) and doc[mention.end].text == ")"
        before = ends.get(mention.start - 1) if doc[mention.start - 1].text == "(" and closed else None
        if before is None or before.referent is mention or (before.key == mention.key and mention.key):
            continue
        if mention.type == "Place" or (mention.type != before.type and "Thing" not in (mention.type, before.type)):
            continue
        if mention.key and not before.key:
            _point_all(doc, before, mention)
        elif not mention.key and _may_abbreviate(mention.name, before.name):
            _point_all(doc, mention, before)


def _may_abbreviate(short: str, full: str) -> bool:
    """True if the letters of `short` stand in `full` in this order: *BaFin*, *CFDR*."""
    letters = iter(full.lower())
    return len(short) < len(full) and all(letter in letters for letter in short.lower() if letter.isalnum())


def _point_all(doc: Doc, short: TokenMention, full: TokenMention) -> None:
    """All mentions called like `short` get `full` as antecedent."""
    for mention in doc._.mentions:
        same = mention is short or (mention.kind == short.kind == "name" and mention.name == short.name)
        if same and mention.antecedent is None and full.referent is not mention:
            mention.antecedent = full


def resolve_first_person(doc: Doc) -> None:
    """*ich* and *mein* in a quotation are its speaker; *wir* is the side that the speaker speaks for, if known."""
    first = load_names().pronouns.first
    titles: Titles = []
    for mention in doc._.mentions:
        if mention.kind != "pronoun" or mention.antecedent is not None:
            continue
        number = _first_person(mention, first)
        voice = doc._.voices[mention.head] if doc._.voices and number else None
        if voice is None or voice.speaker is None or voice.kind == "according":
            continue
        speaker = voice.speaker.referent
        titles = titles or title_index(doc)
        sides = institutions_of(doc, speaker, titles) if number == "Plur" else []
        antecedent = sides[0] if sides else speaker
        if antecedent.referent is not mention:
            mention.antecedent = antecedent


def _first_person(mention: TokenMention, first: dict[str, str]) -> str:
    form = mention.name.lower()
    stems = (word for word in first if form == word or (len(word) > 3 and form.startswith(word)))
    found = [first[word] for word in stems]
    return found[0] if found else ""
