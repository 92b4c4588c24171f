"""Rows of the registry and the tables that they come from."""

from __future__ import annotations

import csv
import gzip
import html
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import Locale

from kg.gazetteer import COLUMNS
from kg.name_forms import spelling

Row = dict[str, str]
csv.field_size_limit(sys.maxsize)

OTHER_NAMES = {
    "us": "US", "usa": "US", "united states of america": "US", "uk": "GB", "great britain": "GB", "scotland": "GB",
    "northern ireland": "GB", "wales": "GB", "czech republic": "CZ", "burma": "MM", "drc": "CD", "the gambia": "GM",
    "congo (brazzaville)": "CG", "congo (kinshasa)": "CD", "congo brazzaville": "CG", "congo kinshasa": "CD",
    "the bahamas": "BS", "holy see (vatican city)": "VA", "cote d'ivoire": "CI", "turkey": "TR",
    "turkey (turkiye)": "TR",
    "macedonia": "MK", "swaziland": "SZ", "cape verde": "CV", "east timor": "TL", "micronesia": "FM", "hong kong": "HK",
    "macau": "MO", "ivory coast": "CI", "west bank": "PS", "gaza strip": "PS",
}  # fmt: skip
"""Names of countries that the tables use and CLDR does not, folded -> ISO 3166 code."""


def read_table(path: Path) -> Iterator[Row]:
    """The rows of a tab-separated table, plain or gzipped."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)


def key_of(name: str) -> str:
    """A key from a name."""
    return name.replace(" ", "_")


def row(label: str, type_: str, kind: str, **fields: str) -> Row:
    """A registry row with every column; ``aliases`` come as a list joined by ``|``.

    ``apart`` tells it from a namesake: a year of birth or a country, in brackets behind the key where one is needed.
    """
    result = dict.fromkeys((*COLUMNS, "apart"), "")
    result.update(key=key_of(label), label_de=label, type=type_, kind=kind, **fields)
    return result


def joined(names: Iterable[str], without: str = "") -> str:
    """Distinct non-empty names in first-seen order, joined by ``|``."""
    return "|".join(dict.fromkeys(name for name in names if name and name != without))


class Countries:
    """The keys of countries by ISO code and by what tables call them; those of ``own.tsv`` go before."""

    def __init__(self, tables: Path, own: Iterable[Row]) -> None:
        self.table = list(read_table(tables / "countries.tsv"))
        self.german, self.english = Locale("de").territories, Locale("en").territories
        own_keys: dict[str, str] = {}
        for line in own:
            own_keys |= {name: line["key"] for name in (line["qid"], line["label_de"], *line["aliases"].split("|"))}
        self.by_code = {
            line["iso2"]: own_keys.get(line["qid"] or "-") or own_keys.get(self.label(line)) or key_of(self.label(line))
            for line in self.table
        }
        self._codes = dict(OTHER_NAMES)
        for line in self.table:
            for name in (line["name_en"], line["official_en"], self.english.get(line["iso2"], "")):
                self._codes.setdefault(spelling(name), line["iso2"])

    def label(self, line: Row) -> str:
        """The German name of a row of the table."""
        return line["name_de"] or self.german.get(line["iso2"], "")

    def key(self, code: str) -> str:
        """The key of a country by its ISO code, "" if there is none."""
        return self.by_code.get(code, "")

    def named(self, name: str) -> str:
        """The key of a country by an English name, "" if none is called so: ``C&ocirc;te d'Ivoire``."""
        return self.key(self._codes.get(spelling(html.unescape(name).replace("_", " ")), ""))
