"""Promises that shapes can't state: those between the graphs, and between a graph and the text it is about."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from kg.describe import PROJECTED
from kg.iris import Iris
from kg.locate import span_of
from kg.store import Store
from kg.tables import iri_values, read_rows, select
from kg.terms import (
    ARTICLE,
    ASSERTS,
    CLAIMS,
    DISPUTES,
    EVENT,
    OBJECT,
    PREDICATE,
    SENTENCE,
    SUBJECT,
)

Plain: TypeAlias = tuple[str, str, str]

_TEXTS = "SELECT ?g ?text ?hash { GRAPH ?g { ?g nif:isString ?text ; kg:sha256 ?hash } }"
_SPANS = """
SELECT ?g ?s ?begin ?end ?words { GRAPH ?g { ?s nif:beginIndex ?begin ; nif:endIndex ?end ; nif:anchorOf ?words } }
"""
_MENTIONS = "SELECT ?g ?s ?sentence { GRAPH ?g { ?s itsrdf:taIdentRef ?entity ; kg:sentence ?sentence } }"
_STATEMENTS = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s a kg:Statement ; ?p ?o VALUES ?p { %s } } }"
_EVENTS = "SELECT ?s ?o { GRAPH ?g { ?s a sem:Event , ?o } }"
_WEIGHED = "SELECT ?s ?sure { GRAPH ?g { ?s kg:jointConfidence ?sure } }"
_RELATIONS = """
SELECT ?p ?class { { GRAPH ?g { ?p rdfs:subPropertyOf kg:relatedTo OPTIONAL { ?p kg:plover ?class } } }
  UNION { ?p rdfs:subPropertyOf kg:relatedTo } }
