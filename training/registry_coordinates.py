"""Where places lie: ``ontologies/entities/coordinates.tsv``, from the tables of cities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.registry_rows import Countries, Row, read_table

DIGITS = 4  # about 11 m


def coordinate_rows(tables: Path, countries: Countries, own: Iterable[Row], cities: Iterable[Row]) -> list[Row]:
    """Key, latitude, longitude and source of each of `cities` and of the cities written by hand, sorted by key.

    GeoNames goes before the other table, which knows small towns, too. Countries, regions and what no table has get
    none.
    """
    found = [coordinate_row(line["key"], line, "geonames") for line in cities if line.get("lat")]
    left = [line for line in own if line["kind"] == "city"]
    for source, places in (("geonames", geonames(tables)), ("cities", small_towns(tables))):
        named = places_by_name(places, countries)
        known = {line["key"]: place for line in left if (place := place_of(line, named))}
        found += [coordinate_row(key, place, source) for key, place in known.items()]
        left = [line for line in left if line["key"] not in known]
    return sorted(found, key=lambda line: line["key"])


def geonames(tables: Path) -> Iterator[Row]:
    """Cities of the world, with all their names in ``names``, the common one first."""
    for place in read_table(tables / "geonames_cities15000.tsv.gz"):
        yield place | {"names": f"{place['name']}|{place['alternatenames']}"}


def small_towns(tables: Path) -> Iterator[Row]:
    """Cities and towns of most countries, in the same way."""
    for place in read_table(tables / "cities_wikidata.tsv"):
        yield place | {"names": "|".join((place["name_en"], place["name_de"], place["native"]))}


def places_by_name(places: Iterable[Row], countries: Countries) -> dict[tuple[str, str], list[Row]]:
    """The places of each country, given by its key, that bear a name."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for place in places:
        for name in set(place["names"].split("|")) - {""}:
            found[countries.key(place["country"]), name].append(place)
    return found


def place_of(line: Row, named: dict[tuple[str, str], list[Row]]) -> Row | None:
    """The largest place of its country that `line` names; first those commonly called so: New Delhi before Delhi."""
    names = {line["label_de"], line["label_en"], *line["aliases"].split("|")}
    found = [place for name in sorted(names) for place in named.get((line["country"], name), ())]
    return max(found, key=lambda place: (place["names"].split("|")[0] in names, float(place["population"] or 0)),
               default=None)  # fmt: skip


def coordinate_row(key: str, place: Row, source: str) -> Row:
    """A row of the file."""
    return {"key": key, "latitude": degrees(place["lat"]), "longitude": degrees(place["lon"]), "source": source}


def degrees(text: str) -> str:
    """`text` rounded, without zeros that say nothing.

    >>> degrees("52.52437"), degrees("50.00001"), degrees("-0.00001")
    ('52.5244', '50', '0')
    """
    return f"{round(float(text), DIGITS) + 0.0:.{DIGITS}f}".rstrip("0").rstrip(".")
