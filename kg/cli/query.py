"""``kg query``: SPARQL and ready-made questions."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import click

from kg.cli.frame import app
from kg.cli.options import out_option, store_in
from kg.cli.output import echo_table

FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl", "turtle", "nt", "jsonld")
SAME = {"turtle": "ttl"}


@app.command()
@click.argument("sparql", required=False)
@click.option("-f", "--file", type=click.File("rb"), help="Read the query from a file, or from standard input (-).")
@click.option("--name", help="Ask the ready-made question of this name.")
@click.option("--about", metavar="ENTITY", default="", help="Ask the ready-made question about one actor.")
@click.option("--list", "lists", is_flag=True, help="List the ready-made questions.")
@click.option("--format", type=click.Choice(FORMATS), help="Default: table; for CONSTRUCT and DESCRIBE ttl (Turtle).")
@click.option("--labels", type=click.Choice(["en", "de", "none"]), help="Language of names in tables, or IRIs: none.")
@click.option("--claims", is_flag=True, help="Count what is only claimed as true, too.")
@click.option("--limit", type=click.IntRange(min=1), help="Print at most this many rows.")
@click.option("--timeout", type=click.FloatRange(min=0.1), help="Give up after this many seconds.")
@out_option
def query(
    sparql: str | None,
    file: BinaryIO | None,
    name: str | None,
    about: str,
    lists: bool,
    format: str | None,
    labels: str | None,
    claims: bool,
    limit: int | None,
    timeout: float | None,
    out: Path,
) -> None:
    """Ask the graph in SPARQL 1.1, or a ready-made question.

    The default graph holds what articles state as fact, with the names of all actors; GRAPH ?article { ... } holds
    every statement with its sentence, voice and rule. The prefixes kg: (relations), id: (entities), rdfs:, skos:, sem:
    and others need no declaration.

    \b
    Examples:
        kg query --list
        kg query --name who-met-whom
        kg query --name who-says-what --about Ukraine
        kg query 'SELECT ?who ?what { ?who kg:buys ?what }' --claims
        kg query -f question.rq --format json
        kg query 'DESCRIBE id:NATO'
    """
    from kg.query import run_query
    from kg.questions import named_queries, question
    from kg.results import format_result

    if lists:
        rows = [[known.name, known.help, "yes" if known.takes_about else ""] for known in named_queries().values()]
        echo_table(["name", "question", "--about"], rows)
        return
    if sum(given is not None for given in (sparql, file, name)) != 1:
        raise click.UsageError("give one of: a query, -f FILE, --name NAME, --list", click.get_current_context())
    if about and name is None:
        raise click.UsageError("--about goes with --name", click.get_current_context())
    with store_in(out) as store:
        text = question(name, store, about=about) if name else sparql if sparql is not None else _read(file)
        result = run_query(store, text, claims=claims, max_rows=limit, timeout=timeout)
        shown = None if labels is None else labels != "none"
        chosen = SAME.get(format or "", format or "")
        text = format_result(result, chosen, store=store, language="de" if labels == "de" else "en", labels=shown)
        click.echo(text, nl=False)
    if result.truncated:
        click.echo(f"kg: there are more than the {limit} shown", err=True)


def _read(file: BinaryIO | None) -> str:
    try:
        return file.read().decode("utf-8-sig") if file else ""
    except UnicodeDecodeError as error:
        name = getattr(file, "name", "-")
        raise click.UsageError(f"{name}: byte {error.start} is not UTF-8; save the query as UTF-8") from None
