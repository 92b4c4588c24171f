"""Dictionary forms from a list, for words that rules of spelling get wrong: *traf*, *Fälle*, *am*."""

from __future__ import annotations

import gzip
from collections.abc import Iterable

NOUN = "NOUN"
GROUPS = {"AUX": "VERB"}  # `hat` has one lemma as both
AS_WRITTEN = ("PROPN",)  # names are their own lemmas
SHORTEST_TAIL = 4  # letters of the noun that ends a compound


class LemmaList:
    """Lemmas by word class and form; what is not listed follows the rule that the encoder proposes."""

    def __init__(self, lemmas: dict[tuple[str, str], tuple[str, ...]]) -> None:
        self._lemmas = lemmas

    def lemma(self, word: str, tag: str, proposals: Iterable[str]) -> str:
        """The first of the `proposals` that the list allows, or else what the list says.

        >>> words = LemmaList({("VERB", "traf"): ("treffen",), ("NOUN", "Fälle"): ("Fall", "Fälle")})
        >>> words.lemma("Traf", "VERB", ["trafen"]), words.lemma("Todesfälle", "NOUN", ["Todesfäll"])
        ('treffen', 'Todesfall')
        >>> words.lemma("Fälle", "NOUN", ["Fälle"]), words.lemma("zag", "VERB", ["zagen"])
        ('Fälle', 'zagen')
        """
        if tag in AS_WRITTEN:
            return word
        listed = self.listed(word, tag)
        if not listed:
            return next(iter(proposals), word)
        if len(listed) == 1:
            return listed[0]
        return next((lemma for lemma in proposals if lemma in listed), listed[0])

    def listed(self, word: str, tag: str) -> tuple[str, ...]:
        """All lemmas that the list allows, the most frequent first."""
        if tag != NOUN:
            return self._lemmas.get((GROUPS.get(tag, tag), word.lower()), ())
        return self._lemmas.get((tag, word)) or self._compound(word)

    def _compound(self, word: str) -> tuple[str, ...]:
        """`Todesfälle` -> `Todesfall`, from the longest listed noun at the end."""
        for at in range(2, len(word) - SHORTEST_TAIL + 1):
            tail = word[at:]
            if tail[0] == "-":
                continue
            found = self._lemmas.get((NOUN, tail[0].upper() + tail[1:]))
            if found and (tail[0].islower() or word[at - 1] == "-"):
                joined = (lemma if word[at - 1] == "-" else lemma.lower() for lemma in found)
                return tuple(word[:at] + lemma for lemma in joined)
        return ()


def unpack_lemmas(packed: bytes) -> LemmaList:
    """The list in the model's folder: word class, form and lemmas in each line."""
    rows = (line.split("\t") for line in gzip.decompress(packed).decode("utf-8").splitlines())
    return LemmaList({(tag, form): tuple(lemmas) for tag, form, *lemmas in rows})
