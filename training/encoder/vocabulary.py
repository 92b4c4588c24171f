"""Word pieces that German news need: the full inventory cut down to those that text uses."""

from __future__ import annotations

import csv
import gzip
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from tokenizers import Tokenizer, normalizers
from tokenizers.models import Unigram

from training.encoder.base import Base
from training.sentence import Sentence

SPACE = "▁"
SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")
WORD = re.compile(r"\w(?:[\w\-.’']*\w)?|[^\w\s]")
LAST_ALPHABETIC_LETTER = 0x52F  # Latin, Greek, Cyrillic
SYMBOLS = ("P", "S", "N", "M")  # Unicode categories kept beyond the alphabets
NAME_COLUMNS = ("name", "name_de")
TREEBANK_WEIGHT = 20


def build_tokenizer(pieces: list[str], scores: list[float]) -> Tokenizer:
    """A unigram tokenizer; pieces come with their ids in order, specials first."""
    model = Unigram(list(zip(pieces, scores, strict=True)), unk_id=SPECIALS.index("<unk>"), byte_fallback=False)
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.NFKC()
    return tokenizer


def prune(base: Base, counts: Counter[str], *, size: int) -> list[int]:
    """Ids in the full inventory of the pieces to keep: specials, then characters, then by count."""
    full = build_tokenizer(list(base.pieces), [float(score) for score in base.scores])
    used: Counter[int] = Counter()
    words = list(counts)
    for start in range(0, len(words), 10_000):
        part = words[start : start + 10_000]
        for word, encoding in zip(part, full.encode_batch(part, add_special_tokens=False), strict=True):
            for piece in encoding.ids:
                used[piece] += counts[word]
    kept = [base.pieces.index(special) for special in SPECIALS]
    single = [i for i, piece in enumerate(base.pieces) if i not in kept and _is_character(piece)]
    kept += single
    known = set(kept)
    frequent = [i for i, _ in sorted(used.items(), key=lambda item: (-item[1], item[0])) if i not in known]
    return kept + frequent[: size - len(kept)]


def _is_character(piece: str) -> bool:
    letter = piece.removeprefix(SPACE) or piece
    if len(letter) != 1:
        return False
    return ord(letter) <= LAST_ALPHABETIC_LETTER or unicodedata.category(letter)[0] in SYMBOLS


def count_words(corpora: Path, sentences: Iterable[Sentence]) -> Counter[str]:
    """Words with `▁` where a space precedes, as often as raw text, treebanks and name lists have them."""
    chunks: Counter[str] = Counter()
    for path in sorted((corpora / "text").glob("*.txt.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if "klexikon" in path.name or number % 3 == 0:
                    chunks.update(line.split())
    for path in sorted((corpora / "gazetteer").glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                chunks.update(" ".join(row.get(column) or "" for column in NAME_COLUMNS).split())
    counts: Counter[str] = Counter()
    for chunk, count in chunks.items():
        for word in _words(chunk):
            counts[word] += count
    for sentence in sentences:
        for word in spaced_words(sentence.words, sentence.spaces):
            counts[word] += TREEBANK_WEIGHT
    return counts


def _words(chunk: str) -> Iterator[str]:
    for i, match in enumerate(WORD.finditer(chunk)):
        yield SPACE + match.group() if i == 0 else match.group()


def spaced_words(words: Iterable[str], spaces: Iterable[bool]) -> list[str]:
    """Each word as the tokenizer wants it: `▁` before it unless it is glued to the word before."""
    result, gap = [], True
    for word, space in zip(words, spaces, strict=True):
        result.append(SPACE + word if gap else word)
        gap = space
    return result
