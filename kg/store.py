"""Where the graph lives: the `Store` protocol of eight methods, and embedded Oxigraph, on disk or in memory.

``open_store("oxigraph:out/store")``, ``open_store("out/store")`` and ``open_store("memory:")``. Other backends come in
by the entry point group ``kg.stores`` (name -> callable that takes what follows the colon, and ``create``), SPARQL
servers too: ``open_store("sparql+https://host/path")`` opens a `kg.remote.RemoteStore`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path
from threading import Event, RLock
from types import TracebackType
from typing import Protocol, Self, TypeAlias

import pyoxigraph as ox
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples

from kg.changes import data_from_quads
from kg.dump import write_dump
from kg.errors import StoreError
from kg.terms import DEFAULT_GRAPH

_DISK_IN_USE = Event()  # set for good once RocksDB has started its threads
FLUSH_EVERY = 100  # writes between two that are forced to disk: what a power cut may cost

Results: TypeAlias = QuerySolutions | QueryBoolean | QueryTriples


def open_store(spec: str | Path, *, create: bool = True) -> Store:
    """The store that `spec` names: ``memory:``, ``<backend>:<place>``, or the path of an Oxigraph store.

    With ``create=False`` a store that is not there is an error instead of a new one.

    Raises:
        StoreError: unknown backend, no store at that place, in use by another process, or no permission.
    """
    name, colon, place = str(spec).partition(":")
    backends = _backends()
    if not colon or len(name) == 1:  # "out/store"; a single letter is a Windows drive
        name, place = "oxigraph", str(spec)
    if name not in backends:
        raise StoreError(f"unknown kind of store {name!r} in {spec}; known: {', '.join(sorted(backends))}")
    return backends[name](place, create)


def may_open_in_fork() -> bool:
    """True if a fork of this process could open a store on disk: none has been opened here."""
    return not _DISK_IN_USE.is_set()


def _backends() -> dict[str, Callable[[str, bool], Store]]:
    found: dict[str, Callable[[str, bool], Store]] = {"memory": _open_memory, "oxigraph": _open_oxigraph}
    for entry in entry_points(group="kg.stores"):
        found.setdefault(entry.name, entry.load())
    return found


def _open_memory(place: str, create: bool) -> Store:
    if place:
        raise StoreError(f"a store in memory has no place, got memory:{place}")
    return OxigraphStore(ox.Store(), "memory:")


def _open_oxigraph(place: str, create: bool) -> Store:
    path = Path(place)
    try:
        _check_place(path, create)
        _DISK_IN_USE.set()
        return OxigraphStore(ox.Store(str(path)), place, on_disk=True)
    except OSError as error:
        raise StoreError(_open_problem(path, error)) from error


def _check_place(path: Path, create: bool) -> None:
    if not path.exists():
        if not create:
            raise StoreError(f"{path}: no store there; build one with: kg build")
        path.parent.mkdir(parents=True, exist_ok=True)
    elif not path.is_dir():
        raise StoreError(f"{path}: is a file, not the directory of a store")
    elif not (path / "CURRENT").exists() and any(path.iterdir()):
        raise StoreError(f"{path}: holds other files and no store; choose an empty or a new directory")
    elif not create and not (path / "CURRENT").exists():
        raise StoreError(f"{path}: an empty directory, no store; build one with: kg build")


def _open_problem(path: Path, error: OSError) -> str:
    if "lock" in str(error).lower():
        return f"{path}: in use by another process; wait until it ends or close it"
    if isinstance(error, PermissionError) or "permission denied" in str(error).lower():
        return f"{path}: no permission to open the store there"
    return f"{path}: can't be opened as a store: {error}"


class Store(Protocol):
    """A set of quads that speaks SPARQL. One process at a time may hold it, and one thread may write."""

    def add(self, quads: Iterable[Quad]) -> None:
        """All of `quads` stand in the store afterwards, or none of them."""

    def remove(self, graph: str) -> None:
        """No quad stands in the named graph `graph` afterwards."""

    def replace(self, graph: str, gone: Iterable[Quad], come: Iterable[Quad]) -> None:
        """What stood in the named graph `graph` and the quads `gone` are out afterwards, all of `come` in; or nothing.

        What is both there before and in `come` stays.
        """

    def query(
        self,
        sparql: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        also: Sequence[str] = (),
    ) -> Results:
        """What a SPARQL 1.1 query gives; the graphs `also` count as parts of the default graph.

        Raises:
            SyntaxError: malformed; with the position.
        """

    def update(self, sparql: str) -> None:
        """All operations of a SPARQL 1.1 update are done afterwards, or none of them."""

    def dump(self, path: Path, format: str) -> None:
        """The whole store in a file of `format` (see `kg.dump.FORMATS`): same content, same bytes."""

    def graphs(self) -> list[str]:
        """The names of all named graphs that hold something, sorted."""

    def close(self) -> None:
        """All is safe on disk and the store is free for others."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, type: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class OxigraphStore:
    """Embedded Oxigraph. Writes survive a killed process at once, a power cut after `FLUSH_EVERY` writes or `close`."""

    def __init__(self, store: ox.Store, place: str, *, on_disk: bool = False) -> None:
        self._open: ox.Store | None = store
        self.on_disk = on_disk  # then threads of RocksDB work behind it, and a fork must not use it
        self._lock = RLock()
        self._writes = 0
        self.place = place

    @property
    def _store(self) -> ox.Store:
        if self._open is None:
            raise StoreError(f"{self.place}: the store is closed")
        return self._open

    def add(self, quads: Iterable[Quad]) -> None:
        """See `Store.add`."""
        with self._writing():
            self._store.extend(quads)

    def remove(self, graph: str) -> None:
        """See `Store.remove`."""
        with self._writing():
            self._store.remove_graph(NamedNode(graph))

    def replace(self, graph: str, gone: Iterable[Quad], come: Iterable[Quad]) -> None:
        """See `Store.replace`."""
        out, into = data_from_quads(gone), data_from_quads(come)
        self.update(f"DROP SILENT GRAPH <{graph}> ; DELETE DATA {{ {out} }} ; INSERT DATA {{ {into} }}")

    def query(
        self,
        sparql: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        also: Sequence[str] = (),
    ) -> Results:
        """See `Store.query`."""
        graphs: list[NamedNode | BlankNode | DefaultGraph] | None = None  # a list would override FROM
        if also:
            graphs = [DEFAULT_GRAPH, *map(NamedNode, also)]
        return self._store.query(sparql, prefixes=dict(prefixes or {}), default_graph=graphs)

    def update(self, sparql: str) -> None:
        """See `Store.update`."""
        with self._writing():
            self._store.update(sparql)

    def dump(self, path: Path, format: str) -> None:
        """See `Store.dump`."""
        write_dump(self._store, path, format)

    def graphs(self) -> list[str]:
        """See `Store.graphs`."""
        found = (graph for graph in self._store.named_graphs() if isinstance(graph, NamedNode))
        return sorted(graph.value for graph in found if any(self._store.quads_for_pattern(None, None, None, graph)))

    def close(self) -> None:
        """See `Store.close`."""
        if self._open is not None:
            with self._writing():
                self._open.flush()
            self._open = None

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time: two threads that write at once lose updates on disk, silently."""
        with self._lock:
            try:
                yield
            except OSError as error:
                raise StoreError(f"{self.place}: can't be written: {error}") from error
            self._writes += 1
            if self._writes % FLUSH_EVERY == 0:
                self._store.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, type: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
