"""Pronouns and descriptions that stand for the ends of gold facts."""

import json

from tests.gold_parses import annotators, gold_doc
from training.score_coref import is_named, measure, references

TEXT = "Angela Merkel flog nach Paris. Sie traf Emmanuel Macron."
GOLD = {
    "id": "reise",
    "source": {"published": "2024-11-14"},
    "text": TEXT,
    "entities": {
        "merkel": {"type": "Person", "names": ["Angela Merkel", "Merkel"]},
        "macron": {"type": "Person", "names": ["Emmanuel Macron"]},
        "paris": {"type": "Place", "names": ["Paris"]},
    },
    "facts": [
        {"s": "merkel", "o": "paris", "evidence": "Angela Merkel flog nach Paris.", "required": True},
        {"s": "merkel", "o": "macron", "evidence": "Sie traf Emmanuel Macron.", "required": True},
        {"s": "paris", "o": "macron", "evidence": "Sie traf Emmanuel Macron.", "required": False},
    ],
}


class GoldParser:
    """Stands in for a pipeline: hand-checked parses, then kg's own steps."""

    make_doc = staticmethod(gold_doc)

    def __call__(self, doc):
        return annotators()(doc)


def test_only_ends_without_a_name_are_references():
    """*Sie* is referred to, Macron is named."""
    assert [sorted(reference.names) for reference in references(GOLD)] == [["angela merkel", "merkel"], ["paris"]]


def test_names_may_be_inflected_or_part_of_a_compound():
    """*Merkels Reise*, *NATO-Gipfel* name them; *Parisern* in the midst of a word does not."""
    assert is_named("Merkel", "Merkels Reise") and is_named("NATO", "der NATO-Gipfel")
    assert not is_named("Oman", "Roman Herzog")


def test_a_pronoun_counts_as_resolved(tmp_path, capsys):
    """*Sie* -> Angela Merkel is right; for Paris, which is only implied, there is nothing, and the report says so."""
    (tmp_path / "reise.json").write_text(json.dumps(GOLD), encoding="utf-8")
    counts, kinds = measure(GoldParser(), tmp_path, failures=True)
    assert (counts["required"], counts["required resolved"]) == (1, 1)
    assert (counts["implied"], counts["implied resolved"]) == (1, 0)
    assert kinds["pronoun resolved"] == 1
    assert capsys.readouterr().out.startswith("reise: paris\n  Sie traf Emmanuel Macron.\n  Sie → Angela Merkel")
