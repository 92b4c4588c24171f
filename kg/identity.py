"""Who is the same in several articles.

A person whom an article calls by the surname alone is somebody of that article. Kg takes two for one if what is said
of them agrees: the office, and those who are named with them. A surname alone never is enough. What stays open is
listed for people to decide (see `kg.decisions`). All of this follows from the articles, in whatever order they came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import Quad

from kg.bearers import BY_COMPANY, MENTIONED, OVER_ARTICLES, PERSONS, Bearer, Bearers, recorded_decisions
from kg.decisions import Decision, Decisions, decide
from kg.gazetteer import load_gazetteer
from kg.iris import Iris
from kg.linked import linked
from kg.ontology import load_ontology
from kg.rdf import Run, quads_from_extraction
from kg.store import Store
from kg.tables import iri_values, read_rows
from kg.types import Extraction


@dataclass(frozen=True, slots=True)
class Rival:
    """Somebody whom a name may mean, too, and what speaks for it, in German words."""

    key: str
    label: str
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A name in an article ("": in any) that may mean others, too."""

    key: str
    label: str
    article: str
    rivals: tuple[Rival, ...]


def quads_as_decided(extraction: Extraction, run: Run, decisions: Decisions, *, iris: Iris) -> list[Quad]:
    """The quads of an article, with everybody who they were decided to be; its run tells which decisions counted."""
    decided, applied = decide(extraction, decisions)
    run = replace(run, decisions=tuple(map(str, applied)))
    return quads_from_extraction(decided, run, load_ontology(), iris=iris)


def find_merges(store: Store, decisions: Decisions, *, iris: Iris) -> tuple[Decision, ...]:
    """Who in `store` is the same in several articles, as far as what is said of them shows it."""
    return _merges(Bearers(store, decisions, iris))


def find_doubts(store: Store, decisions: Decisions, *, iris: Iris) -> tuple[Doubt, ...]:
    """Who in `store` may be somebody else, too, by label and key."""
    found = [*_doubts(Bearers(store, decisions, iris)), *_unlinked(store, decisions, iris)]
    return tuple(sorted(found, key=lambda doubt: (doubt.label, doubt.key)))


def stale_articles(store: Store, decisions: Decisions, *, iris: Iris) -> list[str]:
    """The articles that were read under other decisions than these, by id."""
    made = {str(decision) for decision in decisions.all()}
    recorded: dict[str, set[str]] = defaultdict(set)
    for id, text in recorded_decisions(store):
        recorded[id].add(text)
    stale = {id for id, texts in recorded.items() if texts - made}
    rules = [*decisions.rules.values(), *decisions.items.values()]
    by_node = {iris.entity(rule.source): rule for rule in rules}
    if by_node:
        for row in read_rows(store, MENTIONED % iri_values(by_node)):
            key = iris.key(row["node"])
            due = (decisions.of(row["id"], key), decisions.items.get(key))
            if any(rule is not None and str(rule) not in recorded[row["id"]] for rule in due):
                stale.add(row["id"])
    return sorted(stale)


def _merges(bearers: Bearers) -> tuple[Decision, ...]:
    """Who is whom: the one with a full name who agrees, else the first of those without one.

    Who is known may make others known who are named with them, and so on. What was found stays, and each round finds
    more: there are at most twice as many rounds as people without a full name.
    """
    found: dict[str, Bearer] = {}
    while more := _full_names(bearers, found) or _equals(bearers, found):
        found |= more
        bearers.unite(found)
    return tuple(_merge(bearers.local[key], other) for key, other in sorted(found.items()))


def _full_names(bearers: Bearers, found: Mapping[str, Bearer]) -> dict[str, Bearer]:
    """Of those who are not in `found`, on either side: who agrees with exactly one who has a full name."""
    done = {*found, *(other.key for other in found.values())}
    fitting = {bearer.key: _fitting(bearers, bearer) for bearer in bearers.everybody() if bearer.key not in done}
    return {key: others[0] for key, others in fitting.items() if len(others) == 1}


def _equals(bearers: Bearers, found: Mapping[str, Bearer]) -> dict[str, Bearer]:
    """Those without a full name who agree with others, directly or by way of others, if that is not in `found`.

    With the first of those each. Whoever is in `found` without a full name stays with those who are there.
    """
    firsts, left = {other.key for other in found.values()}, dict[str, Bearer]()
    for bearer in bearers.everybody():
        known = found.get(bearer.key, bearer)
        is_known = known is not bearer or bearer.key in firsts
        if known.key in bearers.local and (is_known or not _fitting(bearers, bearer)):
            left[bearer.key] = bearer
    same = {
        key: [key, found.get(key, one).key, *(other.key for other in bearers.same_surname(one) if one.agrees(other))]
        for key, one in left.items()
    }
    groups = linked({key: [other for other in others if other in left] for key, others in same.items()})
    return {key: left[keys[0]] for keys in groups for key in keys[1:] if found.get(key) is not left[keys[0]]}


def _fitting(bearers: Bearers, bearer: Bearer) -> list[Bearer]:
    return [other for other in bearers.namesakes(bearer) if bearer.agrees(other)]


def _doubts(bearers: Bearers) -> Iterator[Doubt]:
    """Those whom nothing made the same as another of that name: with a full name, or with something in common."""
    merged = {decision.source: decision.target for decision in _merges(bearers)}
    for bearer in bearers.everybody():
        if bearer.key in merged:
            continue
        equals = (other for other in bearers.same_surname(bearer) if other.key not in merged)
        later = (other for other in equals if other.key > bearer.key and bearer.shared(other))  # each pair once
        others = [*bearers.namesakes(bearer), *later]
        rivals = tuple(Rival(other.key, other.label, bearer.shared(other)) for other in others)
        if rivals:
            yield Doubt(bearer.key, bearer.label, min(bearer.articles), rivals)


def _merge(bearer: Bearer, other: Bearer) -> Decision:
    return Decision(bearer.key, other.key, f"{', '.join(bearer.shared(other)[:BY_COMPANY])}; {OVER_ARTICLES}")


def _unlinked(store: Store, decisions: Decisions, iris: Iris) -> Iterator[Doubt]:
    """Full names that several people in the registry bear, where nothing says who is meant."""
    decided = {rule.source for rule in decisions.rules.values()}
    for row in read_rows(store, PERSONS):
        key = iris.key(row["node"])
        if not key.endswith("_(Person)") or key in decided:
            continue
        bearers = [entry for entry in load_gazetteer().lookup(row["name"]) if entry.type == "Person"]
        open_ones = [entry for entry in bearers if not decisions.are_apart(key, entry.key)]
        rivals = tuple(Rival(entry.key, entry.label, (*entry.country, *entry.offices)) for entry in open_ones)
        if rivals:
            yield Doubt(key, row["name"], "", rivals)
