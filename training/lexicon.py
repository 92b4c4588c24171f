"""Word lists that complete what the reconstructed treebank leaves out: verb forms and nouns."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

MOODS = {
    "PRÄ": {"Mood": "Ind", "Tense": "Pres"},
    "PRT": {"Mood": "Ind", "Tense": "Past"},
    "KJ1": {"Mood": "Sub", "Tense": "Pres"},
    "KJ2": {"Mood": "Sub", "Tense": "Past"},
}
NUMBERS = {"S": "Sing", "P": "Plur"}
SHORTEST_BASE = 5  # letters of the noun that ends a compound


class Lexicon:
    """Verb forms and nouns by form.

    `verbs["kam"]` is `{"kommen": {"PRT.S.1", "PRT.S.3"}}`, `nouns["Häuser"]` is `{"Haus"}`.
    """

    def __init__(self, corpora: Path) -> None:
        self.verbs: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.nouns: dict[str, set[str]] = defaultdict(set)
        folder = Path(corpora) / "lexicon"
        for form, lemma, features in _rows(folder / "verb_forms_de.tsv.gz"):
            stem, _, prefix = form.partition(" ")
            # `kommt an` is written `ankommt` at the end of a subordinate clause
            self.verbs[prefix + stem][lemma] |= set(features.split(","))
        for lemma, kind, _, plural, genitive in _rows(folder / "nouns_de_wiktionary.tsv.gz"):
            if "Substantiv" not in kind or lemma.startswith("-") or lemma[:1].islower():
                continue
            for form in {lemma, plural, genitive, *_dative_plural(plural)}:
                self.nouns[form].add(lemma)

    def mood(self, form: str, number: str, person: str) -> dict[str, str] | None:
        """Mood and tense of a finite form, the indicative where both are possible.

        `kaufe`, Sing, 3 is a subjunctive since the indicative is `kauft`.
        """
        codes = set().union(*self.verbs.get(form.lower(), {}).values())
        for mood, features in MOODS.items():
            if any(f"{mood}.{short}.{person}" in codes for short, long in NUMBERS.items() if long == number):
                return features
        return None

    def verb_lemma(self, form: str) -> str | None:
        """The infinitive if there is only one."""
        lemmas = [*self.verbs.get(form.lower(), {})]
        return lemmas[0] if len(lemmas) == 1 else None

    def noun_lemma(self, form: str) -> str | None:
        """The nominative singular if there is only one, also of compounds.

        `Militärhilfen` -> `Militärhilfe`.
        """
        if form in self.nouns:
            return next(iter(self.nouns[form])) if len(self.nouns[form]) == 1 else None
        for at in range(2, len(form) - SHORTEST_BASE + 1):
            last = form[at:].capitalize()
            if last in self.nouns and form[at:].islower():
                lemmas = self.nouns[last]
                return form[:at] + next(iter(lemmas)).lower() if len(lemmas) == 1 else None
        return None


def _rows(path: Path) -> Iterator[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            yield line.rstrip("\n").split("\t")


def _dative_plural(plural: str) -> set[str]:
    """`Häuser` -> `Häusern`."""
    return set() if not plural or plural[-1] in "ns" else {plural + "n"}
