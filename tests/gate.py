"""Which German constructions hold with gold parses and with a pipeline, and whether fewer do than before.

    python tests/gate.py                  report by construction; status 1 if a floor is not reached
    python tests/gate.py --no-model       gold parses only: what the grammar does, whatever the parser
    python tests/gate.py --failures       every item that misses a fact or has one too many
    python tests/gate.py --update         pin what is reached now as the new floors

An item holds if all its facts come out with polarity, modality and speaker, and all roles and clauses that it lists;
where it lists no facts, nothing of the ontology may come out. Precision counts the facts that it does not list as wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from spacy.tokens import Doc

import kg
from tests.constructions import GOLD, Annotate, Score, score_all, total, with_article
from tests.gold_parses import annotators, gold_doc

FLOORS = GOLD / "floors.json"
MODELS = ("de", "fast")
SLACK = dict.fromkeys(MODELS, 0.01)  # three sentences: another processor may round a close decision the other way
Columns = dict[str, dict[str, Score]]


def annotate_gold(text: str) -> Doc:
    """`text` with its hand-checked parse and all annotations."""
    return annotators()(with_article(gold_doc(text)))


def annotate_with(model: str) -> Annotate:
    """A function that parses and annotates a text with the pipeline `model`."""
    nlp = kg.load_nlp(model)
    return lambda text: nlp(with_article(nlp.make_doc(text)))


def print_report(columns: Columns, *, failures: bool) -> None:
    """One line for each construction: items that hold of all, in each column."""
    print("  ".join(f"{name:>7}" for name in columns))
    for construction in next(iter(columns.values())):
        cells = [scores[construction] for scores in columns.values()]
        print("  ".join(f"{cell.held:>3}/{cell.sentences:<3}" for cell in cells), construction)
    for name, scores in columns.items():
        for failure in total(scores).failures if failures else ():
            print(f"[{name}] {failure}")
        print(f"{name}: {json.dumps(total(scores).figures())}")


def below_floors(columns: Columns, path: Path | None = None) -> list[str]:
    """What is lower than it was, one line each."""
    floors = json.loads((path or FLOORS).read_text(encoding="utf-8"))
    return [
        f"{name}.{figure}: {reached[figure]} is below the floor of {floor}"
        for name, reached in ((name, total(scores).figures()) for name, scores in columns.items())
        for figure, floor in floors.get(name, {}).items()
        if reached[figure] < floor - SLACK.get(name, 0.0)
    ]


def pin(columns: Columns, path: Path = FLOORS) -> None:
    """Writes what is reached now as the floors of the columns that were measured."""
    floors = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    floors.update({name: total(scores).figures() for name, scores in columns.items()})
    path.write_text(json.dumps(floors, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Prints the report; 1 if a floor is not reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", action="append", help="default: both that come with kg")
    parser.add_argument("--no-model", action="store_true")
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args(arguments)
    columns: Columns = {"gold": score_all(annotate_gold)}
    for model in () if options.no_model else options.model or MODELS:
        columns[model] = score_all(annotate_with(model))
    print_report(columns, failures=options.failures)
    if options.update:
        pin(columns)
    low = below_floors(columns)
    for line in low:
        print(line, file=sys.stderr)
    return bool(low)


if __name__ == "__main__":
    sys.exit(main())
