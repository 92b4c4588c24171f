"""Trains the encoder for a fixed time on the clock and writes checkpoints."""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Iterable
from pathlib import Path
from random import Random

import spacy
import torch
import torch.nn.functional as F
from torch import Tensor

from kg.tokenizer import german_tokenizer
from training.corpora import training_sets
from training.encoder.base import Base, read_base
from training.encoder.batches import Batch, batches, windows
from training.encoder.layers import DEV_NAMES, DEV_TREES, MISSING, Labels, Numberer, labels_from_sentences
from training.encoder.model import NEVER, Model
from training.encoder.vocabulary import build_tokenizer, count_words, prune
from training.retokenise import is_sound, retokenise
from training.sentence import Sentence

log = logging.getLogger("kg.training")
WEIGHTS = {"tags": 1.0, "feats": 0.7, "rules": 0.7, "ents": 2.0, "starts": 0.3, "arcs": 1.0, "deprels": 1.0}
ENCODER_RATE, HEAD_RATE, WARM_UP = 3e-4, 1e-3, 100


def losses(model: Model, batch: Batch) -> dict[str, Tensor]:
    """Mean loss of each head over the words annotated for it."""
    scores = model(batch["ids"], batch["first"], batch["last"])
    found = {}
    for name in ("tags", "feats", "rules", "ents", "starts"):
        found[name] = _loss(scores[name], batch[name])
    sent = batch["sent"]
    outside = sent[:, :, None] != sent[:, None, :]
    outside = F.pad(outside, (1, 0), value=False)
    arcs = scores["arcs"].float().masked_fill(outside, NEVER)
    found["arcs"] = _loss(arcs, batch["heads"])
    rows, words = (batch["heads"] != MISSING).nonzero(as_tuple=True)
    if len(rows):
        heads = batch["heads"][rows, words]
        labels = model.label_scores(scores["rel_dep"][rows, words], scores["rel_head"][rows, heads])
        found["deprels"] = _loss(labels, batch["deprels"][rows, words])
    return found


def _loss(scores: Tensor, gold: Tensor) -> Tensor:
    scores, gold = scores.reshape(-1, scores.shape[-1]), gold.reshape(-1)
    known = gold != MISSING
    if not known.any():
        return scores.sum() * 0.0
    return F.cross_entropy(scores[known].float(), gold[known])


def prepare(args: argparse.Namespace) -> tuple[Base, list[int], Labels, list[list[Sentence]]]:
    """Base weights, kept pieces, labels and training corpora."""
    corpora = training_sets(args.corpora)
    base = read_base(args.base)
    official = corpora.dev["gsd-dev"][:-DEV_TREES]
    pud = [sentence for sentence in corpora.trees if sentence.source.startswith("pud")]
    trees = [*corpora.trees, *official, *official, *pud]  # the best annotated ones twice
    names = [*corpora.names, *corpora.dev["germeval-dev"][:-DEV_NAMES]]
    parts = [on_our_tokens(part) for part in (trees, corpora.partial, names)]
    args.out.mkdir(parents=True, exist_ok=True)
    prepared = args.out / "prepared.pt"
    if prepared.exists():
        kept, labels = torch.load(prepared, weights_only=False)
    else:
        labels = labels_from_sentences(trees + parts[1])
        counts = count_words(args.corpora, [sentence for part in parts for sentence in part])
        kept = prune(base, counts, size=args.pieces)
        torch.save((kept, labels), prepared)
    return base, kept, labels, parts


def on_our_tokens(sentences: Iterable[Sentence]) -> list[Sentence]:
    """The sentences on the word borders that kg's tokenizer sets."""
    tokenizer = german_tokenizer(spacy.blank("de"))
    moved = []
    for sentence in sentences:
        tokens = [token for token in tokenizer(sentence.text) if not token.is_space]
        moved.append(retokenise(sentence, [t.text for t in tokens], [bool(t.whitespace_) for t in tokens]))
    return [sentence for sentence in moved if is_sound(sentence)]


