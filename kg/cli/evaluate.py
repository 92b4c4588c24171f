"""``kg evaluate``: how good the facts are."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.build import progress_bar
from kg.cli.frame import app
from kg.cli.options import model_option


@app.command()
@click.argument("gold_dir", type=click.Path(exists=True, file_okay=False, path_type=Path))
@model_option
@click.option("--articles/--no-articles", help="One line an article, too.")
@click.option("--errors/--no-errors", help="Every wrong and every missed fact, too, beside its sentence.")
def evaluate(gold_dir: Path, model: str, articles: bool, errors: bool) -> int:
    """Compare the facts that kg finds with gold facts.

    GOLD_DIR holds one JSON file an article: id, text, entities with names, facts between them. Its texts are built
    afresh; no graph is touched. Printed are precision, recall and F1 of the facts (relation and both ends), recall
    of the pairs alone, and how many of the facts found have the right polarity, modality and speaker.

    \b
    Examples:
        kg evaluate gold/dev
        kg evaluate gold/dev --errors
    """
    from kg import evaluate as evaluation
    from kg.nlp import load_nlp

    with progress_bar(len(list(gold_dir.glob("*.json")))) as progress:
        result = evaluation.evaluate(gold_dir, load_nlp(model), progress=progress)
    if articles or errors:
        click.echo("\n".join(evaluation.article_lines(result, errors=errors)) + "\n")
    click.echo("\n".join(evaluation.summary_lines(result)))
    for error in result.failed:
        click.echo(f"kg: not built: {error}", err=True)
    return 1 if result.failed else 0
