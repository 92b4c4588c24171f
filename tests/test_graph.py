from __future__ import annotations

import pytest

import kg
from kg.errors import ArticleError, KgError, QueryError, StoreError
from kg.graph import Graph
from kg.part import FACT_COLUMNS, Part


@pytest.fixture
def out(tmp_path, extractions, run):
    """A folder as ``kg build`` leaves it, without the picture."""
    from kg.store import open_store
    from kg.upkeep import add_extractions

    with open_store(tmp_path / "out" / "store") as store:
        add_extractions(store, extractions, run=run)
        store.dump(tmp_path / "out" / "graph.nq", "nquads")
        store.dump(tmp_path / "out" / "graph.trig", "trig")
    return tmp_path / "out"


@pytest.fixture
def graph(store):
    """The graph of the three articles."""
    return Graph(store)


@pytest.mark.parametrize("place", ["", "store", "graph.nq", "graph.trig"])
def test_open(out, graph, place):
    """A folder, the store in it and both dumps open as the same graph."""
    assert graph.rows == kg.open(out / place).rows


def test_open_while_another_writes(out, graph):
    """A graph that somebody else has open for writing can be opened: it is a copy of the last finished build."""
    from kg.store import open_store

    with open_store(out / "store") as busy:
        opened = kg.open(out / "store")
        busy.update("CLEAR ALL")

    assert graph.rows == opened.rows


def test_open_store_without_dump(out, graph):
    """A store alone is copied, and free again afterwards."""
    (out / "graph.nq").unlink()

    assert graph.rows == kg.open(out).rows == kg.open(out / "store").rows


@pytest.mark.parametrize("name", ["nowhere", "empty", "text.txt", "broken.nq"])
def test_open_says_what_is_wrong(tmp_path, name):
    """What holds no graph is named in one line."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.txt").write_text("kein Graph", encoding="utf-8")
    (tmp_path / "broken.nq").write_text("<a> <b>", encoding="utf-8")

    with pytest.raises(StoreError, match=name) as caught:
        kg.open(tmp_path / name)
    assert "\n" not in str(caught.value)


def test_build(tmp_path):
    """``kg.build`` reads articles, builds, and opens what it built."""
    from tests.fake_nlp import fake_nlp

    path = tmp_path / "a.txt"
    path.write_text("Rutte trifft Blinken. Moskau kaufe Waffen von Teheran und das ist alles.", encoding="utf-8")
    built = kg.build(path, out=tmp_path / "out", nlp=fake_nlp(), any_language=True)

    assert 2 == len(built)
    assert built.rows == kg.open(tmp_path / "out").rows


def test_build_without_any_article(tmp_path):
    """Sources none of which can be read are an error, not an empty graph."""
    with pytest.raises(ArticleError, match="nowhere"):
        kg.build(tmp_path / "nowhere.txt", out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_facts(graph):
    """All statements as a table, with the columns that are promised."""
    facts = graph.facts()
    meets = facts[(facts.relation == "meets") & (facts.article == "gipfel")].iloc[0]

    assert list(FACT_COLUMNS) == list(facts.columns)
    assert len(graph) == len(facts)
    assert ("Antony Blinken", "Mark Rutte", "2024-11-13", "Brussels") == tuple(
        meets[["subject", "object", "time", "place"]]
    )
    assert meets.sentence.startswith("US-Außenminister Antony Blinken traf")
    assert 2 == meets.sources


def test_facts_of_one(graph):
    """A name narrows the table to statements in which its bearer takes part or speaks."""
    facts = graph.facts("Rutte")

    assert len(facts) < len(graph)
    assert all("Mark Rutte" in {row.subject, row.object, row.speaker} for row in facts.itertuples())
    assert "Mark Rutte" in set(facts.speaker)


def test_facts_without_claims(graph):
    """Without claims only what articles hold true is left."""
    facts = graph.facts(claims=False)

    assert {("asserted", "positive", "")} == set(zip(facts.modality, facts.polarity, facts.speaker, strict=True))
    assert 0 < len(facts) < len(graph)


def test_labels(graph):
    """Names and relations speak English unless German is asked for."""
    assert {"Moscow", "buys from"} <= set(graph.facts("Moskau").to_numpy().ravel())
    assert {"Moskau", "kauft von"} <= set(graph.facts("Moscow", labels="de").to_numpy().ravel())
    with pytest.raises(KgError, match="known: de, en"):
        graph.facts(labels="fr")


@pytest.mark.parametrize("ask", [Graph.facts, Graph.neighbourhood, lambda graph, name: graph.path(name, "Iran")])
def test_unknown_name(graph, ask):
    """A name that nobody bears is an error that names similar ones."""
    with pytest.raises(KgError, match="did you mean Blinken"):
        ask(graph, "Blinkn")


def test_entities(graph):
    """All entities, the strongest first, with what is held true and what is claimed of them counted apart."""
    entities = graph.entities()
    totals = list(entities.facts + entities.claims)

    assert totals == sorted(totals, reverse=True)
    assert ("Antony Blinken", "Person", "Q7821917") == tuple(entities.iloc[0][["entity", "type", "wikidata"]])
    assert not {"Amount", "Time"} & set(entities.type)


def test_query_select(graph):
    """A SELECT gives a table with Python's numbers, truth values and None."""
    query = "SELECT ?who (COUNT(*) AS ?n) (true AS ?yes) ?nothing { ?who kg:meets ?whom } GROUP BY ?who ?nothing"
    table = graph.query(query)

    assert ["who", "n", "yes", "nothing"] == list(table.columns)
    assert ("Antony Blinken", 1, True, None) == tuple(table.iloc[0])


