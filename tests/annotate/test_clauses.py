"""One predicate with its arguments by slot, whatever the surface: hand-built parses, no model."""

import pytest

from kg.annotate.clauses import find_clauses
from kg.annotate.lexicon import load_lexicon
from tests.make_doc import make_doc


def clauses_of(text):
    """Lemma -> clause."""
    return {clause.lemma: clause for clause in find_clauses(make_doc(text), load_lexicon())}


def slots_of(clause):
    """Slot -> names of its fillers."""
    slots = {}
    for argument in clause.arguments:
        slots.setdefault(argument.slot, []).append(argument.mention.name if argument.mention else None)
    return slots


def test_separable_prefix_belongs_to_the_lemma():
    """traf … zusammen is zusammentreffen, mit + dative its partner."""
    clause = clauses_of(
        "Merkel/PROPN/nsubj>2/men=Person traf/VERB/root/lemma=treffen/feats=VerbForm=Fin mit/ADP/case>4 "
        "Macron/PROPN/obl>2/men=Person zusammen/ADP/compound:prt>2 +./PUNCT/punct>2"
    )["zusammentreffen"]
    assert slots_of(clause) == {"subject": ["Merkel"], "mit+dat": ["Macron"]}


@pytest.mark.parametrize("front", [True, False])
def test_agent_of_a_noun_in_front(front):
    """Die Rede von Macron wurde gelobt: nobody says who praised it. Gelobt wurde die Rede von Macron: perhaps he did."""
    speech = "Rede/NOUN/nsubj:pass>{0}/men=Event von/ADP/case>{1} Macron/PROPN/nmod>{2}/men=Person"
    verb = "gelobt/VERB/root/lemma=loben/feats=VerbForm=Part"
    aux = "wurde/AUX/aux:pass>{0}/lemma=werden/feats=VerbForm=Fin"
    text = (
        f"{speech.format(5, 3, 1)} {aux.format(5)} {verb}"
        if front
        else f"{verb} {aux.format(1)} {speech.format(1, 5, 3)}"
    )
    slots = slots_of(clauses_of(text)["loben"])
    assert slots == ({"object": ["Rede"]} if front else {"object": ["Rede"], "subject": ["Macron"]})


def test_passive_is_turned_round():
    """Merkel wurde von Macron empfangen: Macron is the subject, Merkel the object."""
    clause = clauses_of(
        "Merkel/PROPN/nsubj:pass>5/men=Person wurde/AUX/aux:pass>5/lemma=werden/feats=VerbForm=Fin von/ADP/case>4 "
        "Macron/PROPN/obl:agent>5/men=Person empfangen/VERB/root/lemma=empfangen/feats=VerbForm=Part +./PUNCT/punct>5"
    )["empfangen"]
    assert slots_of(clause) == {"object": ["Merkel"], "subject": ["Macron"]}
    assert clause.passive


def test_coordinated_fillers_are_arguments_of_their_own():
    """Merkel und Macron kauften Öl und Gas: two subjects, two objects."""
    clause = clauses_of(
        "Merkel/PROPN/nsubj>4/men=Person und/CCONJ/cc>3 Macron/PROPN/conj>1/men=Person kauften/VERB/root/lemma=kaufen "
        "Öl/NOUN/obj>4/men=Product und/CCONJ/cc>7 Gas/NOUN/conj>5/men=Product +./PUNCT/punct>4"
    )["kaufen"]
    assert slots_of(clause) == {"subject": ["Merkel", "Macron"], "object": ["Öl", "Gas"]}


def test_phrases_below_the_object_are_offered_to_the_verb():
    """kauft Gas aus Norwegen: where the phrase belongs is the lexicon's business."""
    clause = clauses_of(
        "Berlin/PROPN/nsubj>2/men=Place kauft/VERB/root/lemma=kaufen Gas/NOUN/obj>2/men=Product aus/ADP/case>5 "
        "Norwegen/PROPN/nmod>3/men=Place +./PUNCT/punct>2"
    )["kaufen"]
    assert slots_of(clause)["aus+dat"] == ["Norwegen"]


