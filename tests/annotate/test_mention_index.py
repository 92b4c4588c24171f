"""Mentions by token."""

from kg.annotate.layers import TokenMention
from kg.annotate.mention_index import mention_index
from tests.make_doc import make_doc


def mention(doc, start, end, kind="name", type="Person", *, chars=None):
    """A mention of the tokens from `start` to `end` - 1, headed by the last."""
    span = doc[start:end]
    return TokenMention(start, end, end - 1, chars or (span.start_char, span.end_char), kind, type, span.text)


def test_names_begin_where_they_are_written():
    """A name is found at its first token, whatever token heads it; nothing but names is."""
    doc = make_doc("Präsident/NOUN/nsubj>4 Emmanuel/PROPN/flat>3 Macron/PROPN/appos>1 kam/VERB/root")
    office, name = mention(doc, 0, 1, "position", "Position"), mention(doc, 1, 3)
    doc._.mentions = [office, name]

    index = mention_index(doc)

    assert index.name_at(1) is name
    assert index.name_at(0) is None
    assert (index[0], index[2]) == (office, name)


def test_parts_of_compounds_stand_apart():
    """The US- of US-Außenminister heads nothing: it is a part of its token."""
    doc = make_doc("US-Außenminister/NOUN/nsubj>2 kam/VERB/root")
    part, office = mention(doc, 0, 1, type="Place", chars=(0, 2)), mention(doc, 0, 1, "position", "Position")
    doc._.mentions = [part, office]

    index = mention_index(doc)

    assert (index[0], index.parts) == (office, {0: [part]})


def test_values_between_tokens():
    """Times and amounts are found by where they begin."""
    doc = make_doc("Merkel/PROPN/nsubj>2 kam/VERB/root am/ADP/case>4 Mittwoch/NOUN/obl>2")
    time = mention(doc, 3, 4, "time", "Thing")
    doc._.mentions = [mention(doc, 0, 1), time]

    index = mention_index(doc)

    assert index.values_between(0, 4) == [time]
    assert index.values_between(0, 3) == []


def test_made_once_for_each_list_of_mentions():
    """The same index as long as the Doc has the same mentions."""
    doc = make_doc("Merkel/PROPN/nsubj>2 kam/VERB/root")
    doc._.mentions = [mention(doc, 0, 1)]
    first = mention_index(doc)
    assert mention_index(doc) is first

    doc._.mentions = [mention(doc, 0, 1)]
    assert mention_index(doc) is not first
