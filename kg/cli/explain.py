"""``kg explain``: why a statement is in the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.frame import app
from kg.cli.options import graph_options, labels_option, model_option, store_in
from kg.cli.output import echo_table
from kg.cli.show import digits_of, sentence_of, voice_of

if TYPE_CHECKING:
    from kg.explain import Explanation
    from kg.statements import Language, StatementRow


@app.command()
@click.argument("statement")
@click.option(
    "--parse/--no-parse",
    default=True,
    show_default=True,
    help="Read the article again and show parse, clause, lexicon entry and who each end is; else only what is stored.",
)
@model_option
@graph_options
@labels_option
def explain(statement: str, parse: bool, model: str, out: Path, labels: Any) -> None:
    """Explain why a statement is in the graph.

    Shown are its sentence, ends, time, place, amount, who vouches for it, and the rule and words that gave it. Then
    its article is read again: the sentence with both ends marked, its parse, the clause with its slots and fillers,
    the words that make it denied, planned or reported, the entry of the lexicon with its example, and how each end
    was resolved, from the words in the text to the entity. If the graph was built by another version, pipeline or
    lexicon than this one, a line says so.

    STATEMENT is the IRI of a statement or the beginning of its digits, as 'kg show' prints them.

    \b
    Examples:
        kg explain 9f3c2a71
        kg explain 9f3c2a71 --no-parse
    """
    from kg.statements import statement_rows

    with store_in(out) as store:
        row = _find_statement(statement_rows(store), statement)
        _echo_pairs(_stored(row, labels))
        if parse:
            from kg import nlp
            from kg.explain import explain_statement

            _echo_explanation(explain_statement(row, store, nlp.load_nlp(model)))


def _echo_explanation(explanation: Explanation) -> None:
    from kg.explain import PARSE_HEADER

    trace = explanation.trace
    if trace is not None:
        click.echo(f"\nSentence\n  {trace.sentence}")
    click.echo("\nParse")
    echo_table(PARSE_HEADER, explanation.parse)
    if trace is None:
        click.echo("\nReading the article again does not give this statement.")
    else:
        for title, pairs in (("Clause", trace.clause), ("Rule", trace.rule), ("Ends", trace.ends)):
            click.echo(f"\n{title}")
            _echo_pairs(pairs)
    if explanation.note:
        click.echo(f"\nNote: {explanation.note}")


def _echo_pairs(pairs: Iterable[tuple[str, str]]) -> None:
    for name, value in pairs:
        click.echo(f"{name:<11} {value}")


def _stored(row: StatementRow, labels: Language) -> Iterator[tuple[str, str]]:
    yield "says", sentence_of(row, labels)
    yield "sentence", " ".join(row.sentence.split())
    span = row.sentence_span
    yield "article", f"{row.article.id}, characters {span.start} to {span.end}"
    for name, node in (("subject", row.subject), ("object", row.object), *row.roles):
        yield name, f"{node.label(labels)} ({node.type}) <{node.iri}>"
    if row.time_text:
        yield "time", f"{row.time_text} = {row.time_start or '…'} to {row.time_end or '…'} ({row.time_precision})"
    for name, filler in (("place", row.place), ("amount", row.amount)):
        if filler is not None:
            yield name, filler.label(labels)
    yield "voice", voice_of(row, labels) or "the article itself"
    yield "polarity", row.polarity
    yield "drawn as", "fact" if row.held_true else "claim or denial"
    yield "rule", row.rule
    words = (row.sentence[span_.start - span.start : span_.end - span.start] for span_ in row.evidence)
    yield "words", ", ".join(f"„{word}“" for word in words if word)
    yield "confidence", f"{row.confidence:.2f}"
    yield "statement", row.iri


def _find_statement(rows: list[StatementRow], wanted: str) -> StatementRow:
    from kg.errors import QueryError

    found = [row for row in rows if row.iri == wanted or (wanted and digits_of(row).startswith(wanted.lower()))]
    if len(found) == 1:
        return found[0]
    if found:
        raise QueryError(wanted, f"{len(found)} statements begin with {wanted!r}; give more digits")
    raise QueryError(wanted, f"no statement {wanted!r} in this graph; 'kg show ENTITY' prints them in brackets")
