"""The vocabulary as quads: ``kg.ttl`` as it stands, and the properties that ``relations.tsv`` lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from kg.data import root
from kg.errors import DataError
from kg.iris import KG, SCHEMA, WIKIDATA, Iris, relation_iri
from kg.ontology import CLASSES, Ontology, Relation
from kg.terms import (
    CAMEO,
    CLASS,
    CLOSE_MATCH,
    DOMAIN_INCLUDES,
    EVENT_CLASS,
    GROUP,
    INVERSE_LABEL,
    INVERSE_OF,
    IS_DEFINED_BY,
    LABEL,
    OBJECT_PROPERTY,
    PLOVER,
    RANGE_INCLUDES,
    RELATED_TO,
    SEE_ALSO,
    SUB_CLASS_OF,
    SUB_PROPERTY_OF,
    SYMMETRIC_PROPERTY,
    TYPE,
    Object,
    english,
    german,
)

FILE = "kg.ttl"


def quads_from_ontology(ontology: Ontology, *, iris: Iris | None = None) -> list[Quad]:
    """The graph ``ontology``: classes, statement properties and every relation with its labels and mappings, sorted.

    Raises:
        DataError: ``kg.ttl`` is no Turtle, or holds a blank node; names the line.
    """
    graph = NamedNode((iris or Iris()).ontology)
    quads = set(_quads_from_file(graph))
    for relation in ontology.relations.values():
        node = NamedNode(relation_iri(relation.id))
        quads.update(Quad(node, property, object, graph) for property, object in _properties(relation, ontology))
        quads.update(_quads_from_event_class(relation.plover, graph))
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


def _properties(relation: Relation, ontology: Ontology) -> Iterator[tuple[NamedNode, Object]]:
    yield TYPE, OBJECT_PROPERTY
    yield SUB_PROPERTY_OF, RELATED_TO
    yield IS_DEFINED_BY, NamedNode(KG.removesuffix("#"))
    yield LABEL, german(relation.label_de)
    yield LABEL, english(relation.label_en)
    yield GROUP, Literal(relation.group)
    if relation.is_symmetric:
        yield TYPE, SYMMETRIC_PROPERTY
    elif relation.inverse in ontology.relations:
        yield INVERSE_OF, NamedNode(relation_iri(relation.inverse))
    if relation.inverse_label_en:
        yield INVERSE_LABEL, german(relation.inverse_label_de)
        yield INVERSE_LABEL, english(relation.inverse_label_en)
    for property, names in ((DOMAIN_INCLUDES, relation.domain), (RANGE_INCLUDES, relation.range)):
        for type in {type for name in names for type in CLASSES[name]}:
            yield property, NamedNode(KG + type)
    yield from _mappings(relation)


def _mappings(relation: Relation) -> Iterator[tuple[NamedNode, Object]]:
    """Where other vocabularies say the same; notes such as ``P710 on event`` or ``(inv.)`` claim less and are left."""
    if relation.plover:
        yield PLOVER, NamedNode(KG + relation.plover)
    if relation.cameo:
        yield CAMEO, Literal(relation.cameo)
    for item in re.split(r"[, ]+", relation.wikidata):
        if re.fullmatch(r"P\d+", item) and re.fullmatch(r"[P\d, ]+", relation.wikidata):
            yield CLOSE_MATCH, NamedNode(WIKIDATA + item)
    if relation.schema_org:
        is_property = relation.schema_org[0].islower()
        yield CLOSE_MATCH if is_property else SEE_ALSO, NamedNode(SCHEMA + relation.schema_org.split(".")[0])


def _quads_from_event_class(name: str, graph: NamedNode) -> Iterator[Quad]:
    """A PLOVER event type such as ``CONSULT-visit``, below ``CONSULT``."""
    parent = name.partition("-")[0]
    for child, broader in ((name, NamedNode(KG + parent)), (parent, EVENT_CLASS)):
        if child and child != broader.value.removeprefix(KG):
            node = NamedNode(KG + child)
            yield Quad(node, TYPE, CLASS, graph)
            yield Quad(node, SUB_CLASS_OF, broader, graph)
            yield Quad(node, LABEL, english(child.replace("-", ": ").lower()), graph)
