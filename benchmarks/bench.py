"""Times kg beside its parts on the same articles in the same run, and writes the ratios as JSON.

usage: python -m benchmarks.bench [--articles SOURCE] [--model MODEL] [--repeat N] [--out out/bench.json]

Ratios are what can be compared between machines: the CPU time of what kg adds, divided by the CPU time of the bare
part that it runs beside (the pipeline without kg's steps; Oxigraph's own bulk load). Each number is the median of
`--repeat` rounds; in a round all variants run one after the other.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
from spacy.language import Language

from benchmarks.options import add_model, parser_of, write_result
from kg.articles import read_articles
from kg.builder import add_articles, extract
from kg.memory import Memory
from kg.nlp import load_nlp
from kg.ontology import load_ontology
from kg.rdf import Run, quads_from_extraction
from kg.store import open_store
from kg.types import Article, Extraction
from kg.upkeep import add_extractions, put_article, put_ontology

FEW, CROWD = 10, 200  # articles that say the same
LEAST_WORDS = 3_000  # fewer would be read over and over, under other ids


def main() -> None:
    """Measures and writes."""
    parser = parser_of(__doc__, "bench")
    add_model(parser)
    options = parser.parse_args()
    articles = enough(options.articles)
    result = measure(articles, options.model, options.repeat)
    write_result(options.out, result)
    for name, value in result.items():
        print(f"{name:32} {value}")


def enough(source: str) -> list[Article]:
    """The articles of `source`, repeated under other ids until there are words enough to measure."""
    found = [article for article in read_articles([source]) if isinstance(article, Article)]
    if not found:
        raise SystemExit(f"no article in {source}")
    words = sum(len(article.text.split()) for article in found)
    times = max(1, -(-LEAST_WORDS // words))
    return [replace(article, id=f"{article.id}-{number}") for number in range(times) for article in found]


def measure(articles: list[Article], model: str, repeat: int) -> dict[str, object]:
    """All ratios, and what they are made from: CPU seconds for all articles."""
    start = time.process_time()
    nlp = load_nlp(model)
    load_seconds = time.process_time() - start
    bare = load_nlp(model, annotate=False)
    extractions = [extract(article, nlp) for article in articles]  # warm-up, too
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with open_store("memory:") as store:
            add_extractions(store, extractions, run=Run("bench"))
            store.dump(place / "graph.nq", "nquads")
        variants: dict[str, Callable[[int], object]] = {
            "parse": lambda round: [parse(article, bare) for article in articles],
            "extract": lambda round: [extract(article, nlp) for article in articles],
            "build": lambda round: build(articles, nlp, place / f"build{round}"),
            "build_unchecked": lambda round: build(articles, nlp, place / f"unchecked{round}", check=False),
            "store": lambda round: put(extractions, place / f"store{round}"),
            "bulk_load": lambda round: bulk_load(place / "graph.nq", place / f"bulk{round}"),
        }
        seconds: dict[str, list[float]] = {name: [] for name in variants}
        for round in range(repeat):
            for name, variant in variants.items():
                start = time.process_time()
                variant(round)
                seconds[name].append(time.process_time() - start)
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    return {**summary(medians, articles, load_seconds), **crowd(extractions[0], repeat)}


def crowd(extraction: Extraction, repeat: int) -> dict[str, object]:
    """What it costs to put one article into a batch after many that say the same, beside one after a few."""
    seconds, memory, ontology = [], Memory(), load_ontology()
    with open_store("memory:") as store:
        put_ontology(store, ontology)
        for number in range(CROWD):
            article = replace(extraction.article, id=f"{extraction.article.id}-{number}")
            quads = quads_from_extraction(replace(extraction, article=article), Run("bench"), ontology)
            start = time.process_time()
            put_article(store, article.id, quads, memory=memory)
            seconds.append(time.process_time() - start)
    few, many = (statistics.median(part) for part in (seconds[FEW : FEW + 3 * repeat], seconds[-3 * repeat :]))
    return {f"put when {CROWD} say the same / when {FEW} do": round(many / few, 2)}


def parse(article: Article, nlp: Language) -> int:
    """How many tokens the pipeline reads; as in ``kg build``, an article's new words are forgotten with it."""
    with nlp.memory_zone():
        return len(nlp(article.text))


def build(articles: list[Article], nlp: Language, place: Path, *, check: bool = True) -> None:
    """Everything that ``kg build`` does for an article: extract, check, store on disk."""
    with open_store(place) as store:
        add_articles(store, articles, nlp, check=check)


def put(extractions: list[Extraction], place: Path) -> None:
    """Quads made and stored on disk, article by article."""
    with open_store(place) as store:
        add_extractions(store, extractions, run=Run("bench"))


def bulk_load(dump: Path, place: Path) -> None:
    """The same quads loaded by Oxigraph itself, all at once."""
    ox.Store(str(place)).bulk_load(path=str(dump), format=ox.RdfFormat.N_QUADS)


def summary(seconds: dict[str, float], articles: list[Article], load_seconds: float) -> dict[str, object]:
    """Ratios first, then what was measured."""
    words = sum(len(article.text.split()) for article in articles)
    return {
        "extraction / parse": round(seconds["extract"] / seconds["parse"] - 1, 3),
        "build / parse": round(seconds["build"] / seconds["parse"], 3),
        "build unchecked / parse": round(seconds["build_unchecked"] / seconds["parse"], 3),
        "store / bulk load": round(seconds["store"] / seconds["bulk_load"], 3),
        "words": words,
        "articles": len(articles),
        "words per CPU second, parse": round(words / seconds["parse"]),
        "words per CPU second, build": round(words / seconds["build"]),
        "pipeline loads in CPU seconds": round(load_seconds, 2),
        "CPU seconds": {name: round(value, 3) for name, value in seconds.items()},
    }


if __name__ == "__main__":
    main()
