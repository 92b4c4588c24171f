"""The pipelines that come with kg: small enough, and with the tokenizer of today."""

from __future__ import annotations

import pytest
import spacy

from kg.nlp import MODELS, shipped_models
from kg.tokenizer import german_tokenizer

LARGEST = {"de": 60, "fast": 25}  # megabytes in the repository


@pytest.mark.parametrize("name", shipped_models())
def test_sizes(name: str) -> None:
    """The pipelines stay small enough for a repository."""
    size = sum(path.stat().st_size for path in (MODELS / name).rglob("*") if path.is_file())
    assert size < LARGEST[name] * 1_000_000


@pytest.mark.parametrize("name", shipped_models())
def test_tokenizers_are_those_of_the_table(name: str) -> None:
    """What lexicon/tokenizer.toml says is in the saved tokenizers, too: who changes it must save them anew."""
    nlp = spacy.load(MODELS / name)
    text = "Fa. Kron zahlte rd. 3,5 Mio. Euro an Papst Johannes XXIII. (sagte er.(dpa))."
    made = german_tokenizer(nlp)

    assert made.rules == nlp.tokenizer.rules
    assert [token.text for token in made(text)] == [token.text for token in nlp.tokenizer(text)]
