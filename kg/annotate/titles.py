"""Who bears which title in an article: *US-Außenminister* Antony Blinken; Klaus Müller, *Chef der IG Bau*."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.annotate.apposition import names_beside
from kg.annotate.layers import TokenMention
from kg.annotate.mention_index import MentionIndex, mention_index
from kg.annotate.tree import dependents

Titles = list[tuple[TokenMention, TokenMention]]  # title, person, in text order


def title_index(doc: Doc) -> Titles:
    """Every title or description of a person that stands in apposition to the name."""
    index = mention_index(doc)
    if index.titles is None:
        index.titles = _read_titles(doc, index)
    return index.titles


def _read_titles(doc: Doc, index: MentionIndex) -> Titles:
    pairs: Titles = []
    for mention in index.mentions:
        if mention.kind in ("position", "nominal") and mention.type in ("Position", "Person", "Thing"):
            people = [name for name in names_beside(doc, mention, index) if name.type == "Person"]
            pairs.extend((mention, person) for person in people)
    return pairs


def institutions_of(doc: Doc, person: TokenMention, titles: Titles) -> list[TokenMention]:
    """The countries and organisations in the titles of `person`: *US-*Außenminister, *deutscher* Minister."""
    index = mention_index(doc)
    return [
        side for title, holder in titles if holder.referent is person.referent for side in sides_of(doc, title, index)
    ]


def sides_of(doc: Doc, title: TokenMention, index: MentionIndex) -> list[TokenMention]:
    """What a title belongs to: the names inside its word, and those of its adjectives and genitives."""
    found = list(index.parts.get(title.head, ()))
    for child in dependents(doc[title.head]):
        mention = index.get(child.i)
        if mention is not None and mention.kind == "name" and mention.type in ("Place", "Organization"):
            found.append(mention)
    return found