def test_coordinated_verbs_share_their_subject():
    """Merkel kam und sprach: both are hers."""
    clause = clauses_of(
        "Merkel/PROPN/nsubj>2/men=Person reiste/VERB/root/lemma=reisen/feats=VerbForm=Fin nach/ADP/case>4 "
        "Paris/PROPN/obl>2/men=Place und/CCONJ/cc>6 traf/VERB/conj>2/lemma=treffen/feats=VerbForm=Fin "
        "Macron/PROPN/obj>6/men=Person +./PUNCT/punct>2"
    )["treffen"]
    assert slots_of(clause) == {"subject": ["Merkel"], "object": ["Macron"]}


def test_infinitive_takes_the_subject_above_it():
    """Merkel versprach, Kiew zu helfen: she helps, and it is a plan."""
    clause = clauses_of(
        "Merkel/PROPN/nsubj>2/men=Person versprach/VERB/root/lemma=versprechen/feats=VerbForm=Fin +,/PUNCT/punct>6 "
        "Kiew/PROPN/obj>6/men=Place/feats=Case=Dat zu/PART/mark>6 helfen/VERB/xcomp>2/lemma=helfen/feats=VerbForm=Inf "
        "+./PUNCT/punct>2"
    )["helfen"]
    assert slots_of(clause) == {"object": ["Kiew"], "subject": ["Merkel"]}  # a bare name shows no case
    assert clause.modality == "planned"


def test_infinitive_of_a_demand_takes_the_object():
    """Merkel forderte Moskau auf abzuziehen: Moskau is to act, and only possibly does."""
    clause = clauses_of(
        "Merkel/PROPN/nsubj>2/men=Person forderte/VERB/root/lemma=fordern/feats=VerbForm=Fin "
        "Moskau/PROPN/obj>2/men=Place auf/ADP/compound:prt>2 +,/PUNCT/punct>6 "
        "abzuziehen/VERB/xcomp>2/lemma=abziehen/feats=VerbForm=Inf +./PUNCT/punct>2"
    )["abziehen"]
    assert slots_of(clause) == {"subject": ["Moskau"]}
    assert clause.modality == "possible"


def test_relative_pronoun_stands_for_its_noun():
    """der Konzern, der Öl kauft: the firm buys."""
    clause = clauses_of(
        "Der/DET/det>2 Konzern/NOUN/nsubj>7/men=Organization +,/PUNCT/punct>6 der/PRON/nsubj>6/feats=PronType=Rel "
        "Öl/NOUN/obj>6/men=Product kauft/VERB/acl>2/lemma=kaufen/feats=VerbForm=Fin "
        "wächst/VERB/root/lemma=wachsen/feats=VerbForm=Fin +./PUNCT/punct>7"
    )["kaufen"]
    assert slots_of(clause) == {"subject": ["Konzern"], "object": ["Öl"]}


def test_attributive_participle_is_a_clause():
    """der von Berlin gelieferte Panzer: Berlin delivered it."""
    clause = clauses_of(
        "Der/DET/det>5 von/ADP/case>3 Berlin/PROPN/obl>4/men=Place gelieferte/ADJ/amod>5/lemma=geliefert "
        "Panzer/NOUN/nsubj>6/men=Product rollt/VERB/root/lemma=rollen/feats=VerbForm=Fin +./PUNCT/punct>6"
    )["liefern"]
    assert slots_of(clause) == {"subject": ["Berlin"], "object": ["Panzer"]}


def test_subject_and_object_follow_case_and_number():
    """Die Panzer liefert Berlin: the verb is singular, so Berlin delivers, whatever the parser says."""
    clause = clauses_of(
        "Die/DET/det>2 Panzer/NOUN/nsubj>3/men=Product/feats=Number=Plur "
        "liefert/VERB/root/lemma=liefern/feats=VerbForm=Fin|Number=Sing Berlin/PROPN/obj>3/men=Place/feats=Number=Sing "
        "+./PUNCT/punct>3"
    )["liefern"]
    assert slots_of(clause) == {"object": ["Panzer"], "subject": ["Berlin"]}


