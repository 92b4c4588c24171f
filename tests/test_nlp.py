"""The pipeline around the model: tokens, sentence borders, foreign label schemes, errors. No model is loaded."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg import nlp as kg_nlp
from kg.errors import ModelError
from kg.nlp import MODELS, load_nlp, shipped_models
from kg.sentences import SentenceBorders
from kg.tiger import RoleAdapter, is_tiger, read_labels
from kg.tokenizer import german_tokenizer
from tests.make_doc import make_doc


@pytest.fixture(scope="module")
def blank() -> Language:
    nlp = spacy.blank("de")
    nlp.tokenizer = german_tokenizer(nlp)
    return nlp


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Das war 2008. Danach", "Das war 2008 . Danach"),
        ("Es kamen 50.000. Viele", "Es kamen 50.000 . Viele"),
        ("Die Rate sank auf 3,5. Nun", "Die Rate sank auf 3,5 . Nun"),
        ("am 20. Januar", "am 20. Januar"),
        ("Papst Benedikt XVI. sprach", "Papst Benedikt XVI. sprach"),
        ("(Anm. 8) stimmt", "( Anm. 8 ) stimmt"),
        ("(Grüne): Nein", "( Grüne ) : Nein"),
        ('die "Kern"-Frage', 'die " Kern " -Frage'),
        ("»Nein«, sagte „er“.", "» Nein « , sagte „ er “ ."),
        ("US- und EU-Vertreter", "US- und EU-Vertreter"),
        ("sagte er.(dpa)", "sagte er . ( dpa )"),
        ("rund 5 Mio. Euro", "rund 5 Mio. Euro"),
    ],
)
def test_tokens(blank: Language, text: str, tokens: str) -> None:
    """News is cut into words as a reader would, and each abbreviation keeps its full stop."""
    assert [token.text for token in blank(text)] == tokens.split()


def test_tokenizer_is_saved(blank: Language, tmp_path: Path) -> None:
    """A pipeline that was written and read again cuts words in the same way."""
    blank.to_disk(tmp_path)
    text = "Benedikt XVI. kam 2008. (Anm. 8) Es kamen 50.000."
    assert [t.text for t in spacy.load(tmp_path)(text)] == [t.text for t in blank(text)]


def borders(nlp: Language, text: str) -> str:
    """The text with `|` where a sentence certainly starts and `?` where that is left open."""
    doc = SentenceBorders()(nlp(text))
    marks = {True: "| ", None: "? ", False: ""}
    words = [(marks[t.is_sent_start] if t.i else "") + t.text for t in doc if not t.is_space]
    return " ".join(words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Er kam am 20. Januar an. Die Stadt feierte.", "Er kam am 20. Januar an . | Die Stadt feierte ."),
        ("Sie zahlt 5 Mio. Euro an Dr. Kern.", "Sie zahlt 5 Mio. Euro an Dr. Kern ."),
        ("Das gilt z. B. Anwälten usw. Das reicht.", "Das gilt z. B. Anwälten usw. ? Das reicht ."),
        ("Rückkehr nach Bonn\nDie Ministerin kam.", "Rückkehr nach Bonn | Die Ministerin kam ."),
        (
            "Ein langer Absatz,\nder umbrochen ist und Zeilen hat",
            "Ein langer Absatz , der umbrochen ist und Zeilen hat",
        ),
        ("Ende.\n\nanfang", "Ende . | anfang"),
        ("„Wir bleiben.“ Danach ging er.", "„ Wir bleiben . “ | Danach ging er ."),
        ("„Geht!“, rief sie.", "„ Geht ! “ , rief sie ."),
        ("Er sagte: „Nein.“", "Er sagte : ? „ Nein . “"),
    ],
)
def test_sentence_borders(blank: Language, text: str, expected: str) -> None:
    """Ordinals, abbreviations, quotes and line breaks settle borders; the rest is left to the parser."""
    assert borders(blank, text) == expected


def test_wrapped_text_is_not_cut(blank: Language) -> None:
    """In text of fixed width a capital at the start of a line is no new sentence."""
    text = "Die Regierung in der Hauptstadt will mit der\nOpposition über den Haushalt sprechen und\nnoch heute entscheiden."
    assert "|" not in borders(blank, text)


def tree(doc: Doc) -> str:
    return " ".join(f"{t.text}/{t.dep_}>{t.head.text}" for t in RoleAdapter()(doc))


TIGER = {
    "auxiliary, title, preposition": (
        "Kanzlerin/NOUN/nk>2 Kern/PROPN/sb>3 hat/AUX/root/lemma=haben in/ADP/mo>7 Bonn/PROPN/nk>4 den/DET/nk>8 "
        "getroffen/VERB/oc>3/feats=VerbForm=Part Minister/NOUN/oa>7",
        "Kanzlerin/nsubj>getroffen Kern/appos>Kanzlerin hat/aux>getroffen in/case>Bonn Bonn/obl>getroffen "
        "den/det>Minister getroffen/ROOT>getroffen Minister/obj>getroffen",
    ),
    "passive with agent": (
        "Er/PRON/sb>2 wurde/AUX/root/lemma=werden von/ADP/sbp>5 Kern/PROPN/nk>3 gewählt/VERB/oc>2/feats=VerbForm=Part",
        "Er/nsubj:pass>gewählt wurde/aux:pass>gewählt von/case>Kern Kern/obl:agent>gewählt gewählt/ROOT>gewählt",
    ),
    "coordination": (
        "Sie/PRON/sb>2 kauft/VERB/root Öl/NOUN/oa>2 ,/PUNCT/punct>3 Gas/NOUN/cj>3 und/CCONJ/cd>5 Holz/NOUN/cj>6",
        "Sie/nsubj>kauft kauft/ROOT>kauft Öl/obj>kauft ,/punct>Öl Gas/conj>Öl und/cc>Holz Holz/conj>Öl",
    ),
    "copula": (
        "Sie/PRON/sb>2 ist/AUX/root/lemma=sein Mitglied/NOUN/pd>2 der/DET/nk>5 Partei/NOUN/ag>3",
        "Sie/nsubj>Mitglied ist/cop>Mitglied Mitglied/ROOT>Mitglied der/det>Partei Partei/nmod>Mitglied",
    ),
    "clauses": (
        "Er/PRON/sb>2 sagt/VERB/root dass/SCONJ/cp>5 sie/PRON/sb>5 versucht/VERB/oc>2/feats=VerbForm=Fin "
        "zu/PART/pm>7 siegen/VERB/oc>5/feats=VerbForm=Inf",
        "Er/nsubj>sagt sagt/ROOT>sagt dass/mark>versucht sie/nsubj>versucht versucht/ccomp>sagt "
        "zu/mark>siegen siegen/xcomp>versucht",
    ),
    "name of two words": (
        "Anna/PROPN/pnc>2 Kern/PROPN/sb>3 kommt/VERB/root an/ADP/svp>3",
        "Anna/nsubj>kommt Kern/flat>Anna kommt/ROOT>kommt an/compound:prt>kommt",
    ),
}


@pytest.mark.parametrize("name", sorted(TIGER))
def test_tiger_becomes_ud(name: str) -> None:
    """A TIGER parse comes out with content words on top and UD labels."""
    given, expected = TIGER[name]
    assert tree(make_doc(given)) == expected


def test_ud_is_left_alone() -> None:
    """A parse in UD labels passes unchanged."""
    text = "Er/PRON/nsubj>2 kommt/VERB/root nach/ADP/case>4 Bonn/PROPN/obl>2"
    assert tree(make_doc(text)) == "Er/nsubj>kommt kommt/ROOT>kommt nach/case>Bonn Bonn/obl>kommt"


def test_every_tiger_label_has_a_default() -> None:
    """No TIGER label can fall through the table."""
    assert all("default" in conditions for conditions in read_labels().tiger.labels.values())
    assert is_tiger({"sb", "oa"})
    assert not is_tiger({"sb", "nsubj"})


def test_entity_labels_are_ours() -> None:
    """Names of CoNLL and GermEval get kg's labels; what kg does not know is dropped."""
    doc = make_doc(
        "Anna/PROPN/root/ent=PERSON in/ADP/case>3 Bonn/PROPN/nmod>1/ent=GPE um/ADP/dep>1 elf/NUM/dep>1/ent=TIME"
    )
    assert [(ent.text, ent.label_) for ent in RoleAdapter()(doc).ents] == [("Anna", "PER"), ("Bonn", "LOC")]


