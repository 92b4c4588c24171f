"""Facts are compared with gold facts as the guidelines of the gold say."""

from __future__ import annotations

import json

import pytest

from kg.errors import DataError
from kg.evaluate import article_lines, evaluate, summary_lines
from kg.ontology import load_ontology
from kg.scoring import GoldArticle, Names, Prediction, fold, score_article, scored_relations
from tests.fake_nlp import BREAKS, fake_nlp

TEXT = "Die Alphafirma trifft Betafirma in der Stadt. Gammafirma kaufe von Deltafirma die Waren."
ENTITIES = {
    name: {"type": "Organization", "names": [f"{name}-Firma", f"{name}firma"], "qid": f"Q{number}"}
    for number, name in enumerate(("Alpha", "Beta", "Gamma", "Delta"), start=1)
}


def gold(*facts, text=TEXT):
    """A gold article with facts (s, rel, o, changes)."""
    defaults = {"required": True, "polarity": "positive", "modality": "asserted", "by": None, "evidence": "Satz."}
    rows = [{"s": s, "rel": rel, "o": o, **defaults, **changes} for s, rel, o, changes in facts]
    return {"id": "g", "text": text, "source": {"published": "2024-11-14"}, "entities": ENTITIES, "facts": rows}


def names(name, qid=""):
    """The names of a found entity."""
    return Names(frozenset({fold(name)}), qid)


def found(subject, relation, object, *, modality="asserted", polarity="positive", speaker=None):
    """A statement between entities called so."""
    return Prediction(names(subject), relation, names(object), polarity, modality, speaker and names(speaker))


def score(predictions, *facts):
    """The score of `predictions` against gold `facts`."""
    return score_article(predictions, GoldArticle.model_validate(gold(*facts)), scored_relations(load_ontology()))


def test_mirrors_are_the_same():
    """A buys from B and B sells to A are one fact, as are both readings of a symmetric relation."""
    facts = ("Alpha", ["buysFrom"], "Beta", {}), ("Gamma", ["meets"], "Delta", {})

    for predictions in (
        [found("alphafirma", "buysFrom", "Betafirma"), found("Gammafirma", "meets", "Deltafirma")],
        [found("Betafirma", "sellsTo", "Alpha-Firma"), found("Deltafirma", "meets", "Gammafirma")],
    ):
        result = score(predictions + predictions, *facts)
        assert (2, 2, 2, 2) == (result.predicted, result.right, result.found, result.pairs)


def test_wrong_relation_is_a_pair():
    """Two right ends with a wrong relation count for the pairs only; unknown and open relations don't count."""
    predictions = [found("Alphafirma", "buys", "Betafirma"), found("Alphafirma", "open/x", "Betafirma")]

    result = score(predictions, ("Alpha", ["meets"], "Beta", {}))

    assert (1, 0, 0, 1) == (result.predicted, result.right, result.found, result.pairs)
    assert 1 == len(result.wrong) == len(result.missed)


def test_optional_facts():
    """A fact that is not required is right when found and not missed otherwise; a Wikidata item will do as name."""
    optional = ("Alpha", ["meets"], "Beta", {"required": False})
    by_item = Prediction(names("X", "Q1"), "meets", names("Betafirma"), "positive", "asserted", None)

    assert (1, 1, 0, 0) == score([by_item], optional)[:4]
    assert (0, 0, 0, 0) == score([], optional)[:4]


def test_voices():
    """Polarity, modality group and speaker are compared on the facts found."""
    facts = (
        ("Alpha", ["meets"], "Beta", {"modality": "conditional", "by": "Gamma"}),
        ("Gamma", ["buys"], "Delta", {"polarity": "negative"}),
    )
    predictions = [
        found("Alphafirma", "meets", "Betafirma", modality="possible", speaker="Gammafirma"),
        found("Gammafirma", "buys", "Deltafirma"),
    ]

    assert {"found": 2, "polarity": 1, "modality": 2, "speakers": 1, "speaker": 1} == score(predictions, *facts).voices


def test_evaluate(tmp_path):
    """The texts of a gold folder are built afresh and scored in three lines; errors stand beside their sentences."""
    facts = ("Alpha", ["meets"], "Beta", {}), ("Gamma", ["sellsTo"], "Delta", {}), ("Alpha", ["buys"], "Gamma", {})
    (tmp_path / "g.json").write_text(json.dumps(gold(*facts)), encoding="utf-8")

    result = evaluate(tmp_path, fake_nlp())

    assert [
        "facts   precision 0.500  recall 0.333  F1 0.400   (1/2 right, 1/3 found)",
        "pairs   recall 0.667",
        "of the found: polarity 1.000  modality 1.000  speaker 0.000",
    ] == summary_lines(result)
    lines = "\n".join(article_lines(result, errors=True))
    assert "wrong  gammafirma -buysFrom-> deltafirma\n         | Gammafirma kaufe von Deltafirma" in lines
    assert "missed Alpha-Firma -buys-> Gamma-Firma\n         | Satz." in lines


def test_failed_article(tmp_path):
    """An article that can't be built counts as one in which nothing was found, and is named."""
    text = json.dumps(gold(("Alpha", ["meets"], "Beta", {}), text=f"Die {BREAKS} der Alphafirma."))
    (tmp_path / "g.json").write_text(text, encoding="utf-8")

    result = evaluate(tmp_path, fake_nlp())

    assert ["g"] == [error.path for error in result.failed]
    assert "recall 0.000" in summary_lines(result)[0]


def test_bad_gold(tmp_path):
    """A folder without gold, or a malformed file, is named with its field."""
    with pytest.raises(DataError, match="no gold file"):
        evaluate(tmp_path, fake_nlp())
    (tmp_path / "g.json").write_text(
        '{"id": "g", "text": "x", "entities": {}, "facts": [{"s": "a"}]}', encoding="utf-8"
    )
    with pytest.raises(DataError, match=r"g\.json: facts\[1\]\.o: "):
        evaluate(tmp_path, fake_nlp())
