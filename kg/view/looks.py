"""How nodes look: a shape and two colours for each type, and labels short enough for a picture."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from functools import lru_cache

LINE_WIDTH, LINE_COUNT, LINE_HEIGHT = 22, 3, 16  # of a label: characters, lines, pixels

# Marks that turn or hide the text after them, and control characters: no name needs them in a picture.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_NARROW, _BROAD = frozenset("ijlIft.,:;'|!()[]/- "), frozenset("mwMWQO@%ÄÖÜ–—…")


@dataclass(frozen=True, slots=True)
class Look:
    """How nodes of one type are drawn: told apart by shape as well as by colour (on paper and on a dark screen)."""

    shape: str
    light: str
    dark: str


# Hues after Paul Tol's "muted" scheme, which stays distinct for colour-blind readers.
LOOKS: dict[str, Look] = {
    "Person": Look("dot", "#3b3a9c", "#9aa0f0"),
    "Organization": Look("square", "#8a2a5c", "#e08ab8"),
    "Place": Look("triangleDown", "#1c7a3e", "#6cc48a"),
    "Group": Look("hexagon", "#2f8f83", "#63cfc0"),
    "Position": Look("diamond", "#7d7a26", "#c9c463"),
    "Product": Look("square", "#b58a1f", "#e6c667"),
    "Event": Look("star", "#c45a6a", "#f09aa6"),
    "Document": Look("square", "#3d83ad", "#86c5ea"),
    "Amount": Look("diamond", "#96408f", "#d892d2"),
    "Time": Look("diamond", "#5d6673", "#a9b2bf"),
    "Thing": Look("dot", "#85817a", "#b3aea5"),
}


def drawn_type(type: str) -> str:
    """The type that a node of `type` is drawn as: "Thing" if its own has no look."""
    return type if type in LOOKS else "Thing"


@lru_cache(50_000)  # for the layout and for the page, of the same names
def picture_label(text: str) -> str:
    """`text` in at most three short lines, free of marks that would turn the text around it.

    >>> picture_label("Vertreter der Europäischen Union und der NATO")
    'Vertreter der\\nEuropäischen Union und\\nder NATO'
    """
    seen = " ".join(_UNSEEN.sub(" ", text).split())
    return "\n".join(textwrap.wrap(seen, LINE_WIDTH, max_lines=LINE_COUNT, placeholder=" …")) or "?"


def text_width(text: str, size: float = 15.0) -> float:
    """About how many pixels the longest line of `text` takes in a sans serif of `size` pixels."""
    return max(sum(_character_width(character) for character in line) for line in text.split("\n")) * size


def _character_width(character: str) -> float:
    if character in _NARROW:
        return 0.34
    if character in _BROAD or ord(character) > 0x2E7F:  # CJK and emoji are square
        return 0.95
    return 0.7 if character.isupper() else 0.58
