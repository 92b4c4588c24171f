"""Trains the plain spaCy pipeline: on annotated sentences and on what the encoder pipeline says of raw text.

python -m training.cnn.train prepare --corpora DIR --work DIR [--teacher MODEL] [--words N]
python -m training.cnn.train fit --work DIR [--steps N]
python -m training.cnn.train assemble --work DIR --output DIR
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import spacy
from spacy.cli.train import train
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from kg.nlp import load_nlp
from kg.tokenizer import german_tokenizer
from training.cnn.assemble import assemble
from training.cnn.docs import training_docs
from training.cnn.silver import complete, label_texts, read_texts
from training.corpora import training_sets
from training.sentence import Sentence

SEED = 7
CONFIG = Path(__file__).parent / "pipeline.cfg"
LAYERS = ["ORTH", "SPACY", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE"]
WORDS = 2_500_000  # of raw text to label
SHARES = {"klexikon_dewiki": 0.76, "bundestag_wp20": 0.12, "bundestag_wp21": 0.12}  # of them, by file
STEPS = 14_000


@spacy.registry.callbacks("kg.german_tokenizer.v1")
def create_tokenizer_callback() -> Callable[[Language], None]:
    """What spaCy calls before it initialises a pipeline: sets our tokenizer."""

    def set_tokenizer(nlp: Language) -> None:
        nlp.tokenizer = german_tokenizer(nlp)

    return set_tokenizer


def prepare(corpora: Path, work: Path, *, teacher: str, words: int) -> None:
    """Writes `train/` (annotated sentences twice, each time varied; labelled texts) and `dev/` into `work`.

    No corpus has both trees and names: what a sentence lacks is filled in by `teacher`. In `dev/`, too, since spaCy
    counts a sentence without a tree as one without a right arc; it only chooses among the checkpoints of one run.
    """
    sets = training_sets(corpora)
    for folder in ("train", "dev"):
        (work / folder).mkdir(parents=True, exist_ok=True)
    gold = [*sets.trees, *sets.partial, *sets.names]
    with ProcessPoolExecutor(2) as pool:
        jobs = [
            pool.submit(_complete, gold, work / "train" / f"gold-{seed}.spacy", teacher=teacher, seed=seed)
            for seed in (SEED, SEED + 1)
        ]
        for name, sentences in sets.dev.items():
            target = work / "dev" / f"{name}.spacy"
            jobs.append(pool.submit(_complete, sentences, target, teacher=teacher, seed=SEED, vary=False))
        for name, share in SHARES.items():
            texts = read_texts(corpora / "text" / f"{name}.txt.gz", round(words * share), held=sets.held, seed=SEED)
            jobs.append(pool.submit(_label, texts, work / "train" / f"silver-{name}.spacy", teacher=teacher))
        for job in jobs:
            job.result()


def _complete(sentences: Sequence[Sentence], target: Path, *, teacher: str, seed: int, vary: bool = True) -> None:
    fill = partial(complete, teacher=load_nlp(teacher, annotate=False))
    _write(training_docs(_blank(), sentences, seed=seed, vary=vary, complete=fill), target)


def _label(texts: Sequence[str], target: Path, *, teacher: str) -> None:
    _write(label_texts(texts, load_nlp(teacher, annotate=False), random.Random(SEED)), target)


def _write(docs: Iterable[Doc], target: Path) -> None:
    DocBin(attrs=LAYERS, docs=docs).to_disk(target)


def _blank() -> Language:
    nlp = spacy.blank("de")
    nlp.tokenizer = german_tokenizer(nlp)
    return nlp


def fit(work: Path, *, steps: int) -> None:
    """Trains; the best pipeline lands in `work/run/model-best`."""
    overrides = {
        "paths.train": str(work / "train"),
        "paths.dev": str(work / "dev"),
        "training.max_steps": steps,
    }
    train(CONFIG, work / "run", use_gpu=0 if spacy.prefer_gpu() else -1, overrides=overrides)


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("prepare")
    command.add_argument("--corpora", type=Path, required=True)
    command.add_argument("--work", type=Path, required=True)
    command.add_argument("--teacher", default="de", help="pipeline that labels (default: de)")
    command.add_argument("--words", type=int, default=WORDS, help=f"of raw text to label (default: {WORDS:,})")
    command = commands.add_parser("fit")
    command.add_argument("--work", type=Path, required=True)
    command.add_argument("--steps", type=int, default=STEPS, help=f"of 1,000 words (default: {STEPS:,})")
    command = commands.add_parser("assemble")
    command.add_argument("--work", type=Path, required=True)
    command.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    if options.command == "prepare":
        prepare(options.corpora, options.work, teacher=options.teacher, words=options.words)
    elif options.command == "fit":
        fit(options.work, steps=options.steps)
    else:
        assemble(options.work, options.output)


if __name__ == "__main__":
    main()
