"""Mentions: names, parts of words, positions, nominals, pronouns, each in base form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg.annotate.inflect import noun_base
from kg.annotate.layers import TokenMention
from kg.annotate.mentions import find_mentions
from kg.annotate.nominals import descriptions
from tests.make_doc import make_doc


def found(doc: Doc) -> dict[str, TokenMention]:
    """The mentions by their stretch of text."""
    return {doc.text[slice(*mention.chars)]: mention for mention in find_mentions(doc)}


def test_names_of_the_registry_need_no_model() -> None:
    """A country and an inflected organisation are found and named in the nominative."""
    doc = make_doc(
        "Die/DET/det>2 Gesandten/NOUN/nsubj>6 der/DET/det>5 Vereinten/ADJ/amod>5 Nationen/NOUN/nmod>2 lobten/VERB/root "
        "Norwegen/PROPN/obj>6"
    )
    mentions = found(doc)
    assert (mentions["Vereinten Nationen"].name, mentions["Vereinten Nationen"].type) == (
        "Vereinte Nationen",
        "Organization",
    )
    assert (mentions["Norwegen"].key, mentions["Norwegen"].type) == ("Norwegen", "Place")


def test_the_models_names_lose_titles_and_genitives() -> None:
    """Titles stay outside; the genitive s goes."""
    doc = make_doc(
        "Der/DET/det>2 Anwalt/NOUN/nsubj>6 Frau/NOUN/nmod>2/ent=PER Petra/PROPN/appos>3/ent=PER "
        "Hubers/PROPN/flat>4/feats=Case=Gen/ent=PER schwieg/VERB/root"
    )
    mentions = found(doc)
    assert mentions["Petra Hubers"].name == "Petra Huber"
    assert mentions["Petra Hubers"].type == "Person"


@pytest.mark.parametrize(
    ("noun", "kind"), [("Baukonzern", "Organization"), ("Hafenstadt", "Place"), ("Freund", "Person")]
)
def test_the_noun_before_a_name_says_what_it_is(noun: str, kind: str) -> None:
    """Whatever label the model gives: der Baukonzern Kowar is a company."""
    doc = make_doc(f"Der/DET/det>2 {noun}/NOUN/nsubj>4 Kowar/PROPN/appos>2/ent=PER wuchs/VERB/root")
    assert found(doc)["Kowar"].type == kind


def test_an_unknown_organisation_gets_its_nominative() -> None:
    """dem Blauen Fonds -> Blauer Fonds."""
    doc = make_doc(
        "Er/PRON/nsubj>2 gehört/VERB/root dem/DET/det>5 Blauen/ADJ/amod>5/ent=ORG "
        "Fonds/NOUN/obl:arg>2/feats=Gender=Masc|Number=Sing/ent=ORG"
    )
    assert found(doc)["Blauen Fonds"].name == "Blauer Fonds"


def test_surnames_and_their_genitives_carry_over() -> None:
    """A bare surname is the person named before, even where the model takes it for a place."""
    doc = make_doc(
        "Jana/PROPN/nsubj>3/ent=PER Kowar/PROPN/flat>1/ent=PER kam/VERB/root\n"
        "Kowars/PROPN/nmod>2/ent=LOC Plan/NOUN/nsubj>3 gilt/VERB/root"
    )
    mention = found(doc)["Kowars"]
    assert (mention.name, mention.type) == ("Kowar", "Person")


def test_names_inside_compounds_are_mentions_of_their_own() -> None:
    """EU-Gipfel holds the EU, Irakeinsatz holds Iraq; each covers only its letters."""
    doc = make_doc(
        "Der/DET/det>2 EU-Gipfel/NOUN/nsubj>3 lehnte/VERB/root den/DET/det>5 Irakeinsatz/NOUN/obj>3 ab/ADP/x>3"
    )
    mentions = found(doc)
    assert (mentions["EU"].key, mentions["EU-Gipfel"].type) == ("Europäische_Union", "Event")
    assert (mentions["Irak"].key, mentions["Irakeinsatz"].type) == ("Irak", "Event")
    assert mentions["EU"].head == mentions["EU-Gipfel"].head


def test_an_unknown_name_before_an_office() -> None:
    """Brinkmann-Chef: the model sees a name that no list knows. Partei-Chef and Brinkmann-Aktie: no name of an owner."""

    def names(word: str, label: str) -> list[str]:
        doc = make_doc(f"{word}/NOUN/nsubj>2/ent={label} kam/VERB/root")
        return [f"{m.name} {m.type}" for m in find_mentions(doc) if m.kind == "name"]

    assert names("Brinkmann-Chef", "ORGpart") == ["Brinkmann Organization"]
    assert names("Neudorf-Bürgermeister", "LOCpart") == ["Neudorf Place"]
    assert names("Partei-Chef", "ORGpart") == names("Brinkmann-Aktie", "ORGpart") == names("Vize-Chef", "O") == []
    assert names("Formel-1-Chef", "LOCpart") == []
    assert names("Ex-FIFA-Chef", "ORGpart") == ["FIFA Organization"]


@pytest.mark.parametrize(
    ("adjective", "keys"),
    [
        ("norwegische", ["Norwegen"]),
        ("deutsch-französische", ["Deutschland", "Frankreich"]),
        ("Stuttgarter", ["Stuttgart"]),
        ("neue", []),
    ],
)
def test_adjectives_name_places(adjective: str, keys: list[str]) -> None:
    """Adjectives of countries and cities are mentions of the place."""
    doc = make_doc(f"Die/DET/det>3 {adjective}/ADJ/amod>3 Behörde/NOUN/nsubj>4 schwieg/VERB/root")
    assert [mention.key for mention in find_mentions(doc) if mention.type == "Place"] == keys


def test_inhabitants_are_a_group_and_name_their_country() -> None:
    """die Norweger: a group of people, and inside the word the country."""
    doc = make_doc("Die/DET/det>2 Norweger/NOUN/nsubj>3 siegten/VERB/root")
    kinds = {mention.type: mention.key for mention in find_mentions(doc)}
    assert kinds == {"Group": "", "Place": "Norwegen"}


def test_a_number_or_an_article_makes_people_of_a_country() -> None:
    """Polen is a country; 200 Polen and die Polen are people."""
    for words, kind in (("", "Place"), ("200/NUM/nummod>4 ", "Group"), ("die/DET/det>4 ", "Group")):
        doc = make_doc(f"Er/PRON/nsubj>2 sah/VERB/root {words}Polen/PROPN/obj>2/feats=Number=Plur")
        assert next(m.type for m in find_mentions(doc) if m.chars[1] - m.chars[0] == 5) == kind


def test_positions_reach_over_their_attributes() -> None:
    """The office includes what it is the office of, not the name of its holder."""
    doc = make_doc(
        "Die/DET/det>2 Chefin/NOUN/nsubj>7/ent= der/DET/det>4 Behörde/NOUN/nmod>2/feats=Case=Gen ,/PUNCT/punct>6 "
        "Huber/PROPN/appos>2/ent=PER kam/VERB/root"
    )
    mention = found(doc)["Chefin der Behörde"]
    assert (mention.kind, mention.type, mention.name) == ("position", "Position", "Chefin der Behörde")


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("dem/DET/det>3 neuen/ADJ/amod>3 Vorsitzenden/NOUN/obl>4 dankte/VERB/root", "Vorsitzender"),
        ("dem/DET/det>3 stillen/ADJ/amod>3 Vorsitzenden/NOUN/obl>4 dankte/VERB/root", "stiller Vorsitzender"),
        ("den/DET/det>3 norwegischen/ADJ/amod>3 Präsidenten/NOUN/obj>4/feats=Number=Sing|Gender=Masc traf/VERB/root",
         "norwegischer Präsident"),
    ],
)  # fmt: skip
def test_positions_are_named_in_the_nominative(phrase: str, name: str) -> None:
    """Adjectives take the strong ending, weak nouns lose theirs; *neu* is no part of an office."""
    assert [m.name for m in find_mentions(make_doc(phrase)) if m.kind == "position"] == [name]


def test_several_holders_of_an_office_are_a_group_unless_named() -> None:
    """die Minister are a group; den Ministern Huber und Lang is an office of each."""
    group = make_doc("Die/DET/det>2 Minister/NOUN/nsubj>3 kamen/VERB/root")
    each = make_doc(
        "Er/PRON/nsubj>2 traf/VERB/root die/DET/det>4 Minister/NOUN/obj>2 Huber/PROPN/appos>4/ent=PER "
        "und/CCONJ/cc>7 Lang/PROPN/conj>5/ent=PER-B"
    )
    assert found(group)["Minister"].type == "Group"
    assert found(each)["Minister"].type == "Position"


@pytest.mark.parametrize(
    ("noun", "kind"),
    [("Flugzeugabsturz", "Event"), ("Panzer", "Product"), ("Friedensabkommen", "Document"), ("Aufsichtsrat", "Organization"),
     ("Zivilbevölkerung", "Group"), ("Militärstützpunkt", "Place"), ("Zeitpunkt", "Thing")],
)  # fmt: skip
def test_nouns_are_typed_by_their_last_part(noun: str, kind: str) -> None:
    """Compounds denote what their last part denotes."""
    doc = make_doc(f"Sie/PRON/nsubj>2 sahen/VERB/root {noun}/NOUN/obj>2")
    assert found(doc)[noun].type == kind


def test_things_have_short_and_long_names() -> None:
    """The noun alone, with its adjectives, with its number and with what follows it."""
    doc = make_doc(
        "Sie/PRON/nsubj>2 zählten/VERB/root drei/NUM/nummod>5 schwere/ADJ/amod>5 Angriffe/NOUN/obj>2 "
        "auf/ADP/case>8 die/DET/det>8 Brücke/NOUN/nmod>5"
    )
    mention = found(doc)["drei schwere Angriffe"]
    assert mention.name == "schwere Angriffe"
    assert {"Angriffe", "drei Angriffe", "schwere Angriffe auf die Brücke"} <= set(descriptions(doc, mention))


def test_pronouns_are_mentions_but_not_expletives() -> None:
    """er, seine and a relative die may stand for somebody; es regnet stands for nothing."""
    doc = make_doc(
        "Er/PRON/nsubj>2/feats=Number=Sing lobte/VERB/root seine/DET/det:poss>4 Partei/NOUN/obj>2 ,/PUNCT/punct>7 "
        "die/PRON/nsubj>7/feats=Gender=Fem|Number=Sing|PronType=Rel siegte/VERB/acl>4\n"
        "Es/PRON/expl>2 regnet/VERB/root"
    )
    assert [mention.name for mention in find_mentions(doc) if mention.kind == "pronoun"] == ["Er", "seine", "die"]


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("mit/ADP/case>3 den/DET/det>3 Gütern/NOUN/obl>4 kam/VERB/root", "Güter"),
        ("die/DET/det>2 Minister/NOUN/nsubj>3 kamen/VERB/root", "Minister"),
        ("die/DET/det>2 Abgeordneten/NOUN/nsubj>3 kamen/VERB/root", "Abgeordnete"),
        ("der/DET/det>2 Abgeordnete/NOUN/nsubj>3 kam/VERB/root", "Abgeordneter"),
    ],
)
def test_nouns_take_their_nominative(text: str, base: str) -> None:
    """The article decides where the form is open."""
    doc = make_doc(text)
    noun = next(token for token in doc if token.pos_ == "NOUN")
    assert noun_base(noun) == base


@given(
    st.lists(
        st.sampled_from(["Norwegen/PROPN", "Oslo/PROPN", "Bericht/NOUN", "der/DET", "er/PRON", "EU-Gipfel/NOUN"]),
        min_size=1,
        max_size=8,
    )
)
def test_spans_are_exact_and_heads_are_their_own(words: list[str]) -> None:
    """Each mention lies inside the Doc, holds its head, and covers the text of its tokens or a part of one."""
    doc = make_doc(" ".join(f"{word}/dep>1" if i else f"{word}/root" for i, word in enumerate(words)))
    for mention in find_mentions(doc):
        assert 0 <= mention.start <= mention.head < mention.end <= len(doc)
        start, end = mention.chars
        assert doc[mention.start].idx <= start < end <= doc[mention.end - 1].idx + len(doc[mention.end - 1])


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("der/DET/det>2 Makler", "Person"),
        ("der/DET/det>2 Immobilienmakler", "Person"),
        ("der/DET/det>2 Angreifer", "Person"),
        ("alle/DET/det>2 Fischer", "Group"),
        ("der/DET/det>2 Computer", "Product"),
        ("der/DET/det>2 Kraftwerksbetreiber", "Organization"),
        ("der/DET/det>2 Kanton", "Place"),
        ("alle/DET/det>2 Behörden", "Organization"),
        ("alle/DET/det>2 Ministerien", "Organization"),
        ("alle/DET/det>2 Banken", "Organization"),
        ("die/DET/det>2 Versammlung", "Organization"),
    ],
)
def test_nouns_denote_people_bodies_or_things(words: str, kind: str) -> None:
    """Who has a feminine in -in is a person, several are a group; several bodies are still bodies."""
    mention = find_mentions(make_doc(f"{words}/NOUN/nsubj>3 kam/VERB/root"))[-1]
    assert (mention.kind, mention.type) == ("nominal", kind)


def test_wares_are_no_people_whatever_the_model_says() -> None:
    """Benin kauft Reis: rice; after Jan Reis, it is he; Scholz is no Holz."""
    text = "Benin/PROPN/nsubj>2/ent=LOC lobt/VERB/root {}/PROPN/obj>2/ent=PER"
    assert found(make_doc(text.format("Reis")))["Reis"].type == "Product"
    assert found(make_doc(text.format("Scholz")))["Scholz"].type == "Person"
    full = "Jan/PROPN/nsubj>3/ent=PER Reis/PROPN/flat>1/ent=PER kam/VERB/root\n"
    assert found(make_doc(full + text.format("Reis")))["Reis"].type == "Person"


def test_the_noun_behind_a_name_says_what_it_is() -> None:
    """Kowar, ein Hersteller von Drohnen: both are a company, whatever label the model gives."""
    mentions = found(
        make_doc(
            "Kowar/PROPN/nsubj>8/ent=LOC ,/PUNCT/punct>4 ein/DET/det>4 Hersteller/NOUN/appos>1 von/ADP/case>6 "
            "Drohnen/NOUN/nmod>4 ,/PUNCT/punct>4 wächst/VERB/root"
        )
    )
    assert (mentions["Kowar"].type, mentions["Hersteller"].type) == ("Organization", "Organization")


def test_a_daughter_of_a_company_is_a_company() -> None:
    """Kowar, eine Tochter von Siemens: a company; eine Tochter von Jan Lang: a person."""
    text = (
        "Kowar/PROPN/nsubj>{0}/ent=PER ,/PUNCT/punct>4 eine/DET/det>4 Tochter/NOUN/appos>1 von/ADP/case>6 "
        "{1} ,/PUNCT/punct>4 wächst/VERB/root"
    )
    company = found(make_doc(text.format(8, "Siemens/PROPN/nmod>4/ent=ORG")))
    assert (company["Kowar"].type, company["Tochter"].type) == ("Organization", "Organization")
    person = found(make_doc(text.format(9, "Jan/PROPN/nmod>4/ent=PER Lang/PROPN/flat>6/ent=PER")))
    assert (person["Kowar"].type, person["Tochter"].type) == ("Person", "Person")


def test_a_bare_company_is_no_person() -> None:
    """Bertelsmann that the model takes for a man is the company; Frau Bertelsmann is somebody."""
    text = "{}Bertelsmann/PROPN/nsubj>{}/ent=PER wächst/VERB/root"
    assert found(make_doc(text.format("", 2)))["Bertelsmann"].type == "Organization"
    assert found(make_doc(text.format("Frau/NOUN/nmod>2 ", 3)))["Bertelsmann"].type == "Person"


@pytest.mark.parametrize("noun", ["Medienberichte", "Berichte", "Bundeswehrangaben", "Informationen", "Meldungen"])
def test_reports_are_documents(noun: str) -> None:
    """Medienberichte say it, but are nobody."""
    assert found(make_doc(f"{noun}/NOUN/nsubj>2 melden/VERB/root"))[noun].type == "Document"


@pytest.mark.parametrize(
    ("words", "head", "name"),
    [
        ("das/DET/det>2 Eingreifen/NOUN/obj>3", 1, "Eingreifen"),
        ("die/DET/det>2 Aussagen/NOUN/obj>3", 1, "Aussagen"),
        ("des/DET/det>2 Gefängnisses/NOUN/obj>3", 1, "Gefängnis"),
        ("für/ADP/case>3 den/DET/det>3 Präsidenten/NOUN/obl>4/feats=Number=Plur", 2, "Präsident"),
        ("mit/ADP/case>3 den/DET/det>3 Präsidenten/NOUN/obl>4/feats=Number=Sing", 2, "Präsidenten"),
    ],
)
def test_nouns_get_the_nominative_of_their_number(words: str, head: int, name: str) -> None:
    """Infinitives stay what they are; a preposition of one case tells den Präsidenten from den Präsidenten."""
    assert noun_base(make_doc(f"{words} nannte/VERB/root")[head]) == name


@pytest.mark.parametrize(
    ("words", "kind"), [("die/DET/det>2 Getöteten", "Group"), ("der/DET/det>2 Festgenommene", "Person")]
)
def test_nominalised_participles_are_people(words: str, kind: str) -> None:
    """die Getöteten are a group, der Festgenommene is a person."""
    assert find_mentions(make_doc(f"{words}/NOUN/nsubj>3 half/VERB/root"))[-1].type == kind


def test_adjectives_of_cities_are_places_however_they_are_tagged() -> None:
    """Das Washingtoner Haus: Washington, and no Washingtoner."""
    mentions = found(make_doc("Das/DET/det>3 Washingtoner/PROPN/amod>3 Haus/NOUN/nsubj>4 brannte/VERB/root"))
    assert sorted(mention.name for mention in mentions.values()) == ["Haus", "Washington"]


def test_adjectives_are_no_names() -> None:
    """Die Internationalen Truppen: the model's label on the adjective makes it no organisation."""
    doc = make_doc("Die/DET/det>3 Internationalen/ADJ/amod>3/ent=ORG Truppen/NOUN/nsubj>4 kamen/VERB/root")
    assert [mention.kind for mention in find_mentions(doc)] == ["nominal"]


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        ("alle/DET/det>2 Fahrzeuge", "Fahrzeuge", "Product"),
        ("die/DET/det>2 Maklerin", "Maklerin", "Person"),
        ("der/DET/det>2 Sozialisten", "Sozialisten", "Group"),
        ("der/DET/det>2 Abgeordneten", "Abgeordnete", "Group"),
        ("der/DET/det>2 34-Jährige", "34-Jähriger", "Person"),
        ("der/DET/det>2 Schutz", "Schutz", "Thing"),
    ],
)
def test_types_and_numbers_of_common_nouns(words: str, name: str, kind: str) -> None:
    """Fahrzeuge are no Zeugen; der Sozialisten and der Abgeordneten are several; the 34-Jährige is one."""
    mention = find_mentions(make_doc(f"{words}/NOUN/nmod>3 Haus/NOUN/root"))[0]
    assert (mention.name, mention.type) == (name, kind)


