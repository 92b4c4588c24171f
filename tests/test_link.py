"""Linking: which entity a mention is, its key, names and items."""

import pytest
from spacy.tokens import Doc

from kg.annotate.coref import resolve
from kg.annotate.mentions import find_mentions
from kg.link import link_mentions
from kg.name_forms import name_key
from kg.types import Article, Entity
from tests.make_doc import make_doc


def linked(text: str) -> dict[str, Entity]:
    """Each mention's text -> its entity."""
    doc: Doc = make_doc(text)
    doc._.article = Article("a1", doc.text)
    doc._.mentions = find_mentions(doc)
    resolve(doc)
    entities = link_mentions(doc)
    return {doc.text[slice(*mention.chars)]: entity for mention, entity in entities.items()}


def test_a_known_name_gets_its_entry() -> None:
    """Key, both labels, Wikidata item and usual names come from the registry."""
    entity = linked("Deutschlands/PROPN/nmod>2 Wirtschaft/NOUN/nsubj>3 wächst/VERB/root")["Deutschlands"]
    assert (entity.key, entity.label, entity.label_en, entity.qid) == ("Deutschland", "Deutschland", "Germany", "Q183")
    assert "Bundesrepublik Deutschland" in entity.aliases


def test_a_metonym_keeps_its_name_and_says_what_it_stands_for() -> None:
    """Moskau is Moskau and stands for Russland."""
    entity = linked("Moskau/PROPN/nsubj>2 schweigt/VERB/root")["Moskau"]
    assert entity.stands_for is not None
    assert (entity.key, entity.stands_for.key) == ("Moskau", "Russland")


def test_an_unknown_person_is_keyed_by_the_full_name() -> None:
    """The surname elsewhere in the article is the same entity."""
    entities = linked(
        "Jana/PROPN/nsubj>3/ent=PER Kowar/PROPN/flat>1/ent=PER kam/VERB/root\n"
        "Kowar/PROPN/nsubj>2/ent=PER sprach/VERB/root"
    )
    assert entities["Jana Kowar"] == entities["Kowar"]
    assert entities["Kowar"].key == "Jana_Kowar"


def test_a_well_known_surname_alone_is_enough() -> None:
    """Merkel, without a first name in the article, is Angela Merkel."""
    assert linked("Merkel/PROPN/nsubj>2/ent=PER kam/VERB/root")["Merkel"].qid == "Q567"


def test_goods_are_shared_and_events_belong_to_their_article() -> None:
    """Panzer are the same goods everywhere, this attack is this article's."""
    entities = linked("Panzer/NOUN/nsubj>2 eröffneten/VERB/root den/DET/det>4 Angriff/NOUN/obj>2")
    assert (entities["Panzer"].key, entities["Angriff"].key) == ("Panzer", "a1/Angriff")


def test_offices_are_keyed_by_their_name() -> None:
    """Chef der Behörde is an entity with the short name as alias."""
    entity = linked(
        "Er/PRON/nsubj>3/feats=Number=Sing ist/AUX/cop>3 Chef/NOUN/root der/DET/det>5 Behörde/NOUN/nmod>3/feats=Case=Gen"
    )["Chef der Behörde"]
    assert (entity.key, entity.type) == ("Chef_der_Behörde", "Position")
    assert "Chef" in entity.aliases


def test_pronouns_get_the_entity_they_mean_or_none() -> None:
    """er is its antecedent's entity; an unresolved one has none."""
    entities = linked(
        "Jan/PROPN/nsubj>3/ent=PER Lang/PROPN/flat>1/ent=PER kam/VERB/root\nEr/PRON/nsubj>2 sprach/VERB/root"
    )
    assert entities["Er"] == entities["Jan Lang"]
    assert "Er" not in linked("Er/PRON/nsubj>2 sprach/VERB/root")


