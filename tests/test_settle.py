"""Who is who over several articles: found by kg, decided by people, the same in whatever order things come."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.builder import add_articles, build_graph, extract, remove_articles, run_of
from kg.check import validate
from kg.decisions import FILE, NO_DECISIONS
from kg.errors import DataError, LinkError
from kg.identity import find_doubts
from kg.iris import Iris
from kg.load import load_store
from kg.memory import Memory
from kg.settle import decisions_in, settle
from kg.statements import node_rows, statement_rows
from kg.store import open_store
from kg.tables import read_rows
from kg.types import Article, Extraction
from kg.upkeep import remove_article
from tests.fake_people import people_nlp
from tests.test_upkeep import everything

ARTICLES = {
    "a": "Innenministerin Jana Kowar trifft Jan Zobelau in Hannover . Kowar trifft Mia Adomeit .",
    "b": "Innenministerin Kowar sprach in Hannover . Kowar trifft Tom Lindgrun .",
    "c": "Trainer Kowar sprach in Madrid . Kowar trifft Leo Sandbruk .",
}


@pytest.fixture(scope="module")
def nlp():
    """The fake pipeline."""
    return people_nlp()


@pytest.fixture
def build(tmp_path: Path, nlp):
    """Builds articles by id into a folder and gives what the graph says."""

    def run(*ids: str, out: str = "out", texts: dict[str, str] = ARTICLES, **options: object) -> set[tuple[str, ...]]:
        (tmp_path / "in").mkdir(exist_ok=True)
        for id in ids:
            (tmp_path / "in" / f"{id}.txt").write_text(texts[id], encoding="utf-8")
        files = [tmp_path / "in" / f"{id}.txt" for id in ids]
        report = build_graph(files, out=tmp_path / out, any_language=True, check=False, nlp=nlp, **options)
        assert not report.batch.failed
        return said(tmp_path / out)

    return run


def said(out: Path) -> set[tuple[str, ...]]:
    """Article, subject, relation and object of every statement, entities by key."""
    key = slice(len("https://w3id.org/newskg/id/entity/"), None)
    rows = statement_rows(load_store(out))
    return {(row.article.id, row.subject.iri[key], row.relation, row.object.iri[key]) for row in rows}


def subjects(found: set[tuple[str, ...]], article: str) -> set[str]:
    """Who does something in an article."""
    return {subject for id, subject, _, _ in found if id == article}


def run_settings(out: Path) -> list[str]:
    """The decisions that the runs in the graph tell of."""
    rows = read_rows(load_store(out), "SELECT ?setting { GRAPH ?runs { ?run kg:setting ?setting } }")
    return sorted(row["setting"] for row in rows if row["setting"].startswith("decision"))


def test_office_and_company_make_two_one(build) -> None:
    """Minister Kowar in Hannover is Jana Kowar; Kowar the trainer in Madrid is somebody else."""
    found = build("a", "b", "c")
    assert [subjects(found, id) for id in "abc"] == [{"Jana_Kowar"}, {"Jana_Kowar"}, {"c%2FKowar"}]


def test_a_surname_alone_is_not_enough(build) -> None:
    """Neither without office and company, nor with one place in common."""
    texts = {"a": ARTICLES["a"], "b": "Kowar trifft Tom Lindgrun in Hannover .", "c": "Kowar trifft Leo Sandbruk ."}
    found = build("a", "b", "c", texts=texts)
    assert (subjects(found, "b"), subjects(found, "c")) == ({"b%2FKowar"}, {"c%2FKowar"})


def test_company_is_enough_without_offices(build) -> None:
    """Three that are named with both, one of whom is no place."""
    texts = {
        "a": "Jana Kowar trifft Jan Zobelau in Hannover und in Madrid .",
        "b": "Kowar trifft Jan Zobelau in Madrid und in Hannover .",
        "c": "Kowar trifft Leo Sandbruk in Madrid , in Rom und in Hannover .",
    }
    found = build("a", "b", "c", texts=texts)
    assert (subjects(found, "b"), subjects(found, "c")) == ({"Jana_Kowar"}, {"c%2FKowar"})


def test_two_who_fit_leave_it_open(build, tmp_path: Path) -> None:
    """Jana Kowar and Ines Kowar were ministers in Hannover: minister Kowar may be either."""
    texts = {**ARTICLES, "c": "Innenministerin Ines Kowar trifft Leo Sandbruk in Hannover ."}
    found = build("a", "b", "c", texts=texts)
    assert subjects(found, "b") == {"b%2FKowar"}


def test_two_without_a_full_name_are_one_if_they_agree(build) -> None:
    """Minister Kowar in two articles about Hannover."""
    texts = {"b": ARTICLES["b"], "d": "Innenministerin Kowar trifft Leo Sandbruk in Hannover .", "c": ARTICLES["c"]}
    found = build("b", "c", "d", texts=texts)
    assert [subjects(found, id) for id in "bcd"] == [{"b%2FKowar"}, {"c%2FKowar"}, {"b%2FKowar"}]


def test_order_does_not_matter(build, tmp_path: Path) -> None:
    """One after the other in any order, or all at once: the same graph, byte by byte."""
    build("a", "b", "c", out="all")
    for out in ("cba", "bac"):
        for id in out:
            build(id, out=out)
        assert (tmp_path / out / "graph.nq").read_bytes() == (tmp_path / "all" / "graph.nq").read_bytes()


def test_what_is_removed_shows_nothing_any_more(build, tmp_path: Path, nlp) -> None:
    """Without the article that tells the full name, minister Kowar is somebody of her article again."""
    build("a", "b", "c")
    remove_articles(["a"], out=tmp_path / "out", nlp=nlp)
    build("b", "c", out="other")
    assert (tmp_path / "out" / "graph.nq").read_bytes() == (tmp_path / "other" / "graph.nq").read_bytes()


def test_the_reason_stands_in_the_graph(build, tmp_path: Path) -> None:
    """The run of the article says who was taken for whom, and why; the graph passes its shapes."""
    build("a", "b", "c")
    assert run_settings(tmp_path / "out") == ["decision=b/Kowar = Jana_Kowar (Innenminister, Hannover; over articles)"]
    assert validate(load_store(tmp_path / "out")).conforms


def test_any_article_id(build, tmp_path: Path) -> None:
    """Spaces, brackets and signs in the name of an article change nothing, in whatever order articles come."""
    ids = ("a", "Bericht (2)", "z = 9")
    texts = dict(zip(ids, (*ARTICLES.values(),), strict=True))
    texts["z = 9"] = "Innenministerin Kowar trifft Leo Sandbruk in Hannover ."
    assert {"Jana_Kowar"} == {who for id in ids for who in subjects(build(*ids, texts=texts), id)}
    remove_articles(["a"], out=tmp_path / "out", nlp=people_nlp())
    assert [subjects(said(tmp_path / "out"), id) for id in ids[1:]] == [{"Bericht_(2)%2FKowar"}] * 2
    build(*ids[1:], out="other", texts=texts)
    assert (tmp_path / "out" / "graph.nq").read_bytes() == (tmp_path / "other" / "graph.nq").read_bytes()


def chain(links: int) -> dict[str, str]:
    """Articles of which `z` names ministers by surnames: each is known by the one before alone, the first by a place."""
    surnames = [f"Zobelau{letter}" for letter in "abcdefghijkl"[:links]]
    full = [f"Jana {surname}" for surname in surnames]
    pairs = zip(full, ["Hannover", *full], strict=False)
    texts = {f"a{number}": f"Innenministerin {one} trifft {other} ." for number, (one, other) in enumerate(pairs)}
    return {
        **texts,
        "z": " ".join(["Es war in Hannover .", *(f"Innenministerin {name} sprach ." for name in surnames)]),
    }


def test_what_follows_from_what_follows(build, tmp_path: Path, caplog) -> None:
    """Who is known by somebody who is known by somebody …: all at once, and the same in any order, without a word."""
    texts = chain(9)
    found = build(*texts, texts=texts)
    assert len(subjects(found, "z")) == 9
    assert not any("%2F" in key for key in subjects(found, "z"))

    for id in reversed(sorted(texts)):
        build(id, out="other", texts=texts)
    assert (tmp_path / "out" / "graph.nq").read_bytes() == (tmp_path / "other" / "graph.nq").read_bytes()
    assert caplog.records == []


def test_each_article_is_read_again_once(build, nlp) -> None:
    """However long the chain is: reading takes longest."""
    texts, read = chain(7), []
    with open_store("memory:") as store:
        articles = [Article(id, text) for id, text in texts.items()]
        add_articles(store, articles, nlp)
        remove_article(store, "a0")

        def again(article: Article) -> Extraction:
            read.append(article.id)
            return extract(article, nlp)

        settle(store, NO_DECISIONS, lambda: (again, run_of(nlp, Iris())), iris=Iris(), memory=Memory())
    assert read == ["z"]


def test_who_vouch_for_each_other_are_not_enough(build, tmp_path: Path, nlp) -> None:
    """Kowar was known by Hannover, Zobelau by Kowar: without Hannover neither is known, though each would fit."""
    texts = {
        "a": "Innenministerin Jana Kowar trifft Mia Adomeit in Hannover .",
        "b": "Innenministerin Kowar sprach in Hannover . Trainer Zobelau schwieg .",
        "c": "Innenministerin Jana Kowar sprach . Trainer Jan Zobelau schwieg .",
    }
    assert {"Jana_Kowar", "Jan_Zobelau"} == subjects(build("a", "b", "c", texts=texts), "b")
    remove_articles(["a"], out=tmp_path / "out", nlp=nlp)
    build("b", "c", out="other", texts=texts)
    assert (tmp_path / "out" / "graph.nq").read_bytes() == (tmp_path / "other" / "graph.nq").read_bytes()
    assert subjects(said(tmp_path / "out"), "b") == {"b%2FKowar", "b%2FZobelau"}


SENTENCES = (
    *("Innenministerin Kowar sprach .", "Innenministerin Jana Kowar sprach .", "Ines Kowar schwieg ."),
    *("Trainer Zobelau schwieg .", "Trainer Jan Zobelau sprach .", "Zobelau trifft Kowar ."),
    *("Es war in Hannover .", "Es war in Hannover , in Rom und in Madrid .", "Adomeit trifft Mia Lindgrun ."),
    *("Tom Adomeit schwieg .", "Trainer Adomeit sprach ."),
)
NEWS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4, unique=True).map(" ".join)


@given(st.lists(NEWS, min_size=1, max_size=6), st.data())
@settings(max_examples=25, deadline=None)
def test_any_history_gives_the_same_people(nlp, texts, data) -> None:
    """Whatever comes and goes in whatever order: who is who is as if only what is left had come, all at once."""
    articles = [Article(f"a{number}", text) for number, text in enumerate(texts)]
    left = [article for article in articles if data.draw(st.booleans())]
    with open_store("memory:") as store, open_store("memory:") as other:
        for article in data.draw(st.permutations(articles)):
            add_articles(store, [article], nlp, check=False)
        for article in data.draw(st.permutations([article for article in articles if article not in left])):
            remove_article(store, article.id)
            settle(
                store,
                NO_DECISIONS,
                lambda: (partial(extract, nlp=nlp), run_of(nlp, Iris())),
                iris=Iris(),
                memory=Memory(),
            )
        add_articles(other, left, nlp, check=False)
        assert everything(store) == everything(other)


def test_what_never_settles_is_told(build, tmp_path: Path, caplog) -> None:
    """A decision that can't take effect is named, with the articles that it is about; the build ends all the same."""
    texts = {"a": "Jana Kowar trifft Tom Lindgrun ."}
    rules = '[[different_from]]\nentity = "Jana_Kowar"\narticles = ["a"]\ncalled = "Ines Kowar"\n'
    decide(tmp_path / "out", f'{rules}[[same_as]]\nentities = ["Mia Kowar", "Ines Kowar"]\n')
    build("a", texts=texts)
    assert [record.getMessage() for record in caplog.records] == ["who is who does not settle in 1 article: a"]