def test_unknown_pipeline_lists_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown name is answered with the names that exist."""
    monkeypatch.setattr(kg_nlp, "shipped_models", lambda: ["de", "fast"])
    with pytest.raises(ModelError, match=r"no pipeline 'nope'\. Known: .*de.*fast"):
        load_nlp("nope")


def test_missing_layers_are_named(tmp_path: Path) -> None:
    """A pipeline without parser and names is refused, and the missing layers are named."""
    spacy.blank("de").to_disk(tmp_path)
    with pytest.raises(
        ModelError, match=r"lacks sentence borders.*morphology.*dependencies.*named entities.*--model de"
    ):
        load_nlp(tmp_path)


def test_other_language_is_refused(tmp_path: Path) -> None:
    """A pipeline for English says so instead of giving nonsense."""
    spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(ModelError, match="is for 'en'"):
        load_nlp(tmp_path)


@pytest.mark.parametrize("name", shipped_models())
def test_shipped_model_is_intact(name: str) -> None:
    """Every file of a shipped pipeline has the checksum that it was released with, and there is a card."""
    folder = MODELS / name
    assert (folder / "README.md").is_file()
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = dict(reversed(line.split("  ", 1)) for line in lines)
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {"SHA256SUMS"}
    assert set(listed) == files
    for path, digest in listed.items():
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest
