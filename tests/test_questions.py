"""What the ready-made questions promise: each has a line of help and gives the right rows on a small graph."""

from __future__ import annotations

import warnings
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import rdflib

from kg.dump import prefixes
from kg.errors import DataError, QueryError
from kg.ontology import load_ontology
from kg.query import run_query
from kg.questions import named_queries, narrow, question
from kg.rdf import Run, quads_from_extraction
from kg.results import labels_of
from kg.store import open_store
from kg.tables import select
from kg.types import Article, Entity, Extraction, Fact, Mention, Provenance, Span, Value
from kg.upkeep import add_extractions, put_article
from tests.make_extraction import bank, moscow, summit

# Question, whom it is about, the columns compared, and all rows of them in the order of the answer.
EXPECTED = [
    (
        "actors",
        "",
        "actor statements claims articles",
        "Antony Blinken 5 0 2|Mark Rutte 4 2 3|Moscow 4 0 3|NATO 4 0 2|Iran 3 0 2|Ukraine 3 0 3|Deutsche Bank 2 0 1",
    ),
    ("actors", "Iran", "actor statements", "Iran 3"),
    ("articles", "", "article date facts claims", "gipfel 2024-11-14 5 1|moskau 2024-11-14 2 4|bank 2025-01-02 1 3"),
    ("criticism", "", "who relation whom status", "Deutsche Bank criticises Moscow reported"),
    ("criticism", "NATO", "who", ""),
    ("denials", "", "subject relation object polarity", "Iran denies Drohnentechnologie negative"),
    (
        "map",
        "",
        "place latitude longitude statements articles",
        "Moscow 55.752 37.6178 4 3|Brussels 50.8505 4.3488 2 2",
    ),
    ("map", "Russland", "place statements", "Moscow 4"),
    ("mentions", "Mark Rutte", "words article", "Rutte bank|Mark Rutte gipfel|Mark Rutte moskau"),
    (
        "money",
        "NATO",
        "who relation whom number unit status",
        "NATO pledges about USD 8 billion 8000000000 USD asserted|NATO provides aid to Ukraine 8000000000 USD planned",
    ),
    ("offices", "", "person relation office", "Antony Blinken holds the position of US Secretary of State"),
    (
        "places",
        "",
        "place subject relation object",
        "Brussels Antony Blinken meets Mark Rutte|Brussels Mark Rutte says Drohnentechnologie",
    ),
    ("plans", "Rutte", "who relation what from until", "Mark Rutte plans Reise nach Kiew 2025-10-01 2025-12-31"),
    (
        "purchases",
        "Russia",
        "who relation what partner status claimed_by",
        "Moscow buys Drohnentechnologie Iran reported Mark Rutte",
    ),
    ("sentences", "Deutsche Bank", "relation rule confidence", "acquires übernehmen 1|criticises kritisieren 1"),
    (
        "single-source-claims",
        "Moscow",
        "subject relation object claimed_by",
        "Deutsche Bank criticises Moscow bank|Moscow buys Drohnentechnologie Mark Rutte",
    ),
    (
        "support",
        "",
        "who relation whom amount",
        "Antony Blinken supports Ukraine |NATO provides aid to Ukraine about USD 8 billion",
    ),
    (
        "timeline",
        "",
        "from subject relation object",
        "2024-11-13 Antony Blinken meets Mark Rutte|2024-11-13 Mark Rutte says Drohnentechnologie|2025-10-01 Mark Rutte plans Reise nach Kiew",
    ),
    (
        "trade-partners",
        "",
        "who relation partner status claimed_by times",
        "Moscow buys from Iran asserted  1|Moscow buys from Iran reported Mark Rutte 1",
    ),
    ("voices", "", "speaker claims subjects denials articles", "Mark Rutte 2 1 0 1"),
    (
        "who-met-whom",
        "Blinken",
        "who relation whom date place",
        "Antony Blinken meets Mark Rutte  |Antony Blinken meets Mark Rutte 2024-11-13 Brussels",
    ),
    ("who-says-what", "Iran", "speaker subject relation object", "Mark Rutte Moscow buys from Iran"),
]


