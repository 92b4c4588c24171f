"""An article and all that was found in it as quads, exactly as the layout of the graph asks.

One graph holds what one article says: its text, sentences, mentions, descriptions of what it names, statements and
events. The default graph holds the nodes and what is held true, the claims graph what is only claimed.
"""

from __future__ import annotations

import hashlib
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.copies import sketch_of_text
from kg.describe import (
    Properties,
    properties_of_entity,
    properties_of_open_relation,
    properties_of_value,
    quads_from_description,
)
from kg.iris import Iris, digest, relation_iri
from kg.ontology import OPEN, Ontology
from kg.reify import Frame, is_time, merge_facts, quads_from_facts
from kg.terms import (
    ACTIVITY,
    ANCHOR_OF,
    BEGIN_INDEX,
    CONTEXT,
    CREATOR,
    END_INDEX,
    FINGERPRINT,
    IDENT_REF,
    IDENTIFIER,
    IS_STRING,
    ISSUED,
    LANGUAGE,
    LEXICON,
    MENTION_KIND,
    MODEL,
    NEWS_ARTICLE,
    PHRASE,
    PUBLISHER,
    REFERENCE_CONTEXT,
    SENTENCE,
    SENTENCE_CLASS,
    SETTING,
    SHA256,
    SKETCH,
    TITLE,
    TYPE,
    URL,
    VERSION,
    WAS_GENERATED_BY,
    Object,
    day,
    integer,
    url,
)
from kg.types import Article, Entity, Extraction, Fact, Span, Value

DECISION = "decision="  # how the settings begin that say who was decided to be who


@dataclass(frozen=True, slots=True)
class Run:
    """One way of making a graph: what must be the same for the same text to give the same graph.

    ``model`` and ``lexicon`` are hashes, ``settings`` what else was chosen, such as ``graph.base``. ``decisions`` are
    those of people, or of kg over several articles, that made a difference to who is who in one article.
    """

    version: str
    model: str = ""
    lexicon: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    decisions: tuple[str, ...] = ()

    def iri(self, iris: Iris) -> str:
        """The name of the run; equal runs have equal names."""
        settings = (f"{name}={value}" for name, value in sorted(self.settings.items()))
        return iris.run(self.version, self.model, self.lexicon, *settings, *self.decisions)


def quads_from_extraction(
    extraction: Extraction, run: Run, ontology: Ontology, *, iris: Iris | None = None
) -> list[Quad]:
    """All quads that one article gives, sorted, each once, no triple in two graphs.

    The graph named like the article holds what it says; the default graph, ``claims`` and ``runs`` get the rest.
    """
    iris = iris or Iris()
    article = NamedNode(iris.article(extraction.article.id))
    frame = Frame(article, NamedNode(run.iri(iris)), ontology, iris)
    facts = merge_facts(extraction.facts, frame)
    quads = set(_quads_from_article(extraction.article, run, frame))
    quads.update(_quads_from_text(extraction, frame))
    quads.update(_quads_from_run(run, frame))
    for node, properties in _nodes(extraction, frame):
        quads.update(quads_from_description(article, node, properties, iris=iris))
    quads.update(quads_from_facts(facts, frame))
    return sorted(_without_known_claims(quads, NamedNode(iris.claims)), key=str)


def fingerprint(article: Article, run: Run) -> str:
    """A hash of the article, its metadata and the way it is read: unchanged means that building it again is idle.

    Decisions are none of it: who is who is settled after reading (`kg.identity`).
    """
    published = article.published.isoformat() if article.published else ""
    texts = (article.id, article.text, article.title, published, article.source, article.author, article.url)
    return digest(*texts, article.language, replace(run, decisions=()).iri(Iris()))


def _quads_from_article(article: Article, run: Run, frame: Frame) -> Iterator[Quad]:
    properties: list[tuple[NamedNode, Object]] = [
        (TYPE, CONTEXT),
        (TYPE, NEWS_ARTICLE),
        (IS_STRING, Literal(article.text)),
        (IDENTIFIER, Literal(article.id)),
        (LANGUAGE, Literal(article.language)),
        (SHA256, Literal(hashlib.sha256(article.text.encode("utf-8")).hexdigest())),
        (SKETCH, Literal(" ".join(sketch_of_text(article.text)))),
        (FINGERPRINT, Literal(fingerprint(article, run))),
        (WAS_GENERATED_BY, frame.run),
    ]
    if article.title:
        properties.append((TITLE, Literal(article.title, language=article.language)))
    if article.source:
        properties.append((PUBLISHER, Literal(article.source)))
    if article.author:
        properties.append((CREATOR, Literal(article.author)))
    if article.url:
        properties.append((URL, url(article.url)))
    if article.published:
        properties.append((ISSUED, day(article.published)))
    return (Quad(frame.article, property, object, frame.article) for property, object in properties)