def doubts(out: Path) -> dict[str, list[str]]:
    """Who may be whom."""
    found = find_doubts(load_store(out), decisions_in(out), iris=Iris())
    return {doubt.key: [rival.key for rival in doubt.rivals] for doubt in found}


def test_who_is_left_apart_is_listed(build, tmp_path: Path) -> None:
    """Each pair once, if one has a full name or both something in common; names of several in the registry, too."""
    texts = {
        "a": "Jana Kowar trifft Leo Sandbruk .",
        "b": "Kowar trifft Tom Lindgrun in Rom .",
        "c": "Kowar trifft Christian Schmidt in Rom .",
        "d": "Sandbruk trifft Tom Lindgrun . Adomeit schwieg .",
        "e": "Adomeit trifft Ines Zobelau .",
    }
    build(*texts, texts=texts)
    assert doubts(tmp_path / "out") == {
        "b/Kowar": ["Jana_Kowar", "c/Kowar"],
        "c/Kowar": ["Jana_Kowar"],
        "d/Sandbruk": ["Leo_Sandbruk"],
        "Christian_Schmidt_(Person)": ["Christian_Schmidt", "Christian_Schmidt_(1943)"],
    }

    decide(
        tmp_path / "out",
        '[[different_from]]\nentities = ["b/Kowar", "c/Kowar", "Jana_Kowar"]\n'
        '[[different_from]]\nentities = ["d/Sandbruk", "Leo Sandbruk"]\n'
        '[[same_as]]\nentities = ["Christian_Schmidt", "Christian_Schmidt_(Person)"]\n',
    )
    assert ("c", "c%2FKowar", "meets", "Christian_Schmidt") in build("a", texts=texts)
    assert doubts(tmp_path / "out") == {}


