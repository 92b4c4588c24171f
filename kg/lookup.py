"""Finds entities of the graph by what people call them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from urllib.parse import unquote

from kg.errors import QueryError
from kg.iris import WIKIDATA
from kg.statements import Node, node_rows
from kg.store import Store

MOST_SUGGESTIONS = 5


def find_node(nodes: Iterable[Node], name: str) -> Node:
    """The one of `nodes` that `name` means.

    Raises:
        QueryError: none or several match; names those, or similar ones.
    """
    found = matching_nodes(nodes, name)
    if len(found) > 1:
        raise QueryError(name, f"{name!r} may be {_listed(found)}; give the full name or the IRI")
    return found[0]


def find_nodes(store: Store, name: str) -> list[Node]:
    """The entities that `name` means, and after them whatever stands for one of them: Moskau after Russland.

    Raises:
        QueryError: nothing is called so; names what is spelled alike.
    """
    nodes = node_rows(store)
    return with_metonyms(matching_nodes(nodes, name), nodes)


def with_metonyms(found: Iterable[Node], nodes: Iterable[Node]) -> list[Node]:
    """`found` and after them those of `nodes` that stand for one of them: Moskau after Russland."""
    meant = {node.iri: node for node in found}
    return [*meant.values(), *(node for node in nodes if node.stands_for in meant and node.iri not in meant)]


def matching_nodes(nodes: Iterable[Node], name: str) -> list[Node]:
    """Those of `nodes` that `name` fits best; at least one.

    A name is an IRI, its last part, a Wikidata item, a label in German or English, an alias, the surname of a person
    or some whole words of a label: the first of these that fits. Upper and lower case don't matter.

    Raises:
        QueryError: nothing is called so; names what is spelled alike.
    """
    nodes = list(nodes)
    wanted = _fold(name)
    for tier in _TIERS:
        if wanted and (found := [node for node in nodes if wanted in tier(node)]):
            return found
    raise QueryError(name, f"nobody and nothing in the graph is called {name!r}{_suggestion(wanted, nodes)}")


def _identifiers(node: Node) -> set[str]:
    items = {_fold(node.qid), _fold(WIKIDATA + node.qid)} if node.qid else set()
    last = node.iri.rsplit("/", 1)[-1]
    return items | {_fold(node.iri), _fold(last), _fold(unquote(last))}


def _labels(node: Node) -> set[str]:
    return {_fold(node.label_de), _fold(node.label_en)}


def _aliases(node: Node) -> set[str]:
    return set(map(_fold, node.aliases))


def _surnames(node: Node) -> set[str]:
    return set(_fold(node.label_de).split()[-1:]) if node.type == "Person" else set()


def _words(node: Node) -> set[str]:
    """Each stretch of whole words of the labels: ``Haus`` of ``Weißes Haus``."""
    texts = [label.split() for label in _labels(node)]
    return {" ".join(words[i:j]) for words in texts for i in range(len(words)) for j in range(i + 1, len(words) + 1)}


_TIERS: tuple[Callable[[Node], set[str]], ...] = (_identifiers, _labels, _aliases, _surnames, _words)


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def _listed(nodes: list[Node]) -> str:
    some = [f"{node.label_de} <{node.iri}>" for node in nodes[:MOST_SUGGESTIONS]]
    return " or ".join(some) + (" …" if len(nodes) > MOST_SUGGESTIONS else "")


def _suggestion(wanted: str, nodes: list[Node]) -> str:
    labels = {_fold(label): label for node in nodes for label in (*node.aliases, node.label_de, node.label_en)}
    close = get_close_matches(wanted, sorted(labels), n=3, cutoff=0.7)
    return f"; did you mean {' or '.join(labels[fold] for fold in close)}?" if close else ""