def test_words_of_the_article_become_aliases() -> None:
    """A thing's names are those that the article uses, in base form."""
    entity = linked("Sie/PRON/nsubj>2 sahen/VERB/root zwei/NUM/nummod>4 Angriffe/NOUN/obj>2")["zwei Angriffe"]
    assert "zwei Angriffe" in entity.aliases


def test_other_names_are_aliases_but_descriptions_of_names_are_not() -> None:
    """The abbreviation is a name of the fund; das Land is no name of Norway."""
    fund = linked(
        "Der/DET/det>3 Blaue/ADJ/amod>3/ent=ORG Fonds/NOUN/nsubj>7/ent=ORG (/PUNCT/punct>5 +BF/PROPN/appos>3/ent=ORG-B "
        "+)/PUNCT/punct>5 wuchs/VERB/root"
    )["BF"]
    assert (fund.label, fund.aliases) == ("Blauer Fonds", ("BF",))
    text = "Norwegen/PROPN/nsubj>2 zahlte/VERB/root\nDas/DET/det>2 Land/NOUN/nsubj>3 half/VERB/root"
    assert "Land" not in linked(text)["Land"].aliases


def test_a_surname_alone_is_somebody_of_the_article() -> None:
    """Frau Washington is not the city, and Herr Schneider somebody else in each article; one with a title, too."""
    assert linked("Washington/PROPN/nsubj>2/ent=PER kam/VERB/root")["Washington"].key == "a1/Washington"
    assert linked("Kowar/PROPN/nsubj>2/ent=PER kam/VERB/root")["Kowar"].key == "a1/Kowar"
    firm = linked("Kowar/PROPN/nsubj>2/ent=ORG kam/VERB/root")["Kowar"]
    assert (firm.key, firm.type) == ("Kowar", "Organization")


MERKEL = "Merkel/PROPN/nsubj>2/ent=PER sprach/VERB/root"


def test_two_merkels() -> None:
    """Merkel alone is Angela Merkel; where another Merkel is named, she is meant, and the key is hers."""
    assert linked(MERKEL)["Merkel"].key == "Angela_Merkel"
    other = linked("Petra/PROPN/nsubj>3/ent=PER Merkel/PROPN/flat>1/ent=PER kam/VERB/root\n" + MERKEL)
    assert {other["Petra Merkel"].key, other["Merkel"].key} == {"Petra_Merkel"}
    both = linked(
        "Angela/PROPN/nsubj>3/ent=PER Merkel/PROPN/flat>1/ent=PER traf/VERB/root "
        "Ines/PROPN/obj>3/ent=PER Merkel/PROPN/flat>4/ent=PER"
    )
    assert (both["Angela Merkel"].key, both["Ines Merkel"].key) == ("Angela_Merkel", "Ines_Merkel")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Georgien/PROPN/nsubj>2/ent=LOC wählt/VERB/root", "Georgien"),
        ("Georgiens/PROPN/nmod>2/ent=LOC Präsidentin/NOUN/nsubj>3 sprach/VERB/root", "Georgien"),
        ("In/ADP/case>2 Georgia/PROPN/obl>3/ent=LOC wählt/VERB/root man/PRON/nsubj>3", "Georgia"),
        ("In/ADP/case>2 Washington/PROPN/obl>3/ent=LOC tagt/VERB/root man/PRON/nsubj>3", "Washington"),
        (
            "Im/ADP/case>2 Bundesstaat/NOUN/obl>4 Washington/PROPN/appos>2/ent=LOC brennt/VERB/root es/PRON/expl>4",
            "Washington_(Bundesstaat)",
        ),
        (
            "Im/ADP/case>2 US-Bundesstaat/NOUN/obl>4 Washington/PROPN/appos>2/ent=LOC brennt/VERB/root es/PRON/expl>4",
            "Washington_(Bundesstaat)",
        ),
        ("Birmingham/PROPN/nsubj>2/ent=LOC wählt/VERB/root", "Birmingham"),
        (
            "Birmingham/PROPN/nsubj>2/ent=LOC liegt/VERB/root in/ADP/case>4 Alabama/PROPN/obl>2/ent=LOC",
            "Birmingham_(Vereinigte_Staaten)",
        ),
        ("London/PROPN/nsubj>2/ent=LOC warnt/VERB/root Kanada/PROPN/obj>2/ent=LOC", "London"),
    ],
)
def test_places_with_one_name(text: str, key: str) -> None:
    """The noun before the name, and the countries named with it, say which place is meant; a capital is a capital."""
    entities = linked(text)
    names = ("Georgien", "Georgia", "Washington", "Birmingham", "London")
    assert key == next(entity.key for word, entity in entities.items() if any(name in word for name in names))


