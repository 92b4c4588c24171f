"""The registry: names, adjectives, inhabitants and surnames lead to entries."""

from pathlib import Path

import pytest

from kg.errors import DataError
from kg.gazetteer import COLUMNS, FILES, load_gazetteer, name_stem


def keys(text: str) -> list[str]:
    return [entry.key for entry in load_gazetteer().lookup(text)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Deutschlands", "Deutschland"),
        ("USA", "Vereinigte_Staaten"),
        ("Vereinten Nationen", "Vereinte_Nationen"),
        ("Deutschen Bundestages", "Deutscher_Bundestag"),
        ("Weißen Hauses", "Weißes_Haus"),
        ("Bundesanstalt für Finanzdienstleistungsaufsicht", "Bundesanstalt_für_Finanzdienstleistungsaufsicht"),
        ("Merkels", None),
    ],
)
def test_a_name_is_found_in_any_case(text: str, key: str | None) -> None:
    """Genitives and inflected adjectives lead to the entry; a bare surname is no full name."""
    assert keys(text)[:1] == ([key] if key else [])


def test_adjectives_and_inhabitants_lead_to_their_place() -> None:
    """russisch and Russin both belong to Russia."""
    gazetteer = load_gazetteer()
    assert gazetteer.adjective("russisch") is gazetteer.demonym("Russin") is gazetteer.entries["Russland"]


def test_metonyms_stand_for_their_country() -> None:
    """The Kremlin and Moscow are entries of their own that stand for Russia."""
    entries = load_gazetteer().entries
    assert {entries["Kreml"].stands_for, entries["Moskau"].stands_for} == {"Russland"}


def test_namesakes_come_weightiest_first() -> None:
    """Of several entries with one name the best known comes first."""
    for entries in load_gazetteer().by_name.values():
        assert [-entry.weight for entry in entries] == sorted(-entry.weight for entry in entries)


def test_surnames_lead_to_persons() -> None:
    """A surname lists every person who bears it."""
    assert "Angela_Merkel" in [entry.key for entry in load_gazetteer().surname("Merkel")]


def test_first_names_tell_the_gender() -> None:
    """Angela is a woman's name, Boris a man's; Andrea, which is both, is left out."""
    given = load_gazetteer().given_names
    assert (given["Angela"], given["Boris"], given.get("Andrea")) == ("Fem", "Masc", None)


def test_the_registry_is_large_and_its_keys_and_items_are_unique() -> None:
    """At least 15,000 entries; no Wikidata item stands under two keys."""
    entries = load_gazetteer().entries
    items = [entry.qid for entry in entries.values() if entry.qid]
    assert len(entries) >= 15_000
    assert len(items) == len(set(items))
    assert all(not key.startswith("/") and " " not in key for key in entries)


def test_adjective_endings_fall_in_all_words_but_the_last() -> None:
    """Different cases of one name share a stem."""
    assert name_stem("Europäischen Zentralbank") == name_stem("Europäische Zentralbank")


def test_a_malformed_row_names_file_and_row(tmp_path: Path) -> None:
    """An unknown type is refused with the name of the row."""
    header = "\t".join(COLUMNS)
    row = dict.fromkeys(COLUMNS, "") | {"key": "Mond", "label_de": "Mond", "type": "Planet"}
    for name in FILES:
        lines = [header, "\t".join(row[column] for column in COLUMNS)] if name == "own.tsv" else [header]
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "given_names.tsv").write_text("name\tgender\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"entities/own\.tsv: Mond: unknown type 'Planet'"):
        load_gazetteer(tmp_path)
