"""``kg open-triples``: what a text says, in its own words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, BinaryIO

import click

from kg.cli.frame import app
from kg.cli.options import model_option

if TYPE_CHECKING:
    from kg.annotate.open_triples import OpenTriple


@app.command(name="open-triples")
@click.argument("file", type=click.File("rb"), default="-")
@model_option
@click.option("--lines/--no-lines", help="Take each line as one sentence and count lines instead of sentences.")
@click.option(
    "--format",
    type=click.Choice(["tsv", "jsonl"]),
    default="tsv",
    show_default=True,
    help="tsv: number, subject, relation, object; jsonl: with the places of the words in the text, too.",
)
def triples(file: BinaryIO, model: str, lines: bool, format: str) -> None:
    """Print subject, relation and object of each sentence in its own words.

    No graph is made or needed: names are not resolved, pronouns stay pronouns, nothing is left out because no
    relation of the ontology fits. Each argument gives a triple of its own. Printed are the number of the sentence,
    subject, relation and object with tabs between them.

    FILE is plain text in UTF-8; without it, standard input is read.

    \b
    Examples:
        kg open-triples article.txt
        echo 'Er fesselte ihn mit Handschellen.' | kg open-triples
        kg open-triples sentences.txt --lines --format jsonl
    """
    for triple in _triples(file, model, lines=lines):
        if format == "jsonl":
            click.echo(json.dumps(asdict(triple), ensure_ascii=False))
        else:
            click.echo("\t".join((str(triple.number), triple.subject, triple.relation, triple.object)))


def _triples(file: BinaryIO, model: str, *, lines: bool) -> Iterator[OpenTriple]:
    from kg.annotate.open_triples import open_triples
    from kg.decode import clean_text, decode_text
    from kg.errors import ArticleError

    place = getattr(file, "name", "-")
    text = decode_text(file.read(), place)
    if not text.strip():
        raise ArticleError(place, "is empty; give German text")
    if not lines:
        yield from open_triples(clean_text(text), model=model)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        for triple in open_triples(clean_text(line), model=model):
            yield replace(triple, number=number)
