"""What the SHACL report promises: whole graphs pass, every kind of damage is found and named."""

from __future__ import annotations

import pytest
from pyoxigraph import Quad

from kg.check import check_quads, validate
from kg.iris import Iris
from kg.ontology import load_ontology
from kg.rdf import Run, quads_from_extraction
from tests.make_extraction import bank, moscow, summit

PREFIXES = """
PREFIX kg: <https://w3id.org/newskg/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> PREFIX schema: <http://schema.org/>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX itsrdf: <http://www.w3.org/2005/11/its/rdf#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
"""

# What is broken, by an update of the graphs of articles, and what the report must then say.
DAMAGE = [
    ("DELETE { GRAPH ?g { ?s rdf:subject ?o } } WHERE { GRAPH ?g { ?s rdf:subject ?o } }", "exactly one subject"),
    ("INSERT { GRAPH ?g { ?s rdf:object kg:x } } WHERE { GRAPH ?g { ?s rdf:object ?o } }", "exactly one object"),
    ("DELETE { GRAPH ?g { ?s kg:rule ?o } } WHERE { GRAPH ?g { ?s kg:rule ?o } }", "exactly one rule"),
    ("DELETE { GRAPH ?g { ?s kg:event ?o } } WHERE { GRAPH ?g { ?s kg:event ?o } }", "exactly one event"),
    ("DELETE { GRAPH ?g { ?s kg:sentence ?o } } WHERE { GRAPH ?g { ?s kg:sentence ?o } }", "exactly one sentence"),
    (
        "DELETE { GRAPH ?g { ?s kg:confidence ?o } } INSERT { GRAPH ?g { ?s kg:confidence 1.5 } } "
        "WHERE { GRAPH ?g { ?s kg:confidence ?o } }",
        "confidence between 0 and 1",
    ),
    (
        "DELETE { GRAPH ?g { ?s kg:modality ?o } } INSERT { GRAPH ?g { ?s kg:modality kg:maybe } } "
        "WHERE { GRAPH ?g { ?s kg:modality ?o } }",
        "exactly one modality",
    ),
    (
        "INSERT { GRAPH ?g { ?s kg:polarity kg:negative } } WHERE { GRAPH ?g { ?s kg:polarity kg:positive } }",
        "either positive or negative",
    ),
    (
        "INSERT { GRAPH ?g { ?s kg:attributedTo kg:a , kg:b } } WHERE { GRAPH ?g { ?s a kg:Statement } }",
        "at most one speaker",
    ),
    (
        "DELETE { GRAPH ?g { ?s sem:hasEndTimeStamp ?o } } "
        'INSERT { GRAPH ?g { ?s sem:hasEndTimeStamp "1999-01-01"^^xsd:date } } '
        "WHERE { GRAPH ?g { ?s a kg:Statement ; sem:hasEndTimeStamp ?o } }",
        "not after its end",
    ),
    ("DELETE { GRAPH ?g { ?s nif:isString ?o } } WHERE { GRAPH ?g { ?s nif:isString ?o } }", "needs its text"),
    (
        "DELETE { GRAPH ?g { ?s dcterms:identifier ?o } } WHERE { GRAPH ?g { ?s dcterms:identifier ?o } }",
        "exactly one identifier",
    ),
    ("DELETE { GRAPH ?g { ?s kg:sha256 ?o } } WHERE { GRAPH ?g { ?s kg:sha256 ?o } }", "SHA-256"),
    (
        "DELETE { GRAPH ?g { ?s nif:endIndex ?o } } INSERT { GRAPH ?g { ?s nif:endIndex 0 } } "
        "WHERE { GRAPH ?g { ?s nif:endIndex ?o } }",
        "beginning before its end",
    ),
    ("DELETE { GRAPH ?g { ?s nif:anchorOf ?o } } WHERE { GRAPH ?g { ?s nif:anchorOf ?o } }", "needs its words"),
    ("DELETE { GRAPH ?g { ?s kg:mentionKind ?o } } WHERE { GRAPH ?g { ?s kg:mentionKind ?o } }", "a mention is a name"),
    ("DELETE { GRAPH ?g { ?s sem:hasActor ?o } } WHERE { GRAPH ?g { ?s sem:hasActor ?o } }", "somebody who takes part"),
    ("DELETE { GRAPH ?g { ?s kg:describes ?o } } WHERE { GRAPH ?g { ?s kg:describes ?o } }", "exactly one node"),
    ("DELETE { ?s rdfs:label ?o } WHERE { ?s a kg:Place ; rdfs:label ?o }", "an entity needs a label"),
    ("INSERT { ?s owl:sameAs <https://example.org/x> } WHERE { ?s a kg:Place }", "a Wikidata item"),
    ("DELETE { ?s schema:value ?o } WHERE { ?s schema:value ?o }", "exactly one number"),
    ('INSERT { ?s schema:currency "Dollar" } WHERE { ?s a schema:MonetaryAmount }', "three letters"),
    ("DELETE { GRAPH ?g { ?s kg:version ?o } } WHERE { GRAPH ?g { ?s kg:version ?o } }", "the version of kg"),
    ("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s kg:rule ?o } BIND(kg:rule AS ?p) }", "stands in"),
    (
        "INSERT { GRAPH <urn:x:other> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s kg:rule ?o } BIND(kg:rule AS ?p) }",
        "stands in",
    ),
]


def test_whole_graph_passes(store):
    """A store as it is built has no violation."""
    report = validate(store)

    assert (report.articles, report.violations, report.conforms) == (3, (), True)


@pytest.mark.parametrize("extraction", [moscow(), summit(), bank()], ids=lambda e: e.article.id)
def test_quads_pass(extraction):
    """So do the quads of each article alone."""
    assert check_quads(quads_from_extraction(extraction, Run("1"), load_ontology())).conforms


@pytest.mark.parametrize(("damage", "message"), DAMAGE, ids=[message for _, message in DAMAGE])
def test_damage_is_found(store, damage, message):
    """Whatever is broken is reported in plain words."""
    store.update(PREFIXES + damage)
    report = validate(store)

    assert not report.conforms
    assert any(message in str(violation) for violation in report.violations)


def test_quads_without_a_property_found():
    """Any property that a statement lacks is noticed before it reaches the store."""
    quads = quads_from_extraction(moscow(), Run("1"), load_ontology())
    optional = {
        "evidence",
        "attributedTo",
        "hasBeginTimeStamp",
        "hasEndTimeStamp",
        "hasPlace",
        "timeText",
        "timePrecision",
    }
    statement = next(quad.subject for quad in quads if quad.object.value.endswith("#Statement"))
    for gone in [quad for quad in quads if quad.subject == statement]:
        name = gone.predicate.value.replace("#", "/").rpartition("/")[2]
        if name not in optional | {"type"}:
            assert not check_quads(quad for quad in quads if quad != gone).conforms, name


def test_one_article_only(store):
    """Only the articles asked for are checked."""
    store.update(f"DROP GRAPH <{Iris().article('bank')}>")

    assert validate(store, articles=["gipfel"]).articles == 1


def test_report_names_article(store):
    """A violation says in which article it is."""
    article = Iris().article("bank")
    store.update(f"{PREFIXES} DELETE WHERE {{ GRAPH <{article}> {{ ?s kg:rule ?o }} }}")

    assert {violation.article for violation in validate(store).violations} == {"bank"}
    assert isinstance(next(iter(quads_from_extraction(bank(), Run("1"), load_ontology()))), Quad)
