"""What adding, replacing and removing articles promise."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, QuerySolutions

from kg.check import validate
from kg.errors import StoreError
from kg.iris import Iris
from kg.memory import Memory
from kg.ontology import load_ontology
from kg.rdf import Run, fingerprint, quads_from_extraction
from kg.store import Store, open_store
from kg.tables import select
from kg.types import Article, Entity, Extraction, Fact, Provenance, Span, Value
from kg.upkeep import add_extractions, fingerprints, iris_of_store, put_article, put_ontology, remove_article
from tests.make_extraction import bank, moscow, summit

RUN = Run("0.1.0", model="m")
ORDERS = list(permutations((moscow(), summit(), bank())))
EVERYTHING = "SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


def everything(store: Store) -> list[tuple[str, ...]]:
    """All quads of `store`, sorted."""
    return sorted(tuple(str(row[name]) for name in "spog") for row in select(store, EVERYTHING))


def content(
    *extractions: Extraction, without: tuple[str, ...] = (), memory: Memory | None = None
) -> list[tuple[str, ...]]:
    """All quads of a store to which `extractions` were added and from which `without` were removed."""
    with open_store("memory:") as store:
        for extraction in extractions:
            quads = quads_from_extraction(extraction, RUN, load_ontology())
            put_article(store, extraction.article.id, quads, memory=memory)
        for id in without:
            remove_article(store, id, memory=memory)
        return everything(store)


def test_order_is_nothing():
    """Articles in any order give the same graph."""
    expected = content(moscow(), summit(), bank())

    assert all(content(*order) == expected for order in ORDERS)


def test_adding_twice_is_nothing():
    """An article added twice is there once."""
    assert content(moscow(), summit(), moscow()) == content(moscow(), summit())


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "-".join(e.article.id for e in order))
def test_removal_leaves_the_others(order):
    """Add A, B and C, remove one: the graph of the two others."""
    for gone in order:
        expected = content(*(other for other in order if other is not gone))

        assert content(*order, without=(gone.article.id,)) == expected


def test_removing_all_leaves_the_vocabulary(tmp_store, extractions):
    """Without articles only the vocabulary is left."""
    add_extractions(tmp_store, [], run=RUN)
    expected = everything(tmp_store)
    add_extractions(tmp_store, extractions, run=RUN)
    for extraction in extractions:
        remove_article(tmp_store, extraction.article.id)

    assert everything(tmp_store) == expected


def test_replaced_is_as_if_new():
    """A changed article is replaced: nothing of the old one is left."""
    old = moscow()
    new = replace(old, facts=old.facts[3:], mentions=old.mentions[:2])

    assert content(old, summit(), new) == content(summit(), new)


def test_fact_falls_back_to_claim():
    """When the article that asserts something goes, what another one claims is a claim again."""
    moscow_buys = "https://w3id.org/newskg/ontology#buysFrom"
    triple = f"<{Iris().entity('Moskau')}> <{moscow_buys}> <{Iris().entity('Iran')}>"
    with open_store("memory:") as store:
        add_extractions(store, [moscow(), summit()], run=RUN)
        assert bool(store.query(f"ASK {{ {triple} }}"))
        assert not bool(store.query(f"ASK {{ GRAPH <{Iris().claims}> {{ {triple} }} }}"))

        remove_article(store, "gipfel")

        assert not bool(store.query(f"ASK {{ {triple} }}"))
        assert bool(store.query(f"ASK {{ GRAPH <{Iris().claims}> {{ {triple} }} }}"))


def test_no_triple_in_two_graphs(store):
    """Each triple stands in one graph, also with several articles."""
    counts = Counter((s, p, o) for s, p, o, _ in everything(store))

    assert max(counts.values()) == 1


def test_everything_valid(store):
    """A store of several articles passes the shapes."""
    assert validate(store).violations == ()


def test_fingerprints(store, extractions, run):
    """The store knows what it holds, so that unchanged articles need no second reading."""
    assert fingerprints(store) == {e.article.id: fingerprint(e.article, run) for e in extractions}


def test_remove_unknown(store):
    """Removing what is not there names what is."""
    with pytest.raises(StoreError, match=r"no article 'fehlt'.*bank, gipfel, moskau"):
        remove_article(store, "fehlt")


def test_own_base():
    """All names follow the base; a store of another base is not mixed up with it."""
    iris = Iris("https://example.org/wissen/")
    with open_store("memory:") as store:
        add_extractions(store, [moscow()], run=RUN, iris=iris)

        assert iris_of_store(store) == iris
        assert all(graph.startswith(iris.base) for graph in store.graphs())
        with pytest.raises(StoreError, match=r"graph\.base https://example\.org/wissen/"):
            put_ontology(store, load_ontology())


def test_hostile_id():
    """An article id that looks like SPARQL stays an id."""
    id = "a> { } } ; DROP ALL #"
    source = Provenance(id, Span(0, 3), Span(0, 3), (), "r")
    one, other = Entity('"} ; DROP ALL', "x", "Thing"), Entity("\\u003E", "y", "Thing")
    article = Article(id, "Wer?")
    with open_store("memory:") as store:
        add_extractions(
            store, [moscow(), Extraction(article, (Span(0, 3),), (), (Fact(one, "uses", other, source),))], run=RUN
        )
        assert set(fingerprints(store)) == {"moskau", id}

        remove_article(store, id)

        assert set(fingerprints(store)) == {"moskau"}


WORDS = [
    "Wer trifft wen?",
    "A traf am Montag B in C, sagte D zu E und F.",
    "A traf am Montag B in C, sagte D zu E und G.",
]
ENTITIES = [Entity(name, name, type) for name, type in (("A", "Person"), ("B", "Place"), ("C", "Thing"))]
FACTS = st.builds(
    lambda *parts: parts,
    st.sampled_from(ENTITIES),
    st.sampled_from(["meets", "uses", "open/zittern"]),
    st.sampled_from(ENTITIES),
    st.sampled_from(["positive", "negative"]),
    st.sampled_from(["asserted", "reported"]),
    st.sampled_from([None, ENTITIES[0]]),
    st.sampled_from([None, 11, 11, 12]),  # the day
    st.sampled_from([0, 0, 1, 2]),  # the predicate: facts of one share their event
)
ARTICLES = st.tuples(st.sampled_from(WORDS), st.sampled_from(["", "Bote", "Kurier"]), st.lists(FACTS, max_size=4))


@given(st.lists(ARTICLES, min_size=1, max_size=4), st.data())
@settings(max_examples=80, deadline=None)
def test_any_history_gives_the_same_graph(articles, data):
    """Whatever is added, replaced and removed in whatever order: the graph is that of what is left."""
    built = [_extraction(f"a{number}", *article) for number, article in enumerate(articles)]
    older = [_extraction(f"a{number}", *data.draw(ARTICLES)) for number in range(len(articles))]
    order = data.draw(st.permutations([*data.draw(st.permutations(older)), *built]))
    order = [*order, *data.draw(st.permutations(built))]  # the last version of each is that of `built`
    gone = data.draw(st.sets(st.sampled_from([extraction.article.id for extraction in built])))
    left = [extraction for extraction in built if extraction.article.id not in gone]

    expected = content(*left)
    assert content(*order, without=tuple(sorted(gone))) == expected
    for most in (3, 1_000):
        assert content(*order, without=tuple(sorted(gone)), memory=Memory(many=1, most=most)) == expected


class Reading:
    """A store in memory that counts the rows that it gives, and refuses to write as often as asked for."""

    def __init__(self, store: Store) -> None:
        self.store, self.rows, self.refusals = store, 0, 0

    def query(self, sparql: str, **options: object) -> object:
        """What the store gives, counted."""
        found = self.store.query(sparql, **options)
        if not isinstance(found, QuerySolutions):
            return found
        self.rows += len(list(self.store.query(sparql, **options)))
        return found

    def add(self, quads: Iterable[Quad]) -> None:
        """Writes, or does not."""
        self.write(lambda: self.store.add(quads))

    def replace(self, graph: str, gone: Iterable[Quad], come: Iterable[Quad]) -> None:
        """Writes, or does not."""
        self.write(lambda: self.store.replace(graph, gone, come))

    def write(self, done: Callable[[], None]) -> None:
        """Does it, unless it is to be refused."""
        self.refusals -= 1
        if self.refusals == 0:
            raise StoreError("disk full")
        done()


def alike(number: int, day: int | None = None) -> Extraction:
    """One of many articles that say the same of `day` in other words, and something of their own."""
    source, words = f"Blatt {number}", " ".join(f"w{number}x{place}" for place in range(12))
    uses = (ENTITIES[0], "uses", ENTITIES[2], "positive", "asserted", None, day, 0)
    own = (ENTITIES[0], "uses", Entity(f"D{number}", "D", "Thing"), "positive", "asserted", None, None, 1)
    return _extraction(f"b{number}", words, source, [uses, own])


def put(store: Store | Reading, extraction: Extraction, memory: Memory) -> None:
    """Puts `extraction` into `store`."""
    put_article(store, extraction.article.id, quads_from_extraction(extraction, RUN, load_ontology()), memory=memory)


@pytest.mark.parametrize("day", [None, 11])
def test_what_many_say_is_read_once(day):
    """An article that says what many said before in the same batch is put, replaced and removed by a few rows."""
    memory, rows = Memory(), []
    with open_store("memory:") as store:
        reading = Reading(store)
        for number in range(60):
            before = reading.rows
            put(reading, alike(number, day), memory)
            rows.append(reading.rows - before)
        before = reading.rows
        put(reading, alike(7, day), memory)
        remove_article(reading, "b8", memory=memory)

        assert rows[-1] == rows[30] < 40
        assert reading.rows - before < 120
        left = [alike(number, day) for number in range(60) if number != 8]
        assert everything(store) == content(*left)


def test_what_was_not_written_is_not_remembered():
    """If the store refuses an article, the next one of the batch does not count it."""
    memory = Memory(many=1)
    with open_store("memory:") as store:
        reading = Reading(store)
        reading.refusals = 3
        put(reading, alike(1), memory)
        put(reading, alike(2), memory)
        with pytest.raises(StoreError, match="disk full"):
            put(reading, alike(3), memory)
        put(reading, alike(4), memory)

        assert everything(store) == content(alike(1), alike(2), alike(4))


MEETINGS = st.builds(
    lambda one, other, polarity, day, place: (one, "meets", other, polarity, "asserted", None, day, place),
    st.sampled_from(ENTITIES),
    st.sampled_from(ENTITIES),
    st.sampled_from(["positive", "positive", "positive", "negative"]),
    st.sampled_from([11, 11, 11, 12, None]),
    st.sampled_from([0, 0, 1]),
)
REPORTS = st.tuples(st.sampled_from(WORDS), st.just(""), st.lists(MEETINGS, min_size=1, max_size=3))


@given(st.lists(REPORTS, min_size=4, max_size=6), st.data())
@settings(max_examples=80, deadline=None)
def test_any_batch_gives_the_same_events(articles, data):
    """What a batch remembers of events changes nothing, whatever several articles tell of them and no longer tell."""
    built = [_extraction(f"a{number}", *article) for number, article in enumerate(articles)]
    older = [_extraction(f"a{number}", *data.draw(REPORTS)) for number in range(len(articles))]
    order = [*data.draw(st.permutations(older)), *data.draw(st.permutations(built))]
    gone = data.draw(st.sets(st.sampled_from([extraction.article.id for extraction in built]), max_size=3))
    left = [extraction for extraction in built if extraction.article.id not in gone]

    expected = content(*left)
    assert content(*order, without=tuple(sorted(gone)), memory=Memory(many=1)) == expected


def _extraction(id: str, text: str, source: str, facts: list[tuple]) -> Extraction:
    sentence, made = Span(0, len(text)), []
    for s, relation, o, polarity, modality, speaker, number, place in facts:
        day = number and date(2024, 11, number)
        roles = {"time": Value("date", "da", start=day, end=day, precision="day")} if day else {}
        found = Provenance(id, sentence, Span(place, place + 1), (), "r")
        made.append(Fact(s, relation, o, found, roles, polarity, modality, speaker, label="zittert"))
    return Extraction(Article(id, text, source=source), (sentence,), (), tuple(made))


ADD_FOREVER = """
import sys
from itertools import count
from dataclasses import replace
from kg.ontology import load_ontology
from kg.rdf import Run, quads_from_extraction
from kg.store import open_store
from kg.upkeep import put_article, remove_article
from tests.make_extraction import moscow, summit
ontology = load_ontology()
with open_store(sys.argv[1]) as store:
    print("open", flush=True)
    for number in count():
        for base in (moscow(), summit()):
            id = f"{base.article.id}{number % 7}"
            article = replace(base, article=replace(base.article, id=id))
            put_article(store, id, quads_from_extraction(article, Run("0.1.0", model="m"), ontology))
        if number % 3 == 2:
            remove_article(store, f"gipfel{number % 7}")
"""


@pytest.mark.parametrize("delay", [0.01, 0.1, 0.3])
def test_kill_leaves_whole_articles(tmp_path, delay):
    """A process killed while it adds, replaces and removes leaves exactly the graph of some whole articles."""
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-c", ADD_FOREVER, str(tmp_path / "store")]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as adder:
        assert adder.stdout is not None
        assert adder.stdout.readline() == "open\n"
        time.sleep(delay)
        adder.kill()
    with open_store(tmp_path / "store") as store:
        found = everything(store)
        ids = list(fingerprints(store))
    bases = {"moskau": moscow(), "gipfel": summit()}
    expected = ((id, bases[id.rstrip("0123456789")]) for id in ids)

    assert found == content(*(replace(base, article=replace(base.article, id=id)) for id, base in expected))
