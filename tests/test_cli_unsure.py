"""``kg show --unsure`` and ``decisions.toml``: what kg can't decide, people can."""

from __future__ import annotations

import pytest

from tests.cli import cli, write
from tests.fake_people import people_nlp

__all__ = ["cli"]

MINISTER = "Innenministerin Jana Kowar trifft Jan Zobelau in Hannover ."
OTHER = "Kowar trifft Leo Sandbruk in Hannover ."


@pytest.fixture
def people(cli, monkeypatch, tmp_path):
    """`cli` with a pipeline that finds people, where an article about Jana Kowar and one about a Kowar are built."""
    monkeypatch.setattr("kg.builder.load_nlp", lambda model: people_nlp())
    write(tmp_path / "in", a=MINISTER, b=OTHER)
    status, out, _ = cli("build", "in", "--any-language", "--no-check")
    assert status == 0
    assert "1 name may mean others, too: kg show --unsure" in out
    return cli


def test_the_draft_is_a_file_of_decisions(people, tmp_path):
    """Each pair is a block that says what both have in common; left as it is, nobody asks again."""
    _, draft, _ = people("show", "--unsure")
    assert draft == '# Kowar in b, Jana Kowar: Hannover\n[[different_from]]\nentities = ["Jana_Kowar", "b/Kowar"]\n'

    (tmp_path / "out" / "decisions.toml").write_text(draft, encoding="utf-8")
    status, out, error = people("show", "--unsure")
    assert (status, out, error) == (0, "", "kg: no name is in doubt\n")


def test_show_says_where_a_place_lies(people):
    """A city of the registry comes with its coordinates, a person without."""
    assert "Hannover (Place, 52.37° N, 9.73° E)" in people("show", "Hannover")[1]
    assert "Hannover (Place, 52,37° N, 9,73° O)" in people("show", "Hannover", "--labels", "de")[1]
    assert "°" not in people("show", "Jana Kowar")[1]


def test_same_as_makes_them_one(people, tmp_path):
    """With one word changed, the next build takes the two for one, and the other name is known, too."""
    _, draft, _ = people("show", "--unsure", "Kowar")
    (tmp_path / "out" / "decisions.toml").write_text(draft.replace("different_from", "same_as"), encoding="utf-8")
    status, out, _ = people("build", "in/a.txt", "--any-language", "--no-check")
    assert (status, "may mean others" in out) == (0, False)
    assert "Leo Sandbruk" in people("show", "Jana Kowar")[1]


def test_another_file_may_be_named(people, tmp_path):
    """--decisions goes before the file beside the store."""
    (tmp_path / "mine.toml").write_text('[[same_as]]\nentities = ["Jana_Kowar", "b/Kowar"]\n', encoding="utf-8")
    assert people("build", "in", "--any-language", "--no-check", "--decisions", "mine.toml")[0] == 0
    assert "Leo Sandbruk" in people("show", "Jana Kowar")[1]
    assert people("remove", "b", "--decisions", "mine.toml")[0] == 0


def test_a_malformed_file_is_one_line(people, tmp_path):
    """File, table and field, and nothing is built."""
    (tmp_path / "out" / "decisions.toml").write_text("[[same_as]]\n", encoding="utf-8")
    status, _, error = people("build", "in", "--any-language")
    assert (status, error) == (1, "kg: out/decisions.toml: same_as[1].entities: Field required\n")


def test_an_entity_or_unsure(people):
    """Without either it is a wrong use."""
    status, _, error = people("show")
    assert (status, "name an ENTITY, or ask for --unsure" in error) == (2, True)


def test_names_of_one_article_are_found_by_key(people):
    """What the draft calls b/Kowar can be shown."""
    assert "Leo Sandbruk" in people("show", "b/Kowar")[1]
