"""Names inside words: ``US-Außenminister``, ``Afghanistaneinsatz``, ``russische``, ``Stuttgarter``, ``Ukrainer``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Doc, Token

from kg.annotate.inflect import adjective_stem, number_of, value_of
from kg.annotate.layers import TokenMention
from kg.annotate.lexicon import load_lexicon
from kg.annotate.tree import tree_of
from kg.annotate.vocabulary import load_names, load_nouns
from kg.data import KEPT_WORDS
from kg.gazetteer import Entry, Gazetteer, load_gazetteer
from kg.noun_forms import load_noun_forms
from kg.types import EntityType

ACTORS = ("Place", "Organization", "Person")
OWNERS: dict[str, EntityType] = {"ORGpart": "Organization", "LOCpart": "Place"}  # in a compound, by the model's label
SHORTEST = 4  # letters of a country's name inside a compound and of the rest: "Irak|krieg"


def find_parts(doc: Doc, gazetteer: Gazetteer, names: list[TokenMention]) -> Iterator[TokenMention]:
    """Mentions inside the words that no name covers, and inside hyphenated names (``EU-Kommission``)."""
    covered = {token for name in names for token in range(name.start, name.end)}
    local = {name.name: name for name in names} | {
        name.name.rsplit(" ", 1)[1]: name for name in names if name.type == "Person" and " " in name.name
    }
    for token in tree_of(doc).tokens:
        if "-" in token.text and token.text[0] != "-":
            yield from _before_hyphens(token, gazetteer, local)
        elif token.i in covered:
            continue
        elif token.pos_ == "ADJ" or token.dep_ == "amod":  # das Washingtoner Haus, whatever the tagger says
            yield from _adjective(token, gazetteer)
        elif token.pos_ in ("NOUN", "PROPN"):
            yield from _closed_compound(token, gazetteer)


def _before_hyphens(token: Token, gazetteer: Gazetteer, local: dict[str, TokenMention]) -> Iterator[TokenMention]:
    """The longest name before a hyphen: *Al-Qaida*-Führer, *Merkel*-*Macron*-Treffen."""
    if token.pos_ == "ADJ":
        yield from _hyphenated_adjective(token, gazetteer)
        return
    pieces = token.text.split("-")
    start, known = 0, False
    while start < len(pieces) - 1:
        for end in range(len(pieces) - 1, start, -1):
            text = "-".join(pieces[start:end])
            found = _named(text, gazetteer, local)
            if found is not None:
                offset = token.idx + len("-".join(pieces[:start])) + (1 if start else 0)
                yield _part(token, offset, len(text), *found)
                start, known = end, True
                break
        else:
            start += 1
    if not known and (unknown := _unknown_owner(token)) is not None:
        yield unknown


def _unknown_owner(token: Token) -> TokenMention | None:
    """What no list knows before an office, where the model sees a name: *Brinkmann*-Chef, but not *Partei*-Chef."""
    type = OWNERS.get(token.ent_type_)
    text, _, office = token.text.rpartition("-")
    if type is None or not text[:1].isupper() or text[-1:].isdigit() or load_lexicon().position(office) is None:
        return None
    if load_gazetteer().by_name.get(text) or text in load_noun_forms().forms or text in load_names().common:
        return None
    return TokenMention(
        token.i, token.i + 1, token.i, (token.idx, token.idx + len(text)), "name", type, text, "", "", "Sing"
    )


def _named(
    text: str, gazetteer: Gazetteer, local: dict[str, TokenMention]
) -> tuple[Entry | None, TokenMention | None] | None:
    if len(text) < 2:
        return None
    if text in local:
        return None, local[text]
    entries = [entry for entry in gazetteer.by_name.get(text, []) if entry.type in ACTORS]
    common = text in load_names().common and not text.isupper()
    return (entries[0], None) if entries and not common else None


def _part(token: Token, start: int, length: int, entry: Entry | None, name: TokenMention | None) -> TokenMention:
    if entry is not None:
        values = (entry.type, entry.label, entry.key, entry.gender.replace("Plur", ""))
    elif name is not None:
        values = (name.type, name.name, name.key, name.gender)
    else:
        raise ValueError("a part needs an entry or a name")
    kind, label, key, gender = values
    return TokenMention(
        token.i, token.i + 1, token.i, (start, start + length), "name", kind, label, key, gender, "Sing"
    )


def _adjective(token: Token, gazetteer: Gazetteer) -> Iterator[TokenMention]:
    """*russische* Güter; *Stuttgarter* Behörden: an indeclinable adjective in ``-er`` from a city's name."""
    entry = gazetteer.adjective(adjective_stem(token.text)) or gazetteer.adjective(token.text)
    entry = entry or gazetteer.city_adjective(token.text)
    if entry is not None:
        yield _part(token, token.idx, len(token), entry, None)


def _hyphenated_adjective(token: Token, gazetteer: Gazetteer) -> Iterator[TokenMention]:
    """Both countries of *polnisch-russische*; *US-amerikanisch* is one."""
    whole = gazetteer.adjective(adjective_stem(token.text))
    if whole is not None:
        yield _part(token, token.idx, len(token), whole, None)
        return
    offset = token.idx
    for piece in token.text.split("-"):
        entry = gazetteer.adjective(adjective_stem(piece)) or gazetteer.adjective(piece)
        if entry is not None:
            yield _part(token, offset, len(piece), entry, None)
        offset += len(piece) + 1


def demonym_mention(token: Token, gazetteer: Gazetteer) -> TokenMention | None:
    """The people of a country as a mention, None if `token` is no such noun: *die Ukrainer*, *eine Russin*."""
    entry = gazetteer.demonym(token.text)
    if entry is None:
        return None
    plural = number_of(token) == "Plur"
    return TokenMention(
        token.i, token.i + 1, token.i, (token.idx, token.idx + len(token)), "nominal", "Group" if plural else "Person",
        token.text, "", value_of(token, "Gender"), "Plur" if plural else "Sing",
    )  # fmt: skip


def _closed_compound(token: Token, gazetteer: Gazetteer) -> Iterator[TokenMention]:
    """The country in *Irakkrieg*, *Libyeneinsatz*, and that of a demonym; the rest must be a noun we know."""
    entry = gazetteer.demonym(token.text)
    if entry is not None:
        yield _part(token, token.idx, len(token) - 3, entry, None)  # shorter than the word: a part
        return
    if (country := _country_before(token.text, gazetteer)) is not None:
        yield _part(token, token.idx, country[0], country[1], None)


@lru_cache(KEPT_WORDS)
def _country_before(text: str, gazetteer: Gazetteer) -> tuple[int, Entry] | None:
    """The country or seat that a compound begins with, and the length of its name: *Irak*krieg, *Kreml*sprecher."""
    for length in range(len(text) - SHORTEST, SHORTEST - 1, -1):
        found = [e for e in gazetteer.by_name.get(text[:length], []) if e.kind in ("country", "territory", "residence")]
        if found and load_nouns().type_of(text[length:].capitalize()) != "Thing":
            return length, found[0]
    return None
