"""Turns away queries that would write, call other servers, or bring the process down, before they are parsed.

Reads nothing but the words and brackets of a query; also says which words those are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import QueryError

MOST_CHARACTERS = 64_000
MOST_NESTING = 100  # brackets of any kind inside each other; 8,000 overflow the stack of Oxigraph's parser

_UPDATES = frozenset("INSERT DELETE LOAD CLEAR DROP CREATE COPY MOVE ADD WITH".split())
_FORMS = frozenset("SELECT ASK CONSTRUCT DESCRIBE".split())
_HOW_TO_CHANGE = "a query only reads; articles come and go with 'kg build' and 'kg remove'"
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

# The parts of a query in which words and brackets mean nothing, then names, words and brackets.
_TOKEN = re.compile(
    r"""
      (?P<skip> \#[^\n\r]* | <[^<>"{}|^`\\\x00-\x20]*>
        | \"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*\"{3} | '{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}
        | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
        | [?$@][\w-]+ | [\w.-]*:(?:[\w.:%-]|\\.)* )
    | (?P<word> [A-Za-z_]\w* )
    | (?P<open> [({\[] ) | (?P<close> [)}\]] )
    """,
    re.VERBOSE | re.DOTALL,
)


_VARIABLE = re.compile(r"[?$](\w+)")
_GAP = r"(?:\s|\#[^\n\r]*)*"  # blanks and comments
# ORDER BY with nothing but variables, up to the end or to what limits the rows.
_ORDER = re.compile(
    rf"ORDER\b{_GAP}BY\b(?P<keys>(?:{_GAP}(?:(?:ASC|DESC){_GAP}\({_GAP}[?$]\w+{_GAP}\)|[?$]\w+))+)"
    rf"{_GAP}(?:(?:LIMIT|OFFSET|VALUES)\b|\Z)",
    re.IGNORECASE,
)


def check_query(query: str, *, service: bool = False) -> None:
    """Nothing, if `query` only reads this store and is of a sane size. With `service` it may ask other servers, too.

    >>> check_query("SELECT ?s { ?s ?p 'SERVICE (((' }")

    Raises:
        QueryError: an update, a call to another server, too long, or nested too deep.
    """
    if len(query) > MOST_CHARACTERS:
        raise QueryError(query, f"the query has {len(query):,} characters; at most {MOST_CHARACTERS:,} are read")
    for text in {query, _unescape(query)}:  # \u0053ERVICE is SERVICE, too
        _check_words(text, query, service=service)


def order_of(query: str) -> tuple[str, ...] | None:
    """The variables by which `query` sorts its rows; none of them if it sorts by anything else, None if it does not.

    >>> order_of("SELECT ?s ?n { ?s ?p ?n } ORDER BY DESC(?n) ?s LIMIT 3")
    ('n', 's')
    >>> order_of("SELECT ?s { { SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 3 } }") is None
    True
    """
    text, depth = _unescape(query), 0
    for match in _TOKEN.finditer(text):
        depth += bool(match["open"]) - bool(match["close"])
        if depth == 0 and match["word"] and match["word"].upper() == "ORDER":
            by_variables = _ORDER.match(text, match.start())
            return tuple(_VARIABLE.findall(by_variables["keys"])) if by_variables else ()
    return None


def form_of(query: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; "" if `query` is none of them."""
    return next((word for word in _words(_unescape(query)) if word in _FORMS), "")


def words_of(query: str) -> set[str]:
    """The keywords and names of functions in `query`, in capitals; what stands in strings, IRIs and names is none.

    >>> sorted(words_of("select ?graph { GRAPH ?g { ?s ?p 'FROM' } }"))
    ['GRAPH', 'SELECT']
    """
    return {word for text in (query, _unescape(query)) for word in _words(text)}


def _check_words(text: str, query: str, *, service: bool) -> None:
    depth, form = 0, ""
    for match in _TOKEN.finditer(text):
        word = match["word"].upper() if match["word"] else ""
        if word == "SERVICE" and not service:
            raise QueryError(query, "SERVICE is switched off: a query sees this graph only (--service allows others)")
        if not form and word in _UPDATES:
            raise QueryError(query, f"{word} would change the graph; {_HOW_TO_CHANGE}")
        form = form or (word if word in _FORMS else "")
        depth += bool(match["open"]) - bool(match["close"])
        if depth > MOST_NESTING:
            raise QueryError(query, f"brackets are nested more than {MOST_NESTING} deep")


def _words(text: str) -> Iterator[str]:
    return (match["word"].upper() for match in _TOKEN.finditer(text) if match["word"])


def _unescape(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code < 0x110000 else match[0]

    return _ESCAPE.sub(character, text)
