"""Open relations on hand-built parses."""

from kg.annotate.clauses import find_clauses
from kg.annotate.layers import Voice
from kg.annotate.lexicon import load_lexicon
from kg.annotate.opens import open_matches
from tests.make_doc import make_doc

LOST = (
    "Assad/PROPN/nsubj>2/men=Person verlor/VERB/root/lemma=verlieren laut/ADP/case>4 AFP/PROPN/obl>2/men=Organization"
)


def test_the_source_is_no_end_of_an_open_relation() -> None:
    """Schüsse waren laut AFP zu hören: AFP says so and is not what is heard."""
    doc = make_doc(LOST)
    [clause] = find_clauses(doc, load_lexicon())
    assert [match.label for match in open_matches(doc, clause)] == ["verliert laut"]
    clause.voice = Voice("indirect", clause.arguments[-1].mention, cue=2)
    assert list(open_matches(doc, clause)) == []


def test_what_is_asserted_in_a_voice_is_reported() -> None:
    """Rutte sagte, Assad verliere gegen die AFP."""
    doc = make_doc(LOST.replace("laut", "gegen"))
    [clause] = find_clauses(doc, load_lexicon())
    clause.voice = Voice("indirect", None, cue=1)
    assert [match.modality for match in open_matches(doc, clause)] == ["reported"]
