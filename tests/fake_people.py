"""A pipeline without a model that finds people: ``Innenministerin Kowar trifft Jan Zobelau in Hannover``."""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.layers import RelationMatch, TokenMention
from kg.gazetteer import load_gazetteer

OFFICES = {"Innenministerin", "Innenminister", "Trainer"}


def people_nlp() -> Language:
    """A blank pipeline with sentence borders, names, offices and meetings."""
    nlp = spacy.blank("de")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("fake_people")
    return nlp


@Language.component("fake_people")
def fake_people(doc: Doc) -> Doc:
    """`doc` with a mention for each run of capitalised words, an office before a name, and who meets whom."""
    doc._.mentions, doc._.relations = [], []
    start = 0
    while start < len(doc):
        end = start + 1
        while doc[start].text not in OFFICES and doc[start].text[0].isupper() and _goes_on(doc, end):
            end += 1
        if doc[start].text[0].isupper():
            doc._.mentions.append(_mention(doc, start, end))
        start = end
    for one, other in zip(doc._.mentions, doc._.mentions[1:], strict=False):
        between = doc[one.end : other.start].text
        if one.kind == "position" and not between:
            doc._.relations.append(_relation("holdsPosition", other, one, one))
        elif between == "trifft":
            doc._.relations.append(_relation("meets", one, other, one))
    _join_surnames(doc._.mentions)
    return doc


def _goes_on(doc: Doc, index: int) -> bool:
    return index < len(doc) and doc[index].text[0].isupper()


def _mention(doc: Doc, start: int, end: int) -> TokenMention:
    span = doc[start:end]
    entry = next(iter(load_gazetteer().lookup(span.text)), None)
    kind, type = ("position", "Position") if span.text in OFFICES else ("name", entry.type if entry else "Person")
    chars = (span.start_char, span.end_char)
    return TokenMention(start, end, end - 1, chars, kind, type, span.text, entry.key if entry else "")


def _relation(relation: str, subject: TokenMention, object: TokenMention, first: TokenMention) -> RelationMatch:
    ends = min(subject.start, object.start), max(subject.end, object.end)
    return RelationMatch(relation, subject, object, f"fake: {relation}", ends, first.start)


def _join_surnames(mentions: list[TokenMention]) -> None:
    full = {mention.name.split()[-1]: mention for mention in mentions if " " in mention.name}
    for mention in mentions:
        if mention.kind == "name" and " " not in mention.name and mention.name in full:
            mention.antecedent = full[mention.name]
