"""Articles in, graph out: reads, extracts, checks, stores, draws, and reports what came of it.

The only module that leads an article through both halves. Articles are read one by one, so that neither their order
nor their neighbours change what is found in them; each is stored whole or not at all.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from spacy.language import Language as Pipeline

from kg.articles import read_articles
from kg.check import check_quads
from kg.errors import ArticleError, DataError, ModelError
from kg.export import page_from_rows
from kg.facts import extraction_from_doc
from kg.files import write_atomically
from kg.iris import DEFAULT_BASE, Iris
from kg.nlp import load_nlp
from kg.ontology import load_ontology
from kg.paths import shortest_path
from kg.rdf import Run, fingerprint, quads_from_extraction
from kg.statements import Language, Node, StatementRow, article_rows, node_rows, statement_rows
from kg.store import Store, open_store
from kg.tables import read_table
from kg.types import Article, Extraction
from kg.upkeep import fingerprints, iris_of_store, put_article, put_ontology, remove_article
from kg.versions import run_from_model

log = logging.getLogger("kg")

STORE = "store"
DUMPS = {"graph.nq": "nquads", "graph.trig": "trig"}
PICTURE = "graph.html"
ACTORS = ("Person", "Organization", "Place", "Group")
MOST_ACTORS = 10
A_FAULT = "a fault of kg; --debug shows where"
_SENTENCES = "SELECT ?s ?p ?o { GRAPH ?article { ?s a nif:Sentence ; nif:beginIndex ?o } BIND(nif:beginIndex AS ?p) }"

Outcome: TypeAlias = Article | ArticleError
Progress: TypeAlias = Callable[[Outcome], None]


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of the articles of one build, by id. ``undated`` ones have no date to reckon *gestern* from."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    failed: list[ArticleError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did, and what the whole graph in ``out`` holds after it.

    ``facts`` and ``claims`` count statements; a denial is a claim. ``actors`` are the ten entities with most
    statements, the strongest first; ``connected`` are two of them that a path connects.
    """

    out: Path
    batch: Batch
    articles: int = 0
    sentences: int = 0
    entities: int = 0
    facts: int = 0
    claims: int = 0
    actors: tuple[tuple[str, int], ...] = ()
    connected: tuple[str, ...] = ()


def build_graph(
    sources: Iterable[str | Path],
    *,
    out: str | Path = "out",
    model: str | Path = "de",
    base: str = DEFAULT_BASE,
    labels: Language = "en",
    any_language: bool = False,
    check: bool = True,
    progress: Progress | None = None,
    nlp: Pipeline | None = None,
) -> Report:
    """Builds the graph of `sources` into the folder `out`, on top of what is there, and says what came of it.

    An article that is there unchanged is skipped, a changed one replaced; one that can't be read is noted in
    ``Report.batch.failed``. With `check` each article must pass the SHACL shapes. `nlp` is a pipeline made by
    `kg.load_nlp`; without it `model` is loaded.

    Raises:
        ModelError: no such pipeline.
        StoreError: `out` can't be written, or another process has it open.
    """
    out = Path(out)
    outcomes = read_articles(sources, any_language=any_language)
    failed: list[ArticleError] = []
    first = _first_article(outcomes, failed, progress)
    if first is None:  # nothing to build: nothing is made or touched
        return Report(out, Batch(failed=failed))
    nlp = nlp or load_nlp(model)
    with open_store(out / STORE) as store:
        batch = add_articles(store, chain([first], outcomes), nlp, base=base, check=check, progress=progress)
        batch.failed[:0] = failed
        return write_outputs(store, out, batch=batch, labels=labels)


def remove_articles(ids: Iterable[str], *, out: str | Path = "out", labels: Language = "en") -> Report:
    """Takes articles, and all that only they said, out of the graph in `out`.

    Raises:
        StoreError: one of them is not there (then none is removed), or `out` can't be written.
    """
    out = Path(out)
    with open_store(out / STORE, create=False) as store:
        iris, known = iris_of_store(store), fingerprints(store)
        for id in sorted(set(ids), key=known.__contains__):  # an unknown one comes first and stops it all
            remove_article(store, id, iris=iris)
        return write_outputs(store, out, labels=labels)