def test_negation_on_verb_and_on_filler():
    """nicht and kein deny; weder … denies its filler's clause."""
    denied = clauses_of(
        "Berlin/PROPN/nsubj>2/men=Place kauft/VERB/root/lemma=kaufen/feats=VerbForm=Fin kein/DET/det>4 "
        "Gas/NOUN/obj>2/men=Product +./PUNCT/punct>2"
    )["kaufen"]
    assert denied.polarity == "negative"
    denied = clauses_of(
        "Berlin/PROPN/nsubj>2/men=Place kauft/VERB/root/lemma=kaufen/feats=VerbForm=Fin Gas/NOUN/obj>2/men=Product "
        "nicht/PART/advmod>2 +./PUNCT/punct>2"
    )["kaufen"]
    assert denied.polarity == "negative"


@pytest.mark.parametrize(
    ("text", "act", "polarity"),
    [
        ("Die/DET/det>2 Absage/NOUN/nsubj>6 des/DET/det>4 Besuchs/NOUN/nmod>2/feats=Case=Gen "
         "Kerns/PROPN/nmod>4/feats=Case=Gen/men=Person erstaunt/VERB/root", "Besuchs", "negative"),
        ("Die/DET/det>2 Fusion/NOUN/nsubj>5 mit/ADP/case>4 Kron/PROPN/nmod>2/men=Organization "
         "scheiterte/VERB/root/lemma=scheitern", "Fusion", "negative"),
        ("Der/DET/det>2 Angriff/NOUN/nsubj>5 auf/ADP/case>4 Goma/PROPN/nmod>2/men=Place/feats=Case=Acc "
         "scheiterte/VERB/root/lemma=scheitern", "Angriff", "positive"),
    ],
)  # fmt: skip
def test_what_came_to_nothing(text, act, polarity):
    """The cancelled visit and the failed merger did not come about; a failed attack did."""
    doc = make_doc(text)
    found = {doc[clause.predicate].text: clause for clause in find_clauses(doc, load_lexicon())}
    assert found[act].polarity == polarity


def test_modality_of_auxiliaries():
    """will, wird -> planned; könnte -> possible; hätte -> conditional; hat -> asserted."""
    expected = {
        "will": ("wollen", "Mood=Ind", "planned"),
        "wird": ("werden", "Mood=Ind", "planned"),
        "könnte": ("können", "Mood=Sub|Tense=Past", "possible"),
        "kann": ("können", "Mood=Ind", "possible"),
        "hätte": ("haben", "Mood=Sub|Tense=Past", "conditional"),
        "hat": ("haben", "Mood=Ind", "asserted"),
    }
    for form, (lemma, mood, modality) in expected.items():
        clause = clauses_of(
            f"Berlin/PROPN/nsubj>4/men=Place {form}/AUX/aux>4/lemma={lemma}/feats=VerbForm=Fin|{mood} "
            "Gas/NOUN/obj>4/men=Product kaufen/VERB/root/lemma=kaufen/feats=VerbForm=Inf +./PUNCT/punct>4"
        )["kaufen"]
        assert (form, clause.modality) == (form, modality)


def test_attributes_make_plans_and_possibilities():
    """die angestrebte Übernahme is planned, ein möglicher Angriff possible, der schwere Angriff happened."""
    for attribute, lemma, modality in (
        ("angestrebte", "angestrebt", "planned"),
        ("geforderte", "gefordert", "possible"),
        ("schwere", "schwer", "asserted"),
    ):
        clause = clauses_of(
            f"Der/DET/det>3 {attribute}/ADJ/amod>3/lemma={lemma} Angriff/NOUN/nsubj>7/men=Event:nominal "
            "Russlands/PROPN/nmod>3/men=Place/lemma=Russland/feats=Case=Gen auf/ADP/case>6 Kiew/PROPN/nmod>3/men=Place "
            "endete/VERB/root/lemma=enden +./PUNCT/punct>7"
        )["Angriff"]
        assert (attribute, clause.modality) == (attribute, modality)


