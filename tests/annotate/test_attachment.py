"""Prepositional phrases hang where form and vocabulary put them: hand-built parses, no model."""

import pytest

from kg.annotate.attachment import load_attributes, mend_attachments
from kg.annotate.syntax import preposition_of
from kg.errors import DataError
from tests.make_doc import make_doc


def heads_after(text):
    """Word -> the word that it hangs on once the tree is mended."""
    doc = make_doc(text)
    mend_attachments(doc)
    return {token.text: token.head.text for token in doc}


def test_noun_takes_the_phrase_that_it_governs():
    """Riga bekräftigte das Recht auf Bildung: Recht auf, not bekräftigen auf."""
    doc = make_doc(
        "Riga/PROPN/nsubj>2 bekräftigte/VERB/root/lemma=bekräftigen das/DET/det>4 Recht/NOUN/obj>2 auf/ADP/case>6 "
        "Bildung/NOUN/obl>2 +./PUNCT/punct>2"
    )
    mend_attachments(doc)
    assert (doc[5].head.text, doc[5].dep_) == ("Recht", "nmod")


def test_genitive_may_stand_between():
    """Riga bekräftigte das Recht der Frauen auf Bildung."""
    heads = heads_after(
        "Riga/PROPN/nsubj>2 bekräftigte/VERB/root/lemma=bekräftigen das/DET/det>4 Recht/NOUN/obj>2 der/DET/det>6 "
        "Frauen/NOUN/nmod>4 auf/ADP/case>8 Bildung/NOUN/obl>2 +./PUNCT/punct>2"
    )
    assert heads["Bildung"] == "Recht"


def test_last_part_of_a_compound_governs():
    """Oslo nannte den Spitzenkandidaten für das Amt."""
    heads = heads_after(
        "Oslo/PROPN/nsubj>2 nannte/VERB/root/lemma=nennen den/DET/det>4 Spitzenkandidaten/NOUN/obj>2 für/ADP/case>7 "
        "das/DET/det>7 Amt/NOUN/obl>2 +./PUNCT/punct>2"
    )
    assert heads["Amt"] == "Spitzenkandidaten"


def test_short_noun_behind_a_hyphen_governs():
    """Oslo erläuterte den EU-Plan für das Tal: Plan für, though Plan is short."""
    heads = heads_after(
        "Oslo/PROPN/nsubj>2 erläuterte/VERB/root/lemma=erläutern den/DET/det>4 EU-Plan/NOUN/obj>2 für/ADP/case>7 "
        "das/DET/det>7 Tal/NOUN/obl>2 +./PUNCT/punct>2"
    )
    assert heads["Tal"] == "EU-Plan"


def test_other_case_is_another_preposition():
    """Sie zerrten den Mord an die Öffentlichkeit: Mord an takes the dative."""
    heads = heads_after(
        "Sie/PRON/nsubj>2 zerrten/VERB/root/lemma=zerren den/DET/det>4 Mord/NOUN/obj>2 an/ADP/case>7 "
        "die/DET/det>7/feats=Case=Acc Öffentlichkeit/NOUN/obl>2 +./PUNCT/punct>2"
    )
    assert heads["Öffentlichkeit"] == "zerrten"


def test_agent_of_a_passive_stays():
    """weil die Belohnung von Oslo verkündet wurde: Oslo announces."""
    heads = heads_after(
        "weil/SCONJ/mark>6 die/DET/det>3 Belohnung/NOUN/nsubj:pass>6 von/ADP/case>5 Oslo/PROPN/obl>6 "
        "verkündet/VERB/root/lemma=verkünden/feats=VerbForm=Part wurde/AUX/aux:pass>6/lemma=werden +./PUNCT/punct>6"
    )
    assert heads["Oslo"] == "verkündet"


