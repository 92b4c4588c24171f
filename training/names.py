"""Corpora of names -> sentences with BIO tags; all other layers are missing.

GermEval's OTH is called MISC, as everywhere else in German pipelines.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.sentence import Sentence, sentence_from_words, with_ents


def read_germeval_train(path: Path) -> list[Sentence]:
    """GermEval 2014 train: `token TAB tag`, outer entities."""
    return list(_sentences(path, name="germeval-train", word=0, tag=1))


def read_germeval(path: Path, *, name: str) -> list[Sentence]:
    """GermEval 2014 dev or test: `index TAB token TAB outer TAB nested`; outer entities."""
    return list(_sentences(path, name=name, word=1, tag=2))


def read_europarl(path: Path) -> list[Sentence]:
    """Europarl test: `token TAB … TAB tag` with PER, LOC, ORG and MISC."""
    return list(_sentences(path, name="europarl", word=0, tag=-1))


def read_uner_pud(path: Path, trees: list[Sentence]) -> list[Sentence]:
    """UNER's names on the words of German PUD, sorted by sentence id.

    UNER writes `an dem` where the text has `am`; a name is never at such a place.
    Sentences whose words differ otherwise are left out.
    """
    sentences = []
    tagged = _sentences(path, name="uner-pud", word=1, tag=2)
    ordered = sorted(trees, key=lambda tree: tree.source)
    for names, tree in zip(tagged, ordered, strict=True):
        ents = _ents_on(tree.words, names)
        if ents is not None:
            sentences.append(with_ents(tree, ents))
    return sentences


def _ents_on(words: tuple[str, ...], names: Sentence) -> list[str] | None:
    ents, at = [], 0
    for word in words:
        if at >= len(names.words):
            return None
        ents.append(names.ents[at] or "O")
        # `am` is one word here and two there
        at += 1 if names.words[at].lower() == word.lower() else 2
    return ents if at == len(names.words) else None


def _sentences(path: Path, *, name: str, word: int, tag: int) -> Iterator[Sentence]:
    words: list[str] = []
    ents: list[str] = []
    count = 0
    for cells in _rows(path):
        if cells is not None:
            words.append(cells[word])
            ents.append(cells[tag].replace("OTH", "MISC"))
        elif words:
            count += 1
            yield sentence_from_words(words, ents=ents, source=f"{name}/{count}")
            words, ents = [], []


def _rows(path: Path) -> Iterator[list[str] | None]:
    """The cells of each line; `None` at the end of a sentence."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith(("#\t", "# ")) and not line.startswith("#\tO"):
                continue
            yield line.split("\t") if line.strip() else None
    yield None