def test_washington_is_a_metonym_but_the_state_is_none() -> None:
    """The city stands for the government of the country."""
    city = linked("Washington/PROPN/nsubj>2/ent=LOC warnt/VERB/root")["Washington"]
    assert city.stands_for is not None
    assert city.stands_for.key == "Vereinigte_Staaten"


@pytest.mark.parametrize("name", ["NATO", "Nato", "Nordatlantikpakt", "Nordatlantikpakts"])
def test_abbreviations_are_the_same_as_the_full_name(name: str) -> None:
    """However the alliance is called."""
    assert linked(f"{name}/PROPN/nsubj>2/ent=ORG tagt/VERB/root")[name].qid == "Q7184"


def test_people_with_one_name_are_told_apart_by_office_and_country() -> None:
    """Christian Schmidt, the minister; without anything that tells them apart nobody is guessed."""
    name = "Christian/PROPN/appos>1/ent=PER Schmidt/PROPN/flat>2/ent=PER"
    known = linked(f"Bundesminister/NOUN/nsubj>4 {name} sprach/VERB/root")["Christian Schmidt"]
    unknown = linked(name.replace("appos>1", "nsubj>3").replace("flat>2", "flat>1") + " sprach/VERB/root")
    assert known.key == "Christian_Schmidt"
    assert unknown["Christian Schmidt"].key == "Christian_Schmidt_(Person)"


def test_a_surname_with_office_and_country_is_somebody_known() -> None:
    """Ministerpräsident Luxon, in an article about New Zealand; a trainer of that name is somebody else."""
    title = "Ministerpräsident/NOUN/nsubj>3 Luxon/PROPN/appos>1/ent=PER besuchte/VERB/root"
    assert linked(f"{title} Neuseeland/PROPN/obj>3/ent=LOC")["Luxon"].key == "Christopher_Luxon"
    assert linked(f"{title} Rom/PROPN/obj>3/ent=LOC")["Luxon"].key == "a1/Luxon"
    trainer = title.replace("Ministerpräsident", "Trainer")
    assert linked(f"{trainer} Neuseeland/PROPN/obj>3/ent=LOC")["Luxon"].key == "a1/Luxon"


def test_keys_have_no_blanks() -> None:
    """Any white space becomes one underscore."""
    assert name_key("Rat  der\nStadt") == "Rat_der_Stadt"


def test_an_institution_of_a_state_is_one_in_all_articles() -> None:
    """Kanadas Regierung and later die Regierung: not of this article alone, and called as it is written."""
    entities = linked(
        "Kanadas/PROPN/nmod>2/feats=Case=Gen/ent=LOC Regierung/NOUN/nsubj>3/feats=Gender=Fem|Number=Sing "
        "schwieg/VERB/root\nDie/DET/det>2 Regierung/NOUN/nsubj>3/feats=Gender=Fem|Number=Sing sprach/VERB/root"
    )
    entity = entities["Regierung"]
    assert (entity.key, entity.label, entity.aliases) == (
        "kanadische_Regierung",
        "kanadische Regierung",
        ("Regierung",),
    )
    assert entity.type == "Organization"
