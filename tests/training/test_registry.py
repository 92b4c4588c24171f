"""The registry's builder: tables become rows, namesakes stay apart, leaders are found among those known."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from training.build_registry import Registry, read_as_word
from training.registry_coordinates import coordinate_rows
from training.registry_parties import parties
from training.registry_people import leaders, office_rows
from training.registry_rows import Countries, row

TABLES = {
    "countries.tsv": "qid\tiso2\tname_de\tname_en\tofficial_en\nQ183\tDE\tDeutschland\tGermany\t\nQ184\tBY\tBelarus\tBelarus\t\n",
    "world_leaders_factbook2026.tsv": "country_en\trole\tname_with_title\tsince\n"
    "Belarus\tchief of state\tPresident Alyaksandr LUKASHENKA\t1994\n"
    "Germany\thead of government\tActing Chancellor Jana Maria KOWAR\t2026\n",
    "bundestag_speakers_wp19_21.tsv": "wikidata_qid\tvorname\tnachname\trollen\n"
    "\tOlaf\tZobel\tParl. Staatssekretär bei der Bahn; Bundesminister für Post\n",
    "cities_wikidata.tsv": "country\tname_en\tname_de\tnative\tpopulation\tlat\tlon\n"
    "DE\tCastle\tBurg\t\t900.0\t47.00001\t9.0\nDE\tOldham\tAltheim\t\t\t1\t1\n",
    "everypolitician_2015_wikidata.tsv": "qid\tname_de\tname_en\tlegislatures\n",
    "country_memberships_parties_factbook2026.tsv": "country_en\tparties\n"
    "Germany\tFree Gardeners Party or FGPD (banned) ; The Left ; New Order Union or STAR ; Alone or XYZW\n",
}
OWN = [row("Alexander Lukaschenko", "Person", "politician", label_en="Alexander Lukashenko", weight="1000000")]


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """The tables above as files."""
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_leaders_that_are_known_get_their_office_and_others_a_row(tables: Path) -> None:
    """Alyaksandr Lukashenka is Alexander Lukaschenko; a new chancellor is added with shorter names."""
    countries = Countries(tables, OWN)
    known = [*OWN, row("Olaf Zobel", "Person", "politician", weight="1000")]

    new = list(leaders(tables, countries, known))
    offices = {line["key"]: (line["country"], line["offices"]) for line in office_rows(tables, countries, known)}

    assert [(line["label_de"], line["aliases"], line["country"]) for line in new] == [
        ("Jana Maria Kowar", "Jana Kowar|Maria Kowar", "Deutschland")
    ]
    assert offices == {
        "Alexander_Lukaschenko": ("Belarus", "Präsident|Staatsoberhaupt|Staatschef"),
        "Olaf_Zobel": ("Deutschland", "Staatssekretär|Bundesminister"),
    }


def test_cities_get_coordinates(tables: Path) -> None:
    """Cities keep those of their row; those by hand get those of the largest place called so in their country."""
    text = "name\tcountry\tpopulation\tlat\tlon\talternatenames\n" + "".join(
        f"{line}\n" for line in ("Oldham\tDE\t9\t50.5\t-0.00001\tAltheim|Old Town", "Altheim\tDE\t5\t51.123456\t8\t",
                                "Altheim\tDE\t4\t52\t8\t", "Altheim\tBY\t8\t53\t8\t")
    )  # fmt: skip
    with gzip.open(tables / "geonames_cities15000.tsv.gz", "wt", encoding="utf-8") as handle:
        handle.write(text)
    own = [
        row("Altheim", "Place", "city", country="Deutschland"),
        row("Altstadt", "Place", "city", label_en="Old Town", country="Deutschland"),
        row("Burg", "Place", "city", country="Deutschland"),
        row("Nirgendheim", "Place", "city", country="Deutschland"),
        row("Oldham", "Place", "region", country="Deutschland"),
    ]
    cities = [row("Neuheim", "Place", "city", lat="-33.86785", lon="151.20732"), row("Ödland", "Place", "region")]

    found = coordinate_rows(tables, Countries(tables, own), own, cities)

    assert [tuple(line.values()) for line in found] == [
        ("Altheim", "51.1235", "8", "geonames"),
        ("Altstadt", "50.5", "0", "geonames"),
        ("Burg", "47", "9", "cities"),
        ("Neuheim", "-33.8678", "151.2073", "geonames"),
    ]


def test_parties_have_a_name_of_several_words(tables: Path) -> None:
    """An abbreviation that is a noun (Star) is left out, and so is what may mean anything (The Left)."""
    found = list(parties(tables, Countries(tables, OWN), taken=()))
    assert [(line["label_de"], line["aliases"]) for line in found] == [
        ("Free Gardeners Party", "FGPD"),
        ("New Order Union", ""),
    ]


def test_namesakes_stay_apart_and_doubles_are_one() -> None:
    """Towns of two countries are two, a town told twice is one; people are two if born in two years."""
    registry = Registry([])

    towns = registry.distinct(
        row("Neuheim", "Place", "city", weight=weight, country=country, apart=country)
        for weight, country in (("9", "A"), ("8", "A"), ("7", "B"))
    )
    people = registry.distinct(
        row("Jan Lang", "Person", "politician", weight="1", qid=item, apart=born)
        for item, born in (("Q1", "1950"), ("Q2", "1920"), ("Q3", "1950"), ("Q4", ""))
    )

    assert [line["key"] for line in towns] == ["Neuheim", "Neuheim_(B)"]
    assert [line["key"] for line in people] == ["Jan_Lang", "Jan_Lang_(1920)"]


def test_what_is_written_by_hand_wins() -> None:
    """A row with a name or an item of own.tsv is left out."""
    own = [row("Neuheim", "Place", "city", qid="Q1", aliases="Newhome")]
    lines = [row("Newhome", "Place", "city", weight="1"), row("Anders", "Place", "city", weight="1", qid="Q1")]
    assert Registry(own).distinct(lines) == []


@pytest.mark.parametrize(("short", "word"), [("APEC", "Apec"), ("BUND", ""), ("EU", ""), ("DSHV", ""), ("Opec", "")])
def test_abbreviations_read_as_words(short: str, word: str) -> None:
    """Those of four letters and more with a vowel that are no noun."""
    assert read_as_word(short) == word
