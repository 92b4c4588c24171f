"""A pipeline without a model: finds ``X trifft Y`` and ``X kaufe von Y`` (a claim) between capitalised words."""

from __future__ import annotations

import os

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.annotate.layers import RelationMatch, TokenMention

RELATIONS = {"trifft": ("meets", "asserted"), "kaufe": ("buysFrom", "reported")}
BREAKS = "Explosion"
KILLS = "Abgrund"


def fake_nlp() -> Language:
    """A blank pipeline with sentence borders, mentions and relations; `BREAKS` makes it fail, `KILLS` kills its process."""
    nlp = spacy.blank("de")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("fake_facts")
    return nlp


@Language.component("fake_facts")
def fake_facts(doc: Doc) -> Doc:
    """`doc` with a mention for each capitalised word and a relation for each known verb between two of them."""
    if any(token.text == BREAKS for token in doc):
        raise RuntimeError("it broke")
    if any(token.text == KILLS for token in doc):
        os.kill(os.getpid(), 9)
    mentions = {token.i: _mention(token) for token in doc if token.text[0].isupper()}
    doc._.mentions, doc._.relations = list(mentions.values()), []
    for token in doc:
        if token.text in RELATIONS:
            before = [mentions[i] for i in mentions if token.sent.start <= i < token.i]
            after = [mentions[i] for i in mentions if token.i < i < token.sent.end]
            if before and after:
                doc._.relations.append(_relation(token, before[-1], after[0]))
    return doc


def _mention(token: Token) -> TokenMention:
    chars = (token.idx, token.idx + len(token))
    return TokenMention(token.i, token.i + 1, token.i, chars, "name", "Organization", token.text)


def _relation(token: Token, subject: TokenMention, object: TokenMention) -> RelationMatch:
    relation, modality = RELATIONS[token.text]
    return RelationMatch(
        relation=relation,
        subject=subject,
        object=object,
        rule=f"{token.text}: subject → {relation} → object",
        predicate=(token.i, token.i + 1),
        sentence=token.sent.start,
        modality=modality,
        confidence=0.9,
    )
