"""What the encoder pipeline teaches the plain one: labels of raw text and of layers that nobody annotated."""

from __future__ import annotations

import gzip
import random
from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from training.cnn.silver import complete, in_small_letters, label_texts, read_texts
from training.corpora import letters_of
from training.sentence import Sentence, sentence_from_words


@Language.component("hand_made_teacher")
def hand_made_teacher(doc: Doc) -> Doc:
    """Every word is a noun that hangs on the first; capitalised words are persons."""
    labelled = Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        pos=["NOUN"] * len(doc),
        morphs=["Case=Nom"] * len(doc),
        lemmas=[token.text.lower() for token in doc],
        heads=[0] * len(doc),
        deps=["ROOT", *["nmod"] * (len(doc) - 1)],
    )
    labelled.set_ents([Span(labelled, i, i + 1, "PER") for i, token in enumerate(doc) if token.text.istitle()])
    return labelled


@pytest.fixture
def teacher() -> Language:
    nlp = spacy.blank("de")
    nlp.add_pipe("hand_made_teacher")
    return nlp


def test_names_get_a_tree(teacher: Language) -> None:
    """A sentence of a name corpus keeps its names and gets everything else from the teacher."""
    sentence = complete(sentence_from_words(["Anna", "kam"], ents=["O", "B-ORG"], source="x"), teacher)
    assert sentence.ents == ("O", "B-ORG")
    assert (sentence.tags, sentence.lemmas) == (("NOUN", "NOUN"), ("anna", "kam"))
    assert (sentence.heads, sentence.deprels) == ((0, 0), ("root", "nmod"))


def test_what_is_annotated_stays(teacher: Language) -> None:
    """In a treebank only gaps are filled, word by word; a tree is taken whole or not at all."""
    known = Sentence(
        words=("Anna", "kam", "an"),
        spaces=(True, True, False),
        tags=("PROPN", "VERB", "ADP"),
        feats=("", None, ""),
        lemmas=(None, "kommen", "an"),
        heads=(1, 1, None),
        deprels=("nsubj", "root", None),
        ents=(None,) * 3,
        source="x",
    )
    sentence = complete(known, teacher)
    assert sentence.feats == ("", "Case=Nom", "")
    assert sentence.lemmas == ("anna", "kommen", "an")
    assert sentence.ents == ("B-PER", "O", "O")
    assert replace(sentence, feats=known.feats, lemmas=known.lemmas, ents=known.ents) == known


def test_texts_are_neighbouring_lines(tmp_path: Path) -> None:
    """Headings and short lines end a text, sentences of the test sets are left out, the same seed draws the same."""
    lines = [f"Das ist ein ganzer Satz mit der Nummer {i}." for i in range(40)]
    source = tmp_path / "text.txt.gz"
    with gzip.open(source, "wt", encoding="utf-8") as file:
        file.write("\n".join([*lines[:10], "== Werdegang und mehr davon ==", *lines[10:], "Kurz."]))
    held = frozenset({letters_of(lines[3])})
    texts = read_texts(source, 10_000, held=held, seed=1)

    assert sorted(" ".join(texts).split()) == sorted(" ".join(line for line in lines if line != lines[3]).split())
    assert not any("Nummer 9." in text and "Nummer 10." in text for text in texts)
    assert all(1 <= text.count("Satz") <= 4 for text in texts)
    assert texts == read_texts(source, 10_000, held=held, seed=1)
    assert 50 <= sum(len(text.split()) for text in read_texts(source, 50, held=held, seed=1)) < 90


def test_small_letters_keep_the_labels(teacher: Language) -> None:
    """A text in small letters is learned with the names and lemmas of the text as written."""
    doc = in_small_letters(teacher("Anna mag Bert"))
    assert doc.text == "anna mag bert"
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("anna", "PER"), ("bert", "PER")]
    assert [token.head.i for token in doc] == [0, 0, 0]


def test_some_texts_lose_their_stop(teacher: Language) -> None:
    """A few texts end without a full stop and a few are in small letters; the others stay as they are."""
    docs = list(label_texts(["Anna kam an."] * 400, teacher, random.Random(1)))
    texts = {doc.text for doc in docs}
    assert texts >= {"Anna kam an.", "Anna kam an", "anna kam an."}
    assert sum(doc.text == "Anna kam an." for doc in docs) > 300
