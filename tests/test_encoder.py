"""The encoder's decoding, its windows and what the component leaves on a Doc, with a model made by hand."""

from itertools import product

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from spacy.tokens import Doc

from kg.edits import apply_rule, rule_from_pair
from kg.encoder import component, create_encoder
from kg.encoder.annotate import Annotator
from kg.encoder.lemmas import LemmaList
from kg.encoder.model import FILES, Labels, Scores, read_files
from kg.encoder.names import NameDecoder
from kg.encoder.sentences import WIDEST, WINDOW, scored_sentences
from kg.encoder.trees import best_tree
from kg.errors import ModelError

BIO = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]
numbers = st.floats(-50, 50, width=32).map(lambda x: round(x, 2))


def table(rows, columns):
    return arrays.arrays(np.float32, (rows, columns), elements=numbers)


class HandMadeModel:
    """Capitalised words are names, two in a row one, and begin sentences after a full stop; all hang on the first."""

    labels = Labels(
        tags=["NOUN", "PROPN", "VERB", "PUNCT"],
        feats=["", "Case=Nom"],
        rules=["l|0||9|", "l|0||1|en", "=?"],
        deprels=["punct", "root", "obj"],
        ents=BIO,
    )

    def __init__(self, files=None, *, threads=1):
        self.files, self.windows, self.lemmas = files or {}, [], LemmaList({})

    def pieces(self, word, *, spaced):
        return [ord(word[0]), *[0] * (len(word) // 8)]

    def scores(self, words):
        self.windows.append(sum(map(len, words)))
        size = len(words)
        letters = [chr(pieces[0]) for pieces in words]
        capital = np.array([letter.isupper() for letter in letters])
        after_stop = np.array([False, *[letter in ".!?" for letter in letters[:-1]]])
        arcs = np.zeros((size, size + 1), np.float32)
        arcs[:, 0] = 2 + np.arange(size, 0, -1)
        ents = np.zeros((size, len(BIO)), np.float32)
        ents[capital, BIO.index("B-LOC")] = 1
        ents[1:][capital[1:] & capital[:-1], BIO.index("I-LOC")] = 2
        return Scores(
            tags=np.where(capital, 1, 2),
            feats=np.ones(size, np.int64),
            rules=np.tile(np.array([0, 1, 2]), (size, 1)),
            ents=ents,
            starts=np.where(after_stop & capital, 1.0, -1.0),
            arcs=arcs,
            dependents=np.zeros((size, 1), np.float32),
            governors=np.zeros((size + 1, 1), np.float32),
        )

    def deprels(self, scores, dependents, governors):
        return np.where(governors == 0, 1, 2)


@pytest.fixture
def annotate():
    """Runs the hand-made model on a text or a Doc."""
    nlp = spacy.blank("de")
    annotator = Annotator(HandMadeModel(), nlp.vocab)
    return lambda text: annotator.annotate(nlp.make_doc(text) if isinstance(text, str) else text)


def is_tree(heads):
    """One root, and every word reaches it."""
    for word in range(len(heads)):
        at, steps = word + 1, 0
        while at and steps <= len(heads):
            at, steps = heads[at - 1], steps + 1
        if at:
            return False
    return list(heads).count(0) == 1


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 4).flatmap(lambda n: table(n, n + 1)))
def test_best_tree_is_the_best(scores):
    """Among all trees with one root none scores higher."""
    size = len(scores)
    value = {h: sum(float(scores[d, h[d]]) for d in range(size)) for h in product(range(size + 1), repeat=size)}
    best = max(total for heads, total in value.items() if is_tree(heads))

    heads = tuple(best_tree(scores).tolist())

    assert is_tree(heads) and value[heads] == pytest.approx(best, abs=1e-3)


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 25).flatmap(lambda n: table(n, n + 1)))
def test_best_tree_is_a_tree(scores):
    """Whatever the scores, the result has one root and no circle."""
    assert is_tree(best_tree(scores).tolist())


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 4).flatmap(lambda n: table(n, len(BIO))))
def test_names_are_the_best_valid_sequence(scores):
    """`I-PER` stands only after `B-PER` or `I-PER`, and no such sequence scores higher."""

    def is_valid(path):
        pairs = zip(["O", *path], path, strict=False)
        return all(not b.startswith("I-") or a[1:] == b[1:] for a, b in pairs)

    paths = [p for p in product(range(len(BIO)), repeat=len(scores)) if is_valid([BIO[i] for i in p])]
    best = max(sum(float(scores[i, label]) for i, label in enumerate(path)) for path in paths)

    path = tuple(NameDecoder(BIO).decode(scores).tolist())

    assert path in paths
    assert sum(float(scores[i, label]) for i, label in enumerate(path)) == pytest.approx(best, abs=1e-3)


