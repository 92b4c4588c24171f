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


def test_keys_have_no_blanks() -> None:
    """Any white space becomes one underscore."""
    assert name_key("Rat  der\nStadt") == "Rat_der_Stadt"
