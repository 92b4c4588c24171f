"""What the SHACL report promises: whole graphs pass, every kind of damage is found and named."""

from __future__ import annotations

import pytest

from kg.check import check_quads, validate
from kg.iris import Iris
from kg.ontology import load_ontology
from kg.rdf import quads_from_extraction
from tests.conftest import RUN
from tests.make_extraction import bank, moscow, summit

PREFIXES = """
PREFIX kg: <https://w3id.org/newskg/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> PREFIX schema: <http://schema.org/>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX itsrdf: <http://www.w3.org/2005/11/its/rdf#>
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
"""
BASE = Iris().base

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
    # names
    (
        "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH ?g { kg:x ?p ?o } } "
        "WHERE { GRAPH ?g { ?s a kg:Statement ; rdf:predicate kg:buys ; ?p ?o } }",
        "a statement is named by a hash",
    ),
    (
        "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH ?g { kg:x ?p ?o } } WHERE { GRAPH ?g { ?s a sem:Event ; ?p ?o } }",
        "an event is named by a hash",
    ),
    (
        f"INSERT DATA {{ GRAPH <{BASE}article/bank> {{ kg:x a schema:NewsArticle }} }}",
        "named by its identifier",
    ),
    (
        f"INSERT DATA {{ GRAPH <{BASE}article/bank> {{ kg:x a nif:Sentence }} }}",
        "a stretch of text is named by its article and its offsets",
    ),
    ("INSERT { kg:x a ?c } WHERE { GRAPH ?g { ?d kg:describes ?s } ?s a ?c }", "is told without an article"),
    (
        "DELETE { GRAPH ?r { ?s ?p ?o } GRAPH ?g { ?t prov:wasGeneratedBy ?s } } "
        "INSERT { GRAPH ?r { kg:x ?p ?o } GRAPH ?g { ?t prov:wasGeneratedBy kg:x } } "
        "WHERE { GRAPH ?r { ?s a prov:Activity ; ?p ?o } GRAPH ?g { ?t prov:wasGeneratedBy ?s } }",
        "a run is named by a hash",
    ),
    # statements
    (
        "DELETE { GRAPH ?g { ?s kg:asserts ?o } } INSERT { GRAPH ?g { ?s kg:claims ?o } } "
        "WHERE { GRAPH ?g { ?s kg:asserts ?o } }",
        "asserts what the article itself holds true",
    ),
    (
        "INSERT { GRAPH ?g { ?s kg:attributedTo ?o } } WHERE { GRAPH ?g { ?s kg:asserts ?t ; rdf:subject ?o } }",
        "asserts what the article itself holds true",
    ),
    (
        "DELETE { GRAPH ?g { ?s kg:polarity ?o } } INSERT { GRAPH ?g { ?s kg:polarity kg:negative } } "
        "WHERE { GRAPH ?g { ?s kg:claims ?t ; kg:polarity ?o } }",
        "disputes what is denied",
    ),
    (
        "INSERT { GRAPH ?g { ?s kg:disputes ?o } } WHERE { GRAPH ?g { ?s kg:asserts ?o } }",
        "asserts what the article itself holds true",
    ),
    (
        "INSERT { GRAPH ?g { ?s kg:asserts kg:x } } WHERE { GRAPH ?g { ?s kg:asserts ?o } }",
        "asserts, claims or disputes exactly one triple",
    ),
    (
        "DELETE { GRAPH ?g { ?s rdf:predicate ?o } } INSERT { GRAPH ?g { ?s rdf:predicate kg:shoutsAt } } "
        "WHERE { GRAPH ?g { ?s rdf:predicate ?o } }",
        "the relation of a statement is in the ontology",
    ),
    (
        "DELETE { GRAPH ?g { ?s rdf:object ?o } } INSERT { GRAPH ?g { ?s rdf:object ?x } } "
        "WHERE { GRAPH ?g { ?s rdf:object ?o ; rdf:subject ?x } }",
        "names the triple that it is about",
    ),
    (
        f"DELETE {{ GRAPH ?g {{ ?s kg:article ?o }} }} INSERT {{ GRAPH ?g {{ ?s kg:article <{BASE}article/bank> }} }} "
        "WHERE { GRAPH ?g { ?s kg:article ?o } }",
        "belongs to the article in whose graph it stands",
    ),
    (
        f"DELETE {{ GRAPH ?g {{ ?s kg:sentence ?o }} }} "
        f"INSERT {{ GRAPH ?g {{ ?s kg:sentence <{BASE}article/bank#char=0,36> }} }} "
        "WHERE { GRAPH ?g { ?s a kg:Statement ; kg:sentence ?o } }",
        "stands in a sentence of its article",
    ),
    (
        "DELETE { GRAPH ?g { ?s prov:wasDerivedFrom ?o } } WHERE { GRAPH ?g { ?s a kg:Statement ; prov:wasDerivedFrom ?o } }",
        "derived from its sentence",
    ),
    ("INSERT { GRAPH ?g { ?s kg:evidence kg:x } } WHERE { GRAPH ?g { ?s a kg:Statement } }", "is a stretch of text"),
    (
        'DELETE { GRAPH ?g { ?s kg:timeText ?o } } INSERT { GRAPH ?g { ?s kg:timeText "heute" } } '
        "WHERE { GRAPH ?g { ?s kg:timeText ?o } }",
        "in words of a language",
    ),
    (
        'DELETE { GRAPH ?g { ?s kg:timePrecision ?o } } INSERT { GRAPH ?g { ?s kg:timePrecision "hour" } } '
        "WHERE { GRAPH ?g { ?s kg:timePrecision ?o } }",
        "the grain of a time",
    ),
    (
        "DELETE { GRAPH ?g { ?s sem:hasPlace ?o } } INSERT { GRAPH ?g { ?s sem:hasPlace ?x } } "
        "WHERE { GRAPH ?g { ?s a kg:Statement ; sem:hasPlace ?o ; rdf:subject ?x } }",
        "at most one place",
    ),
    (
        "DELETE { GRAPH ?g { ?s kg:amount ?o } } INSERT { GRAPH ?g { ?s kg:amount ?x } } "
        "WHERE { GRAPH ?g { ?s a kg:Statement ; kg:amount ?o ; rdf:subject ?x } }",
        "at most one amount",
    ),
    (
        "DELETE { GRAPH ?g { ?s prov:wasGeneratedBy ?o } } WHERE { GRAPH ?g { ?s a kg:Statement ; prov:wasGeneratedBy ?o } }",
        "exactly one run that made it",
    ),
    (
        "DELETE { GRAPH ?g { ?s prov:wasGeneratedBy ?o } } "
        "WHERE { GRAPH ?g { ?s a schema:NewsArticle ; prov:wasGeneratedBy ?o } }",
        "exactly one run that read it",
    ),
    # events
    (
        "DELETE { GRAPH ?g { ?s a kg:CONSULT } } WHERE { GRAPH ?g { ?s a kg:CONSULT } }",
        "an event of this relation is of the type",
    ),
    (
        "DELETE { GRAPH ?g { ?s prov:wasDerivedFrom ?o } } WHERE { GRAPH ?g { ?s a sem:Event ; prov:wasDerivedFrom ?o } }",
        "predicate in the text",
    ),
    # texts
    (
        'DELETE { GRAPH ?g { ?s kg:sha256 ?o } } INSERT { GRAPH ?g { ?s kg:sha256 "%s" } } '
        "WHERE { GRAPH ?g { ?s kg:sha256 ?o } }" % ("0" * 64),
        "is not that of its text",
    ),
    (
        'DELETE { GRAPH ?g { ?s nif:anchorOf ?o } } INSERT { GRAPH ?g { ?s nif:anchorOf "Unsinn" } } '
        "WHERE { GRAPH ?g { ?s a nif:Phrase ; nif:anchorOf ?o } }",
        "has the words that stand at its place",
    ),
    (
        "DELETE { GRAPH ?g { ?s nif:beginIndex ?o } } INSERT { GRAPH ?g { ?s nif:beginIndex 1 } } "
        "WHERE { GRAPH ?g { ?s nif:beginIndex ?o } }",
        "has the offsets that it is named by",
    ),
    (
        "DELETE { GRAPH ?g { ?s kg:sentence ?o } } INSERT { GRAPH ?g { ?s kg:sentence ?x } } "
        "WHERE { GRAPH ?g { ?s itsrdf:taIdentRef ?e ; kg:sentence ?o . ?x a nif:Sentence FILTER(?x != ?o) } }",
        "a mention stands inside its sentence",
    ),
    (
        "DELETE { GRAPH ?g { ?s kg:sentence ?o } } WHERE { GRAPH ?g { ?s itsrdf:taIdentRef ?e ; kg:sentence ?o } }",
        "a mention stands in exactly one sentence",
    ),
    (
        "DELETE { GRAPH ?g { ?s nif:referenceContext ?o } } WHERE { GRAPH ?g { ?s nif:referenceContext ?o } }",
        "the article that it belongs to",
    ),
    # articles
    (
        'INSERT { GRAPH ?g { ?s dcterms:title "Noch einer" } } WHERE { GRAPH ?g { ?s a schema:NewsArticle } }',
        "at most one title",
    ),
    (
        'INSERT { GRAPH ?g { ?s dcterms:publisher "A" , "B" } } WHERE { GRAPH ?g { ?s a schema:NewsArticle } }',
        "at most one publisher",
    ),
    (
        'INSERT { GRAPH ?g { ?s dcterms:creator "A" , "B" } } WHERE { GRAPH ?g { ?s a schema:NewsArticle } }',
        "at most one line of authors",
    ),
    ('INSERT { GRAPH ?g { ?s schema:url "x" } } WHERE { GRAPH ?g { ?s a schema:NewsArticle } }', "at most one address"),
    (
        'INSERT { GRAPH ?g { ?s dcterms:issued "gestern" } } WHERE { GRAPH ?g { ?s a schema:NewsArticle } }',
        "published at most once",
    ),
    (
        'INSERT { GRAPH ?g { ?s dcterms:language "Deutsch" } } WHERE { GRAPH ?g { ?s a schema:NewsArticle } }',
        "exactly one language",
    ),
    ("DELETE { GRAPH ?g { ?s kg:fingerprint ?o } } WHERE { GRAPH ?g { ?s kg:fingerprint ?o } }", "one fingerprint"),
    (
        "INSERT { GRAPH ?g { ?s dcterms:issued ?t } } "
        'WHERE { GRAPH ?g { ?s a schema:NewsArticle } BIND("2026-01-01T10:00:00Z"^^xsd:dateTime AS ?t) }',
        "the time at which it was made",
    ),
    # nodes
    ('INSERT { ?s skos:altLabel "Alias" } WHERE { ?s a kg:Place }', "another name of an entity has a language"),
    ("INSERT { ?s kg:standsFor kg:x , kg:y } WHERE { ?s a kg:Place }", "a metonym stands for one entity"),
    ("DELETE { ?s geo:lat ?o } WHERE { ?s geo:lat ?o }", "exactly one latitude"),
    ("DELETE { ?s geo:long ?o } WHERE { ?s geo:long ?o }", "exactly one longitude"),
    ("INSERT { ?s geo:lat 1.5 } WHERE { ?s geo:lat ?o }", "exactly one latitude"),
    ("DELETE { ?s geo:lat ?o } INSERT { ?s geo:lat 90.5 } WHERE { ?s geo:lat ?o }", "between -90 and 90"),
    ("DELETE { ?s geo:long ?o } INSERT { ?s geo:long -180.5 } WHERE { ?s geo:long ?o }", "between -180 and 180"),
    (
        'DELETE { ?s geo:long ?o } INSERT { ?s geo:long "4 O" } WHERE { ?s geo:long ?o }',
        "a decimal between -180 and 180",
    ),
    ("INSERT { ?s geo:lat 52.5 ; geo:long 13.4 } WHERE { ?s a kg:Organization }", "only a place has coordinates"),
    ("INSERT { ?s geo:lat 52.5 ; geo:long 13.4 } WHERE { ?s rdfs:label 'Iran'@de }", "is told without an article"),
    ("DELETE { ?s kg:bound ?o } WHERE { ?s a schema:MonetaryAmount ; kg:bound ?o }", "an amount is exact, about"),
    ("DELETE { ?s kg:bound ?o } WHERE { ?s a schema:QuantitativeValue ; kg:bound ?o }", "a quantity is exact, about"),
    (
        "DELETE { ?s rdfs:subPropertyOf ?o } INSERT { ?s rdfs:subPropertyOf kg:x } WHERE { ?s rdfs:subPropertyOf ?o }",
        "below kg:relatedTo",
    ),
    (
        "DELETE { ?s rdfs:label ?o } WHERE { ?s rdfs:subPropertyOf kg:relatedTo ; rdfs:label ?o }",
        "has its German words as label",
    ),
    (
        "DELETE { ?s a owl:ObjectProperty } WHERE { ?s a owl:ObjectProperty }",
        "a relation that the ontology lacks is named by its words",
    ),
    ("DELETE { GRAPH ?g { ?s kg:model ?o } } WHERE { GRAPH ?g { ?s kg:model ?o } }", "names its model by a hash"),
    ("DELETE { GRAPH ?g { ?s kg:lexicon ?o } } WHERE { GRAPH ?g { ?s kg:lexicon ?o } }", "its lexicon by a hash"),
    ('INSERT { GRAPH ?g { ?s kg:setting "x" } } WHERE { GRAPH ?g { ?s kg:version ?o } }', "a name and a value"),
    (
        "DELETE { GRAPH ?g { ?s kg:describedType ?o } } WHERE { GRAPH ?g { ?s kg:describedType ?o } }",
        "what its node is",
    ),
    # between the graphs
    ("DELETE { ?s kg:buysFrom ?o } WHERE { ?s kg:buysFrom ?o }", "what an article asserts stands in the default graph"),
    (
        f"DELETE {{ GRAPH <{BASE}claims> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{BASE}claims> {{ ?s ?p ?o }} }}",
        "what is claimed stands among the claims",
    ),
    ("INSERT { ?o kg:buysFrom ?s } WHERE { ?s kg:buysFrom ?o }", "held true without an article that asserts it"),
    (
        f"INSERT {{ GRAPH <{BASE}claims> {{ ?o kg:buys ?s }} }} WHERE {{ ?s kg:buysFrom ?o }}",
        "claimed without an article that says so",
    ),
    ('INSERT { ?s rdfs:label "Anders"@de } WHERE { ?s a kg:Place }', "is told without an article that says so"),
    ("DELETE { ?s skos:altLabel ?o } WHERE { ?s skos:altLabel ?o }", "what an article tells of a node stands in"),
    ("INSERT { GRAPH ?g { kg:x a sem:Event } } WHERE { GRAPH ?g { ?e a sem:Event } }", "that no statement tells of"),
    (f"INSERT DATA {{ GRAPH <{BASE}support> {{ kg:x kg:jointConfidence 0.5 }} }}", "is weighed without a statement"),
    (
        f"INSERT {{ GRAPH <{BASE}support> {{ ?t kg:jointConfidence 1.5 }} }} WHERE {{ GRAPH ?g {{ ?s kg:asserts ?t }} }}",
        "has a joint confidence between 0 and 1",
    ),
    ("INSERT { GRAPH ?g { [] kg:rule ?o } } WHERE { GRAPH ?g { ?s kg:rule ?o } }", "has no name of its own"),
]


