"""What the ontology promises: OWL that reasoners read, every term described, documents that are up to date."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.data import read_tsv, root
from kg.dump import turtle
from kg.errors import DataError
from kg.iris import KG, OWL, RDF, RDFS, SCHEMA, WIKIDATA, XSD, relation_iri
from kg.ontology import CLASSES, Ontology, Relation, load_ontology
from kg.terms import (
    CAMEO,
    CLOSE_MATCH,
    DEFINITION,
    DOMAIN,
    DOMAIN_INCLUDES,
    INVERSE_OF,
    LABEL,
    OBJECT_PROPERTY,
    PLOVER,
    RANGE,
    RANGE_INCLUDES,
    RELATED_MATCH,
    SUB_CLASS_OF,
    SYMMETRIC_PROPERTY,
    TYPE,
)
from kg.vocabulary import quads_from_ontology

DOCS = Path(__file__).resolve().parent.parent / "docs"
ONTOLOGY = load_ontology()
QUADS = quads_from_ontology(ONTOLOGY)
RELATIONS = list(ONTOLOGY.relations.values())
KINDS = {
    OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual")
}


SAID = {}
for quad in QUADS:
    SAID.setdefault((quad.subject.value, quad.predicate), []).append(quad.object)


def values(iri: str, property: NamedNode) -> set[str]:
    """What the vocabulary says of a term, as texts; words with their language."""
    found = SAID.get((iri, property), ())
    return {f"{v.value}@{v.language}" if isinstance(v, Literal) and v.language else v.value for v in found}


def kinds(iri: str) -> set[str]:
    """What a term is declared as."""
    return values(iri, TYPE) & KINDS


@pytest.fixture(scope="module")
def owl_file(tmp_path_factory) -> Path:
    """The ontology in RDF/XML, which OWL parsers read."""
    path = tmp_path_factory.mktemp("owl") / "ontology.rdf"
    plain = b"".join(turtle(Quad(quad.subject, quad.predicate, quad.object) for quad in QUADS))
    rdflib.Graph().parse(data=plain, format="turtle").serialize(path, format="xml")
    return path


def test_owl_parser_takes_every_triple(owl_file):
    """An OWL 2 parser turns each triple into one axiom: nothing is left that OWL does not know."""
    import pyhornedowl

    ontology = pyhornedowl.open_ontology_from_file(str(owl_file))

    assert len(ontology.get_components()) == len(QUADS)
    assert len(ontology.get_object_properties()) > len(RELATIONS)


def test_reasoner_finds_no_contradiction(owl_file):
    """An OWL 2 RL reasoner loads it and reports no inconsistency."""
    import owlrl

    graph = rdflib.Graph().parse(owl_file)
    classes = rdflib.Graph()
    for predicate in (rdflib.RDF.type, rdflib.RDFS.subClassOf, rdflib.OWL.inverseOf):
        classes += graph.triples((None, predicate, None))
    owlrl.OWLRL_Semantics(classes, axioms=False, daxioms=False).closure()

    assert not list(
        classes.subjects(rdflib.RDF.type, rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage"))
    )
    assert (rdflib.URIRef(KG + "Place"), rdflib.RDFS.subClassOf, rdflib.URIRef(KG + "Entity")) in classes


def test_no_punning():
    """No term is declared twice, as a class and a property or as two kinds of property."""
    for quad in QUADS:
        assert len(kinds(quad.subject.value)) <= 1, quad.subject


def test_every_used_term_is_declared():
    """Every property and class of the vocabulary and its axioms is declared; RDF's, RDFS's and OWL's own need not be."""
    own = (RDF, RDFS, OWL, XSD)
    for quad in QUADS:
        for node in (quad.predicate, *([quad.object] if quad.predicate in (TYPE, DOMAIN, RANGE, SUB_CLASS_OF) else [])):
            assert node.value.startswith(own) or kinds(node.value), node
        assert not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode)


def test_reserved_vocabulary():
    """One axiom stands outside OWL 2 DL, as the file says: a statement is an rdf:Statement."""
    reserved = {str(quad.triple) for quad in QUADS if quad.object == NamedNode(RDF + "Statement")}

    assert reserved == {f"<{KG}Statement> <{RDFS}subClassOf> <{RDF}Statement>"}
    assert not [quad for quad in QUADS if quad.subject.value.startswith((RDF, RDFS, OWL, XSD))]


def test_every_term_of_ours_has_words():
    """Every term is labelled in both languages; all but named inverses are defined in both."""
    ours = {quad.subject.value for quad in QUADS if quad.subject.value.startswith(KG)}
    inverses = {relation_iri(relation.inverse) for relation in RELATIONS} - {relation_iri(r.id) for r in RELATIONS}
    for iri in ours:
        assert {text.rpartition("@")[2] for text in values(iri, LABEL)} == {"de", "en"}, iri
        assert iri in inverses or {text.rpartition("@")[2] for text in values(iri, DEFINITION)} == {"de", "en"}, iri


