"""How sure a triple is, given all who say so: each independent source counts once (`ontologies/sources.toml`)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from math import prod
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from kg.copies import sketch_of_sentence
from kg.data import read_toml, validate
from kg.types import MODALITIES, Modality

FILE = "sources.toml"
_CERTAIN = 1e-9  # a doubt that is gone when rounded


@dataclass(frozen=True, slots=True, order=True)
class Witness:
    """One statement in support of a triple. ``voice`` is the IRI of who says so, "" for the article itself.

    ``outlet`` is the publisher of the article or "", ``sketch`` the bands of its text (see `kg.copies`).
    """

    statement: str
    article: str
    modality: Modality
    confidence: float
    sentence: str
    voice: str = ""
    outlet: str = ""
    sketch: str = ""


@dataclass(slots=True, eq=False)
class _Source:
    """Witnesses that depend on each other, all that connects them, the first of them, what the strongest is worth."""

    members: set[Witness]
    marks: list[Hashable]  # each once; a set would take ten times the memory
    first: Witness
    worth: float

    def join(self, other: _Source) -> None:
        self.members |= other.members
        self.marks += other.marks
        self.first = min(self.first, other.first)
        self.worth = max(self.worth, other.worth)


class Sources:
    """The independent sources among witnesses that come and go; each change looks only at the source that it touches.

    Not independent are statements of one article, one outlet, one voice, of articles or in sentences that are
    near-copies. Of those that depend on each other the strongest counts. Whoever only asks says nothing.

    >>> paper = Witness("s1", "a1", "asserted", 1.0, "Moskau kauft im Iran Drohnen und Raketen.", outlet="Bote")
    >>> copy = Witness("s2", "a2", "asserted", 1.0, "Moskau kauft im Iran Drohnen und Raketen.", outlet="Kurier")
    >>> other = Witness("s3", "a3", "asserted", 1.0, "Russland deckt sich in Teheran mit Waffen ein.", outlet="Post")
    >>> [Sources(heard).support() for heard in ([paper], [paper, copy], [paper, copy, other])]
    [(1, 0.9), (1, 0.9), (2, 0.99)]
    """

    def __init__(self, witnesses: Iterable[Witness] = ()) -> None:
        self._sources: set[_Source] = set()
        self._by_mark: dict[Hashable, _Source] = {}
        for witness in witnesses:
            self.add(witness)

    def add(self, witness: Witness) -> None:
        """Hears one more, which may show that several sources are one."""
        if (worth := _worth(witness)) <= 0:
            return
        marks = dict.fromkeys(_marks(witness))
        found = {self._by_mark[mark] for mark in marks if mark in self._by_mark}
        new = _Source({witness}, [mark for mark in marks if mark not in self._by_mark], witness, worth)
        home = max(found, key=lambda source: len(source.marks), default=new)
        self._sources -= found
        self._sources.add(home)
        for source in {*found, new} - {home}:
            home.join(source)
            self._by_mark.update(dict.fromkeys(source.marks, home))
        if home is new:
            self._by_mark.update(dict.fromkeys(new.marks, new))

    def remove(self, witness: Witness) -> None:
        """Forgets one that was there; those whom it alone connected are sources of their own again."""
        if _worth(witness) <= 0:
            return
        source = self._by_mark[next(_marks(witness))]
        self._sources.remove(source)
        for mark in source.marks:
            del self._by_mark[mark]
        for other in source.members - {witness}:
            self.add(other)

    def support(self) -> tuple[int, float]:
        """How many sources there are, and how sure they make it, rounded; the same in whatever order they came."""
        doubt = prod(1 - source.worth for source in self._sources)
        if doubt > _CERTAIN:  # else it is nothing in whatever order the factors stand
            doubt = prod(1 - source.worth for source in sorted(self._sources, key=lambda source: source.first))
        return len(self._sources), round(1 - doubt, 4)


def _worth(witness: Witness) -> float:
    told = "reported" if witness.voice and witness.modality == "asserted" else witness.modality
    return witness.confidence * load_worth()[told]


def _marks(witness: Witness) -> Iterator[Hashable]:
    """What a source that depends on this one has in common with it."""
    yield "article", witness.article
    if witness.voice:
        yield "voice", witness.voice
    if witness.outlet:
        yield "outlet", witness.outlet
    for band in witness.sketch.split():
        yield "text", band
    for band in sketch_of_sentence(witness.sentence):
        yield "sentence", band


@cache
def load_worth() -> dict[Modality, float]:
    """What one source is worth by the way in which it says so.

    Raises:
        DataError: the file is malformed; names the place.
    """
    return validate(FILE, "", _File, read_toml(FILE)).worth


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    worth: dict[Modality, Annotated[float, Field(ge=0, le=1)]]

    @field_validator("worth")
    @classmethod
    def _is_complete(cls, worth: dict[Modality, float]) -> dict[Modality, float]:
        missing = [modality for modality in MODALITIES if modality not in worth]
        if missing:
            raise ValueError(f"lacks {', '.join(missing)}")
        return worth