def rows(store, name: str, about: str, columns: str) -> str:
    """The rows of a question, some columns only, as one text."""
    result = run_query(store, question(name, store, about=about))
    names = labels_of(store, {term.value for row in result.rows for term in row if type(term).__name__ == "NamedNode"})
    wanted = [result.columns.index(column) for column in columns.split()]
    cells = ((row[index] for index in wanted) for row in result.rows)
    return "|".join(" ".join("" if c is None else names.get(c.value, c.value) for c in row) for row in cells)


@pytest.mark.parametrize(("name", "about", "columns", "expected"), EXPECTED, ids=lambda value: str(value)[:24])
def test_rows(store, name, about, columns, expected):
    """The question gives exactly these rows."""
    assert rows(store, name, about, columns) == expected


@pytest.mark.parametrize(
    ("name", "relation", "columns", "expected"),
    [
        ("conflict", "sanctions", "who relation whom", "Deutsche Bank imposes sanctions on Moscow"),
        ("travels", "visits", "who relation where", "Deutsche Bank visits Moscow"),
    ],
)
def test_rows_of_another_relation(tmp_store, run, name, relation, columns, expected):
    """Relations that the three articles lack are found, too."""
    base = bank()
    add_extractions(tmp_store, [replace(base, facts=(replace(base.facts[2], relation=relation),))], run=run)

    assert rows(tmp_store, name, "", columns) == expected


def test_contradictions(store, extractions, run):
    """A sentence that says so and one that says the opposite are set side by side."""
    base = bank()
    against = replace(base.facts[2], polarity="negative", modality="asserted")
    other = replace(base, article=replace(base.article, id="bank2"), facts=(against,))
    other = replace(other, facts=(replace(against, provenance=replace(against.provenance, article="bank2")),))
    add_extractions(store, [other], run=run)

    expected = "Deutsche Bank criticises Moscow bank bank2"
    assert rows(store, "contradictions", "", "subject relation object article other_article") == expected
    (row,) = run_query(store, question("contradictions")).rows
    assert 2 == sum("Die Deutsche Bank soll Moskau kritisiert haben." in str(term) for term in row)


ONE, TWO, CITY, TOWN = (
    Entity(name, name, type)
    for name, type in (("Abel", "Person"), ("Beate", "Person"), ("Celle", "Place"), ("Dahme", "Place"))
)
MONDAY, TUESDAY = (
    Value("date", words, start=date(2024, 11, day), end=date(2024, 11, day), precision="day")
    for words, day in (("am Montag", 11), ("am Dienstag", 12))
)
DEAD, MORE_DEAD = (Value("quantity", f"{n} Tote", number=Decimal(n), unit="Tote") for n in (20, 30))
AT_LEAST = Value("quantity", "mehr als 10 Tote", number=Decimal(10), unit="Tote", bound="more")


def said(id: str, s: Entity, relation: str, o: Entity | Value, **fields) -> Extraction:
    """An article that says one thing."""
    source = Provenance(id, Span(0, 4), Span(0, 1), (), "r")
    return Extraction(Article(id, "Was?"), (Span(0, 4),), (), (Fact(s, relation, o, source, **fields),))


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("opposite", (ONE, "votesFor", TWO), (ONE, "votesAgainst", TWO)),
        ("another object", (ONE, "bornIn", CITY), (ONE, "bornIn", TOWN)),
        ("another subject", (ONE, "wins", CITY), (TWO, "wins", CITY)),
        ("the other way round", (ONE, "defeats", TWO), (TWO, "defeats", ONE)),
        ("another number", (CITY, "amountsTo", DEAD), (CITY, "amountsTo", MORE_DEAD)),
        ("", (CITY, "amountsTo", DEAD), (CITY, "amountsTo", AT_LEAST)),
        ("", (ONE, "meets", TWO), (TWO, "meets", ONE)),
        ("", (ONE, "visits", CITY), (ONE, "visits", TOWN)),
    ],
    ids=str,
)
def test_differing_claims(tmp_store, run, kind, one, other):
    """What can't both be so is a contradiction, found once; what can is none."""
    add_extractions(tmp_store, [said("a", *one), said("b", *other)], run=run)

    assert rows(tmp_store, "contradictions", "", "kind article other_article") in (f"{kind} a b", f"{kind} b a", kind)


