"""Builds the registry of known entities, ``ontologies/entities/*.tsv``, from open tables.

    python -m training.build_registry TABLES [--out ontologies/entities]

One file per licence (see NOTICE): ``places.tsv`` (ODbL), ``organisations.tsv`` (CC BY-SA 4.0), ``people.tsv`` and
``given_names.tsv`` (CC0).
``own.tsv`` is written by hand and wins: a row whose name or Wikidata item stands there is left out of the others.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import Locale

from kg.gazetteer import COLUMNS

Row = dict[str, str]
csv.field_size_limit(sys.maxsize)

CITY_SIZE = {"DE": 50_000, "AT": 50_000, "CH": 50_000}
"""Inhabitants from which a city is taken; elsewhere `CITY_SIZE_ELSEWHERE`."""
CITY_SIZE_ELSEWHERE = 100_000
PARLIAMENTS = re.compile(
    r"Germany|Austria|Switzerland|France|UK/|United_States|Italy|Spain|Poland/|Turkey/|Netherlands|Belgium"
    r"|Canada|Israel|Ukraine|Greece|Denmark|Sweden|Norway|Finland|Ireland/|Czech|Hungary|Luxembourg|Japan"
)
GENDERS = {"male": "Masc", "female": "Fem"}
SURE_ITEM = 100_000
"""The city table errs in items; low numbers, given once, to a large place, are right."""
SURE_SIZE = 200_000
NAME = re.compile(r"[A-ZÀ-Ž][\w’'.-]+(?: [\w’'.-]+)*")


def read_table(path: Path) -> Iterator[Row]:
    """The rows of a tab-separated table, plain or gzipped."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)


def row(label: str, type_: str, kind: str, **fields: str) -> Row:
    """A registry row with every column; ``aliases`` come as a list joined by ``|``."""
    result = dict.fromkeys(COLUMNS, "")
    result.update(key=label.replace(" ", "_"), label_de=label, type=type_, kind=kind, **fields)
    return result


def joined(names: Iterable[str], without: str) -> str:
    """Distinct non-empty names in first-seen order, joined by ``|``."""
    return "|".join(dict.fromkeys(name for name in names if name and name != without))


def countries(tables: Path) -> Iterator[Row]:
    """Countries and territories: names of CLDR, adjectives and inhabitants of the demonym table."""
    german, english = Locale("de").territories, Locale("en").territories
    demonyms = {line["qid"]: line for line in read_table(tables / "demonyms_de.tsv")}
    for line in read_table(tables / "countries.tsv"):
        if not line["qid"] or line["iso2"] == "AQ":
            continue
        label = line["name_de"] or german.get(line["iso2"], "")
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


def cities(tables: Path) -> Iterator[Row]:
    """Large cities: GeoNames, with the German name and Wikidata item where both tables agree on one."""
    known: dict[tuple[str, str], Row] = {}
    table = list(read_table(tables / "cities_wikidata.tsv"))
    items = Counter(line["qid"] for line in table)
    for line in table:
        if line["type"] in ("city", "capital", "adm1", "adm2", "adm3", ""):
            for name in (line["name_en"], line["name_de"], line["native"]):
                known.setdefault((line["country"], name), line)
    for place in read_table(tables / "geonames_cities15000.tsv.gz"):
        if int(place["population"] or 0) < CITY_SIZE.get(place["country"], CITY_SIZE_ELSEWHERE):
            continue
        others = set(place["alternatenames"].split("|")) | {place["name"]}
        match = next((known[place["country"], name] for name in [place["name"], *sorted(others)]
                      if (place["country"], name) in known), None)  # fmt: skip
        german = match["name_de"] if match and match["name_de"] in others else place["name"]
        yield row(
            german, "Place", "city", label_en=place["name"], qid=sure_item(match, items) if match else "",
            aliases=joined([place["name"]], german), weight=place["population"], source="cities",
        )  # fmt: skip


def sure_item(line: Row, items: Counter[str]) -> str:
    """The Wikidata item of a city where it can be trusted, else ""."""
    item = line["qid"]
    sure = item and int(item[1:]) < SURE_ITEM and items[item] == 1 and float(line["population"] or 0) >= SURE_SIZE
    return item if sure else ""


