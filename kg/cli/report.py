"""``kg report``: the graph as a folder of pages for people without kg."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.frame import app
from kg.cli.options import graph_options, labels_option, store_in


@app.command()
@click.option("-t", "--to", type=click.Path(path_type=Path), help="The folder to write; default: report in OUT.")
@graph_options
@labels_option
def report(to: Path | None, out: Path, labels: Any) -> None:
    """Write the graph as a folder of pages for people without kg.

    The folder holds an overview, a page for each actor and each article, a timeline, the claims by speaker, the
    sources and the picture. It needs no server, no network and (but for the picture) no JavaScript: open index.html,
    print it, or send the folder as a zip file. The same graph gives the same bytes. A report that is there is
    replaced as a whole; a folder with other files is left alone.

    \b
    Examples:
        kg report
        kg report --to blinken-report --labels de
    """
    from kg.site.report import write_report

    folder = to or out / "report"
    with store_in(out) as store:
        count = write_report(store, folder, labels=labels)
    click.echo(f"{folder / 'index.html'}  ({count} pages)")
