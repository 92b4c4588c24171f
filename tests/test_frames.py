"""Every frame and position of the lexicon carries an example: what the shipped pipeline finds in them."""

import kg
from kg.annotate.lexicon import read_frames
from kg.data import root
from tests.constructions import facts_of, is_called, parse_fact, with_article

FLOOR = 0.9  # of the facts that the examples promise


def test_examples_give_what_they_promise():
    """The examples of the lexicon hold, but for a share that is pinned."""
    nlp = kg.load_nlp("de")
    promised = found = 0
    for frame in read_frames(root() / "lexicon"):
        facts = facts_of(nlp(with_article(nlp.make_doc(frame.example))))
        for line in frame.gives:
            wanted = parse_fact(line)
            promised += 1
            found += any(
                fact.relation == wanted.relation
                and is_called(fact.subject, wanted.subject)
                and is_called(fact.object, wanted.object)
                for fact in facts
            )
    assert promised > 600
    assert found / promised >= FLOOR
