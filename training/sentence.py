"""One annotated sentence, whatever corpus it comes from, and its text."""

from __future__ import annotations

from dataclasses import dataclass, replace

OPENING = frozenset("([{„‚»")
CLOSING = frozenset(".,;:!?)]}…“’«”")
TOGGLING = frozenset({'"', "'"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with layers of annotation; all layers are as long as `words`.

    In every layer `None` means *not annotated*, which is not the same as empty:
    `feats == ""` says that the word has no features, `feats is None` that nobody looked.

    - `spaces`: whether a space follows the word
    - `tags`: UPOS; `feats`: `Case=Nom|Number=Sing`, sorted; `lemmas`
    - `heads`: index of the governor in `words`, the root governs itself; `deprels`
    - `ents`: BIO tags such as `B-LOCderiv`, `O`
    - `source`: corpus and sentence id, `gsd-train/gsdtrain-line1`
    """

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    tags: tuple[str | None, ...]
    feats: tuple[str | None, ...]
    lemmas: tuple[str | None, ...]
    heads: tuple[int | None, ...]
    deprels: tuple[str | None, ...]
    ents: tuple[str | None, ...]
    source: str

    @property
    def text(self) -> str:
        """The sentence as written, without a final space."""
        pairs = zip(self.words, self.spaces, strict=True)
        return "".join(word + " " * space for word, space in pairs).rstrip(" ")

    @property
    def has_tree(self) -> bool:
        """Whether every word has a governor."""
        return bool(self.words) and None not in self.heads


def sentence_from_words(
    words: list[str],
    *,
    source: str,
    ents: list[str] | None = None,
    spaces: list[bool] | None = None,
) -> Sentence:
    """A sentence without any annotation but, perhaps, names."""
    nothing = (None,) * len(words)
    return Sentence(
        words=tuple(words),
        spaces=tuple(detokenise(words) if spaces is None else spaces),
        tags=nothing,
        feats=nothing,
        lemmas=nothing,
        heads=nothing,
        deprels=nothing,
        ents=nothing if ents is None else tuple(ents),
        source=source,
    )


def detokenise(words: list[str]) -> list[bool]:
    """Whether a space follows each word, guessed for corpora that do not say.

    >>> detokenise(["Er", "sagte", ":", '"', "Nein", '"', "."])
    [True, False, True, False, False, False, False]
    """
    glued = [False] * (len(words) + 1)  # glued[i]: nothing between word i-1 and word i
    is_open = {mark: False for mark in TOGGLING}
    guillemet = None
    for i, word in enumerate(words):
        if word in ("»", "«"):
            # »deutsch« or «schweizerisch»: the first one met opens
            opens = guillemet is None
            guillemet = word if opens else None
        elif word in TOGGLING:
            opens = is_open[word] = not is_open[word]
        elif word == "“":
            # „so“ closes, “so” opens
            opens = "”" in words[i:] and "„" not in words[:i]
        elif word in OPENING or word == "``":
            opens = True
        elif word in CLOSING or word == "''" or (word and not word.strip(".!?…")):
            opens = False
        else:
            if word == "/":
                glued[i] = glued[i + 1] = True
            continue
        if opens:
            glued[i + 1] = True
        else:
            glued[i] = True
    return [not glued[i + 1] for i in range(len(words) - 1)] + [False] * bool(words)


def with_ents(sentence: Sentence, ents: list[str]) -> Sentence:
    """The same sentence with names."""
    return replace(sentence, ents=tuple(ents))