"""
_FACTS = "SELECT ?s ?p ?o { { GRAPH ?g { ?p rdfs:subPropertyOf kg:relatedTo } ?s ?p ?o } UNION " + (
    "{ ?p rdfs:subPropertyOf kg:relatedTo . ?s ?p ?o } }"
)
_CLAIMS = "SELECT ?s ?p ?o { GRAPH <%s> { ?s ?p ?o } }"
_TOLD = "SELECT ?g ?node ?p ?o { GRAPH ?g { ?d kg:describes ?node ; ?p ?o VALUES ?p { %s } } }"
_NODES = "SELECT ?node ?p ?o { ?node ?p ?o VALUES ?p { %s } }"
_TIMESTAMPS = """
SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o FILTER(isLiteral(?o) && datatype(?o) IN (xsd:dateTime, xsd:dateTimeStamp)) } }
"""
_BLANK = """
SELECT ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } FILTER(isBlank(?s) || isBlank(?o)) }
"""
_TWICE = """
SELECT ?s ?p ?o ?one ?other {
  GRAPH ?one { ?s ?p ?o }
  { ?s ?p ?o BIND("the default graph" AS ?other) } UNION { GRAPH ?other { ?s ?p ?o } }
  FILTER(!isIRI(?other) || STR(?one) < STR(?other))
}
"""
_PARTS = (SUBJECT, PREDICATE, OBJECT, ARTICLE, SENTENCE, EVENT, ASSERTS, CLAIMS, DISPUTES)


@dataclass(frozen=True, slots=True)
class Breach:
    """A broken promise: in which graph ("" for none), of which node, which, and the offending value or ""."""

    graph: str
    node: str
    message: str
    value: str = ""


def breaches_of_articles(store: Store, graphs: Collection[str], said: Said) -> Iterator[Breach]:
    """What is broken in the graphs of these articles."""
    for breach in (*_text_breaches(store), *_statement_breaches(said), *_timestamps(store)):
        if breach.graph in graphs:
            yield breach


def breaches_of_whole(store: Store, said: Said) -> Iterator[Breach]:
    """What is broken outside the graphs of articles, or between them."""
    for row in read_rows(store, _TWICE):
        yield Breach("", row["s"], f"stands in {row['one']} and in {row['other']}", f"{row['p']} {row['o']}")
    for row in read_rows(store, _BLANK):
        yield Breach("", row["s"], "has no name of its own, or says something of a node without one", row["p"])
    for s, p, o in sorted(said.facts - said.triples(ASSERTS.value)):
        yield Breach("", s, "is held true without an article that asserts it", f"{p} {o}")
    for s, p, o in sorted(said.claims - said.triples(CLAIMS.value)):
        yield Breach("", s, "is claimed without an article that says so", f"{p} {o}")
    told = {event for statement in said.statements for event in statement.values(EVENT.value)}
    for event in sorted(said.types.keys() - told):
        yield Breach("", event, "is an event that no statement tells of")
    names = {
        name for statement in said.statements for part in (ASSERTS, CLAIMS) for name in statement.values(part.value)
    }
    for row in read_rows(store, _WEIGHED):
        if row["s"] not in names:
            yield Breach("", row["s"], "is weighed without a statement that says so", row["sure"])
        elif not 0 <= float(row["sure"]) <= 1:
            yield Breach("", row["s"], "has a joint confidence between 0 and 1", row["sure"])
    yield from _description_breaches(store)


def _text_breaches(store: Store) -> Iterator[Breach]:
    texts = {}
    for row in read_rows(store, _TEXTS):
        texts[row["g"]] = row["text"]
        if hashlib.sha256(row["text"].encode("utf-8")).hexdigest() != row["hash"]:
            yield Breach(row["g"], row["g"], "the SHA-256 of an article is not that of its text", row["hash"])
    for row in read_rows(store, _SPANS):
        graph, node, words = row["g"], row["s"], row["words"]
        if not (row["begin"].isdecimal() and row["end"].isdecimal() and graph in texts):
            continue  # the shapes tell
        if texts[graph][int(row["begin"]) : int(row["end"])] != words:
            yield Breach(graph, node, "a stretch of text has the words that stand at its place", words)
        if node != f"{graph}#char={row['begin']},{row['end']}":
            yield Breach(
                graph, node, "a stretch of text has the offsets that it is named by", f"{row['begin']},{row['end']}"
            )
    for row in read_rows(store, _MENTIONS):
        if not _is_inside(row["s"], row["sentence"]):
            yield Breach(row["g"], row["s"], "a mention stands inside its sentence", row["sentence"])


def _is_inside(node: str, sentence: str) -> bool:
    """True if the place that `node` names lies in that of `sentence`, or one of them names none."""
    inner, outer = span_of(node), span_of(sentence)
    return inner is None or outer is None or (outer.start <= inner.start and inner.end <= outer.end)


def _statement_breaches(said: Said) -> Iterator[Breach]:
    for statement in said.statements:
        for message, value in _problems(statement, said):
            yield Breach(statement.graph, statement.iri, message, value)


def _problems(statement: _Statement, said: Said) -> Iterator[tuple[str, str]]:
    """What is wrong with a statement, as far as it has the parts that the shapes ask for."""
    for article in statement.values(ARTICLE.value):
        if article != statement.graph:
            yield "a statement belongs to the article in whose graph it stands", article
    for sentence in statement.values(SENTENCE.value):
        if not sentence.startswith(f"{statement.graph}#char="):
            yield "a statement stands in a sentence of its article", sentence
    for event in statement.values(EVENT.value):
        for wanted in said.event_classes.get(statement.relation, set()):
            if wanted not in said.types.get(event, set()):
                yield f"an event of this relation is of the type {wanted}", event
    if statement.relation and statement.relation not in said.relations:
        yield "the relation of a statement is in the ontology, or described as an open one", statement.relation
    plain = statement.plain
    if plain is None:
        return
    for stance in (ASSERTS, CLAIMS, DISPUTES):
        for name in statement.values(stance.value):
            if name != said.iris.triple(*plain):
                yield "a statement names the triple that it is about", name
    if statement.values(ASSERTS.value) and plain not in said.facts:
        yield "what an article asserts stands in the default graph", ""
    if statement.values(CLAIMS.value) and plain not in said.facts and plain not in said.claims:
        yield "what is claimed stands among the claims or the facts", ""


def _timestamps(store: Store) -> Iterator[Breach]:
    for row in read_rows(store, _TIMESTAMPS):
        yield Breach(row["g"], row["s"], "no graph holds the time at which it was made", row["o"])


def _description_breaches(store: Store) -> Iterator[Breach]:
    """The default graph tells of nodes exactly what articles do."""
    told = {}
    for row in select(store, _TOLD % iri_values(part.value for part in PROJECTED)):
        told[str(row["node"]), str(PROJECTED[row["p"]]), str(row["o"])] = row
    found = {}
    for row in select(store, _NODES % iri_values({part.value for part in PROJECTED.values()})):
        found[str(row["node"]), str(row["p"]), str(row["o"])] = row
    for key in sorted(told.keys() - found.keys()):
        row = told[key]
        message = "what an article tells of a node stands in the default graph"
        yield Breach(row["g"].value, row["node"].value, message, f"{key[1]} {key[2]}")
    for key in sorted(found.keys() - told.keys()):
        yield Breach("", found[key]["node"].value, "is told without an article that says so", f"{key[1]} {key[2]}")


@dataclass(slots=True)
class _Statement:
    graph: str
    iri: str
    parts: dict[str, set[str]] = field(default_factory=dict)

    def values(self, property: str) -> list[str]:
        return sorted(self.parts.get(property, ()))

    @property
    def relation(self) -> str:
        return next(iter(self.values(PREDICATE.value)), "")

    @property
    def plain(self) -> Plain | None:
        """The triple that it is about, None unless it has one of each part."""
        found = [self.values(part.value) for part in (SUBJECT, PREDICATE, OBJECT)]
        return (found[0][0], found[1][0], found[2][0]) if all(len(part) == 1 for part in found) else None


class Said:
    """What is needed of a store to hold statements against the plain triples, read once."""

    def __init__(self, store: Store, iris: Iris) -> None:
        self.iris = iris
        statements: dict[tuple[str, str], _Statement] = {}
        for row in read_rows(store, _STATEMENTS % iri_values(part.value for part in _PARTS)):
            key = row["g"], row["s"]
            statement = statements.setdefault(key, _Statement(*key))
            statement.parts.setdefault(row["p"], set()).add(row["o"])
        self.statements = [statements[key] for key in sorted(statements)]
        self.types: dict[str, set[str]] = {}
        for row in read_rows(store, _EVENTS):
            self.types.setdefault(row["s"], set()).add(row["o"])
        self.relations: set[str] = set()
        self.event_classes: dict[str, set[str]] = {}
        for row in read_rows(store, _RELATIONS):
            self.relations.add(row["p"])
            if "class" in row:
                self.event_classes.setdefault(row["p"], set()).add(row["class"])
        self.facts = _plain(read_rows(store, _FACTS))
        self.claims = _plain(read_rows(store, _CLAIMS % iris.claims))

    def triples(self, stance: str) -> set[Plain]:
        """The triples that some statement asserts, or claims."""
        found = (statement.plain for statement in self.statements if statement.values(stance))
        return {plain for plain in found if plain is not None}


def _plain(rows: Iterable[dict[str, str]]) -> set[Plain]:
    return {(row["s"], row["p"], row["o"]) for row in rows}