def add_articles(
    store: Store,
    outcomes: Iterable[Outcome],
    nlp: Pipeline,
    *,
    base: str = DEFAULT_BASE,
    check: bool = True,
    progress: Progress | None = None,
) -> Batch:
    """Puts each article into `store`; what can't be read or understood is noted and left out."""
    iris, batch = Iris(base), Batch()
    run = run_from_model(nlp.path, f"{nlp.meta['name']} {nlp.meta['version']}", base=base)
    put_ontology(store, load_ontology(), iris=iris)
    known = fingerprints(store)
    for outcome in outcomes:
        if isinstance(outcome, ArticleError):
            batch.failed.append(outcome)
        elif known.get(outcome.id) == fingerprint(outcome, run):
            batch.skipped.append(outcome.id)
        else:
            try:
                _put(store, outcome, nlp, run=run, iris=iris, check=check)
            except ArticleError as error:
                log.debug("%s", error, exc_info=True)
                batch.failed.append(error)
            else:
                (batch.replaced if outcome.id in known else batch.added).append(outcome.id)
                batch.undated.extend([outcome.id] if outcome.published is None else [])
        if progress:
            progress(outcome)
    return batch


def extract(article: Article, nlp: Pipeline) -> Extraction:
    """All that is found in `article`.

    Raises:
        ArticleError: something in it breaks a step of the pipeline.
    """
    with nlp.memory_zone():  # else every new word of every article would stay in memory
        try:
            doc = nlp.make_doc(article.text)
            doc._.article = article
            return extraction_from_doc(nlp(doc))
        except (DataError, ModelError):
            raise
        except Exception as error:
            reason = f"can't be understood: {type(error).__name__}: {error} ({A_FAULT})"
            raise ArticleError(article.id, reason) from error


def write_outputs(store: Store, out: Path, *, batch: Batch | None = None, labels: Language = "en") -> Report:
    """Writes the graph in `store` as N-Quads, TriG and picture into `out`, each file whole or not at all."""
    rows, articles = statement_rows(store), article_rows(store)
    counts = _strongest(rows, labels)
    for name, format in DUMPS.items():
        store.dump(out / name, format)
    write_atomically(out / PICTURE, [page_from_rows(rows, articles, labels=labels).encode("utf-8")])
    return Report(
        out=out,
        batch=batch or Batch(),
        articles=len(articles),
        sentences=len(read_table(store, _SENTENCES)),
        entities=sum(node.type not in ("Amount", "Time") for node in node_rows(store)),
        facts=sum(row.held_true for row in rows),
        claims=sum(not row.held_true for row in rows),
        actors=tuple((node.label(labels), count) for node, count in counts),
        connected=_connected(rows, [node for node, _ in counts], labels),
    )


def _put(store: Store, article: Article, nlp: Pipeline, *, run: Run, iris: Iris, check: bool) -> None:
    extraction = extract(article, nlp)
    quads = quads_from_extraction(extraction, run, load_ontology(), iris=iris)
    report = check_quads(quads, article=article.id) if check else None
    if report and not report.conforms:
        raise ArticleError(article.id, f"breaks a SHACL shape: {report.violations[0]} ({A_FAULT})")
    put_article(store, article.id, quads, iris=iris)


def _first_article(
    outcomes: Iterator[Outcome], failed: list[ArticleError], progress: Progress | None
) -> Article | None:
    """The first article that can be read; errors before it go to `failed`."""
    for outcome in outcomes:
        if isinstance(outcome, Article):
            return outcome
        failed.append(outcome)
        if progress:
            progress(outcome)
    return None


def _strongest(rows: Iterable[StatementRow], labels: Language) -> list[tuple[Node, int]]:
    """The ten actors with most statements, and how many."""
    counts = Counter(iri for row in rows for iri in {row.subject.iri, row.object.iri})
    nodes = {end.iri: end for row in rows for end in (row.subject, row.object) if end.type in ACTORS}
    ranked = sorted(nodes.values(), key=lambda node: (-counts[node.iri], node.label(labels), node.iri))
    return [(node, counts[node.iri]) for node in ranked[:MOST_ACTORS]]


def _connected(rows: list[StatementRow], actors: list[Node], labels: Language) -> tuple[str, ...]:
    """Two of `actors` that statements connect: by way of somebody else, if any are."""
    pairs = [(one, other) for one in actors[:1] for other in actors[1:]]
    steps = {pair: len(shortest_path(rows, pair[0].iri, pair[1].iri)) for pair in pairs}
    best = next((pair for pair in pairs if steps[pair] > 1), next((pair for pair in pairs if steps[pair]), ()))
    return tuple(node.label(labels) for node in best)