def test_als_as_a_small_clause():
    """bezeichnete den Prozess als Farce: GSD hangs both nouns on als."""
    clause = clauses_of(
        "Merkel/PROPN/nsubj>2/men=Person bezeichnete/VERB/root/lemma=bezeichnen den/DET/det>4 "
        "Prozess/NOUN/nsubj>5/men=Event:nominal als/ADP/xcomp>2 Farce/NOUN/nmod>5/men=Thing:nominal +./PUNCT/punct>2"
    )["bezeichnen"]
    assert slots_of(clause) == {"subject": ["Merkel"], "object": ["Prozess"], "als+?": ["Farce"]}


def test_members_of_a_group_do_what_it_does():
    """Staaten, darunter Polen und Malta, lieferten Waffen: all three; Staaten, Polen und Malta: as it was."""
    text = (
        "Staaten/NOUN/nsubj>7/men=Group ,/PUNCT/punct>4 {} Polen/PROPN/appos>1/men=Place und/CCONJ/cc>6 "
        "Malta/PROPN/conj>4/men=Place lieferten/VERB/root/lemma=liefern/feats=VerbForm=Fin Waffen/NOUN/obj>7/men=Product"
    )
    among = slots_of(clauses_of(text.format("darunter/ADV/advmod>4"))["liefern"])
    beside = slots_of(clauses_of(text.format("nämlich/ADV/advmod>4"))["liefern"])
    assert among["subject"] == ["Staaten", "Polen", "Malta"]
    assert beside["subject"] == ["Staaten", "Malta"]


def test_who_is_refused_something_does_not_do_it():
    """Rom verweigerte Malta den Beitritt: Malta, not Rome, does not join."""
    clause = clauses_of(
        "Rom/PROPN/nsubj>2/men=Place verweigerte/VERB/root/lemma=verweigern/feats=VerbForm=Fin "
        "Malta/PROPN/obl:arg>2/men=Place den/DET/det>5 Beitritt/NOUN/obj>2/men=Event zur/ADP/case>7 "
        "NATO/PROPN/nmod>5/men=Organization"
    )["Beitritt"]
    assert slots_of(clause)["subject"] == ["Malta"]
    assert clause.polarity == "negative"


@pytest.mark.parametrize(("perfect", "modality"), [("haben/AUX/aux>4/lemma=haben", "asserted"), ("", "planned")])
def test_hearsay_is_no_plan(perfect, modality):
    """Laut Zeitung soll Lang Geld genommen haben: no plan, whoever says so; soll … nehmen: one."""
    clause = clauses_of(
        "Lang/PROPN/nsubj>4/men=Person soll/AUX/aux>4/lemma=sollen/feats=VerbForm=Fin Geld/NOUN/obj>4/men=Product "
        f"genommen/VERB/root/lemma=nehmen/feats=VerbForm=Part {perfect}".strip()
    )["nehmen"]
    assert clause.modality == modality


def test_two_subjects_of_a_false_copula():
    """Die Partei hat Lang zum Chef gewählt, parsed as if wählen were a copula: the party elects him."""
    clause = clauses_of(
        "Die/DET/det>2 Partei/NOUN/nsubj>6/men=Organization hat/AUX/aux>6/feats=VerbForm=Fin "
        "Lang/PROPN/nsubj:pass>6/men=Person zum/ADP/case>6 Chef/NOUN/root/men=Position:position "
        "gewählt/VERB/cop>6/lemma=wählen/feats=VerbForm=Part"
    )["wählen"]
    assert slots_of(clause)["subject"] == ["Partei"]
    assert "Lang" in slots_of(clause)["object"]


