"""Coreference: short names, titles, descriptions and pronouns lead to whom they mean."""

from spacy.tokens import Doc

from kg.annotate.coref import resolve, resolve_first_person
from kg.annotate.layers import Voice
from kg.annotate.mentions import find_mentions
from tests.make_doc import make_doc

HUBER = "Ministerin/NOUN/nsubj>4/feats=Gender=Fem|Number=Sing Eva/PROPN/appos>1/ent=PER Huber/PROPN/flat>2/ent=PER"
LANG = "Minister/NOUN/{0}/feats=Gender=Masc|Number=Sing Jan/PROPN/appos>{1}/ent=PER Lang/PROPN/flat>{2}/ent=PER"


def referents(text: str) -> dict[str, str]:
    """Each resolved mention's text -> name of what it means; the last of several with one text."""
    doc = make_doc(text)
    doc._.mentions = find_mentions(doc)
    resolve(doc)
    return names(doc)


def names(doc: Doc) -> dict[str, str]:
    return {doc.text[slice(*m.chars)]: m.referent.name for m in doc._.mentions if m.antecedent is not None}


def test_a_surname_is_the_person_named_in_full() -> None:
    """Eva Huber … Huber."""
    text = f"{HUBER} kam/VERB/root\nHuber/PROPN/nsubj>2/ent=PER sprach/VERB/root"
    assert referents(text)["Huber"] == "Eva Huber"


def test_of_two_people_with_one_surname_the_latest_is_meant() -> None:
    """Eva Huber … Jan Huber … Huber."""
    text = (
        f"{HUBER} kam/VERB/root\nJan/PROPN/nsubj>3/ent=PER Huber/PROPN/flat>1/ent=PER ging/VERB/root\n"
        "Hubers/PROPN/nmod>2/feats=Case=Gen/ent=PER Plan/NOUN/nsubj>3 gilt/VERB/root"
    )
    assert referents(text)["Hubers"] == "Jan Huber"


def test_an_abbreviation_is_what_stands_before_the_brackets() -> None:
    """Blauer Fonds (BF) … BF."""
    text = (
        "Der/DET/det>3 Blaue/ADJ/amod>3/ent=ORG Fonds/NOUN/nsubj>7/ent=ORG (/PUNCT/punct>5 +BF/PROPN/appos>3/ent=ORG-B "
        "+)/PUNCT/punct>5 wuchs/VERB/root"
    )
    assert referents(text)["BF"] == "Blauer Fonds"


def test_who_is_of_a_party_is_not_the_party() -> None:
    """Jan Falk (SPD) and Neudorf (Bayern) are not what stands in their brackets."""
    person = "Jan/PROPN/nsubj>6/ent=PER Falk/PROPN/flat>1/ent=PER (/PUNCT/punct>4 +{}/PROPN/appos>1/ent=ORG"
    town = (
        "Neudorf/PROPN/nsubj>5/ent=LOC (/PUNCT/punct>3 +Bayern/PROPN/appos>1/ent=LOC +)/PUNCT/punct>3 wuchs/VERB/root"
    )
    assert referents(f"{person.format('SPD')} +)/PUNCT/punct>4 kam/VERB/root") == {}
    assert referents(town) == {}


def test_a_title_is_its_bearer() -> None:
    """Ministerin Eva Huber … die Ministerin."""
    text = f"{HUBER} kam/VERB/root\nDie/DET/det>2 Ministerin/NOUN/nsubj>3/feats=Gender=Fem|Number=Sing sprach/VERB/root"
    assert referents(text)["Ministerin"] == "Eva Huber"


def test_a_title_of_the_other_sex_is_somebody_else() -> None:
    """Ministerin Eva Huber … der Minister."""
    text = f"{HUBER} kam/VERB/root\nDer/DET/det>2 Minister/NOUN/nsubj>3/feats=Gender=Masc|Number=Sing sprach/VERB/root"
    assert "Minister" not in referents(text)


def test_the_country_is_the_latest_country() -> None:
    """Norwegen … das Land."""
    text = "Norwegen/PROPN/nsubj>2 zahlte/VERB/root\nDas/DET/det>2 Land/NOUN/nsubj>3 half/VERB/root"
    assert referents(text)["Land"] == "Norwegen"


def test_the_alliance_is_nato() -> None:
    """NATO … das Bündnis."""
    text = "Die/DET/det>2 NATO/PROPN/nsubj>3 tagte/VERB/root\nDas/DET/det>2 Bündnis/NOUN/nsubj>3 half/VERB/root"
    assert referents(text)["Bündnis"] == "NATO"


