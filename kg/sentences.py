"""Sentence borders that punctuation and line breaks settle, set before the parser decides the rest.

A border that is certain is True, one that is impossible False; where neither holds it stays open (None).
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

FINAL = frozenset(".!?…")
CLOSING = frozenset("“”«»\"'’‘)]")
OPENING = frozenset("„“»«\"'‚‘([–-—•*")
DASHES = frozenset("–—-•*|")  # BERLIN (dpa) – Die Regierung …
OPEN_ENDED = frozenset(":;")  # after these a sentence may begin: Selenskyj: „Wir bleiben.“
LONGEST_ABBREVIATION = 4  # letters of a word whose full stop may belong to it
CODES = {True: 1, False: -1, None: 0}  # of spaCy for a border, no border, an open one
SHORT_LINE = 0.7  # of the longest line: shorter ones end a paragraph in hard-wrapped text


@Language.factory(
    "kg_sentences",
    assigns=["token.is_sent_start"],
    default_config={},
)
def create_sentences(nlp: Language, name: str) -> SentenceBorders:
    """The component `kg_sentences`."""
    return SentenceBorders()


class SentenceBorders:
    """Presets `is_sent_start`; spaCy's parser keeps what is preset."""

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with the certain borders set."""
        if not len(doc):
            return doc
        breaks = line_breaks(doc)
        words = [token for token in doc if not token.is_space]
        starts: list[bool | None] = [False if token.is_space else None for token in doc]
        for previous, token in itertools.pairwise(words):
            at_break = breaks.get(token.i)
            starts[token.i] = at_break if at_break is not None else starts_sentence(previous, token)
        starts[0] = True
        # all at once: for each token that is written alone, spaCy looks through the whole Doc for a parse
        column: Any = np.array([[CODES[start]] for start in starts], np.int64).astype(np.uint64)
        return doc.from_array(["SENT_START"], column)


def line_breaks(doc: Doc) -> dict[int, bool]:
    """For the first word after each line break: whether a sentence starts there.

    A blank line always ends a sentence, so does the end of a headline. In text wrapped at a fixed width
    a single line break says nothing, unless the line is short; such words are left out.
    """
    breaks: dict[int, bool] = {}
    lines = doc.text.splitlines()
    longest = max(len(line) for line in lines) if lines else 0
    wrapped = any(line[:1].islower() for line in lines[1:])
    newlines, before = 0, 0
    for token in doc:
        if token.is_space:
            newlines += token.text.count("\n")
            continue
        if newlines > 1:
            breaks[token.i] = True
        elif newlines == 1:
            length = token.idx - before - 1
            if token.text[:1].islower():
                breaks[token.i] = False
            elif not wrapped or length < SHORT_LINE * longest:
                breaks[token.i] = True
        if newlines or not token.i:
            before = token.idx
        newlines = 0
    return breaks


def starts_sentence(previous: Token, token: Token) -> bool | None:
    """Whether a sentence starts at `token`, both being words of one line; None if that is open.

    am 20. | Januar: False. … kam an. | Die Regierung: True. … um 5. | Die Regierung: None.
    """
    opens = token.text in OPENING and bool(previous.whitespace_)
    if token.text[:1].islower() or (token.is_punct and not opens) or _opens_here(previous):
        return False
    mark = previous
    while mark.i and mark.text in CLOSING and not _opens_here(mark):
        mark = mark.nbor(-1)
    if mark.text in OPEN_ENDED:
        return None
    if mark.text[-1:] not in FINAL:
        # `ins Weiße Haus | Die Regierung`: a headline may have lost its line break
        may_start = (token.is_stop and token.is_title) or mark.text in DASHES
        return None if may_start else False
    if mark.text != "." or not mark.i:
        # `20.`, `Mio.`, `z.B.` end a sentence only if what follows can hardly be joined to them
        abbreviated = mark.text[-1] == "." and mark.text.strip(".")
        return None if not abbreviated or (token.is_stop and token.is_title) else False
    return True if _is_full_stop(mark) and (opens or token.text[:1].isupper()) else None


def _is_full_stop(mark: Token) -> bool:
    """Whether the word before a full stop is hardly an unknown abbreviation: too long or a function word."""
    word = mark.nbor(-1)
    return not word.is_punct and (len(word.text) > LONGEST_ABBREVIATION or word.is_stop)


def _opens_here(mark: Token) -> bool:
    """Whether a quotation mark or bracket opens: nothing between it and the next word, but before it."""
    return mark.text in OPENING and not mark.whitespace_ and (not mark.i or bool(mark.nbor(-1).whitespace_))
