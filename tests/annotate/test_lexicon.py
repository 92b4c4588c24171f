"""What the lexicon promises: the shipped files are complete and consistent, and mistakes in them are named."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kg import data
from kg.annotate.lexicon import Frame, Lexicon, Position, check_slot, load_lexicon, read_frames
from kg.annotate.vocabulary import load_nouns
from kg.errors import DataError
from kg.ontology import load_ontology

# Relations of the first tier that no noun of one word expresses with both ends (die Aussage von X, dass …).
WITHOUT_NOUN = {"says"}
# … or that no verb expresses: they are titles and descriptions.
WITHOUT_VERB: set[str] = set()

FRAME = """
[[frame]]
relation = "{relation}"
verbs = ["kaufen"]
object = ["{slot}"]
example = "Polen kauft Panzer."
gives = ["Polen buys Panzer"]
"""


def write_frames(base: Path, text: str) -> Path:
    """A lexicon directory with one file of frames."""
    path = base / "frames" / "buying.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return base


@pytest.fixture(scope="module")
def frames() -> list[Frame]:
    """All shipped frames."""
    return read_frames(data.root() / "lexicon")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The shipped lexicon."""
    return load_lexicon()


def positions_of(lexicon: Lexicon) -> list[Position]:
    """Every entry of positions.toml once."""
    entries = [*lexicon.positions.values(), *(position for _, position in lexicon.endings.items())]
    return list({position.example: position for position in entries}.values())


def test_frames_cover_first_tier(frames: list[Frame]):
    """Every relation of the first tier has a frame of a verb and, where natural, of a noun or adjective."""
    first = {relation.id for relation in load_ontology().relations.values() if relation.tier == 1}
    by_verb = {frame.relation for frame in frames if frame.verbs}
    by_noun = {frame.relation for frame in frames if not frame.verbs}

    assert first - by_verb == WITHOUT_VERB
    assert first - by_noun == WITHOUT_NOUN


def test_frames_cover_inventory(frames: list[Frame]):
    """No relation of the gold inventory is without a way to say it in German."""
    known = {frame.relation for frame in frames}

    assert {relation.id for relation in load_ontology().relations.values() if relation.tier <= 2} <= known


def test_frames_have_many_triggers(frames: list[Frame]):
    """At least 1,500 words are known as predicates."""
    assert len({word for frame in frames for word in frame.words}) >= 1500


def test_frames_unique(frames: list[Frame]):
    """No word has the same frame twice."""
    counts = Counter(
        (word, frame.relation, frame.subject, frame.object, repr(sorted(frame.with_.items())), frame.without,
         repr(sorted(frame.types.items())), frame.reflexive)
        for frame in frames
        for word in frame.words
    )  # fmt: skip

    assert [key for key, count in counts.items() if count > 1] == []


def test_frames_spelled_as_lemmas(frames: list[Frame]):
    """Verbs are infinitives in small letters, nouns begin with a capital, adjectives do not."""
    verbs = {word for frame in frames for word in frame.verbs}
    nouns = {word for frame in frames for word in frame.nouns}
    adjectives = {word for frame in frames for word in frame.adjectives}

    assert {verb for verb in verbs if not (verb.islower() and verb.isalpha() and verb.endswith("n"))} == set()
    assert {noun for noun in nouns if not noun[0].isupper()} == set()
    assert {adjective for adjective in adjectives if not adjective.islower()} == set()


def test_frames_demand_what_they_may_find(frames: list[Frame]):
    """No frame demands a slot that must be empty, and nouns need both ends from slots of their own."""
    assert [frame.example for frame in frames if set(frame.with_) & set(frame.without)] == []
    assert [frame.example for frame in frames if frame.nouns and frame.subject == frame.object] == []


def test_examples_promise_own_relation(frames: list[Frame], lexicon: Lexicon):
    """Each example gives the relation of its frame; ends and relation can be told apart."""
    relations = load_ontology().relations
    for frame in frames:
        assert any(frame.relation in line.split() for line in frame.gives), frame.example
    for position in positions_of(lexicon):
        assert any(set(line.split()) & set(position.relations) for line in position.gives), position.example
    for entry in (*frames, *positions_of(lexicon)):
        for line in entry.gives:
            assert sum(word in relations for word in line.split()) == 1, line


def test_examples_differ(frames: list[Frame]):
    """Each frame has an example of its own, a sentence with a full stop."""
    counts = Counter(frame.example for frame in frames)

    assert [example for example in counts if not example.endswith(".")] == []
    assert [example for example, count in counts.items() if count > 1] == []


