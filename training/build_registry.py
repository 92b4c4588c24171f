"""Builds the registry of known entities, ``ontologies/entities/*.tsv``, from open tables.

    python -m training.build_registry TABLES [--out ontologies/entities]

One file per licence (see NOTICE): ``places.tsv`` (ODbL), ``organisations.tsv`` (CC BY-SA 4.0), ``people.tsv`` and
``given_names.tsv`` (CC0), ``parties.tsv`` and ``offices.tsv`` (public domain and official data).
``own.tsv`` is written by hand and wins: a row whose name or Wikidata item stands there is left out of the others.
``coordinates.tsv`` (ODbL) says where the cities of ``own.tsv`` and ``places.tsv`` lie.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.files import write_atomically
from kg.gazetteer import COLUMNS, COORDINATE_COLUMNS, COORDINATES, OFFICE_COLUMNS, OFFICES
from kg.noun_forms import load_noun_forms
from training.registry_coordinates import coordinate_rows
from training.registry_parties import parties
from training.registry_people import given_names, leaders, office_rows, people
from training.registry_rows import Countries, Row, joined, read_table, row

CITY_SIZE = {"DE": 50_000, "AT": 50_000, "CH": 50_000}
"""Inhabitants from which a city is taken; elsewhere `CITY_SIZE_ELSEWHERE`. Capitals are taken at any size."""
CITY_SIZE_ELSEWHERE = 100_000
SURE_ITEM = 100_000
"""The city table errs in items; low numbers, given once, to a large place, are right."""
SURE_SIZE = 200_000
STATES = frozenset("AU BR CA CN CO ID IN MX NG PK".split())
"""Countries whose first-order divisions German news call by the names of the table."""
NO_STATES = ("city", "municipality", "territory", "district")
OTHER_THINGS = frozenset("Delta Santander Hidalgo Caldas Plateau Rivers Niger Sucre Bolívar".split())
"""Names of states that are more often something else."""
STATE_WEIGHT = "90000"


def country_rows(tables: Path, countries: Countries) -> Iterator[Row]:
    """Countries and territories: names of CLDR, adjectives and inhabitants of the demonym table."""
    german, english = countries.german, countries.english
    demonyms = {line["qid"]: line for line in read_table(tables / "demonyms_de.tsv")}
    for line in countries.table:
        if not line["qid"] or line["iso2"] == "AQ":
            continue
        label = countries.label(line)
        names = [line["official_de"], *line["aliases_de"].split("|"), german.get(line["iso2"], "")]
        people = demonyms.get(line["qid"], {})
        inhabitants = [people.get("inhabitant_m", ""), people.get("inhabitant_f", "")]
        yield row(
            label, "Place", "country" if line["is_country"] == "True" else "territory",
            label_en=line["name_en"] or english.get(line["iso2"], ""), qid=line["qid"],
            aliases=joined([*names, line["official_en"]], label),
            adjectives=people.get("adjectives_de", ""), demonyms=joined(inhabitants, ""),
            weight="10000000", source="countries",
        )  # fmt: skip


def cities(tables: Path, countries: Countries) -> Iterator[Row]:
    """Large cities, and the capitals of states: GeoNames, with German name and item where both tables agree on one."""
    capitals = {line["iso2"]: line["capital_en"] for line in countries.table if line["is_country"] == "True"}
    known: dict[tuple[str, str], Row] = {}
    table = list(read_table(tables / "cities_wikidata.tsv"))
    items = Counter(line["qid"] for line in table)
    for line in table:
        if line["type"] in ("city", "capital", "adm1", "adm2", "adm3", ""):
            for name in (line["name_en"], line["name_de"], line["native"]):
                known.setdefault((line["country"], name), line)
    for place in read_table(tables / "geonames_cities15000.tsv.gz"):
        others = set(place["alternatenames"].split("|")) | {place["name"]}
        governs = capitals.get(place["country"]) in others
        large = int(place["population"] or 0) >= CITY_SIZE.get(place["country"], CITY_SIZE_ELSEWHERE)
        if not large and not governs:
            continue
        match = next((known[place["country"], name] for name in [place["name"], *sorted(others)]
                      if (place["country"], name) in known), None)  # fmt: skip
        german = match["name_de"] if match and match["name_de"] in others else place["name"]
        country = countries.key(place["country"])
        yield row(
            german, "Place", "city", label_en=place["name"], qid=sure_item(match, items) if match else "",
            aliases=joined([place["name"]], german), stands_for=country if governs else "", country=country,
            weight=place["population"] or "0", source="cities", apart=country, lat=place["lat"], lon=place["lon"],
        )  # fmt: skip


def states(tables: Path, countries: Countries) -> Iterator[Row]:
    """Provinces and states of large countries."""
    persons = {line.partition("\t")[0] for line in given_names(tables)}
    for line in read_table(tables / "states_provinces.tsv"):
        name = line["name_en"]
        taken = line["country"] in STATES and not line["type"].endswith(NO_STATES) and len(name) > 3
        if taken and name not in persons and name not in OTHER_THINGS:
            yield row(name, "Place", "region", label_en=name, qid=line["qid"], country=countries.key(line["country"]),
                      weight=STATE_WEIGHT, source="states", apart=countries.key(line["country"]))  # fmt: skip


def sure_item(line: Row, items: Counter[str]) -> str:
    """The Wikidata item of a city where it can be trusted, else ""."""
    item = line["qid"]
    sure = item and int(item[1:]) < SURE_ITEM and items[item] == 1 and float(line["population"] or 0) >= SURE_SIZE
    return item if sure else ""


def organisations(tables: Path) -> Iterator[Row]:
    """International organisations and large German companies."""
    for line in read_table(tables / "international_organisations.tsv"):
        label = line["name_de"] or line["name_en"]
        short = [line["abbr_de"], line["abbr_en"]]
        aliases = [*short, *map(read_as_word, short), line["name_en"], *line["other_names"].split("|")]
        yield row(
            label, "Organization", "organisation", label_en=line["name_en"], qid=line["qid"],
            aliases=joined([a for a in aliases if len(a) > 1], label), weight="1000000", source="organisations",
        )  # fmt: skip
    for line in read_table(tables / "dax_companies_2025.tsv"):
        article_name = re.sub(r" \(.*\)", "", line["wikipedia_de"])
        yield row(line["name"], "Organization", "company", label_en=line["name"],
                  aliases=joined([article_name], line["name"]), weight="1000000", source="dax")  # fmt: skip


def read_as_word(abbreviation: str) -> str:
    """An abbreviation as many papers write it, "" where it is none or another word: *APEC* -> *Apec*."""
    word = abbreviation.capitalize()
    is_word = len(word) > 3 and abbreviation.isupper() and abbreviation.isalpha() and re.search("[aeiou]", word.lower())
    return word if is_word and not load_noun_forms().readings(word) else ""


class Registry:
    """The rows taken so far: their keys, names and items, by which doubles are told from namesakes."""

    def __init__(self, own: list[Row]) -> None:
        self.keys = {line["key"] for line in own}
        self.items = {line["qid"] for line in own} - {""}
        self.own: dict[str, list[Row]] = defaultdict(list)
        for line in own:
            for name in (line["label_de"], *line["aliases"].split("|")):
                self.own[name].append(line)
        self.names: dict[str, list[Row]] = {}

    def distinct(self, rows: Iterable[Row]) -> list[Row]:
        """The rows that are new, weightiest first, sorted by key. A namesake gets a key with what tells it apart."""
        result = []
        for line in sorted(rows, key=lambda r: (-int(r["weight"]), r["label_de"], r["qid"], r["apart"])):
            if line["qid"] in self.items or "|" in line["label_de"]:
                continue
            namesakes = self.names.setdefault(line["label_de"], [])
            if not all(is_namesake(line, other) for other in (*namesakes, *self.own.get(line["label_de"], ()))):
                continue
            if line["key"] in self.keys:
                line["key"] += f"_({line['apart'] or line['kind']})"
            if line["key"] in self.keys:
                continue
            self.keys.add(line["key"])
            self.items.update({line["qid"]} - {""})
            namesakes.append(line)
            result.append(line)
        return sorted(result, key=lambda r: r["key"])


def is_namesake(line: Row, other: Row) -> bool:
    """True if rows with one name mean two things: people with two items and births, places or parties of two lands."""
    if line["type"] == other["type"] == "Person":
        births = line["apart"], other.get("apart", "by hand")
        return bool(line["qid"] and other["qid"]) and all(births) and births[0] != births[1]
    same_type = line["type"] == other["type"]
    return same_type and bool(line["country"] and other["country"]) and line["country"] != other["country"]


def write_lines(path: Path, lines: list[str]) -> int:
    """Writes a header and rows; returns the number of rows."""
    write_atomically(path, ["\n".join([*lines, ""]).encode()])
    return len(lines) - 1


def table_lines(columns: Iterable[str], rows: Iterable[Row]) -> list[str]:
    """A header and rows as tab-separated lines."""
    names = tuple(columns)
    return ["\t".join(names), *("\t".join(line[name] for name in names) for line in rows)]


def main() -> None:
    """Writes the derived files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", type=Path)
    parser.add_argument("--out", type=Path, default=Path("ontologies/entities"))
    options = parser.parse_args()
    tables, out = options.tables, options.out
    own = list(read_table(out / "own.tsv"))
    countries, registry = Countries(tables, own), Registry(own)
    files = {"places.tsv": registry.distinct(
        [*country_rows(tables, countries), *cities(tables, countries), *states(tables, countries)])}  # fmt: skip
    files["organisations.tsv"] = registry.distinct(organisations(tables))
    members = list(people(tables, countries))
    files["people.tsv"] = registry.distinct([*members, *leaders(tables, countries, [*own, *members])])
    taken = {name for line in [*own, *(r for rows in files.values() for r in rows)] for name in names_of(line)}
    files["parties.tsv"] = registry.distinct(parties(tables, countries, taken))
    for name, rows in files.items():
        print(name, write_lines(out / name, table_lines(COLUMNS, rows)))
    offices = office_rows(tables, countries, [*own, *files["people.tsv"]])
    print(OFFICES, write_lines(out / OFFICES, table_lines(OFFICE_COLUMNS, offices)))
    points = coordinate_rows(tables, countries, own, files["places.tsv"])
    print(COORDINATES, write_lines(out / COORDINATES, table_lines(COORDINATE_COLUMNS, points)))
    print("given_names.tsv", write_lines(out / "given_names.tsv", ["name\tgender", *given_names(tables)]))


def names_of(line: Row) -> set[str]:
    """Every name of a row."""
    return {line["label_de"], line["label_en"], *line["aliases"].split("|")} - {""}


if __name__ == "__main__":
    main()
