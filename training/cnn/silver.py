"""What the encoder pipeline teaches the plain one: labels of raw text, and of layers that nobody annotated."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from training.corpora import letters_of
from training.sentence import Sentence

LONGEST = 4  # lines in a text: a line is a sentence in Wikipedia, a short paragraph in the protocols
LEAST_LETTERS = 15
RECASED_SHARE = 0.03  # of the texts that are learned in small letters, with the labels of the text as written
STOPLESS_SHARE = 0.04  # of the texts that are labelled without their final stop, as headlines have none


def complete(sentence: Sentence, teacher: Language) -> Sentence:
    """The sentence with every layer: what is not annotated is as `teacher` sees it."""
    doc = teacher(Doc(teacher.vocab, words=list(sentence.words), spaces=list(sentence.spaces)))
    own_tree = any(head is not None for head in sentence.heads)
    own_names = any(tag is not None for tag in sentence.ents)
    found = {
        "tags": [token.pos_ for token in doc],
        "feats": [str(token.morph) for token in doc],
        "lemmas": [token.lemma_ for token in doc],
    }
    layers = {
        name: tuple(new if old is None else old for old, new in zip(getattr(sentence, name), column, strict=True))
        for name, column in found.items()
    }
    if not own_tree:
        layers["heads"] = tuple(token.head.i for token in doc)
        layers["deprels"] = tuple("root" if token.head.i == token.i else token.dep_ for token in doc)
    if not own_names:
        layers["ents"] = tuple(name_tags(doc))
    return replace(sentence, **layers)


def name_tags(doc: Doc) -> list[str]:
    """BIO tags of the names of `doc`."""
    return [f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O" for token in doc]


def read_texts(path: Path, words: int, *, held: frozenset[str], seed: int) -> list[str]:
    """Texts of one to four neighbouring lines, drawn from the whole file until there are `words` of them.

    No line whose letters are in `held` (test and dev sentences) is taken.
    """
    dice = random.Random(seed)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = list(_join_lines(lines, held=held, dice=dice))
    dice.shuffle(texts)
    chosen: list[str] = []
    while words > 0 and texts:
        chosen.append(texts.pop())
        words -= len(chosen[-1].split())
    return chosen


def _join_lines(lines: Iterable[str], *, held: frozenset[str], dice: random.Random) -> Iterator[str]:
    run: list[str] = []
    size = dice.randint(1, LONGEST)
    for line in lines:
        line = line.strip()
        letters = letters_of(line)
        # headings of Wikipedia (`== Werdegang ==`) and empty lines end a paragraph
        usable = len(letters) >= LEAST_LETTERS and not line.startswith("=") and letters not in held
        if usable:
            run.append(line)
        if run and (not usable or len(run) == size):
            yield " ".join(run)
            run, size = [], dice.randint(1, LONGEST)
    if run:
        yield " ".join(run)


def label_texts(texts: Iterable[str], teacher: Language, dice: random.Random) -> Iterator[Doc]:
    """Docs with all layers; a few without final stop, a few in small letters."""
    for text in texts:
        if text.endswith(".") and dice.random() < STOPLESS_SHARE:
            text = text[:-1]
        doc = teacher(text)
        yield in_small_letters(doc) if dice.random() < RECASED_SHARE else doc


def in_small_letters(doc: Doc) -> Doc:
    """The same Doc with the words in small letters and all labels kept, as people write in a hurry."""
    return Doc(
        doc.vocab,
        words=[token.text.lower() for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        pos=[token.pos_ for token in doc],
        morphs=[str(token.morph) for token in doc],
        lemmas=[token.lemma_ for token in doc],
        heads=[token.head.i for token in doc],
        deps=[token.dep_ for token in doc],
        ents=name_tags(doc),
    )
