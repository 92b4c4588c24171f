"""Sketches of texts, by which near-copies find each other without a comparison of all pairs.

A text is taken as the set of its shingles (runs of some words). The smallest hash of all shingles is the same for two
texts as often as their sets overlap (Jaccard similarity), see A. Z. Broder, "On the resemblance and containment of
documents", 1997. Three such numbers make a band, eight bands a sketch: texts with the similarity s share at least one
band with the probability 1 - (1 - s³)⁸ (J. Leskovec, A. Rajaraman, J. D. Ullman, "Mining of Massive Datasets", 3.4):

    s        0.02    0.1     0.3     0.5     0.7     0.8     0.9
    shared   0.0001  0.008   0.20    0.66    0.97    0.997   1.000

Articles that tell the same in their own words have less than 0.02 of their runs of five words in common; an agency's
report that a paper has cut or retouched keeps more than 0.7. Hashes are fixed, so that the same text always has the
same sketch.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b

BANDS, ROWS = 8, 3
TEXT_WORDS = 5  # words of a shingle of a whole article
SENTENCE_WORDS = 3  # words of a shingle of one sentence
_PRIME = (1 << 61) - 1
_WORD = re.compile(r"\w+")


def sketch_of_text(text: str) -> tuple[str, ...]:
    """The bands of an article: near-copies share at least one."""
    return _bands(text, TEXT_WORDS)


@lru_cache(maxsize=50_000)
def sketch_of_sentence(text: str) -> tuple[str, ...]:
    """The bands of a sentence: near-copies share at least one.

    >>> one = sketch_of_sentence("Moskau kaufe Güter von China sowie Drohnentechnologie aus dem Iran, sagte Rutte.")
    >>> same = sketch_of_sentence("Moskau kaufe Güter von China sowie Drohnentechnologie aus dem Iran, so Rutte.")
    >>> other = sketch_of_sentence("Nach den Worten von Rutte bezieht Russland Drohnen und Bauteile aus dem Iran.")
    >>> bool(set(one) & set(same)), bool(set(one) & set(other))
    (True, False)
    """
    return _bands(text, SENTENCE_WORDS)


def _bands(text: str, words: int) -> tuple[str, ...]:
    """Each band as its number and 12 hexadecimal digits; all texts without a word share all."""
    shingles = _shingles(text, words)
    smallest = [min((a * shingle + b) % _PRIME for shingle in shingles) for a, b in _FUNCTIONS]
    bands = (smallest[start : start + ROWS] for start in range(0, BANDS * ROWS, ROWS))
    return tuple(f"{number}{_hash(repr(band)):016x}"[:13] for number, band in enumerate(bands))


def _shingles(text: str, words: int) -> set[int]:
    found = _WORD.findall(text.casefold())
    runs = (" ".join(found[start : start + words]) for start in range(max(1, len(found) - words + 1)))
    return {_hash(run) for run in runs}


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") % _PRIME


_FUNCTIONS = tuple((_hash(f"a{n}") or 1, _hash(f"b{n}")) for n in range(BANDS * ROWS))
