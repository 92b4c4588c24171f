"""Institutions of which a state has one: *kanadische Regierung*, *Kanadas Regierung*, *die Regierung in Ottawa*.

However an article writes it, it is one actor in all articles. The nouns stand in ``lexicon/names.toml``, ``[bodies]``.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.annotate.inflect import noun_base
from kg.annotate.layers import TokenMention
from kg.annotate.mention_index import MentionIndex, mention_index
from kg.annotate.syntax import preposition_of, slot_matches
from kg.annotate.tree import children
from kg.annotate.vocabulary import Body, load_names
from kg.gazetteer import Entry, Gazetteer, entity_from_entry
from kg.name_forms import load_inflection, name_key
from kg.types import Entity

ATTRIBUTES = ("amod", "nmod", "nmod:poss")


def state_body(doc: Doc, mention: TokenMention, gazetteer: Gazetteer) -> Entity | None:
    """The institution that `mention` describes with its state; None for all else, also for *die frühere Regierung*."""
    head = doc[mention.head]
    if mention.kind != "nominal":
        return None
    noun = noun_base(head).rpartition("-")[2]
    body = load_names().bodies.get(noun)
    country = _country(head, body, mention_index(doc), gazetteer) if body is not None else None
    if body is None or country is None or not country.adjectives:
        return None
    label = f"{country.adjectives[0]}{load_inflection().nominative[body.gender]} {noun}"
    if known := gazetteer.by_name.get(label):
        return entity_from_entry(known[0], gazetteer)
    article = "the " if country.label_en.startswith(load_names().english_with_article) else ""
    return Entity(
        name_key(label), label, "Organization", label_en=f"{body.english} of {article}{country.label_en}",
        stands_for=entity_from_entry(country, gazetteer) if body.acts else None,
    )  # fmt: skip


def _country(head: Token, body: Body, index: MentionIndex, gazetteer: Gazetteer) -> Entry | None:
    """The one country that is said beside the noun, if nothing else is: no other adjective, no other place."""
    entries = gazetteer.entries
    found = [entries[part.key] for part in index.parts.get(head.i, ()) if part.key in entries]  # US-Luftwaffe
    for child in children(head, *ATTRIBUTES):
        names = [index[child.i]] if child.i in index else index.parts.get(child.i, [])
        entry = next((entries[name.key] for name in names if name.key in entries), None)
        if entry is None and child.dep_ == "amod":
            return None  # die neue kanadische Regierung
        if entry is None:
            continue
        slot = preposition_of(child)
        if body.central and entry.stands_for and slot_matches("in+dat", slot):
            found.append(entries[entry.stands_for])  # die Regierung in Ottawa
        elif not slot or slot_matches("von+dat", slot):
            found.append(entry)
    return found[0] if len(found) == 1 and found[0].kind == "country" else None