@settings(deadline=None, max_examples=60)
@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_edit_rules_round_trip(word, lemma):
    """The rule made from a word and its lemma leads from the word to the lemma."""
    assert apply_rule(rule_from_pair(word, lemma), word) == lemma


@pytest.mark.parametrize(
    ("pair", "word", "lemma"),
    [
        (("Häuser", "Haus"), "Mäuser", "Maus"),
        (("gekauft", "kaufen"), "geraubt", "rauben"),
        (("EU-Gipfels", "EU-Gipfel"), "NATO-Treffens", "NATO-Treffen"),
        (("Der", "der"), "Er", "er"),
    ],
)
def test_edit_rules_carry_over(pair, word, lemma):
    """A rule learned from one word serves others of its kind."""
    assert apply_rule(rule_from_pair(*pair), word) == lemma


def test_lemma_falls_back_to_the_word():
    """Where no rule fits, as for words of other scripts, the word is its own lemma."""
    assert LemmaList({}).lemma("漢", "NOUN", []) == "漢"


@pytest.mark.parametrize(
    ("word", "tag", "proposals", "lemma"),
    [
        ("Traf", "VERB", ["trafen"], "treffen"),
        ("hat", "AUX", ["haten"], "haben"),
        ("Todesfälle", "NOUN", ["Todesfäll"], "Todesfall"),
        ("EU-Fälle", "NOUN", ["EU-Fäll"], "EU-Fall"),
        ("Banken", "NOUN", ["Banke", "Bank"], "Bank"),
        ("Bänke", "NOUN", ["Bänk", "Bank"], "Bänk"),
        ("Bankens", "PROPN", ["Banken"], "Bankens"),
    ],
)
def test_listed_lemmas(word, tag, proposals, lemma):
    """The list overrules proposals that it does not know; where it has nothing, the first proposal stands."""
    words = LemmaList(
        {
            ("VERB", "traf"): ("treffen",),
            ("VERB", "hat"): ("haben",),
            ("NOUN", "Fälle"): ("Fall",),
            ("NOUN", "Banken"): ("Banken", "Bank"),
        }
    )

    assert words.lemma(word, tag, proposals) == lemma


words_of_pieces = st.lists(st.sampled_from(["Ab", "ab", "abcdefghabcdefgh", "."]), max_size=400)


@settings(deadline=None, max_examples=60)
@given(words_of_pieces, st.randoms(use_true_random=False))
def test_sentences_cover_the_text(words, dice):
    """Sentences follow one another without gaps, whatever their number and length; presets hold."""
    model = HandMadeModel()
    preset = np.array([dice.choice([0] * 20 + [1, -1]) for _ in words], np.int64)

    found = [(a, b) for a, b, *_ in scored_sentences(model, [model.pieces(w, spaced=True) for w in words], preset)]

    assert [i for a, b in found for i in range(a, b)] == list(range(len(words)))
    starts = {a for a, _ in found}
    assert {i for i in range(1, len(words)) if preset[i] == 1} <= starts
    assert max(model.windows, default=0) <= WIDEST


def test_window_border_cuts_no_sentence():
    """A sentence that a window can't hold to its end is seen whole in the next one."""
    model = HandMadeModel()
    words = (["Wort", *["wort"] * 58, "."]) * 10
    preset = np.zeros(len(words), np.int64)

    found = [(a, b) for a, b, *_ in scored_sentences(model, [model.pieces(w, spaced=True) for w in words], preset)]

    assert found == [(i, i + 60) for i in range(0, 600, 60)]
    assert max(model.windows) <= WINDOW