@pytest.mark.parametrize(
    "fields", [{"roles": {"time": TUESDAY}}, {"modality": "planned"}, {"modality": "question"}], ids=str
)
def test_no_contradiction(tmp_store, run, fields):
    """What happens at another time, or is only planned or asked, contradicts nothing."""
    first = said("a", ONE, "wins", CITY, roles={"time": MONDAY})
    add_extractions(tmp_store, [first, said("b", TWO, "wins", CITY, **fields)], run=run)

    assert rows(tmp_store, "contradictions", "", "kind") == ""


@pytest.mark.parametrize(
    ("rule", "day", "kind"),
    [
        ("Bürgermeister: apposition → headOf", date(2024, 11, 30), "another subject"),
        ("Bürgermeister: von → headOf", date(2024, 11, 1), "another subject"),
        ("Bürgermeister: apposition → headOf", date(2024, 12, 1), ""),
        ("Bürgermeister: apposition → headOf", None, ""),
        ("Präsident: apposition → headOf", date(2024, 11, 30), ""),
    ],
)
def test_two_heads(tmp_store, run, rule, day, kind):
    """Two people under one title contradict each other in one month: a city has its mayor and its president."""
    first, second = (said(id, person, "headOf", CITY) for id, person in (("a", ONE), ("b", TWO)))
    first, second = (
        replace(
            extraction,
            article=replace(extraction.article, published=published),
            facts=(replace(fact, provenance=replace(fact.provenance, rule=title)),),
        )
        for extraction, published, title in (
            (first, date(2024, 11, 2), "Bürgermeister: apposition → headOf"),
            (second, day, rule),
        )
        for fact in extraction.facts
    )
    add_extractions(tmp_store, [first, second], run=run)

    assert rows(tmp_store, "contradictions", "", "kind") == kind


def test_two_heads_of_one_article(tmp_store, run):
    """An article that names two mayors tells of two times."""
    first, second = (said("a", person, "headOf", CITY) for person in (ONE, TWO))
    add_extractions(tmp_store, [replace(first, facts=first.facts + second.facts)], run=run)

    assert rows(tmp_store, "contradictions", "", "kind") == ""


def test_confirmed_and_same_events(tmp_store, run):
    """What two papers say independently is confirmed; what they tell of one day is one event."""
    roles = {"time": MONDAY}
    articles = [said("a", ONE, "meets", TWO, roles=roles), said("b", TWO, "meets", ONE, roles=roles)]
    texts = ("Abel traf am Montag Beate.", "Beate ist am Montag mit Abel zusammengekommen.")
    whole = [
        replace(e, article=replace(e.article, text=text), sentences=(Span(0, len(text)),))
        for e, text in zip(articles, texts, strict=True)
    ]
    whole = [
        replace(e, facts=tuple(replace(f, provenance=replace(f.provenance, sentence=e.sentences[0])) for f in e.facts))
        for e in whole
    ]
    add_extractions(tmp_store, whole, run=run)

    assert rows(tmp_store, "confirmed", "", "sources confidence article") == "2 0.99 a|2 0.99 b"
    assert rows(tmp_store, "same-events", "Abel", "date article sentence") == (
        f"2024-11-11 a {texts[0]}|2024-11-11 b {texts[1]}"
    )
    assert 1 == len({row[0] for row in run_query(tmp_store, question("same-events")).rows})


