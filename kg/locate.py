"""The sentence that a node of an article comes from, and the node in plain words: what a report shows people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.iris import relation_from_iri, span_from_iri
from kg.ontology import load_ontology
from kg.terms import (
    AMOUNT,
    ANCHOR_OF,
    ATTRIBUTED_TO,
    DESCRIBES,
    EVENT,
    EVIDENCE,
    HAS_ACTOR,
    HAS_PLACE,
    IDENT_REF,
    IDENTIFIER,
    IS_STRING,
    LABEL,
    OBJECT,
    PREDICATE,
    SENTENCE,
    SENTENCE_CLASS,
    STANDS_FOR,
    SUBJECT,
    TITLE,
    TYPE,
    WAS_DERIVED_FROM,
)
from kg.types import Span

# From a node to its sentence: along what it says itself, then back along what is said of it.
FORWARDS = (SENTENCE, WAS_DERIVED_FROM, EVIDENCE, EVENT, DESCRIBES)
BACKWARDS = (IDENT_REF, SUBJECT, OBJECT, PREDICATE, ATTRIBUTED_TO, AMOUNT, HAS_PLACE, HAS_ACTOR, EVENT, STANDS_FOR)
MOST = 80  # characters of a text in a name


class Locator:
    """The triples of one article and of the nodes that it describes."""

    def __init__(self, article: str, triples: Iterable[Triple]) -> None:
        self.article = article
        self._out: dict[tuple[str, NamedNode], list[str]] = {}
        self._in: dict[tuple[str, NamedNode], list[str]] = {}
        self._labels: dict[str, dict[str, str]] = {}
        for triple in triples:
            subject, property, object = _name(triple.subject), triple.predicate, triple.object
            if isinstance(object, Literal) and property == LABEL:
                self._labels.setdefault(subject, {})[object.language or ""] = object.value
            elif isinstance(object, NamedNode | Literal):
                self._out.setdefault((subject, property), []).append(object.value)
                self._in.setdefault((object.value, property), []).append(subject)
        self._sentences = sorted(
            (span, iri) for iri in self._in.get((SENTENCE_CLASS.value, TYPE), ()) if (span := span_of(iri)) is not None
        )

    def sentence(self, node: str) -> str:
        """The words of the first sentence that `node` stands in or is said in, "" if there is none."""
        todo, seen = [node], {node, self.article}
        while todo:
            node = todo.pop(0)
            if SENTENCE_CLASS.value in self._out.get((node, TYPE), ()):
                return self._words(node)
            for near in self._near(node):
                if near not in seen:
                    seen.add(near)
                    todo.append(near)
        return ""

    def name(self, node: str) -> str:
        """`node` as people would call it: a statement by its triple, a place in the text by its words; or ""."""
        ends = [self._out.get((node, part), [""])[0] for part in (SUBJECT, PREDICATE, OBJECT)]
        if any(ends):
            return " – ".join(self._label(end) for end in ends)
        described = self._out.get((node, DESCRIBES), [])
        for property in (ANCHOR_OF, TITLE, IDENTIFIER):
            if found := self._out.get((node, property)):
                return _shortened(found[0])
        return self._label(described[0] if described else node)

    def _label(self, node: str) -> str:
        if not node:
            return "…"
        relation = load_ontology().relations.get(relation_from_iri(node))
        if relation is not None:
            return relation.label_en
        labels = self._labels.get(node, {})
        return labels.get("en") or next((labels[language] for language in sorted(labels)), "")

    def _near(self, node: str) -> Iterator[str]:
        span = span_of(node)
        if span is not None:
            yield from (iri for other, iri in self._sentences if other.start <= span.start < other.end)
        for property in FORWARDS:
            yield from sorted(self._out.get((node, property), ()), key=_place)
        for property in BACKWARDS:
            yield from sorted(self._in.get((node, property), ()), key=_place)

    def _words(self, sentence: str) -> str:
        """The words of a sentence; where they are missing, those that stand at its place."""
        words, span = self._out.get((sentence, ANCHOR_OF)), span_of(sentence)
        if words:
            return words[0]
        texts = self._out.get((self.article, IS_STRING))
        return texts[0][span.start : span.end] if texts and span else ""


def _name(node: object) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)


def span_of(iri: str) -> Span | None:
    """The stretch of text that `iri` names, None if it names none."""
    try:
        return span_from_iri(iri)
    except ValueError:
        return None


def _place(iri: str) -> tuple[int, str]:
    span = span_of(iri)
    return (span.start if span else 0), iri


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= MOST else words[: MOST - 1] + "…"
