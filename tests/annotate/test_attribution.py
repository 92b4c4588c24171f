"""Who vouches for which words: hand-built parses, no model."""

import pytest

from kg.annotate.attribution import read_voices
from kg.annotate.lexicon import load_lexicon
from tests.make_doc import make_doc


def voices_of(text):
    """Word -> name of its speaker ("?" for an unnamed source), of the reported words only."""
    doc = make_doc(text)
    found = read_voices(doc, load_lexicon())
    return {
        token.text: (voice.speaker.name if voice.speaker else "?")
        for token, voice in zip(doc, found, strict=True)
        if voice is not None
    }


def test_direct_quote_before_the_speaker():
    """„…“, sagte X: the words between the marks are X's, the rest is the article's."""
    voices = voices_of(
        "„/PUNCT/punct>3 Wir/PRON/nsubj>3 helfen/VERB/ccomp>6/feats=VerbForm=Fin +“/PUNCT/punct>3 +,/PUNCT/punct>6 "
        "sagte/VERB/root/lemma=sagen|feats=VerbForm=Fin Merkel/PROPN/nsubj>6/men=Person +./PUNCT/punct>6"
    )
    assert voices["helfen"] == "Merkel"
    assert "sagte" not in voices


def test_quotation_marks_around_a_phrase_are_no_speech():
    """Ein „wichtiges Zeichen“ says nothing by itself."""
    voices = voices_of(
        "Merkel/PROPN/nsubj>2/men=Person lobte/VERB/root/lemma=loben/feats=VerbForm=Fin ein/DET/det>6 "
        "„/PUNCT/punct>6 +wichtiges/ADJ/amod>6 Zeichen/NOUN/obj>2 +“/PUNCT/punct>6 +./PUNCT/punct>2"
    )
    assert voices == {}


def test_dass_clause_is_the_subjects():
    """X sagte, dass …: the clause is X's."""
    voices = voices_of(
        "Merkel/PROPN/nsubj>2/men=Person sagte/VERB/root/lemma=sagen +,/PUNCT/punct>6 dass/SCONJ/mark>6 "
        "Berlin/PROPN/nsubj>6/men=Place helfe/VERB/ccomp>2/lemma=helfen +./PUNCT/punct>2"
    )
    assert voices["helfe"] == voices["Berlin"] == "Merkel"
    assert "Merkel" not in voices


def test_konjunktiv_carries_the_speaker_over_to_the_next_sentence():
    """X sagte, … . Moskau kaufe Öl: still X's claim; the indicative ends it."""
    voices = voices_of(
        "Rutte/PROPN/nsubj>2/men=Person warnte/VERB/root/lemma=warnen +,/PUNCT/punct>5 Krieg/NOUN/nsubj>5 "
        "drohe/VERB/ccomp>2/lemma=drohen +./PUNCT/punct>2\n"
        "Moskau/PROPN/nsubj>2/men=Place kaufe/VERB/root/lemma=kaufen/feats=VerbForm=Fin Öl/NOUN/obj>2 +./PUNCT/punct>2\n"
        "China/PROPN/nsubj>2/men=Place liefert/VERB/root/lemma=liefern/feats=VerbForm=Fin Gas/NOUN/obj>2 +./PUNCT/punct>2"
    )
    assert voices["kaufe"] == voices["Öl"] == "Rutte"
    assert "liefert" not in voices


def test_first_person_is_no_konjunktiv():
    """Ich kaufe Öl: the form is the same, the mood is not."""
    voices = voices_of(
        "Ich/PRON/nsubj>2 kaufe/VERB/root/lemma=kaufen/feats=VerbForm=Fin Öl/NOUN/obj>2 +./PUNCT/punct>2"
    )
    assert voices == {}


def test_laut_gives_the_clause_to_its_noun():
    """Laut BBC starben Menschen: the BBC says so."""
    voices = voices_of(
        "Laut/ADP/case>2 BBC/PROPN/obl>3/men=Organization starben/VERB/root/lemma=sterben Menschen/NOUN/nsubj>3 "
        "+./PUNCT/punct>3"
    )
    assert voices["starben"] == voices["Menschen"] == "BBC"
    assert "BBC" not in voices


def test_so_names_its_noun_not_the_country_before_it():
    """…, so der kenianische Minister: the minister speaks, not Kenya, which the adjective names."""
    voices = voices_of(
        "Goma/PROPN/nsubj>2/men=Place falle/VERB/root/lemma=fallen/feats=VerbForm=Fin +,/PUNCT/punct>7 so/ADV/advmod>7 "
        "die/DET/det>7 kenianische/ADJ/amod>7/men=Place Ministerin/NOUN/appos>2/men=Person +./PUNCT/punct>2"
    )
    assert voices["falle"] == "Ministerin"


