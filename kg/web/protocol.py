"""The SPARQL 1.1 protocol: what a client asks and which format it wants, and what the endpoint says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from kg.errors import KgError
from kg.guard import MOST_CHARACTERS
from kg.web.answers import RDF_XML, Question

QUERY, UPDATE, FORM = "application/sparql-query", "application/sparql-update", "application/x-www-form-urlencoded"
MOST_FIELDS = 100

# The formats of each form of answer, the one that is given unasked first: names of ours, their media types.
_BINDINGS = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
FORMATS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "rows": _BINDINGS,
    "ask": _BINDINGS,
    "graph": {
        "ttl": ("text/turtle", "application/turtle", "application/x-turtle", "text/plain"),
        RDF_XML: ("application/rdf+xml", "application/xml"),
        "nt": ("application/n-triples",),
        "jsonld": ("application/ld+json",),
    },
}
_QUALITY = re.compile(r"[qQ]=([01](?:\.\d{0,3})?)")


class ProtocolError(KgError):
    """A request that is no query by the SPARQL protocol. ``status`` is what HTTP calls it."""

    def __init__(self, status: int, reason: str) -> None:
        self.status = status
        super().__init__(reason)


def asked(
    method: str, url_fields: str, *, accept: str = "", content_type: str = "", body: bytes = b""
) -> Question | None:
    """What a request asks; None for a GET without anything, which wants to know what is here.

    Each form of answer comes in the format that is named (``format=csv``), else in the one that fits `accept` best.

    Raises:
        ProtocolError: an update, no query or several, or not UTF-8.
    """
    kind = content_type.partition(";")[0].strip().lower()
    fields = _fields(url_fields)
    if method == "POST" and kind == FORM:
        fields += _fields(_decoded(body))
    elif method == "POST" and kind == QUERY:
        fields.append(("query", _decoded(body)))
    elif method == "POST" and kind == UPDATE:
        raise ProtocolError(403, "updates are refused: articles come and go with 'kg build' and 'kg remove'")
    elif method == "POST":
        raise ProtocolError(415, f"POST a query as {QUERY} or {FORM}")
    if any(name == "update" for name, _ in fields):
        raise ProtocolError(403, "updates are refused: articles come and go with 'kg build' and 'kg remove'")
    queries = [value for name, value in fields if name == "query"]
    if not queries and method != "POST":
        return None
    if len(queries) != 1:
        raise ProtocolError(400, f"one query is needed, not {len(queries)}")
    if len(queries[0]) > MOST_CHARACTERS:
        raise ProtocolError(413, f"the query has more than {MOST_CHARACTERS:,} characters")
    format = next((value for name, value in fields if name == "format"), "")
    return Question(
        queries[0],
        {form: format if format in known else _choose(accept, known) for form, known in FORMATS.items()},
        claims=any(name == "claims" and value in ("1", "true", "on") for name, value in fields),
        default=tuple(value for name, value in fields if name == "default-graph-uri"),
        named=tuple(value for name, value in fields if name == "named-graph-uri"),
    )


def media_type(form: str, format: str) -> str:
    """The media type of a format, with its encoding."""
    return f"{FORMATS[form][format][0]}; charset=utf-8"


def describe(address: str) -> str:
    """What the endpoint at `address` can do, in Turtle (SPARQL 1.1 Service Description)."""
    names = {"json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML", "csv": "SPARQL_Results_CSV"}
    names |= {"tsv": "SPARQL_Results_TSV", "ttl": "Turtle", RDF_XML: "RDF_XML", "nt": "N-Triples", "jsonld": "JSON-LD"}
    formats = ", ".join(f"<http://www.w3.org/ns/formats/{name}>" for name in names.values())
    return (
        "@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .\n\n"
        f"<{address}> a sd:Service ;\n"
        f"    sd:endpoint <{address}> ;\n"
        "    sd:supportedLanguage sd:SPARQL11Query ;\n"
        f"    sd:resultFormat {formats} .\n"
    )


def _fields(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise ProtocolError(400, f"malformed parameters: {error}") from None


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProtocolError(400, f"byte {error.start} is not UTF-8") from None


def _choose(accept: str, known: Mapping[str, tuple[str, ...]]) -> str:
    """The format that an Accept header likes best; "" if it takes none of them."""
    ranges = [_quality(part) for part in (accept or "*/*").split(",") if part.strip()]
    best, chosen = 0.0, ""
    for name, types in known.items():
        given, *others = types
        likes = max([_liking(given, ranges), *(_quality_of(type, ranges) for type in others)])
        if likes > best:
            best, chosen = likes, name
    return chosen


def _quality(part: str) -> tuple[str, float]:
    type, *parameters = (word.strip() for word in part.split(";"))
    match = next((found for word in parameters if (found := _QUALITY.fullmatch(word))), None)
    return type.lower(), min(float(match[1]), 1.0) if match else 1.0


def _liking(type: str, ranges: list[tuple[str, float]]) -> float:
    """How much the media type of a format is liked: by the narrowest range that names it (RFC 9110, 12.5.1)."""
    wider = [name for name in (type, f"{type.split('/')[0]}/*", "*/*") if any(known == name for known, _ in ranges)]
    return _quality_of(wider[0], ranges) if wider else 0.0


def _quality_of(name: str, ranges: list[tuple[str, float]]) -> float:
    """The quality that is given to a media type or range by its very name."""
    return next((quality for known, quality in ranges if known == name), 0.0)