def test_his_country_is_that_of_his_office() -> None:
    """Der norwegische Minister Jan Lang … sein Land."""
    text = (
        f"Der/DET/det>3 norwegische/ADJ/amod>3 {LANG.format('nsubj>6', 3, 4)} sagte/VERB/root\n"
        "Sein/DET/det:poss>2 Land/NOUN/nsubj>3 helfe/VERB/root"
    )
    assert referents(text)["Land"] == "Norwegen"


def test_the_office_is_the_latest_office() -> None:
    """Jan Lang wurde Minister … von diesem Amt."""
    text = (
        "Jan/PROPN/nsubj>4/ent=PER Lang/PROPN/flat>1/ent=PER wurde/AUX/cop>4 Minister/NOUN/root\n"
        "Dieses/DET/det>2 Amt/NOUN/nsubj>3 reizte/VERB/root"
    )
    assert referents(text)["Amt"] == "Minister"


def test_a_report_is_taken_up_by_its_last_part() -> None:
    """ein Abschlussbericht … der Bericht; but ein Bericht is a new one."""
    text = (
        "Sie/PRON/nsubj>2 las/VERB/root einen/DET/det>4 Abschlussbericht/NOUN/obj>2\n"
        "{}/DET/det>2 Bericht/NOUN/nsubj>3 überzeugte/VERB/root"
    )
    assert referents(text.format("Der"))["Bericht"] == "Abschlussbericht"
    assert "Bericht" not in referents(text.format("Ein"))


def test_a_company_is_its_description() -> None:
    """der Konzern Siemens is Siemens."""
    text = "Der/DET/det>2 Konzern/NOUN/nsubj>4 Siemens/PROPN/appos>2/ent=ORG wuchs/VERB/root"
    assert referents(text)["Konzern"] == "Siemens"


def test_pronouns_agree_and_prefer_subjects() -> None:
    """Minister Jan Lang traf Ministerin Eva Huber. Er …, sie …"""
    text = (
        f"{LANG.format('nsubj>4', 1, 2)} traf/VERB/root "
        "Ministerin/NOUN/obj>4/feats=Gender=Fem|Number=Sing Eva/PROPN/appos>5/ent=PER Huber/PROPN/flat>6/ent=PER\n"
        "{}/PRON/nsubj>2/feats=Number=Sing ging/VERB/root"
    )
    assert referents(text.format("Er"))["Er"] == "Jan Lang"
    assert referents(text.format("Sie"))["Sie"] == "Eva Huber"


def test_two_arguments_of_one_verb_are_two_people() -> None:
    """Jan Lang lobte ihn: him is not Jan Lang."""
    text = f"{LANG.format('nsubj>4', 1, 2)} lobte/VERB/root ihn/PRON/obj>4/feats=Gender=Masc|Number=Sing"
    assert "ihn" not in referents(text)


def test_possessives_may_mean_the_subject_of_their_clause() -> None:
    """Jan Lang lobte seine Partei."""
    text = f"{LANG.format('nsubj>4', 1, 2)} lobte/VERB/root seine/DET/det:poss>6 Partei/NOUN/obj>4"
    assert referents(text)["seine"] == "Jan Lang"


def test_relative_pronouns_mean_their_noun() -> None:
    """die Partei, die siegte — also where the parse has lost the clause."""
    text = (
        "Die/DET/det>2 Partei/NOUN/nsubj>6 ,/PUNCT/punct>5 die/PRON/nsubj>5/feats=Gender=Fem|Number=Sing siegte/VERB/{} "
        "feiert/VERB/root"
    )
    assert referents(text.format("acl>2"))["die"] == "Partei"
    assert referents(text.format("dep>6"))["die"] == "Partei"


def test_first_person_waits_for_the_speaker() -> None:
    """ich is the speaker; wir is the side that the speaker's office names."""
    doc = make_doc(
        f"Der/DET/det>3 norwegische/ADJ/amod>3 {LANG.format('nsubj>6', 3, 4)} sagte/VERB/root\n"
        "Ich/PRON/nsubj>2 gehe/VERB/root\nWir/PRON/nsubj>2 helfen/VERB/root"
    )
    doc._.mentions = find_mentions(doc)
    resolve(doc)
    assert "Ich" not in names(doc)
    speaker = next(mention for mention in doc._.mentions if mention.name == "Jan Lang")
    doc._.voices = [None] * 6 + [Voice("quote", speaker, 5)] * 4
    resolve_first_person(doc)
    assert (names(doc)["Ich"], names(doc)["Wir"]) == ("Jan Lang", "Norwegen")


