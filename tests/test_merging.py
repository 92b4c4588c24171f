"""What several articles say together: one event, one record of how sure it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kg.check import validate
from kg.rdf import Run
from kg.statements import StatementRow, node_rows, statement_rows
from kg.store import Store, open_store
from kg.tables import read_rows
from kg.types import Article, Entity, Extraction, Fact, Mention, Provenance, Span, Value
from kg.upkeep import add_extractions, remove_article

RUN = Run("0.1.0", model="0123456789abcdef", lexicon="fedcba9876543210")
ABEL, BEATE, CARLA = (Entity(name, name, "Person", aliases=(name[0],)) for name in ("Abel", "Beate", "Carla"))
WEDNESDAY, THURSDAY = (
    Value("date", words, start=date(2024, 11, day), end=date(2024, 11, day), precision="day")
    for words, day in (("am Mittwoch", 13), ("am Donnerstag", 14))
)
MONTH = Value("date", "im November", start=date(2024, 11, 1), end=date(2024, 11, 30), precision="month")
TEXTS = {
    "a": "Abel traf am Mittwoch in Celle Beate zu einem Gespräch über die Lage.",
    "b": "Zu Beratungen ist Beate am 13. November mit Abel zusammengekommen, wie beide mitteilten.",
    "c": "Am Mittwoch sahen sich Abel und Beate, hieß es aus dem Rathaus der Stadt.",
}


def telling(id: str, *facts: tuple, text: str = "", source: str = "") -> Extraction:
    """An article whose one predicate says all of `facts`: subject, relation, object, and what else a Fact takes."""
    text = text or TEXTS[id]
    where = Provenance(id, Span(0, len(text)), Span(0, 4), (), "r")
    made = tuple(Fact(s, r, o, where, **(more[0] if more else {})) for s, r, o, *more in facts)
    return Extraction(Article(id, text, source=source), (Span(0, len(text)),), (), made)


def met(day: Value | None = WEDNESDAY, **more) -> dict:
    """The fields of a fact of that day."""
    return {"roles": {"time": day} if day else {}, **more}


def rows_of(*extractions: Extraction, without: str = "") -> dict[str, StatementRow]:
    """The rows of a store of these articles, by article and object, after one is removed."""
    with open_store("memory:") as store:
        add_extractions(store, extractions, run=RUN)
        if without:
            remove_article(store, without)
        assert validate(store).violations == ()
        return {f"{row.article.id} {row.object.label_de}": row for row in statement_rows(store)}


def events(*extractions: Extraction, **options) -> int:
    """How many events these articles tell of."""
    return len({row.event for row in rows_of(*extractions, **options).values()})


def test_one_entity(tmp_store):
    """What two articles name is one node, with all its names and the mentions of both."""
    span = Span(0, 4)
    first = replace(telling("a", (ABEL, "meets", BEATE)), mentions=(Mention(span, "Abel", "name", ABEL),))
    other = replace(
        telling("c", (replace(ABEL, aliases=("A. A.",)), "meets", CARLA)),
        mentions=(Mention(span, "Am M", "name", ABEL),),
    )
    add_extractions(tmp_store, [first, other], run=RUN)
    (abel,) = (node for node in node_rows(tmp_store) if node.label_de == "Abel")

    assert ("A", "A. A.") == abel.aliases
    found = read_rows(tmp_store, f"SELECT ?article {{ GRAPH ?article {{ ?m itsrdf:taIdentRef <{abel.iri}> }} }}")
    assert 2 == len(found)


def test_one_event(tmp_store):
    """Two articles that tell the same of one day tell of one event, with both sentences as evidence."""
    add_extractions(
        tmp_store, [telling("a", (ABEL, "meets", BEATE, met())), telling("b", (ABEL, "meets", BEATE, met()))], run=RUN
    )
    (event,) = {row.event for row in statement_rows(tmp_store)}

    query = f"SELECT ?words {{ GRAPH ?article {{ <{event}> kg:sentence/nif:anchorOf ?words }} }}"
    assert {TEXTS["a"], TEXTS["b"]} == {row["words"] for row in read_rows(tmp_store, query)}
    actors = f"SELECT ?who ?g {{ GRAPH ?g {{ <{event}> a sem:Event , kg:CONSULT ; sem:hasActor ?who }} }}"
    assert 2 == len(read_rows(tmp_store, actors))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ((ABEL, "meets", BEATE, met()), 1),
        ((BEATE, "meets", ABEL, met()), 1),  # a mirror says the same
        ((ABEL, "meets", BEATE, met(speaker=CARLA, modality="reported")), 1),
        ((ABEL, "meets", BEATE, met(THURSDAY)), 2),
        ((ABEL, "meets", BEATE, met(MONTH)), 2),
        ((ABEL, "meets", BEATE, met(None)), 2),
        ((ABEL, "phonesWith", BEATE, met()), 2),
        ((ABEL, "meets", CARLA, met()), 2),
        ((ABEL, "meets", BEATE, met(polarity="negative")), 2),
    ],
    ids=str,
)
def test_what_is_the_same(other, expected):
    """The same event is the same relation, or its mirror, with the same ends on the same day, unless denied."""
    assert expected == events(telling("a", (ABEL, "meets", BEATE, met())), telling("b", other))


def test_undated_is_not_the_same():
    """Without a day nobody knows whether two sentences mean the same event."""
    assert 2 == events(telling("a", (ABEL, "meets", BEATE)), telling("b", (ABEL, "meets", BEATE)))


def test_inverse_relations():
    """Who buys from somebody and who sells to somebody take part in one event."""
    assert 1 == events(telling("a", (ABEL, "buysFrom", BEATE, met())), telling("b", (BEATE, "sellsTo", ABEL, met())))


def test_predicate_connects():
    """What one predicate says is one event, which connects articles that tell a part of it each, while it is there."""
    whole = telling("a", (ABEL, "meets", BEATE, met()), (ABEL, "meets", CARLA, met()))
    parts = telling("b", (ABEL, "meets", BEATE, met())), telling("c", (ABEL, "meets", CARLA, met()))

    assert 2 == events(*parts)
    assert 1 == events(*parts, whole) == events(whole, *parts)
    assert 2 == events(*parts, whole, without="a")
    assert 1 == events(*parts, whole, without="b")


def test_confidence_grows():
    """Each independent source makes it surer; one that goes takes its share along."""
    three = [telling(id, (ABEL, "meets", BEATE)) for id in TEXTS]
    sure = [rows_of(*three[:count])["a Beate"].joint_confidence for count in (1, 2, 3)]

    assert [0.9, 0.99, 0.999] == sure
    assert (2, 0.99) == support(rows_of(*three, without="c")["a Beate"])


def support(row: StatementRow) -> tuple[int, float]:
    """What several sources make of it."""
    return row.sources, row.joint_confidence


COPY = "Berlin (dpa) - " + TEXTS["a"].replace("Gespräch", "längeren Gespräch")
LONG = " ".join(f"Satz {n} dieses Berichts handelt von {n * 7} Dingen und {n * 3} Leuten." for n in range(20))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (telling("b", (ABEL, "meets", BEATE), text=TEXTS["a"]), 1),  # a copy
        (telling("b", (ABEL, "meets", BEATE), text=COPY), 1),  # retouched
        (telling("b", (ABEL, "meets", BEATE), source="Bote"), 1),  # the same paper again
        (telling("b", (ABEL, "meets", BEATE), source="Kurier"), 2),
        (telling("b", (BEATE, "meets", ABEL), source="Kurier"), 2),  # a mirror says the same
    ],
)
def test_independent_sources(other, expected):
    """Copies and one paper count once."""
    assert expected == rows_of(telling("a", (ABEL, "meets", BEATE), source="Bote"), other)["a Beate"].sources


def test_copies_of_texts():
    """A sentence in other words makes no source of its own if the rest of the article is a copy."""
    first = telling("a", (ABEL, "meets", BEATE), text=f"{TEXTS['a']} {LONG}")
    other = telling("b", (ABEL, "meets", BEATE), text=f"{TEXTS['b']} {LONG}")
    sentences = Span(0, len(TEXTS["a"])), Span(0, len(TEXTS["b"]))
    whole = [
        replace(
            e, sentences=(s,), facts=tuple(replace(f, provenance=replace(f.provenance, sentence=s)) for f in e.facts)
        )
        for e, s in zip((first, other), sentences, strict=True)
    ]

    assert 1 == rows_of(*whole)["a Beate"].sources


def test_one_voice_counts_once():
    """Two papers that quote one speaker have one source; another speaker is another."""
    quoted = [telling(id, (ABEL, "meets", BEATE, {"speaker": CARLA, "modality": "reported"})) for id in "ab"]
    third = telling("c", (ABEL, "meets", BEATE, {"speaker": BEATE, "modality": "reported"}))

    assert (1, 0.6) == support(rows_of(*quoted)["a Beate"])
    assert (2, 0.84) == support(rows_of(*quoted, third)["a Beate"])


def test_questions_support_nothing():
    """Who only asks says nothing; who denies supports nothing."""
    asked = telling("a", (ABEL, "meets", BEATE, {"modality": "question"}))
    denied = telling("b", (ABEL, "meets", BEATE, {"polarity": "negative"}))

    assert {(0, 0.0)} == {support(row) for row in rows_of(asked, denied).values()}


def records(store: Store) -> int:
    """How many triples have a record of their support."""
    return len(read_rows(store, "SELECT ?t { GRAPH ?g { ?t kg:sources ?n } }"))


def test_records_go(tmp_store):
    """A triple that nobody says any more has no record."""
    add_extractions(tmp_store, [telling("a", (ABEL, "meets", BEATE))], run=RUN)
    assert 1 == records(tmp_store)
    remove_article(tmp_store, "a")
    assert 0 == records(tmp_store)