def test_positions_decide_by_longest_ending(lexicon: Lexicon):
    """A Vizepräsident leads nothing, a Generalsekretär is no Sekretär, and a feminine form is known."""
    relations = {
        noun: position.relations[0]
        for noun in (
            "Vizepräsident",
            "US-Präsident",
            "Generalsekretär",
            "SPD-Chefin",
            "Außenministerin",
            "Vorsitzender",
        )
        if (position := lexicon.position(noun))
    }

    assert relations == {
        "Vizepräsident": "worksFor",
        "US-Präsident": "headOf",
        "Generalsekretär": "headOf",
        "SPD-Chefin": "headOf",
        "Außenministerin": "worksFor",
        "Vorsitzender": "headOf",
    }


def test_positions_without_office(lexicon: Lexicon):
    """Politicians and members hold no office; ministers do."""
    offices = {
        noun: position.office
        for noun in ("FDP-Politikerin", "NATO-Mitglied", "Finanzminister")
        if (position := lexicon.position(noun))
    }

    assert offices == {"FDP-Politikerin": False, "NATO-Mitglied": False, "Finanzminister": True}


def test_position_unknown(lexicon: Lexicon):
    """A noun that names no office has no position."""
    assert lexicon.position("Gurke") is None


def test_frames_most_specific_first(lexicon: Lexicon):
    """With a sentence (zu zwei Jahren) verurteilen is a conviction before it is a criticism."""
    order = [frame.relation for frame in lexicon.verbs["verurteilen"]]

    assert order.index("convicts") < order.index("criticises")


def test_compounds_of_leading_are_no_bodies():
    """A Geschäftsführung is a body, but nobody acquires a Federführung, and a Stromleitung is a thing."""
    type_of = load_nouns().type_of
    assert (type_of("Geschäftsführung"), type_of("Federführung")) == ("Organization", "Event")
    assert (type_of("Projektleitung"), type_of("Stromleitung")) == ("Organization", "Product")


def test_grammar_classes_distinct(lexicon: Lexicon):
    """No word stands twice in a closed class, and what is refused is neither planned nor demanded."""
    for name in ("grammar.toml", "reporting.toml"):
        for words in data.read_toml(f"lexicon/{name}").values():
            assert isinstance(words, dict) or len(set(words)) == len(words)

    grammar = lexicon.grammar
    assert grammar.negative_verbs.isdisjoint((*grammar.plan_verbs, *grammar.demand_verbs))


def test_reporting_is_broad(lexicon: Lexicon):
    """At least 120 verbs introduce what somebody says."""
    assert len(lexicon.reporting.verbs) >= 120


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (FRAME.format(relation="purchases", slot="object"), r"frames/buying\.toml: \[\[frame\]\] 1 \(kaufen\)\.relation: unknown relation 'purchases'"),
        (FRAME.format(relation="buys", slot="aus"), r"\[\[frame\]\] 1 \(kaufen\)\.object: .*unknown slot 'aus'"),
        (FRAME.format(relation="buys", slot="object") + 'nouns = ["Kauf"]', r"\[\[frame\]\] 1 \(kaufen\): .*exactly one of verbs, nouns, adjectives"),
        (FRAME.format(relation="buys", slot="object") + "types = {buyer = ['Person']}", r"types: unknown end 'buyer'"),
        (FRAME.format(relation="buys", slot="object") + "colour = 'red'", r"\(kaufen\)\.colour: Extra inputs"),
        ("[frame]\nrelation = 'buys'", r"frames/buying\.toml: must consist of \[\[frame\]\] tables only"),
        ("[[frame]\n", r"frames/buying\.toml: no valid TOML"),
    ],
    ids=["relation", "slot", "two kinds", "types", "unknown key", "one table", "no TOML"],
)  # fmt: skip
def test_read_frames_names_mistakes(tmp_path: Path, text: str, message: str):
    """A malformed frame is an error that says file, frame, word and field."""
    with pytest.raises(DataError, match=message):
        read_frames(write_frames(tmp_path, text))


def test_read_frames_needs_example(tmp_path: Path):
    """A frame without an example is refused."""
    text = FRAME.format(relation="buys", slot="object").replace('example = "Polen kauft Panzer."\n', "")
    with pytest.raises(DataError, match=r"\(kaufen\)\.example: Field required"):
        read_frames(write_frames(tmp_path, text))


@pytest.mark.parametrize("slot", ["subject", "aus+dat", "als+nom", "object>genitive", "für+acc>von+dat"])
def test_check_slot_accepts(slot: str):
    """Plain slots, prepositions with a case and paths of two are slots."""
    assert check_slot(slot) == slot


@pytest.mark.parametrize("slot", ["agent", "aus", "+dat", "aus+abl", "object>", "object>agent"])
def test_check_slot_refuses(slot: str):
    """Anything else is an error that lists what is known."""
    with pytest.raises(ValueError, match="known: apposition"):
        check_slot(slot)
