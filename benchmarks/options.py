"""The options that all measurements have in common, and the file that they write."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from kg.files import write_atomically


def parser_of(text: str, name: str, *, repeat: str = "rounds") -> argparse.ArgumentParser:
    """A parser for the measurement that `text` describes: its articles, how often (`repeat`), and ``out/NAME.json``."""
    out = Path("out") / f"{name}.json"
    parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", default="seeds", help="file, folder or pattern (default: seeds)")
    parser.add_argument("--repeat", type=int, default=3, help=f"{repeat} (default: 3)")
    parser.add_argument("--out", type=Path, default=out, help=f"default: {out}")
    return parser


def add_model(parser: argparse.ArgumentParser) -> None:
    """Lets a measurement be told by which pipeline articles are read."""
    parser.add_argument("--model", default="de", help="the pipeline (default: de)")


def add_copies(parser: argparse.ArgumentParser) -> None:
    """Lets a measurement be told how large its graph is."""
    parser.add_argument("--copies", type=int, default=1000, help="articles in the graph (default: 1000)")


def write_result(path: Path, result: object) -> None:
    """Writes what was measured as JSON."""
    write_atomically(path, [json.dumps(result, indent=2).encode(), b"\n"])
