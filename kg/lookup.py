"""Finds entities of the graph by what people call them."""

from __future__ import annotations

from difflib import get_close_matches

from kg.errors import QueryError
from kg.iris import WIKIDATA, Iris
from kg.statements import Node, node_rows
from kg.store import Store
from kg.upkeep import iris_of_store


def find_nodes(store: Store, name: str) -> list[Node]:
    """The entities that `name` means: a label or alias in either language, a Wikidata item, an IRI or its last part.

    Upper and lower case don't matter. Entities that stand for one of them come after it: Moskau after Russland.

    Raises:
        QueryError: nothing is called so; names what is spelled alike.
    """
    nodes = node_rows(store)
    iris = iris_of_store(store) or Iris()
    wanted = name.strip().casefold()
    found = [node for node in nodes if wanted in _names(node, iris)]
    if not found:
        raise QueryError("", f"nothing in the graph is called {name!r}{_suggestion(name, nodes)}")
    iri_set = {node.iri for node in found}
    return found + [node for node in nodes if node.stands_for in iri_set and node.iri not in iri_set]


def _names(node: Node, iris: Iris) -> set[str]:
    local = node.iri.removeprefix(iris.entities)
    names = {node.label_de, node.label_en, *node.aliases, node.iri, local, local.replace("_", " ")}
    if node.qid:
        names |= {node.qid, WIKIDATA + node.qid}
    return {name.casefold() for name in names}


def _suggestion(name: str, nodes: list[Node]) -> str:
    labels = {label for node in nodes for label in (node.label_de, node.label_en, *node.aliases)}
    by_fold = {label.casefold(): label for label in sorted(labels)}
    wanted = name.strip().casefold()
    holding = [fold for fold in by_fold if wanted and wanted in fold]
    close = get_close_matches(wanted, by_fold, n=3, cutoff=0.6)
    alike = list(dict.fromkeys(close + holding))[:3]
    return f"; perhaps: {', '.join(by_fold[fold] for fold in alike)}" if alike else ""
