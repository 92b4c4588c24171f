"""Linking: which entity a mention is, its key, names and items."""

from spacy.tokens import Doc

from kg.annotate.coref import resolve
from kg.annotate.mentions import find_mentions
from kg.link import link_mentions, name_key
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


def test_a_namesake_of_a_place_gets_a_key_of_its_own() -> None:
    """Frau Washington is not the city."""
    assert linked("Washington/PROPN/nsubj>2/ent=PER kam/VERB/root")["Washington"].key == "Washington_(Person)"


def test_keys_have_no_blanks() -> None:
    """Any white space becomes one underscore."""
    assert name_key("Rat  der\nStadt") == "Rat_der_Stadt"
