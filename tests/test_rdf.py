"""What the quads of an article promise."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, parse, serialize

from kg.check import check_quads
from kg.iris import Iris
from kg.ontology import load_ontology
from kg.rdf import Run, fingerprint, quads_from_extraction
from kg.terms import SUBJECT, TYPE
from kg.types import Article, Entity, Extraction, Fact, Provenance, Span
from tests.make_extraction import BLINKEN, BRUSSELS, IRAN, RUTTE, WEDNESDAY, moscow, summit

RUN = Run("0.1.0", model="m", lexicon="l", settings={"min_confidence": "0"})
ID = Iris()
PREFIXES = """
PREFIX kg: <https://w3id.org/newskg/ontology#> PREFIX id: <https://w3id.org/newskg/id/entity/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
"""


def quads(extraction: Extraction) -> list[Quad]:
    """The quads of `extraction`."""
    return quads_from_extraction(extraction, RUN, load_ontology())


def ask(extraction: Extraction, pattern: str) -> bool:
    """True if the quads of `extraction` hold `pattern`."""
    from pyoxigraph import Store

    store = Store()
    store.extend(quads(extraction))
    return bool(store.query(f"{PREFIXES} ASK {{ {pattern} }}"))


def plain(extraction: Extraction, graph: str) -> set[tuple[str, str]]:
    """Subject and object of all plain triples with a relation in `graph`, without what names begin with."""
    relations = {f"https://w3id.org/newskg/ontology#{id}" for id in load_ontology().relations}
    name = NamedNode(graph) if graph else DefaultGraph()
    found = (quad for quad in quads(extraction) if quad.graph_name == name and quad.predicate.value in relations)
    return {(quad.subject.value.rpartition("/")[2], quad.object.value.rpartition("/")[2]) for quad in found}


def test_facts_in_default_graph():
    """What the article asserts stands in the default graph, and nothing else."""
    assert plain(moscow(), "") == {("Mark_Rutte", "Drohnentechnologie"), ("Antony_Blinken", "Mark_Rutte")}


def test_claims_in_claims_graph():
    """Reported and planned things stand in the claims graph; what is denied has no plain triple."""
    assert plain(moscow(), ID.claims) == {
        ("Moskau", "Drohnentechnologie"),
        ("Moskau", "Iran"),
        ("Antony_Blinken", "Ukraine"),
    }


def test_claim_also_asserted_is_a_fact():
    """What an article both asserts and reports is held true, not only claimed."""
    base = moscow()
    fact = replace(base.facts[1], speaker=None, modality="asserted")
    both = replace(base, facts=(*base.facts, fact))

    assert ("Moskau", "Iran") in plain(both, "")
    assert ("Moskau", "Iran") not in plain(both, ID.claims)


def test_statement_properties():
    """A statement tells article, sentence, speaker, polarity, modality, event, rule, confidence and run."""
    assert ask(
        moscow(),
        """GRAPH <https://w3id.org/newskg/id/article/moskau> {
          ?st a kg:Statement ; rdf:subject id:Moskau ; rdf:predicate kg:buysFrom ; rdf:object id:Iran ;
            kg:article <https://w3id.org/newskg/id/article/moskau> ; kg:attributedTo id:Mark_Rutte ;
            kg:sentence ?sentence ; <http://www.w3.org/ns/prov#wasDerivedFrom> ?sentence ;
            kg:polarity kg:positive ; kg:modality kg:reported ; kg:confidence 0.7 ;
            kg:rule "kaufen: subject → buys → object" ; kg:event ?event ; <http://www.w3.org/ns/prov#wasGeneratedBy> ?run .
          ?sentence a nif:Sentence ; nif:beginIndex 0 ; nif:endIndex 86 .
          ?other rdf:predicate kg:buys ; kg:event ?event . ?event a sem:Event , kg:COOPERATE }
        GRAPH <https://w3id.org/newskg/id/runs> { ?run kg:version "0.1.0" }""",
    )


def test_statement_roles():
    """Time, place, amount and other roles hang on the statement and on its event."""
    assert ask(
        summit(),
        """GRAPH ?g {
          ?meets rdf:predicate kg:meets ; sem:hasPlace id:Brüssel ; sem:hasBeginTimeStamp ?day ; sem:hasEndTimeStamp ?day ;
            kg:timeText "am Mittwoch"@de ; kg:timePrecision "day" ; kg:event ?meeting .
          ?meeting sem:hasPlace id:Brüssel ; sem:hasActor id:Antony_Blinken , id:Mark_Rutte ; sem:hasBeginTimeStamp ?day .
          ?pledges rdf:predicate kg:pledges ; kg:role_recipient id:Ukraine ; kg:amount ?sum . }
        ?sum a kg:Amount , <http://schema.org/MonetaryAmount> ; <http://schema.org/value> 8000000000.0 ; kg:bound kg:about ;
          <http://schema.org/currency> "USD" ; <http://www.w3.org/2000/01/rdf-schema#label> "rund 8 Milliarden Dollar"@de""",
    )


def test_metonym_stands_for():
    """A metonym stands for an entity that has a node of its own."""
    assert ask(moscow(), "id:Moskau kg:standsFor id:Russland . id:Russland a kg:Place")


def test_open_relation():
    """An open relation is a labelled property below kg:relatedTo."""
    assert ask(
        summit(),
        """?p <http://www.w3.org/2000/01/rdf-schema#subPropertyOf> kg:relatedTo ;
             <http://www.w3.org/2000/01/rdf-schema#label> "freut sich über"@de . id:Antony_Blinken ?p id:NATO""",
    )