def test_purchases_pair_goods_and_partners(tmp_store, run):
    """Of two sellers in a sentence, each thing bought is set beside the one named after it."""
    text = "Moskau kaufe Panzer von China sowie Drohnen aus dem Iran."
    ends = {name: Entity(name, name, "Product") for name in ("Moskau", "Panzer", "China", "Drohnen", "Iran")}
    spans = {name: Span(text.index(name), text.index(name) + len(name)) for name in ends}
    verb, sentence = Span(7, 12), Span(0, len(text))
    facts = (
        Fact(ends["Moskau"], relation, ends[name], Provenance("a", sentence, verb, (spans[name], verb), "kaufen"))
        for relation, name in (("buys", "Panzer"), ("buysFrom", "China"), ("buys", "Drohnen"), ("buysFrom", "Iran"))
    )
    mentions = tuple(Mention(spans[name], name, "name", ends[name]) for name in ends)
    add_extractions(tmp_store, [Extraction(Article("a", text), (sentence,), mentions, tuple(facts))], run=run)

    assert rows(tmp_store, "purchases", "", "what partner") == "Drohnen Iran|Panzer China"
    assert rows(tmp_store, "purchases", "China", "what partner") == "Panzer China"


UNLIKE = {"confirmed", "conflict", "contradictions", "same-events", "travels"}  # tested with articles of their own


def test_all_questions_tested():
    """No question is without a test of its rows."""
    assert {name for name, *_ in EXPECTED} | UNLIKE == set(named_queries())


@pytest.mark.parametrize("name", named_queries())
def test_help(name):
    """Each question says in one line what it asks, and its columns have English names."""
    found = named_queries()[name]

    assert 10 < len(found.help) < 100
    assert not found.help.endswith(".")


@pytest.mark.parametrize("name", named_queries())
def test_all_can_be_narrowed(store, name):
    """Each question that can be asked about one actor has fewer or as many rows then."""
    if not named_queries()[name].takes_about:
        assert name == "articles"
        return
    narrowed = run_query(store, question(name, store, about="NATO")).rows

    assert len(narrowed) <= len(run_query(store, question(name)).rows)


def test_unknown_question(store):
    """An unknown question is answered with the known ones."""
    with pytest.raises(QueryError, match=r"there is no question 'wer'; there are: actors, articles"):
        question("wer")


def test_about_unknown(store):
    """A name that the graph lacks is an error."""
    with pytest.raises(QueryError, match="called 'Merkel'"):
        question("money", store, about="Merkel")


def test_about_not_possible(store):
    """A question that is about no actor says which are."""
    with pytest.raises(QueryError, match=r"articles can't be asked about one actor; these can: actors"):
        question("articles", store, about="NATO")


def test_narrow_keeps_other_comments():
    """Only the comment that is meant is replaced."""
    query = "# about it\nSELECT * {\n  ?s ?p ?o # about ?s\n}"

    assert narrow(query, ["urn:x:y"]) == query


def test_question_without_help(tmp_path, monkeypatch):
    """A file without a line of help is named."""
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "neu.rq").write_text("SELECT * { ?s ?p ?o }", encoding="utf-8")
    monkeypatch.setattr("kg.questions.root", lambda: tmp_path)
    named_queries.cache_clear()
    try:
        with pytest.raises(DataError, match=r"queries/neu\.rq: line 1"):
            named_queries()
    finally:
        named_queries.cache_clear()


@pytest.fixture(scope="module")
def both_engines():
    """The three articles in a store and in an rdflib Dataset."""
    with open_store("memory:") as store, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib 7 warns of itself
        dataset = rdflib.Dataset()
        for extraction in (moscow(), summit(), bank()):
            quads = quads_from_extraction(extraction, Run("1"), load_ontology())
            put_article(store, extraction.article.id, quads)
        rows = select(store, "SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
        lines = (" ".join(str(row[name]) for name in "spog" if row[name] is not None) for row in rows)
        dataset.parse(data="".join(f"{line} .\n" for line in lines), format="nquads")
        yield store, dataset


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", named_queries())
def test_another_engine_agrees(both_engines, name):
    """The questions are plain SPARQL 1.1: rdflib gives the same rows."""
    store, dataset = both_engines
    ours = [tuple("" if term is None else term.value for term in row) for row in run_query(store, question(name)).rows]
    theirs = [
        tuple("" if term is None else str(term) for term in row)
        for row in dataset.query(question(name), initNs=prefixes())
    ]

    assert sorted(ours) == sorted(theirs)
