"""Measures the German pipelines beside each other: speed on one and two processes, time to load, memory.

usage: python -m benchmarks.models [--articles SOURCE] [--models de,fast] [--repeat N] [--out out/models.json]

The last of `--models` is the yardstick: a plain spaCy CNN. Every figure of the others is given as a ratio to its, too.
Each pipeline runs in fresh processes of one thread each; what is said is the median of `--repeat` rounds, in which
all pipelines take turns. Words are those between blanks.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from benchmarks.bench import enough
from benchmarks.options import parser_of, write_result

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
MEGABYTE = 1024 if sys.platform != "darwin" else 1024 * 1024  # of ru_maxrss: kilobytes on Linux, bytes on macOS

Figures = dict[str, float]


def main() -> None:
    """Measures and writes."""
    parser = parser_of(__doc__, "models")
    parser.add_argument("--models", default="de,fast", help="pipelines, the yardstick last (default: de,fast)")
    options = parser.parse_args()
    os.environ.update(dict.fromkeys(THREADS, "1"))
    texts = [article.text for article in enough(options.articles)]
    result = compare(options.models.split(","), texts, repeat=options.repeat)
    write_result(options.out, result)
    for model, figures in result.items():
        for name, value in figures.items():
            print(f"{model:12} {name:44} {value:g}")


def compare(models: Sequence[str], texts: Sequence[str], *, repeat: int) -> dict[str, Figures]:
    """Figures by pipeline, and those of `de / fast` as ratios: CPU seconds, wall seconds, megabytes."""
    rounds: dict[str, list[Figures]] = {model: [] for model in models}
    for _ in range(repeat):
        for model in models:
            rounds[model].append(measure(model, texts))
    result = {
        model: {name: round(statistics.median(one[name] for one in found), 3) for name in found[0]}
        for model, found in rounds.items()
    }
    yardstick = models[-1]
    for model in models[:-1]:
        pairs = ((name, value, result[yardstick][name]) for name, value in result[model].items())
        result[f"{model} / {yardstick}"] = {name: round(value / other, 3) for name, value, other in pairs}
    return result


def measure(model: str, texts: Sequence[str]) -> Figures:
    """One round of one pipeline in processes of its own."""
    words = sum(len(text.split()) for text in texts)
    alone = _in_processes(model, [texts])
    halves = _in_processes(model, [texts, texts])
    return {
        "words per CPU second": words / alone[0]["parse, CPU seconds"],
        "words per second, 1 process": words / alone[0]["parse, wall seconds"],
        "words per second, 2 processes": 2 * words / max(half["parse, wall seconds"] for half in halves),
        "words per CPU second, 2 processes": 2 * words / sum(half["parse, CPU seconds"] for half in halves),
        "loads in CPU seconds": alone[0]["load, CPU seconds"],
        "peak memory, MB": alone[0]["peak memory, MB"],
    }


def _in_processes(model: str, shares: Sequence[Sequence[str]]) -> list[Figures]:
    with ProcessPoolExecutor(len(shares), mp_context=get_context("spawn")) as pool:
        return list(pool.map(parse, [model] * len(shares), shares))


def parse(model: str, texts: Sequence[str]) -> Figures:
    """Loads `model` and parses `texts` in this process, once to warm up (one text) and once on the clock."""
    import spacy  # noqa: F401  what a pipeline costs beyond spaCy itself

    from kg.nlp import load_nlp

    start = time.process_time()
    nlp = load_nlp(model, annotate=False)
    loaded = time.process_time() - start
    nlp(texts[0])
    wall, cpu = time.perf_counter(), time.process_time()
    for text in texts:
        nlp(text)
    return {
        "load, CPU seconds": loaded,
        "parse, CPU seconds": time.process_time() - cpu,
        "parse, wall seconds": time.perf_counter() - wall,
        "peak memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE,
    }


if __name__ == "__main__":
    main()
