"""Places with coordinates as GeoJSON (RFC 7946), which QGIS and maps on the web read."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from kg.statements import Node, node_rows, statement_rows
from kg.store import Store
from kg.tables import read_rows

_ARTICLES = """
SELECT ?node ?id { GRAPH ?article { ?article dcterms:identifier ?id . ?description kg:describes ?node }
  ?node geo:lat ?latitude }
"""


def geojson_lines(store: Store) -> Iterator[str]:
    """A FeatureCollection, one place a line, by IRI: each with its names, statements and articles.

    ``statements`` counts those that happen there or are about the place, ``articles`` lists the ids of all that name
    it. Coordinates are longitude, latitude, as the RFC asks.
    """
    statements: dict[str, int] = defaultdict(int)
    for row in statement_rows(store):
        for iri in {node.iri for node in (row.subject, row.object, row.place) if node is not None}:
            statements[iri] += 1
    articles: dict[str, set[str]] = defaultdict(set)
    for found in read_rows(store, _ARTICLES):
        articles[found["node"]].add(found["id"])
    places = (node for node in node_rows(store) if node.point is not None)
    features = (_feature(node, statements[node.iri], sorted(articles[node.iri])) for node in places)
    yield '{"type": "FeatureCollection", "features": ['
    yield ",".join("\n" + json.dumps(feature, ensure_ascii=False) for feature in features)
    yield "\n]}\n"


def _feature(node: Node, statements: int, articles: list[str]) -> dict[str, Any]:
    point = node.point
    return {
        "type": "Feature",
        "id": node.iri,
        "geometry": {"type": "Point", "coordinates": [point.longitude, point.latitude]} if point else None,
        "properties": {
            "name": node.label_de,
            "name_en": node.label_en,
            "type": node.type,
            "wikidata": node.qid or None,
            "statements": statements,
            "articles": articles,
        },
    }