def test_offsets_slice_the_text():
    """Every stretch of text is exactly what its offsets cut out of the article."""
    for extraction in (moscow(), summit()):
        found = {
            (quad.subject, quad.predicate.value.rpartition("#")[2]): quad.object.value for quad in quads(extraction)
        }
        anchors = [(node, text) for (node, name), text in found.items() if name == "anchorOf"]

        assert anchors
        for node, text in anchors:
            start, end = int(found[node, "beginIndex"]), int(found[node, "endIndex"])
            assert extraction.article.text[start:end] == text


def test_no_blank_nodes():
    """Nothing is without a name."""
    assert not [quad for quad in quads(summit()) if BlankNode in (type(quad.subject), type(quad.object))]


def test_no_triple_in_two_graphs():
    """Each triple stands in one graph."""
    for extraction in (moscow(), summit()):
        assert max(Counter(quad.triple for quad in quads(extraction)).values()) == 1


def test_shapes_hold():
    """All quads pass the SHACL shapes."""
    assert check_quads(quads(moscow())).violations == ()
    assert check_quads(quads(summit())).violations == ()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib 7 warns of itself
def test_round_trip_rdflib():
    """rdflib reads the same quads out of the N-Quads and TriG that Oxigraph writes."""
    expected = quads(summit())
    for format, name in ((RdfFormat.N_QUADS, "nquads"), (RdfFormat.TRIG, "trig")):
        dataset = rdflib.Dataset()
        dataset.parse(data=serialize(expected, format=format).decode("utf-8"), format=name)
        back = parse(dataset.serialize(format="nquads").encode("utf-8"), format=RdfFormat.N_QUADS)

        assert set(back) == set(expected)


@given(st.integers(0, 10**6))
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_order_of_facts_is_nothing(seed: int):
    """Facts and mentions in any order, or twice, give the same quads."""
    base = summit()
    facts, mentions = list(base.facts) * 2, list(base.mentions) * 2
    random.Random(seed).shuffle(facts)
    random.Random(seed).shuffle(mentions)

    assert quads(replace(base, facts=tuple(facts), mentions=tuple(mentions))) == quads(base)


def test_same_statement_merged():
    """Two rules that find the same give one statement: the surest rule, with the roles of both."""
    source = Provenance("a", Span(0, 20), Span(8, 12), (Span(0, 7),), "sure")
    sure = Fact(BLINKEN, "meets", RUTTE, source, {"place": BRUSSELS}, confidence=0.9)
    other = replace(source, rule="unsure", evidence=(Span(13, 18),))
    unsure = Fact(BLINKEN, "meets", RUTTE, other, {"time": WEDNESDAY, "place": IRAN}, confidence=0.4)
    article = Article("a", "Blinken traf Rutte. Ja.")
    found = quads(Extraction(article, (Span(0, 20),), (), (unsure, sure)))
    statement = {quad.subject for quad in found if quad.predicate == SUBJECT}.pop()
    said = {(quad.predicate.value.rpartition("#")[2], quad.object.value) for quad in found if quad.subject == statement}

    assert ("rule", "sure") in said and ("rule", "unsure") not in said
    assert ("confidence", "0.9") in said
    assert {ID.entity("Brüssel")} == {o for p, o in said if p.endswith("hasPlace")}
    assert ("timeText", "am Mittwoch") in said
    assert 2 == sum(p == "evidence" for p, _ in said)


@given(st.text(min_size=1), st.text(min_size=1), st.text())
def test_any_words_survive(key, label, alias):
    """Whatever an entity is called, its names come through N-Quads unchanged."""
    try:
        (key + label + alias).encode("utf-8")
    except UnicodeEncodeError:
        return
    entity = Entity(key, label, "Thing", aliases=(alias,) if alias else ())
    fact = Fact(entity, "uses", BRUSSELS, Provenance("a", Span(0, 3), Span(0, 1), (), "r"))
    expected = quads(Extraction(Article("a", "Wer?"), (Span(0, 4),), (), (fact,)))
    back = parse(serialize(expected, format=RdfFormat.N_QUADS), format=RdfFormat.N_QUADS)

    assert set(back) == set(expected)


def test_coordinates():
    """A place with coordinates has them as decimals in the default graph; its article tells them of the place."""
    assert ask(moscow(), "id:Moskau geo:lat 55.752 ; geo:long 37.6178")
    assert ask(
        moscow(),
        "GRAPH ?in { ?d kg:describes id:Moskau ; kg:describedLatitude 55.752 ; kg:describedLongitude 37.6178 } "
        "FILTER NOT EXISTS { GRAPH ?any { ?x geo:lat ?y } } FILTER NOT EXISTS { id:Iran geo:lat ?z }",
    )


def test_fingerprint_notices_everything():
    """The fingerprint changes with text, metadata and run, and only with them."""
    article = moscow().article
    changed = [
        replace(article, text=article.text + "!"),
        replace(article, title="anders"),
        replace(article, published=date(2020, 1, 1)),
        replace(article, source="anders"),
        replace(article, url="https://example.org"),
    ]
    prints = {fingerprint(other, RUN) for other in (article, *changed)} | {fingerprint(article, Run("0.2.0"))}

    assert len(prints) == 7
    assert fingerprint(moscow().article, RUN) == fingerprint(article, RUN)


def test_runs_named_by_content():
    """Equal runs have equal names, whatever the order of their settings."""
    one, other = Run("1", settings={"a": "1", "b": "2"}), Run("1", settings={"b": "2", "a": "1"})

    assert one.iri(ID) == other.iri(ID) != Run("1", settings={"a": "1"}).iri(ID)


def test_types_are_of_the_ontology():
    """Entities are typed with classes of the ontology."""
    types = {
        quad.object.value for quad in quads(moscow()) if quad.predicate == TYPE and quad.graph_name == DefaultGraph()
    }

    assert types == {f"https://w3id.org/newskg/ontology#{name}" for name in ("Person", "Place", "Product")}
