"""Reading treebanks and name corpora: words of running text, missing layers, one scheme."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.conllu import read_conllu
from training.harmonise import closed_class_table, harmonise
from training.names import read_germeval, read_germeval_train
from training.retokenise import bio_spans, is_sound, retokenise
from training.sentence import Sentence, detokenise, sentence_from_words

IM = """# sent_id = s1
# text = Er wohnt im Dorf.
1	Er	er	PRON	_	Case=Nom|Number=Sing|Person=3|PronType=Prs	2	nsubj	_	_
2	wohnt	wohnen	VERB	_	Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin	0	root	_	_
3-4	im	_	_	_	_	_	_	_	_
3	in	in	ADP	_	_	5	case	_	_
4	dem	der	DET	_	Case=Dat|Definite=Def|Gender=Neut|Number=Sing|PronType=Art	5	det	_	_
5	Dorf	_	NOUN	_	_	2	obl	_	SpaceAfter=No
6	.	.	PUNCT	_	_	2	punct	_	_

"""


@pytest.fixture
def village(tmp_path: Path) -> Sentence:
    path = tmp_path / "im.conllu"
    path.write_text(IM, encoding="utf-8")
    return read_conllu(path, name="gsd-train")[0]


def test_contraction_is_one_word(village: Sentence) -> None:
    """`im` has the place of the preposition in the tree and the case of the article."""
    assert village.words == ("Er", "wohnt", "im", "Dorf", ".")
    assert village.text == "Er wohnt im Dorf."
    assert (village.tags[2], village.lemmas[2], village.deprels[2]) == ("ADP", "in", "case")
    assert village.feats[2] == "Case=Dat|Gender=Neut|Number=Sing"
    assert village.heads == (1, 1, 3, 1, 1)


def test_missing_is_not_empty(village: Sentence) -> None:
    """Where nobody annotated lemma and features they are None; a full stop has no features, which is known."""
    assert village.lemmas[3] is None
    assert village.feats[3] is None
    assert village.feats[4] == ""


def test_merged_words_keep_the_governor(village: Sentence) -> None:
    """Words that the tokenizer keeps together hang where the governing one hung."""
    words = ("die", "EU", "-", "Länder", "helfen")
    sentence = Sentence(
        words=words,
        spaces=(True, False, False, True, False),
        tags=("DET", "PROPN", "PUNCT", "NOUN", "VERB"),
        feats=("", "", "", "Number=Plur", ""),
        lemmas=("der", "EU", "-", "Land", "helfen"),
        heads=(3, 3, 1, 4, 4),
        deprels=("det", "compound", "punct", "nsubj", "root"),
        ents=("O", "B-ORGpart", "O", "O", "O"),
        source="x/1",
    )
    merged = retokenise(sentence, ["die", "EU-Länder", "helfen"], [True, True, False])
    assert merged.heads == (1, 2, 2)
    assert merged.tags[1] == "NOUN"
    assert merged.lemmas[1] == "EU-Land"
    assert merged.ents == ("O", "B-ORGpart", "O")
    assert is_sound(merged)
    assert retokenise(village, village.words, village.spaces) == village


def test_split_words_have_no_annotation_but_names() -> None:
    """Where a word falls apart, only names cover the rest."""
    sentence = sentence_from_words(["km/h", "hier"], ents=["B-MISC", "O"], source="x/1")
    split = retokenise(sentence, ["km", "/", "h", "hier"], [False, False, True, False])
    assert split.ents == ("B-MISC", "I-MISC", "I-MISC", "O")
    assert split.tags == (None,) * 4


def test_hdt_is_brought_to_one_scheme() -> None:
    """HDT: datives are `obl:arg`, lemmas of nouns are unknown, `flat:name` is `flat`."""
    sentence = Sentence(
        words=("Dem", "Datennetz", "hilft", "Jon", "Kern"),
        spaces=(True,) * 5,
        tags=("DET", "NOUN", "VERB", "PROPN", "PROPN"),
        feats=("Case=Dat", "Case=Dat|Gender=Neut|Number=Sing|Person=3", "Mood=Ind|Number=Sing|Person=3", "", ""),
        lemmas=("der", "Netz", "helfen", "Jon", "Kern"),
        heads=(1, 2, 2, 2, 3),
        deprels=("det", "obj", "root", "nsubj", "flat:name"),
        ents=(None,) * 5,
        source="hdt/1",
    )
    (done,) = harmonise([sentence], closed_class_table([]))
    assert done.deprels == ("det", "obl:arg", "root", "nsubj", "flat")
    assert done.lemmas[1] is None
    assert done.feats[1] == "Case=Dat|Gender=Neut|Number=Sing"
    assert done.feats[2] == "Mood=Ind|Number=Sing|Person=3|VerbForm=Fin"


def test_germeval_readers(tmp_path: Path) -> None:
    """Both GermEval formats give the outer names, OTH as MISC."""
    train, dev = tmp_path / "train.tsv", tmp_path / "dev.tsv"
    train.write_text("Der\tO\nKern-Preis\tB-OTH\n\nBonn\tB-LOC\n", encoding="utf-8")
    dev.write_text("#\thttp://example.org\t[2010-01-01]\n1\tBonner\tB-LOCderiv\tO\n2\tFC\tO\tO\n\n", encoding="utf-8")
    assert [s.ents for s in read_germeval_train(train)] == [("O", "B-MISC"), ("B-LOC",)]
    (sentence,) = read_germeval(dev, name="germeval-dev")
    assert (sentence.words, sentence.ents) == (("Bonner", "FC"), ("B-LOCderiv", "O"))


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ('Sie rief : " Ja ! "', 'Sie rief: "Ja!"'),
        ("Das » Amt « ( Bonn ) , 5 % .", "Das »Amt« (Bonn), 5 %."),
        ("Die „ Gruppe “ kam .", "Die „Gruppe“ kam."),
    ],
)
def test_detokenise(words: str, text: str) -> None:
    """Spaces are put as a typesetter would."""
    assert sentence_from_words(words.split(), source="x").text == text
    assert len(detokenise(words.split())) == len(words.split())


def test_bio_spans_join_only_their_own() -> None:
    """A name goes on only with `I-` of the same type."""
    assert bio_spans(["B-PER", "I-PER", "B-PER", "I-LOC", None]) == [("PER", 0, 1), ("PER", 2, 2), ("LOC", 3, 3)]
