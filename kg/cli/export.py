"""``kg export`` and ``kg validate``: the graph for other tools, and held against its shapes."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from kg.cli.frame import app
from kg.cli.options import out_option, store_in

ENDINGS = {"nquads": "nq", "ntriples": "nt", "turtle": "ttl"}


@app.command()
@click.argument("format")
@click.option("-t", "--to", type=click.Path(path_type=Path), help="The file to write, - for standard output.")
@out_option
def export(format: str, to: Path | None, out: Path) -> None:
    """Write the graph for other tools.

    FORMAT is csv, graphml, html, jsonld, nquads, ntriples, trig, turtle or one that another package adds. Turtle,
    JSON-LD and N-Triples hold the default graph: what articles state as fact. TriG and N-Quads hold all, with a graph
    for each article. CSV and GraphML have one row or edge a statement. Without --to the file is graph.ENDING in the
    folder of the graph. The same graph gives the same bytes.

    \b
    Examples:
        kg export turtle
        kg export csv --to facts.csv
        kg export nquads --to - | sort -u
    """
    from kg.export import export_graph, exporters

    if format not in exporters():
        known = ", ".join(sorted(exporters()))
        raise click.UsageError(f"unknown format {format!r}; known: {known}", click.get_current_context())
    with store_in(out) as store:
        if str(to) == "-":
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "graph"
                export_graph(store, path, format)
                sys.stdout.flush()
                sys.stdout.buffer.write(path.read_bytes())
            return
        path = to or out / f"graph.{ENDINGS.get(format, format)}"
        export_graph(store, path, format)
    click.echo(path)


@app.command()
@click.argument("articles", nargs=-1, metavar="[ARTICLE]...")
@out_option
def validate(articles: tuple[str, ...], out: Path) -> int:
    """Hold the graph, or some articles, against its shapes.

    The SHACL shapes in ontologies/shapes.ttl say what every statement, event, sentence and name must have. Each
    broken promise is one line: article, node, what is wrong. The exit status is 1 if there is one.

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
        click.echo(violation)
    broken = len(report.violations)
    click.echo(f"{report.articles} article{'s' * (report.articles != 1)} checked, {broken or 'nothing'} broken")
    return 0 if report.conforms else 1
