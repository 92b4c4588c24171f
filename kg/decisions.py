"""Decisions about who is who, made by people in ``decisions.toml`` or by kg over several articles.

    [[same_as]]
    entities = ["Jana_Kowar", "a7/Kowar", "Q123"]   # all are the first; a Wikidata item is what the first one is
    why = "both are the minister"                    # kept in the graph

    [[different_from]]
    entities = ["Jana_Kowar", "a9/Kowar"]            # never one, whatever speaks for it

    [[different_from]]
    entity = "Peter_Müller"                          # in these articles it is somebody else
    articles = ["a3", "a5"]
    called = "Peter Müller, Richter"

An entity is given as ``kg show`` prints it in pointed brackets, by the last part of that, or by its full name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from urllib.parse import unquote

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kg.data import read_toml, validate
from kg.errors import DataError, LinkError
from kg.gazetteer import entity_from_entry, load_gazetteer
from kg.name_forms import name_key
from kg.types import ENTITY_TYPES, Entity, Extraction, Fact, Value

FILE = "decisions.toml"
ITEM = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9][0-9]*)")
_ENTITY_PATH = "/entity/"
_TYPE = re.compile(rf"_\((?:{'|'.join(ENTITY_TYPES)})\)$")


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    why: str = ""


class _SameAs(_Row):
    entities: tuple[str, ...] = Field(min_length=2)


class _DifferentFrom(_Row):
    entities: tuple[str, ...] = ()
    entity: str = ""
    articles: tuple[str, ...] = ()
    called: str = ""

    @model_validator(mode="after")
    def _is_one_or_the_other(self) -> _DifferentFrom:
        split = (self.entity, self.articles, self.called)
        if not (len(self.entities) > 1 and not any(split)) and not (not self.entities and all(split)):
            raise ValueError("needs either entities (two or more), or entity, articles and called")
        return self


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    same_as: tuple[_SameAs, ...] = ()
    different_from: tuple[_DifferentFrom, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """In `article` (everywhere if ""), what is called `source` is `target`: a key, or a Wikidata item."""

    source: str
    target: str
    because: str
    article: str = ""
    label: str = ""  # "": what the target is called anyway

    def __str__(self) -> str:
        where = f" in {self.article}" if self.article else ""
        return f"{self.source}{where} = {self.target} ({self.because})"


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions: by article and key, items by key, and pairs of keys that stay apart."""

    rules: Mapping[tuple[str, str], Decision] = field(default_factory=dict)
    items: Mapping[str, Decision] = field(default_factory=dict)
    apart: frozenset[frozenset[str]] = frozenset()

    def of(self, article: str, key: str) -> Decision | None:
        """What was decided about `key` in `article`."""
        return self.rules.get((article, key)) or self.rules.get(("", key))

    def all(self) -> Iterator[Decision]:
        """Every decision, in a fixed order."""
        yield from (decision for _, decision in sorted(self.rules.items()))
        yield from (decision for _, decision in sorted(self.items.items()))

    def with_merges(self, merges: Iterable[Decision]) -> Decisions:
        """These decisions, and `merges` where they say nothing themselves."""
        added = {(decision.article, decision.source): decision for decision in merges}
        return replace(self, rules={**added, **self.rules})

    def are_apart(self, one: str, other: str) -> bool:
        """True if somebody decided that the two keys are never one."""
        return frozenset((one, other)) in self.apart


NO_DECISIONS = Decisions()


def load_decisions(path: Path) -> Decisions:
    """The decisions in the file `path`.

    Raises:
        DataError: the file is missing or malformed; names table and field.
        LinkError: two decisions contradict each other; names the entity.
    """
    tables = validate(str(path), "", _File, read_toml(path.name, path.parent))
    apart = frozenset(
        frozenset(pair) for row in tables.different_from for pair in combinations(map(key_of, row.entities), 2)
    )
    decisions = Decisions(*_merges(tables, path.name), apart)
    return replace(decisions, rules={**decisions.rules, **_splits(tables, path.name)})


def key_of(text: str) -> str:
    """The key of an entity as people give it: an IRI, a key, a name.

    >>> key_of("https://w3id.org/newskg/id/entity/a7%2FKowar"), key_of("Jana Kowar"), key_of("Q567")
    ('a7/Kowar', 'Jana_Kowar', 'Angela_Merkel')
    """
    if item := ITEM.fullmatch(text):
        known = (entry.key for entry in load_gazetteer().entries.values() if entry.qid == item[1])
        return next(known, item[1])
    if _ENTITY_PATH in text:
        return unquote(text.rpartition(_ENTITY_PATH)[2])
    return name_key(text)


