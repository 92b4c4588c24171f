"""Builds ``ontologies/lexicon/agents.tsv``: the nouns for people that have a feminine in *-in*, with that feminine.

    python -m training.build_agents NOUNS

NOUNS is the Wiktionary table (lemma, pos, genus, nom_pl, gen_sg; CC BY-SA, see NOTICE). Words that mean
animals, things (*Drucker*) or bodies (*Stadtrat*) rather than people are left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from kg.files import write_atomically
from training.build_noun_forms import read_nouns

UMLAUTS = {"a": "ä", "o": "ö", "u": "ü", "A": "Ä", "O": "Ö", "U": "Ü"}
NO_PEOPLE = ("rat", "anbieter", "sender", "betreiber", "veranstalter", "hund", "flieger", "magistrat")
OTHERS = frozenset(
    "Alphabet Drucker Ordner Rechner Ratgeber Fernseher Zähler Schimpanse Elefant Leopard Panther".split()
)
SHORTEST = 6  # letters; shorter words are often things, too (Elbe, Roman, Wende): those for people stand in nouns.toml


def umlauted(word: str) -> Iterator[str]:
    """`word` with each of its vowels mutated in turn: *Arzt* -> *Ärzt*."""
    yield word
    for index, letter in enumerate(word):
        if letter in UMLAUTS:
            yield word[:index] + UMLAUTS[letter] + word[index + 1 :]


def feminine_of(masculine: str, feminines: set[str]) -> str:
    """The feminine in *-in* among `feminines`, "" if there is none: *Bote* -> *Botin*, *Zauberer* -> *Zauberin*."""
    stems = [masculine, masculine.removesuffix("e"), masculine[:-2] if masculine.endswith("erer") else masculine]
    forms = (form + "in" for stem in dict.fromkeys(stems) for form in umlauted(stem))
    return next((form for form in forms if form in feminines), "")


def is_unmutated(feminine: str, masculine: str) -> bool:
    """True for *Schützin* and *Schütze*; the *Schutz* has no feminine."""
    return feminine.startswith(masculine.removesuffix("e").removesuffix("er"))


def main() -> None:
    """Writes the table, sorted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("nouns", type=Path)
    parser.add_argument("--out", type=Path, default=Path("ontologies/lexicon/agents.tsv"))
    options = parser.parse_args()
    nouns = list(read_nouns(options.nouns))
    feminines = {lemma for lemma, genders, _ in nouns if "f" in genders and lemma.endswith("in")}
    plain = {form + "in" for lemma, genders, _ in nouns if "m" in genders for form in (lemma, lemma.removesuffix("e"))}
    rows = {
        lemma: feminine
        for lemma, genders, _ in nouns
        if "m" in genders and len(lemma) >= SHORTEST
        and not lemma.lower().endswith(NO_PEOPLE) and lemma not in OTHERS
        and (feminine := feminine_of(lemma, feminines))
        and (feminine not in plain or is_unmutated(feminine, lemma))
    }  # fmt: skip
    lines = ["masculine\tfeminine", *(f"{lemma}\t{rows[lemma]}" for lemma in sorted(rows))]
    write_atomically(options.out, ["\n".join([*lines, ""]).encode()])


if __name__ == "__main__":
    main()
