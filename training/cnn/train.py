"""Trains the plain spaCy pipeline.

python -m training.cnn.train prepare --corpora DIR --work DIR
python -m training.cnn.train fit syntax --work DIR [--steps N]
python -m training.cnn.train fit names --work DIR [--steps N]
python -m training.cnn.train assemble --work DIR --output DIR
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import spacy
from spacy.cli.train import train
from spacy.language import Language
from spacy.tokens import DocBin

from kg.tokenizer import german_tokenizer
from training.cnn.docs import training_docs
from training.corpora import training_sets

SEED = 7
CONFIGS = Path(__file__).parent
LAYERS = ["ORTH", "SPACY", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE"]


@spacy.registry.callbacks("kg.german_tokenizer.v1")
def create_tokenizer_callback() -> Callable[[Language], None]:
    """What spaCy calls before it initialises a pipeline: sets our tokenizer."""

    def set_tokenizer(nlp: Language) -> None:
        nlp.tokenizer = german_tokenizer(nlp)

    return set_tokenizer


def prepare(corpora: Path, work: Path) -> None:
    """Writes `syntax-train.spacy`, `syntax-dev.spacy`, `names-…` into `work`."""
    sets = training_sets(corpora)
    nlp = spacy.blank("de")
    nlp.tokenizer = german_tokenizer(nlp)
    work.mkdir(parents=True, exist_ok=True)
    plan = {
        "syntax-train": ([*sets.trees, *sets.partial], True),
        "syntax-dev": (sets.dev["gsd-dev"], False),
        "names-train": (sets.names, True),
        "names-dev": (sets.dev["germeval-dev"], False),
    }
    for name, (sentences, vary) in plan.items():
        docs = training_docs(nlp, sentences, seed=SEED, vary=vary)
        DocBin(attrs=LAYERS, docs=docs).to_disk(work / f"{name}.spacy")


def fit(part: str, work: Path, *, steps: int) -> None:
    """Trains `syntax` or `names`; the best pipeline lands in `work/PART/model-best`."""
    overrides = {
        "paths.train": str(work / f"{part}-train.spacy"),
        "paths.dev": str(work / f"{part}-dev.spacy"),
        "training.max_steps": steps,
    }
    train(CONFIGS / f"{part}.cfg", work / part, overrides=overrides)


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("prepare")
    command.add_argument("--corpora", type=Path, required=True)
    command.add_argument("--work", type=Path, required=True)
    command = commands.add_parser("fit")
    command.add_argument("part", choices=["syntax", "names"])
    command.add_argument("--work", type=Path, required=True)
    command.add_argument("--steps", type=int, default=20000)
    command = commands.add_parser("assemble")
    command.add_argument("--work", type=Path, required=True)
    command.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    if options.command == "prepare":
        prepare(options.corpora, options.work)
    elif options.command == "fit":
        fit(options.part, options.work, steps=options.steps)
    else:
        from training.cnn.assemble import assemble

        assemble(options.work, options.output)


if __name__ == "__main__":
    main()
