"""What the German models are trained and tested on, from one directory of corpora.

The directory has `treebank/` (CoNLL-U), `ner/` and `lexicon/` as described in `training/README.md`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from training.conllu import read_conllu
from training.harmonise import closed_class_table, harmonise
from training.lexicon import Lexicon
from training.names import read_europarl, read_germeval, read_germeval_train, read_uner_pud
from training.sentence import Sentence

PUD_HELD_BACK = 100  # last sentences of each half, news and Wikipedia

__all__ = ["Corpora", "Sentence", "letters_of", "training_sets"]


@dataclass(frozen=True, slots=True)
class Corpora:
    """Training material and named test sets.

    - `trees`: sentences with UPOS, trees and (on about half) lemmas and features
    - `partial`: sentences with UPOS, some with lemmas, no trees
    - `names`: sentences with BIO tags only
    - `dev`: `gsd-dev`, `germeval-dev`, for choosing among models
    - `test`: `gsd-test`, `pud-test`, `germeval-test`, `uner-pud`, `europarl`; never trained on
    """

    trees: tuple[Sentence, ...]
    partial: tuple[Sentence, ...]
    names: tuple[Sentence, ...]
    dev: dict[str, tuple[Sentence, ...]]
    test: dict[str, tuple[Sentence, ...]]

    @property
    def held(self) -> frozenset[str]:
        """The letters of every dev and test sentence: what no training text may contain as a line."""
        every = (*self.dev.values(), *self.test.values())
        return frozenset().union(*map(_keys, every))


def training_sets(corpora: Path) -> Corpora:
    """All German sets under the directory `corpora`; no test sentence is left in training."""
    trees, ner = Path(corpora) / "treebank", Path(corpora) / "ner"
    gsd_dev = read_conllu(trees / "de_gsd-ud-dev.conllu", name="gsd-dev")
    gsd_test = read_conllu(trees / "de_gsd-ud-test.conllu", name="gsd-test")
    pud = read_conllu(trees / "de_pud-ud-test.conllu", name="pud")
    pud_train, pud_test = _split_pud(pud)
    gsd = read_conllu(trees / "de_gsd-train.reconstructed.conllu", name="gsd-train")
    hdt = _read_hdt(trees)
    partial = _read_partial(trees)
    germeval_dev = read_germeval(ner / "germeval2014" / "NER-de-dev.tsv", name="germeval-dev")
    germeval_test = read_germeval(ner / "germeval2014" / "NER-de-test.tsv", name="germeval-test")
    names = read_germeval_train(ner / "germeval2014" / "train.outer.bio.tsv")
    uner_pud = read_uner_pud(ner / "uner_pud" / "de_pud-ud-test.iob2", pud)
    europarl = read_europarl(ner / "europarl" / "ixa-de-europarl.test.conll02")

    table = closed_class_table([*gsd_dev, *pud_train])
    lexicon = Lexicon(corpora)
    held = _keys([*gsd_test, *pud_test])
    gsd_dev = _without(gsd_dev, held)
    held_names = _keys([*germeval_test, *germeval_dev, *uner_pud, *europarl])
    return Corpora(
        trees=tuple(harmonise(_without([*gsd, *pud_train, *hdt], held | _keys(gsd_dev)), table, lexicon=lexicon)),
        partial=tuple(harmonise(_without(partial, held | _keys(gsd_dev)), table, lexicon=lexicon)),
        names=tuple(_without(names, held_names)),
        dev={
            "gsd-dev": tuple(harmonise(gsd_dev, table, official=True)),
            "germeval-dev": tuple(_without(germeval_dev, _keys(germeval_test))),
        },
        test={
            "gsd-test": tuple(harmonise(gsd_test, table, official=True)),
            "pud-test": tuple(harmonise(pud_test, table, official=True)),
            "germeval-test": tuple(germeval_test),
            "uner-pud": tuple(uner_pud),
            "europarl": tuple(europarl),
        },
    )


def _read_hdt(trees: Path) -> list[Sentence]:
    sentences = []
    for name in ("de_hdt.bugs_dedup.conllu", "de_hdt-docs_examples.conllu"):
        sentences += read_conllu(trees / name, name="hdt", detokenised=True)
    return [sentence for sentence in sentences if sentence.has_tree]


def _read_partial(trees: Path) -> list[Sentence]:
    empirist = trees / "de_empirist.pos_lemma_gold.conllu"
    leftovers = trees / "de_gsd-train.upos_only_no_tree.conllu"
    return [
        *read_conllu(empirist, name="empirist", detokenised=True),
        *read_conllu(leftovers, name="gsd-train"),
    ]


def _split_pud(pud: list[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """PUD without and with the last 100 sentences of its news and of its Wikipedia half."""
    test: list[Sentence] = []
    for half in ("pud/n", "pud/w"):
        test += [sentence for sentence in pud if sentence.source.startswith(half)][-PUD_HELD_BACK:]
    held = {sentence.source for sentence in test}
    return [sentence for sentence in pud if sentence.source not in held], test


def _without(sentences: Iterable[Sentence], held: set[str]) -> list[Sentence]:
    return [sentence for sentence in sentences if letters_of(sentence.text) not in held]


def _keys(sentences: Iterable[Sentence]) -> set[str]:
    return {letters_of(sentence.text) for sentence in sentences}


def letters_of(text: str) -> str:
    """The letters and digits alone, in small letters, since corpora differ in blanks and quotation marks.

    >>> letters_of("„Nein“ , sagte er .")
    'neinsagteer'
    """
    return "".join(c for c in text.lower() if c.isalnum())
