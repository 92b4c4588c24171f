"""Nouns for people are found by their feminine."""

from __future__ import annotations

import pytest

from training.build_agents import feminine_of


@pytest.mark.parametrize(
    ("masculine", "feminine"),
    [("Arzt", "Ärztin"), ("Bote", "Botin"), ("Zauberer", "Zauberin"), ("Makler", "Maklerin"), ("Computer", "")],
)
def test_feminines_mutate_vowels_and_drop_endings(masculine: str, feminine: str) -> None:
    """Arzt has Ärztin, Bote Botin, Zauberer Zauberin; a computer has none."""
    assert feminine_of(masculine, {"Ärztin", "Botin", "Zauberin", "Maklerin"}) == feminine
