"""Builds ``ontologies/lexicon/attributes.tsv``: the nouns that like to take a certain preposition (*Recht auf*).

    python -m training.build_attributes TEXT.txt.gz ...

Counted over raw text is how often a preposition stands right behind a noun. Most of them belong to a verb, but those
are spread over all nouns: a noun that is followed by a preposition several times as often as nouns are on the whole
governs it. Only these pairs are kept, no text; with the case that the preposition takes there.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from kg.annotate.syntax_tables import Syntax, load_syntax
from kg.files import write_atomically
from kg.noun_forms import load_noun_forms

LEAST_NOUNS = 30
LEAST_PAIRS = 6
SHARE = 0.05  # of the occurrences of the noun
LIFT = 5  # times as often as behind nouns on the whole
CLEAR = 0.75  # of the articles that show a case
CASES = ("acc", "dat")
TWO_CASES = "an auf hinter in neben unter vor zwischen über".split()
# not at the start of a sentence, not: von Tag zu Tag
NOUN = r"(?<=[a-zäöüß,] )(?<!\b[Vv]on )([A-ZÄÖÜ](?:[a-zäöüß]|-[A-ZÄÖÜ]?){2,})"
NEXT = r"([A-ZÄÖÜ\d]|(?:den|das|die|eine[nmr]?|dem|der)\b|[a-zäöüß]+e[nmrs]? [A-ZÄÖÜ])"  # not: meiner Meinung nach ist

Pair = tuple[str, str]


def plain_forms(syntax: Syntax) -> dict[str, str]:
    """Preposition as written -> without its article: *am* -> an."""
    words = {word: word for word in (*TWO_CASES, *(word for case in syntax.cases.values() for word in case))}
    return words | {word: plain for word, (plain, _) in syntax.contractions.items()}


def case_shown(preposition: str, following: str, syntax: Syntax) -> str:
    """The case behind a preposition, "" where what follows does not tell: *an die* -> acc, *am* -> dat."""
    if preposition in syntax.contractions:
        return syntax.contractions[preposition][1]
    possible = [case for case in CASES if case in syntax.articles.get(following, ())]
    return possible[0] if len(possible) == 1 else ""


def count_pairs(paths: Iterable[Path], syntax: Syntax) -> tuple[Counter[str], Counter[Pair], Counter[tuple[Pair, str]]]:
    """How often each noun occurs, with which preposition behind it, and with which case of that."""
    forms = plain_forms(syntax)
    alternatives = "|".join(sorted(forms, key=len, reverse=True))
    pattern = re.compile(rf"{NOUN}(?: ({alternatives}) (?={NEXT}))?")
    nouns: Counter[str] = Counter()
    pairs: Counter[Pair] = Counter()
    cases: Counter[tuple[Pair, str]] = Counter()
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for noun, preposition, following in (found for line in lines for found in pattern.findall(line)):
                nouns[noun] += 1
                if preposition:
                    pair = (noun, forms[preposition])
                    pairs[pair] += 1
                    cases[pair, case_shown(preposition, following, syntax)] += 1
    return nouns, pairs, cases


def singular_of(form: str) -> str:
    """The singular of a noun form, where all its readings agree on one; else the form."""
    found = {reading.singular for reading in load_noun_forms().forms.get(form, ()) if reading.singular}
    return found.pop() if len(found) == 1 else form


def choose(
    nouns: Counter[str], pairs: Counter[Pair], cases: Counter[tuple[Pair, str]], syntax: Syntax
) -> list[tuple[str, str]]:
    """The pairs of noun and governed ``preposition+case``, sorted."""
    every: Counter[str] = Counter()
    by_lemma: Counter[str] = Counter()
    found: Counter[Pair] = Counter()
    shown: Counter[tuple[Pair, str]] = Counter()
    for form, count in nouns.items():
        by_lemma[singular_of(form)] += count
    for (form, preposition), count in pairs.items():
        every[preposition] += count
        found[singular_of(form), preposition] += count
    for ((form, preposition), case), count in cases.items():
        shown[(singular_of(form), preposition), case] += count
    share = {preposition: count / nouns.total() for preposition, count in every.items()}
    fixed = {word: case for case, words in syntax.cases.items() for word in words}
    return sorted(
        (lemma, f"{preposition}+{fixed.get(preposition) or clear_case((lemma, preposition), shown)}")
        for (lemma, preposition), count in found.items()
        if count >= LEAST_PAIRS
        and load_noun_forms().readings(lemma)  # no surnames: Lenz für die Fraktion
        and by_lemma[lemma] >= LEAST_NOUNS
        and count >= max(SHARE, LIFT * share[preposition]) * by_lemma[lemma]
        and (preposition in fixed or clear_case((lemma, preposition), shown))
    )


def clear_case(pair: Pair, shown: Counter[tuple[Pair, str]]) -> str:
    """The case that nearly all articles behind the preposition show, "" if they differ: *Mord an* -> dat."""
    total = sum(shown[pair, case] for case in CASES)
    return next((case for case in CASES if total and shown[pair, case] >= CLEAR * total), "")


def main() -> None:
    """Writes the table, sorted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=Path("ontologies/lexicon/attributes.tsv"))
    options = parser.parse_args()
    table: dict[str, list[str]] = {}
    for noun, slot in choose(*count_pairs(options.texts, load_syntax()), load_syntax()):
        table.setdefault(noun, []).append(slot)
    lines = ["noun\tslots", *(f"{noun}\t{' '.join(table[noun])}" for noun in sorted(table))]
    write_atomically(options.out, ["\n".join([*lines, ""]).encode()])


if __name__ == "__main__":
    main()
