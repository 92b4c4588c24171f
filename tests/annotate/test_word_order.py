"""Who does it to whom where the parser is wrong: hand-built parses, no model."""

from kg.annotate.clauses import find_clauses
from kg.annotate.lexicon import load_lexicon
from tests.make_doc import make_doc


def slots_of(text):
    """Word -> its slot in the first clause of `text`."""
    doc = make_doc(text)
    clause = find_clauses(doc, load_lexicon())[0]
    return {doc[argument.head].text: argument.slot for argument in clause.arguments}


def test_second_subject_beside_an_object_is_a_dative():
    """Holm gab Lund den Vorzug: Lund gets it."""
    slots = slots_of(
        "Holm/PROPN/nsubj>2 gab/VERB/root/lemma=geben/feats=VerbForm=Fin Lund/PROPN/nsubj>2 den/DET/det>5 "
        "Vorzug/NOUN/obj>2 +./PUNCT/punct>2"
    )
    assert slots == {"Holm": "subject", "Lund": "indirect", "Vorzug": "object"}


def test_second_subject_of_a_passive_is_a_dative():
    """Das war Lund mitgeteilt worden: Lund was told."""
    slots = slots_of(
        "Das/PRON/nsubj:pass>4 war/AUX/aux>4/lemma=sein/feats=VerbForm=Fin Lund/PROPN/nsubj:pass>4 "
        "mitgeteilt/VERB/root/lemma=mitteilen/feats=VerbForm=Part worden/AUX/aux:pass>4/lemma=werden +./PUNCT/punct>4"
    )
    assert slots == {"Das": "object", "Lund": "indirect"}


def test_title_and_name_before_the_verb_stay_subjects():
    """Ministerin Lund gab den Vorzug, torn into two subjects: none of them gets anything."""
    slots = slots_of(
        "Ministerin/NOUN/nsubj>3 Lund/PROPN/nsubj>3 gab/VERB/root/lemma=geben/feats=VerbForm=Fin den/DET/det>5 "
        "Vorzug/NOUN/obj>3 +./PUNCT/punct>3"
    )
    assert slots["Lund"] == "subject"


def test_form_of_a_pronoun_decides():
    """Mir fällt niemand ein, with mir as the subject of the parser."""
    slots = slots_of(
        "Mir/PRON/nsubj>2 fällt/VERB/root/lemma=fallen/feats=VerbForm=Fin niemand/PRON/nsubj>2 "
        "ein/ADP/compound:prt>2 +./PUNCT/punct>2"
    )
    assert slots == {"Mir": "indirect", "niemand": "subject"}


def test_bare_names_before_an_object_are_datives():
    """Rom will Malta den Zugang verweigern; Rom warf Malta Betrug vor: names show no case, the verb has one."""
    refused = slots_of(
        "Rom/PROPN/nsubj>6/men=Place will/AUX/aux>6/feats=VerbForm=Fin Malta/PROPN/obj>6/men=Place den/DET/det>5 "
        "Zugang/NOUN/obj>6/men=Thing verweigern/VERB/root/lemma=verweigern/feats=VerbForm=Inf"
    )
    blamed = slots_of(
        "Rom/PROPN/nsubj>2/men=Place warf/VERB/root/lemma=werfen/feats=VerbForm=Fin Malta/PROPN/obl:arg>2/men=Place "
        "Betrug/NOUN/obj>2/men=Event vor/ADP/compound:prt>2"
    )
    assert refused == {"Rom": "subject", "Malta": "indirect", "Zugang": "object"}
    assert blamed == {"Rom": "subject", "Malta": "indirect", "Betrug": "object"}


def test_a_bare_name_is_the_object_of_a_verb_without_dative():
    """Rom lud Falk ein."""
    invited = slots_of(
        "Rom/PROPN/nsubj>2/men=Place lud/VERB/root/lemma=laden/feats=VerbForm=Fin Falk/PROPN/obl:arg>2/men=Person "
        "ein/ADP/compound:prt>2"
    )
    assert invited == {"Rom": "subject", "Falk": "object"}


def test_a_bare_name_in_front_does_it():
    """Island verlässt die Union: Iceland leaves. Island rügten die Staaten, Island verlässt der Minister: as it was."""
    text = (
        "Island/PROPN/obj>2/men=Place {}/VERB/root/lemma=verlassen/feats=VerbForm=Fin|Number={} {}/DET/det>4 "
        "{}/NOUN/nsubj>2/men={}/feats=Number={}|Gender={}"
    )
    assert (
        slots_of(text.format("verlässt", "Sing", "die", "Union", "Organization", "Sing", "Fem"))["Island"] == "subject"
    )
    assert slots_of(text.format("rügten", "Plur", "die", "Staaten", "Group", "Plur", "Masc"))["Island"] == "object"
    assert slots_of(text.format("verlässt", "Sing", "der", "Minister", "Person", "Sing", "Masc"))["Island"] == "object"


def test_a_dative_that_nothing_shows_is_the_subject():
    """Islands Armee hat Präsident Lang gestürzt: the army did it; vergangene Woche hat Lang entschieden: the week did not."""
    text = (
        "Islands/PROPN/nmod>2/men=Place {}/NOUN/obl:arg>6/men={}/feats=Case=Dat hat/AUX/aux>6/feats=VerbForm=Fin "
        "Präsident/NOUN/nsubj>6/men=Position:position Lang/PROPN/appos>4/men=Person "
        "gestürzt/VERB/root/lemma=stürzen/feats=VerbForm=Part"
    )
    army, week = slots_of(text.format("Armee", "Organization")), slots_of(text.format("Woche", "Thing"))
    assert (army["Armee"], army["Präsident"]) == ("subject", "object")
    assert (week["Woche"], week["Präsident"]) == ("indirect", "subject")


def test_an_article_that_may_be_dative_is_one_where_the_verb_wants_it():
    """Rom wirft den USA ein Verbrechen vor, both parsed as objects: den USA is a dative."""
    slots = slots_of(
        "Rom/PROPN/nsubj>2/men=Place wirft/VERB/root/lemma=werfen/feats=VerbForm=Fin den/DET/det>4 "
        "USA/PROPN/obj>2/men=Place/feats=Number=Plur ein/DET/det>6 Verbrechen/NOUN/obj>2/men=Thing "
        "vor/ADP/compound:prt>2"
    )
    assert slots == {"Rom": "subject", "USA": "indirect", "Verbrechen": "object"}
