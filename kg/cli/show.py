"""``kg show``, ``kg path`` and ``kg explain``: what the graph says, with the sentence behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.frame import app
from kg.cli.options import labels_option, out_option, store_in
from kg.cli.output import echo_table

if TYPE_CHECKING:
    from kg.statements import Language, StatementRow

SHORT = 8  # digits of a statement's hash that are shown; any unambiguous beginning is understood


@app.command()
@click.argument("entity")
@out_option
@labels_option
def show(entity: str, out: Path, labels: Any) -> None:
    """Show all that is said about one actor.

    Facts come first, then claims and denials, newest first, each with its sentence, its source and who says so.

    ENTITY is a name in German or English, a part of it that only one actor has, a Wikidata item or an IRI; what
    stands for it counts, too (Moscow for Russia). The digits in brackets name the statement for 'kg explain'.

    \b
    Examples:
        kg show "Antony Blinken"
        kg show NATO --labels de
    """
    from kg.lookup import find_node, with_metonyms
    from kg.statements import node_rows, statement_rows

    with store_in(out) as store:
        known, rows = node_rows(store), statement_rows(store)
    nodes = with_metonyms([find_node(known, entity)], known)
    iris = {node.iri for node in nodes}
    found = [row for row in rows if iris & {row.subject.iri, row.object.iri, row.speaker and row.speaker.iri}]
    found.sort(key=lambda row: row.article.published or date.min, reverse=True)
    for node in nodes:
        also = [alias for alias in node.aliases if alias != node.label(labels)]
        names = f"; also {', '.join(also)}" if also else ""
        click.echo(f"{node.label(labels)} ({', '.join(filter(None, (node.type, node.qid)))}{names})  <{node.iri}>")
    for title, held in (("Facts", True), ("Claims and denials", False)):
        some = [row for row in found if row.held_true is held]
        if some:
            click.echo(f"\n{title}")
            click.echo("\n".join(_lines(some, labels)))
    if not found:
        click.echo("\nno statement is about it; it is only mentioned")


@app.command()
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@out_option
@labels_option
def path(start: str, end: str, out: Path, labels: Any) -> int:
    """Show how two actors are connected.

    The way goes over as few statements as possible, facts before claims, each with its sentence. The exit status is
    1 if nothing connects them.

    \b
    Example:
        kg path "Josep Borrell" "Mark Rutte"
    """
    from kg.lookup import find_node
    from kg.paths import shortest_path
    from kg.statements import node_rows, statement_rows

    with store_in(out) as store:
        nodes, rows = node_rows(store), statement_rows(store)
    ends = find_node(nodes, start), find_node(nodes, end)
    steps = shortest_path(rows, ends[0].iri, ends[1].iri)
    if steps:
        click.echo("\n".join(_lines(steps, labels)))
    else:
        names = " and ".join(node.label(labels) for node in ends)
        click.echo(f"kg: nothing in this graph connects {names}", err=True)
    return 0 if steps else 1


@app.command()
@click.argument("statement")
@click.option("--parse", is_flag=True, help="Show how the pipeline reads the sentence, too.")
@click.option("--model", default="de", show_default=True, help="The pipeline for --parse.")
@out_option
@labels_option
def explain(statement: str, parse: bool, model: str, out: Path, labels: Any) -> None:
    """Explain where a statement comes from.

    Shown are its sentence, both ends, time, place, amount, who vouches for it, and the rule and words that gave it.

    STATEMENT is the IRI of a statement or the beginning of its digits, as 'kg show' prints them.

    \b
    Examples:
        kg explain 9f3c2a71
        kg explain 9f3c2a71 --parse
    """
    from kg.statements import statement_rows

    with store_in(out) as store:
        row = _find_statement(statement_rows(store), statement)
        for name, value in _explanation(row, labels):
            click.echo(f"{name:<11} {value}")
        if parse:
            from kg import nlp
            from kg.explain import HEADER, parse_of

            click.echo()
            echo_table(HEADER, parse_of(row, store, nlp.load_nlp(model, annotate=False)))


def sentence_of(row: StatementRow, labels: Language) -> str:
    """What `row` says in a few words: ``Moscow buys from Iran``."""
    negated = "not: " if row.polarity == "negative" else ""
    return f"{negated}{row.subject.label(labels)} {row.relation_label(labels)} {row.object.label(labels)}"


def _lines(rows: Iterable[StatementRow], labels: Language) -> Iterator[str]:
    """What `rows` say, each thing once, with all the sentences that say it below."""
    groups: dict[str, list[StatementRow]] = {}
    for row in rows:
        groups.setdefault(f"{sentence_of(row, labels)}{_details(row, labels)}", []).append(row)
    for words, group in groups.items():
        yield f"  {words}"
        for row in group:
            source = ", ".join(filter(None, (row.article.source, str(row.article.published or ""), row.article.id)))
            yield f"      {' '.join(row.sentence.split())}  ({source})  [{_digits(row)[:SHORT]}]"


def _details(row: StatementRow, labels: Language) -> str:
    place, amount = (node.label(labels) if node else "" for node in (row.place, row.amount))
    details = [detail for detail in (_voice(row, labels), row.time_text, place, amount) if detail]
    return f" ({'; '.join(details)})" if details else ""


def _voice(row: StatementRow, labels: Language) -> str:
    modality = "" if row.modality == "asserted" else row.modality
    if row.speaker is None:
        return "reported, source unnamed" if modality == "reported" else modality
    return f"{modality or 'stated'} by {row.speaker.label(labels)}"


def _explanation(row: StatementRow, labels: Language) -> Iterator[tuple[str, str]]:
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
    yield "voice", _voice(row, labels) or "the article itself"
    yield "polarity", row.polarity
    yield "drawn as", "fact" if row.held_true else "claim or denial"
    yield "rule", row.rule
    words = (row.sentence[span_.start - span.start : span_.end - span.start] for span_ in row.evidence)
    yield "words", ", ".join(f"„{word}“" for word in words if word)
    yield "confidence", f"{row.confidence:.2f}"
    yield "statement", row.iri


def _find_statement(rows: list[StatementRow], wanted: str) -> StatementRow:
    from kg.errors import QueryError

    found = [row for row in rows if row.iri == wanted or (wanted and _digits(row).startswith(wanted.lower()))]
    if len(found) == 1:
        return found[0]
    if found:
        raise QueryError(wanted, f"{len(found)} statements begin with {wanted!r}; give more digits")
    raise QueryError(wanted, f"no statement {wanted!r} in this graph; 'kg show ENTITY' prints them in brackets")


def _digits(row: StatementRow) -> str:
    return row.iri.rsplit("/", 1)[-1]
