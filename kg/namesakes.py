"""What an article says of its names that tells namesakes apart: kinds, offices, countries."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from spacy.tokens import Doc

from kg.annotate.descriptions import kinds_of
from kg.annotate.inflect import read_noun
from kg.annotate.layers import TokenMention
from kg.annotate.titles import Titles, title_index
from kg.annotate.vocabulary import load_names
from kg.gazetteer import Entry, Gazetteer

KIND, OFFICE, COUNTRY = 4, 3, 2  # what speaks for an entry: the noun before the name, the title, places named, too
FAMOUS = 6  # times that a place outweighs its namesake to be meant even where only the other's country is named
LIKELIER = 2  # times that a person outweighs the next to be meant where nothing speaks for either


class Namesakes:
    """Says which entry of the registry a name of one article means, where several bear it."""

    def __init__(self, doc: Doc, gazetteer: Gazetteer) -> None:
        self.doc, self.gazetteer = doc, gazetteer

    def choose(self, mention: TokenMention, entries: Sequence[Entry]) -> Entry | None:
        """The one of `entries`, the likeliest first, that the mention means; None if several people are as likely.

        *im Bundesstaat Washington*, *Kanzler Schröder*; *Birmingham* in an article about Alabama and the USA.
        """
        first, *others = entries
        if not others:
            return first
        scores = self._scores(mention, entries)
        best = max(entries, key=lambda entry: scores[entry.key])  # the first of equals
        if scores[best.key] <= COUNTRY and (first.stands_for or first.weight >= FAMOUS * best.weight):
            return first  # Kanada warnt London
        rivals = [entry for entry in entries if entry is not best and scores[entry.key] == scores[best.key]]
        is_open = best.type == "Person" and any(best.weight < LIKELIER * rival.weight for rival in rivals)
        return None if is_open else best

    def _scores(self, mention: TokenMention, entries: Sequence[Entry]) -> dict[str, int]:
        """How much speaks for each of `entries`, by key."""
        titles, countries = self._titles_of(mention), self._countries_without(mention)
        kinds = kinds_of(self._noun_before(mention))
        return {
            entry.key: KIND * (entry.type == "Place" and entry.kind in kinds)
            + OFFICE * any(_is_office(title, office) for title in titles for office in entry.offices)
            + COUNTRY * (not countries.isdisjoint(entry.country))
            for entry in entries
        }

    def office_holder(self, mention: TokenMention, entries: Sequence[Entry]) -> Entry | None:
        """The only one of `entries` for whom office and country speak: *Ministerpräsident* Tusk, about Poland."""
        scores = self._scores(mention, entries)
        fitting = [entry for entry in entries if scores[entry.key] >= OFFICE + COUNTRY]
        return fitting[0] if len(fitting) == 1 else None

    def _countries_without(self, mention: TokenMention) -> set[str]:
        """The countries that other places are or lie in: a name does not speak for itself."""
        return {country for name, countries in self._places.items() if name != mention.key for country in countries}

    @cached_property
    def _places(self) -> dict[str, tuple[str, ...]]:
        """The keys of the places of the article, and their countries."""
        keys = {mention.key for mention in self.doc._.mentions if mention.key}
        found = (self.gazetteer.entries[key] for key in sorted(keys) if key in self.gazetteer.entries)
        return {
            entry.key: entry.country or (entry.key,) for entry in found if entry.type == "Place" or entry.stands_for
        }

    @cached_property
    def _titles(self) -> Titles:
        return title_index(self.doc)

    def _titles_of(self, mention: TokenMention) -> list[str]:
        person = mention.referent
        return [read_noun(self.doc[title.head]).singular for title, holder in self._titles if holder.referent is person]

    def _noun_before(self, mention: TokenMention) -> str:
        """*Bundesstaat* of *im US-Bundesstaat Washington*; "" if no noun stands there."""
        if mention.start == 0 or self.doc[mention.start - 1].pos_ != "NOUN":
            return ""
        return read_noun(self.doc[mention.start - 1]).nominative.rpartition("-")[2]


def _is_office(title: str, office: str) -> bool:
    """True if a title is an office, or another word for it: *Premier* for *Ministerpräsident*, *US-Präsident*."""
    word = title.rpartition("-")[2]
    return word == office or any(word in row and office in row for row in load_names().offices)
