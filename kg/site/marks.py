"""Texts cut into pieces that a page can mark: who is mentioned where, and which sentence is whose claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.site.library import Reading, is_spoken
from kg.statements import Node, StatementRow
from kg.types import Span

# Marks that turn the text after them around: in a page they would reach beyond the piece that holds them.
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``iri`` is who is meant, "" where nobody is; ``marked`` stresses it."""

    text: str
    iri: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, or what stands between two. ``rows`` is what it says; ``voice`` the number of the first speaker.

    ``voice`` counts from 1 in the order in which speakers come up in the article; 0 is the article itself.
    """

    start: int
    pieces: tuple[Piece, ...]
    rows: tuple[StatementRow, ...] = ()
    voice: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """Statements that stand in one sentence, and the sentence, their words marked."""

    rows: tuple[StatementRow, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """One who makes claims in an article: a speaker, or (``node`` None) sources without a name."""

    number: int
    node: Node | None
    claims: int


def voices_of(rows: Iterable[StatementRow]) -> list[Voice]:
    """Who makes claims in `rows`, in the order in which they come up."""
    counts: dict[str, tuple[Node | None, int]] = {}
    for row in rows:
        if is_spoken(row):
            iri = row.speaker.iri if row.speaker else ""
            counts[iri] = row.speaker, counts.get(iri, (None, 0))[1] + 1
    return [Voice(number, node, count) for number, (node, count) in enumerate(counts.values(), 1)]


def passages_of(reading: Reading, rows: Sequence[StatementRow]) -> list[Passage]:
    """The whole text of an article in passages, mentions marked; joined they are the text again.

    `rows` are what the article says, in text order; each belongs to the passage in which its sentence begins.
    """
    numbers = {voice.node.iri if voice.node else "": voice.number for voice in voices_of(rows)}
    found: list[Passage] = []
    for span in _cover(reading.sentences, len(reading.text)):
        inside = tuple(row for row in rows if span.start <= row.sentence_span.start < span.end)
        spoken = [row for row in inside if is_spoken(row)]
        voice = numbers[spoken[0].speaker.iri if spoken[0].speaker else ""] if spoken else 0
        found.append(Passage(span.start, tuple(_pieces(reading, span)), inside, voice))
    return found


def blocks_of(rows: Iterable[StatementRow]) -> list[Block]:
    """`rows` in their order; those that follow each other and stand in one sentence share a block."""
    groups = groupby(rows, key=lambda row: (row.article.iri, row.sentence_span))
    return [_block(tuple(group)) for _, group in groups]


def _block(rows: tuple[StatementRow, ...]) -> Block:
    """One sentence in pieces, the words that its statements rest on marked."""
    sentence, start = rows[0].sentence, rows[0].sentence_span.start
    spans = {(span.start - start, span.end - start) for row in rows for span in row.evidence}
    pieces: list[Piece] = []
    done = 0
    for first, last in _joined(sorted(spans), len(sentence)):
        pieces.append(Piece(visible(sentence[done:first])))
        pieces.append(Piece(visible(sentence[first:last]), marked=True))
        done = last
    pieces.append(Piece(visible(sentence[done:])))
    return Block(rows, tuple(piece for piece in pieces if piece.text))


def _joined(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """`spans` inside a sentence; others were found by coreference elsewhere. Those that touch are one."""
    found: list[tuple[int, int]] = []
    for first, last in spans:
        if first < 0 or last > length:
            continue
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found


def visible(text: str) -> str:
    """`text` without the marks that would turn the text around it.

    >>> visible("a\\u202eb")
    'ab'
    """
    return _TURNING.sub("", text)


def _cover(sentences: Iterable[Span], length: int) -> Iterator[Span]:
    """`sentences` and the gaps between them, from 0 to `length`; of those that overlap the first, longest one."""
    done = 0
    for sentence in sorted(sentences, key=lambda span: (span.start, -span.end)):
        if sentence.start < done or sentence.end > length:
            continue
        if sentence.start > done:
            yield Span(done, sentence.start)
        yield sentence
        done = sentence.end
    if done < length:
        yield Span(done, length)


def _pieces(reading: Reading, span: Span) -> Iterator[Piece]:
    """The text of `span`, its mentions apart; of mentions that overlap the first, longest one."""
    done = span.start
    for mention, iri in sorted(reading.mentions, key=lambda pair: (pair[0].start, -pair[0].end, pair[1])):
        if mention.start < done or mention.end > span.end:
            continue
        if mention.start > done:
            yield Piece(visible(reading.text[done : mention.start]))
        yield Piece(visible(reading.text[mention.start : mention.end]), iri)
        done = mention.end
    if done < span.end:
        yield Piece(visible(reading.text[done : span.end]))
