"""The vocabulary as quads: ``kg.ttl`` as it stands, and the properties that ``relations.tsv`` lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from kg.data import root
from kg.errors import DataError
from kg.iris import KG, SCHEMA, WIKIDATA, Iris, relation_iri
from kg.ontology import CLASSES, Ontology, Relation
from kg.ontology import FILE as RELATIONS_FILE
from kg.terms import (
    CAMEO,
    CLASS,
    CLOSE_MATCH,
    DEFINITION,
    DOMAIN,
    DOMAIN_INCLUDES,
    GROUP,
    INVERSE_LABEL,
    INVERSE_OF,
    IS_DEFINED_BY,
    LABEL,
    OBJECT_PROPERTY,
    PLOVER,
    RANGE,
    RANGE_INCLUDES,
    RELATED_MATCH,
    RELATED_TO,
    SUB_CLASS_OF,
    SUB_PROPERTY_OF,
    SYMMETRIC_PROPERTY,
    TYPE,
    Object,
    english,
    german,
)
from kg.types import ENTITY_TYPES, EntityType

FILE = "kg.ttl"
INVERTED = " (inv.)"  # "P112 (inv.)": Wikidata's property runs from our object to our subject


def quads_from_ontology(ontology: Ontology, *, iris: Iris | None = None) -> list[Quad]:
    """The graph ``ontology``: classes, statement properties and every relation with its labels and mappings, sorted.

    Raises:
        DataError: ``kg.ttl`` is no Turtle, holds a blank node, or lacks a class that a relation names.
    """
    graph = NamedNode((iris or Iris()).ontology)
    quads = set(_quads_from_file(graph))
    classes = _Classes(quads)
    for relation in ontology.relations.values():
        for node, property, object in _properties(relation, ontology, classes):
            quads.add(Quad(node, property, object, graph))
    return sorted(quads, key=str)


def _quads_from_file(graph: NamedNode) -> Iterator[Quad]:
    path = root() / FILE
    try:
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
                raise DataError(FILE, str(quad.predicate), "blank nodes have no place in the graph; give it a name")
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
    except (SyntaxError, OSError) as error:
        raise DataError(FILE, "", f"no valid Turtle: {error}") from error


class _Classes:
    """The classes that ``kg.ttl`` declares, and which entity types each of them holds."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.names = {_local(quad.subject) for quad in quads if quad.predicate == TYPE and quad.object == CLASS}
        self._broader: dict[str, set[str]] = {}
        for quad in quads:
            if quad.predicate == SUB_CLASS_OF:
                self._broader.setdefault(_local(quad.subject), set()).add(_local(quad.object))
        self._types: dict[str, set[EntityType]] = {}
        for type in ENTITY_TYPES:
            for name in self._upwards(type):
                self._types.setdefault(name, set()).add(type)

    def _upwards(self, name: str) -> set[str]:
        found, todo = set(), [name]
        while todo:
            name = todo.pop()
            if name and name not in found:
                found.add(name)
                todo += self._broader.get(name, ())
        return found

    def narrowest(self, types: set[EntityType], relation: str) -> NamedNode:
        """The smallest class that holds all of `types`: Person and Group are both Actors."""
        holding = [(len(held), name) for name, held in self._types.items() if types <= held]
        if not holding:
            raise DataError(FILE, relation, f"no class above all of {', '.join(sorted(types))}")
        return NamedNode(KG + min(holding)[1])


def _local(node: object) -> str:
    """The name of one of our terms, "" for those of others."""
    iri = node.value if isinstance(node, NamedNode) else ""
    return iri.removeprefix(KG) if iri.startswith(KG) else ""