def optimiser(model: Model) -> torch.optim.Optimizer:
    """AdamW with a lower rate for what is pretrained, and no decay on biases and norms."""
    groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        pretrained = name.split(".")[0] in ("words", "positions", "norm", "layers")
        groups.setdefault((pretrained, parameter.ndim > 1), []).append(parameter)
    return torch.optim.AdamW(
        [
            {
                "params": parameters,
                "weight_decay": 0.01 if decays else 0.0,
                "top": ENCODER_RATE if pretrained else HEAD_RATE,
            }
            for (pretrained, decays), parameters in groups.items()
        ],
        lr=0.0,
        betas=(0.9, 0.98),
        fused=True,
    )


def train(args: argparse.Namespace) -> None:
    """Passes over the corpora until the time is up; the rate falls with the clock."""
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    dice = Random(1)
    base, kept, labels, parts = prepare(args)
    tokenizer = build_tokenizer([base.pieces[i] for i in kept], [float(base.scores[i]) for i in kept])
    tokenizer.save(str(args.out / "tokenizer.json"))
    numberer = Numberer(tokenizer, labels)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = Model(base, kept, labels, layers=args.layers)
    if args.start:
        model.load_state_dict(torch.load(args.start, weights_only=True, map_location="cpu")["weights"])
    model.move(device)
    log.info("on %s, %d pieces, %s", device, len(kept), {k: len(v) for k, v in vars(labels).items()})
    optimizer = optimiser(model)
    begin = saved = time.time()
    step, seen, passes = 0, 0, 0
    sums: dict[str, float] = {}
    while time.time() - begin < args.seconds:
        all_windows = [window for part in parts for window in windows(part, numberer, dice)]
        passes += 1
        for batch in batches(all_windows, budget=args.budget, dice=dice):
            progress = (time.time() - begin) / args.seconds
            if progress >= 1:
                break
            rate = min((step + 1) / WARM_UP, 1.0) * (1 - progress)
            for group in optimizer.param_groups:
                group["lr"] = group["top"] * rate
            model.train()
            found = losses(model, {name: values.to(device) for name, values in batch.items()})
            torch.stack([WEIGHTS[name] * value for name, value in found.items()]).sum().backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0, foreach=True)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            seen += batch["ids"].numel()
            for name, value in found.items():
                sums[name] = sums.get(name, 0.0) * 0.98 + 0.02 * float(value.detach())
            if step % 50 == 0:
                pace = seen / (time.time() - begin)
                shown = " ".join(f"{name} {value:.3f}" for name, value in sums.items())
                log.info("pass %d step %d %.1f%% %.0f pieces/s %s", passes, step, 100 * progress, pace, shown)
            if time.time() - saved > 600:
                save(model, args)
                saved = time.time()
    save(model, args)
    log.info("done: %d steps, %d passes, %d pieces", step, passes, seen)


def save(model: Model, args: argparse.Namespace) -> None:
    """The weights, replaced in one go."""
    torch.save({"layers": args.layers, "weights": model.state_dict()}, args.out / "checkpoint.tmp")
    (args.out / "checkpoint.tmp").replace(args.out / "checkpoint.pt")


def main() -> None:
    """Command line of the training run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="directory with treebank/, ner/, lexicon/, text/, gazetteer/")
    parser.add_argument("base", type=Path, help="e5-small-q4.bin")
    parser.add_argument("out", type=Path, help="directory for checkpoints")
    parser.add_argument("--start", type=Path, help="checkpoint to go on from")
    parser.add_argument("--seconds", type=float, default=4900)
    parser.add_argument("--layers", type=int, default=8)
    parser.add_argument("--pieces", type=int, default=36_000)
    parser.add_argument("--budget", type=int, default=2048, help="word pieces in a batch")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    train(args)


if __name__ == "__main__":
    main()
