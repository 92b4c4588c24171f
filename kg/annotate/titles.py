"""Who bears which title in an article: *US-Außenminister* Antony Blinken; Klaus Müller, *Chef der IG Bau*."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.annotate.inflect import value_of
from kg.annotate.layers import TokenMention
from kg.annotate.syntax import NAME_LABELS, is_compound_part, mention_index

Titles = list[tuple[TokenMention, TokenMention]]  # title, person, in text order


def title_index(doc: Doc) -> Titles:
    """Every title or description of a person that stands in apposition to the name."""
    index = mention_index(doc)
    pairs = []
    for mention in doc._.mentions:
        if mention.kind in ("position", "nominal") and mention.type in ("Position", "Person", "Thing"):
            person = bearer(doc, mention, index)
            if person is not None:
                pairs.append((mention, person))
    return pairs


def bearer(doc: Doc, title: TokenMention, index: dict[int, TokenMention]) -> TokenMention | None:
    """The person whose name stands in apposition to `title`, before or after it."""
    head = doc[title.head]
    tokens = [child for child in head.children if child.dep_ in NAME_LABELS and child.i > head.i]
    if title.end < len(doc):
        tokens.insert(0, doc[title.end])
    if head.dep_ in NAME_LABELS and not any(child.dep_ == "case" for child in head.children):
        tokens.append(head.head)
    for token in tokens:
        found = index.get(token.i)
        if found is not None and found.kind == "name" and found.type == "Person" and not _is_genitive(token, title):
            return found
    return None


def _is_genitive(token: Token, title: TokenMention) -> bool:
    """*Sprecher Bidens*: the name after the title is not its bearer's."""
    plain = token.i == title.end and value_of(token, "Case") != "Gen"
    return not plain and (value_of(token, "Case") == "Gen" or any(child.dep_ == "case" for child in token.children))


def institutions_of(doc: Doc, person: TokenMention, titles: Titles) -> list[TokenMention]:
    """The countries and organisations in the titles of `person`: *US-*Außenminister, *deutscher* Minister."""
    index = mention_index(doc)
    found = []
    for title, bearer_ in titles:
        if bearer_.referent is not person.referent:
            continue
        found += [part for part in doc._.mentions if part.start == title.head and is_compound_part(doc, part)]
        for child in doc[title.head].children:
            mention = index.get(child.i)
            if mention is not None and mention.kind == "name" and mention.type in ("Place", "Organization"):
                found.append(mention)
    return found
