"""Sentences -> numbers: label inventories, word pieces, and what is missing masked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from kg.edits import rule_from_pair
from training.encoder.vocabulary import SPACE
from training.sentence import Sentence

MISSING = -100
MIN_RULE_COUNT = 3
MIN_FEATS_COUNT = 2
MAX_WORD_PIECES = 12
DEV_TREES, DEV_NAMES = 150, 400  # last sentences of the dev sets, which are not trained on
NAME_TYPES = ("PER", "LOC", "ORG", "MISC")
NAME_VARIANTS = ("", "deriv", "part")


@dataclass(frozen=True)
class Labels:
    """What each head can say; the index is the number that the model works with."""

    tags: list[str]
    feats: list[str]
    rules: list[str]
    deprels: list[str]
    ents: list[str]


@dataclass(frozen=True, slots=True)
class Numbers:
    """A sentence as arrays over words; `pieces` has one tuple of ids for each word."""

    pieces: list[tuple[int, ...]]
    tags: np.ndarray
    feats: np.ndarray
    rules: np.ndarray
    heads: np.ndarray  # 0 is the root, n + 1 the word n of this sentence
    deprels: np.ndarray
    ents: np.ndarray

    def __len__(self) -> int:
        return len(self.pieces)


def labels_from_sentences(sentences: Iterable[Sentence]) -> Labels:
    """Labels seen often enough to be learned."""
    tags: Counter[str] = Counter()
    feats: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    deprels: Counter[str] = Counter()
    for sentence in sentences:
        tags.update(tag for tag in sentence.tags if tag)
        feats.update(feat for feat in sentence.feats if feat is not None)
        deprels.update(deprel for deprel in sentence.deprels if deprel)
        pairs = zip(sentence.words, sentence.lemmas, strict=True)
        rules.update(rule_from_pair(word, lemma) for word, lemma in pairs if lemma)
    ents = ["O"] + [f"{p}-{name}{v}" for name in NAME_TYPES for v in NAME_VARIANTS for p in "BI"]
    return Labels(
        tags=_frequent(tags, 5),
        feats=_frequent(feats, MIN_FEATS_COUNT),
        rules=_frequent(rules, MIN_RULE_COUNT),
        deprels=_frequent(deprels, 3),
        ents=ents,
    )


def _frequent(counts: Counter[str], least: int) -> list[str]:
    return [label for label, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if count >= least]


class Numberer:
    """Turns sentences into numbers; words seen before are not cut into pieces again."""

    def __init__(self, tokenizer: Tokenizer, labels: Labels) -> None:
        self._tokenizer = tokenizer
        self._unknown = tokenizer.token_to_id("<unk>")
        self._cache: dict[str, tuple[int, ...]] = {}
        self._index = {
            layer: {label: i for i, label in enumerate(getattr(labels, layer))}
            for layer in ("tags", "feats", "rules", "deprels", "ents")
        }

    def pieces(self, word: str) -> tuple[int, ...]:
        """Ids of a word that begins with `▁` if a space precedes it."""
        found = self._cache.get(word)
        if found is None:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids[:MAX_WORD_PIECES]
            found = self._cache[word] = tuple(ids) or (self._unknown,)
        return found

    def numbers(self, sentence: Sentence) -> Numbers:
        """The sentence with every label as its index, `MISSING` where there is none."""
        gaps = (True, *sentence.spaces[:-1])
        pairs = zip(sentence.words, gaps, strict=True)
        lemmas = zip(sentence.words, sentence.lemmas, strict=True)
        return Numbers(
            pieces=[self.pieces(SPACE + word if gap else word) for word, gap in pairs],
            tags=self._layer("tags", sentence.tags),
            feats=self._layer("feats", sentence.feats),
            rules=self._layer(
                "rules", [None if lemma is None else rule_from_pair(word, lemma) for word, lemma in lemmas]
            ),
            heads=np.array(
                [MISSING if h is None else 0 if h == i else h + 1 for i, h in enumerate(sentence.heads)], np.int64
            ),
            deprels=self._layer("deprels", sentence.deprels),
            ents=self._layer("ents", [ent and ent.replace("OTH", "MISC") for ent in sentence.ents]),
        )

    def _layer(self, layer: str, values: Iterable[str | None]) -> np.ndarray:
        index = self._index[layer]
        return np.array([MISSING if value is None else index.get(value, MISSING) for value in values], np.int64)