def _quads_from_text(extraction: Extraction, frame: Frame) -> Iterator[Quad]:
    """Sentences, mentions and the words that facts rest on, with their offsets."""
    article, text = frame.article, extraction.article.text
    phrases: set[Span] = set()
    starts = [sentence.start for sentence in extraction.sentences]
    for sentence in extraction.sentences:
        yield from _quads_from_span(sentence, SENTENCE_CLASS, text, frame)
    for mention in extraction.mentions:
        node = NamedNode(frame.iris.span(article.value, mention.span))
        phrases.add(mention.span)
        yield Quad(node, IDENT_REF, frame.node(mention.entity), article)
        yield Quad(node, MENTION_KIND, Literal(mention.kind), article)
        position = bisect(starts, mention.span.start) - 1
        if position >= 0:
            sentence = extraction.sentences[position]
            yield Quad(node, SENTENCE, NamedNode(frame.iris.span(article.value, sentence)), article)
    for fact in extraction.facts:
        phrases.update((fact.provenance.predicate, *fact.provenance.evidence))
        yield from _quads_from_span(fact.provenance.sentence, SENTENCE_CLASS, text, frame)
    for phrase in phrases:
        yield from _quads_from_span(phrase, PHRASE, text, frame)


def _quads_from_span(span: Span, type: NamedNode, text: str, frame: Frame) -> Iterator[Quad]:
    node, article = NamedNode(frame.iris.span(frame.article.value, span)), frame.article
    yield Quad(node, TYPE, type, article)
    yield Quad(node, REFERENCE_CONTEXT, article, article)
    yield Quad(node, BEGIN_INDEX, integer(span.start), article)
    yield Quad(node, END_INDEX, integer(span.end), article)
    yield Quad(node, ANCHOR_OF, Literal(text[span.start : span.end]), article)


def _quads_from_run(run: Run, frame: Frame) -> Iterator[Quad]:
    graph = NamedNode(frame.iris.runs)
    yield Quad(frame.run, TYPE, ACTIVITY, graph)
    yield Quad(frame.run, VERSION, Literal(run.version), graph)
    if run.model:
        yield Quad(frame.run, MODEL, Literal(run.model), graph)
    if run.lexicon:
        yield Quad(frame.run, LEXICON, Literal(run.lexicon), graph)
    for name, value in run.settings.items():
        yield Quad(frame.run, SETTING, Literal(f"{name}={value}"), graph)
    for decision in run.decisions:
        yield Quad(frame.run, SETTING, Literal(DECISION + decision), graph)


def _nodes(extraction: Extraction, frame: Frame) -> Iterator[tuple[NamedNode, Properties]]:
    """Every entity, amount, time and open relation that the article uses, with its properties."""
    for end in _ends(extraction):
        properties = properties_of_entity(end, iris=frame.iris) if isinstance(end, Entity) else properties_of_value(end)
        yield frame.node(end), properties
    for relation, words in {(fact.relation, _words(fact)) for fact in extraction.facts}:
        if relation.startswith(OPEN):
            yield NamedNode(relation_iri(relation)), properties_of_open_relation(words)


def _ends(extraction: Extraction) -> Iterable[Entity | Value]:
    """All that is mentioned or takes part, and what it stands for; each object once."""
    ends: list[Entity | Value | None] = [mention.entity for mention in extraction.mentions]
    for fact in extraction.facts:
        ends += (fact.subject, fact.object, fact.speaker)
        ends += (filler for name, filler in fact.roles.items() if not is_time(name, filler))
    found: dict[int, Entity | Value] = {}  # by identity: equal entities may come with different aliases
    while ends:
        end = ends.pop()
        if end is not None and id(end) not in found:
            found[id(end)] = end
            ends.append(end.stands_for if isinstance(end, Entity) else None)
    return found.values()


def _words(fact: Fact) -> str:
    return fact.label or fact.relation.removeprefix(OPEN)


def _without_known_claims(quads: set[Quad], claims: NamedNode) -> Iterator[Quad]:
    """`quads` without the claims that the article itself asserts elsewhere."""
    known = {quad.triple for quad in quads if isinstance(quad.graph_name, DefaultGraph)}
    return (quad for quad in quads if quad.graph_name != claims or quad.triple not in known)