def decide(folder: Path, text: str) -> None:
    """Writes ``decisions.toml``."""
    folder.mkdir(exist_ok=True)
    (folder / FILE).write_text(text, encoding="utf-8")


def test_people_decide_who_is_the_same(build, tmp_path: Path) -> None:
    """The trainer is Jana Kowar, and Q123; later builds respect it, for articles in the graph already, too."""
    build("a", "b", "c")
    decide(tmp_path / "out", '[[same_as]]\nentities = ["Jana Kowar", "c/Kowar", "Q123"]\nwhy = "she trains, too"\n')
    found = build("a")

    nodes = {node.label_de: node for node in node_rows(load_store(tmp_path / "out"))}
    assert subjects(found, "c") == {"Jana_Kowar"}
    assert nodes["Jana Kowar"].qid == "Q123"
    assert "decision=c/Kowar = Jana_Kowar (decisions.toml: she trains, too)" in run_settings(tmp_path / "out")

    decide(tmp_path / "fresh", (tmp_path / "out" / FILE).read_text(encoding="utf-8"))
    build("c", "b", "a", out="fresh")
    assert (tmp_path / "fresh" / "graph.nq").read_bytes() == (tmp_path / "out" / "graph.nq").read_bytes()


def test_people_decide_who_is_different(build, tmp_path: Path) -> None:
    """Minister Kowar is not Jana Kowar, whatever speaks for it."""
    build("a", "b", "c")
    decide(tmp_path / "out", '[[different_from]]\nentities = ["Jana_Kowar", "b/Kowar"]\n')
    assert subjects(build("a"), "b") == {"b%2FKowar"}