def test_nach_angaben_takes_the_genitive():
    """Nach Angaben der Polizei …: the police says so; nach dem Treffen is a time."""
    voices = voices_of(
        "Nach/ADP/case>2 Angaben/NOUN/obl>5/lemma=Angabe der/DET/det>4 Polizei/NOUN/nmod>2/men=Organization:nominal "
        "flohen/VERB/root/lemma=fliehen Menschen/NOUN/nsubj>5 +./PUNCT/punct>5"
    )
    assert voices["flohen"] == "Polizei"
    assert (
        voices_of(
            "Nach/ADP/case>3 dem/DET/det>3 Treffen/NOUN/obl>4/lemma=Treffen flohen/VERB/root/lemma=fliehen "
            "Menschen/NOUN/nsubj>4 +./PUNCT/punct>4"
        )
        == {}
    )


def test_soll_with_perfect_infinitive_is_hearsay():
    """Er soll Geld genommen haben: somebody unnamed says so; er soll Geld nehmen is a plan."""
    hearsay = voices_of(
        "Müller/PROPN/nsubj>4/men=Person soll/AUX/aux>4/lemma=sollen/feats=VerbForm=Fin Geld/NOUN/obj>4 "
        "genommen/VERB/root/lemma=nehmen/feats=VerbForm=Part haben/AUX/aux>4/lemma=haben/feats=VerbForm=Inf "
        "+./PUNCT/punct>4"
    )
    assert hearsay["genommen"] == "?"
    plan = voices_of(
        "Müller/PROPN/nsubj>4/men=Person soll/AUX/aux>4/lemma=sollen/feats=VerbForm=Fin Geld/NOUN/obj>4 "
        "nehmen/VERB/root/lemma=nehmen/feats=VerbForm=Inf +./PUNCT/punct>4"
    )
    assert plan == {}


def test_nested_speech_knows_both_voices():
    """Rutte sagte, Merkel habe gefordert, dass Berlin zahle: Merkel's words inside Rutte's."""
    doc = make_doc(
        "Rutte/PROPN/nsubj>2/men=Person sagte/VERB/root/lemma=sagen +,/PUNCT/punct>6 Merkel/PROPN/nsubj>6/men=Person "
        "habe/AUX/aux>6/lemma=haben/feats=VerbForm=Fin|Mood=Sub gefordert/VERB/ccomp>2/lemma=fordern +,/PUNCT/punct>10 "
        "dass/SCONJ/mark>10 Berlin/PROPN/nsubj>10/men=Place zahle/VERB/ccomp>6/lemma=zahlen +./PUNCT/punct>2"
    )
    voices = read_voices(doc, load_lexicon())
    assert voices[5].speaker.name == "Rutte"
    assert voices[9].speaker.name == "Merkel"
    assert voices[9].outer.speaker.name == "Rutte"


@pytest.mark.parametrize("marks", ["„“", "»«", '""'])
def test_quotes_of_all_kinds(marks):
    """German, French and straight marks open and close speech."""
    opening, closing = marks
    voices = voices_of(
        f"Merkel/PROPN/nsubj>2/men=Person sagte/VERB/root/lemma=sagen/feats=VerbForm=Fin +:/PUNCT/punct>2 "
        f"{opening}/PUNCT/punct>6 +Wir/PRON/nsubj>6 helfen/VERB/ccomp>2/feats=VerbForm=Fin +./PUNCT/punct>6 "
        f"+{closing}/PUNCT/punct>6"
    )
    assert voices["helfen"] == "Merkel"


@pytest.mark.parametrize(
    ("head", "said", "speaker"),
    [
        (
            "Lang/PROPN/dep>4/men=Person",
            "Wir/PRON/nsubj>4/lemma=wir helfen/VERB/root/lemma=helfen/feats=VerbForm=Fin",
            "Lang",
        ),
        ("Lang/PROPN/dep>4/men=Person", "Rom/PROPN/nsubj>4 hilft/VERB/root/lemma=helfen/feats=VerbForm=Fin", None),
        (
            "Rom/PROPN/dep>4/men=Place",
            "Wir/PRON/nsubj>4/lemma=wir helfen/VERB/root/lemma=helfen/feats=VerbForm=Fin",
            None,
        ),
    ],
    ids=["first person", "about somebody", "a place"],
)
def test_person_before_a_colon(head, said, speaker):
    """Lang: Wir helfen. That is what Lang says; Lang: Rom hilft. may be about Lang."""
    assert voices_of(f"{head} :/PUNCT/punct>4 {said}").get(said.split("/")[0]) == speaker


def test_office_before_a_colon():
    """Ministerin Lang: Rom hilft. She says so."""
    voices = voices_of(
        "Ministerin/NOUN/dep>5/men=Position:position Lang/PROPN/appos>1/men=Person :/PUNCT/punct>5 Rom/PROPN/nsubj>5 "
        "hilft/VERB/root/lemma=helfen/feats=VerbForm=Fin"
    )
    assert voices["hilft"] == "Lang"