def test_whole_graph_passes(store):
    """A store as it is built has no violation."""
    report = validate(store)

    assert (report.articles, report.violations, report.conforms) == (3, (), True)


@pytest.mark.parametrize("extraction", [moscow(), summit(), bank()], ids=lambda e: e.article.id)
def test_quads_pass(extraction):
    """So do the quads of each article alone."""
    assert check_quads(quads_from_extraction(extraction, RUN, load_ontology())).conforms


@pytest.mark.parametrize(
    ("damage", "message"), DAMAGE, ids=[f"{i}: {message}" for i, (_, message) in enumerate(DAMAGE)]
)
def test_damage_is_found(store, damage, message):
    """Whatever is broken is reported in plain words."""
    store.update(PREFIXES + damage)
    report = validate(store)

    assert not report.conforms
    assert any(message in str(violation) for violation in report.violations)


def test_quads_without_a_property_found():
    """Any property that a statement lacks is noticed before it reaches the store."""
    quads = quads_from_extraction(moscow(), RUN, load_ontology())
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


PURCHASE = "Moskau kaufe Drohnentechnologie aus dem Iran, sagte Mark Rutte am Mittwoch in Brüssel."
PLEDGE = "Die NATO sagte der Ukraine rund 8 Milliarden Dollar zu."

