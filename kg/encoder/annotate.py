"""What the encoder says, written on a Doc."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.edits import apply_rule
from kg.encoder.model import Model, Scores
from kg.encoder.names import NameDecoder
from kg.encoder.sentences import scored_sentences
from kg.encoder.trees import best_tree

ATTRIBUTES = ["HEAD", "DEP", "POS", "MORPH", "LEMMA", "ENT_IOB", "ENT_TYPE"]
IOB = {"I": 1, "O": 2, "B": 3}
ROOT, LOOSE, SPACE = "ROOT", "dep", "SPACE"
Column = NDArray[np.uint64]
Indices = NDArray[np.int64]
Layers = dict[str, Column]


class Annotator:
    """Writes the layers of one model with the strings of one vocabulary."""

    def __init__(self, model: Model, vocab: Vocab) -> None:
        labels = model.labels
        self._model, self._vocab = model, vocab
        self._names = NameDecoder(labels.ents)
        self._tags = _column(vocab.strings.add(tag) for tag in labels.tags)
        self._feats = _column(vocab.morphology.add(feats) for feats in labels.feats)
        deprels = [ROOT if deprel == "root" else deprel for deprel in labels.deprels]
        self._deprels = _column(vocab.strings.add(deprel) for deprel in deprels)
        self._iob = _column(IOB[ent[0]] for ent in labels.ents)
        self._types = _column(vocab.strings.add(ent[2:]) if ent[2:] else 0 for ent in labels.ents)

    def annotate(self, doc: Doc) -> Doc:
        """The Doc with all layers; sentence borders that it has, `True` or `False`, stay."""
        words = np.array([token.i for token in doc if not token.is_space], np.int64)
        layers = self._blank_layers(doc, words)
        if len(words):
            pieces = [self._model.pieces(doc[i].text, spaced=_is_spaced(doc, i)) for i in words.tolist()]
            for start, end, offset, scores in scored_sentences(self._model, pieces, _preset(doc, words)):
                self._write(doc, layers, words[start:end], np.arange(start, end) - offset, scores)
        _bridge_names(layers, np.setdiff1d(np.arange(len(doc)), words))
        columns = np.stack([layers[attribute] for attribute in ATTRIBUTES], axis=1)
        return doc.from_array(ATTRIBUTES, columns) if len(doc) else doc  # type: ignore[arg-type]

    def _blank_layers(self, doc: Doc, words: Indices) -> Layers:
        """All tokens as white space that hangs on the word before it, or else on the first word."""
        size = len(doc)
        before = np.searchsorted(words, np.arange(size), side="right") - 1
        heads = words[np.maximum(before, 0)] if len(words) else np.zeros(size, np.int64)
        loose = self._vocab.strings.add(LOOSE)
        return {
            "HEAD": (heads - np.arange(size)).astype(np.uint64),
            "DEP": np.where(heads == np.arange(size), self._vocab.strings.add(ROOT), loose).astype(np.uint64),
            "POS": np.full(size, self._vocab.strings.add(SPACE), np.uint64),
            "MORPH": np.full(size, self._vocab.morphology.add(""), np.uint64),
            "LEMMA": np.array([token.orth for token in doc], np.uint64),
            "ENT_IOB": np.full(size, IOB["O"], np.uint64),
            "ENT_TYPE": np.zeros(size, np.uint64),
        }

    def _write(self, doc: Doc, layers: Layers, tokens: Indices, rows: Indices, scores: Scores) -> None:
        """Fills in the `tokens` of one sentence, which are the `rows` of the scores."""
        governors = best_tree(scores.arcs[np.ix_(rows, np.append(0, rows + 1))])
        heads = np.where(governors == 0, tokens, tokens[governors - 1])
        above = np.where(governors == 0, 0, rows[governors - 1] + 1)
        ents = self._names.decode(scores.ents[rows])
        tags = scores.tags[rows]
        layers["HEAD"][tokens] = (heads - tokens).astype(np.uint64)
        layers["DEP"][tokens] = self._deprels[self._model.deprels(scores, rows, above)]
        layers["POS"][tokens] = self._tags[tags]
        layers["MORPH"][tokens] = self._feats[scores.feats[rows]]
        layers["ENT_IOB"][tokens] = self._iob[ents]
        layers["ENT_TYPE"][tokens] = self._types[ents]
        layers["LEMMA"][tokens] = _column(
            self._vocab.strings.add(self._lemma(doc[i].text, tag, best))
            for i, tag, best in zip(tokens.tolist(), tags.tolist(), scores.rules[rows].tolist(), strict=True)
        )

    def _lemma(self, word: str, tag: int, best: list[int]) -> str:
        labels = self._model.labels
        proposals = (apply_rule(labels.rules[rule], word) for rule in best)
        return self._model.lemmas.lemma(word, labels.tags[tag], (lemma for lemma in proposals if lemma))


def _bridge_names(layers: Layers, blanks: Indices) -> None:
    """White space inside a name belongs to it: the second blank of *Angela  Merkel*, the line break of *New\\nYork*."""
    for i in reversed(blanks.tolist()):
        if i + 1 < len(layers["ENT_IOB"]) and layers["ENT_IOB"][i + 1] == IOB["I"]:
            layers["ENT_IOB"][i], layers["ENT_TYPE"][i] = layers["ENT_IOB"][i + 1], layers["ENT_TYPE"][i + 1]


def _is_spaced(doc: Doc, i: int) -> bool:
    return i == 0 or bool(doc[i - 1].whitespace_) or doc[i - 1].is_space


def _preset(doc: Doc, words: Indices) -> Indices:
    """What is known of each word: 1 begins a sentence, -1 does not, 0 is open.

    A border before white space holds for the word after it.
    """
    known = doc.to_array("SENT_START").astype(np.int64)
    marked = np.concatenate([[-1], words])
    return np.array(
        [1 if (known[a + 1 : b + 1] == 1).any() else known[b] for a, b in pairwise(marked.tolist())],
        np.int64,
    )


def _column(values: object) -> Column:
    return np.array(list(values), np.uint64)  # type: ignore[call-overload]
