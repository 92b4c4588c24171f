"""The shipped pipeline: what it reached on our constructions, and what it must find in the seed article."""

from datetime import date

import pytest

import kg
from kg.articles import read_articles
from kg.facts import extraction_from_doc
from tests.constructions import GOLD, facts_of, is_called, parse_fact, score_all, show, with_article
from tests.gate import annotate_with, below_floors

SEED = (
    "Antony Blinken visits Brüssel",
    "Antony Blinken meets Josep Borrell",
    "Antony Blinken meets Mark Rutte",
    "Antony Blinken holdsPosition US-Außenminister",
    "Josep Borrell holdsPosition EU-Spitzendiplomat",
    "Mark Rutte holdsPosition NATO-Generalsekretär",
    "Joe Biden holdsPosition Präsident",
    "USA providesMilitaryAidTo Ukraine planned by Antony Blinken",
    "Josep Borrell thanks Antony Blinken",
    "Moskau buysFrom China reported by Mark Rutte",
    "Moskau buysFrom Iran reported by Mark Rutte",
    "Moskau buys Drohnentechnologie reported by Mark Rutte",
)


@pytest.fixture(scope="module")
def nlp():
    """The shipped German pipeline."""
    return kg.load_nlp("de")


@pytest.fixture(scope="module")
def seed_facts(nlp):
    """All facts of the seed article."""
    article = next(iter(read_articles([GOLD.parents[1] / "seeds" / "blinken.txt"])))
    doc = nlp.make_doc(article.text)
    doc._.article = article
    return article, extraction_from_doc(nlp(doc)).facts


def test_no_floor_is_lost(nlp):
    """Constructions that held before hold now: share of items, recall and precision of facts, roles and clauses."""
    assert below_floors({"de": score_all(lambda text: nlp(with_article(nlp.make_doc(text))))}) == []


def test_no_floor_of_the_fast_pipeline_is_lost():
    """The plain pipeline, too, holds what it held."""
    assert below_floors({"fast": score_all(annotate_with("fast"))}) == []


@pytest.mark.parametrize("line", SEED)
def test_seed_article(seed_facts, line):
    """The facts that the seed article is the measure of, with ends, modality and voice."""
    _, facts = seed_facts
    wanted = parse_fact(line)
    found = [fact for fact in facts if fact.relation == wanted.relation]
    assert any(
        is_called(fact.subject, wanted.subject)
        and is_called(fact.object, wanted.object)
        and fact.modality == wanted.modality
        and (is_called(fact.speaker, wanted.speaker) if wanted.speaker else fact.speaker is None)
        for fact in found
    ), [show(fact) for fact in found]


def test_seed_money(seed_facts):
    """8 billion dollars pledged, in September, as Blinken says: amount, time and voice on one claim."""
    article, facts = seed_facts
    claim = next(fact for fact in facts if fact.relation == "pledges" and "amount" in fact.roles)
    amount, time = claim.roles["amount"], claim.roles["time"]
    assert (amount.number, amount.unit) == (8_000_000_000, "USD")
    assert (time.start, time.end) == (date(2024, 9, 1), date(2024, 9, 30))
    assert claim.speaker.label == "Antony Blinken" and not claim.is_held_true
    span = claim.provenance.sentence
    assert "8 Milliarden Dollar" in article.text[span.start : span.end]


def test_sentences_without_a_fact_stay_empty(nlp):
    """Kein Treffen, keine Reise: nothing is invented."""
    assert facts_of(nlp(with_article(nlp.make_doc("Das Wetter bleibt schön.")))) == []
