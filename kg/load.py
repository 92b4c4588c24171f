"""A graph that somebody built, loaded into memory as a consistent copy: the builder may go on writing meanwhile."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store import OxigraphStore, Store, open_store
from kg.tables import select
from kg.terms import DEFAULT_GRAPH

CANONICAL = "graph.nq"
STORE = "store"
FORMATS = {".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG}

_ALL = "SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


def load_store(path: str | Path) -> OxigraphStore:
    """A copy in memory of the graph at `path`: a folder made by ``kg build``, its ``store``, a .nq or a .trig file.

    Instead of a path, a SPARQL server may be named: ``sparql+https://host/path`` (see `kg.remote`).

    A folder is read from its ``graph.nq``, which is replaced as a whole and so never half-written; a store on disk
    must not be read while another process writes to it.

    Raises:
        StoreError: there is no graph at `path`, or it can't be read; names the file and the line.
    """
    if "://" in str(path):
        return _copy_store(str(path))
    path = Path(path)
    if path.is_file():
        return _load_file(path)
    for folder in (path, path.parent) if path.name == STORE else (path,):
        if (folder / CANONICAL).is_file():
            return _load_file(folder / CANONICAL)
    for store in (path / STORE, path):
        if (store / "CURRENT").is_file():  # the file by which RocksDB knows its folders
            return _copy_store(store)
    raise StoreError(f"{path}: no graph there (no {CANONICAL}, no store); build one with: kg build")


def _load_file(path: Path) -> OxigraphStore:
    if path.suffix not in FORMATS:
        raise StoreError(f"{path}: unknown kind of file; known: {', '.join(FORMATS)}")
    copy = ox.Store()
    try:
        copy.bulk_load(path=str(path), format=FORMATS[path.suffix])
    except (OSError, SyntaxError, ValueError) as error:
        raise StoreError(f"{path}: can't be read as {path.suffix[1:]}: {error}") from error
    return OxigraphStore(copy, str(path))


def _copy_store(path: str | Path) -> OxigraphStore:
    """A copy of a store that has no dump beside it; it is locked while it is read."""
    with open_store(path, create=False) as store:
        return OxigraphStore(copy_of(store), str(path))


def copy_of(store: Store) -> ox.Store:
    """All quads of `store` in a store of Oxigraph's own in memory: one query, whatever stands behind it."""
    copy = ox.Store()
    copy.bulk_extend(ox.Quad(s, p, o, graph or DEFAULT_GRAPH) for s, p, o, graph in select(store, _ALL))
    return copy
