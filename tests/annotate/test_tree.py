"""The parse as lists: the same as spaCy gives, and read anew where heads have changed."""

from kg.annotate.tree import children, dependents, forget_tree, kept, sentence_of, text_between, tree_of
from tests.make_doc import make_doc

TEXT = (
    "Der/DET/det>2 Rat/NOUN/nsubj>3 tagte/VERB/root in/ADP/case>5 Rom/PROPN/obl>3 +./PUNCT/punct>3\n"
    "Merkel/PROPN/nsubj>2 kam/VERB/root +./PUNCT/punct>2"
)


def test_same_as_spacy():
    """Dependents, sentences and text are spaCy's own."""
    doc = make_doc(TEXT)

    assert tree_of(doc).text == doc.text
    for token in doc:
        assert list(dependents(token)) == list(token.children)
        assert sentence_of(token) == (token.sent.start, token.sent.end)
    for sent in doc.sents:
        assert text_between(doc, sent.start, sent.end) == sent.text
    assert text_between(doc, 2, 2) == ""


def test_children_by_label():
    """Only dependents with one of the labels, in text order whatever the order of the labels."""
    tagte = make_doc(TEXT)[2]

    assert [child.text for child in children(tagte, "punct", "nsubj")] == ["Rat", "."]
    assert children(tagte, "obj") == []


def test_changed_heads_are_read_anew():
    """What hangs elsewhere now is found there, and what was kept of the old tree is forgotten."""
    doc = make_doc(TEXT)
    count = kept(lambda token: len(dependents(token)))
    assert count(doc[1]) == 1

    doc[4].head = doc[1]
    tree_of(doc).read()

    assert [child.text for child in dependents(doc[1])] == ["Der", "Rom"]
    assert count(doc[1]) == 2


def test_kept_answers_are_asked_for_once():
    """A function of a token is called once for each token, until the tree is forgotten."""
    doc, asked = make_doc(TEXT), []
    name = kept(lambda token: asked.append(token.i) or token.text)

    assert (name(doc[1]), name(doc[1]), name(doc[4])) == ("Rat", "Rat", "Rom")
    assert asked == [1, 4]

    forget_tree(doc)
    name(doc[1])
    assert asked == [1, 4, 1]
