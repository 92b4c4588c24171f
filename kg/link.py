"""From mentions to entities: who or what a mention is, under a key that is the same on every run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Doc

from kg.annotate.layers import TokenMention
from kg.annotate.nominals import descriptions
from kg.annotate.tree import text_between
from kg.gazetteer import Entry, Gazetteer, entity_from_entry, load_gazetteer
from kg.name_forms import load_inflection, local_key, name_key, name_stem
from kg.namesakes import Namesakes
from kg.state_bodies import state_body
from kg.types import Entity, EntityType

SURE = 1_000_000  # weight from which a bare surname is taken for a known person …
CALLED = ("name", "nominal", "position")
BEARERS = 6  # … unless so many people in the registry have it


def link_mentions(doc: Doc, wanted: Iterable[TokenMention] | None = None) -> dict[TokenMention, Entity]:
    """The entity of each mention; one with an antecedent gets that of its referent. Unresolved pronouns have none.

    With `wanted`, only those that denote the same as one of these mentions.
    """
    return Linker(load_gazetteer()).link(doc, wanted)


class Linker:
    """Decides which entity each mention of an article denotes."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.bodies: dict[str, Entity] = {}

    def link(self, doc: Doc, wanted: Iterable[TokenMention] | None = None) -> dict[TokenMention, Entity]:
        """Mention -> entity; all forms that the article uses become aliases of the entity."""
        namesakes = Namesakes(doc, self.gazetteer)
        self.bodies = {}
        article = doc._.article.id if doc._.article is not None else "doc"
        keys = {
            mention: self._key(mention, article, namesakes)
            for mention in doc._.mentions
            if mention.antecedent is None and mention.kind not in ("pronoun", "time")
        }
        groups: dict[str, list[TokenMention]] = defaultdict(list)
        linked = [(mention, keys[mention.referent]) for mention in doc._.mentions if mention.referent in keys]
        for mention, key in linked:
            if mention.antecedent is None or mention.kind in CALLED:
                groups[key].append(mention)
        needed = groups.keys() if wanted is None else {keys.get(mention.referent, "") for mention in wanted}
        entities = {key: self._entity(key, groups[key], doc) for key in sorted(groups) if key in needed}
        return {mention: entities[key] for mention, key in linked if key in entities}

    def _key(self, mention: TokenMention, article: str, namesakes: Namesakes) -> str:
        if mention.kind == "name":
            entry = self._known(mention, namesakes) if mention.key else self._known_person(mention, namesakes)
            return entry.key if entry else self._free_key(mention, article)
        if mention.kind == "amount" or mention.type in ("Position", "Product"):
            return self._free_key(mention)
        if (body := state_body(namesakes.doc, mention, self.gazetteer)) is not None:
            self.bodies[body.key] = body
            return body.key
        return local_key(article, name_key(mention.name))

    def _free_key(self, mention: TokenMention, article: str = "") -> str:
        """The name as a key; with its type where the registry has something else under it: *Frau Washington*.

        A surname alone names somebody of the article: *Herr Schneider* is somebody else in each.
        """
        key = name_key(mention.name)
        if article and mention.type == "Person" and "_" not in key:
            return local_key(article, key)
        return f"{key}_({mention.type})" if key in self.gazetteer.entries else key

    def _known(self, mention: TokenMention, namesakes: Namesakes) -> Entry | None:
        """The entry of a mention or, of several with this name, the one of whom the article speaks; None if open."""
        entry = self.gazetteer.entries.get(mention.key)
        text = text_between(namesakes.doc, mention.start, mention.end)
        if entry is None or mention.chars[1] - mention.chars[0] < len(text):
            return entry  # part of a compound
        bearers = [other for other in self.gazetteer.lookup(text) if other.type == entry.type]
        return namesakes.choose(mention, bearers) if entry in bearers else entry

    def _known_person(self, mention: TokenMention, namesakes: Namesakes) -> Entry | None:
        """A person called by the surname, where no fuller name stands in the article: *Merkel*, who is well known.

        Of others, office and country must speak.
        """
        if mention.type != "Person" or " " in mention.name:
            return None
        found = self.gazetteer.surname(mention.name)
        if (holder := namesakes.office_holder(mention, found)) is not None:
            return holder
        known = [entry for entry in found if entry.weight >= SURE]
        return known[0] if len(known) == 1 and len(found) <= BEARERS else None

    def _entity(self, key: str, mentions: list[TokenMention], doc: Doc) -> Entity:
        heads = [mention for mention in mentions if mention.antecedent is None]
        first = heads[0]
        written = [form for mention in mentions if names_it(mention, first) for form in forms(doc, mention)]
        entry = self.gazetteer.entries.get(key)
        if entry is not None:
            return entity_from_entry(entry, self.gazetteer, written)
        if (body := self.bodies.get(key)) is not None:
            return replace(body, aliases=tuple(dict.fromkeys(form for form in written if form != body.label)))
        label = first.name
        aliases = tuple(dict.fromkeys(form for form in written if form != label))
        return Entity(key, label, majority_type(heads), aliases=aliases)


def forms(doc: Doc, mention: TokenMention) -> list[str]:
    """The ways in which the article writes a mention, in base form; no parts of compounds and no adjectives."""
    if mention.kind in ("nominal", "position"):
        return [mention.name, *descriptions(doc, mention)]
    token = doc[mention.head]
    text = text_between(doc, mention.start, mention.end)
    entry = load_gazetteer().entries.get(mention.key)
    if entry is not None:
        return [mention.name, text] if text in entry.names else [mention.name]
    if mention.kind == "name" and token.pos_ == "ADJ":
        return []
    if name_stem(text) == name_stem(mention.name):
        return [mention.name]
    bare = next((text.removesuffix(end) for end in load_inflection().genitive if text.endswith(end)), text)
    return [mention.name] if bare in mention.name or text.startswith(mention.name) else [mention.name, text]


def names_it(mention: TokenMention, referent: TokenMention) -> bool:
    """True if what is written names the referent: *BaFin*, *der Bericht* for an Abschlussbericht, not *das Land*."""
    return mention.antecedent is None or mention.kind == "name" or mention.kind == referent.kind


def majority_type(mentions: list[TokenMention]) -> EntityType:
    """The type that most of `mentions` have; the first one's where several have it equally often."""
    types = [mention.type for mention in mentions]
    return max(dict.fromkeys(types), key=types.count)
