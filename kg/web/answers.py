"""SPARQL answered for clients: on the graphs that they name, within limits of time, memory and size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode

from kg.errors import KgError, QueryError
from kg.guard import form_of
from kg.query import MOST_ROWS, Result, run_query
from kg.results import format_result
from kg.store import OxigraphStore, Results

FORMS = {"SELECT": "rows", "ASK": "ask", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
RDF_XML = "rdfxml"  # which kg writes for clients only: many open relations have no name in XML
MOST_CHARACTERS = 64 * 1024 * 1024  # of one answer


class RefusedError(KgError):
    """A query that is well-formed, but takes too much time or memory. Others may ask it of a bigger computer."""


class UnacceptableError(KgError):
    """A query whose answer has no format that the client takes."""


@dataclass(frozen=True, slots=True)
class Question:
    """One query. ``formats`` says for each form ("rows", "ask", "graph") how the answer is written, "" for not at all.

    ``claims`` counts as true what is only claimed. ``default`` and ``named`` are the graphs to ask, if not all.
    """

    query: str
    formats: Mapping[str, str]
    claims: bool = False
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave, and as text in ``format``."""

    result: Result
    format: str
    text: str


def answer(store: OxigraphStore, question: Question, *, seconds: float) -> Answer:
    """The whole answer of `store` to `question`, in the format that the question wants for its form.

    Raises:
        QueryError: malformed, not allowed, or more rows than are given.
        RefusedError: it took more than `seconds`, or too much memory.
        UnacceptableError: no format for it.
    """
    form = FORMS.get(form_of(question.query), "")
    if form and not question.formats.get(form):
        raise UnacceptableError(f"no format that you accept fits this query; ask for one of those for {form}")
    result = run(store, question, seconds=seconds)
    if result.truncated:
        raise QueryError(question.query, f"more than {MOST_ROWS:,} rows; narrow the query or add LIMIT")
    format = question.formats[result.form]
    text = _rdf_xml(result) if format == RDF_XML else format_result(result, format, store=store, labels=False)
    if len(text) > MOST_CHARACTERS:
        raise QueryError(question.query, f"the answer has {len(text):,} characters; narrow the query or add LIMIT")
    return Answer(result, format, text)


def run(store: OxigraphStore, question: Question, *, seconds: float, most: int = MOST_ROWS) -> Result:
    """What `store` knows about `question`, at most so many rows.

    Raises:
        QueryError: malformed or not allowed.
        RefusedError: it took more than `seconds`, or too much memory.
    """
    part = Dataset(store, question) if question.default or question.named else store
    try:
        return run_query(part, question.query, claims=question.claims, max_rows=most, timeout=seconds)
    except QueryError as error:
        if isinstance(error.__context__, TimeoutError | MemoryError):
            raise RefusedError(str(error)) from None
        raise


class Dataset(OxigraphStore):
    """A store whose graphs are, for one question, those that the client names (SPARQL protocol, section 2.1.4)."""

    def __init__(self, whole: OxigraphStore, question: Question) -> None:
        super().__init__(whole._store, whole.place)
        self._whole, self._question = whole, question

    def query(self, sparql: str, *, prefixes: Mapping[str, str] | None = None, also: Sequence[str] = ()) -> Results:
        """See `kg.store.Store.query`."""
        asked = self._question
        if sparql != asked.query:
            return self._whole.query(sparql, prefixes=prefixes, also=also)
        default: list[NamedNode | ox.BlankNode | DefaultGraph] = [NamedNode(iri) for iri in (*asked.default, *also)]
        named: list[NamedNode | ox.BlankNode] = [NamedNode(iri) for iri in asked.named]
        return self._store.query(sparql, prefixes=dict(prefixes or {}), default_graph=default, named_graphs=named)


def _rdf_xml(result: Result) -> str:
    try:
        return (ox.serialize(result.triples, format=ox.RdfFormat.RDF_XML) or b"").decode("utf-8")
    except (OSError, ValueError) as error:
        raise QueryError("", f"this graph can't be written as RDF/XML: {error}; ask for Turtle") from error
