"""Writes the ontology as one OWL file and as one page: ``python docs/build_ontology.py``.

``docs/ontology.ttl`` is ``ontologies/kg.ttl`` and ``ontologies/relations.tsv`` together; ``docs/ontology.html`` is made
from it alone. Both are the same on every run; a test says when they are out of date.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg import terms
from kg.dump import prefixes, turtle
from kg.files import write_atomically
from kg.iris import KG, OWL
from kg.ontology import load_ontology
from kg.vocabulary import quads_from_ontology

FOLDER = Path(__file__).resolve().parent
TURTLE, PAGE, TEMPLATE = "ontology.ttl", "ontology.html", "ontology.html.j2"
DECLARATIONS = {OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
SYMMETRIC = terms.SYMMETRIC_PROPERTY.value

# What the page shows of a term, in this order; the second word is for what points at the term.
SHOWN = (
    (terms.SUB_CLASS_OF, "subclass of", "superclass of"),
    (terms.DOMAIN, "from", ""),
    (terms.DOMAIN_INCLUDES, "more exactly from", ""),
    (terms.RANGE, "to", ""),
    (terms.RANGE_INCLUDES, "more exactly to", ""),
    (terms.INVERSE_OF, "inverse of", ""),
    (terms.TYPE, "is a", "members"),
    (terms.PLOVER, "PLOVER event", "relations"),
    (terms.CAMEO, "CAMEO code", ""),
    (terms.CLOSE_MATCH, "the same elsewhere", ""),
    (terms.RELATED_MATCH, "near to", ""),
)


def main() -> None:
    """Writes both files."""
    text = turtle_text()
    write_atomically(FOLDER / TURTLE, [text])
    write_atomically(FOLDER / PAGE, [page_text(text)])


def turtle_text() -> bytes:
    """The whole ontology as Turtle."""
    quads = quads_from_ontology(load_ontology())
    return b"".join(turtle(Quad(quad.subject, quad.predicate, quad.object) for quad in quads))


def page_text(text: bytes) -> bytes:
    """The page that documents the ontology in the Turtle `text`."""
    graph = Graph(parse(text, format=RdfFormat.TURTLE))
    loader = FileSystemLoader(FOLDER)
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.get_template(TEMPLATE)
    return template.render(
        title=graph.words(KG.removesuffix("#"), terms.TITLE),
        about=graph.words(KG.removesuffix("#"), terms.DEFINITION),
        iri=KG,
        sections=list(sections(graph)),
        foreign=[link(iri) for iri in graph.declared() if not iri.startswith(KG)],
    ).encode("utf-8")


@dataclass(frozen=True)
class Link:
    """A term, a value or an address: what is shown, and where it leads ("" for nowhere)."""

    text: str
    href: str


@dataclass(frozen=True)
class Term:
    """One of our terms, as the page shows it."""

    name: str
    iri: str
    german: dict[str, str]
    english: dict[str, str]
    rows: tuple[tuple[str, tuple[Link, ...]], ...]


@dataclass(frozen=True)
class Section:
    """Terms under one heading; ``group`` is the letter of a group of relations, or ""."""

    key: str
    group: str
    terms: tuple[Term, ...]


def sections(graph: Graph) -> Iterable[Section]:
    """All terms of ours: classes, relations by group, the other properties, individuals, event types."""
    ours = [iri for iri in graph.declared() if iri.startswith(KG)]
    events = {iri for iri in ours if is_event_type(graph, iri)}
    classes = [iri for iri in ours if OWL + "Class" in graph.values(iri, terms.TYPE) and iri not in events]
    relations = sorted((graph.values(iri, terms.GROUP)[0], iri) for iri in ours if graph.values(iri, terms.GROUP))
    related = {iri for _, iri in relations}
    yield section(graph, "classes", classes)
    for group, members in groupby(relations, key=lambda pair: pair[0]):
        yield section(graph, "relations", [iri for _, iri in members], group=group)
    yield section(graph, "properties", [iri for iri in ours if iri not in {*classes, *related, *events}])
    members = [iri for iri in graph.subjects if any(v in classes for v in graph.values(iri, terms.TYPE))]
    yield section(graph, "individuals", members)
    yield section(graph, "events", events)


def section(graph: Graph, key: str, iris: Iterable[str], *, group: str = "") -> Section:
    """The terms `iris` by name."""
    return Section(key, group, tuple(term(graph, iri) for iri in sorted(iris, key=str.lower)))


def is_event_type(graph: Graph, iri: str) -> bool:
    """True for PLOVER's classes, which are below sem:Event."""
    broader = graph.values(iri, terms.SUB_CLASS_OF)
    return terms.EVENT_CLASS.value in broader or any(is_event_type(graph, above) for above in broader)


def term(graph: Graph, iri: str) -> Term:
    """All that the graph tells of `iri`, and what points at it."""
    rows = []
    for property, forwards, backwards in SHOWN:
        found = [value for value in graph.values(iri, property) if not value.startswith(OWL) or value == SYMMETRIC]
        if forwards and found:
            rows.append((forwards, tuple(link(value) for value in found)))
        pointing = graph.pointing(iri, property) if backwards else []
        if pointing:
            rows.append((backwards, tuple(link(value) for value in pointing)))
    words = {"label": terms.LABEL, "definition": terms.DEFINITION, "inverse": terms.INVERSE_LABEL}
    texts = {name: graph.words(iri, property) for name, property in words.items()}
    german, english = ({name: text[language] for name, text in texts.items()} for language in ("de", "en"))
    return Term(iri.removeprefix(KG), iri, german, english, tuple(rows))


def link(value: str) -> Link:
    """Where a value leads: to our own terms on the page, to others at their address, numbers nowhere."""
    if value.startswith(KG):
        return Link(value.removeprefix(KG), "#" + value.removeprefix(KG))
    if value == SYMMETRIC:
        return Link("symmetric relation", "")
    names = {"wd": "http://www.wikidata.org/entity/", **prefixes()}
    for prefix, iri in names.items():
        if value.startswith(iri):
            return Link(f"{prefix}:{value.removeprefix(iri)}", value)
    return Link(value, "")


class Graph:
    """Triples by subject and property, and by property and object; always read in sorted order."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._texts: dict[tuple[str, str], dict[str, str]] = {}
        self._values: dict[tuple[str, str], set[str]] = {}
        self._pointing: dict[tuple[str, str], set[str]] = {}
        for quad in quads:
            subject, property, object = quad.subject.value, quad.predicate.value, quad.object
            if isinstance(object, Literal) and object.language:
                self._texts.setdefault((subject, property), {})[object.language] = object.value
            else:
                self._values.setdefault((subject, property), set()).add(object.value)
                self._pointing.setdefault((object.value, property), set()).add(subject)
        self.subjects = sorted({subject for subject, _ in self._values})

    def values(self, subject: str, property: NamedNode) -> list[str]:
        """IRIs and plain values."""
        return sorted(self._values.get((subject, property.value), ()))

    def pointing(self, object: str, property: NamedNode) -> list[str]:
        """The subjects that have `object` as value."""
        return sorted(self._pointing.get((object, property.value), ()))

    def words(self, subject: str, property: NamedNode) -> dict[str, str]:
        """German and English words, "" where there are none."""
        found = self._texts.get((subject, property.value), {})
        return {language: found.get(language, "") for language in ("de", "en")}

    def declared(self) -> list[str]:
        """All classes and properties."""
        return [iri for iri in self.subjects if DECLARATIONS & set(self.values(iri, terms.TYPE))]


if __name__ == "__main__":
    main()