def test_slot_of_the_verb_stays():
    """Sie demonstrierten nach der Razzia gegen den Minister: demonstrieren gegen is a frame of the lexicon."""
    heads = heads_after(
        "Sie/PRON/nsubj>2 demonstrierten/VERB/root/lemma=demonstrieren nach/ADP/case>5 der/DET/det>5 "
        "Razzia/NOUN/obl>2 gegen/ADP/case>8 den/DET/det>8 Minister/NOUN/obl>2 +./PUNCT/punct>2"
    )
    assert heads["Minister"] == "demonstrierten"


def test_noun_beyond_a_comma_is_out_of_reach():
    """Er nannte ein Recht, auf Bitten der Stadt: the comma parts them."""
    heads = heads_after(
        "Er/PRON/nsubj>2 nannte/VERB/root/lemma=nennen ein/DET/det>4 Recht/NOUN/obj>2 +,/PUNCT/punct>7 auf/ADP/case>7 "
        "Bitten/NOUN/obl>2 der/DET/det>9 Stadt/NOUN/nmod>7 +./PUNCT/punct>2"
    )
    assert heads["Bitten"] == "nannte"


def test_preposition_before_a_preposition_has_no_dependents():
    """dauert bis zum Juli: Juli hangs on the verb, both prepositions on Juli."""
    doc = make_doc(
        "Sie/PRON/nsubj>2 dauert/VERB/root/lemma=dauern bis/ADP/case>2 zum/ADP/case>5 Juli/NOUN/nmod>3 +./PUNCT/punct>2"
    )
    assert preposition_of(doc[4]) == "zu+dat"
    mend_attachments(doc)
    assert (doc[4].head.text, doc[4].dep_, doc[2].head.text) == ("dauert", "obl", "Juli")
    assert preposition_of(doc[4]) == "bis+acc"


def test_second_mending_changes_nothing():
    """A Doc may be annotated again."""
    doc = make_doc(
        "Riga/PROPN/nsubj>2 nannte/VERB/root/lemma=nennen das/DET/det>4 Recht/NOUN/obj>2 auf/ADP/case>6 "
        "Bildung/NOUN/obl>2 bis/ADP/case>2 zum/ADP/case>9 Juli/NOUN/nmod>7 +./PUNCT/punct>2"
    )
    mend_attachments(doc)
    once = [(token.head.i, token.dep_) for token in doc]
    mend_attachments(doc)
    assert [(token.head.i, token.dep_) for token in doc] == once


def test_table_is_checked(monkeypatch):
    """A slot without a case is an error that names the file."""
    monkeypatch.setattr("kg.data.read_rows", lambda *_: iter([["Recht", "auf"]]))
    load_attributes.cache_clear()
    with pytest.raises(DataError, match=r"attributes\.tsv"):
        load_attributes()
    load_attributes.cache_clear()


def test_what_is_measured_belongs_to_its_measure():
    """Man verurteilte ihn zu zwei Jahren Haft: nobody blamed the prison."""
    parse = (
        "Man/PRON/nsubj>2 verurteilte/VERB/root/lemma=verurteilen ihn/PRON/obj>2 {}/ADP/case>6 zwei/NUM/nummod>6 "
        "Jahren/NOUN/obl>2 Haft/NOUN/obj>2"
    )
    assert heads_after(parse.format("zu"))["Haft"] == "Jahren"
    assert heads_after(parse.format("nach"))["Haft"] == "verurteilte"


def test_more_than_so_many_are_an_object():
    """Die Miliz entführte mehr als 200 Kinder: the children, not something as children; but: als Kinder."""
    parse = (
        "Die/DET/det>2 Miliz/NOUN/nsubj>3 entführte/VERB/root/lemma=entführen {}/ADV/advmod>6 als/CCONJ/case>7 "
        "200/NUM/nummod>7 Kinder/NOUN/obl>3"
    )

    def slot(word):
        doc = make_doc(parse.format(word))
        mend_attachments(doc)
        return doc[6].dep_, preposition_of(doc[6])

    assert slot("mehr") == slot("weniger") == ("obj", "")
    assert slot("damals") == ("obl", "als+?")
