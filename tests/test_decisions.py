"""Decisions: what people may write, what is refused and where, and what becomes of an article."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.decisions import Decision, Decisions, decide, key_of, load_decisions
from kg.errors import DataError, LinkError
from kg.types import Article, Entity, Extraction, Fact, Mention, Provenance, Span

KOWAR = Entity("a/Kowar", "Kowar", "Person")
JANA = Entity("Jana_Kowar", "Jana Kowar", "Person", aliases=("Kowar",))
ROME = Entity("Rom", "Rom", "Place")


def load(folder: Path, text: str) -> Decisions:
    """What the file says."""
    (folder / "decisions.toml").write_text(text, encoding="utf-8")
    return load_decisions(folder / "decisions.toml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[same_as]]\n", r"decisions\.toml: same_as\[1\]\.entities: Field required"),
        ('[[same_as]]\nentities = ["A"]\n', r"same_as\[1\]\.entities: .*at least 2"),
        ('[[same_as]]\nentities = ["A", "B"]\nwho = "me"\n', r"same_as\[1\]\.who: Extra"),
        (
            '[[same_as]]\nentities = ["A", "B"]\n[[different_from]]\nentity = "A"\n',
            r"different_from\[1\]: needs either",
        ),
        ('[[different_from]]\nentities = ["A", 3]\n', r"different_from\[1\]\.entities\[2\]: .*string"),
        ("[[other]]\n", r"other: Extra"),
        ("[[same_as]\n", r"decisions\.toml: no valid TOML: .*line 1"),
        ('[[same_as]]\nentities = ["Q1000001", "A"]\n', r"same_as\[1\]\.entities\[1\]: name the entity first"),
    ],
)
def test_what_is_malformed_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    """File, table, field, and what is wrong."""
    with pytest.raises(DataError, match=message):
        load(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[same_as]]\nentities = ["A", "C"]\n[[same_as]]\nentities = ["B", "C"]\n', "C is the same as A and as B"),
        ('[[same_as]]\nentities = ["A", "B"]\n[[same_as]]\nentities = ["B", "A"]\n', "B is A is B: which name"),
        (
            '[[same_as]]\nentities = ["A", "B", "C"]\n[[different_from]]\nentities = ["C", "B"]\n',
            "C and B are both the same and different",
        ),
        (
            '[[different_from]]\nentity = "A"\narticles = ["x"]\ncalled = "B"\n'
            '[[different_from]]\nentity = "A"\narticles = ["x"]\ncalled = "C"\n',
            "A has two names in x",
        ),
    ],
)
def test_contradictions_are_refused(tmp_path: Path, text: str, message: str) -> None:
    """Nobody is two, and nobody the same and different."""
    with pytest.raises(LinkError, match=message):
        load(tmp_path, text)


def test_entities_are_given_by_name_key_iri_or_item() -> None:
    """As kg show prints them, as people call them, as Wikidata numbers them."""
    iri = "https://w3id.org/newskg/id/entity/a%2FKowar"
    assert [key_of(text) for text in (iri, "a/Kowar", "Jana Kowar", "Q567", "Q99999999999")] == [
        "a/Kowar",
        "a/Kowar",
        "Jana_Kowar",
        "Angela_Merkel",
        "Q99999999999",
    ]


def test_decisions_lead_on(tmp_path: Path) -> None:
    """a is b, and b is c, so a is c; an item given to b is c's."""
    decisions = load(
        tmp_path, '[[same_as]]\nentities = ["b", "a", "Q99999999999"]\n[[same_as]]\nentities = ["c", "b"]\n'
    )
    assert [decision.target for decision in decisions.all()] == ["c", "c", "Q99999999999"]
    assert list(decisions.items) == ["c"]


def extraction() -> Extraction:
    """Kowar meets Jana Kowar and visits Rome."""
    text = "Kowar trifft Jana Kowar. Kowar besucht Rom."
    source = Provenance("a", Span(0, 24), Span(6, 12), (), "fake")
    mentions = (
        Mention(Span(0, 5), "Kowar", "name", KOWAR),
        Mention(Span(13, 23), "Jana Kowar", "name", JANA),
        Mention(Span(39, 42), "Rom", "name", ROME),
    )
    facts = (Fact(KOWAR, "meets", JANA, source), Fact(KOWAR, "visits", ROME, source, speaker=KOWAR))
    return Extraction(Article("a", text), (Span(0, 24),), mentions, facts)


def test_nothing_decided_nothing_changed() -> None:
    """Decisions about others leave an article as it is."""
    other = Decisions({("", "b/Kowar"): Decision("b/Kowar", "Jana_Kowar", "x")})
    assert decide(extraction(), other) == (extraction(), ())


def test_everything_that_names_the_entity_changes() -> None:
    """Mentions, subjects, speakers; what she says of herself is gone; all her names are kept."""
    rule = Decision("a/Kowar", "Jana_Kowar", "x")
    decided, applied = decide(extraction(), Decisions({("", "a/Kowar"): rule}))

    (fact,) = decided.facts
    assert applied == (rule,)
    assert {mention.entity.key for mention in decided.mentions} == {"Jana_Kowar", "Rom"}
    assert fact.speaker is not None
    assert (fact.subject.key, fact.speaker.key, fact.subject.label) == ("Jana_Kowar", "Jana_Kowar", "Jana Kowar")
    assert fact.subject.aliases == ("Kowar",)


def test_somebody_known_gets_the_names_of_the_registry() -> None:
    """Who is decided to be Angela Merkel has her item and labels."""
    rule = Decision("a/Kowar", "Angela_Merkel", "x")
    decided, _ = decide(extraction(), Decisions({("", "a/Kowar"): rule}))
    entity = decided.mentions[0].entity
    assert (entity.label, entity.qid, "Kowar" in entity.aliases) == ("Angela Merkel", "Q567", True)


def test_an_item_is_all_that_changes() -> None:
    """Who gets a Wikidata item keeps the name."""
    decided, _ = decide(extraction(), Decisions(items={"Jana_Kowar": Decision("Jana_Kowar", "Q5", "x")}))
    assert (decided.mentions[1].entity.qid, decided.mentions[1].entity.label) == ("Q5", "Jana Kowar")
    assert len(decided.facts) == 2