# What is broken, of what the report must then speak, and the sentence that it must show.
SHOWN = [
    (
        "DELETE { GRAPH ?g { ?s kg:rule ?o } } WHERE { GRAPH ?g { ?s rdf:predicate kg:buys ; kg:rule ?o } }",
        "Moscow – buys – Drohnentechnologie",
        PURCHASE,
    ),
    (
        "DELETE { GRAPH ?g { ?s kg:sentence ?o } } WHERE { GRAPH ?g { ?s rdf:predicate kg:buys ; kg:sentence ?o } }",
        "Moscow – buys – Drohnentechnologie",
        PURCHASE,
    ),
    (
        "DELETE { GRAPH ?g { ?s kg:sentence ?o ; prov:wasDerivedFrom ?o } } "
        "WHERE { GRAPH ?g { ?s rdf:predicate kg:buys ; kg:sentence ?o } }",
        "Moscow – buys – Drohnentechnologie",
        PURCHASE,
    ),
    (
        "DELETE { GRAPH ?g { ?s kg:mentionKind ?o } } WHERE { GRAPH ?g { ?s kg:mentionKind ?o } }",
        "Moskau",
        PURCHASE,
    ),
    (
        "DELETE { GRAPH ?g { ?s nif:anchorOf ?o } } WHERE { GRAPH ?g { ?s a nif:Sentence ; nif:anchorOf ?o } }",
        "",
        PURCHASE,
    ),
    (
        "DELETE { ?s schema:value ?o } WHERE { ?s a schema:MonetaryAmount ; schema:value ?o }",
        "about USD 8 billion",
        PLEDGE,
    ),
    (
        "DELETE { GRAPH ?g { ?s sem:hasActor ?o } } WHERE { GRAPH ?g { ?s sem:hasActor ?o } }",
        "",
        PLEDGE,
    ),
    ("INSERT { ?s owl:sameAs <urn:x:y> } WHERE { ?s a kg:Organization ; rdfs:label 'NATO'@de }", "NATO", PLEDGE),
    (
        "DELETE { GRAPH ?g { ?s kg:describedType ?o } } "
        f"WHERE {{ GRAPH ?g {{ ?s kg:describes <{BASE}entity/Ukraine> ; kg:describedType ?o }} }}",
        "Ukraine",
        PLEDGE,
    ),
    (
        "DELETE { ?s rdfs:label ?o } WHERE { ?s rdfs:subPropertyOf kg:relatedTo ; rdfs:label ?o }",
        "",
        "Blinken freut sich über die NATO.",
    ),
    (
        "DELETE { ?s kg:buysFrom ?o } WHERE { ?s kg:buysFrom ?o }",
        "Moscow – buys from – Iran",
        "Moskau kauft im Iran ein.",
    ),
]


@pytest.mark.parametrize(("damage", "about", "sentence"), SHOWN, ids=range(len(SHOWN)))
def test_report_shows_the_sentence(store, damage, about, sentence):
    """A violation says in words what it is about, and shows the sentence that it comes from."""
    store.update(PREFIXES + damage)
    found = validate(store).violations

    assert any(violation.sentence == sentence and violation.about.startswith(about) for violation in found)


def test_violation_in_one_line(store):
    """As text, a violation is one line that names article, matter, promise and sentence."""
    store.update(PREFIXES + SHOWN[0][0])
    (violation,) = validate(store).violations

    assert str(violation) == (
        f"moskau: Moscow – buys – Drohnentechnologie: a statement needs exactly one rule that found it, in: {PURCHASE}"
    )


def test_article_without_sentence(store):
    """What is wrong with an article as a whole shows its title and no sentence."""
    store.update(
        f"{PREFIXES} DELETE {{ GRAPH ?g {{ ?s kg:fingerprint ?o }} }} WHERE {{ GRAPH ?g {{ ?s kg:fingerprint ?o }} }}"
    )
    found = {(violation.about, violation.sentence) for violation in validate(store).violations}

    assert ("Drohnen aus dem Iran", "") in found