def test_a_name_means_somebody_else_in_some_articles(build, tmp_path: Path) -> None:
    """In the article b Jana Kowar is a judge of that name."""
    texts = {"a": ARTICLES["a"], "b": "Jana Kowar trifft Tom Lindgrun ."}
    build("a", "b", texts=texts)
    split = 'entity = "Jana_Kowar"\narticles = ["b"]\ncalled = "Jana Kowar, Richterin"\n'
    decide(tmp_path / "out", f"[[different_from]]\n{split}")
    found = build("a", texts=texts)

    labels = {node.label_de for node in node_rows(load_store(tmp_path / "out"))}
    assert (subjects(found, "a"), subjects(found, "b")) == ({"Jana_Kowar"}, {"Jana_Kowar,_Richterin"})
    assert {"Jana Kowar", "Jana Kowar, Richterin"} <= labels


def test_a_decision_taken_back_leaves_no_trace(build, tmp_path: Path) -> None:
    """Without the file the graph is what it was before."""
    build("a", "b", "c")
    before = (tmp_path / "out" / "graph.nq").read_bytes()
    decide(tmp_path / "out", '[[same_as]]\nentities = ["Jana Kowar", "c/Kowar"]\n')
    build("a")
    (tmp_path / "out" / FILE).unlink()
    build("a")
    assert (tmp_path / "out" / "graph.nq").read_bytes() == before


def test_a_file_elsewhere_may_be_named(build, tmp_path: Path) -> None:
    """The file beside the store is only what is taken if no other is given."""
    decide(tmp_path / "mine", '[[same_as]]\nentities = ["Jana Kowar", "c/Kowar"]\n')
    found = build("a", "c", decisions=tmp_path / "mine" / FILE)
    assert subjects(found, "c") == {"Jana_Kowar"}
    with pytest.raises(DataError, match="no such file"):
        build("a", decisions=tmp_path / "nowhere.toml")


def test_what_is_said_of_two_who_are_one_is_left_out(build, tmp_path: Path) -> None:
    """Nobody meets herself."""
    texts = {"a": "Jana Kowar trifft Ines Zobelau . Ines Zobelau trifft Leo Sandbruk ."}
    decide(tmp_path / "out", '[[same_as]]\nentities = ["Ines_Zobelau", "Jana_Kowar"]\n')
    assert build("a", texts=texts) == {("a", "Ines_Zobelau", "meets", "Leo_Sandbruk")}


def test_contradictions_stop_the_build_before_anything_is_done(build, tmp_path: Path) -> None:
    """The same and different at once."""
    both = 'entities = ["A", "B"]\n'
    decide(tmp_path / "out", f"[[same_as]]\n{both}[[different_from]]\n{both}")
    with pytest.raises(LinkError, match=r"decisions\.toml: A and B are both the same and different"):
        build("a")
    assert not (tmp_path / "out" / "store").exists()
