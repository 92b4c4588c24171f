"""Builds ``ontologies/lexicon/noun_forms.tsv.gz``: gender and plural of the nouns that German texts use.

    python -m training.build_noun_forms NOUNS TEXT... [--least 3]

NOUNS is the Wiktionary table (lemma, pos, genus, nom_pl, gen_sg; CC BY-SA, see NOTICE); a noun is kept if it or its
plural stands at least `--least` times in TEXT (plain text, gzipped). Compounds that end in a kept noun and inflect
like it are left out: `kg.noun_forms` finds them by their last part.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

GENDERS = {"m": "m", "f": "f", "n": "n"}
NO_COMMON_NOUN = ("name", "Affix", "Gebunden", "Abkürzung", "Toponym", "adjektivisch")
WORD = re.compile(r"[A-ZÄÖÜ][a-zäöüßA-ZÄÖÜ-]+")


def count_words(paths: list[Path]) -> Counter[str]:
    """How often each capitalised word stands in the texts."""
    counts: Counter[str] = Counter()
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as handle:
            for line in handle:
                counts.update(WORD.findall(line))
    return counts


def read_nouns(path: Path) -> Iterator[tuple[str, str, str]]:
    """Lemma, gender and plural of the common nouns; names and affixes are left out."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE):
            genders = [GENDERS[part] for part in re.split(r"[/|,]", row["genus"]) if part in GENDERS]
            proper = any(word in row["pos"] for word in NO_COMMON_NOUN)
            if genders and not proper and WORD.fullmatch(row["lemma"]) and len(row["lemma"]) > 2:
                plural = row["nom_pl"].split("|")[0].strip()
                yield row["lemma"], "".join(sorted(set(genders))), plural if WORD.fullmatch(plural) else ""


def distinct(nouns: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """The nouns without those compounds that inflect as their last part says."""
    kept = {}
    for lemma, (gender, plural) in nouns.items():
        for cut in range(2, len(lemma) - 2):
            last = lemma[cut:].capitalize()
            if last in nouns:
                head_gender, head_plural = nouns[last]
                same = plural == (lemma[:cut] + head_plural.lower() if head_plural else "") or not plural
                if not (head_gender == gender and same):
                    kept[lemma] = (gender, plural)
                break
        else:
            kept[lemma] = (gender, plural)
    return kept


def main() -> None:
    """Writes the table, sorted, with a fixed gzip header so that the same input gives the same bytes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("nouns", type=Path)
    parser.add_argument("text", type=Path, nargs="+")
    parser.add_argument("--least", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("ontologies/lexicon/noun_forms.tsv.gz"))
    options = parser.parse_args()
    counts = count_words(options.text)
    nouns: dict[str, tuple[str, str]] = {}
    for lemma, gender, plural in read_nouns(options.nouns):
        if counts[lemma] + counts[plural] >= options.least:
            nouns.setdefault(lemma, (gender, plural))
    kept = distinct(nouns)
    lines = ["lemma\tgender\tplural", *("\t".join((lemma, *kept[lemma])) for lemma in sorted(kept))]
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, filename="") as handle:
        handle.write(("\n".join(lines) + "\n").encode("utf-8"))
    options.out.write_bytes(buffer.getvalue())
    print(f"{len(nouns)} nouns, {len(kept)} kept")


if __name__ == "__main__":
    main()
