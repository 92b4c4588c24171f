"""Puts a sentence on other word borders, those of the tokenizer that the model will meet."""

from __future__ import annotations

from collections.abc import Sequence

from training.sentence import Sentence


def retokenise(sentence: Sentence, words: Sequence[str], spaces: Sequence[bool]) -> Sentence:
    """The sentence on `words`, which must spell the same text.

    Words that become one (`EU - Ländern` -> `EU-Ländern`) get the annotation of the one that
    governs the others, and the lemma of all: `EU-Land`. Where a word falls apart, its first
    piece keeps the annotation and the rest has none, except for names.
    """
    old = _offsets(sentence.words)
    new = _offsets(words)
    owner: list[int] = []  # for each old word the new one that holds its first character
    at = 0
    for start, _ in old:
        while new[at][1] <= start:
            at += 1
        owner.append(at)
    groups: list[list[int]] = [[] for _ in words]
    for i, j in enumerate(owner):
        groups[j].append(i)
    layers = [_merge(sentence, group, owner) if group else _nothing() for group in groups]
    columns = list(zip(*layers, strict=True)) or [()] * 5
    return Sentence(
        words=tuple(words),
        spaces=tuple(spaces),
        tags=columns[0],
        feats=columns[1],
        lemmas=columns[2],
        heads=columns[3],
        deprels=columns[4],
        ents=_move_ents(sentence, old, new),
        source=sentence.source,
    )


def is_sound(sentence: Sentence) -> bool:
    """False if merged words have made a circle out of the tree."""
    for start in range(len(sentence.heads)):
        at, steps = start, 0
        while (head := sentence.heads[at]) is not None and head != at:
            at, steps = head, steps + 1
            if steps > len(sentence.heads):
                return False
    return True


def _offsets(words: Sequence[str]) -> list[tuple[int, int]]:
    """Start and end of each word in the text without spaces."""
    offsets, at = [], 0
    for word in words:
        length = len("".join(word.split()))
        offsets.append((at, at + length))
        at += length
    return offsets


def _nothing() -> tuple[None, None, None, None, None]:
    return None, None, None, None, None


def _merge(sentence: Sentence, group: list[int], owner: list[int]) -> tuple:
    heads = sentence.heads
    outside = [i for i in group if heads[i] == i or heads[i] is None or heads[i] not in group]
    # a full stop that the tokenizer leaves on `20.` never governs
    chief = next((i for i in outside if sentence.tags[i] != "PUNCT"), group[0])
    if len(group) > 1 and heads[group[0]] is None:
        chief = next((i for i in reversed(group) if sentence.tags[i] != "PUNCT"), group[0])
    lemma = sentence.lemmas[chief]
    if lemma is not None and len(group) > 1:
        around = [sentence.words[i] if i != chief else lemma for i in group]
        lemma = "".join(around)
    head = heads[chief]
    if head is not None:
        head = owner[head]
    return sentence.tags[chief], sentence.feats[chief], lemma, head, sentence.deprels[chief]


def _move_ents(sentence: Sentence, old: list[tuple[int, int]], new: list[tuple[int, int]]) -> tuple[str | None, ...]:
    """The names on the new words; a name that covers any of a new word covers all of it."""
    if all(tag is None for tag in sentence.ents):
        return (None,) * len(new)
    tags: list[str | None] = ["O"] * len(new)
    for label, first, last in bio_spans(sentence.ents):
        start, end = old[first][0], old[last][1]
        inside = [i for i, (a, b) in enumerate(new) if a < end and b > start and a < b]
        for n, i in enumerate(inside):
            if tags[i] == "O":
                tags[i] = f"{'I' if n else 'B'}-{label}"
    return tuple(tags)


def bio_spans(tags: Sequence[str | None]) -> list[tuple[str, int, int]]:
    """(label, first word, last word) of each name.

    >>> bio_spans(["B-PER", "I-PER", "O", "B-LOC"])
    [('PER', 0, 1), ('LOC', 3, 3)]
    """
    spans: list[tuple[str, int, int]] = []
    for i, tag in enumerate(tags):
        if tag in (None, "O"):
            continue
        prefix, label = tag.split("-", 1)
        joins = prefix == "I" and spans and spans[-1][0] == label and spans[-1][2] == i - 1
        if joins:
            spans[-1] = (label, spans[-1][1], i)
        else:
            spans.append((label, i, i))
    return spans
