"""What is told of a relation: sentence, parse, clause, entry and ends, on hand-built parses."""

from __future__ import annotations

import pytest

from kg.annotate.clauses import find_clauses
from kg.annotate.layers import Voice
from kg.annotate.lexicon import load_lexicon, read_frames
from kg.annotate.relations import find_relations
from kg.annotate.sources import place_of_frame
from kg.annotate.trace import mark_ends, trace_match, voice_words
from kg.data import root
from kg.link import link_mentions
from kg.ontology import load_ontology
from tests.make_doc import make_doc

BUYS = (
    "Da/ADV/root\n"
    "Moskau/PROPN/nsubj>2/men=Place kauft/VERB/root/lemma=kaufen/feats=Mood=Ind|VerbForm=Fin nicht/PART/advmod>2 "
    "Öl/NOUN/obj>2/men=Product:nominal/feats=Case=Acc aus/ADP/case>7 dem/DET/det>7 Iran/PROPN/obl>2/men=Place +./PUNCT/punct>2"
)
PLANS = (
    "Moskau/PROPN/nsubj>4/men=Place will/AUX/aux>4/lemma=wollen/feats=VerbForm=Fin Öl/NOUN/obj>4/men=Product:nominal/feats=Case=Acc "
    "kaufen/VERB/root/feats=VerbForm=Inf +./PUNCT/punct>4"
)
LIGHT = (
    "Merz/PROPN/nsubj>2/men=Person führte/VERB/root/lemma=führen/feats=VerbForm=Fin "
    "Gespräche/NOUN/obj>2/lemma=Gespräch/men=Event:nominal/feats=Case=Acc mit/ADP/case>5 Macron/PROPN/obl>2/men=Person +./PUNCT/punct>2"
)
OFFICE = (
    "Selenskyj/PROPN/nsubj>3/men=Person ist/AUX/cop>3/lemma=sein/feats=VerbForm=Fin "
    "Präsident/NOUN/root/men=Position:position der/DET/det>5/feats=Case=Gen Ukraine/PROPN/nmod>3/men=Place/feats=Case=Gen +./PUNCT/punct>3"
)
OPEN = "Rom/PROPN/nsubj>2/men=Place glossierte/VERB/root/lemma=glossieren/feats=VerbForm=Fin Paris/PROPN/obj>2/men=Place +./PUNCT/punct>2"
FRENCH = "Die/DET/det>3 französische/ADJ/amod>3/lemma=französisch/men=Place Firma/NOUN/nsubj>5/men=Organization:nominal Alstom/PROPN/appos>3/men=Organization schwieg/VERB/root/lemma=schweigen"


def explained(text, relation):
    """Doc, match and trace of the first `relation` in `text`."""
    doc, lexicon = make_doc(text), load_lexicon()
    doc._.clauses = find_clauses(doc, lexicon)
    doc._.relations = find_relations(doc, lexicon, load_ontology())
    match = next(match for match in doc._.relations if match.relation == relation)
    return doc, match, trace_match(doc, match, link_mentions(doc), lexicon)


def test_ends_are_marked():
    """Both ends stand in brackets in their own sentence."""
    assert "[subject Moskau] kauft nicht Öl aus dem [object Iran]." == explained(BUYS, "buysFrom")[2].sentence


def test_parts_of_words_are_marked():
    """A part of a compound is marked inside its word."""
    doc, match, _ = explained(BUYS, "buysFrom")
    match.object.chars = (match.object.chars[0], match.object.chars[0] + 2)

    assert mark_ends(doc, match).endswith("[object Ir]an.")


def test_parse():
    """One row a word: number in the sentence, lemma, class, features, relation, and the word it hangs on."""
    parse = explained(BUYS, "buysFrom")[2].parse

    assert ("2", "kauft", "kaufen", "VERB", "Ind Fin", "ROOT", "") == parse[1]
    assert ("7", "Iran", "Iran", "PROPN", "", "obl", "2 kauft") == parse[6]


def test_clause():
    """Predicate, slots with their fillers, and the word that denies."""
    clause = dict(explained(BUYS, "buysFrom")[2].clause)

    assert ("„kauft“ = kaufen (verb)", "„Moskau“ (name, Place)") == (clause["predicate"], clause["subject"])
    assert ("„Iran“ (name, Place)", "negative") == (clause["aus+dat"], clause["polarity"])
    assert "„nicht“ negates" in clause["signs"] and "the article itself" == clause["voice"]


def test_plan():
    """A modal verb is named as what makes it a plan."""
    clause = dict(explained(PLANS, "buys")[2].clause)

    assert ("planned", "„will“ makes it planned") == (clause["modality"], clause["signs"])


@pytest.mark.parametrize(
    ("text", "relation", "words"),
    [
        (BUYS, "buysFrom", "lexicon/frames/trading.toml: [[frame]]"),
        (LIGHT, "negotiatesWith", "lexicon/frames/"),
        (OFFICE, "holdsPosition", "lexicon/positions.toml: -präsident"),
        (OPEN, "open/glossieren", "none: no frame"),
        (FRENCH, "headquarteredIn", "lexicon/syntax.toml: [origin] Organization = headquarteredIn"),
    ],
)
def test_entry(text, relation, words):
    """Each kind of rule names the file and table it stands in."""
    assert words in dict(explained(text, relation)[2].rule)["entry"]


def test_frame():
    """A frame is told with words, slots, what it demands and its example."""
    rule = explained(LIGHT, "negotiatesWith")[2].rule
    told = dict(rule)

    assert "führen" in told["words"] and "mit+dat" in told["slots"] and "gives" in told["example"]
    assert any("Gespräch" in value for name, value in rule if name == "demands")


def test_every_frame_has_a_place():
    """The place of a frame is where it stands in its file."""
    frames = read_frames(root() / "lexicon")

    assert place_of_frame(frames[0]).endswith(f"[[frame]] 1 ({frames[0].words[0]})")
    assert place_of_frame(frames[-1]).startswith("lexicon/frames/")


def test_ends_are_resolved():
    """A pronoun is followed to the name, and the name to its entry of the registry."""
    doc, match, _ = explained(BUYS, "buysFrom")
    name = match.subject
    pronoun = make_doc("Er/PRON/root/men=Place:pronoun")._.mentions[0]
    pronoun.antecedent, match.subject = name, pronoun

    ends = dict(trace_match(doc, match, link_mentions(doc), load_lexicon()).ends)

    assert ends["subject"].startswith("„Da“ (pronoun) → „Moskau“ (name, sentence 2) = ")
    assert "new name, not in the registry" in ends["subject"] or "registry entry" in ends["subject"]


def test_voice():
    """Nested voices are told from the inside out, each with the word that introduces it."""
    doc = make_doc(
        "Rutte/PROPN/nsubj>2/men=Person sagte/VERB/root Selenskyj/PROPN/nsubj>4/men=Person fordere/VERB/ccomp>2"
    )
    rutte, selenskyj = doc._.mentions
    voice = Voice("indirect", selenskyj, 3, outer=Voice("indirect", rutte, 1))

    assert "Selenskyj (indirect, „fordere“), as told by Rutte (indirect, „sagte“)" == voice_words(doc, voice)
    assert "an unnamed source (hearsay, „sagte“)" == voice_words(doc, Voice("hearsay", None, 1))
