"""What the inventory of relations promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.data import root
from kg.errors import DataError
from kg.ontology import CLASSES, FILE, accepts, load_ontology
from kg.types import ENTITY_TYPES


def test_relations_complete():
    """All 139 relations are there, each labelled in German and English."""
    relations = load_ontology().relations

    assert len(relations) == 139
    assert all(relation.label_de and relation.label_en for relation in relations.values())


def test_relations_english_labels_differ():
    """No two relations share a label, in either language."""
    relations = load_ontology().relations.values()

    assert len({relation.label_en for relation in relations}) == len(relations)
    assert len({relation.label_de for relation in relations}) == len(relations)


def test_relations_inverses_labelled():
    """Whatever has an inverse that is no mirror image says how to read it backwards."""
    for relation in load_ontology().relations.values():
        has_other_reading = bool(relation.inverse) and not relation.is_symmetric

        assert bool(relation.inverse_label_de) == bool(relation.inverse_label_en) == has_other_reading


def test_mirror_returns():
    """The mirror of a mirror is the relation itself, where both are in the inventory."""
    ontology = load_ontology()
    for id in ontology.relations:
        mirror = ontology.mirror(id)
        if mirror in ontology.relations:
            assert ontology.mirror(mirror) == id


def test_classes_known_types():
    """Class names stand for entity types only, and Any for all of them."""
    assert set().union(*CLASSES.values()) == set(ENTITY_TYPES)
    assert CLASSES["Any"] == ENTITY_TYPES


@pytest.mark.parametrize(
    ("type", "classes", "expected"),
    [
        ("Place", ("Act",), True),
        ("Position", ("Act",), False),
        ("Organization", ("GPE",), True),
        ("Person", ("Pos", "Org"), False),
        ("Product", ("Pos", "Good"), True),
    ],
)
def test_accepts(type, classes, expected):
    """An entity type is taken where one of the classes stands for it."""
    assert accepts(type, classes) is expected


def test_fits_checks_both_ends():
    """Both ends of a relation are checked; open relations take anything."""
    ontology = load_ontology()

    assert ontology.fits("buysFrom", "Place", "Place")
    assert not ontology.fits("holdsPosition", "Place", "Position")
    assert not ontology.fits("holdsPosition", "Person", "Place")
    assert ontology.fits("open/zittern", "Thing", "Amount")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\tAct\tClaim\t", "\tActor\tClaim\t", "line 2.domain"),
        ("says\tA\t1", "says\tA\t4", "line 2.tier"),
        ("says\tA\t1", "sagt was\tA\t1", "line 2.id"),
        ("announces\t", "says\t", "says stands there twice"),
        ("\tbuysFrom\t", "\tboughtFrom\t", "inverse of"),
    ],
)
def test_load_names_place(tmp_path: Path, old, new, message):
    """A broken row is reported with its line and field."""
    text = (root() / FILE).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(DataError, match=message):
        load_ontology(tmp_path)
