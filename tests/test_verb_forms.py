"""The table of German verb forms."""

import gzip

import pytest

from kg.errors import DataError
from kg.verb_forms import load_verb_forms


@pytest.mark.parametrize(
    ("form", "guess", "prefix", "lemma"),
    [
        ("traf", "", "zusammen", "zusammentreffen"),
        ("bezog", "beziegen", "", "beziehen"),
        ("ankündigte", "", "", "ankündigen"),
        ("anzukündigen", "", "", "ankündigen"),
        ("bereitgestellt", "", "", "bereitstellen"),
        ("novellierte", "novellieren", "", "novellieren"),
        ("xyzte", "xyzen", "", "xyzen"),
        ("entlässt", "entlässen", "", "entlassen"),
        ("beschloss", "", "", "beschließen"),
    ],
)
def test_lemma_comes_from_the_table_or_else_from_the_guess(form, guess, prefix, lemma):
    """Finite, infinite and separable forms lead to one infinitive."""
    assert load_verb_forms().lemma(form, guess, prefix) == lemma


def test_only_unmistakable_forms_are_konjunktiv():
    """sei, habe, kaufe are Konjunktiv I in the third person; kaufen, ging, hätte are not."""
    found = load_verb_forms().subjunctives
    assert {"sei", "seien", "habe", "kaufe", "könne"} <= found
    assert not {"kaufen", "ging", "hätte", "kauft"} & found


def test_labels_put_sich_where_it_belongs():
    """setzt sich ein, bedankt sich."""
    forms = load_verb_forms()
    assert forms.third_person("einsetzen", reflexive=True) == "setzt sich ein"
    assert forms.third_person("bedanken", reflexive=True) == "bedankt sich"


def test_a_malformed_line_is_named(tmp_path, monkeypatch):
    """A wrong table says which line is wrong."""
    (tmp_path / "lexicon").mkdir()
    with gzip.open(tmp_path / "lexicon" / "verb_forms.tsv.gz", "wt", encoding="utf-8") as handle:
        handle.write("form\tlemma\tfeatures\nkaufe\tkaufen\n")
    monkeypatch.setattr("kg.data.root", lambda: tmp_path)
    with pytest.raises(DataError, match="line 2"):
        load_verb_forms.__wrapped__()