def test_chains_end() -> None:
    """No mention is, through its antecedents, its own."""
    doc = make_doc(
        f"{HUBER} kam/VERB/root\nSie/PRON/nsubj>2/feats=Number=Sing lobte/VERB/root ihre/DET/det:poss>4 Huber/PROPN/obj>2/ent=PER"
    )
    doc._.mentions = find_mentions(doc)
    resolve(doc)
    assert all(mention.referent.antecedent is None for mention in doc._.mentions)


def test_the_subject_of_coordinated_verbs_is_not_their_object() -> None:
    """Der Rat las den Entwurf und lehnte ihn ab: him is the draft; und er lehnte ihn ab: he is the council."""
    text = (
        "Der/DET/det>2 Rat/NOUN/nsubj>3/feats=Gender=Masc|Number=Sing las/VERB/root den/DET/det>5 "
        "Entwurf/NOUN/obj>3/feats=Gender=Masc|Number=Sing und/CCONJ/cc>7 lehnte/VERB/conj>3 "
        "ihn/PRON/obj>7/feats=Gender=Masc|Number=Sing ab/ADP/compound:prt>7"
    )
    assert referents(text)["ihn"] == "Entwurf"


def test_gender_shown_by_the_parse_decides_where_no_list_knows_the_name() -> None:
    """Xana Tolk traf Jan Brandt. Er …: he is Jan Brandt."""
    text = (
        "Xana/PROPN/nsubj>3/ent=PER/feats=Gender=Fem|Number=Sing Tolk/PROPN/flat>1/ent=PER traf/VERB/root "
        "Jan/PROPN/obj>3/ent=PER Brandt/PROPN/flat>4/ent=PER\nEr/PRON/nsubj>2/feats=Gender=Masc|Number=Sing ging/VERB/root"
    )
    assert referents(text)["Er"] == "Jan Brandt"


def test_a_relative_inside_the_description_is_not_the_one_talked_about() -> None:
    """Rosa Falk, Witwe Jan Falks, kam. Falk …: she is Rosa Falk."""
    text = (
        "Rosa/PROPN/nsubj>8/ent=PER Falk/PROPN/flat>1/ent=PER ,/PUNCT/punct>4 Witwe/NOUN/appos>1 "
        "Jan/PROPN/nmod>4/ent=PER Falks/PROPN/flat>5/feats=Case=Gen/ent=PER ,/PUNCT/punct>4 kam/VERB/root\n"
        "Falk/PROPN/nsubj>2/ent=PER ging/VERB/root"
    )
    assert referents(text)["Falk"] == "Rosa Falk"


def test_a_famous_surname_is_that_of_the_person_named_in_full() -> None:
    """Otto Stalin … Stalin: Otto, not Josef."""
    text = "Otto/PROPN/nsubj>3/ent=PER Stalin/PROPN/flat>1/ent=PER kam/VERB/root\nStalin/PROPN/nsubj>2/ent=PER ging/VERB/root"
    assert referents(text)["Stalin"] == "Otto Stalin"


def test_a_described_alliance_is_no_company_of_that_name() -> None:
    """Die NATO … Die Allianz: the NATO; without it, the insurer."""
    text = "Die/DET/det>2 {}/PROPN/nsubj>3/ent=ORG tagte/VERB/root\nDie/DET/det>2 Allianz/PROPN/nsubj>3/ent=ORG half/VERB/root"
    assert referents(text.format("NATO"))["Allianz"] == "NATO"
    assert "Allianz" not in referents(text.format("Siemens"))


def test_a_surname_alone_has_no_gender() -> None:
    """Lund sagte der Post, sie habe gezahlt: Lund, though the parser takes every bare surname for a man's."""
    text = (
        "Lund/PROPN/nsubj>2/ent=PER/feats=Gender=Masc|Number=Sing sagte/VERB/root der/DET/det>4 "
        "Post/PROPN/obl:arg>2/ent=ORG/feats=Gender=Fem|Number=Sing +,/PUNCT/punct>8 "
        "sie/PRON/nsubj>8/lemma=sie/feats=Gender=Fem|Number=Sing|Person=3|PronType=Prs habe/AUX/aux>8 gezahlt/VERB/ccomp>2"
    )
    assert referents(text)["sie"] == "Lund"