def test_the_bearer_stays_outside_the_office() -> None:
    """Bürgermeisterin von Rom Eva Huber: the office ends before her name."""
    doc = make_doc(
        "Bürgermeisterin/NOUN/nsubj>6 von/ADP/case>3 Rom/PROPN/nmod>1/ent=LOC Eva/PROPN/flat>3/ent=PER "
        "Huber/PROPN/flat>4/ent=PER kam/VERB/root"
    )
    assert next(m.name for m in find_mentions(doc) if m.kind == "position") == "Bürgermeisterin von Rom"


def test_adjectives_of_cities_do_not_inflect() -> None:
    """eine Kölner Wohnung is called so."""
    doc = make_doc("Eine/DET/det>3 Kölner/ADJ/amod>3 Wohnung/NOUN/nsubj>4/feats=Gender=Fem brannte/VERB/root")
    assert "Kölner Wohnung" in descriptions(doc, found(doc)["Kölner Wohnung"])


def test_coordinated_roles_are_one_person() -> None:
    """als Autor und Forscher: one."""
    doc = make_doc(
        "Er/PRON/nsubj>2 arbeitete/VERB/root als/ADP/case>4 Autor/NOUN/obl>2/feats=Number=Sing und/CCONJ/cc>6 "
        "Forscher/NOUN/conj>4/feats=Number=Sing"
    )
    assert found(doc)["Forscher"].type == "Person"


