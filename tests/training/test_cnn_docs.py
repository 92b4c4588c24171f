"""Training Docs of the plain pipeline: what is missing stays missing, trees survive the variations."""

from __future__ import annotations

from dataclasses import replace

import spacy

from training.cnn.docs import doc_from_sentences, training_docs
from training.sentence import Sentence, sentence_from_words

KNOWN = Sentence(
    words=('"', "Ja", '"', ",", "sagte", "Kern", "."),
    spaces=(False, False, False, True, True, False, False),
    tags=("PUNCT", "INTJ", "PUNCT", "PUNCT", "VERB", "PROPN", "PUNCT"),
    feats=("", "", "", "", None, "Case=Nom", ""),
    lemmas=('"', "ja", '"', ",", "sagen", None, "."),
    heads=(1, 4, 1, 4, 4, 4, 4),
    deprels=("punct", "ccomp", "punct", "punct", "root", "nsubj", "punct"),
    ents=(None,) * 7,
    source="x/1",
)


def test_missing_layers_stay_missing() -> None:
    """A word without features has no UPOS either; names that nobody annotated are unknown, not absent."""
    doc = doc_from_sentences(spacy.blank("de"), [KNOWN])
    assert (doc[4].pos_, doc[4].has_morph()) == ("", False)
    assert (doc[5].pos_, str(doc[5].morph), doc[5].lemma_) == ("PROPN", "Case=Nom", "")
    assert not doc.has_annotation("ENT_IOB")


def test_names_without_trees() -> None:
    """A sentence of a name corpus says where no names are, and nothing about syntax."""
    doc = doc_from_sentences(spacy.blank("de"), [sentence_from_words(["Anna", "kam"], ents=["B-PER", "O"], source="x")])
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Anna", "PER")]
    assert doc[1].ent_iob_ == "O"
    assert not doc.has_annotation("DEP")


def test_variations_keep_the_tree() -> None:
    """Exchanged quotation marks, lost stops, double spaces and line breaks leave one root a sentence."""
    nlp = spacy.blank("de")
    run = [replace(KNOWN, source=f"x/{i}") for i in range(200)]
    docs = list(training_docs(nlp, run, seed=1))
    assert {token.text for doc in docs for token in doc} > {"„", "»", " ", "\n"}
    sents = [sent for doc in docs for sent in doc.sents]
    assert len(sents) == len(run)
    assert all(sent.root.text == "sagte" for sent in sents)
    again = list(training_docs(nlp, run, seed=1))
    assert [doc.text for doc in again] == [doc.text for doc in docs]
