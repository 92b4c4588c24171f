"""The graph as files: the same quads give the same bytes, whatever the order they came in.

N-Quads are the canonical form: one line a quad, lines sorted by bytes, so that files diff and merge (``sort -m``).
TriG and Turtle are for reading: prefixes once, the default graph first, subjects sorted, types first.
RDF 1.2 is TriG in which a statement reifies its triple as a whole instead of naming its three parts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import cast

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.data import root
from kg.errors import StoreError
from kg.files import write_atomically
from kg.iris import Iris
from kg.terms import OBJECT, ONTOLOGY, PREDICATE, REIFIES, SUBJECT, TYPE

CONTEXT_FILE = "context.jsonld"
PARTS = (SUBJECT, PREDICATE, OBJECT)


def write_dump(quads: Iterable[Quad], path: Path, format: str) -> None:
    """Writes `quads` to `path` in one of `FORMATS`, whole or not at all.

    Raises:
        StoreError: unknown format, or the file can't be written.
    """
    if format not in FORMATS:
        raise StoreError(f"unknown format {format!r}; known: {', '.join(sorted(FORMATS))}")
    write_atomically(path, FORMATS[format](quads))


@cache
def prefixes(iris: Iris | None = None) -> dict[str, str]:
    """The prefixes that files declare and queries may use: those of ``context.jsonld``, and ``id:`` for entities."""
    context = json.loads((root() / CONTEXT_FILE).read_text(encoding="utf-8"))["@context"]
    declared = {name: iri for name, iri in context.items() if isinstance(iri, str) and not name.startswith("@")}
    return declared | {"id": (iris or Iris()).entities}


def nquads(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Sorted N-Quads, line by line."""
    text = serialize(quads, format=RdfFormat.N_QUADS) or b""
    for line in sorted(set(text.split(b"\n"))):
        if line:
            yield line + b"\n"


def ntriples(quads: Iterable[Quad]) -> Iterator[bytes]:
    """The default graph as sorted N-Triples, line by line."""
    return nquads(quad for quad in quads if isinstance(quad.graph_name, DefaultGraph))


def trig(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Everything as TriG."""
    ordered = sorted(set(quads), key=_place)
    yield from sorted_prefixes(serialize(ordered, format=RdfFormat.TRIG, prefixes=prefixes(iris_of(ordered))) or b"")


def turtle(quads: Iterable[Quad]) -> Iterator[bytes]:
    """The default graph as Turtle."""
    found = set(quads)
    plain = sorted((quad for quad in found if isinstance(quad.graph_name, DefaultGraph)), key=_place)
    triples = [quad.triple for quad in plain]
    yield from sorted_prefixes(serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes(iris_of(found))) or b"")


def jsonld(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Everything as JSON-LD, its context and objects in sorted order."""
    ordered = sorted(set(quads), key=_place)
    yield sorted_json(serialize(ordered, format=RdfFormat.JSON_LD, prefixes=prefixes(iris_of(ordered))) or b"[]")


def rdf12(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Everything as TriG of RDF 1.2: statements are the reifiers of their triples, ``<s> rdf:reifies <<( … )>>``."""
    ordered = sorted(_reified(sorted(set(quads), key=_place)), key=_place)
    text = serialize(ordered, format=RdfFormat.TRIG, prefixes=prefixes(iris_of(ordered))) or b""
    yield b'VERSION "1.2"\n'
    yield from sorted_prefixes(text)


def _reified(quads: Iterable[Quad]) -> Iterator[Quad]:
    """`quads` with one triple term in place of subject, predicate and object of a statement that has all three."""
    parts: dict[tuple[object, object], dict[NamedNode, Quad]] = {}
    for quad in quads:
        if quad.predicate in PARTS:
            known = parts.setdefault((quad.graph_name, quad.subject), {})
            if quad.predicate not in known:
                known[quad.predicate] = quad
                continue
        yield quad
    for part in parts.values():
        if len(part) == len(PARTS):
            subject, predicate, object = (part[name].object for name in PARTS)
            triple = Triple(cast(NamedNode, subject), cast(NamedNode, predicate), object)
            yield Quad(part[SUBJECT].subject, REIFIES, triple, part[SUBJECT].graph_name)
        else:
            yield from part.values()


def sorted_json(text: bytes) -> bytes:
    """JSON `text` with its keys sorted: Oxigraph writes those of a context in an order that changes from run to run."""
    return json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8") + b"\n"


def sorted_prefixes(text: bytes) -> Iterator[bytes]:
    """`text` with its prefix lines sorted: Oxigraph writes them in an order that changes from run to run."""
    lines = text.split(b"\n")
    count = next((number for number, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    yield b"".join(line + b"\n" for line in sorted(lines[:count]))
    yield b"\n".join(lines[count:])


def iris_of(quads: Iterable[Quad]) -> Iris:
    """The names that a whole graph was written with, read off the graph that holds its vocabulary."""
    for quad in quads:
        if quad.object == ONTOLOGY and isinstance(quad.graph_name, NamedNode):
            return Iris(quad.graph_name.value.removesuffix("ontology"))
    return Iris()


def _place(quad: Quad) -> tuple[str, str, bool, str, str]:
    graph = "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)
    return graph, str(quad.subject), quad.predicate != TYPE, str(quad.predicate), str(quad.object)


FORMATS: dict[str, Callable[[Iterable[Quad]], Iterator[bytes]]] = {
    "jsonld": jsonld,
    "nquads": nquads,
    "ntriples": ntriples,
    "rdf12": rdf12,
    "trig": trig,
    "turtle": turtle,
}
