"""Weights and word pieces of multilingual-e5-small, read from the 4-bit file `e5-small-q4.bin`."""

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Base:
    """A pretrained encoder: its sizes, its pieces with their scores, and its weights by name."""

    hidden: int
    layers: int
    heads: int
    ffn: int
    positions: int
    eps: float
    pieces: list[str]
    scores: np.ndarray
    specials: dict[str, int]
    normal: dict[str, str]
    weights: dict[str, np.ndarray]


def read_base(path: Path) -> Base:
    """Everything in the file, weights as float32 vectors (the caller knows the shapes)."""
    raw = path.read_bytes()
    if raw[:4] != b"E5S1":
        raise ValueError(f"{path}: not an E5S1 file")
    at = 8
    hidden, layers, heads, ffn, _vocab, positions, _types = struct.unpack_from("<7i", raw, at)
    (eps,) = struct.unpack_from("<f", raw, at + 28)
    at += 36  # 7 sizes, eps, block size
    count, bos, eos, pad, unk = struct.unpack_from("<5i", raw, at)
    (blob_length,) = struct.unpack_from("<Q", raw, at + 20)
    at += 28
    offsets = np.frombuffer(raw, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(raw, "<f4", count, at)
    at += 4 * count
    blob = raw[at : at + blob_length]
    at += blob_length
    pieces = [blob[a:b].decode("utf-8") for a, b in pairwise(offsets)]
    normal, at = _read_normalisation(raw, at)
    weights = _read_weights(raw, at)
    return Base(
        hidden, layers, heads, ffn, positions, eps, pieces, scores,
        {"bos": bos, "eos": eos, "pad": pad, "unk": unk}, normal, weights,
    )  # fmt: skip


def _read_normalisation(raw: bytes, at: int) -> tuple[dict[str, str], int]:
    entries, size = struct.unpack_from("<iI", raw, at)
    at += 8
    end = at + size
    table: dict[str, str] = {}
    for _ in range(entries):
        code, n = struct.unpack_from("<IB", raw, at)
        table[chr(code)] = "".join(map(chr, struct.unpack_from(f"<{n}I", raw, at + 5)))
        at += 5 + 4 * n
    return table, end


def _read_weights(raw: bytes, at: int) -> dict[str, np.ndarray]:
    (tensors,) = struct.unpack_from("<i", raw, at)
    at += 4
    index = []
    for _ in range(tensors):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        at += 2 + length
        index.append((name, *struct.unpack_from("<BIQQ", raw, at)))
        at += 21
    weights = {}
    for name, dtype, n, offset, size in index:
        data = raw[offset : offset + size]
        weights[name] = _dequantise(data, n) if dtype else np.frombuffer(data, "<f4").copy()
    return weights


def _dequantise(data: bytes, n: int) -> np.ndarray:
    """Blocks of 32 weights: one half-precision scale, then 16 bytes with two nibbles each."""
    blocks = np.frombuffer(data, np.uint8).reshape(-1, 18)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
    values = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return (values * scale).reshape(-1)[:n]
