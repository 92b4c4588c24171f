"""Direct speech: pairs of quotation marks."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from kg.annotate.syntax_tables import load_syntax


@dataclass(frozen=True, slots=True)
class Quote:
    """Token positions of an opening and its closing mark; ``end`` is the closing mark itself."""

    start: int
    end: int


def find_quotes(doc: Doc) -> list[Quote]:
    """The outermost quotes of `doc`, in text order; an opening mark that is never closed opens none.

    A quote may span sentences: *„Wir haben geholfen. Das war im September“, sagte er.*
    """
    quotes = []
    opened: int | None = None
    for token in doc:
        mark = token.text
        if opened is not None and doc[opened].text + mark in load_syntax().quotes.pairs:
            quotes.append(Quote(opened, token.i))
            opened = None
        elif opened is None and any(pair[0] == mark for pair in load_syntax().quotes.pairs):
            opened = token.i if _is_closed(doc, token.i) else None
    return quotes


def _is_closed(doc: Doc, start: int) -> bool:
    """True if a closing mark follows before the same opening mark comes again, within 300 tokens."""
    opening = doc[start].text
    for token in doc[start + 1 : start + 300]:
        if opening + token.text in load_syntax().quotes.pairs:
            return True
        if token.text == opening:
            return False
    return False