def test_an_adjective_that_opens_a_sentence_is_small() -> None:
    """Ukrainische Truppen are ukrainische Truppen."""
    doc = make_doc("Ukrainische/ADJ/amod>2 Truppen/NOUN/nsubj>3/feats=Number=Plur|Gender=Fem kamen/VERB/root")
    assert "ukrainische Truppen" in {mention.name for mention in find_mentions(doc)}


def test_the_noun_before_a_name_overrules_the_model() -> None:
    """Der Einzelhändler Edeka, taken for a person by the model, is the company of the registry."""
    mention = found(make_doc("Der/DET/det>2 Einzelhändler/NOUN/nsubj>4 Edeka/PROPN/appos>2/ent=PER wächst/VERB/root"))[
        "Edeka"
    ]
    assert (mention.key, mention.type) == ("Edeka", "Organization")


def test_a_plural_of_two_nouns_is_what_either_is() -> None:
    """Sparkassen are banks, though Austrians also say Sparkassa."""
    assert found(make_doc("Sparkassen/NOUN/nsubj>2 wuchsen/VERB/root"))["Sparkassen"].type == "Organization"


def test_a_seat_inside_a_word() -> None:
    """Kremlsprecher holds the Kremlin."""
    assert found(make_doc("Kremlsprecher/NOUN/nsubj>2 sprach/VERB/root"))["Kreml"].key == "Kreml"
