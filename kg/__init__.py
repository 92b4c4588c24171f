"""kg: German news articles in, a knowledge graph with voices and provenance out.

Names are loaded on first use, so that ``import kg`` stays instant.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from kg.errors import KgError
from kg.types import Article, Entity, Extraction, Fact, Mention, Provenance, Span, Value

__version__ = "0.1.0"

_LAZY = {
    "Graph": "kg.graph",
    "build": "kg.graph",
    "open": "kg.graph",
    "load_nlp": "kg.nlp",
    "open_store": "kg.store",
    "open_triples": "kg.annotate.open_triples",
}

__all__ = [
    "Article",
    "Entity",
    "Extraction",
    "Fact",
    "Graph",
    "KgError",
    "Mention",
    "Provenance",
    "Span",
    "Value",
    "__version__",
    "build",
    "load_nlp",
    "open",
    "open_store",
    "open_triples",
]


def __getattr__(name: str) -> Any:
    """The public name `name`, loaded from its module on first use."""
    if name not in _LAZY:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(_LAZY[name]), name)


def __dir__() -> list[str]:
    """All public names."""
    return sorted(__all__)
