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
from kg.linked import linked
from kg.types import MODALITIES, Modality

FILE = "sources.toml"


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


def joint_support(witnesses: Iterable[Witness]) -> tuple[int, float]:
    """How many independent sources there are among `witnesses`, and how sure they make it, from 0 to 1.

    Not independent are statements of one article, one outlet, one voice, of articles or in sentences that are
    near-copies. Of those that depend on each other the strongest counts. Whoever only asks says nothing.

    >>> paper = Witness("s1", "a1", "asserted", 1.0, "Moskau kauft im Iran Drohnen und Raketen.", outlet="Bote")
    >>> copy = Witness("s2", "a2", "asserted", 1.0, "Moskau kauft im Iran Drohnen und Raketen.", outlet="Kurier")
    >>> other = Witness("s3", "a3", "asserted", 1.0, "Russland deckt sich in Teheran mit Waffen ein.", outlet="Post")
    >>> joint_support([paper]), joint_support([paper, copy]), joint_support([paper, copy, other])
    ((1, 0.9), (1, 0.9), (2, 0.99))
    """
    worths = {witness: _worth(witness) for witness in sorted(witnesses)}
    sources = linked({witness: tuple(_marks(witness)) for witness, worth in worths.items() if worth > 0})
    chances = [max(worths[witness] for witness in source) for source in sources]
    return len(sources), round(1 - prod(1 - chance for chance in chances), 4)


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
    return validate(FILE, "", _Sources, read_toml(FILE)).worth


class _Sources(BaseModel):
    model_config = ConfigDict(extra="forbid")

    worth: dict[Modality, Annotated[float, Field(ge=0, le=1)]]

    @field_validator("worth")
    @classmethod
    def _is_complete(cls, worth: dict[Modality, float]) -> dict[Modality, float]:
        missing = [modality for modality in MODALITIES if modality not in worth]
        if missing:
            raise ValueError(f"lacks {', '.join(missing)}")
        return worth
