"""Why a statement of a store is there: its article is read again, and what led to the statement is told.

The same text gives the same graph, so reading again finds the same match; `Explanation.note` says so where the store
was made by another version, pipeline or lexicon.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.language import Language as Pipeline
from spacy.tokens import Doc

import kg
from kg.annotate.layers import RelationMatch, TokenMention
from kg.annotate.lexicon import load_lexicon
from kg.annotate.trace import PARSE_HEADER, Trace, parse_rows, trace_match
from kg.builder import run_of
from kg.iris import Iris
from kg.link import link_mentions
from kg.statements import StatementRow, article_from_row
from kg.store import Store
from kg.tables import read_rows
from kg.types import Entity
from kg.upkeep import iris_of_store

__all__ = ["PARSE_HEADER", "Explanation", "explain_statement"]

_RUN = """
SELECT ?version ?model ?lexicon {{
  GRAPH ?article {{ <{0}> prov:wasGeneratedBy ?run }}
  GRAPH ?runs {{ ?run kg:version ?version OPTIONAL {{ ?run kg:model ?model }} OPTIONAL {{ ?run kg:lexicon ?lexicon }} }}
}}
"""

Ends = dict[TokenMention, Entity]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What led to a statement. ``trace`` is None where reading again does not find it; ``parse`` is there anyway.

    ``note`` is "" or says what differs from the time when the store was built.
    """

    parse: tuple[tuple[str, ...], ...]
    trace: Trace | None
    note: str


def explain_statement(row: StatementRow, store: Store, nlp: Pipeline) -> Explanation:
    """Why `row` is in `store`, as the pipeline `nlp` reads its article again."""
    iris = iris_of_store(store) or Iris()
    doc = _read_again(row, store, nlp)
    entities = link_mentions(doc)
    match = _match_of(row, doc, entities, iris)
    span = doc.char_span(row.sentence_span.start, row.sentence_span.end, alignment_mode="expand")
    return Explanation(
        parse=tuple(parse_rows(doc, span.start)) if span is not None else (),
        trace=trace_match(doc, match, entities, load_lexicon()) if match is not None else None,
        note=_what_differs(row, store, nlp, iris),
    )


def _read_again(row: StatementRow, store: Store, nlp: Pipeline) -> Doc:
    article = article_from_row(store, row.article)
    doc = nlp.make_doc(article.text)
    doc._.article = article
    return nlp(doc)


def _match_of(row: StatementRow, doc: Doc, entities: Ends, iris: Iris) -> RelationMatch | None:
    """The match that gave `row`: same sentence, relation and ends; of several the one of the same rule and voice."""
    found = [match for match in doc._.relations or () if _gives(match, row, doc, entities, iris)]
    same = (row.rule, row.polarity, row.modality)
    return min(
        found,
        key=lambda match: (
            sum(a != b for a, b in zip(same, (match.rule, match.polarity, match.modality), strict=True)),
            _speaker(match, entities, iris) != (row.speaker.iri if row.speaker else ""),
        ),
        default=None,
    )


def _gives(match: RelationMatch, row: StatementRow, doc: Doc, entities: Ends, iris: Iris) -> bool:
    sent = doc[match.sentence].sent
    inside = sent.start_char <= row.sentence_span.start < sent.end_char
    ends = (_iri(match.subject, entities, iris), _iri(match.object, entities, iris))
    wanted = (row.subject.iri, row.object.iri)
    return inside and match.relation == row.relation and ends in (wanted, wanted[::-1])


def _iri(mention: TokenMention, entities: Ends, iris: Iris) -> str:
    if mention.value is not None:
        return iris.value(mention.value)
    entity = entities.get(mention.referent)
    return iris.entity(entity.key) if entity is not None else ""


def _speaker(match: RelationMatch, entities: Ends, iris: Iris) -> str:
    speaker = match.voice.speaker if match.voice is not None else None
    return _iri(speaker, entities, iris) if speaker is not None else ""


def _what_differs(row: StatementRow, store: Store, nlp: Pipeline, iris: Iris) -> str:
    """What made the statement and is different now: "" or ``the store was built with another pipeline, lexicon``."""
    found = read_rows(store, _RUN.format(row.iri))
    now = run_of(nlp, iris)
    then = found[0] if found else {}
    pairs = (
        (f"version of kg ({then.get('version', '?')}, now {kg.__version__})", "version", now.version),
        ("pipeline", "model", now.model),
        ("lexicon", "lexicon", now.lexicon),
    )
    changed = [what for what, name, value in pairs if then.get(name, "") != value]
    if not changed:
        return ""
    return f"the store was built with another {' and '.join(changed)}; 'kg build' brings it up to date"
