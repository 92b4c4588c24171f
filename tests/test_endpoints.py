"""Where products take queries, updates and graphs."""

from __future__ import annotations

import pytest

from kg.endpoints import endpoints_from_url
from kg.errors import StoreError


@pytest.mark.parametrize(
    ("url", "update", "graphs"),
    [
        ("http://localhost:3030/news", "http://localhost:3030/news", "http://localhost:3030/news"),
        ("http://h/repositories/n", "http://h/repositories/n/statements", "http://h/repositories/n/rdf-graphs/service"),
        ("https://h:8890/sparql-auth", "https://h:8890/sparql-auth", "https://h:8890/sparql-graph-crud-auth"),
        ("http://localhost:8890/sparql", "http://localhost:8890/sparql", ""),
        ("http://localhost:7878/query", "http://localhost:7878/update", ""),
        ("http://h/a/query#update=b&graphs=/c", "http://h/a/b", "http://h/c"),
        ("http://h/q#graphs=https://other.example/g", "http://h/q", "https://other.example/g"),
    ],
)
def test_products(url, update, graphs):
    """Updates and whole graphs go where the product takes them, or where the fragment says."""
    found = endpoints_from_url(url)

    assert (found.query, found.update, found.graphs) == (url.partition("#")[0], update, graphs)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://kg:hunter2@h/ds", r"^h: a password has no place .* ~/\.netrc"),
        ("http://", r"sparql\+https://host/path"),
        ("http:ds", r"sparql\+https://host/path"),
        ("http://h/ds#data=/x", r"unknown endpoint 'data' after #; known: update, graphs"),
    ],
)
def test_refused(url, message):
    """What is no address, or holds a password, is refused without showing the password."""
    with pytest.raises(StoreError, match=message) as caught:
        endpoints_from_url(url)

    assert "hunter2" not in str(caught.value)
