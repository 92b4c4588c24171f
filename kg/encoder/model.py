"""The files of a trained encoder, and its scores for a stretch of words."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController
from tokenizers import Tokenizer

from kg.encoder.lemmas import unpack_lemmas
from kg.errors import ModelError

GRAPH, PIECES, LABELS, ARCS = "model.onnx", "tokenizer.json", "labels.json", "deprels.npz"
LEMMAS = "lemmas.tsv.gz"
FILES = (GRAPH, PIECES, LABELS, ARCS, LEMMAS)
SPACE = "▁"
BOS, EOS, UNKNOWN = 0, 2, 3
LONGEST_WORD = 12  # pieces; what comes after them is not looked at
CACHED_WORDS = 200_000
TYPEWRITTEN = {"``": "„", "''": "“"}  # agency style ``Das ist so'', which training texts hardly have
Floats = NDArray[np.float32]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Labels:
    """What the numbers of each layer mean."""

    tags: list[str]
    feats: list[str]
    rules: list[str]
    deprels: list[str]
    ents: list[str]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the encoder says about n words.

    `tags` and `feats` are the best labels, `rules` the best three per word, `starts` is positive
    where a sentence begins. `arcs[d, h]` has the root at `h = 0`.
    """

    tags: Indices
    feats: Indices
    rules: Indices
    ents: Floats
    starts: Floats
    arcs: Floats
    dependents: Floats
    governors: Floats


class Model:
    """An encoder read from its five files; `threads` is for one stretch of words."""

    def __init__(self, files: dict[str, bytes], *, threads: int) -> None:
        self.files = files
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(files[GRAPH], options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_buffer(files[PIECES])
        self._cache: dict[str, list[int]] = {}
        self.labels = Labels(**json.loads(files[LABELS]))
        self.lemmas = unpack_lemmas(files[LEMMAS])
        with np.load(io.BytesIO(files[ARCS])) as arrays:
            self._weight = arrays["weight"].astype(np.float32)
        self._libraries = ThreadpoolController()

    def pieces(self, word: str, *, spaced: bool) -> list[int]:
        """Ids of the pieces of a word, at least one; `spaced` if a space precedes it."""
        word = TYPEWRITTEN.get(word, word)
        key = SPACE + word if spaced else word
        found = self._cache.get(key)
        if found is None:
            if len(self._cache) >= CACHED_WORDS:
                self._cache.clear()
            ids = self._tokenizer.encode(key, add_special_tokens=False).ids
            found = self._cache[key] = ids[:LONGEST_WORD] or [UNKNOWN]
        return found

    def scores(self, words: Sequence[list[int]]) -> Scores:
        """Scores for consecutive words given by their pieces."""
        lengths = np.array([len(pieces) for pieces in words], np.int64)
        last = lengths.cumsum()
        ids = np.array([BOS, *(piece for pieces in words for piece in pieces), EOS], np.int64)
        return Scores(*self._session.run(None, {"ids": ids, "first": last - lengths + 1, "last": last}))

    def deprels(self, scores: Scores, dependents: Indices, governors: Indices) -> Indices:
        """The best label for each pair of a word and the row of its governor in `arcs`."""
        below = _with_one(scores.dependents[dependents])
        above = _with_one(scores.governors[governors])
        size = self._weight.shape[2]
        with self._libraries.limit(limits=1, user_api="blas"):  # so small a product only waits for its threads
            mixed = (below @ self._weight.reshape(size, -1)).reshape(len(below), -1, size)
            values = np.matmul(mixed, above[:, :, None])[:, :, 0]
        root = self.labels.deprels.index("root")
        values[:, root] = np.where(governors == 0, np.float32(np.inf), np.float32(-np.inf))
        return np.asarray(values.argmax(1), np.int64)


def read_files(folder: Path) -> dict[str, bytes]:
    """The content of the model's files in `folder`.

    Raises:
        ModelError: one is missing.
    """
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise ModelError(f"{folder}: {', '.join(missing)} missing; copy the whole folder of the pipeline again")
    return {name: (folder / name).read_bytes() for name in FILES}


def _with_one(vectors: Floats) -> Floats:
    return np.concatenate([vectors, np.ones((len(vectors), 1), np.float32)], axis=1)
