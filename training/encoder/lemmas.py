"""The list of lemmas that goes with the encoder, from treebanks and word lists."""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable

from kg.encoder.lemmas import AS_WRITTEN, GROUPS, NOUN, LemmaList
from training.lexicon import Lexicon
from training.sentence import Sentence

OFFICIAL, OFFICIAL_WEIGHT = ("gsd-dev", "pud"), 4
RULED = frozenset({"NUM", "PUNCT", "SYM", "X", "INTJ", "SPACE"})
LEAST_COUNT, CLEAR, NOTABLE = 2, 0.85, 0.15
Table = dict[tuple[str, str], tuple[str, ...]]


def pack_lemmas(sentences: Iterable[Sentence], lexicon: Lexicon) -> bytes:
    """The packed list; treebanks come first, the word lists add verbs and nouns."""
    table = _lexicon_table(lexicon)
    table.update(_treebank_table(sentences))
    rows = ("\t".join((tag, form, *lemmas)) for (tag, form), lemmas in sorted(_without_compounds(table).items()))
    return gzip.compress("\n".join(rows).encode("utf-8"), 9, mtime=0)


def _treebank_table(sentences: Iterable[Sentence]) -> Table:
    """Lemmas of the forms met at least twice, the most frequent first; a rare second one counts as a mistake."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        weight = OFFICIAL_WEIGHT if sentence.source.startswith(OFFICIAL) else 1
        for word, tag, lemma in zip(sentence.words, sentence.tags, sentence.lemmas, strict=True):
            if tag and lemma and tag not in RULED and tag not in AS_WRITTEN:
                seen[GROUPS.get(tag, tag), word if tag == NOUN else word.lower()][lemma] += weight
    table = {}
    for key, counts in seen.items():
        total = sum(counts.values())
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if total < LEAST_COUNT:
            continue
        clear = ranked[0][1] >= CLEAR * total
        table[key] = tuple(lemma for lemma, count in ranked[: 1 if clear else 3] if count >= NOTABLE * total)
    return {key: lemmas for key, lemmas in table.items() if lemmas}


def _lexicon_table(lexicon: Lexicon) -> Table:
    table: Table = {("VERB", form): tuple(sorted(lemmas)) for form, lemmas in lexicon.verbs.items()}
    table |= {(NOUN, form): tuple(sorted(lemmas)) for form, lemmas in lexicon.nouns.items() if form}
    return table


def _without_compounds(table: Table) -> Table:
    """The table less the nouns whose lemma follows from a shorter noun in it."""
    kept = {key: lemmas for key, lemmas in table.items() if key[0] != NOUN}
    nouns = sorted((key for key in table if key[0] == NOUN), key=lambda key: (len(key[1]), key[1]))
    words = LemmaList(kept)
    for key in nouns:
        if words.listed(key[1], NOUN) != table[key]:
            kept[key] = table[key]
    return kept
