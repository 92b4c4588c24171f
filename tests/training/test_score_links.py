"""Names that lead to the entity that the annotation says."""

import json

from tests.fake_people import people_nlp
from training.score_links import lines, measure

GOLD = {
    "id": "reise",
    "source": {},
    "text": "Angela Merkel trifft Jan Zobelau in Rom . Merkel trifft Leo Sandbruk .",
    "entities": {
        "merkel": {"type": "Person", "names": ["Angela Merkel", "Merkel"], "qid": "Q567"},
        "zobelau": {"type": "Person", "names": ["Jan Zobelau"]},
        "sandbruk": {"type": "Person", "names": ["Leo Sandbruk"], "qid": "Q99999999999"},
        "rom": {"type": "Place", "names": ["Rom"], "qid": "Q1"},
    },
    "facts": [],
}


def test_right_and_wrong_are_counted_and_shown(tmp_path, capsys):
    """Rome has another item in the registry; who has none there is compared by name."""
    (tmp_path / "reise.json").write_text(json.dumps(GOLD), encoding="utf-8")

    counts = measure(people_nlp(), tmp_path, failures=True)

    assert next(lines(counts)) == "mentions linked to the right entity: 4 of 5 = 0.800"
    assert (counts["items"], counts["items right"], counts["whole"], counts["mixed"]) == (3, 2, 4, 0)
    shown = capsys.readouterr().out
    assert "reise: Rom -> Rom Q220, not Rom Q1" in shown
    assert "the registry lacks Leo Sandbruk Q99999999999" in shown