@pytest.mark.parametrize(
    "text",
    [
        "Werft/NOUN/nsubj>4/men=Organization :/PUNCT/punct>4 Konzern/NOUN/nsubj>4/men=Organization "
        "kauft/VERB/root/lemma=kaufen/feats=VerbForm=Fin Hallen/NOUN/obj>4/men=Product",
        "Werft/NOUN/nsubj>4/men=Organization :/PUNCT/punct>3 Konzern/NOUN/appos>1/men=Organization "
        "kauft/VERB/root/lemma=kaufen/feats=VerbForm=Fin Hallen/NOUN/obj>4/men=Product",
    ],
    ids=["beside", "below"],
)
def test_a_headline_names_its_topic_first(text):
    """Werft: Konzern kauft Hallen. The shipyard does not buy, whatever the parser hangs where."""
    assert slots_of(clauses_of(text)["kaufen"]) == {"subject": ["Konzern"], "object": ["Hallen"]}


def test_a_phrase_below_a_noun_is_not_the_verbs_if_it_has_one_of_its_own():
    """Rom verkauft Anteile an Bosch an die Bank: to the bank; Rom verkauft Anteile an die Bank: to the bank, too."""
    text = (
        "Rom/PROPN/nsubj>2/men=Place verkauft/VERB/root/lemma=verkaufen/feats=VerbForm=Fin Anteile/NOUN/obj>2/men=Thing "
        "an/ADP/case>5 Bosch/PROPN/nmod>3/men=Organization {}"
    )
    own = "an/ADP/case>8 die/DET/det>8 Bank/NOUN/obl>2/men=Organization"
    assert [
        name
        for slot, names in slots_of(clauses_of(text.format(own))["verkaufen"]).items()
        if "an" in slot
        for name in names
    ] == ["Bank"]
    assert "Bosch" in str(slots_of(clauses_of(text.format(""))["verkaufen"]))


def test_what_stands_before_the_verb_is_one_phrase():
    """Der Gründer von Rapid kaufte Hallen: nobody bought from Rapid. Hallen von Rapid kaufte er: perhaps he did."""
    phrase = "von/ADP/case>3 Rapid/PROPN/nmod>1/men=Organization kaufte/VERB/root/lemma=kaufen/feats=VerbForm=Fin"
    founder = f"Gründer/NOUN/nsubj>4/men=Person {phrase} Hallen/NOUN/obj>4/men=Product"
    halls = f"Hallen/NOUN/obj>4/men=Product {phrase} Lang/PROPN/nsubj>4/men=Person"
    assert "von+dat" not in slots_of(clauses_of(founder)["kaufen"])
    assert slots_of(clauses_of(halls)["kaufen"])["von+dat"] == ["Rapid"]


def test_who_rejects_criticism_has_not_refrained_from_it():
    """Rom wies Kritik an Malta zurück: others criticise Malta, and not Rome does not."""
    clause = clauses_of(
        "Rom/PROPN/nsubj>2/men=Place wies/VERB/root/lemma=weisen/feats=VerbForm=Fin Kritik/NOUN/obj>2/men=Event "
        "an/ADP/case>5 Malta/PROPN/nmod>3/men=Place zurück/ADP/compound:prt>2"
    )["Kritik"]
    assert "subject" not in slots_of(clause)


def test_a_dateline_takes_no_part():
    """London (dpa) - Konzern verkauft Marken. London neither sells nor is sold."""
    text = (
        "London/PROPN/obj>7/men=Place (/PUNCT/punct>3 dpa/PROPN/appos>1 )/PUNCT/punct>3 {}/PUNCT/punct>7 "
        "Konzern/NOUN/nsubj>7/men=Organization verkauft/VERB/root/lemma=verkaufen/feats=VerbForm=Fin "
        "Marken/NOUN/obj>7/men=Product"
    )
    assert slots_of(clauses_of(text.format("–"))["verkaufen"]) == {"subject": ["Konzern"], "object": ["Marken"]}
