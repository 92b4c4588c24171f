"""Names around a title: whose office it is stands before it, who holds it behind."""

import pytest

from kg.annotate.title_phrases import mend_title_phrases
from tests.make_doc import make_doc

PERSON = "Jan/PROPN/{}/ent=PER Lang/PROPN/flat>{}/ent=PER"


def tree(text: str) -> str:
    """Each word with its head and label, as far as it is no punctuation."""
    doc = make_doc(text)
    mend_title_phrases(doc)
    return " ".join(f"{token.text}>{token.head.text}:{token.dep_}" for token in doc)


MEND = "Jan>Präsident:appos Lang>Jan:flat"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "sagte/VERB/root UEFA/PROPN/nsubj>1/ent=ORG Präsident/NOUN/nsubj>1 " + PERSON.format("appos>3", 4),
            "sagte>sagte:ROOT UEFA>Präsident:nmod Präsident>sagte:nsubj " + MEND,
        ),
        (
            "traf/VERB/root mit/ADP/case>3 Islands/PROPN/obl>1/ent=LOC Präsident/NOUN/flat>3 "
            + PERSON.format("appos>4", 5),
            "traf>traf:ROOT mit>Präsident:case Islands>Präsident:nmod Präsident>traf:obl " + MEND,
        ),
        (
            "traf/VERB/root mit/ADP/case>3 Islands/PROPN/nmod>4/ent=LOC Präsident/NOUN/obl>1 "
            + PERSON.format("appos>4", 5),
            "traf>traf:ROOT mit>Präsident:case Islands>Präsident:nmod Präsident>traf:obl " + MEND,
        ),
    ],
    ids=["two subjects", "title below the country", "preposition below the country"],
)
def test_names_hang_on_their_title(text, expected):
    """The title is the head, the name before it an attribute, the name behind it an apposition."""
    assert tree(text) == expected


def test_nothing_follows_a_name_but_an_argument():
    """sagte Präsident Jan Lang der Post: he told it to the paper; Rede Präsident Jan Lang der Post: no verb."""
    said = "sagte/VERB/root Präsident/NOUN/nsubj>1 " + PERSON.format("appos>2", 3) + " der/DET/det>6 Post/PROPN/nmod>2"
    speech = "Rede/NOUN/root Präsident/NOUN/nmod>1 " + PERSON.format("appos>2", 3) + " der/DET/det>6 Post/PROPN/nmod>2"
    assert tree(said).endswith("Post>sagte:obl:arg")
    assert tree(speech).endswith("Post>Präsident:nmod")
    assert tree(said.replace("der/DET", "des/DET")).endswith("Post>Präsident:nmod")


@pytest.mark.parametrize(
    "text",
    [
        "entließ/VERB/root Union/PROPN/nsubj>1/ent=ORG Präsident/NOUN/obj>1 " + PERSON.format("appos>3", 4),
        "besucht/VERB/root Island/PROPN/obj>1/ent=LOC Präsident/NOUN/obj>1 " + PERSON.format("appos>3", 4),
        "sah/VERB/root Islands/PROPN/nsubj>1/ent=LOC Baum/NOUN/nsubj>1 " + PERSON.format("appos>3", 4),
    ],
    ids=["subject and object", "no genitive", "no title"],
)
def test_others_stay_where_they_are(text):
    """Subject and object are two phrases, a bare country owns no office, and a tree is no title."""
    assert tree(text) == " ".join(f"{token.text}>{token.head.text}:{token.dep_}" for token in make_doc(text))