def organisations(tables: Path) -> Iterator[Row]:
    """International organisations and large German companies."""
    for line in read_table(tables / "international_organisations.tsv"):
        label = line["name_de"] or line["name_en"]
        aliases = [line["abbr_de"], line["abbr_en"], line["name_en"], *line["other_names"].split("|")]
        yield row(
            label, "Organization", "organisation", label_en=line["name_en"], qid=line["qid"],
            aliases=joined([a for a in aliases if len(a) > 1], label), weight="1000000", source="organisations",
        )  # fmt: skip
    for line in read_table(tables / "dax_companies_2025.tsv"):
        article_name = re.sub(r" \(.*\)", "", line["wikipedia_de"])
        yield row(line["name"], "Organization", "company", label_en=line["name"],
                  aliases=joined([article_name], line["name"]), weight="1000000", source="dax")  # fmt: skip


def people(tables: Path) -> Iterator[Row]:
    """Members of parliaments that German news write about, and speakers of the Bundestag."""
    for line in read_table(tables / "everypolitician_2015_wikidata.tsv"):
        label = line["name_de"] or line["name_en"]
        taken = line["name_de"] and (PARLIAMENTS.search(line["legislatures"]) or line["legislatures"].count("/") > 1)
        if not taken or " " not in label or not NAME.fullmatch(label):
            continue
        yield row(label, "Person", "politician", label_en=line["name_en"], qid=line["qid"],
                  aliases=joined([line["name_en"]], label), gender=GENDERS.get(line["gender"], ""),
                  weight="1000", source="everypolitician")  # fmt: skip
    for line in read_table(tables / "bundestag_speakers_wp19_21.tsv"):
        label = " ".join(part for part in (line["vorname"], line["namenszusatz"], line["nachname"]) if part)
        if line["fraktion"] and " " in label:
            yield row(label, "Person", "politician", label_en=label, qid=line["wikidata_qid"],
                      weight="1000", source="bundestag")  # fmt: skip


def given_names(tables: Path) -> Iterator[str]:
    """First names that (nearly) only men or only women in parliaments bear, each with the gender, as lines."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in read_table(tables / "everypolitician_2015_wikidata.tsv"):
        words = (line["name_de"] or line["name_en"]).split()
        if len(words) > 1 and line["gender"] in GENDERS and NAME.fullmatch(words[0]) and len(words[0]) > 2:
            counts[words[0]][GENDERS[line["gender"]]] += 1
    for name in sorted(counts):
        (gender, often), total = counts[name].most_common(1)[0], counts[name].total()
        if total >= 2 and often >= 0.95 * total:
            yield f"{name}\t{gender}"


def distinct(rows: Iterable[Row], taken_names: set[str], taken_items: set[str], keys: set[str]) -> list[Row]:
    """The rows whose name and item are new, most important first, sorted by key; namesakes get a numbered key."""
    result = []
    for line in sorted(rows, key=lambda r: (-int(r["weight"]), r["label_de"], r["qid"])):
        if line["label_de"] in taken_names or line["qid"] in taken_items or "|" in line["label_de"]:
            continue
        base, number = line["key"], 1
        while line["key"] in keys:
            number += 1
            line["key"] = f"{base}_{number}"
        keys.add(line["key"])
        taken_names.add(line["label_de"])
        taken_items.update({line["qid"]} - {""})
        result.append(line)
    return sorted(result, key=lambda r: r["key"])


def write_lines(path: Path, lines: list[str]) -> int:
    """Writes a header and rows; returns the number of rows."""
    part = path.with_suffix(".part")
    part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    part.replace(path)
    return len(lines) - 1


def main() -> None:
    """Writes the derived files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", type=Path)
    parser.add_argument("--out", type=Path, default=Path("ontologies/entities"))
    options = parser.parse_args()
    own = list(read_table(options.out / "own.tsv"))
    names = {line["label_de"] for line in own} | {a for line in own for a in line["aliases"].split("|")}
    items = {line["qid"] for line in own} - {""}
    keys = {line["key"] for line in own}
    sources = {
        "places.tsv": [*countries(options.tables), *cities(options.tables)],
        "organisations.tsv": list(organisations(options.tables)),
        "people.tsv": list(people(options.tables)),
    }
    for name, rows in sources.items():
        kept = ("\t".join(line[column] for column in COLUMNS) for line in distinct(rows, names, items, keys))
        print(name, write_lines(options.out / name, ["\t".join(COLUMNS), *kept]))
    print(
        "given_names.tsv", write_lines(options.out / "given_names.tsv", ["name\tgender", *given_names(options.tables)])
    )


if __name__ == "__main__":
    main()
