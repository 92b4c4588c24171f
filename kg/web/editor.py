"""The page that asks in SPARQL: editor, ready questions, a table of the answer, downloads. It needs no script."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, partial
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.dump import prefixes
from kg.errors import KgError
from kg.ontology import load_ontology
from kg.query import Result
from kg.questions import named_queries
from kg.results import format_result, labels_of
from kg.statements import Language
from kg.transfer import Term
from kg.web.answers import RDF_XML, Question, run
from kg.web.edition import Edition
from kg.web.endpoint import STATUS
from kg.web.links import ServerLinks
from kg.web.protocol import FORMATS
from kg.web.replies import desk_of, language_of, pages_of

SHOWN = 1_000  # rows in the page; a download has all
FIRST_QUERY = """SELECT ?who ?what ?whom {
  ?who ?what ?whom .
  ?what a owl:ObjectProperty .
  FILTER(STRSTARTS(STR(?what), STR(kg:)))
}
LIMIT 20
"""
KEYWORDS = (
    "SELECT DISTINCT WHERE FILTER OPTIONAL UNION GRAPH GROUP ORDER BY LIMIT VALUES CONSTRUCT ASK DESCRIBE".split()
)
NAMES = {"json": "JSON", "xml": "XML", "csv": "CSV", "tsv": "TSV", "ttl": "Turtle", "nt": "N-Triples"}
NAMES |= {"jsonld": "JSON-LD", RDF_XML: "RDF/XML"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in the table, and where more about it stands ("" for nowhere)."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as the page shows it."""

    form: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    truth: bool = False
    text: str = ""
    truncated: bool = False


async def query(request: Request) -> Response:
    """The editor, and below it the answer to what was asked."""
    fields, desk = request.query_params, desk_of(request)
    name, text, claims = fields.get("name", ""), fields.get("query", ""), fields.get("claims") == "1"
    known = named_queries()
    if name in known:
        text = known[name].query
    result, problem, status = None, "", 200
    if text and name not in known:
        edition, language = desk.edition, language_of(request)
        try:
            work = partial(_show, edition, Question(text, {}, claims=claims), language, desk.seconds)
            result = await desk.turns.take(work)
        except KgError as error:
            problem, status = str(error), STATUS.get(type(error), 400)
    content = {"name": name, "query": text or FIRST_QUERY, "claims": claims, "result": result, "problem": problem}
    endpoint = str(request.url.replace(path="/sparql", query=""))
    links = {"downloads": _downloads(result, text, claims=claims), "endpoint": endpoint}
    page = pages_of(request).render(
        "query", here="query", questions=list(known.values()), names=_names(), **content, **links
    )
    return HTMLResponse(page, status)


def _show(edition: Edition, question: Question, language: Language, seconds: float) -> Shown:
    """The first rows of the answer to `question`, with names for people."""
    result = run(edition.store, question, seconds=seconds, most=SHOWN)
    if result.form == "graph":
        text = format_result(result, "ttl", store=edition.store)
        return Shown("graph", text=text, truncated=result.truncated)
    rows = tuple(_cells(result, edition, language))
    return Shown(result.form, result.columns, rows, result.truth, truncated=result.truncated)


def _cells(result: Result, edition: Edition, language: Language) -> Iterable[tuple[Cell, ...]]:
    nodes = {term.value for row in result.rows for term in row if isinstance(term, NamedNode)}
    names = labels_of(edition.store, nodes, language=language, iris=edition.library.iris)
    articles = {row.iri: row for row in edition.library.articles.values()}
    links = ServerLinks(edition.library)

    def cell(term: Term | None) -> Cell:
        if isinstance(term, NamedNode):
            known = edition.library.nodes.get(term.value)
            place = links.entity(known) if known else ""
            if term.value in articles:
                place = links.article(articles[term.value])
            return Cell(names[term.value], place)
        return Cell(term.value if isinstance(term, Literal) else "" if term is None else str(term))

    return (tuple(map(cell, row)) for row in result.rows)


def _downloads(result: Shown | None, text: str, *, claims: bool) -> list[tuple[str, str]]:
    """Where the whole answer can be had, by format."""
    if result is None:
        return []
    asked = {"query": text} | ({"claims": "1"} if claims else {})
    return [(NAMES[name], f"/sparql?{urlencode(asked | {'format': name})}") for name in FORMATS[result.form]]


@cache
def _names() -> str:
    """What the editor completes: prefixes, relations, keywords."""
    relations = sorted(f"kg:{name}" for name in load_ontology().relations)
    return " ".join([*(f"{prefix}:" for prefix in sorted(prefixes())), *relations, *KEYWORDS])
