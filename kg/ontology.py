"""The relations that the graph speaks in: ``ontologies/relations.tsv``, read once and checked.

A relation's ends are given in short class names (``Act``: whoever can act), each standing for entity types.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from kg.data import read_tsv, validate
from kg.errors import DataError
from kg.types import ENTITY_TYPES, EntityType

FILE = "relations.tsv"
SYMMETRIC = "="
OPEN = "open/"

CLASSES: dict[str, tuple[EntityType, ...]] = {
    "Act": ("Person", "Organization", "Place", "Group"),  # a country acts: "Moskau kauft Öl"
    "Per": ("Person",),
    "Org": ("Organization",),
    "GPE": ("Place", "Organization"),  # a state or its government: "Berlin erkennt Palästina an"
    "Grp": ("Group",),
    "Loc": ("Place",),
    "Good": ("Product", "Amount", "Thing"),
    "Ev": ("Event", "Document", "Thing", "Product"),  # an act or event, named or nominal: "den Abzug"
    "Event": ("Event", "Thing"),
    "Doc": ("Document", "Thing"),
    "Pos": ("Position",),
    "Sum": ("Amount",),
    "Claim": ("Thing", "Event", "Document"),
    "Any": ENTITY_TYPES,
}


@cache
def load_ontology(base: Path | None = None) -> Ontology:
    """The relations of ``relations.tsv`` below `base` (by default the ``ontologies/`` of this installation).

    >>> load_ontology().relations["buysFrom"].label_en
    'buys from'

    Raises:
        DataError: names the line and the field that is wrong.
    """
    relations: dict[str, Relation] = {}
    for number, row in enumerate(read_tsv(FILE, tuple(Relation.model_fields), base), start=2):
        relation = validate(FILE, f"line {number}", Relation, row)
        if relation.id in relations:
            raise DataError(FILE, f"line {number}", f"{relation.id} stands there twice")
        relations[relation.id] = relation
    for relation in relations.values():
        mirror = relations.get(relation.inverse)
        if mirror is not None and mirror.inverse != relation.id:
            raise DataError(FILE, relation.id, f"inverse of {mirror.id}, which says {mirror.inverse or 'nothing'}")
    return Ontology(relations)


def accepts(type: EntityType, classes: tuple[str, ...]) -> bool:
    """True if an entity of `type` may stand where one of `classes` is asked for.

    >>> accepts("Place", ("Act",)), accepts("Position", ("Act",))
    (True, False)
    """
    return any(type in CLASSES[name] for name in classes)


class Relation(BaseModel):
    """One relation of the inventory, read from subject to object.

    ``inverse`` is the id of the relation read the other way (not always in the inventory itself), "=" for a symmetric
    one, "" for none. ``plover`` and ``cameo`` are event codes, ``wikidata`` and ``schema_org`` near equivalents; a note
    behind a property says how near: ``P112 (inv.)`` runs the other way, ``P710 on event`` is another's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][A-Za-z]*$")
    group: str = Field(pattern=r"^[A-Z]$")
    tier: Literal[1, 2, 3]
    label_de: str = Field(min_length=1)
    label_en: str = Field(min_length=1)
    inverse: str = Field(pattern=r"^(=|[a-z][A-Za-z]*)?$")
    inverse_label_de: str
    inverse_label_en: str
    domain: tuple[str, ...] = Field(min_length=1)
    range: tuple[str, ...] = Field(min_length=1)
    plover: str = Field(pattern=r"^([A-Z]+(-[a-z]+)?)?$")
    cameo: str = Field(pattern=r"^(\d{2,4})?$")
    wikidata: str = Field(pattern=r"^(P\d+([,+ ]+P\d+)*( \([a-z.]+\)| on event)?)?$")
    schema_org: str = Field(pattern=r"^([A-Za-z]+(\.[A-Za-z]+)?( \(inv\.\))?)?$")
    definition_de: str = Field(min_length=1)
    definition_en: str = Field(min_length=1)

    @field_validator("tier", mode="before")
    @classmethod
    def _tier_from_text(cls, text: object) -> object:
        return int(text) if isinstance(text, str) and text.isdecimal() else text

    @field_validator("domain", "range", mode="before")
    @classmethod
    def _classes_from_text(cls, text: object) -> object:
        names = tuple(text.split()) if isinstance(text, str) else text
        for name in names if isinstance(names, tuple) else ():
            if name not in CLASSES:
                raise ValueError(f"unknown class {name!r}; known: {', '.join(CLASSES)}")
        return names

    @property
    def is_symmetric(self) -> bool:
        """True if both readings are the same relation: ``Blinken trifft Rutte``."""
        return self.inverse == SYMMETRIC


class Ontology:
    """All relations by id, and what follows from them."""

    def __init__(self, relations: dict[str, Relation]) -> None:
        self.relations = relations

    def fits(self, relation: str, subject: EntityType, object: EntityType) -> bool:
        """True if `relation` may hold between entities of these types; open relations take any."""
        if relation.startswith(OPEN):
            return True
        found = self.relations[relation]
        return accepts(subject, found.domain) and accepts(object, found.range)

    def mirror(self, relation: str) -> str:
        """The relation that says the same with the ends swapped, "" if there is none.

        >>> ontology = load_ontology()
        >>> ontology.mirror("buysFrom"), ontology.mirror("meets"), ontology.mirror("praises")
        ('sellsTo', 'meets', '')
        """
        found = self.relations.get(relation)
        if found is None:
            return ""
        return found.id if found.is_symmetric else found.inverse
