"""The first step: everything in the text that a fact can be about (``doc._.mentions``)."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.antecedents import mend_antecedents
from kg.annotate.attachment import mend_attachments
from kg.annotate.layers import TokenMention
from kg.annotate.names import find_names
from kg.annotate.nominals import find_nominals, find_pronouns
from kg.annotate.parts import demonym_mention, find_parts
from kg.annotate.title_phrases import mend_title_phrases
from kg.annotate.tree import dependents, forget_tree, tree_of
from kg.annotate.values import find_values
from kg.annotate.vocabulary import load_names
from kg.gazetteer import load_gazetteer


@Language.factory("kg_mentions", assigns=["doc._.mentions"], requires=["token.pos", "token.dep", "token.morph"])
def create_mentions(nlp: Language, name: str) -> MentionFinder:
    """The spaCy component of this step."""
    return MentionFinder()


class MentionFinder:
    """Writes ``doc._.mentions``: names, positions, nominals, pronouns, amounts and times, in text order."""

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with mentions."""
        forget_tree(doc)
        mend_title_phrases(doc)
        mend_attachments(doc)
        mend_antecedents(doc)
        doc._.mentions = find_mentions(doc)
        return doc


def find_mentions(doc: Doc) -> list[TokenMention]:
    """All mentions of `doc` in text order; one for each head token, and those inside compounds beside it."""
    gazetteer = load_gazetteer()
    article = doc._.article
    values = find_values(doc, article.published if article is not None else None)
    timed = {token for value in values for token in range(value.start, value.end)}
    names = [name for name in find_names(doc, gazetteer) if timed.isdisjoint(range(name.start, name.end))]
    covered = timed | {token for name in names for token in range(name.start, name.end)}
    people = []
    for token in tree_of(doc).tokens:
        if token.i not in covered and token.pos_ in ("NOUN", "PROPN"):
            mention = demonym_mention(token, gazetteer)
            if mention is not None:
                people.append(mention)
                covered.add(token.i)
    parts = list(find_parts(doc, gazetteer, names))
    whole = (doc[part.start] for part in parts if part.chars[1] - part.chars[0] == len(doc[part.start]))
    adjectives = {token.i for token in whole if token.head.i > token.i}  # Pariser Hotels
    nominals = list(find_nominals(doc, covered | adjectives))
    _type_apposed(doc, nominals, names)
    mentions = [*values, *names, *people, *parts, *nominals, *find_pronouns(doc)]
    return sorted(mentions, key=lambda mention: (mention.chars[0], -mention.chars[1], mention.kind))


def _type_apposed(doc: Doc, nominals: list[TokenMention], names: list[TokenMention]) -> None:
    """Helsing, *ein Hersteller von Drohnen*; Arvato, *eine Tochter von Bertelsmann*: no persons but companies."""
    bodies = {token for name in names if name.type == "Organization" for token in range(name.start, name.end)}
    people = {name.head: name for name in names if name.type in ("Person", "Thing") and name.end - name.start == 1}
    for mention in nominals:
        head = doc[mention.head]
        if head.dep_ != "appos" or head.head.i > head.i or mention.type not in ("Person", "Thing"):
            continue
        relative = mention.name in load_names().described.relatives
        if head.head.i in people and relative and any(child.i in bodies for child in dependents(head)):
            people[head.head.i].type = "Organization"
            bodies.add(head.head.i)
        if head.head.i in bodies and mention.kind == "nominal":
            mention.type = "Organization"
