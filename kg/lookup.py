"""Finds entities of the graph by what people call them."""

from __future__ import annotations

from difflib import get_close_matches

from kg.errors import QueryError
from kg.iris import WIKIDATA, Iris
from kg.statements import Node, node_rows
from kg.store import Store
from kg.upkeep import iris_of_store


def find_nodes(store: Store, name: str) -> list[Node]:
    """The entities that `name` means, and after them whatever stands for one of them: Moskau after Russland.

    A name is an IRI, its last part, a Wikidata item, a label in German or English, an alias, or some whole words of
    one, the first of these that fits. Upper and lower case don't matter.

    Raises:
        QueryError: nothing is called so; names what is spelled alike.
    """
    nodes = node_rows(store)
    iris = iris_of_store(store) or Iris()
    wanted = " ".join(name.casefold().split())
    tiers = (_identifiers, _labels, _aliases, _words)
    found = next((some for tier in tiers if (some := [node for node in nodes if wanted in tier(node, iris)])), [])
    if not found or not wanted:
        raise QueryError(name, f"nobody and nothing in the graph is called {name!r}{_suggestion(wanted, nodes)}")
    meant = {node.iri for node in found}
    return found + [node for node in nodes if node.stands_for in meant and node.iri not in meant]


def _identifiers(node: Node, iris: Iris) -> set[str]:
    items = {node.qid.casefold(), (WIKIDATA + node.qid).casefold()} if node.qid else set()
    return items | {node.iri.casefold(), node.iri.removeprefix(iris.entities).casefold()}


def _labels(node: Node, iris: Iris) -> set[str]:
    return {node.label_de.casefold(), node.label_en.casefold()}


def _aliases(node: Node, iris: Iris) -> set[str]:
    return {alias.casefold() for alias in node.aliases}


def _words(node: Node, iris: Iris) -> set[str]:
    """Each stretch of whole words of the labels: ``Haus`` of ``Weißes Haus``, ``Blinken`` of ``Antony Blinken``."""
    texts = (label.split() for label in _labels(node, iris))
    return {" ".join(words[i:j]) for words in texts for i in range(len(words)) for j in range(i + 1, len(words) + 1)}


def _suggestion(wanted: str, nodes: list[Node]) -> str:
    labels = {label.casefold(): label for node in nodes for label in (*node.aliases, node.label_de, node.label_en)}
    close = get_close_matches(wanted, sorted(labels), n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(labels[fold] for fold in close)}?" if close else ""
