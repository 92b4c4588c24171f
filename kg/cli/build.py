"""``kg build`` and ``kg remove``: the commands that change a graph."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.frame import app
from kg.cli.options import chosen_store, decisions_option, graph_options, labels_option, model_option
from kg.cli.output import echo_table
from kg.cli.settings import SettableArgument, current_settings

if TYPE_CHECKING:
    from kg.outputs import Report

SEEDS = "seeds"
SHOWN = 20  # ids in one line of the report


@app.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...", cls=SettableArgument)
@graph_options
@model_option
@labels_option
@click.option("--any-language/--no-any-language", help="Read texts, too, that don't look German.")
@click.option(
    "-j",
    "--processes",
    type=click.IntRange(min=1),
    metavar="N",
    help="Read N articles at a time, each process with a pipeline of its own (0.5 GB). Default: one for each core, "
    "at most 8, if there are 16 articles to read. The graph is the same.",
)
@click.option(
    "--check/--no-check",
    default=True,
    show_default=True,
    help="Hold each article against the SHACL shapes, or leave that to a later kg validate.",
)
@decisions_option
def build(
    sources: tuple[str, ...],
    out: Path,
    model: str,
    labels: Any,
    any_language: bool,
    processes: int | None,
    check: bool,
    decisions: Path | None,
) -> int:
    """Build the graph of articles, or add articles to it.

    A SOURCE is a file (.txt .md .html .jsonl .csv), a folder, a pattern, the http or https address of a page or of a
    feed (RSS, Atom), or - for standard input; without one, the articles in seeds/ are taken. A text may begin with its
    metadata:

    \b
        ---
        title: Blinken in Brüssel
        date: 2024-11-14
        source: Der Bote
        ---
        US-Außenminister Antony Blinken ist am Mittwoch ...

    More names: author, url, language, id. Without an id, the file's name without its ending is the id. Dates in the
    text ("am Mittwoch") are reckoned from the date; without one they stay open. JSONL and CSV use the same names and
    text.

    Of a feed, each entry is an article: the text in the feed if all of it is there, else the page behind its link. kg
    fetches what you name and what the entries of a feed that you name link to, nothing else: one request after the
    other, as robots.txt allows. The last piece of its address is an article's id, with a hash where that is no name.

    Articles that are in the graph already are skipped if unchanged, else replaced. One that can't be read is listed
    at the end and the exit status is 1; the others are built. A build that is stopped, or killed, leaves the articles
    that it has finished; the same command goes on from there.

    People who are called by one name, or one by several, are told apart and joined by what is said of them; what you
    know better stands in OUT/decisions.toml (or --decisions), and articles of the graph are read again where it says
    so. 'kg show --unsure' drafts it:

    \b
        [[same_as]]
        entities = ["Jana_Kowar", "a7/Kowar"]       # all are the first; a Wikidata item may stand among them
        why = "the minister"                         # kept in the graph, may be left out
        [[different_from]]
        entities = ["Jana_Kowar", "a9/Kowar"]       # never one
        [[different_from]]
        entity = "Peter_Müller"                      # in these articles it is somebody else
        articles = ["a3", "a5"]
        called = "Peter Müller, Richter"

    The folder OUT then holds graph.html (open it in a browser), graph.nq (sorted N-Quads), graph.trig and store/. With
    --store the graph is kept on a SPARQL 1.1 server instead: sparql+https://HOST/PATH or sparql+http://HOST:PORT/PATH
    of a dataset of its own (Fuseki), /repositories/NAME (GraphDB, RDF4J), /sparql-auth (Virtuoso) or /query
    (Oxigraph); elsewhere #update=PATH names where updates go. Its password comes from ~/.netrc, or from
    KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN. GraphDB and Virtuoso may hold graphs of others, too, and
    have the facts in the graph kg:facts. Virtuoso gives 10,000 rows at most, and kg reads the graph as a whole where
    that is not enough: raise ResultSetMaxRows in virtuoso.ini. It takes a long article in pieces; what it has got of
    one when a build ends halfway is made good by the next build.

    \b
    Examples:
        kg build
        kg build articles/ -o graph/
        kg build https://paper.example/politik/artikel.html https://paper.example/rss.xml
        kg build 'news/2024-11-*.txt' dump.jsonl --processes 4
        pdftotext article.pdf - | kg build -
        kg build news/ --store sparql+https://db.example/news
    """
    from kg.addresses import is_web_address
    from kg.articles import find_files
    from kg.builder import build_graph

    chosen = sources or (default_source(),)
    total = sum(isinstance(file, Path) for file in find_files(source for source in chosen if source != "-"))
    total += sum(map(is_web_address, chosen))
    with progress_bar(total) as progress:
        options = {
            "labels": labels,
            "any_language": any_language,
            "check": check,
            "processes": processes,
            "decisions": decisions,
        }
        report = build_graph(chosen, out=out, store=chosen_store(), model=model, progress=progress, **options)
    _echo_report(report)
    return 1 if report.batch.failed else 0


@app.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@graph_options
@click.option("--model", default="de", show_default=True, help="The German pipeline that the graph was built with.")
@labels_option
@decisions_option
def remove(articles: tuple[str, ...], out: Path, model: str, labels: Any, decisions: Path | None) -> None:
    """Take articles, and all that only they said, out of the graph.

    An ARTICLE is the id of an article: its 'id:' or the name of its file without the ending. Others are read again
    where only the removed one showed who somebody is.

    \b
    Example:
        kg remove blinken
    """
    from kg.builder import remove_articles

    report = remove_articles(articles, out=out, store=chosen_store(), model=model, labels=labels, decisions=decisions)
    click.echo(f"removed {', '.join(articles)}")
    _echo_counts(report)


def default_source() -> str:
    """``seeds/`` here, else the seed article that comes with kg."""
    if Path(SEEDS).is_dir():
        return SEEDS
    package = Path(__file__).resolve().parent.parent
    for path in (package / "_seeds", package.parent / SEEDS):
        if path.is_dir():
            return str(path)
    raise click.UsageError("no folder seeds/ here: name the articles to build", click.get_current_context())


@contextmanager
def progress_bar(total: int) -> Iterator[Callable[[object], None] | None]:
    """A call for each article that moves a bar with rate and time left; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("articles", total=total, rate="")

        def advance(outcome: object) -> None:
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            known = max(total, int(bar.tasks[0].completed) + 1)  # a feed holds several
            bar.update(task, advance=1, total=known, rate=f"{speed:.1f}/s" if speed else "")

        yield advance


