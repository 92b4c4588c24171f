"""CoNLL-U files -> sentences whose words are those of running text (`im` stays one word)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from training.sentence import Sentence, detokenise

ARTICLE_FEATURES = frozenset({"Case", "Gender", "Number"})
UPOS = frozenset("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())
SUSPENDED_BEFORE = frozenset({"und", "oder", "bis", "sowie"})
Row = list[str]


def read_conllu(path: Path, *, name: str, detokenised: bool = False) -> list[Sentence]:
    """All sentences of a file; `name` becomes the first half of each `source`.

    `detokenised=True` guesses the spaces, for files whose text is tokenised with blanks.
    """
    sentences = []
    for sent_id, rows in _blocks(path):
        sentence = _sentence_from_rows(rows, source=f"{name}/{sent_id}", guess=detokenised)
        sentences.append(sentence)
    return sentences


def _blocks(path: Path) -> Iterator[tuple[str, list[Row]]]:
    sent_id, rows = "", []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# sent_id = "):
                sent_id = line.removeprefix("# sent_id = ")
            elif line and not line.startswith("#"):
                rows.append(line.split("\t"))
            elif not line and rows:
                yield sent_id, rows
                rows = []
    if rows:
        yield sent_id, rows


def _sentence_from_rows(rows: list[Row], *, source: str, guess: bool) -> Sentence:
    groups = _surface_groups(rows)
    position = {row[0]: i for i, (_, _, members) in enumerate(groups) for row in members}
    words, spaces, tags, feats, lemmas, heads, deprels = [], [], [], [], [], [], []
    for i, (form, space, members) in enumerate(groups):
        chief = _chief(members)
        words.append(form)
        spaces.append(space)
        # Empirist has a few `ADJD` in this column
        tags.append(chief[3] if chief[3] in UPOS else None)
        lemmas.append(_known(chief[2], missing_if=chief[1] != "_"))
        feats.append(_group_feats(members, chief))
        head = None if chief[6] == "_" else (i if chief[6] == "0" else position[chief[6]])
        heads.append(head)
        deprels.append(_known(chief[7]))
    if guess:
        spaces = detokenise(words)
    for i, (word, after) in enumerate(pairwise(words)):
        # the reconstructed text has `Wüsten-und Waldgebiete`
        if word == "-" and after in SUSPENDED_BEFORE:
            spaces[i] = True
    return Sentence(
        words=tuple(words),
        spaces=tuple(spaces),
        tags=tuple(tags),
        feats=tuple(feats),
        lemmas=tuple(lemmas),
        heads=tuple(heads),
        deprels=tuple(deprels),
        ents=(None,) * len(words),
        source=source,
    )


def _surface_groups(rows: list[Row]) -> list[tuple[str, bool, list[Row]]]:
    """(form, space after, syntactic words) for each word of the running text."""
    groups: list[tuple[str, bool, list[Row]]] = []
    last = 0  # id of the last syntactic word inside the open multi-word token
    for row in rows:
        if "." in row[0]:
            continue  # empty node of the enhanced graph
        if "-" in row[0]:
            last = int(row[0].split("-")[1])
            groups.append((row[1], "SpaceAfter=No" not in row[9], []))
        elif int(row[0]) <= last:
            form, space, members = groups[-1]
            # the reconstructed train notes a missing space on the last word inside
            space = space and not (int(row[0]) == last and "SpaceAfter=No" in row[9])
            groups[-1] = (form, space, [*members, row])
        else:
            groups.append((row[1], "SpaceAfter=No" not in row[9], [row]))
    return groups


def _chief(members: list[Row]) -> Row:
    """The word of a group that hangs outside it; the preposition in `im`."""
    inside = {row[0] for row in members}
    return next((row for row in members if row[6] not in inside), members[0])


def _group_feats(members: list[Row], chief: Row) -> str | None:
    if len(members) == 1:
        return _feats(chief)
    article = next((row for row in members if row[3] == "DET"), chief)
    found = _feats(article)
    if not found:
        return found
    return "|".join(f for f in found.split("|") if f.split("=")[0] in ARTICLE_FEATURES)


def _feats(row: Row) -> str | None:
    """Features; `None` where the lemma is missing too, since nobody annotated that word."""
    if row[5] != "_":
        return row[5]
    return None if row[2] == "_" and row[1] != "_" else ""


def _known(cell: str, *, missing_if: bool = True) -> str | None:
    return None if cell == "_" and missing_if else cell
