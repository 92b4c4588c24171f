"""What the rows of statements promise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kg.errors import StoreError
from kg.statements import article_rows, node_rows, statement_rows
from kg.types import Point, Span


def row_of(store, relation: str, article: str):
    """The one row of `relation` in `article`."""
    (row,) = (row for row in statement_rows(store) if (row.relation, row.article.id) == (relation, article))
    return row


def test_rows_complete(store, extractions):
    """Each fact of each article is one row."""
    assert len(statement_rows(store)) == sum(len(extraction.facts) for extraction in extractions)


def test_rows_sorted(store):
    """Rows stand by article, then in text order."""
    keys = [(row.article.id, row.sentence_span.start) for row in statement_rows(store)]

    assert keys == sorted(keys)


def test_claim(store):
    """A claim has its speaker, its sentence and its confidence, and is not held true."""
    row = row_of(store, "buys", "moskau")

    assert (row.subject.label_en, row.relation_en, row.object.label_en) == ("Moscow", "buys", "Drohnentechnologie")
    assert (row.subject.label_de, row.relation_de, row.group) == ("Moskau", "kauft", "D")
    assert (row.polarity, row.modality, row.held_true) == ("positive", "reported", False)
    assert row.speaker is not None
    assert (row.speaker.label_de, row.speaker.qid, row.speaker.aliases) == ("Mark Rutte", "Q57792", ("Rutte",))
    assert row.sentence.startswith("Moskau kaufe Drohnentechnologie")
    assert row.sentence_span == Span(0, 86)
    assert row.evidence == (Span(0, 6), Span(7, 12), Span(13, 31))
    assert (row.confidence, row.rule) == (0.84, "kaufen: subject → buys → object")
    assert row.subject.stands_for.endswith("entity/Russland")


def test_fact_with_roles(store):
    """Time, place, amount and other roles are there."""
    meets, pledges = row_of(store, "meets", "gipfel"), row_of(store, "pledges", "gipfel")

    assert (meets.time_start, meets.time_end) == (date(2024, 11, 13), date(2024, 11, 13))
    assert (meets.time_text, meets.time_precision) == ("am Mittwoch", "day")
    assert meets.place is not None
    assert meets.place.label("en") == "Brussels"
    assert meets.held_true
    assert pledges.amount is not None
    assert (pledges.amount.number, pledges.amount.unit, pledges.amount.bound) == (
        Decimal(8_000_000_000),
        "USD",
        "about",
    )
    assert (pledges.amount.label_en, pledges.amount.label_de) == ("about USD 8 billion", "rund 8 Milliarden Dollar")
    assert [(name, node.label_en) for name, node in pledges.roles] == [("recipient", "Ukraine")]


def test_statements_share_event(store):
    """Statements of one predicate have one event."""
    assert row_of(store, "buys", "moskau").event == row_of(store, "buysFrom", "moskau").event
    assert row_of(store, "buys", "moskau").event != row_of(store, "says", "moskau").event


def test_support(store):
    """A row tells how many independent sources say the same; a denial has none."""
    fact, claim = row_of(store, "buysFrom", "gipfel"), row_of(store, "buysFrom", "moskau")

    assert (fact.sources, fact.joint_confidence) == (claim.sources, claim.joint_confidence) == (2, 0.8898)
    assert (row_of(store, "buys", "moskau").sources, row_of(store, "denies", "moskau").sources) == (1, 0)


def test_open_relation(store):
    """An open relation is called by the words of the text, in either language."""
    (row,) = (row for row in statement_rows(store) if row.relation.startswith("open/"))

    assert (row.relation_label("de"), row.relation_label("en"), row.group) == ("freut sich über", "freut sich über", "")


def test_articles(store):
    """Articles come with their metadata, by id."""
    rows = {row.id: row for row in article_rows(store)}

    assert list(rows) == ["bank", "gipfel", "moskau"]
    assert rows["bank"].title == "Fragen & <Antworten>"
    assert (rows["gipfel"].url, rows["gipfel"].author) == ("https://example.org/gipfel", "A. Muster")
    assert rows["gipfel"].title == ""
    assert rows["moskau"].published == date(2024, 11, 14)


def test_nodes(store):
    """Nodes are the entities and amounts, also those without a statement; relations are none."""
    nodes = {node.label_de: node for node in node_rows(store)}

    assert nodes["Russland"].type == "Place"
    assert nodes["2.000 Soldaten"].unit == "Soldaten"
    assert nodes["2.000 Soldaten"].label_en == "2.000 Soldaten"
    assert "freut sich über" not in nodes


def test_points(store):
    """Places lie where the registry says; what it does not know lies nowhere."""
    points = {node.label_de: node.point for node in node_rows(store)}

    assert (points["Brüssel"], points["Moskau"]) == (Point(50.8505, 4.3488), Point(55.752, 37.6178))
    assert (points["Iran"], points["Mark Rutte"]) == (None, None)


@pytest.mark.parametrize("wrong", ["95", "'Nord'"])
def test_broken_point(store, wrong):
    """A latitude that is none is an error that names the place."""
    latitude = "<http://www.w3.org/2003/01/geo/wgs84_pos#lat>"
    store.update(f"DELETE {{ ?s {latitude} ?o }} INSERT {{ ?s {latitude} {wrong} }} WHERE {{ ?s {latitude} ?o }}")

    with pytest.raises(StoreError, match=r"entity/.* lies nowhere: .*; check the store with: kg validate"):
        node_rows(store)


def test_empty_store(tmp_store):
    """An empty store has no rows."""
    assert (statement_rows(tmp_store), article_rows(tmp_store), node_rows(tmp_store)) == ([], [], [])


def test_broken_statement(store):
    """A statement without its subject is an error that says so."""
    store.update(
        "DELETE { GRAPH ?g { ?s <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> ?o } } "
        "WHERE { GRAPH ?g { ?s <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> ?o } }"
    )

    with pytest.raises(StoreError, match=r"has no .*subject; check the store with: kg validate"):
        statement_rows(store)
