"""What follows from the facts by the axioms of the ontology, as a named graph of its own, made on request.

Facts only: what is merely claimed stays out. Nothing is written into the store that is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias, cast

from pyoxigraph import NamedNode, Quad, Triple

from kg.iris import Iris
from kg.load import copy_of
from kg.store import OxigraphStore, Store
from kg.terms import DEFAULT_GRAPH, INVERSE_OF, SUB_CLASS_OF, SUB_PROPERTY_OF, SYMMETRIC_PROPERTY, TYPE
from kg.upkeep import iris_of_store

Broader: TypeAlias = dict[NamedNode, set[NamedNode]]


def with_closure(store: Store) -> OxigraphStore:
    """A copy of `store` in memory that holds the graph ``BASE closure``, too."""
    copy = copy_of(store)
    iris = iris_of_store(store) or Iris()
    facts = {quad.triple for quad in copy.quads_for_pattern(None, None, None, DEFAULT_GRAPH)}
    axioms = {quad.triple for quad in copy.quads_for_pattern(None, None, None, NamedNode(iris.ontology))}
    graph = NamedNode(iris.closure)
    copy.bulk_extend(Quad(t.subject, t.predicate, t.object, graph) for t in closure(facts, axioms | facts))
    return OxigraphStore(copy, "closure:")


def closure(facts: Iterable[Triple], axioms: Iterable[Triple]) -> list[Triple]:
    """The triples that follow from `facts` and are none of them, sorted.

    From *Moskau buysFrom Iran* follow *Iran sellsTo Moskau* (inverse), *Moskau relatedTo Iran* (sub-property) and
    *Iran relatedTo Moskau* (symmetric); from *Iran a Place*, *Iran a Actor* (subclass). A rule is applied to what
    others gave until nothing new comes.
    """
    rules, given = _Rules(axioms), set(facts)
    found, todo = set(given), list(given)
    while todo:
        for new in rules.consequences(todo.pop()):
            if new not in found:
                found.add(new)
                todo.append(new)
    return sorted(found - given, key=str)


class _Rules:
    """The axioms of an ontology that we reason by, by property and class."""

    def __init__(self, axioms: Iterable[Triple]) -> None:
        self.inverse: Broader = {}
        self.property: Broader = {}
        self.type: Broader = {}
        for triple in axioms:
            subject, object = cast(NamedNode, triple.subject), cast(NamedNode, triple.object)
            if triple.predicate == INVERSE_OF:
                self.inverse.setdefault(subject, set()).add(object)
                self.inverse.setdefault(object, set()).add(subject)
            elif triple.predicate == TYPE and object == SYMMETRIC_PROPERTY:
                self.inverse.setdefault(subject, set()).add(subject)
            elif triple.predicate == SUB_PROPERTY_OF:
                self.property.setdefault(subject, set()).add(object)
            elif triple.predicate == SUB_CLASS_OF:
                self.type.setdefault(subject, set()).add(object)

    def consequences(self, triple: Triple) -> Iterator[Triple]:
        """What follows from `triple` in one step."""
        subject, predicate, object = triple.subject, triple.predicate, triple.object
        if predicate == TYPE:
            for broader in self.type.get(cast(NamedNode, object), ()):
                yield Triple(subject, TYPE, broader)
        for broader in self.property.get(predicate, ()):
            yield Triple(subject, broader, object)
        if isinstance(object, NamedNode):
            for inverse in self.inverse.get(predicate, ()):
                yield Triple(object, inverse, subject)
