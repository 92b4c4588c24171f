"""Query results as text: a table for people, or one of the formats of the SPARQL and RDF standards."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, RdfFormat, parse_query_results, serialize

from kg.align import align
from kg.dump import prefixes, sorted_json, sorted_prefixes
from kg.errors import QueryError
from kg.iris import RDFS, XSD, Iris
from kg.query import Result
from kg.statements import Language
from kg.store import Store
from kg.tables import Properties, iri_values, read_table
from kg.transfer import Term
from kg.upkeep import iris_of_store

_LABELS = """
SELECT DISTINCT ?s ?p ?o {
  VALUES ?s { %s }
  { ?s rdfs:label ?o } UNION { GRAPH <%s> { ?s rdfs:label ?o } } UNION { GRAPH ?s { ?s dcterms:identifier ?o } }
  BIND(rdfs:label AS ?p)
}
"""


def format_result(
    result: Result,
    format: str = "",
    *,
    store: Store,
    language: Language = "en",
    labels: bool | None = None,
    width: int | None = None,
) -> str:
    """`result` as text in `format`, by default a table or, for a graph, Turtle. Ends with a line break.

    Tables show labels in `language` instead of IRIs; `labels` asks for the same in csv and tsv, or not in tables.
    Long texts of a table are cut so that a line has at most `width` characters.

    Raises:
        QueryError: the format does not fit the form of the query; names those that do.
    """
    writers = _GRAPH_WRITERS if result.form == "graph" else _ROW_WRITERS
    format = format or next(iter(writers))
    if format not in writers:
        form = {"rows": "SELECT", "ask": "ASK", "graph": "CONSTRUCT and DESCRIBE"}[result.form]
        raise QueryError("", f"{format} is no format for {form}; choose one of: {', '.join(writers)}")
    wants_labels = format == "table" if labels is None else labels and format in ("table", "csv", "tsv")
    iris = iris_of_store(store) or Iris()
    if wants_labels and result.form == "rows":
        names = labels_of(store, _nodes(result), language=language, iris=iris)
        cells = _cells(result, names)
        return align(cells, width=width) if format == "table" else _csv(cells) if format == "csv" else _tsv(cells)
    return writers[format](result, prefixes(iris))


def labels_of(
    store: Store, nodes: Iterable[str], *, language: Language = "en", iris: Iris | None = None
) -> dict[str, str]:
    """A name for people for each IRI: its label in `language`, any label, or its short form (``kg:buys``)."""
    iris = iris or Iris()
    wanted = sorted(set(nodes))
    known = read_table(store, _LABELS % (iri_values(wanted), iris.ontology)) if wanted else {}
    return {node: _label(known.get(node), language) or _short(node, prefixes(iris)) for node in wanted}


def _label(properties: Properties | None, language: Language) -> str:
    if properties is None:
        return ""
    return properties.first(RDFS + "label", language) or properties.first(RDFS + "label")


def _short(iri: str, known: Mapping[str, str]) -> str:
    for prefix, start in known.items():
        if iri.startswith(start) and len(iri) > len(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return f"<{iri}>"


def _nodes(result: Result) -> set[str]:
    return {term.value for row in result.rows for term in row if isinstance(term, NamedNode)}


def _cells(result: Result, names: Mapping[str, str]) -> list[list[str]]:
    """The header and all rows, as texts for people."""
    rows = [[_cell(term, names) for term in row] for row in result.rows]
    return [list(result.columns), *rows]


def _cell(term: Term | None, names: Mapping[str, str]) -> str:
    if isinstance(term, NamedNode):
        return names.get(term.value, f"<{term.value}>")
    if isinstance(term, Literal):
        return term.value
    return "" if term is None else str(term)


def _csv(cells: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(cells)
    return text.getvalue()


def _tsv(cells: Iterable[Sequence[str]]) -> str:
    return "".join("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in cells)


def _plain_table(result: Result, known: Mapping[str, str]) -> str:
    if result.form == "ask":
        return "yes\n" if result.truth else "no\n"
    return align(_cells(result, {node: _short(node, known) for node in _nodes(result)}))


def _json(result: Result, known: Mapping[str, str]) -> str:
    return json.dumps(_json_document(result), ensure_ascii=False, indent=1) + "\n"


def _json_document(result: Result) -> dict[str, object]:
    if result.form == "ask":
        return {"head": {}, "boolean": result.truth}
    pairs = (zip(result.columns, row, strict=True) for row in result.rows)
    bindings = [{name: _json_term(term) for name, term in row if term is not None} for row in pairs]
    return {"head": {"vars": list(result.columns)}, "results": {"bindings": bindings}}


def _json_term(term: Term) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, Literal):
        raise QueryError("", "a query may not give whole triples as values")
    found: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype.value != XSD + "string":
        found["datatype"] = term.datatype.value
    return found


def _standard(format: QueryResultsFormat) -> Callable[[Result, Mapping[str, str]], str]:
    """A writer of one of the W3C formats, made by Oxigraph from our JSON."""

    def write(result: Result, known: Mapping[str, str]) -> str:
        parsed = parse_query_results(json.dumps(_json_document(result)), QueryResultsFormat.JSON)
        text = (parsed.serialize(format=format) or b"").decode("utf-8").replace("\r\n", "\n")
        return text if text.endswith("\n") else text + "\n"

    return write


def _rdf(format: RdfFormat) -> Callable[[Result, Mapping[str, str]], str]:
    def write(result: Result, known: Mapping[str, str]) -> str:
        plain = "".join(map(str, result.triples))
        used = {prefix: iri for prefix, iri in known.items() if f"<{iri}" in plain}
        text = serialize(result.triples, format=format, prefixes=used) or b""
        stable = sorted_json(text) if format == RdfFormat.JSON_LD else b"".join(sorted_prefixes(text))
        return stable.decode("utf-8")

    return write


_ROW_WRITERS: dict[str, Callable[[Result, Mapping[str, str]], str]] = {
    "table": _plain_table,
    "csv": _standard(QueryResultsFormat.CSV),
    "tsv": _standard(QueryResultsFormat.TSV),
    "json": _json,
    "xml": _standard(QueryResultsFormat.XML),
}
_GRAPH_WRITERS: dict[str, Callable[[Result, Mapping[str, str]], str]] = {
    "ttl": _rdf(RdfFormat.TURTLE),
    "nt": _rdf(RdfFormat.N_TRIPLES),
    "jsonld": _rdf(RdfFormat.JSON_LD),
}
