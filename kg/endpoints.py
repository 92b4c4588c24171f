"""Where a SPARQL 1.1 server takes queries, updates and whole graphs, read off the one URL that people give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urljoin, urlsplit

from kg.errors import StoreError

# What the query URL of a product ends in, and where it takes updates and whole graphs (None: by SPARQL alone).
# Relative to the query URL; a server that is not listed takes all at one URL, as Fuseki's datasets do.
_PRODUCTS: tuple[tuple[str, str, str | None], ...] = (
    (r"/repositories/([^/]+)$", r"\1/statements", r"\1/rdf-graphs/service"),  # GraphDB, RDF4J
    (r"/sparql-auth$", "sparql-auth", "sparql-graph-crud-auth"),  # Virtuoso, with a password
    (r"/sparql$", "sparql", None),  # Virtuoso without one, Blazegraph
    (r"/query$", "update", None),  # Oxigraph, Stardog, one of Fuseki's
)
_NAMES = ("update", "graphs")


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The URLs of one server. ``graphs`` speaks the graph store protocol; "" where none is known."""

    query: str
    update: str
    graphs: str


def endpoints_from_url(url: str) -> Endpoints:
    """The endpoints of the server at `url`; what can't be guessed is named in its fragment.

    >>> endpoints_from_url("http://localhost:7200/repositories/news").update
    'http://localhost:7200/repositories/news/statements'
    >>> endpoints_from_url("https://db.example/q#update=/u&graphs=/g").graphs
    'https://db.example/g'

    Raises:
        StoreError: no http(s) URL with a host, a password in it, or an unknown name in the fragment.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise StoreError("a SPARQL store is named sparql+https://host/path or sparql+http://host:port/path")
    if parts.username is not None or parts.password is not None:
        raise StoreError(
            f"{parts.hostname}: a password has no place in the name of a store; "
            "put it into ~/.netrc or into KG_STORE_USER and KG_STORE_PASSWORD"
        )
    query = parts._replace(fragment="").geturl()
    named = parse_qs(parts.fragment)
    if unknown := sorted(set(named) - set(_NAMES)):
        raise StoreError(f"{query}: unknown endpoint {unknown[0]!r} after #; known: {', '.join(_NAMES)}")
    update, graphs = _guess(query, parts.path)
    chosen = {name: urljoin(query, values[0]) for name, values in named.items()}
    return Endpoints(query, chosen.get("update", update), chosen.get("graphs", graphs))


def _guess(query: str, path: str) -> tuple[str, str]:
    for pattern, update, graphs in _PRODUCTS:
        if match := re.search(pattern, path):
            return urljoin(query, match.expand(update)), urljoin(query, match.expand(graphs)) if graphs else ""
    return query, query
