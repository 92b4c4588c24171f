"""Hand-checked parses of the constructions as spaCy Docs, so that the grammar can be tested without a model.

`gold/parses.conllu` has the labels of kg's own pipelines; words are those of running text (``im`` is one word), names
stand in MISC as ``NER=B-PER``. A line ``# item = …`` opens the sentences that belong to one item.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import biluo_tags_to_spans, iob_to_biluo

from kg.nlp import ANNOTATORS

PARSES = Path(__file__).resolve().parent / "gold" / "parses.conllu"
Row = list[str]


@cache
def annotators() -> Language:
    """The five steps of `kg.annotate` and nothing else."""
    nlp = spacy.blank("de")
    for name in ANNOTATORS:
        nlp.add_pipe(name)
    return nlp


@cache
def read_parses(path: Path = PARSES) -> dict[str, list[list[Row]]]:
    """The rows of each sentence of each item, by the item's text."""
    items: dict[str, list[list[Row]]] = {}
    sentences: list[list[Row]] = []
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        rows = []
        for line in block.splitlines():
            if line.startswith("# item = "):
                sentences = items[line.removeprefix("# item = ")] = []
            elif not line.startswith("#"):
                rows.append(line.split("\t"))
        sentences.append(rows)
    return items


def gold_doc(text: str) -> Doc:
    """`text` with its hand-checked parse. Raises KeyError if it has none."""
    sentences = read_parses()[text]
    rows = list(_rows_in_doc(sentences))
    misc = [dict(part.partition("=")[::2] for part in row[9].split("|")) for row, _, _ in rows]
    doc = Doc(
        annotators().vocab,
        words=[row[1] for row, _, _ in rows],
        spaces=[part.get("SpaceAfter") != "No" for part in misc[:-1]] + [False],
        lemmas=[row[2] for row, _, _ in rows],
        pos=[row[3] for row, _, _ in rows],
        morphs=["" if row[5] == "_" else row[5] for row, _, _ in rows],
        heads=[head for _, head, _ in rows],
        deps=["ROOT" if row[7] == "root" else row[7] for row, _, _ in rows],
        sent_starts=[start for _, _, start in rows],
    )
    doc.ents = biluo_tags_to_spans(doc, iob_to_biluo([part.get("NER", "O") for part in misc]))
    return doc


def _rows_in_doc(sentences: list[list[Row]]) -> Iterator[tuple[Row, int, bool]]:
    """Each row with its head's place in the Doc (a root heads itself) and whether it opens a sentence."""
    offset = 0
    for rows in sentences:
        for place, row in enumerate(rows):
            head = int(row[6])
            yield row, offset + (head - 1 if head else place), place == 0
        offset += len(rows)
