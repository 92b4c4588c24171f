"""The command line: ``kg build``, ``kg query`` and the rest. Thin: each command calls what Python users call, too.

Results go to stdout, progress and errors to stderr. Exit status: 0 done, 1 failed, 2 wrong usage.
"""

from __future__ import annotations

from kg.cli import build, query, show, serve, explain, export, report  # isort: skip -- the order of the help
from kg.cli import triples, evaluate, config  # isort: skip
from kg.cli.frame import app, main

__all__ = [
    "app",
    "build",
    "config",
    "evaluate",
    "explain",
    "export",
    "main",
    "query",
    "report",
    "serve",
    "show",
    "triples",
]
