"""Offices, memberships and origins from titles, appositions and copulas: hand-built parses."""

import pytest

from kg.annotate.clauses import find_clauses
from kg.annotate.layers import Voice
from kg.annotate.lexicon import load_lexicon
from kg.annotate.mention_index import mention_index
from kg.annotate.positions import position_matches
from kg.ontology import load_ontology
from tests.make_doc import make_doc


def stated(text):
    """What titles and appositions state, as a set of (subject, relation, object)."""
    doc = make_doc(text)
    lexicon = load_lexicon()
    doc._.clauses = find_clauses(doc, lexicon)
    matches = position_matches(doc, mention_index(doc), lexicon, load_ontology())
    return {(match.subject.name, match.relation, match.object.name) for match in matches}


def test_title_before_a_name():
    """Präsident Emmanuel Macron holds the office."""
    assert stated(
        "Präsident/NOUN/nsubj>4/men=Position:position Emmanuel/PROPN/appos>1/men=Person Macron/PROPN/flat>2 "
        "schwieg/VERB/root/lemma=schweigen +./PUNCT/punct>4"
    ) == {("Emmanuel", "holdsPosition", "Präsident")}


def test_apposition_behind_a_name_with_its_institution():
    """Stoltenberg, Generalsekretär der NATO: office and what it heads."""
    assert stated(
        "Stoltenberg/PROPN/nsubj>7/men=Person +,/PUNCT/punct>3 Generalsekretär/NOUN/appos>1/men=Position:position "
        "der/DET/det>5/feats=Case=Gen NATO/PROPN/nmod>3/men=Organization/feats=Case=Gen +,/PUNCT/punct>3 "
        "schwieg/VERB/root/lemma=schweigen +./PUNCT/punct>7"
    ) == {("Stoltenberg", "holdsPosition", "Generalsekretär"), ("Stoltenberg", "headOf", "NATO")}


def test_copula():
    """Selenskyj ist Präsident der Ukraine."""
    assert stated(
        "Selenskyj/PROPN/nsubj>3/men=Person ist/AUX/cop>3/lemma=sein/feats=VerbForm=Fin "
        "Präsident/NOUN/root/men=Position:position der/DET/det>5/feats=Case=Gen Ukraine/PROPN/nmod>3/men=Place +./PUNCT/punct>3"
    ) == {("Selenskyj", "holdsPosition", "Präsident"), ("Selenskyj", "headOf", "Ukraine")}


def test_denied_copula_is_negative():
    """Guaidó ist nicht Präsident: the match says so."""
    doc = make_doc(
        "Guaidó/PROPN/nsubj>4/men=Person ist/AUX/cop>4/lemma=sein/feats=VerbForm=Fin nicht/PART/advmod>4 "
        "Präsident/NOUN/root/men=Position:position +./PUNCT/punct>4"
    )
    doc._.clauses = find_clauses(doc, load_lexicon())
    match = next(iter(position_matches(doc, mention_index(doc), load_lexicon(), load_ontology())))
    assert match.polarity == "negative"


@pytest.mark.parametrize(
    ("noun", "sort", "name", "kind", "relation"),
    [
        ("Konzern", "Organization:nominal", "Inditex", "Organization", "headquarteredIn"),
        ("Stadt", "Place:nominal", "Sotschi", "Place", "locatedIn"),
    ],
)
def test_origin(noun, sort, name, kind, relation):
    """der spanische Konzern Inditex; die russische Stadt Sotschi."""
    assert (name, relation, "Spanien") in stated(
        f"Der/DET/det>3 spanische/ADJ/amod>3/men=Place/lemma=Spanien {noun}/NOUN/nsubj>5/men={sort} "
        f"{name}/PROPN/appos>3/men={kind} wächst/VERB/root/lemma=wachsen +./PUNCT/punct>5"
    )


def test_genitive_of_a_country_is_not_its_name():
    """Der Präsident Frankreichs schwieg: Frankreich holds no office."""
    assert (
        stated(
            "Der/DET/det>2 Präsident/NOUN/nsubj>4/men=Position:position "
            "Frankreichs/PROPN/nmod>2/men=Place/lemma=Frankreich/feats=Case=Gen schwieg/VERB/root/lemma=schweigen +./PUNCT/punct>4"
        )
        == set()
    )


def test_a_list_of_places_is_no_nesting():
    """In Europa, im Nahen Osten: one beside the other; in Katyn in Russland: one inside the other."""
    listed = stated(
        "Krieg/NOUN/nsubj>8 in/ADP/case>3 Europa/PROPN/nmod>1/men=Place +,/PUNCT/punct>7 im/ADP/case>7 Nahen/ADJ/amod>7 "
        "Osten/PROPN/nmod>3/men=Place droht/VERB/root/lemma=drohen +./PUNCT/punct>8"
    )
    assert listed == set()
    nested = stated(
        "Truppen/NOUN/nsubj>6 in/ADP/case>3 Katyn/PROPN/nmod>1/men=Place in/ADP/case>5 Russland/PROPN/nmod>3/men=Place "
        "rücken/VERB/root +./PUNCT/punct>6"
    )
    assert nested == {("Katyn", "locatedIn", "Russland")}


def test_an_unnamed_spokesman_speaks_for_his_house():
    """…, sagte ein Sprecher der NATO: he speaks for the NATO; a Sprecher who says nothing gives nothing."""
    text = (
        "Sprecher/NOUN/nsubj>4/men=Position:position der/DET/det>3/feats=Case=Gen NATO/PROPN/nmod>1/men=Organization/feats=Case=Gen "
        "schwieg/VERB/root/lemma=schweigen +./PUNCT/punct>4"
    )
    assert stated(text) == set()
    doc = make_doc(text)
    doc._.voices = [Voice("quote", doc._.mentions[0], 3), *[None] * 4]
    doc._.clauses = []
    matches = list(position_matches(doc, mention_index(doc), load_lexicon(), load_ontology()))
    assert [(m.subject.name, m.relation, m.object.name) for m in matches] == [("Sprecher", "speaksFor", "NATO")]


def test_a_country_in_the_genitive_that_the_parser_takes_for_a_name():
    """Präsident Perus, Lang, kam: president of Peru; Präsident Peru is nobody's genitive."""
    text = (
        "Präsident/NOUN/nsubj>6/men=Position:position {}/PROPN/appos>1/men=Place/key=Peru +,/PUNCT/punct>6 "
        "Lang/PROPN/appos>1/men=Person +,/PUNCT/punct>6 kam/VERB/root"
    )
    assert ("Lang", "headOf", "Perus") in stated(text.format("Perus"))
    assert ("Lang", "headOf", "Peru") not in stated(text.format("Peru"))


def test_an_office_in_an_organisation():
    """Der Rat bei der NATO, Lang, kam: he works for it; der Rat in Oslo, Lang, kam: not for the town."""
    text = (
        "Staatssekretär/NOUN/nsubj>7/men=Position:position bei/ADP/case>3 {}/PROPN/nmod>1/men={} +,/PUNCT/punct>7 "
        "Lang/PROPN/appos>1/men=Person +,/PUNCT/punct>7 kam/VERB/root"
    )
    assert ("Lang", "worksFor", "NATO") in stated(text.format("NATO", "Organization"))
    assert ("Lang", "worksFor", "Oslo") not in stated(text.format("Oslo", "Place"))
