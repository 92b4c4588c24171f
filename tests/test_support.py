"""What the joint confidence of several sources promises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import support
from kg.errors import DataError
from kg.support import Sources, Witness, load_worth
from kg.types import MODALITIES

SENTENCES = [
    "Moskau kauft im Iran Drohnen und Raketen für den Krieg.",
    "Russland deckt sich in Teheran mit Waffen ein.",
    "Aus dem Iran kommen Flugkörper, die der Kreml bezahlt.",
]
WITNESSES = st.builds(
    Witness,
    statement=st.sampled_from("stuvw"),
    article=st.sampled_from("abc"),
    modality=st.sampled_from(MODALITIES),
    confidence=st.sampled_from([0.0, 0.5, 1.0]),
    sentence=st.sampled_from(SENTENCES),
    voice=st.sampled_from(["", "v"]),
    outlet=st.sampled_from(["", "o", "p"]),
    sketch=st.sampled_from(["", "1 2", "2 3"]),
)


@given(st.lists(WITNESSES, max_size=6), st.data())
def test_order_and_repetition(witnesses, data):
    """Neither the order of witnesses nor hearing one twice changes anything; the result lies in its range."""
    count, sure = Sources(witnesses).support()

    assert (count, sure) == Sources(data.draw(st.permutations([*witnesses, *witnesses[:1]]))).support()
    assert 0 <= count <= len(witnesses) and 0 <= sure <= 1 and (count == 0) == (sure == 0)


@given(st.lists(WITNESSES, max_size=5))
def test_another_source_makes_surer(witnesses):
    """A source that has nothing to do with the others makes it surer."""
    stranger = Witness("z", "z", "asserted", 0.5, "Ganz anders sagt es dieser Satz hier.")
    count, sure = Sources(witnesses).support()
    more, surer = Sources([*witnesses, stranger]).support()

    assert more == count + 1 and surer > sure


@given(st.lists(WITNESSES, max_size=8, unique=True), st.data())
def test_who_comes_and_goes_leaves_no_trace(witnesses, data):
    """Those that are left support as much as if the others had never been heard."""
    sources, gone = Sources(witnesses), data.draw(st.sets(st.sampled_from(witnesses))) if witnesses else set()
    for witness in data.draw(st.permutations(sorted(gone))):
        sources.remove(witness)
    left = [witness for witness in witnesses if witness not in gone]

    assert sources.support() == Sources(left).support()
    for witness in data.draw(st.permutations(sorted(gone))):
        sources.add(witness)
    assert sources.support() == Sources(witnesses).support()


def test_worth():
    """Each way of saying so has its worth; to assert is worth most, to ask nothing."""
    worth = load_worth()

    assert set(MODALITIES) == set(worth)
    assert worth["asserted"] > worth["reported"] > worth["planned"] > worth["question"] == 0


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("[worth]\nasserted = 2", r"worth\.asserted"),
        ("[worth]\nasserted = 0.9", "lacks reported"),
        ("[worth]\nsure = 1", "worth"),
    ],
)
def test_malformed(tmp_path, monkeypatch, table, words):
    """A malformed file is named with the place."""
    (tmp_path / support.FILE).write_text(table, encoding="utf-8")
    monkeypatch.setattr("kg.data.root", lambda: tmp_path)
    load_worth.cache_clear()
    try:
        with pytest.raises(DataError, match=rf"sources\.toml: .*{words}"):
            load_worth()
    finally:
        load_worth.cache_clear()
