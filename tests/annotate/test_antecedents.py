"""Relative clauses hang on a noun that their pronoun agrees with: hand-built parses, no model."""

from kg.annotate.antecedents import mend_antecedents
from kg.annotate.clauses import find_clauses
from kg.annotate.lexicon import load_lexicon
from tests.make_doc import make_doc


def antecedent_in(text):
    """The noun that the relative clause of `text` hangs on once the tree is mended."""
    doc = make_doc(text)
    mend_antecedents(doc)
    return next(token.head.text for token in doc if token.dep_ == "acl")


def test_number_of_the_verb_decides():
    """Soldaten der Bundeswehr, die dort stehen: the soldiers stand there, not the Bundeswehr."""
    text = (
        "Soldaten/NOUN/nsubj>9/feats=Number=Plur der/DET/det>3 Bundeswehr/NOUN/nmod>1/feats=Gender=Fem|Number=Sing +,/PUNCT/punct>7 die/PRON/nsubj>7 "
        "dort/ADV/advmod>7 stehen/VERB/acl>3/feats=VerbForm=Fin|Number=Plur +,/PUNCT/punct>3 schossen/VERB/root/feats=VerbForm=Fin "
        "+./PUNCT/punct>9"
    )
    assert antecedent_in(text) == "Soldaten"
    doc = make_doc(text)
    mend_antecedents(doc)
    clause = next(clause for clause in find_clauses(doc, load_lexicon()) if clause.lemma == "stehen")
    assert [doc[argument.head].text for argument in clause.arguments if argument.slot == "subject"] == ["Soldaten"]


def test_gender_decides():
    """Frauen des Dorfes, zu dem niemand gehörte: das Dorf."""
    assert (
        antecedent_in(
            "Sie/PRON/nsubj>2 sah/VERB/root/feats=VerbForm=Fin viele/DET/det>4 Frauen/NOUN/obj>2/feats=Gender=Fem|Number=Plur des/DET/det>6 "
            "Dorfes/NOUN/nmod>4 +,/PUNCT/punct>11 zu/ADP/case>9 dem/PRON/obl>11 niemand/PRON/nsubj>11 "
            "gehörte/VERB/acl>4/feats=VerbForm=Fin +./PUNCT/punct>2"
        )
        == "Dorfes"
    )


def test_agreeing_noun_keeps_its_clause():
    """die Frau des Ministers, die sprach: nothing to mend."""
    assert (
        antecedent_in(
            "die/DET/det>2 Frau/NOUN/root des/DET/det>4 Ministers/NOUN/nmod>2/feats=Gender=Masc|Number=Sing +,/PUNCT/punct>7 die/PRON/nsubj>7 "
            "sprach/VERB/acl>2/feats=VerbForm=Fin +./PUNCT/punct>2"
        )
        == "Frau"
    )


def test_coordinated_nouns_are_several():
    """Wein und Öl, die fehlten: the plural is both."""
    assert (
        antecedent_in(
            "Wein/NOUN/root und/CCONJ/cc>3 Öl/NOUN/conj>1 +,/PUNCT/punct>6 die/PRON/nsubj>6 "
            "fehlten/VERB/acl>1/feats=VerbForm=Fin +./PUNCT/punct>1"
        )
        == "Wein"
    )


def test_names_show_no_gender():
    """Lund, das dort liegt: a name may be anything."""
    assert (
        antecedent_in(
            "Frauen/NOUN/root/feats=Number=Plur in/ADP/case>3 Lund/PROPN/nmod>1 +,/PUNCT/punct>7 das/PRON/nsubj>7 "
            "dort/ADV/advmod>7 liegt/VERB/acl>3/feats=VerbForm=Fin +./PUNCT/punct>1"
        )
        == "Lund"
    )


def test_verb_at_the_end_may_stand_between():
    """Er wird Leiter der Klinik werden, die brannte: die Klinik."""
    assert (
        antecedent_in(
            "Er/PRON/nsubj>3 wird/AUX/aux>3 Leiter/NOUN/root/feats=Gender=Masc|Number=Sing der/DET/det>5 Klinik/NOUN/nmod>3 werden/AUX/cop>3 "
            "+,/PUNCT/punct>9 die/PRON/nsubj>9 brannte/VERB/acl>3/feats=VerbForm=Fin +./PUNCT/punct>3"
        )
        == "Klinik"
    )


def test_object_pronoun_does_not_take_the_number_of_the_verb():
    """die Frauen im Dorf, die ein Mann traf, with two subjects in the parse: die may be several."""
    assert (
        antecedent_in(
            "die/DET/det>2 Frauen/NOUN/root/feats=Number=Plur im/ADP/case>4 Dorf/NOUN/nmod>2 +,/PUNCT/punct>9 "
            "die/PRON/nsubj>9 ein/DET/det>8 Mann/NOUN/nsubj>9 traf/VERB/acl>2/feats=VerbForm=Fin +./PUNCT/punct>2"
        )
        == "Frauen"
    )
