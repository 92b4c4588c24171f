"""The parse of a Doc as plain lists, read once: spaCy looks for dependents and sentences each time it is asked.

Whatever a step works out about a token from the parse alone can be kept beside them (`kept`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cached_property, wraps
from typing import Any, TypeVar

from spacy.tokens import Doc, Token

TREE = "kg_tree"  # in Doc.user_data

Found = TypeVar("Found")


class Tree:
    """Tokens, dependents, sentences and text of one Doc, and what is known of its tokens by now."""

    def __init__(self, doc: Doc) -> None:
        self.doc, self.tokens = doc, list(doc)
        self.read()

    def read(self) -> None:
        """Reads the heads and labels of the tokens, as they are now; nothing is known of the tokens any more."""
        self.dependents: defaultdict[int, list[Token]] = defaultdict(list)
        steps = self.doc.to_array("HEAD").astype("int64").tolist()  # from each token to its head
        for i, step in enumerate(steps):
            if step:
                self.dependents[i + step].append(self.tokens[i])
        self.kept: defaultdict[Callable[[Token], Any], dict[int, Any]] = defaultdict(dict)

    @cached_property
    def text(self) -> str:
        """The text of the Doc."""
        return str(self.doc.text)

    def chars(self, start: int, end: int) -> tuple[int, int]:
        """Code points from token `start` to the end of token `end` - 1, without the space behind it."""
        last = self.tokens[end - 1]
        return self.tokens[start].idx, last.idx + len(last)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Of each token, first token and end of its sentence."""
        return [(sent.start, sent.end) for sent in self.doc.sents for _ in range(sent.start, sent.end)]


def tree_of(doc: Doc) -> Tree:
    """The tree of `doc`, read on first use."""
    known: Tree | None = doc.user_data.get(TREE)
    if known is None:
        known = doc.user_data[TREE] = Tree(doc)
    return known


def forget_tree(doc: Doc) -> None:
    """Makes everything here be read anew: the first step calls it, a Doc may have been parsed again."""
    doc.user_data.pop(TREE, None)


def children(token: Token, *labels: str) -> list[Token]:
    """The dependents of `token` with one of `labels`, in text order."""
    below = tree_of(token.doc).dependents.get(token.i)
    return [child for child in below if child.dep_ in labels] if below else []


def dependents(token: Token) -> Sequence[Token]:
    """All dependents of `token`, in text order."""
    return tree_of(token.doc).dependents.get(token.i, ())


def sentence_of(token: Token) -> tuple[int, int]:
    """First token and end of the sentence that `token` stands in."""
    return tree_of(token.doc).sentences[token.i]


def text_between(doc: Doc, start: int, end: int) -> str:
    """The words of ``doc[start:end]``, without the space behind them."""
    if start >= end:
        return ""
    tree = tree_of(doc)
    first, last = tree.chars(start, end)
    return tree.text[first:last]


def kept(read: Callable[[Token], Found]) -> Callable[[Token], Found]:
    """`read`, asked once a token: its answers, which must rest on the parse alone, are kept with the tree."""

    @wraps(read)
    def find(token: Token) -> Found:
        known, i = tree_of(token.doc).kept[read], token.i
        if i not in known:
            known[i] = read(token)
        found: Found = known[i]
        return found

    return find
