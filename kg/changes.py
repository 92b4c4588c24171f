"""Quads as the text of a SPARQL update."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad


def data_from_quads(quads: Iterable[Quad], *, default_graph: str = "") -> str:
    """`quads` as the body of INSERT DATA, DELETE DATA, INSERT or DELETE, each graph's triples together.

    What stands in the default graph goes into the graph `default_graph` if one is named.

    >>> s, p, o, g = (NamedNode(f"ex:{name}") for name in "spog")
    >>> data_from_quads([Quad(s, p, o), Quad(s, p, s, g)])
    '<ex:s> <ex:p> <ex:o> .\\nGRAPH <ex:g> { <ex:s> <ex:p> <ex:s> . }'
    """
    graphs: dict[str, list[str]] = {}
    unnamed = f"<{default_graph}>" if default_graph else ""
    for quad in quads:
        graph = str(quad.graph_name) if isinstance(quad.graph_name, NamedNode) else unnamed
        graphs.setdefault(graph, []).append(f"{quad.triple} .")
    blocks = ("\n".join(triples) if not graph else _block(graph, triples) for graph, triples in graphs.items())
    return "\n".join(blocks)


def _block(graph: str, triples: list[str]) -> str:
    return f"GRAPH {graph} {{ " + "\n".join(triples) + " }"
