"""How the pipeline reads the sentence behind a statement: its words, their lemmas, classes and relations."""

from __future__ import annotations

from spacy.language import Language as Pipeline

from kg.statements import StatementRow
from kg.store import Store
from kg.tables import read_rows

HEADER = ("word", "lemma", "class", "features", "relation", "to")
_TEXT = "SELECT ?text {{ GRAPH <{0}> {{ <{0}> nif:isString ?text }} }}"


def parse_of(row: StatementRow, store: Store, nlp: Pipeline) -> list[tuple[str, ...]]:
    """The words of the sentence of `row` as rows below `HEADER`, as `nlp` reads them in their article."""
    (article,) = read_rows(store, _TEXT.format(row.article.iri))
    doc = nlp(article["text"])
    span = doc.char_span(row.sentence_span.start, row.sentence_span.end, alignment_mode="expand")
    return [
        (token.text, token.lemma_, token.pos_, str(token.morph), token.dep_, token.head.text)
        for token in span or ()
        if not token.is_space
    ]
