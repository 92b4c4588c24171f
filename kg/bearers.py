"""Those in a store who are called by a surname alone, and those with a full name whose surname it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from kg.decisions import Decisions
from kg.iris import KG, Iris
from kg.name_forms import load_inflection, local_key
from kg.rdf import DECISION
from kg.store import Store
from kg.tables import iri_values, read_rows

BY_OFFICE = 1  # others named with both, if they have the same office, from which two are one
BY_COMPANY = 3  # … if no office is known of one of them; not all of them places

OVER_ARTICLES = "over articles"  # how the reasons end that kg found itself

# Nodes of persons that belong to one article ("/" in the key), called by a name there.
_LOCALS = """
SELECT DISTINCT ?id ?node ?name {
  ?node a kg:Person ; rdfs:label ?name FILTER(LANG(?name) = "de" && CONTAINS(STR(?node), "%2F"))
  GRAPH ?article { ?mention itsrdf:taIdentRef ?node ; kg:mentionKind "name" . ?article dcterms:identifier ?id }
}
"""
PERSONS = """
SELECT DISTINCT ?node ?name { ?node a kg:Person ; rdfs:label ?name FILTER(LANG(?name) = "de" && CONTAINS(?name, " ")) }
"""
_DECIDED = """
SELECT ?id ?setting {
  GRAPH ?article { ?article dcterms:identifier ?id ; prov:wasGeneratedBy ?run }
  GRAPH ?runs { ?run kg:setting ?setting } FILTER(STRSTARTS(?setting, "%s"))
}
"""
MENTIONED = """
SELECT DISTINCT ?id ?node {
  VALUES ?node { %s } GRAPH ?article { ?mention itsrdf:taIdentRef ?node . ?article dcterms:identifier ?id }
}
"""
_COMPANY = """
SELECT DISTINCT ?id ?node ?type ?name {
  VALUES ?article { %s }
  GRAPH ?article { ?article dcterms:identifier ?id . ?mention itsrdf:taIdentRef ?node ; kg:mentionKind "name" }
  ?node a ?type ; rdfs:label ?name FILTER(LANG(?name) = "de")
}
"""
_OFFICES = """
SELECT DISTINCT ?id ?node ?name {
  VALUES ?node { %s }
  GRAPH ?article {
    ?statement rdf:subject ?node ; rdf:predicate kg:holdsPosition ; rdf:object ?office ; kg:polarity kg:positive .
    ?article dcterms:identifier ?id
  }
  ?office rdfs:label ?name FILTER(LANG(?name) = "de")
}
"""
PLACE = KG + "Place"


@dataclass(slots=True)
class Bearer:
    """Somebody with a surname: where, in which offices, and with whom; places in `company` map to False."""

    key: str
    label: str
    articles: set[str] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)
    company: dict[str, bool] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # of the company

    def meet(self, node: str, name: str, *, is_place: bool) -> None:
        """Notes that `node` is named in an article where this one is."""
        self.company[node] = self.company.get(node, False) or not is_place
        self.names[node] = min(name, self.names.get(node, name))

    def shared(self, other: Bearer) -> tuple[str, ...]:
        """The offices and the company of both."""
        company = sorted(self.names[node] for node in self.company.keys() & other.company.keys())
        return (*sorted(self.offices & other.offices), *company)

    def agrees(self, other: Bearer) -> bool:
        """True if enough speaks for their being one."""
        company = self.company.keys() & other.company.keys()
        if self.offices & other.offices:
            return len(company) >= BY_OFFICE
        known = bool(self.offices and other.offices)
        return not known and len(company) >= BY_COMPANY and any(self.company[node] for node in company)


class Meeting(NamedTuple):
    """`bearer` is named where `node` is, which is `other` if it is called by a surname alone."""

    bearer: Bearer
    node: str
    name: str
    is_place: bool
    other: Bearer | None


class Bearers:
    """Those in a store who are called by a surname alone, and those whose surname it is.

    Whom kg took for one before is taken apart again here: what it finds follows from the articles alone, not from what
    it found in others that may have gone. `unite` tells who is one.
    """

    def __init__(self, store: Store, decisions: Decisions, iris: Iris) -> None:
        self.store, self.decisions, self.iris = store, decisions, iris
        self.local: dict[str, Bearer] = {}
        self.nodes: dict[tuple[str, str], Bearer] = {}  # article and node, to who it is
        self._find_locals()
        self.full = self._find_full() if self.local else {}
        self.by_surname: dict[str, list[Bearer]] = defaultdict(list)
        for bearer in self.everybody():
            self.by_surname[bearer.label].append(bearer)
        self._meetings: list[Meeting] = []
        self._describe()

    def _find_locals(self) -> None:
        decided = {rule.source for rule in self.decisions.rules.values()}
        for row in read_rows(self.store, _LOCALS):
            key = self.iris.key(row["node"])
            if key == local_key(row["id"], row["name"]) and key not in decided:
                self._add_local(key, row["name"], row["id"], row["node"])
        for id, text in recorded_decisions(self.store):
            source, _, rest = text.partition(" = ")  # a key has no space, see `Decision.__str__`
            target, _, because = rest.partition(" (")
            here = local_key(id, "")
            if source.startswith(here) and source not in decided and because.endswith(f"{OVER_ARTICLES})"):
                self._add_local(source, source.removeprefix(here), id, self.iris.entity(target))

    def _add_local(self, key: str, name: str, id: str, node: str) -> None:
        bearer = self.local.setdefault(key, Bearer(key, name))
        bearer.articles.add(id)
        self.nodes[id, node] = bearer

    def _find_full(self) -> dict[str, list[Bearer]]:
        """Those with a full name, by surname."""
        surnames = {bearer.label for bearer in self.local.values()}
        found: dict[str, Bearer] = {}
        for row in sorted(read_rows(self.store, PERSONS), key=itemgetter("name")):
            if surname_of(row["name"]) in surnames and "%2F" not in row["node"]:
                found.setdefault(row["node"], Bearer(self.iris.key(row["node"]), row["name"]))
        for row in read_rows(self.store, MENTIONED % iri_values(found)) if found else ():
            if (row["id"], row["node"]) not in self.nodes:
                self.nodes[row["id"], row["node"]] = found[row["node"]]
                found[row["node"]].articles.add(row["id"])
        full: dict[str, list[Bearer]] = defaultdict(list)
        for bearer in sorted(found.values(), key=lambda bearer: bearer.key):
            if bearer.articles:
                full[surname_of(bearer.label)].append(bearer)
        return full

    def _describe(self) -> None:
        """Offices and company of all."""
        if not self.nodes:
            return
        for row in read_rows(self.store, _OFFICES % iri_values({node for _, node in self.nodes})):
            if bearer := self.nodes.get((row["id"], row["node"])):
                bearer.offices.add(office_word(row["name"]))
        by_article: dict[str, list[tuple[str, Bearer]]] = defaultdict(list)
        for (id, node), bearer in self.nodes.items():
            by_article[id].append((node, bearer))
        for row in read_rows(self.store, _COMPANY % iri_values(map(self.iris.article, by_article))):
            other = self.nodes.get((row["id"], row["node"]))
            other = other if other is not None and other.key in self.local else None
            for node, bearer in by_article[row["id"]]:
                if row["node"] != node and surname_of(row["name"]) != surname_of(bearer.label):
                    self._meetings.append(Meeting(bearer, row["node"], row["name"], row["type"] == PLACE, other))
        self.unite({})

    def unite(self, merges: Mapping[str, Bearer]) -> None:
        """From now on, whoever was named with somebody whose key stands in `merges` was named with who that is."""
        for bearer in {meeting.bearer.key: meeting.bearer for meeting in self._meetings}.values():
            bearer.company.clear()
            bearer.names.clear()
        for bearer, node, name, is_place, other in self._meetings:
            if other is not None:
                same = merges.get(other.key, other)
                node, name = self.iris.entity(same.key), same.label
            bearer.meet(node, name, is_place=is_place)

    def everybody(self) -> list[Bearer]:
        """Those called by a surname alone, by key."""
        return [self.local[key] for key in sorted(self.local)]

    def namesakes(self, bearer: Bearer) -> list[Bearer]:
        """Those with a full name that ends in the surname of `bearer`, named in other articles."""
        others = (other for other in self.full.get(bearer.label, ()) if not bearer.articles & other.articles)
        return [other for other in others if not self.decisions.are_apart(bearer.key, other.key)]

    def same_surname(self, bearer: Bearer) -> list[Bearer]:
        """The others who are called by this surname alone."""
        others = (other for other in self.by_surname[bearer.label] if other is not bearer)
        return [other for other in others if not self.decisions.are_apart(bearer.key, other.key)]


def recorded_decisions(store: Store) -> Iterator[tuple[str, str]]:
    """Article and decision, as told by the run that made the article."""
    for row in read_rows(store, _DECIDED % DECISION):
        yield row["id"], row["setting"].removeprefix(DECISION)


def surname_of(name: str) -> str:
    """The last word of `name`, which may be all of it."""
    return name.rpartition(" ")[2]


def office_word(office: str) -> str:
    """What tells offices apart, of men and women alike.

    >>> office_word("niedersächsische Innenministerin"), office_word("Innenminister von Niedersachsen")
    ('Innenminister', 'Innenminister')
    >>> office_word("US-Außenminister")
    'Außenminister'
    """
    words = office.split()
    noun = next((word for word in words if word[0].isupper()), words[0])
    return noun.rpartition("-")[2].removesuffix(load_inflection().feminine)
