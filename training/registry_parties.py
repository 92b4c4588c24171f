"""Parties of the world: English names and abbreviations, with their countries."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.noun_forms import load_noun_forms
from training.registry_rows import Countries, Row, joined, read_table, row

BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
NAME = re.compile(r"[A-ZÀ-Ž][\w’'.&-]+(?: [\w’'.&/-]+)+")
SHORT = re.compile(r"[A-ZÀ-Žİ][\w/&-]*[A-ZÀ-Ž][\w/&-]*")
SHORTEST, LONGEST = 4, 70  # letters of an abbreviation; of a name
NO_PARTY = re.compile(
    r"\b(part(?:y|ies) (?:have|are|were)|note|none|coalition|alliance led|formerly|independents?)\b", re.IGNORECASE
)
WEIGHT = "500"


def parties(tables: Path, countries: Countries, taken: Iterable[str]) -> Iterator[Row]:
    """Parties whose name has several words; an abbreviation that anything else is called by is left out."""
    names = {name.casefold() for name in taken}
    for line in read_table(tables / "country_memberships_parties_factbook2026.tsv"):
        country = countries.named(line["country_en"])
        for text in html.unescape(line["parties"]).split(";") if country else ():
            plain = BRACKETS.sub("", text).strip()
            name, _, short = plain.partition(" or ")
            if not NAME.fullmatch(name) or len(name) > LONGEST or NO_PARTY.search(plain) or name.startswith("The "):
                continue
            is_word = load_noun_forms().readings(short.capitalize())  # BUND, STAR
            is_free = not is_word and len(short) >= SHORTEST and short.casefold() not in names
            own = short if is_free and SHORT.fullmatch(short) else ""
            yield row(name, "Organization", "party", label_en=name, aliases=joined([own], name),
                      country=country, weight=WEIGHT, source="factbook", apart=country)  # fmt: skip
