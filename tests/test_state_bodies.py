"""Institutions of a state: one actor however an article writes it, in all articles."""

import pytest

from kg.annotate.mentions import find_mentions
from kg.gazetteer import load_gazetteer
from kg.state_bodies import state_body
from tests.make_doc import make_doc

GOVERNMENT = "Regierung/NOUN/nsubj>{}/feats=Gender=Fem|Number=Sing"
ADJECTIVE = "{}/ADJ/amod>{}/feats=Gender=Fem|Number=Sing"


def bodies(text):
    """The institutions of states that `text` describes."""
    doc = make_doc(text)
    doc._.mentions = find_mentions(doc)
    found = (state_body(doc, mention, load_gazetteer()) for mention in doc._.mentions)
    return [entity for entity in found if entity is not None]


@pytest.mark.parametrize(
    "text",
    [
        f"Die/DET/det>3 {ADJECTIVE.format('kanadische', 3)} {GOVERNMENT.format(4)} schwieg/VERB/root",
        f"Kanadas/PROPN/nmod>2/feats=Case=Gen/ent=LOC {GOVERNMENT.format(3)} schwieg/VERB/root",
        f"Die/DET/det>2 {GOVERNMENT.format(4)} Kanadas/PROPN/nmod>2/feats=Case=Gen/ent=LOC schwieg/VERB/root",
        f"Die/DET/det>2 {GOVERNMENT.format(5)} von/ADP/case>4 Kanada/PROPN/nmod>2/ent=LOC schwieg/VERB/root",
        f"Die/DET/det>2 {GOVERNMENT.format(5)} in/ADP/case>4 Ottawa/PROPN/nmod>2/ent=LOC schwieg/VERB/root",
    ],
    ids=["adjective", "genitive before", "genitive behind", "von", "capital"],
)
def test_one_government(text):
    """All forms are the government of Canada, and what it does Canada does."""
    (body,) = bodies(text)
    assert (body.key, body.label, body.label_en) == (
        "kanadische_Regierung",
        "kanadische Regierung",
        "government of Canada",
    )
    assert body.stands_for is not None and body.stands_for.key == "Kanada"


def test_part_of_a_compound():
    """US-Luftwaffe is the American air force; English says *the* United States."""
    (body,) = bodies("Die/DET/det>2 US-Luftwaffe/NOUN/nsubj>3 schwieg/VERB/root")
    assert (body.label, body.label_en) == ("amerikanische Luftwaffe", "air force of the United States")


def test_registry_knows_it():
    """The American government is the US-Regierung of the registry."""
    (body,) = bodies(f"Die/DET/det>3 {ADJECTIVE.format('amerikanische', 3)} {GOVERNMENT.format(4)} schwieg/VERB/root")
    assert body.key == "US-Regierung"


@pytest.mark.parametrize(
    "text",
    [
        f"Die/DET/det>4 {ADJECTIVE.format('frühere', 4)} {ADJECTIVE.format('kanadische', 4)} {GOVERNMENT.format(5)} "
        "schwieg/VERB/root",
        f"Die/DET/det>2 {GOVERNMENT.format(3)} schwieg/VERB/root",
        "Die/DET/det>2 Polizei/NOUN/nsubj>5 in/ADP/case>4 Ottawa/PROPN/nmod>2/ent=LOC schwieg/VERB/root",
        f"Die/DET/det>3 {ADJECTIVE.format('kanadische', 3)} Zeitung/NOUN/nsubj>4 schwieg/VERB/root",
    ],
    ids=["former", "no state", "police of a town", "no institution"],
)
def test_no_body(text):
    """A former government, that of an unnamed state, the police of a town, and a newspaper are somebody of the article."""
    assert bodies(text) == []
