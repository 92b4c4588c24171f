"""The shipped pipeline on what news is full of and treebanks are not: quotes, headlines, tables, small letters."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.nlp import load_nlp

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "gold" / "news_forms.toml").read_text(encoding="utf-8")
)["case"]
FORMS = (
    "quotation marks", "ordinals and dates", "abbreviations", "compounds with a name", "headlines",
    "very long sentences", "tables of numbers", "umlauts as two code points", "small letters",
)  # fmt: skip


@cache
def pipeline() -> Language:
    return load_nlp("de", annotate=False)


def missing(case: dict[str, Any], doc: Doc) -> list[str]:
    """What the case asks for and the Doc lacks."""
    found = {
        "tokens": {token.text for token in doc},
        "arcs": {f"{token.dep_}({token.head.text}, {token.text})" for token in doc},
        "names": {f"{ent.text}/{ent.label_}" for ent in doc.ents},
    }
    lacks = [f"{layer}: {item}" for layer, items in found.items() for item in case.get(layer, ()) if item not in items]
    sentences = sum(any(not token.is_space for token in sent) for sent in doc.sents)
    if case.get("sentences", sentences) != sentences:
        lacks.append(f"{sentences} sentences")
    return lacks


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['form']}: {case['text'][:40]}")
def test_form_is_read(case: dict[str, Any]) -> None:
    """Words, borders, arcs and names are those that a reader sees; a known weakness is still one."""
    lacks = missing(case, pipeline()(case["text"]))
    assert bool(lacks) == ("known" in case), lacks or f"no longer wrong: {case['known']}"


def test_every_form_has_sentences() -> None:
    """Each form that news is full of has at least one sentence that is read as it should be."""
    read = {case["form"] for case in CASES if "known" not in case}
    assert read >= set(FORMS)
