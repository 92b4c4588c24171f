"""``kg show`` and ``kg path``: what the graph says, with the sentence behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.frame import app
from kg.cli.options import decisions_option, graph_options, labels_option, store_in
from kg.cli.settings import PerCall
from kg.cli.unsure import echo_unsure

if TYPE_CHECKING:
    from kg.statements import Language, StatementRow

SHORT = 8  # digits of a statement's hash that are shown; any unambiguous beginning is understood


@app.command()
@click.argument("entity", required=False)
@graph_options
@labels_option
@click.option(
    "--unsure",
    is_flag=True,
    cls=PerCall,
    help="List the names that may mean others, too, as a draft of decisions.toml.",
)
@decisions_option
def show(entity: str | None, out: Path, labels: Any, unsure: bool, decisions: Path | None) -> None:
    """Show all that is said about one actor.

    Facts come first, then claims and denials, newest first, each with its sentence, its source and who says so.

    ENTITY is a name in German or English, a part of it that only one actor has, a Wikidata item or an IRI; what
    stands for it counts, too (Moscow for Russia). The digits in brackets name the statement for 'kg explain'.

    A person whom an article calls by the surname alone stays apart from others of that name, unless office and
    company show who it is. --unsure lists those that are left (all, or those called ENTITY), each pair as a block for
    OUT/decisions.toml: leave it if they are different, or write same_as for different_from; kg build then does so.

    \b
    Examples:
        kg show "Antony Blinken"
        kg show NATO --labels de
        kg show --unsure >> out/decisions.toml
    """
    if unsure:
        echo_unsure(out, decisions, entity)
        return
    if entity is None:
        raise click.UsageError("name an ENTITY, or ask for --unsure", click.get_current_context())
    from kg.lookup import find_node, with_metonyms
    from kg.site.words import Words
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
        known_as = ", ".join(filter(None, (node.type, node.qid, Words(labels).position(node.point))))
        click.echo(f"{node.label(labels)} ({known_as}{names})  <{node.iri}>")
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
@graph_options
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
            yield f"      {' '.join(row.sentence.split())}  ({source})  [{digits_of(row)[:SHORT]}]"


def _details(row: StatementRow, labels: Language) -> str:
    place, amount = (node.label(labels) if node else "" for node in (row.place, row.amount))
    details = [detail for detail in (voice_of(row, labels), row.time_text, place, amount) if detail]
    return f" ({'; '.join(details)})" if details else ""


def voice_of(row: StatementRow, labels: Language) -> str:
    """Who says what `row` says, and how: ``reported by Mark Rutte``; "" for facts of the article itself."""
    modality = "" if row.modality == "asserted" else row.modality
    if row.speaker is None:
        return "reported, source unnamed" if modality == "reported" else modality
    return f"{modality or 'stated'} by {row.speaker.label(labels)}"


def digits_of(row: StatementRow) -> str:
    """The digits that name a statement."""
    return row.iri.rsplit("/", 1)[-1]
