"""Times the ready-made questions on a graph of many articles, in memory and on disk, and writes the medians as JSON.

usage: python -m benchmarks.questions [--articles SOURCE] [--copies 1000] [--repeat N] [--out out/questions.json]

The articles of SOURCE are read once by the German pipeline. What was found in them is then put into the graph again
and again, under other ids, on other days, and with other names, until there are as many articles as asked for: a
quarter of the well-known entities stay (everybody writes about them), the others are somebody else in each copy. Each
time is the median wall time of `--repeat` rounds in milliseconds; beside it stands the ratio to the plainest question
that there is: a count of all statements.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import count, islice
from pathlib import Path
from zlib import crc32

import pyoxigraph as ox

from benchmarks.options import add_copies, add_model, parser_of, write_result
from kg.articles import read_articles
from kg.builder import extract
from kg.nlp import load_nlp
from kg.ontology import load_ontology
from kg.query import run_query
from kg.questions import named_queries, question
from kg.rdf import Run, quads_from_extraction
from kg.store import OxigraphStore, Store, open_store
from kg.tables import read_rows
from kg.types import Article, Entity, Extraction, Fact, Value
from kg.upkeep import add_extractions

# What people ask most, by the name of the question; each is also asked about one actor.
COMMONEST = (
    *("actors", "who-says-what", "who-met-whom", "purchases", "support", "criticism", "conflict", "money"),
    *("timeline", "contradictions"),
)
BASELINE = "SELECT (COUNT(*) AS ?n) { GRAPH ?in { ?s a kg:Statement } }"
STRONGEST = "SELECT ?who (COUNT(*) AS ?n) { GRAPH ?in { ?s rdf:subject ?who } } GROUP BY ?who ORDER BY DESC(?n) LIMIT 1"
ARTICLES = "SELECT ?in { GRAPH ?in { ?in a schema:NewsArticle } }"
VARIANTS = 60  # how many there are of one that is somebody else in each copy


def main() -> None:
    """Measures and writes."""
    parser = parser_of(__doc__, "questions")
    add_model(parser)
    add_copies(parser)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "graph.nq"
        write_graph(originals(options.articles, options.model), options.copies, dump)
        result = {}
        for name, value in measure(dump, Path(folder) / "store", options.repeat):
            result[name] = value
            print(f"{name:32} {value}", flush=True)
    write_result(options.out, result)


def originals(source: str, model: str) -> list[Extraction]:
    """What is found in the articles of `source`."""
    nlp = load_nlp(model)
    found = [extract(article, nlp) for article in read_articles([source]) if isinstance(article, Article)]
    if not found:
        raise SystemExit(f"no article in {source}")
    return found


def write_graph(extractions: list[Extraction], copies: int, path: Path) -> None:
    """The graph of `copies` articles as N-Quads: what a build would leave."""
    ontology, run, graph = load_ontology(), Run("bench"), ox.Store()
    with open_store("memory:") as store:
        add_extractions(store, (), run=run)
        store.dump(path, "nquads")
    graph.load(path=str(path), format=ox.RdfFormat.N_QUADS)
    for extraction in islice(other_articles(extractions), copies):
        graph.extend(quads_from_extraction(extraction, run, ontology))
    # What one article only claims and another asserts stands in the default graph alone.
    graph.update(
        "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } ?s ?p ?o FILTER(STRENDS(STR(?g), '/claims')) }"
    )
    graph.dump(str(path), format=ox.RdfFormat.N_QUADS)


def other_articles(extractions: list[Extraction]) -> Iterator[Extraction]:
    """Copies of `extractions` without end, each under an id, on a day and about people of its own."""
    for number in count():
        yield from (other_article(extraction, number) for extraction in extractions)


def other_article(extraction: Extraction, number: int) -> Extraction:
    """`extraction` as another article found it: the copy `number`."""
    article = extraction.article
    id = f"{article.id}-{number}"
    published = (article.published or date(2024, 1, 1)) + timedelta(days=number)
    return Extraction(
        replace(article, id=id, published=published),
        extraction.sentences,
        tuple(replace(mention, entity=other_entity(mention.entity, number)) for mention in extraction.mentions),
        tuple(other_fact(fact, id, number) for fact in extraction.facts),
    )


def other_fact(fact: Fact, id: str, number: int) -> Fact:
    """`fact` as the copy `number` tells it: its ends and roles may be others."""

    def other(end: Entity | Value) -> Entity | Value:
        return other_entity(end, number) if isinstance(end, Entity) else other_value(end, number)

    subject, speaker = other_entity(fact.subject, number), fact.speaker and other_entity(fact.speaker, number)
    return replace(
        fact,
        subject=subject,
        object=other(fact.object),
        provenance=replace(fact.provenance, article=id),
        roles={name: other(filler) for name, filler in fact.roles.items()},
        speaker=speaker,
    )


@cache
def other_entity(entity: Entity, number: int) -> Entity:
    """`entity` itself or, in some of the copies, somebody else of its kind."""
    variant = (crc32(entity.key.encode()) + number) % VARIANTS
    if entity.qid and variant < VARIANTS // 4:
        return entity
    stands_for = entity.stands_for and other_entity(entity.stands_for, number)
    names = {"key": f"{entity.key} {variant}", "label": f"{entity.label} {variant}"}
    return replace(entity, **names, label_en="", aliases=(), qid="", stands_for=stands_for)


def other_value(value: Value, number: int) -> Value:
    """`value`, on another day if it is a date."""
    days = timedelta(days=number)
    start, end = (day and day + days for day in (value.start, value.end))
    return replace(value, start=start, end=end) if value.kind == "date" else value


def measure(dump: Path, place: Path, repeat: int) -> Iterator[tuple[str, object]]:
    """What the graph holds, then the medians of all questions in milliseconds, the commonest first."""
    memory, disk = ox.Store(), ox.Store(str(place))
    for store in (memory, disk):
        store.bulk_load(path=str(dump), format=ox.RdfFormat.N_QUADS)
    stores = {"memory": OxigraphStore(memory, "memory:"), "disk": OxigraphStore(disk, str(place))}
    yield "quads", len(memory)
    yield "articles", len(read_rows(stores["memory"], ARTICLES))
    plain = {kind: median(store, BASELINE, repeat) for kind, store in stores.items()}
    yield "baseline", plain
    about = read_rows(stores["memory"], STRONGEST)[0]["who"]
    yield "about", about
    for name in (*COMMONEST, *(name for name in named_queries() if name not in COMMONEST)):
        yield name, timed(stores, question(name), plain, repeat)
        if named_queries()[name].takes_about:
            narrowed = question(name, stores["memory"], about=about)
            yield f"{name} about one", timed(stores, narrowed, plain, repeat)


def timed(stores: dict[str, OxigraphStore], query: str, plain: dict[str, float], repeat: int) -> dict[str, float]:
    """The medians of `query`, and the ratio to the plainest question of the store on disk."""
    times = {kind: median(store, query, repeat) for kind, store in stores.items()}
    rows = len(run_query(stores["memory"], query).rows)
    return {**times, "disk / baseline": round(times["disk"] / plain["disk"], 1), "rows": rows}


def median(store: Store, query: str, repeat: int) -> float:
    """The median wall time of `query` in milliseconds."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        run_query(store, query)
        times.append(time.perf_counter() - start)
    return round(statistics.median(times) * 1000, 1)


if __name__ == "__main__":
    main()
