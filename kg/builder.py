"""Articles in, graph out: reads, extracts, checks, stores, draws, and reports what came of it.

The only module that leads an article through both halves. Articles are read one by one, so that neither their order
nor their neighbours nor the number of processes change what is found in them; each is stored whole or not at all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from spacy.language import Language as Pipeline

from kg.articles import read_articles
from kg.check import check_quads
from kg.decisions import NO_DECISIONS, Decisions
from kg.errors import ArticleError, DataError, KgError, ModelError
from kg.facts import extraction_from_doc
from kg.identity import find_doubts, quads_as_decided
from kg.iris import DEFAULT_BASE, Iris
from kg.memory import Memory
from kg.nlp import load_nlp
from kg.ontology import load_ontology
from kg.outputs import Batch, Report, write_outputs
from kg.pool import Deadly, map_ordered
from kg.rdf import Run, fingerprint, quads_from_extraction
from kg.settle import decisions_in, settle
from kg.statements import Language
from kg.store import Store, open_store
from kg.types import Article, Extraction
from kg.upkeep import fingerprints, iris_of_store, put_article, put_ontology, remove_article
from kg.versions import run_from_model

log = logging.getLogger("kg")

STORE = "store"
A_FAULT = "a fault of kg; --debug shows where"

Outcome: TypeAlias = Article | ArticleError
Progress: TypeAlias = Callable[[Outcome], None]
Load: TypeAlias = Callable[[], Pipeline]


def build_graph(
    sources: Iterable[str | Path],
    *,
    out: str | Path = "out",
    store: str | Path | None = None,
    model: str | Path = "de",
    base: str = DEFAULT_BASE,
    labels: Language = "en",
    any_language: bool = False,
    check: bool = True,
    decisions: str | Path | None = None,
    processes: int | None = 1,
    progress: Progress | None = None,
    nlp: Pipeline | Load | None = None,
) -> Report:
    """Builds the graph of `sources` into the folder `out`, on top of what is there, and says what came of it.

    An article that is there unchanged is skipped, a changed one replaced; one that can't be read is noted in
    ``Report.batch.failed``. The graph is kept in `out`, or in `store` (see `kg.store.open_store`), which may be a
    SPARQL server; the files for others go to `out` in any case. With `check` each article must pass the SHACL shapes.
    `decisions` is a file that says who is who (see `kg.decisions`), else ``decisions.toml`` in `out` if there is one.
    `processes` read articles at the same time, None stands for as many as are worth it; the graph is the same. `nlp`
    is a pipeline made by `kg.load_nlp` or, for several processes, a function that makes one; without it `model` is
    loaded.

    Raises:
        ModelError: no such pipeline.
        StoreError: `out` can't be written, or another process has it open.
        DataError, LinkError: the decisions are malformed, or contradict each other.
        KgError: several `processes`, and `nlp` is no function but a pipeline.
    """
    out = Path(out)
    decided = decisions_in(out, decisions)
    outcomes = read_articles(sources, any_language=any_language)
    failed: list[ArticleError] = []
    first = _first_article(outcomes, failed, progress)
    if first is None:  # nothing to build: nothing is made or touched
        return Report(out, Batch(failed=failed))
    load = partial(load_nlp, model) if nlp is None else nlp
    pipeline = load if isinstance(load, Pipeline) else load()
    with open_store(store or out / STORE) as opened:
        every = chain([first], outcomes)
        elsewhere = None if isinstance(load, Pipeline) else load
        batch = add_articles(
            opened,
            every,
            pipeline,
            base=base,
            check=check,
            decisions=decided,
            processes=processes,
            load=elsewhere,
            progress=progress,
        )
        batch.failed[:0] = failed
        report = write_outputs(opened, out, batch=batch, labels=labels)
        return replace(report, unsure=len(find_doubts(opened, decided, iris=Iris(base))))


def remove_articles(
    ids: Iterable[str],
    *,
    out: str | Path = "out",
    store: str | Path | None = None,
    model: str | Path = "de",
    labels: Language = "en",
    decisions: str | Path | None = None,
    nlp: Pipeline | None = None,
) -> Report:
    """Takes articles, and all that only they said, out of the graph in `out`.

    Others are read again where only the removed ones showed who is who; then `nlp` or `model` is needed.

    Raises:
        StoreError: one of them is not there (then none is removed), or `out` can't be written.
        DataError, LinkError: the decisions are malformed, or contradict each other.
    """
    out = Path(out)
    decided = decisions_in(out, decisions)
    with open_store(store or out / STORE, create=False) as opened:
        iris, known = iris_of_store(opened), fingerprints(opened)
        memory = Memory()
        for id in sorted(set(ids), key=known.__contains__):  # an unknown one comes first and stops it all
            remove_article(opened, id, iris=iris, memory=memory)
        if iris is not None:
            settle(opened, decided, lambda: _loaded(nlp or load_nlp(model), iris), iris=iris, memory=memory)
        return write_outputs(opened, out, labels=labels)


def add_articles(
    store: Store,
    outcomes: Iterable[Outcome],
    nlp: Pipeline,
    *,
    base: str = DEFAULT_BASE,
    check: bool = True,
    decisions: Decisions = NO_DECISIONS,
    processes: int | None = 1,
    load: Load | None = None,
    progress: Progress | None = None,
) -> Batch:
    """Puts each article into `store`; what can't be read or understood is noted and left out.

    Who is who in several articles is settled at the end. Only this process writes. `load` makes `nlp` anew in others;
    without it there are none.

    Raises:
        KgError: several `processes`, and no `load`.
    """
    if load is None and processes not in (None, 1):
        raise KgError("a loaded pipeline stays in its process; give the function that loads it, or processes=1")
    iris, batch, memory = Iris(base), Batch(), Memory()
    run = run_of(nlp, iris)
    put_ontology(store, load_ontology(), iris=iris)
    known = fingerprints(store)

    def is_new(outcome: Outcome) -> bool:
        return isinstance(outcome, Article) and known.get(outcome.id) != fingerprint(outcome, run)

    loading = None if load is None else partial(_load_reader, load, run, iris, check)
    reader = Reader(nlp, run, iris, check)
    with closing(map_ordered(outcomes, reader, loading, processes=processes, wanted=is_new)) as readings:
        for outcome, reading in readings:
            if isinstance(outcome, ArticleError):
                batch.failed.append(outcome)
            elif reading is None:
                batch.skipped.append(outcome.id)
            else:
                _put(store, outcome, reading, batch, memory, reader=reader, known=known, decisions=decisions)
            if progress:
                progress(outcome)
    settle(store, decisions, lambda: _loaded(nlp, iris), iris=iris, memory=memory)
    return batch


def run_of(nlp: Pipeline, iris: Iris) -> Run:
    """What makes a graph with `nlp`."""
    return run_from_model(nlp.path, f"{nlp.meta['name']} {nlp.meta['version']}", base=iris.base)


def _loaded(nlp: Pipeline, iris: Iris) -> tuple[Callable[[Article], Extraction], Run]:
    return partial(extract, nlp=nlp), run_of(nlp, iris)


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


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads articles, in whichever process: what it gives is small, what it needs for that is not."""

    nlp: Pipeline
    run: Run
    iris: Iris
    check: bool

    def __call__(self, article: Outcome) -> Extraction:
        """All that is found in `article`, checked if asked for.

        Raises:
            ArticleError: it can't be understood, or what is found breaks a shape.
        """
        if isinstance(article, ArticleError):
            raise article
        extraction = extract(article, self.nlp)
        if self.check:
            quads = quads_from_extraction(extraction, self.run, load_ontology(), iris=self.iris)
            report = check_quads(quads, article=article.id)
            if not report.conforms:
                raise ArticleError(article.id, f"breaks a SHACL shape: {report.violations[0]} ({A_FAULT})")
        return extraction


def _load_reader(load: Load, run: Run, iris: Iris, check: bool) -> Reader:
    return Reader(load(), run, iris, check)


def _put(
    store: Store,
    article: Article,
    reading: Future[Extraction],
    batch: Batch,
    memory: Memory,
    *,
    reader: Reader,
    known: Mapping[str, str],
    decisions: Decisions,
) -> None:
    """Stores what was found in `article`, or notes why nothing was."""
    try:
        quads = quads_as_decided(reading.result(), reader.run, decisions, iris=reader.iris)
        put_article(store, article.id, quads, iris=reader.iris, memory=memory)
    except Deadly as error:
        batch.failed.append(ArticleError(article.id, f"is left out: {error}; read the others without it"))
    except ArticleError as error:
        log.debug("%s", error, exc_info=True)
        batch.failed.append(error)
    else:
        (batch.replaced if article.id in known else batch.added).append(article.id)
        batch.undated.extend([article.id] if article.published is None else [])


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
