"""``kg query``: SPARQL and ready-made questions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import click

from kg.cli.frame import app
from kg.cli.options import graph_options, store_of
from kg.cli.output import echo_table
from kg.cli.settings import PerCall, is_shared

FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl", "turtle", "nt", "jsonld")
SAME = {"turtle": "ttl"}
GRACE = 60.0  # seconds beyond those of the query, to open the store and to write the answer


@app.command()
@click.argument("sparql", required=False)
@click.option(
    "-f",
    "--file",
    type=click.File("rb"),
    cls=PerCall,
    help="Read the query from a file, or from standard input (-).",
)
@click.option("--name", cls=PerCall, help="Ask the ready-made question of this name.")
@click.option("--about", metavar="ENTITY", default="", cls=PerCall, help="Ask the ready-made question about one actor.")
@click.option("--list", "lists", is_flag=True, cls=PerCall, help="List the ready-made questions.")
@click.option("--format", type=click.Choice(FORMATS), help="Default: table; for CONSTRUCT and DESCRIBE ttl (Turtle).")
@click.option("--labels", type=click.Choice(["en", "de", "none"]), help="Language of names in tables, or IRIs: none.")
@click.option("--claims/--no-claims", help="Count what is only claimed as true, too.")
@click.option("--closure/--no-closure", help="Count what follows from the facts by the ontology as true, too.")
@click.option("--service/--no-service", help="Let the query ask other servers by SERVICE.")
@click.option("--limit", type=click.IntRange(min=1), default=100_000, show_default=True, help="Most rows to print.")
@click.option(
    "--timeout", type=click.FloatRange(min=0.1), default=60, show_default=True, help="Give up after so many seconds."
)
@graph_options
def query(
    sparql: str | None,
    file: BinaryIO | None,
    name: str | None,
    about: str,
    lists: bool,
    format: str | None,
    labels: str | None,
    claims: bool,
    closure: bool,
    service: bool,
    limit: int,
    timeout: float,
    out: Path,
) -> None:
    """Ask the graph in SPARQL 1.1, or a ready-made question.

    The default graph holds what articles state as fact, with the names of all actors; GRAPH ?article { ... } holds
    every statement with its sentence, voice and rule. The prefixes kg: (relations), id: (entities), rdfs:, skos:, sem:
    and others need no declaration. A query only reads: articles come and go with 'kg build' and 'kg remove'.

    --closure adds what follows by the axioms of the ontology: inverse relations (who buys from Iran, Iran sells to),
    both readings of symmetric ones, the classes above a class, and kg:relatedTo above all relations. It follows from
    facts, not from claims, and is reckoned anew for each query.

    \b
    Examples:
        kg query --list
        kg query --name who-met-whom
        kg query --name who-says-what --about Ukraine
        kg query 'SELECT ?who ?what { ?who kg:buys ?what }' --claims
        kg query 'SELECT ?whom { id:Iran kg:sellsTo ?whom }' --closure
        kg query -f question.rq --format json
        kg query 'DESCRIBE id:NATO'
    """
    from kg.questions import named_queries

    if lists:
        rows = [[known.name, known.help, "yes" if known.takes_about else ""] for known in named_queries().values()]
        echo_table(["name", "question", "--about"], rows)
        return
    if sum(given is not None for given in (sparql, file, name)) != 1:
        raise click.UsageError("give one of: a query, -f FILE, --name NAME, --list", click.get_current_context())
    if about and name is None:
        raise click.UsageError("--about goes with --name", click.get_current_context())
    asked = sparql if sparql is not None else _read(file)
    limits = {"claims": claims, "closure": closure, "service": service, "max_rows": limit, "timeout": timeout}
    form = {
        "format": SAME.get(format or "", format or ""),
        "language": "de" if labels == "de" else "en",
        "labels": None if labels is None or is_shared("labels") else labels != "none",  # shared, it is only a language
    }
    text, truncated = _within_limits(partial(_answer, store_of(out), asked, name, about, form, limits), timeout)
    click.echo(text, nl=False)
    if truncated:
        click.echo(f"kg: there are more rows than the {limit:,} shown; --limit shows more", err=True)


def _answer(
    place: str | Path,
    asked: str,
    name: str | None,
    about: str,
    form: dict[str, Any],
    limits: dict[str, Any],
) -> tuple[str, bool]:
    """The answer as text, and whether rows are missing."""
    from kg.query import run_query
    from kg.questions import question
    from kg.results import format_result
    from kg.store import open_store

    with open_store(place, create=False) as store:
        result = run_query(store, question(name, store, about=about) if name else asked, **limits)
        text = format_result(result, store=store, **form)
    return text, result.truncated


def _within_limits(answer: Callable[[], tuple[str, bool]], seconds: float) -> tuple[str, bool]:
    """What `answer` gives. A query that breaks the engine or fills the memory ends a process of its own, not this."""
    from kg.errors import QueryError
    from kg.query import MOST_MEMORY, TOO_BIG
    from kg.store import may_open_in_fork
    from kg.worker import CAN_FORK, run_apart

    if not CAN_FORK or not may_open_in_fork():
        return answer()

    def packed() -> bytes:
        text, truncated = answer()
        return bytes([truncated]) + text.encode("utf-8", "surrogatepass")

    try:
        found = run_apart(packed, timeout=seconds + GRACE, memory=MOST_MEMORY << 20)
    except MemoryError:
        raise QueryError("", TOO_BIG) from None
    return found[1:].decode("utf-8", "surrogatepass"), bool(found[0])


def _read(file: BinaryIO | None) -> str:
    try:
        return file.read().decode("utf-8-sig") if file else ""
    except UnicodeDecodeError as error:
        name = getattr(file, "name", "-")
        raise click.UsageError(f"{name}: byte {error.start} is not UTF-8; save the query as UTF-8") from None