def _echo_report(report: Report) -> None:
    batch = report.batch
    if report.articles:
        changes = ((batch.added, "new"), (batch.replaced, "replaced"), (batch.skipped, "unchanged"))
        _echo_counts(report, note=", ".join(f"{len(ids)} {word}" for ids, word in changes if ids))
    if batch.undated:
        click.echo(f"\nno date, so that 'gestern' or 'am Mittwoch' stay open: {_some(batch.undated)}")
        click.echo("  (begin the text with ---, a line 'date: 2024-11-14', and ---)")
    if report.unsure:
        names = f"{report.unsure} name{'s' * (report.unsure > 1)}"
        click.echo(f"\n{names} may mean others, too: kg show --unsure{_where(report)}")
    if report.actors:
        click.echo()
        echo_table(["strongest actors", "statements"], [[name, str(count)] for name, count in report.actors])
        _echo_next(report)
    if batch.failed:
        click.echo(f"kg: {len(batch.failed)} not built:", err=True)
        for error in batch.failed:
            click.echo(f"  {error}", err=True)


def _echo_counts(report: Report, *, note: str = "") -> None:
    counts = {
        "articles": report.articles,
        "sentences": report.sentences,
        "entities": report.entities,
        "facts": report.facts,
        "claims": report.claims,
    }
    for name, count in counts.items():
        click.echo(f"{name:<9} {count:>7,}{f'   {note}' if note and name == 'articles' else ''}")


def _echo_next(report: Report) -> None:
    where = _where(report)
    click.echo(f"\nOpen {report.out / 'graph.html'} in a browser. Then try:")
    click.echo(f"  kg show {shlex.quote(report.actors[0][0])}{where}")
    if report.connected:
        click.echo(f"  kg path {' '.join(map(shlex.quote, report.connected))}{where}")
    click.echo(f"  kg query --list{where}")


def _where(report: Report) -> str:
    """The options with which further commands find this graph."""
    settings, store = current_settings(), chosen_store() or ""
    options = [] if report.out == Path(settings.shared("out", "out")) else ["-o", str(report.out)]
    if store != settings.shared("store", ""):
        options += ["--store", store]
    return "".join(f" {shlex.quote(option)}" for option in (*options, *settings.chosen_by))


def _some(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    return ", ".join(ids[:SHOWN]) + more
