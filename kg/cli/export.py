"""``kg export`` and ``kg validate``: the graph for other tools, and held against its shapes."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.frame import app
from kg.cli.options import graph_options, store_in

if TYPE_CHECKING:
    from kg.check import Violation

ENDINGS = {"neo4j": "neo4j.zip", "nquads": "nq", "ntriples": "nt", "rdf12": "rdf12.trig", "turtle": "ttl"}
WITH_GRAPHS = ("jsonld", "nquads", "rdf12", "trig")


@app.command()
@click.argument("format")
@click.option("-t", "--to", type=click.Path(path_type=Path), help="The file to write, - for standard output.")
@click.option(
    "--closure/--no-closure",
    help="Add what follows from the facts (inverse and symmetric relations, broader classes) as a graph of its own.",
)
@graph_options
def export(format: str, to: Path | None, closure: bool, out: Path) -> None:
    """Write the graph for other tools.

    FORMAT is one of these, or one that another package adds:

    \b
        nquads    all of it, one line each, sorted; the form to keep, compare and merge
        trig      all of it, to read: the facts, then a graph for each article
        jsonld    all of it, as JSON
        rdf12     all of it, as TriG of RDF 1.2: statements are reifiers of their triples
        turtle    only the default graph: facts and names; no claims, sentences, articles
        ntriples  the same as turtle, one line each, sorted
        csv       a row for each statement: words, IRIs, sentence, voice, article
        parquet   the same as csv with typed columns (needs: pip install 'newskg[parquet]')
        graphml   a node for each thing that statements name, an edge for each statement
        gexf      the same for Gephi
        neo4j     a ZIP of CSV files: entities, articles, statements, mentions, stands_for
        geojson   places with coordinates for QGIS and other maps: statements there, articles
        html      the picture: the most important actors

    csv, parquet, graphml, gexf and neo4j don't hold the texts of the articles, the hashes of how they were read, and
    which article gave a thing which name; csv and parquet have no aliases, and but for neo4j none of them has the
    places where things are only mentioned. Numbers are floating-point there. XML has no way to write control
    characters: graphml and gexf have U+FFFD for them. In neo4j a semicolon in an alias becomes a comma.

    Without --to the file is graph.ENDING in the folder of the graph. The same graph gives the same bytes, and a file
    is written whole or not at all. To load the ZIP file into an empty Neo4j, unpack it and run there:

    \b
        neo4j-admin database import full --multiline-fields=true
          --nodes=entities.csv --nodes=articles.csv --relationships=statements.csv
          --relationships=mentions.csv --relationships=stands_for.csv

    \b
    Examples:
        kg export turtle
        kg export csv --to facts.csv
        kg export nquads --to - | sort -u
        kg export trig --closure --to reasoned.trig
    """
    from kg.closure import with_closure
    from kg.export import export_graph, exporters

    context = click.get_current_context()
    if format not in exporters():
        raise click.UsageError(f"unknown format {format!r}; known: {', '.join(sorted(exporters()))}", context)
    if closure and format not in WITH_GRAPHS:
        raise click.UsageError(f"{format} has no named graphs; --closure goes with {', '.join(WITH_GRAPHS)}", context)
    with store_in(out) as store:
        whole = with_closure(store) if closure else store
        if str(to) == "-":
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "graph"
                export_graph(whole, path, format)
                sys.stdout.flush()
                sys.stdout.buffer.write(path.read_bytes())
            return
        path = to or out / f"graph.{ENDINGS.get(format, format)}"
        export_graph(whole, path, format)
    click.echo(path)


@app.command()
@click.argument("articles", nargs=-1, metavar="[ARTICLE]...")
@graph_options
def validate(articles: tuple[str, ...], out: Path) -> int:
    """Hold the graph, or some articles, against what it promises.

    The SHACL shapes in ontologies/shapes.ttl say what every statement, event, sentence and name must have. Beside
    them, facts and claims are held against the statements of the articles, and places in the text against the text.
    Each broken promise is shown with what it is about and the sentence it comes from. The exit status is 1 if there
    is one.

    \b
    Examples:
        kg validate
        kg validate blinken
    """
    from kg.check import validate as check
    from kg.statements import article_rows

    with store_in(out) as store:
        known = [row.id for row in article_rows(store)]
        if unknown := sorted(set(articles) - set(known)):
            raise click.UsageError(f"no article {unknown[0]!r} in this graph; there are: {', '.join(known[:10])}")
        report = check(store, articles=articles or None)
    for violation in report.violations:
        _echo_violation(violation)
    broken = len(report.violations)
    click.echo(f"{report.articles} article{'s' * (report.articles != 1)} checked, {broken or 'nothing'} broken")
    return 0 if report.conforms else 1


def _echo_violation(violation: Violation) -> None:
    """What is wrong, and below it what it is about, the sentence, the value and the node."""
    click.echo(f"{violation.article or 'the graph as a whole'}: {violation.message}")
    lines = {"about": violation.about, "sentence": violation.sentence, "found": violation.value, "node": violation.node}
    for name, text in lines.items():
        if text:
            click.echo(f"    {name:<9}{' '.join(text.split())}")
