"""Paths between actors are whole, and each step begins where the last one ended."""

from kg.paths import shortest_path
from kg.statements import node_rows, statement_rows


def test_shortest_path(store):
    """Each step of a path begins where the last one ended; nodes without a tie have none."""
    rows, nodes = statement_rows(store), node_rows(store)
    ends = {iri for row in rows for iri in (row.subject.iri, row.object.iri)}

    for start in ends:
        for end in ends:
            here = start
            for row in shortest_path(rows, start, end):
                assert here in (row.subject.iri, row.object.iri) and "positive" == row.polarity
                here = row.object.iri if here == row.subject.iri else row.subject.iri
            assert here in (start, end)
    assert [] == shortest_path(rows, nodes[0].iri, "https://example.org/nowhere")