def _merges(tables: _File, name: str) -> tuple[dict[tuple[str, str], Decision], dict[str, Decision]]:
    """What is renamed everywhere, and who gets which Wikidata item."""
    heads: dict[str, tuple[str, str]] = {}
    items: dict[str, Decision] = {}
    for number, row in enumerate(tables.same_as, start=1):
        first, *others = map(key_of, row.entities)
        because = f"{name}: {row.why}" if row.why else name
        if ITEM.fullmatch(first):
            raise DataError(name, f"same_as[{number}].entities[1]", f"name the entity first, then its item {first}")
        for other in others:
            if ITEM.fullmatch(other):
                items[first] = Decision(first, other, because)
            elif heads.setdefault(other, (first, because))[0] != first:
                raise LinkError(f"{name}: {other} is the same as {heads[other][0]} and as {first}; make it one list")
    rules = {("", key): Decision(key, _last(heads, key, name), because) for key, (_, because) in heads.items()}
    ends = {key: rules["", key].target if ("", key) in rules else key for row in tables.same_as
            for key in map(key_of, row.entities)}  # fmt: skip
    for apart in tables.different_from:
        for one, other in combinations(map(key_of, apart.entities), 2):
            if ends.get(one, one) == ends.get(other, other):
                raise LinkError(f"{name}: {one} and {other} are both the same and different")
    return rules, {ends.get(key, key): replace(item, source=ends.get(key, key)) for key, item in items.items()}


def _last(heads: Mapping[str, tuple[str, str]], key: str, name: str) -> str:
    """The entity at the end: a is b, and b is c, so a is c."""
    seen = [key]
    while seen[-1] in heads:
        seen.append(heads[seen[-1]][0])
        if seen[-1] in seen[:-1]:
            raise LinkError(f"{name}: {' is '.join(seen)}: which name should stay?")
    return seen[-1]


def _splits(tables: _File, name: str) -> dict[tuple[str, str], Decision]:
    """Who is somebody else in some articles."""
    rules: dict[tuple[str, str], Decision] = {}
    for row in tables.different_from:
        for article in row.articles:
            key, because = key_of(row.entity), f"{name}: {row.why}" if row.why else name
            rule = Decision(key, key_of(row.called), because, article, row.called)
            if rules.setdefault((article, key), rule).target != rule.target:
                raise LinkError(f"{name}: {key} has two names in {article}")
    return rules


def decide(extraction: Extraction, decisions: Decisions) -> tuple[Extraction, tuple[Decision, ...]]:
    """`extraction` with everybody who they were decided to be, and the decisions that made a difference."""
    article, found = extraction.article.id, _entities(extraction)
    rules = {key: rule for key in found if (rule := decisions.of(article, key)) is not None and rule.target != key}
    ends = {key: rules[key].target if key in rules else key for key in found}
    items = {end: item for end in ends.values() if (item := decisions.items.get(end)) is not None}
    if not rules and not items:
        return extraction, ()
    groups: dict[str, list[str]] = {}
    for key, end in ends.items():
        groups.setdefault(end, []).append(key)
    new = {}
    for end, keys in groups.items():
        entities = [entity for key in keys for entity in found[key]]
        label = next((rules[key].label for key in keys if key in rules and rules[key].label), "")
        changed = end in items or keys != [end]
        new[end] = _united(end, label, entities, items[end].target if end in items else "") if changed else None
    renamed = {key: entity for key, end in ends.items() if (entity := new[end]) is not None}
    applied = sorted({*rules.values(), *items.values()}, key=str)
    return _renamed(extraction, renamed), tuple(applied)


def _entities(extraction: Extraction) -> dict[str, list[Entity]]:
    """Every entity that takes part, by key, in the order of the text."""
    found: dict[str, list[Entity]] = {}
    ends: list[Entity | Value | None] = [mention.entity for mention in extraction.mentions]
    for fact in extraction.facts:
        ends += (fact.subject, fact.object, fact.speaker, *fact.roles.values())
    for end in ends:
        if isinstance(end, Entity) and all(end is not other for other in found.setdefault(end.key, [])):
            found[end.key].append(end)
    return found


def _united(key: str, label: str, entities: list[Entity], item: str) -> Entity:
    """One entity under `key` with the names of all of `entities`."""
    native = next((entity for entity in entities if entity.key == key), entities[0])
    names = [name for entity in entities for name in (entity.label, *entity.aliases)]
    entry = load_gazetteer().entries.get(key)
    if entry is not None:
        known = entity_from_entry(entry, load_gazetteer(), names)
        return replace(known, qid=item or known.qid)
    label = label or (native.label if native.key == key else label_of(key))
    aliases = tuple(dict.fromkeys(name for name in names if name != label))
    same = native if native.key == key else Entity(key, label, native.type)
    return replace(same, label=label, aliases=aliases, qid=item or same.qid)


def label_of(key: str) -> str:
    """What an entity is called that only its key is known of.

    >>> label_of("a7/Kowar"), label_of("Washington_(Person)")
    ('Kowar', 'Washington')
    """
    return _TYPE.sub("", key.rpartition("/")[2]).replace("_", " ")


def _renamed(extraction: Extraction, new: Mapping[str, Entity]) -> Extraction:
    """`extraction` with other entities. What says something of two that are one now is left out."""

    def other(entity: Entity) -> Entity:
        return new.get(entity.key, entity)

    def changed(fact: Fact) -> Fact:
        return replace(
            fact,
            subject=other(fact.subject),
            object=other(fact.object) if isinstance(fact.object, Entity) else fact.object,
            speaker=other(fact.speaker) if fact.speaker else None,
            roles={name: other(end) if isinstance(end, Entity) else end for name, end in fact.roles.items()},
        )

    facts = tuple(fact for fact in map(changed, extraction.facts) if fact.subject != fact.object)
    mentions = tuple(replace(mention, entity=other(mention.entity)) for mention in extraction.mentions)
    return replace(extraction, mentions=mentions, facts=facts)
