"""The encoder with its heads, in PyTorch, for training."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.encoder.base import Base
from training.encoder.layers import Labels

ARC, REL, HIDDEN = 256, 96, 384
DROPOUT = 0.1
HALF = torch.bfloat16
NEVER = -30_000.0


class Noise:
    """Dropout masks cut from one long random vector: drawing new bits each time costs too much."""

    def __init__(self, size: int = 1 << 24) -> None:
        self._mask = ((torch.rand(size) >= DROPOUT).float() / (1 - DROPOUT)).to(HALF)
        self._generator = torch.Generator().manual_seed(1)

    def move(self, device: torch.device) -> None:
        """Puts the vector where the values are that it is cut for."""
        self._mask = self._mask.to(device)

    def __call__(self, x: Tensor) -> Tensor:
        """`x` with a tenth of its values zeroed."""
        start = int(torch.randint(0, self._mask.numel() - x.numel(), (1,), generator=self._generator))
        return x * self._mask[start : start + x.numel()].view(x.shape).to(x.dtype)


def linear(layer: nn.Linear, x: Tensor) -> Tensor:
    """`layer(x)` in the precision of `x`."""
    return F.linear(x, layer.weight.to(x.dtype), layer.bias.to(x.dtype))


def norm(layer: nn.LayerNorm, x: Tensor) -> Tensor:
    """`layer(x)` in the precision of `x`."""
    return F.layer_norm(x, layer.normalized_shape, layer.weight.to(x.dtype), layer.bias.to(x.dtype), layer.eps)


class Layer(nn.Module):
    """One transformer layer, normalised after each half."""

    def __init__(self, hidden: int, heads: int, ffn: int, eps: float) -> None:
        super().__init__()
        self.heads, self.size = heads, hidden // heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps)
        self.up = nn.Linear(hidden, ffn)
        self.down = nn.Linear(ffn, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps)

    def forward(self, x: Tensor, mask: Tensor, noise: Noise | None) -> Tensor:
        """Vectors of the same shape, each informed by those that `mask` leaves."""
        rows, width, hidden = x.shape
        q, k, v = linear(self.qkv, x).view(rows, width, 3, self.heads, self.size).permute(2, 0, 3, 1, 4)
        scores = torch.matmul(q * self.size**-0.5, k.transpose(2, 3)) + mask
        mixed = torch.matmul(torch.softmax(scores, -1), v).transpose(1, 2).reshape(rows, width, hidden)
        out = linear(self.out, mixed)
        x = norm(self.norm1, x + (noise(out) if noise else out))
        out = linear(self.down, F.gelu(linear(self.up, x)))
        return norm(self.norm2, x + (noise(out) if noise else out))


class Model(nn.Module):
    """Words in, scores of every head out."""

    def __init__(self, base: Base, kept: list[int], labels: Labels, *, layers: int) -> None:
        super().__init__()
        hidden = base.hidden
        self.words = nn.Embedding(len(kept), hidden)
        self.positions = nn.Embedding(base.positions, hidden)
        self.norm = nn.LayerNorm(hidden, base.eps)
        self.layers = nn.ModuleList(Layer(hidden, base.heads, base.ffn, base.eps) for _ in range(layers))
        self.form = nn.Linear(hidden, HIDDEN)
        self.name = nn.Linear(hidden, HIDDEN)
        self.tags = nn.Linear(HIDDEN, len(labels.tags))
        self.feats = nn.Linear(HIDDEN, len(labels.feats))
        self.rules = nn.Linear(HIDDEN, len(labels.rules))
        self.ents = nn.Linear(HIDDEN, len(labels.ents))
        self.starts = nn.Linear(hidden, 2)
        self.arc = nn.Linear(hidden, 2 * ARC)
        self.rel = nn.Linear(hidden, 2 * REL)
        self.root = nn.Parameter(torch.randn(1, 1, hidden) * 0.5)
        self.arc_weight = nn.Parameter(torch.randn(ARC + 1, ARC) * ARC**-0.5 * 0.3)
        self.rel_weight = nn.Parameter(torch.randn(REL + 1, len(labels.deprels), REL + 1) * 0.03)
        self.noise = Noise()
        self._load(base, kept)

    def move(self, device: torch.device) -> None:
        """Puts weights and noise on `device`."""
        self.to(device)
        self.noise.move(device)

    def _load(self, base: Base, kept: list[int]) -> None:
        def weight(name: str, *shape: int) -> Tensor:
            return torch.from_numpy(base.weights[name].reshape(shape).astype(np.float32))

        hidden, ffn = base.hidden, base.ffn
        with torch.no_grad():
            self.words.weight.copy_(weight("emb.word", -1, hidden)[kept])
            types = weight("emb.type", -1, hidden)[0]
            self.positions.weight.copy_(weight("emb.pos", -1, hidden) + types)
            self.norm.weight.copy_(weight("emb.ln.w", hidden))
            self.norm.bias.copy_(weight("emb.ln.b", hidden))
            for i, layer in enumerate(self.layers):
                layer.qkv.weight.copy_(torch.cat([weight(f"l{i}.{n}.w", hidden, hidden) for n in "qkv"]))
                layer.qkv.bias.copy_(torch.cat([weight(f"l{i}.{n}.b", hidden) for n in "qkv"]))
                for part, name, shape in (
                    (layer.out, "ao", (hidden, hidden)),
                    (layer.norm1, "aln", (hidden,)),
                    (layer.up, "fi", (ffn, hidden)),
                    (layer.down, "fo", (hidden, ffn)),
                    (layer.norm2, "oln", (hidden,)),
                ):
                    part.weight.copy_(weight(f"l{i}.{name}.w", *shape))
                    part.bias.copy_(weight(f"l{i}.{name}.b", shape[0]))

    def forward(self, ids: Tensor, first: Tensor, last: Tensor) -> dict[str, Tensor]:
        """Scores by head; `arcs[b, d, h]` for head `h` (0 is the root) of word `d`."""
        noise = self.noise if self.training else None
        half = HALF if self.training else torch.float32
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.words(ids) + self.positions(places)).to(half)
        x = noise(x) if noise else x
        mask = ((ids == 1).to(half) * NEVER)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask, noise)
        wide = x.shape[-1]
        words = (
            x.gather(1, first[..., None].expand(-1, -1, wide)) + x.gather(1, last[..., None].expand(-1, -1, wide))
        ) * 0.5
        words = noise(words) if noise else words
        return self.heads(words, noise)

    def heads(self, words: Tensor, noise: Noise | None) -> dict[str, Tensor]:
        """Scores from word vectors."""

        def drop(x: Tensor) -> Tensor:
            return noise(x) if noise else x

        form = drop(F.gelu(linear(self.form, words)))
        name = drop(F.gelu(linear(self.name, words)))
        rooted = torch.cat([self.root.to(words.dtype).expand(words.shape[0], -1, -1), words], 1)
        arc = drop(F.gelu(linear(self.arc, rooted)))
        rel = drop(F.gelu(linear(self.rel, rooted)))
        arc_weight = self.arc_weight.to(words.dtype)
        dependent = torch.matmul(arc[:, 1:, :ARC], arc_weight[:ARC]) + arc_weight[ARC]
        return {
            "tags": linear(self.tags, form),
            "feats": linear(self.feats, form),
            "rules": linear(self.rules, form),
            "ents": linear(self.ents, name),
            "starts": linear(self.starts, words),
            "arcs": torch.matmul(dependent, arc[:, :, ARC:].transpose(1, 2)),
            "rel_dep": rel[:, 1:, :REL],
            "rel_head": rel[:, :, REL:],
        }

    def label_scores(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """Scores of every label for pairs of vectors `(n, REL)`."""
        dependents = F.pad(dependents, (0, 1), value=1.0)
        heads = F.pad(heads, (0, 1), value=1.0)
        labels = self.rel_weight.shape[1]
        mixed = (dependents @ self.rel_weight.to(dependents.dtype).flatten(1)).view(-1, labels, REL + 1)
        return torch.matmul(mixed, heads[:, :, None]).squeeze(2)
