"""Writes a trained encoder as a spaCy pipeline with 8-bit weights."""

from __future__ import annotations

import argparse
import io
import json
import shutil
import tempfile
import warnings
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import spacy
import torch
import torch.nn.functional as F
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from kg.encoder.model import ARCS, GRAPH, LABELS, LEMMAS, PIECES
from kg.tokenizer import german_tokenizer
from training.corpora import training_sets
from training.encoder.base import read_base
from training.encoder.batches import BOS, EOS
from training.encoder.layers import DEV_TREES, Labels, Numberer
from training.encoder.lemmas import pack_lemmas
from training.encoder.model import REL, Model, linear, norm
from training.lexicon import Lexicon
from training.shipping import SPACY, write_checksums

OUTPUTS = ["tags", "feats", "rules", "ents", "starts", "arcs", "dependents", "governors"]
BEST_RULES = 5
EVERY = 40  # each so many training sentences, one shows how large values get


class Graph(nn.Module):
    """The model for one window, without a batch: ids in, best labels and scores out."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model
        table = model.words.weight.detach()
        scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("table", (table / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)
        self.peaks = [torch.zeros(layer.up.out_features) for layer in model.layers]

    def forward(self, ids: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, ...]:
        """What `OUTPUTS` names, for one window."""
        model = self.model
        x = F.embedding(ids, self.table).float() * F.embedding(ids, self.scale)
        x = norm(model.norm, x + model.positions(torch.arange(ids.shape[0])))
        for layer, peaks in zip(model.layers, self.peaks, strict=True):
            x = _layer(layer, x, peaks)
        scores = model.heads(((x[first] + x[last]) * 0.5)[None], None)
        return (
            scores["tags"][0].argmax(-1),
            scores["feats"][0].argmax(-1),
            scores["rules"][0].topk(BEST_RULES).indices,
            scores["ents"][0],
            scores["starts"][0, :, 1] - scores["starts"][0, :, 0],
            scores["arcs"][0],
            scores["rel_dep"][0],
            scores["rel_head"][0],
        )

    def calibrate(self, windows: Iterable[Tensor]) -> None:
        """Notes the largest value of each channel before the last product of each layer."""
        for ids in windows:
            self(ids, torch.tensor([1]), torch.tensor([1]))

    def set_apart(self) -> None:
        """Takes the channel with the largest values out of the 8-bit product of each layer.

        One channel of 1536 reaches 72 where all others stay below 6.2: its range would cost the others three bits.
        """
        for layer, peaks in zip(self.model.layers, self.peaks, strict=True):
            layer.apart = int(peaks.argmax())
            layer.register_buffer("apart_weight", layer.down.weight[:, layer.apart].clone()[None])
            layer.register_buffer("others", torch.ones_like(peaks).index_fill(0, peaks.argmax(), 0.0))


def _layer(layer: nn.Module, x: Tensor, peaks: Tensor) -> Tensor:
    hidden = x.shape[-1]
    q, k, v = linear(layer.qkv, x).split(hidden, -1)
    q = q.reshape(-1, layer.heads, layer.size).transpose(0, 1)
    k = k.reshape(-1, layer.heads, layer.size).permute(1, 2, 0)
    v = v.reshape(-1, layer.heads, layer.size).transpose(0, 1)
    mixed = torch.softmax(q @ k * layer.size**-0.5, -1) @ v
    x = norm(layer.norm1, x + linear(layer.out, mixed.transpose(0, 1).reshape(-1, hidden)))
    wide = F.gelu(linear(layer.up, x))
    if not hasattr(layer, "apart"):
        torch.maximum(peaks, wide.abs().amax(0), out=peaks)
        return norm(layer.norm2, x + linear(layer.down, wide))
    apart = wide[:, layer.apart : layer.apart + 1] * layer.apart_weight
    return norm(layer.norm2, x + apart + linear(layer.down, wide * layer.others))


def export(run: Path, corpora: Path, base: Path, out: Path, *, int8: bool = True) -> None:
    """Writes the pipeline for the checkpoint in `run` into the folder `out`."""
    kept, labels = torch.load(run / "prepared.pt", weights_only=False)
    checkpoint = torch.load(run / "checkpoint.pt", weights_only=True, map_location="cpu")
    model = Model(read_base(base), kept, labels, layers=checkpoint["layers"])
    model.load_state_dict(checkpoint["weights"])
    model.eval()
    files = {
        GRAPH: _graph(_calibrated(model, run, corpora, labels), int8=int8),
        PIECES: (run / "tokenizer.json").read_bytes(),
        LABELS: _labels(labels),
        ARCS: _deprel_weight(model),
        LEMMAS: _lemmas(corpora),
    }
    nlp = spacy.blank("de")
    nlp.tokenizer = german_tokenizer(nlp)
    nlp.add_pipe("kg_encoder")
    nlp.get_pipe("kg_encoder").load(files)
    nlp.meta.update(
        name="kg_german",
        version="0.1.1",
        spacy_version=SPACY,
        description="German news: UPOS, morphology, lemmas, Universal Dependencies, names; "
        "multilingual-e5-small encoder, 8-bit",
        license="CC BY-SA 4.0",
    )
    shutil.rmtree(out, ignore_errors=True)
    nlp.to_disk(out)
    shutil.copy(Path(__file__).with_name("MODEL_CARD.md"), out / "README.md")
    write_checksums(out)


def _calibrated(model: Model, run: Path, corpora: Path, labels: Labels) -> Graph:
    numberer = Numberer(Tokenizer.from_file(str(run / "tokenizer.json")), labels)
    graph = Graph(model)
    with torch.no_grad():
        examples = (numberer.numbers(sentence).pieces for sentence in training_sets(corpora).trees[::EVERY])
        graph.calibrate(torch.tensor([BOS, *(i for word in words for i in word), EOS]) for words in examples)
        graph.set_apart()
    return graph


def _graph(graph: Graph, *, int8: bool) -> bytes:
    examples = (torch.tensor([0, 5, 6, 7, 2]), torch.tensor([1, 2]), torch.tensor([1, 3]))
    axes = {"ids": {0: "pieces"}, "first": {0: "words"}, "last": {0: "words"}}
    axes |= {name: {0: "words"} for name in OUTPUTS}
    axes["arcs"] = {0: "words", 1: "governors"}
    axes["governors"] = {0: "governors"}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        floats, small = Path(folder) / "float.onnx", Path(folder) / "int8.onnx"
        torch.onnx.export(
            graph,
            examples,
            str(floats),
            input_names=["ids", "first", "last"],
            output_names=OUTPUTS,
            dynamic_axes=axes,
            dynamo=False,
            opset_version=17,
        )
        if not int8:
            return floats.read_bytes()
        # 7 of 8 bits: processors without VNNI add pairs of products in 16 bits and would overflow
        quantize_dynamic(
            floats,
            small,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            op_types_to_quantize=["MatMul"],
        )
        return small.read_bytes()


def _labels(labels: Labels) -> bytes:
    return (json.dumps(vars(labels), ensure_ascii=False, indent=1) + "\n").encode()


def _deprel_weight(model: Model) -> bytes:
    """The label weights as [dependent, label, governor], half precision."""
    buffer = io.BytesIO()
    weight = model.rel_weight.detach().numpy()
    if weight.shape[0] != REL + 1:
        raise ValueError(f"label weights of shape {weight.shape}")
    np.savez(buffer, weight=weight.astype(np.float16))
    return buffer.getvalue()


def _lemmas(corpora: Path) -> bytes:
    sets = training_sets(corpora)
    sentences = [*sets.trees, *sets.partial, *sets.dev["gsd-dev"][:-DEV_TREES]]
    return pack_lemmas(sentences, Lexicon(corpora))


def main() -> None:
    """Command line of the export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="directory of the training run")
    parser.add_argument("corpora", type=Path, help="directory with treebank/, ner/, lexicon/")
    parser.add_argument("base", type=Path, help="e5-small-q4.bin")
    parser.add_argument("out", type=Path, help="directory of the pipeline")
    parser.add_argument("--float", action="store_true", help="keep 32-bit weights, for comparison")
    args = parser.parse_args()
    export(args.run, args.corpora, args.base, args.out, int8=not args.float)


if __name__ == "__main__":
    main()