def test_definitions_differ():
    """No two relations are defined alike."""
    assert len({relation.definition_de for relation in RELATIONS}) == len(RELATIONS)
    assert len({relation.definition_en for relation in RELATIONS}) == len(RELATIONS)


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.id)
def test_relation_complete(relation):
    """Everything that the inventory says of a relation stands in the ontology."""
    iri = relation_iri(relation.id)

    assert OBJECT_PROPERTY.value in values(iri, TYPE)
    assert values(iri, LABEL) == {f"{relation.label_de}@de", f"{relation.label_en}@en"}
    assert values(iri, DEFINITION) == {f"{relation.definition_de}@de", f"{relation.definition_en}@en"}
    assert (SYMMETRIC_PROPERTY.value in values(iri, TYPE)) == relation.is_symmetric
    for property, names in ((DOMAIN_INCLUDES, relation.domain), (RANGE_INCLUDES, relation.range)):
        assert values(iri, property) == {KG + type for name in names for type in CLASSES[name]}
    assert len(values(iri, DOMAIN)) == len(values(iri, RANGE)) == 1
    if relation.inverse and not relation.is_symmetric:
        assert relation_iri(relation.inverse) in values(iri, INVERSE_OF)
        assert iri in values(relation_iri(relation.inverse), INVERSE_OF)
        assert values(iri, DOMAIN) == values(relation_iri(relation.inverse), RANGE)
    assert values(iri, PLOVER) == ({KG + relation.plover} if relation.plover else set())
    assert values(iri, CAMEO) == ({relation.cameo} if relation.cameo else set())
    mapped = values(iri, CLOSE_MATCH) | values(iri, RELATED_MATCH)
    expected = {WIKIDATA + item for item in re.findall(r"P\d+", relation.wikidata)}
    assert mapped == expected | {SCHEMA + name for name in re.findall("[A-Za-z]{4,}", relation.schema_org)}


def test_inverted_mappings():
    """A property that runs the other way is the same as our inverse."""
    assert values(KG + "foundedBy", CLOSE_MATCH) == {WIKIDATA + "P112", SCHEMA + "founder"}
    assert values(KG + "founds", CLOSE_MATCH) == set()
    assert values(KG + "founds", RELATED_MATCH) == {WIKIDATA + "P112", SCHEMA + "founder"}


def test_domain_is_the_narrowest_class():
    """Whoever may stand at an end belongs to the class that the ontology names there."""
    assert values(KG + "arrests", RANGE) == {KG + "Actor"}
    assert values(KG + "buys", RANGE) == {KG + "Good"}
    assert values(KG + "says", RANGE) == {KG + "Matter"}
    assert values(KG + "holdsPosition", DOMAIN) == {KG + "Person"}
    assert values(KG + "discusses", RANGE) == {KG + "Entity"}


def test_unknown_event_type():
    """A relation with an event type that kg.ttl lacks is reported."""
    row = next(iter(read_tsv("relations.tsv", tuple(Relation.model_fields))))
    relation = Relation.model_validate(row | {"plover": "SHOUT"})

    with pytest.raises(DataError, match=r"relations.tsv: says: plover: kg.ttl has no class 'SHOUT'"):
        quads_from_ontology(Ontology({"says": relation}))


def test_documents_are_up_to_date():
    """docs/ontology.ttl and docs/ontology.html are what docs/build_ontology.py writes."""
    builder = load_builder()
    text = builder.turtle_text()

    assert (DOCS / "ontology.ttl").read_bytes() == text, "run: python docs/build_ontology.py"
    assert (DOCS / "ontology.html").read_bytes() == builder.page_text(text), "run: python docs/build_ontology.py"


def test_page_shows_every_term():
    """Every term of ours has its place in the page, every link within it leads somewhere, and nothing is fetched."""
    page = (DOCS / "ontology.html").read_text(encoding="utf-8")
    ids = re.findall(r'<article id="([^"]+)"', page)

    assert len(ids) == len(set(ids))
    assert set(ids) == {quad.subject.value.removeprefix(KG) for quad in QUADS if quad.subject.value.startswith(KG)}
    assert set(re.findall(r'href="#([^"]+)"', page)) == set(ids)
    assert not re.search(r"<(script|link|img|iframe)|\ssrc=|url\(|@import", page)


def load_builder():
    """The script that writes the documents."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("build_ontology", DOCS / "build_ontology.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_file_holds_no_relation():
    """kg.ttl and relations.tsv say nothing twice."""
    text = (root() / "kg.ttl").read_text(encoding="utf-8")
    for relation in RELATIONS:
        assert f"\nkg:{relation.id} " not in text, relation.id
