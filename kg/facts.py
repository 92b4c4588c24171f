"""From an annotated Doc to facts: entities for mentions, spans for tokens. No spaCy object leaves this file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from spacy.tokens import Doc

from kg.annotate.layers import RelationMatch, TokenMention, Voice
from kg.annotate.tree import tree_of
from kg.link import link_mentions
from kg.ontology import SYMMETRIC, load_ontology
from kg.types import Article, Entity, Extraction, Fact, Mention, Provenance, Span, Value

Ends = dict[TokenMention, Entity]


def extraction_from_doc(doc: Doc) -> Extraction:
    """All that was found in `doc`, in text order. Needs ``doc._.article`` and the five annotation steps.

    Raises:
        ValueError: ``doc`` has no article or its text is not the article's.
    """
    article: Article | None = doc._.article
    if article is None or article.text != tree_of(doc).text:
        raise ValueError("doc._.article must be set to the article that the doc was made from")
    shown = _shown(doc)
    entities = link_mentions(doc, [*shown, *_speakers(doc)])
    found = [fact for match in doc._.relations if (fact := _fact(doc, article, match, entities)) is not None]
    facts = _without_mirrors(found)
    return Extraction(article, _sentences(doc), _mentions(doc, shown, entities), facts)


def _sentences(doc: Doc) -> tuple[Span, ...]:
    """The sentences as spans without surrounding white space; blank ones are left out."""
    tree = tree_of(doc)
    spans = [_trimmed(tree.text, *tree.chars(*sentence)) for sentence in dict.fromkeys(tree.sentences)]
    return tuple(span for span in spans if span is not None)


def _trimmed(whole: str, start: int, end: int) -> Span | None:
    text = whole[start:end]
    stripped = text.strip()
    if not stripped:
        return None
    lead = len(text) - len(text.lstrip())
    return Span(start + lead, start + lead + len(stripped))


def _shown(doc: Doc) -> list[TokenMention]:
    """Every name, and whatever else takes part in a relation."""
    matches: list[RelationMatch] = doc._.relations
    used = {end for match in matches for end in (match.subject, match.object, *match.roles.values())}
    used |= {match.voice.speaker for match in matches if match.voice is not None and match.voice.speaker is not None}
    return [mention for mention in doc._.mentions if mention.kind == "name" or mention in used]


def _speakers(doc: Doc) -> Iterator[TokenMention]:
    """Who may vouch for a relation, also from outside: *A sagte, B habe erklärt, …*."""
    for match in doc._.relations:
        voice = match.voice
        while voice is not None:
            if voice.speaker is not None:
                yield voice.speaker
            voice = voice.outer


def _mentions(doc: Doc, shown: list[TokenMention], entities: Ends) -> tuple[Mention, ...]:
    """The mentions that are shown, with what they denote."""
    text, found = tree_of(doc).text, []
    for mention in shown:
        entity = entities.get(mention.referent)
        if entity is not None:
            span = Span(*mention.chars)
            found.append(Mention(span, text[span.start : span.end], mention.kind, entity))
    return tuple(sorted(found, key=lambda mention: (mention.span, mention.entity.key)))


def _fact(doc: Doc, article: Article, match: RelationMatch, entities: Ends) -> Fact | None:
    subject = entities.get(match.subject.referent)
    object = _end(match.object, entities)
    if subject is None or object is None or subject == object:
        return None
    roles = {name: role for name, mention in match.roles.items() if (role := _end(mention, entities)) is not None}
    speaker = _speaker(match.voice, entities)
    return Fact(
        subject=subject,
        relation=match.relation,
        object=object,
        provenance=_provenance(doc, article, match),
        roles=dict(sorted(roles.items())),
        polarity=match.polarity,
        modality=match.modality,
        speaker=speaker,
        confidence=match.confidence,
        label=match.label,
    )


def _end(mention: TokenMention, entities: Ends) -> Entity | Value | None:
    return mention.value if mention.value is not None else entities.get(mention.referent)


def _speaker(voice: Voice | None, entities: Ends) -> Entity | None:
    """The innermost named speaker; an unnamed one inside a named one's words leaves the latter responsible."""
    while voice is not None:
        if _is_source(voice.speaker) and (entity := entities.get(voice.speaker.referent)) is not None:
            return entity
        voice = voice.outer
    return None


def _is_source(speaker: TokenMention | None) -> TypeGuard[TokenMention]:
    """True for whom or what can be held to its word; *Medienberichten zufolge* names nobody."""
    return speaker is not None and not (speaker.kind == "nominal" and speaker.referent.type == "Document")


def _provenance(doc: Doc, article: Article, match: RelationMatch) -> Provenance:
    tree = tree_of(doc)
    sentence = _trimmed(article.text, *tree.chars(*tree.sentences[match.sentence]))
    predicate = Span(*tree.chars(*match.predicate))
    ends = (match.subject, match.object, *match.roles.values())
    evidence = sorted({Span(*mention.chars) for mention in ends} | {predicate})
    if sentence is None:
        raise ValueError(f"blank sentence at token {match.sentence}")
    return Provenance(article.id, sentence, predicate, tuple(evidence), match.rule)


def _without_mirrors(facts: list[Fact]) -> tuple[Fact, ...]:
    """`facts` without repetitions and without the mirror of a symmetric one: *A trifft B* says *B trifft A*."""
    relations = load_ontology().relations
    seen: set[tuple[object, ...]] = set()
    kept = []
    for fact in facts:
        ends: tuple[object, object] = (fact.subject, fact.object)
        key = (fact.provenance.sentence, fact.relation, ends, fact.polarity, fact.speaker)
        mirror = (fact.provenance.sentence, fact.relation, ends[::-1], fact.polarity, fact.speaker)
        symmetric = fact.relation in relations and relations[fact.relation].inverse == SYMMETRIC
        if key in seen or (symmetric and mirror in seen):
            continue
        seen.add(key)
        kept.append(fact)
    return tuple(kept)
