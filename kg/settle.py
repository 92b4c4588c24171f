"""Brings a store in line with who was decided to be who, by people or by kg over several articles.

Articles that were read under other decisions are read again, from the text in the store: only those, and only then
is a pipeline needed. What comes of it does not depend on the order in which articles or decisions came.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from itertools import count
from pathlib import Path

from kg.decisions import FILE, NO_DECISIONS, Decisions, load_decisions
from kg.errors import ArticleError
from kg.identity import find_merges, quads_as_decided, stale_articles
from kg.iris import Iris
from kg.memory import Memory
from kg.rdf import Run
from kg.statements import article_from_row, article_rows
from kg.store import Store
from kg.types import Article, Extraction
from kg.upkeep import put_article

log = logging.getLogger("kg")

ROUNDS = 5  # two are enough, see `settle`


def decisions_in(out: Path, path: str | Path | None = None) -> Decisions:
    """The decisions in the file `path`, else in the one beside the store in `out`, else none.

    Raises:
        DataError: the file `path` is missing, or the file is malformed.
        LinkError: decisions contradict each other.
    """
    if path is not None:
        return load_decisions(Path(path))
    return load_decisions(out / FILE) if (out / FILE).is_file() else NO_DECISIONS


def settle(
    store: Store,
    decisions: Decisions,
    load: Callable[[], tuple[Callable[[Article], Extraction], Run]],
    *,
    iris: Iris,
    memory: Memory,
) -> list[str]:
    """Reads those articles of `store` again that were read under other decisions; gives their ids.

    After the first round everything in the store is called as people decided. What kg finds over several articles
    follows from that alone, however long the chains in it are: it takes nothing into account that it found before (see
    `kg.bearers.Bearers`). So the second round makes it so, and the third finds nothing to do. Decisions of people that
    can't all take effect would go on for ever: they are given up with a warning.

    `load` gives what reads an article, and its run; it is called once, if there is anything to read.
    """
    read: Callable[[Article], Extraction] | None = None
    done: set[str] = set()
    failed: set[str] = set()
    for rounds in count():
        now = decisions.with_merges(find_merges(store, decisions, iris=iris))
        stale = [id for id in stale_articles(store, now, iris=iris) if id not in failed]
        if not stale:
            break
        if rounds == ROUNDS:
            some = f"{len(stale)} article{'s' if len(stale) > 1 else ''}"
            log.warning("who is who does not settle in %s: %s", some, ", ".join(stale))
            break
        if read is None:
            read, run = load()
        rows = {row.id: row for row in article_rows(store)}
        for id in stale:
            try:
                quads = quads_as_decided(read(article_from_row(store, rows[id])), run, now, iris=iris)
            except ArticleError as error:
                log.warning("%s; it stays as it was", error)
                failed.add(id)
            else:
                put_article(store, id, quads, iris=iris, memory=memory)
                done.add(id)
    return sorted(done)
