"""``kg serve``: the graph in a browser, and for programs that speak SPARQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.frame import app
from kg.cli.options import chosen_store, graph_options, labels_option, model_option


@app.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8808, show_default=True, help="0 takes any free one.")
@click.option("--write/--no-write", help="Let texts that are read be put into the graph.")
@click.option("--open/--no-open", "opens", help="Open the browser.")
@click.option(
    "--timeout", type=click.FloatRange(min=0.1, max=600), default=10, show_default=True, help="Seconds for a query."
)
@model_option
@graph_options
@labels_option
def serve(port: int, write: bool, opens: bool, timeout: float, model: str, out: Path, labels: Any) -> None:
    """Show the graph in a browser, and answer SPARQL.

    The pages show the picture, all actors with their facts by time, the timeline, claims by speaker, and each article
    with marked names and shaded claims. You can search, paste a German text and see its graph at once, and ask in
    SPARQL. Programs ask at /sparql (SPARQL 1.1 protocol; updates are refused).

    Only this computer is served, at 127.0.0.1. Nothing is stored unless --write is given. The graph is the one of the
    start, from a server (--store) a copy: after a build, start again. Ctrl-C ends it.

    \b
    Examples:
        kg serve --open
        kg serve -o graph/ --port 9000 --write
        curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT * { ?s kg:meets ?o }' http://127.0.0.1:8808/sparql
    """
    from kg.serve import serve as run

    def ready(address: str) -> None:
        click.echo(f"{address}  (SPARQL at {address}sparql; Ctrl-C ends it)")
        if opens:
            click.launch(address)

    options = {"labels": labels, "writes": write, "seconds": timeout, "model": model}
    run(out, port=port, store=chosen_store(), ready=ready, **options)