def _properties(
    relation: Relation, ontology: Ontology, classes: _Classes
) -> Iterator[tuple[NamedNode, NamedNode, Object]]:
    """All that the graph tells of a relation, and of its inverse if that is not in the inventory itself."""
    node = NamedNode(relation_iri(relation.id))
    ends = relation.domain, relation.range
    for property, object in _common(relation, ends, classes):
        yield node, property, object
    for property, text in (
        (LABEL, german(relation.label_de)),
        (LABEL, english(relation.label_en)),
        (DEFINITION, german(relation.definition_de)),
        (DEFINITION, english(relation.definition_en)),
    ):
        yield node, property, text
    if relation.plover and relation.plover not in classes.names:
        raise DataError(RELATIONS_FILE, relation.id, f"plover: {FILE} has no class {relation.plover!r}")
    if relation.plover:
        yield node, PLOVER, NamedNode(KG + relation.plover)
    if relation.cameo:
        yield node, CAMEO, Literal(relation.cameo)
    if relation.is_symmetric:
        yield node, TYPE, SYMMETRIC_PROPERTY
    elif relation.inverse:
        yield from _inverse_properties(relation, ontology, classes)
    yield from _mappings(relation)


def _inverse_properties(
    relation: Relation, ontology: Ontology, classes: _Classes
) -> Iterator[tuple[NamedNode, NamedNode, Object]]:
    node, inverse = NamedNode(relation_iri(relation.id)), NamedNode(relation_iri(relation.inverse))
    labels = german(relation.label_de), english(relation.label_en)
    inverse_labels = german(relation.inverse_label_de), english(relation.inverse_label_en)
    yield node, INVERSE_OF, inverse
    yield from ((node, INVERSE_LABEL, label) for label in inverse_labels)
    if relation.inverse not in ontology.relations:
        yield inverse, INVERSE_OF, node
        yield from ((inverse, LABEL, label) for label in inverse_labels)
        yield from ((inverse, INVERSE_LABEL, label) for label in labels)
        for property, object in _common(relation, (relation.range, relation.domain), classes):
            yield inverse, property, object


def _common(
    relation: Relation, ends: tuple[tuple[str, ...], tuple[str, ...]], classes: _Classes
) -> Iterator[tuple[NamedNode, Object]]:
    """What a relation and its inverse have in common, the ends apart."""
    yield TYPE, OBJECT_PROPERTY
    yield SUB_PROPERTY_OF, RELATED_TO
    yield IS_DEFINED_BY, NamedNode(KG.removesuffix("#"))
    yield GROUP, Literal(relation.group)
    for property, exact, names in zip((DOMAIN, RANGE), (DOMAIN_INCLUDES, RANGE_INCLUDES), ends, strict=True):
        types = {type for name in names for type in CLASSES[name]}
        yield property, classes.narrowest(types, relation.id)
        for type in types:
            yield exact, NamedNode(KG + type)


def _mappings(relation: Relation) -> Iterator[tuple[NamedNode, NamedNode, Object]]:
    """Where other vocabularies say the same, or (with a note such as ``P710 on event``) something near it."""
    node, inverse = NamedNode(relation_iri(relation.id)), NamedNode(relation_iri(relation.inverse))
    named = bool(relation.inverse) and not relation.is_symmetric
    wikidata, schema = (text.removesuffix(INVERTED) for text in (relation.wikidata, relation.schema_org))
    properties = re.findall(r"P\d+", wikidata)
    same_wikidata = properties if not re.sub(r"[P\d, ]", "", wikidata) else []
    same_schema = [schema] if re.fullmatch("[a-z][A-Za-z]*", schema) else []  # BuyAction.seller is a way to a property
    names = [name for name in schema.split(".") if name]
    for base, text, found, same in (
        (WIKIDATA, relation.wikidata, properties, same_wikidata),
        (SCHEMA, relation.schema_org, names, same_schema),
    ):
        is_inverted = text.endswith(INVERTED)
        for name in found:
            if is_inverted and named and name in same:
                yield inverse, CLOSE_MATCH, NamedNode(base + name)
            is_same = name in same and not is_inverted
            yield node, CLOSE_MATCH if is_same else RELATED_MATCH, NamedNode(base + name)