def test_all_layers_are_set(annotate):
    """Every layer that the factory promises is there, also in texts without words."""
    for text in ("Moskau kaufte viel . Peking auch .", " ", "\n\n", "."):
        doc = annotate(text)

        for layer in ("POS", "MORPH", "LEMMA", "DEP", "SENT_START", "ENT_IOB"):
            assert doc.has_annotation(layer), (text, layer)
    assert len(annotate("")) == 0


def test_what_a_sentence_gets(annotate):
    """Word classes, lemmas, tree, names and borders come from the scores."""
    doc = annotate("Moskau kaufte viel . Peking auch .")

    assert [sent.text for sent in doc.sents] == ["Moskau kaufte viel .", "Peking auch ."]
    assert [ent.text for ent in doc.ents] == ["Moskau", "Peking"]
    assert doc[0].pos_ == "PROPN" and doc[0].lemma_ == "Moskau" and doc[0].dep_ == "ROOT"
    assert doc[1].lemma_ == "kaufen" or doc[1].lemma_ == "kauften"
    assert doc[1].dep_ == "obj" and str(doc[1].morph) == "Case=Nom"


def test_white_space_hangs_on_the_word_before(annotate):
    """A line break is a SPACE token of the sentence before it; leading space belongs to the first word."""
    doc = annotate("\nMoskau kauft .\n\nPeking auch .\n")

    spaces = [token for token in doc if token.is_space]
    assert [token.pos_ for token in spaces] == ["SPACE"] * 3
    assert [token.head.text for token in spaces] == ["Moskau", ".", "."]
    assert [sent.text.strip() for sent in doc.sents] == ["Moskau kauft .", "Peking auch ."]


def test_white_space_inside_a_name_belongs_to_it(annotate):
    """Two blanks between the words of a name don't tear it apart, and never leave a name that only continues."""
    doc = annotate("Nordland  Bund kaufte viel .")

    assert [ent.text for ent in doc.ents] == ["Nordland  Bund"]


def test_preset_borders_stay(annotate):
    """What an earlier component has decided about sentence borders is kept, yes and no alike."""
    nlp = spacy.blank("de")
    doc = nlp.make_doc("am 3. . Mai kam er . und ging")
    words = [token.text for token in doc]
    doc[words.index("Mai")].is_sent_start = False
    doc[words.index("und")].is_sent_start = True

    assert [sent.text for sent in Annotator(HandMadeModel(), nlp.vocab).annotate(doc).sents] == [
        "am 3. . Mai kam er .",
        "und ging",
    ]


def test_long_sentence(annotate):
    """A sentence of hundreds of words is cut, not refused."""
    doc = annotate("wort " * 900)

    assert doc.has_annotation("DEP") and sum(len(sent) for sent in doc.sents) == len(doc)


def test_blank_component_says_what_is_missing():
    """Without weights the component stops with a message."""
    encoder = create_encoder(spacy.blank("de"), "kg_encoder", 1)

    with pytest.raises(ModelError, match="kg_encoder: no weights"):
        encoder(Doc(spacy.blank("de").vocab, ["Wort"]))


def test_missing_file_is_named(tmp_path):
    """A folder that lacks a file of the model is reported with the name of the file."""
    for name in FILES[1:]:
        (tmp_path / name).write_bytes(b"")

    with pytest.raises(ModelError, match=FILES[0]):
        read_files(tmp_path)


def test_saved_component_is_the_same(tmp_path, monkeypatch):
    """Disk and bytes keep the files of the model, and a batch gives what single texts give."""
    monkeypatch.setattr(component, "Model", HandMadeModel)
    nlp = spacy.blank("de")
    files = {name: name.encode() for name in FILES}
    encoder = create_encoder(nlp, "kg_encoder", 1).load(files)

    encoder.to_disk(tmp_path / "model")
    from_disk = create_encoder(nlp, "kg_encoder", 1).from_disk(tmp_path / "model")
    from_bytes = create_encoder(nlp, "kg_encoder", 1).from_bytes(encoder.to_bytes())

    assert read_files(tmp_path / "model") == files
    assert from_disk.to_bytes() == from_bytes.to_bytes() == encoder.to_bytes()
    texts = ["Moskau kauft . Peking auch .", "", "Er geht ."]
    single = [encoder(nlp.make_doc(text)).to_json() for text in texts]
    assert [doc.to_json() for doc in from_disk.pipe(map(nlp.make_doc, texts))] == single
