"""Direct speech: pairs of quotation marks."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import tree_of

LONGEST = 300  # tokens of a quote


@dataclass(frozen=True, slots=True)
class Quote:
    """Token positions of an opening and its closing mark; ``end`` is the closing mark itself."""

    start: int
    end: int


def find_quotes(doc: Doc) -> list[Quote]:
    """The outermost quotes of `doc`, in text order; an opening mark that is never closed opens none.

    A quote may span sentences: *„Wir haben geholfen. Das war im September“, sagte er.*
    """
    pairs, known, quotes = load_syntax().quotes.pairs, load_syntax().quotes.marks, []
    marks = [token for token in tree_of(doc).tokens if token.text in known]
    opened: Token | None = None
    for number, token in enumerate(marks):
        if opened is not None and opened.text + token.text in pairs:
            quotes.append(Quote(opened.i, token.i))
            opened = None
        elif opened is None and any(pair[0] == token.text for pair in pairs):
            opened = token if _is_closed(token, marks[number + 1 :]) else None
    return quotes


def _is_closed(opening: Token, marks: list[Token]) -> bool:
    """True if among the `marks` behind it a closing one comes before the same opening one, within 300 tokens."""
    for mark in marks:
        if mark.i >= opening.i + LONGEST:
            return False
        if opening.text + mark.text in load_syntax().quotes.pairs:
            return True
        if mark.text == opening.text:
            return False
    return False
