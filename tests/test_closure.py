"""What reasoning promises: exactly what the axioms give, in a graph of its own."""

from __future__ import annotations

import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from kg.closure import closure, with_closure
from kg.iris import KG, Iris
from kg.ontology import load_ontology
from kg.query import run_query
from kg.tables import ask, select
from kg.terms import DEFAULT_GRAPH, RELATED_TO, TYPE
from kg.vocabulary import quads_from_ontology

ID = Iris().entities
AXIOMS = {quad.triple for quad in quads_from_ontology(load_ontology())}


def fact(subject: str, relation: str, object: str) -> Triple:
    """A triple of entities by their short names."""
    return Triple(NamedNode(ID + subject), NamedNode(KG + relation), NamedNode(ID + object))


def test_inverse_symmetric_and_broader():
    """The inverse, the mirror of a symmetric relation and the relation above all others follow."""
    given = {fact("Moskau", "buysFrom", "Iran"), fact("Blinken", "meets", "Rutte"), fact("Iran", "praises", "Moskau")}

    assert closure(given, AXIOMS) == sorted(
        {
            fact("Iran", "sellsTo", "Moskau"),
            fact("Rutte", "meets", "Blinken"),
            *(fact(one, "relatedTo", other) for one, other in (("Moskau", "Iran"), ("Iran", "Moskau"))),
            *(fact(one, "relatedTo", other) for one, other in (("Blinken", "Rutte"), ("Rutte", "Blinken"))),
        },
        key=str,
    )


def test_named_inverse():
    """An inverse that the inventory does not list has a name, too."""
    assert fact("Tat", "deniedBy", "Iran") in closure([fact("Iran", "denies", "Tat")], AXIOMS)


def test_subclasses():
    """A place is an actor and so an entity."""
    triple = Triple(NamedNode(ID + "Iran"), TYPE, NamedNode(KG + "Place"))
    found = {t.object.value.rpartition("#")[2] for t in closure([triple], AXIOMS) if t.object.value.startswith(KG)}

    assert found == {"Actor", "Entity"}


def test_graph_of_its_own(store):
    """The closure of a store stands in one named graph, holds no fact of the default graph, and no claim's."""
    copy = with_closure(store)
    graph = Iris().closure

    assert graph in copy.graphs() and graph not in store.graphs()
    assert ask(copy, f"ASK {{ GRAPH <{graph}> {{ <{ID}Iran> kg:sellsTo <{ID}Moskau> }} }}")
    assert not ask(copy, f"ASK {{ ?s ?p ?o GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    assert not ask(copy, f"ASK {{ GRAPH <{graph}> {{ ?s kg:boughtBy ?o }} }}")  # only claimed


def test_open_relations(store):
    """Open relations are below the relation above all, too."""
    copy = with_closure(store)

    assert ask(copy, f"ASK {{ GRAPH <{Iris().closure}> {{ id:NATO kg:relatedTo <{ID}Antony_Blinken> }} }}")


def test_agrees_with_a_reasoner(store):
    """An OWL 2 RL reasoner finds the same types and relations of our entities, no more and no fewer."""
    import owlrl

    rows = select(store, "SELECT ?s ?p ?o { ?s ?p ?o FILTER(isIRI(?o) && ?p != owl:sameAs && ?p != kg:standsFor) }")
    facts = {Triple(row["s"], row["p"], row["o"]) for row in rows}
    used = {triple.predicate for triple in facts} | {triple.object for triple in facts}
    near = used | {triple.object for triple in AXIOMS if triple.subject in used}
    told = {t for t in AXIOMS if t.subject in near and t.predicate.value.rpartition("#")[2] in _REASONED} | facts
    graph = rdflib.Graph()
    graph.parse(data=serialize(told, format=RdfFormat.N_TRIPLES), format="nt")
    owlrl.OWLRL_Semantics(graph, axioms=False, daxioms=False).closure()
    theirs = {
        str(Triple(NamedNode(str(s)), NamedNode(str(p)), NamedNode(str(o))))
        for s, p, o in graph
        if str(s).startswith(Iris().base) and (str(p).startswith(KG) or p == rdflib.RDF.type) and o != rdflib.OWL.Thing
    }

    assert {str(triple) for triple in closure(facts, AXIOMS | facts)} == theirs - {str(triple) for triple in facts}


_REASONED = ("type", "subClassOf", "subPropertyOf", "inverseOf", "domain", "range")


def test_same_on_every_run(store):
    """The order of facts does not matter."""
    facts = [Quad(row["s"], row["p"], row["o"], DEFAULT_GRAPH).triple for row in select(store, "SELECT * { ?s ?p ?o }")]

    assert closure(facts, AXIOMS) == closure(reversed(facts), AXIOMS)
    assert any(triple.predicate == RELATED_TO for triple in closure(facts, AXIOMS))


def test_query_over_the_closure(store):
    """On request a query counts what follows as true; the store stays as it was."""
    query = "SELECT ?whom { id:Iran kg:sellsTo ?whom }"

    assert run_query(store, query).rows == ()
    assert run_query(store, query, closure=True).rows == ((NamedNode(f"{ID}Moskau"),),)
    assert run_query(store, query).rows == ()
    assert len(run_query(store, "SELECT ?a { ?a kg:meets ?b }", closure=True).rows) == 2
