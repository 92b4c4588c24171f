"""The grammar on hand-checked parses: every construction in one go, without a model; and that the gate can fail."""

import json
from dataclasses import replace

import pytest

from tests import gate
from tests.constructions import (
    Score,
    has_clause,
    item_from_table,
    parse_fact,
    read_constructions,
    score_all,
    score_item,
    show,
    total,
)
from tests.gate import annotate_gold, below_floors, pin
from tests.gold_parses import gold_doc, read_parses

ITEMS = [item for _, items in read_constructions() for item in items]
BUYS = {"text": "Deutschland kauft Erdgas.", "facts": ["Deutschland buys Erdgas"]}
SEPTEMBER = {
    "text": "Im September kaufte Ghana Weizen.",
    "facts": ["Ghana buys Weizen"],
    "roles": {"time": "2024-09-01/2024-09-30"},
    "clauses": ["kaufen subject=Ghana object=Weizen"],
}


@pytest.fixture(scope="module")
def scores():
    """What the grammar makes of all gold parses."""
    return score_all(annotate_gold)


def score(table):
    """The score of one line of constructions.toml with its gold parse."""
    return score_item(annotate_gold(table["text"]), item_from_table(table))


def test_no_floor_is_lost_with_gold_parses(scores):
    """Constructions that held before hold now, whatever the parser: items, recall, precision, details."""
    assert json.loads(gate.FLOORS.read_text(encoding="utf-8"))["gold"]
    assert below_floors({"gold": scores}) == []


def test_the_list_is_wide():
    """At least 50 constructions and 200 different texts."""
    assert len(list(read_constructions())) >= 50
    assert len({item.text for item in ITEMS}) == len(ITEMS) >= 200


def test_every_item_has_a_parse_of_its_own_text():
    """The parses cover all items and nothing else, word by word and blank by blank."""
    assert set(read_parses()) == {item.text for item in ITEMS}
    assert [item.text for item in ITEMS if gold_doc(item.text).text != item.text] == []


def test_every_parse_is_a_tree_with_all_layers():
    """One root a sentence; every word has a tag, a label and a lemma; nouns have a case and a number."""
    for item in ITEMS:
        doc = gold_doc(item.text)
        assert all(token.pos_ and token.dep_ and token.lemma_ for token in doc), item.text
        assert all(sum(token.dep_ == "ROOT" for token in sent) == 1 for sent in doc.sents), item.text
        nouns = [token for token in doc if token.pos_ in ("NOUN", "PROPN")]
        assert all(token.morph.get("Case") and token.morph.get("Number") for token in nouns), item.text


@pytest.mark.parametrize(
    "facts",
    [
        ["Deutschland sells Erdgas"],
        ["Erdgas buys Deutschland"],
        ["Deutschland buys Erdgas negative"],
        ["Deutschland buys Erdgas planned"],
        ["Deutschland buys Erdgas reported by Merkel"],
        [],
    ],
)
def test_a_wrong_expectation_fails(facts):
    """The gate tells apart relation, direction, polarity, modality, voice, and something from nothing."""
    assert score(BUYS).held == 1
    assert score(BUYS | {"facts": facts}).held == 0


def test_an_unlisted_fact_costs_precision_unless_it_may_come_out():
    """What `facts` and `also` do not name is wrong; what `also` names is neither required nor wrong."""
    one_more = BUYS | {"facts": [], "also": ["Deutschland buys Erdgas"]}
    assert (score(one_more).held, score(one_more).predicted) == (1, 0)
    assert score(BUYS | {"facts": []}).predicted == 1


@pytest.mark.parametrize(
    "change",
    [
        {"roles": {"time": "2024-10-01/2024-10-31"}},
        {"roles": {"place": "Paris"}},
        {"clauses": ["kaufen subject=Weizen"]},
        {"clauses": ["verkaufen subject=Ghana"]},
    ],
)
def test_a_wrong_role_or_clause_fails(change):
    """Times, places, lemmas and slots are compared, too."""
    assert score(SEPTEMBER).held == 1
    assert (score(SEPTEMBER | change).held, score(SEPTEMBER | change).found) == (0, 1)


def test_a_name_of_several_words_fills_a_slot():
    """``subject=Lena Holm`` is one filler."""
    doc = annotate_gold("Die Ministerin Lena Holm sprach sich in Riga für ein Verbot aus.")
    assert has_clause(doc, "aussprechen subject=Lena Holm für+acc=Verbot")
    assert not has_clause(doc, "aussprechen subject=Lena Holm für+acc=Riga")


def test_a_lost_sentence_is_below_the_floor(tmp_path, scores):
    """A grammar that does worse than what was pinned is reported, and the report ends with status 1."""
    pin({"gold": scores}, tmp_path / "floors.json")
    assert below_floors({"gold": scores}, tmp_path / "floors.json") == []
    worse = {name: replace(score, held=0) for name, score in scores.items()}
    assert [line.split(":")[0] for line in below_floors({"gold": worse}, tmp_path / "floors.json")] == ["gold.held"]


def test_the_command_fails_below_the_floor(tmp_path, monkeypatch, capsys):
    """``python tests/gate.py`` ends with status 1 and says which figure fell."""
    path = tmp_path / "floors.json"
    path.write_text('{"gold": {"recall": 1.1}}', encoding="utf-8")
    monkeypatch.setattr(gate, "FLOORS", path)
    assert gate.main(["--no-model"]) == 1
    assert "gold.recall" in capsys.readouterr().err


def test_a_fact_is_shown_as_it_is_written():
    """Failures can be copied into constructions.toml."""
    line = "Moskau buys Öl reported negative by Mark Rutte"
    assert show(parse_fact(line)) == line
    assert total({"a": Score(1, 1), "b": Score(1, 0)}).figures()["held"] == 0.5