def test_query_shows_names(graph):
    """Nodes show their names in English, in German, or their IRIs."""
    query = "SELECT ?who ?does { ?who kg:buysFrom ?seller ; ?does ?seller }"

    assert ("Moscow", "buys from") == tuple(graph.query(query).iloc[0])
    assert ("Moskau", "kauft von") == tuple(graph.query(query, labels="de").iloc[0])
    assert graph.query(query, labels=None).iloc[0].who == "https://w3id.org/newskg/id/entity/Moskau"


def test_ready_made_questions(graph):
    """Ready-made questions are listed, answered, and narrowed to one actor."""
    assert "who-met-whom" in set(graph.questions().name)
    assert {"Antony Blinken"} == set(graph.ask("who-met-whom").who)
    assert 0 == len(graph.ask("who-met-whom", about="Iran"))
    with pytest.raises(QueryError, match="who-met-whom"):
        graph.ask("wer-mit-wem")


def test_query_other_forms(graph):
    """ASK gives a bool, CONSTRUCT an rdflib graph; with claims what is only claimed counts, too."""
    ask = "ASK { ?moscow kg:buys ?goods }"

    assert graph.query(ask) is False
    assert graph.query(ask, claims=True) is True
    assert 1 == len(graph.query("CONSTRUCT WHERE { ?a kg:meets ?b }"))


def test_query_over_the_closure(graph):
    """On request what follows from the facts counts as true; its relations have names, too."""
    query = "SELECT ?who ?does ?whom { ?who ?does ?whom FILTER(?does = kg:sellsTo) }"

    assert graph.query(query).empty
    assert [("Iran", "sells to", "Moscow")] == list(map(tuple, graph.query(query, closure=True).to_numpy()))


def test_malformed_query(graph):
    """A malformed query is an error that names the place."""
    with pytest.raises(QueryError, match="line 1"):
        graph.query("SELECT ?x { ?x")


def test_triples(graph):
    """The RDF is there as an rdflib Dataset: the same quads, a copy that changes nothing."""
    import rdflib

    count = int(graph.query("SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }").n[0])

    assert isinstance(graph.triples, rdflib.Dataset)
    assert count == len(list(graph.triples.quads()))


def test_to_networkx(graph):
    """Each statement is an edge under its IRI, each entity a node with its label, type and Wikidata item."""
    network = graph.to_networkx()
    keys = {key: data for _, _, key, data in network.edges(keys=True, data=True)}
    blinken = network.nodes["https://w3id.org/newskg/id/entity/Antony_Blinken"]

    assert {row.iri for row in graph.rows} == set(keys)
    assert {"label": "Antony Blinken", "type": "Person", "qid": "Q7821917"} == blinken
    assert {"relation", "sentence", "speaker", "modality", "polarity"} <= set(next(iter(keys.values())))
    assert len(graph.to_networkx(claims=False).edges) == sum(row.held_true for row in graph.rows)


def test_neighbourhood(graph):
    """One hop holds an entity and its partners, more hops hold more, claims can be left out."""
    near, far = graph.neighbourhood("Deutsche Bank"), graph.neighbourhood("Deutsche Bank", hops=3)

    assert {"NATO", "Moskau"} <= {row.object.label_de for row in near.rows}
    assert set(near.rows) < set(far.rows) <= set(graph.rows)
    assert 0 == len(graph.neighbourhood("Deutsche Bank", claims=False))
    with pytest.raises(KgError, match="at least 1 hop"):
        graph.neighbourhood("NATO", hops=0)


def test_path(graph):
    """A path is a part of the graph, in order; two that nothing connects are an error."""
    path = graph.path("Ukraine", "Mark Rutte")

    assert ["supports", "meets"] == list(path.facts().relation)
    with pytest.raises(KgError, match="nothing in this graph connects"):
        Part([], graph.nodes, title="").path("Iran", "NATO")


def test_show(graph):
    """A picture is one sandboxed frame whose page needs nothing else, quoted as one attribute."""
    from html import unescape

    picture = graph.neighbourhood("NATO").show(height=400)
    html = picture._repr_html_()
    page = html.partition('srcdoc="')[2].partition('"')[0]

    assert picture.html == unescape(page)
    assert 'height="400"' in html and 'sandbox="allow-scripts' in html and "allow-same-origin" not in html


def test_save(graph, tmp_path):
    """A picture can be saved as a page."""
    path = graph.show().save(tmp_path / "bild.html")

    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_repr(graph):
    """What a graph prints tells how much it holds."""
    assert "<Graph '3 articles': 8 facts, 8 claims and denials, 3 articles>" == repr(graph)


def test_sparql_magic(graph):
    """``%%sparql`` asks the graph that it names, ``graph`` by default, with or without claims."""
    from kg.notebook import run_cell

    ask, names = "ASK { ?moscow kg:buys ?goods }", {"graph": graph, "other": graph}

    assert run_cell("", ask, names) is False
    assert run_cell("other --claims", ask, names) is True
    with pytest.raises(KgError, match="no graph is called third"):
        run_cell("third", ask, names)
    with pytest.raises(KgError, match="one graph at a time"):
        run_cell("graph other", ask, names)
