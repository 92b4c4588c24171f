"""Open triples on hand-built parses: one construction of German each."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotate.open_triples import triples_from_doc
from tests.make_doc import make_doc

GEN, DAT, ACC, NOM = "feats=Case=Gen", "feats=Case=Dat", "feats=Case=Acc", "feats=Case=Nom"
FIN, PART, INF = "feats=VerbForm=Fin", "feats=VerbForm=Part", "feats=VerbForm=Inf"

CASES = {
    "object and phrase: the object goes into the relation to the phrase": (
        f"Er/PRON/nsubj>2 fesselte/VERB/root/{FIN} ihn/PRON/obj>2/{ACC} mit/ADP/case>5 Handschellen/NOUN/obl>2",
        ["Er → fesselte → ihn", "Er → fesselte ihn mit → Handschellen"],
    ),
    "perfect: auxiliary and participle in sentence order": (
        f"Merkel/PROPN/nsubj>6 hat/AUX/aux>6/{FIN} Macron/PROPN/obj>6 am/ADP/case>5 Mittwoch/NOUN/obl>6 besucht/VERB/root/{PART}",
        ["Merkel → hat besucht → Macron", "Merkel → hat Macron besucht am → Mittwoch"],
    ),
    "two prepositions": (
        f"Er/PRON/nsubj>2 blieb/VERB/root/{FIN} bis/ADP/case>5 zum/ADP/case>5 Juli/NOUN/obl>2",
        ["Er → blieb bis zum → Juli"],
    ),
    "separable prefix": (
        f"Finnland/PROPN/nsubj>2 trat/VERB/root/lemma=treten/{FIN} der/DET/det>4 Union/NOUN/obj>2/{DAT} bei/ADP/compound:prt>2",
        ["Finnland → trat bei → der Union"],
    ),
    "negation and modal verb": (
        f"Er/PRON/nsubj>5 will/AUX/aux>5/{FIN} Waffen/NOUN/obj>5 nicht/PART/advmod>5 liefern/VERB/root/{INF}",
        ["Er → will nicht liefern → Waffen"],
    ),
    "copula with a noun, its genitive kept": (
        f"Er/PRON/nsubj>3 ist/AUX/cop>3/lemma=sein/{FIN} Präsident/NOUN/root der/DET/det>5 Ukraine/PROPN/nmod>3/{GEN}",
        ["Er → ist → Präsident der Ukraine"],
    ),
    "copula with two nouns": (
        f"Er/PRON/nsubj>3 ist/AUX/cop>3/lemma=sein/{FIN} Jurist/NOUN/root und/CCONJ/cc>5 Autor/NOUN/conj>3",
        ["Er → ist → Autor", "Er → ist → Jurist"],
    ),
    "copula with an adjective and its phrase": (
        f"Das/DET/det>2 Land/NOUN/nsubj>4 ist/AUX/cop>4/lemma=sein/{FIN} abhängig/ADJ/root von/ADP/case>6 Russland/PROPN/obl>4",
        ["Das Land → ist abhängig von → Russland", "Das Land → ist → abhängig"],
    ),
    "copula with a phrase": (
        f"Die/DET/det>2 Gruppe/NOUN/nsubj>6 war/AUX/cop>6/lemma=sein/{FIN} gegen/ADP/case>6 den/DET/det>6 Ausbau/NOUN/root",
        ["Die Gruppe → war gegen → den Ausbau"],
    ),
    "adjective with its measure": (
        f"Sie/PRON/nsubj>5 ist/AUX/cop>5/lemma=sein/{FIN} 42/NUM/nummod>4 Jahre/NOUN/obl>5 alt/ADJ/root",
        ["Sie → ist → 42 Jahre alt"],
    ),
    "passive with agent, as it is said": (
        f"Merkel/PROPN/nsubj:pass>5 wurde/AUX/aux:pass>5/lemma=werden/{FIN} von/ADP/case>4 Macron/PROPN/obl>5 empfangen/VERB/root/{PART}",
        ["Merkel → wurde empfangen von → Macron"],
    ),
    "coordinated subjects and objects are split": (
        f"Blinken/PROPN/nsubj>4 und/CCONJ/cc>3 Rutte/PROPN/conj>1 lobten/VERB/root/{FIN} Polen/PROPN/obj>4 und/CCONJ/cc>7 Litauen/PROPN/conj>5",
        [
            "Blinken → lobten → Litauen",
            "Blinken → lobten → Polen",
            "Rutte → lobten → Litauen",
            "Rutte → lobten → Polen",
        ],
    ),
    "coordinated phrases share their preposition": (
        f"Sie/PRON/nsubj>2 sprach/VERB/root/{FIN} mit/ADP/case>4 China/PROPN/obl>2 und/CCONJ/cc>6 Indien/PROPN/conj>4",
        ["Sie → sprach mit → China", "Sie → sprach mit → Indien"],
    ),
    "coordinated verbs share the subject": (
        f"Er/PRON/nsubj>2 kam/VERB/root/{FIN} und/CCONJ/cc>4 traf/VERB/conj>2/{FIN} Macron/PROPN/obj>4",
        ["Er → traf → Macron"],
    ),
    "coordinated participles share the auxiliary": (
        f"Er/PRON/nsubj>4 hat/AUX/aux>4/{FIN} Rom/PROPN/obj>4 besucht/VERB/root/{PART} und/CCONJ/cc>7 Macron/PROPN/obj>7 getroffen/VERB/conj>4/{PART}",
        ["Er → hat besucht → Rom", "Er → hat getroffen → Macron"],
    ),
    "relative clause: the noun is its subject": (
        f"Die/DET/det>2 Firma/NOUN/root +,/PUNCT/punct>6 die/PRON/nsubj>6 Drohnen/NOUN/obj>6 baut/VERB/acl>2/{FIN}",
        ["Die Firma → baut → Drohnen"],
    ),
    "relative clause: the noun is its phrase": (
        f"Der/DET/det>2 Mann/NOUN/root +,/PUNCT/punct>6 mit/ADP/case>5 dem/PRON/obl>6/{DAT} sprach/VERB/acl>2/{FIN} sie/PRON/nsubj>6",
        ["sie → sprach mit → Der Mann"],
    ),
    "infinitive: the subject is understood, the verb above stays": (
        f"Sie/PRON/nsubj>2 versuchte/VERB/root/{FIN} +,/PUNCT/punct>7 das/DET/det>5 Spiel/NOUN/obj>7 zu/PART/mark>7 gewinnen/VERB/xcomp>2/{INF}",
        ["Sie → versuchte zu gewinnen → das Spiel"],
    ),
    "infinitive: who is asked stays in the relation": (
        f"Berlin/PROPN/nsubj>2 bat/VERB/root/{FIN} Moskau/PROPN/obj>2 +,/PUNCT/punct>8 die/DET/det>6 Truppen/NOUN/obj>8 zu/PART/mark>8 schonen/VERB/xcomp>2/{INF}",
        ["Berlin → bat Moskau zu schonen → die Truppen", "Berlin → bat → Moskau"],
    ),
    "modal verb below the copula": (
        f"Ott/PROPN/nsubj>5 soll/AUX/aux>6/{FIN} in/ADP/case>4 Rom/PROPN/obl>5 beteiligt/ADJ/root sein/AUX/cop>5/{INF}",
        ["Ott → soll beteiligt sein in → Rom", "Ott → soll sein → beteiligt"],
    ),
    "role with als, parsed as if it were coordinated": (
        f"Rom/PROPN/nsubj:pass>5 wird/AUX/aux>5/{FIN} als/CCONJ/cc>5 alte/ADJ/amod>5 Stadt/NOUN/root angesehen/AUX/cop>5/{PART}",
        ["Rom → wird angesehen als → alte Stadt"],
    ),
    "negation of an attribute": (
        f"Er/PRON/nsubj>2 förderte/VERB/root/{FIN} nicht/PART/advmod>5/feats=Polarity=Neg abgeschlossene/ADJ/amod>5 Verfahren/NOUN/obj>2",
        ["Er → förderte → nicht abgeschlossene Verfahren"],
    ),
    "sein with an infinitive": (
        f"Schüsse/NOUN/nsubj>6 waren/AUX/aux>6/lemma=sein/{FIN} in/ADP/case>4 Rom/PROPN/obl>6 zu/PART/mark>6 hören/VERB/root/{INF}",
        ["Schüsse → waren zu hören in → Rom"],
    ),
    "coordinated infinitives share the verb above": (
        f"Er/PRON/nsubj>2 versprach/VERB/root/{FIN} +,/PUNCT/punct>6 Polen/PROPN/obj>6 zu/PART/mark>6 loben/VERB/xcomp>2/{INF} und/CCONJ/cc>10 Litauen/PROPN/obj>10 zu/PART/mark>10 helfen/VERB/conj>6/{INF}",
        ["Er → versprach zu helfen → Litauen", "Er → versprach zu loben → Polen"],
    ),
    "neither stays in the relation": (
        f"Weder/CCONJ/cc>2 Rom/PROPN/nsubj>5 noch/CCONJ/cc>4 Paris/PROPN/conj>2 billigten/VERB/root/{FIN} Zölle/NOUN/obj>5",
        ["Rom → weder billigten → Zölle", "Paris → weder billigten → Zölle"],
    ),
    "negation of the object": (
        f"Er/PRON/nsubj>2 besuchte/VERB/root/{FIN} nicht/PART/advmod>4 Rom/PROPN/obj>2",
        ["Er → besuchte nicht → Rom"],
    ),
    "not only is no negation": (
        f"Er/PRON/nsubj>2 besuchte/VERB/root/{FIN} nicht/PART/advmod>5 nur/ADV/advmod>5 Rom/PROPN/obj>2",
        ["Er → besuchte → Rom"],
    ),
    "genitives of time are no objects": (
        f"Rom/PROPN/nsubj>4 hat/AUX/aux>4/{FIN} vergangener/ADJ/amod>5 entschieden/VERB/root/{PART} Woche/NOUN/obl>4/{GEN} für/ADP/case>7 Zölle/NOUN/obl>4",
        ["Rom → hat entschieden für → Zölle"],
    ),
    "times with a preposition are phrases like others": (
        f"Rom/PROPN/nsubj>2 gab/VERB/root/lemma=geben/{FIN} Paris/PROPN/obl>2/{DAT} am/ADP/case>5 Montag/NOUN/obl>2/{DAT} Geld/NOUN/obj>2/{ACC}",
        ["Rom → gab Geld am → Montag", "Rom → gab → Geld", "Rom → gab → Paris"],
    ),
    "set phrases are no arguments": (
        f"Er/PRON/nsubj>2 lobte/VERB/root/{FIN} vor/ADP/case>4 allem/DET/obl>2 Polen/PROPN/obj>2",
        ["Er → lobte → Polen"],
    ),
    "role with als": (
        f"Er/PRON/nsubj>2 diente/VERB/root/{FIN} als/ADP/case>4 Premierminister/NOUN/obl>2",
        ["Er → diente als → Premierminister"],
    ),
    "apposition between commas": (
        f"Merkel/PROPN/nsubj>6 +,/PUNCT/punct>4 die/DET/det>4 Kanzlerin/NOUN/appos>1/{NOM} +,/PUNCT/punct>4 besuchte/VERB/root/{FIN} Rom/PROPN/obj>6",
        ["Merkel → besuchte → Rom", "Merkel → ist → die Kanzlerin"],
    ),
    "title before a name": (
        f"Kanzlerin/NOUN/nsubj>4/{NOM} Angela/PROPN/appos>1 Merkel/PROPN/flat>2 besuchte/VERB/root/{FIN} Rom/PROPN/obj>4",
        ["Angela Merkel → ist → Kanzlerin", "Kanzlerin Angela Merkel → besuchte → Rom"],
    ),
    "title in another case: only the bare noun": (
        f"Er/PRON/nsubj>2 traf/VERB/root/{FIN} den/DET/det>5 neuen/ADJ/amod>5 Minister/NOUN/obj>2/{ACC} Ott/PROPN/flat>5",
        ["Er → traf → den neuen Minister Ott", "Ott → ist → Minister"],
    ),
    "two objects: one triple each, pronouns inside": (
        f"Sie/PRON/nsubj>2 gab/VERB/root/{FIN} ihm/PRON/iobj>2/{DAT} einen/DET/det>5 Brief/NOUN/obj>2/{ACC}",
        ["Sie → gab ihm → einen Brief", "Sie → gab → ihm"],
    ),
    "phrase below the object: kept there, and on its own": (
        f"Er/PRON/nsubj>2 übte/VERB/root/{FIN} Kritik/NOUN/obj>2 an/ADP/case>5 Moskau/PROPN/nmod>3",
        ["Er → übte Kritik an → Moskau", "Er → übte → Kritik an Moskau"],
    ),
    "object without its relative clause": (
        f"Er/PRON/nsubj>2 kaufte/VERB/root/{FIN} ein/DET/det>4 Haus/NOUN/obj>2 +,/PUNCT/punct>7 das/PRON/nsubj>7 brannte/VERB/acl>4/{FIN}",
        ["Er → kaufte → ein Haus"],
    ),
    "participle before the noun stays with its words": (
        f"Er/PRON/nsubj>2 lobte/VERB/root/{FIN} den/DET/det>7 von/ADP/case>5 Rom/PROPN/obl>6 gebauten/VERB/amod>7 Hafen/NOUN/obj>2",
        ["Er → lobte → den von Rom gebauten Hafen"],
    ),
    "participle behind the noun": (
        f"Die/DET/det>2 Stadt/NOUN/root +,/PUNCT/punct>4 gegründet/VERB/acl>2/{PART} von/ADP/case>6 Römern/NOUN/obl>4",
        ["Die Stadt → gegründet von → Römern"],
    ),
    "reflexive verb": (
        f"Sie/PRON/nsubj>2 trafen/VERB/root/{FIN} sich/PRON/obj>2 in/ADP/case>5 Genf/PROPN/obl>2",
        ["Sie → trafen sich in → Genf"],
    ),
    "what is presented is the object": (
        f"Proteste/NOUN/nsubj>2 gab/VERB/root/lemma=geben/{FIN} es/PRON/obj>2/feats=Gender=Neut",
        ["es → gab → Proteste"],
    ),
    "what is presented is the object, with an expletive": (
        f"Heute/ADV/advmod>2 gab/VERB/root/lemma=geben/{FIN} es/PRON/expl>2 Proteste/NOUN/nsubj>2 in/ADP/case>6 Rom/PROPN/obl>2",
        ["es → gab → Proteste", "es → gab Proteste in → Rom"],
    ),
    "coordinated objects go into the relation one at a time": (
        f"Er/PRON/nsubj>2 lud/VERB/root/{FIN} Ott/PROPN/obj>2 und/CCONJ/cc>5 Lenz/PROPN/conj>3 nach/ADP/case>7 Rom/PROPN/obl>2",
        ["Er → lud Lenz nach → Rom", "Er → lud Ott nach → Rom", "Er → lud → Lenz", "Er → lud → Ott"],
    ),
    "phrase below the second object: with this one alone": (
        f"Er/PRON/nsubj>2 kauft/VERB/root/{FIN} Öl/NOUN/obj>2 und/CCONJ/cc>5 Gas/NOUN/conj>3 aus/ADP/case>7 Iran/PROPN/nmod>5",
        ["Er → kauft Gas aus → Iran", "Er → kauft → Gas aus Iran", "Er → kauft → Öl"],
    ),
    "what belongs to the second noun stays there": (
        f"Ärzte/NOUN/nsubj>6 und/CCONJ/cc>3 Mitglieder/NOUN/conj>1 des/DET/det>5 Rates/NOUN/nmod>3/{GEN} lobten/VERB/root/{FIN} ihn/PRON/obj>6",
        ["Mitglieder des Rates → lobten → ihn", "Ärzte → lobten → ihn"],
    ),
    "verb that opens the sentence": (
        f"Begleitet/VERB/root/{PART} wurde/AUX/aux:pass>1/lemma=werden/{FIN} er/PRON/nsubj:pass>1 von/ADP/case>5 Ott/PROPN/obl>1",
        ["er → begleitet wurde von → Ott"],
    ),
    "preposition that opens the sentence": (
        f"In/ADP/case>2 Rom/PROPN/obl>3 traf/VERB/root/{FIN} sie/PRON/nsubj>3 ihn/PRON/obj>3/{ACC}",
        ["sie → traf ihn in → Rom", "sie → traf → ihn"],
    ),
    "question words are nobody": (
        f"Wer/PRON/nsubj>2/feats=PronType=Int,Rel kauft/VERB/root/{FIN} Waffen/NOUN/obj>2 ?/PUNCT/punct>2",
        [],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_construction(name):
    """Each construction gives exactly these triples."""
    text, wanted = CASES[name]

    found = triples_from_doc(make_doc(text))

    assert sorted(wanted) == sorted(f"{t.subject} → {t.relation} → {t.object}" for t in found)


def test_places():
    """Sentence number and spans say where the words stand; what is implicit has no relation to show."""
    text = f"Da/ADV/root\nOtt/PROPN/nsubj>4 +,/PUNCT/punct>3 Minister/NOUN/appos>1/{NOM} hat/VERB/root/{FIN} Rom/PROPN/obj>4"
    doc = make_doc(text)

    said, meant = sorted(triples_from_doc(doc), key=lambda triple: triple.implicit)

    assert (2, "Ott, Minister hat Rom") == (said.number, doc.text[said.sentence.start : said.sentence.end])
    assert ["Ott", "hat", "Rom"] == [
        doc.text[s.start : s.end] for (s,) in (said.subject_spans, said.relation_spans, said.object_spans)
    ]
    assert meant.implicit and () == meant.relation_spans and "ist" == meant.relation


TAGS = ["NOUN", "PROPN", "VERB", "AUX", "ADP", "DET", "ADJ", "PRON", "PART", "PUNCT"]
LABELS = [
    "nsubj",
    "obj",
    "obl",
    "nmod",
    "conj",
    "cc",
    "case",
    "det",
    "amod",
    "cop",
    "aux",
    "xcomp",
    "acl",
    "appos",
    "flat",
    "expl",
]
WORDS = ["der", "Ott", "kam", "und", "sich", "es", "zu", "In", "gab", "nicht", "weder", "-", ","]


@st.composite
def trees(draw):
    """Any tree at all, in the notation of make_doc."""
    size = draw(st.integers(1, 9))
    order = draw(st.permutations(range(1, size + 1)))
    groups = {}
    for place, word in enumerate(order):
        relation = "root" if place == 0 else f"{draw(st.sampled_from(LABELS))}>{order[draw(st.integers(0, place - 1))]}"
        groups[word] = f"{draw(st.sampled_from(WORDS))}/{draw(st.sampled_from(TAGS))}/{relation}"
    return " ".join(groups[word] for word in sorted(groups))


@settings(max_examples=150, deadline=None)
@given(trees())
def test_any_tree(text):
    """Whatever the parser makes of a sentence, triples have three filled parts, and spans that show their words."""
    doc = make_doc(text)

    for triple in triples_from_doc(doc):
        assert triple.subject.strip() and triple.relation.strip() and triple.object.strip()
        for words, spans in ((triple.subject, triple.subject_spans), (triple.object, triple.object_spans)):
            shown = " ".join(doc.text[span.start : span.end] for span in spans)
            assert sorted(words.split()) == sorted(shown.split())
