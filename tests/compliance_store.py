"""What every backend of the store must do. `tests/test_store.py` runs this class against each of them.

Another backend: subclass `StoreCompliance`, give it a fixture ``empty_store``, and let pytest collect it.
"""

from __future__ import annotations

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples

A, B, P, G, H = (NamedNode(f"https://example.org/{name}") for name in "abpgh")
QUADS = [Quad(A, P, B), Quad(A, P, Literal("Straße", language="de"), G), Quad(B, P, Literal("zwei\nZeilen"), H)]


class StoreCompliance:
    """The promises of `kg.store.Store`."""

    def test_add_is_a_set(self, empty_store):
        """A quad added twice stands there once; generators are taken, too."""
        empty_store.add(QUADS)
        empty_store.add(quad for quad in QUADS)

        rows = list(empty_store.query("SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"))
        assert len(rows) == 3

    def test_add_all_or_nothing(self, empty_store):
        """If one quad can't be added, none is."""
        with pytest.raises((TypeError, ValueError)):
            empty_store.add([*QUADS, "no quad"])

        assert not bool(empty_store.query("ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"))

    def test_remove_one_graph(self, empty_store):
        """Only the named graph goes; a graph that is not there is no error."""
        empty_store.add(QUADS)
        empty_store.remove(G.value)
        empty_store.remove("https://example.org/nowhere")

        assert empty_store.graphs() == [H.value]
        assert bool(empty_store.query("ASK { ?s ?p ?o }"))

    def test_replace(self, empty_store):
        """One graph and some quads go, others come; quads that come are there even if they stood among those to go."""
        empty_store.add(QUADS)
        other = Quad(B, P, A, G)
        empty_store.replace(G.value, [QUADS[0], Quad(B, P, B)], [other, QUADS[2]])

        rows = empty_store.query("SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
        assert {(row["s"], row["o"], row["g"]) for row in rows} == {
            (quad.subject, quad.object, quad.graph_name) for quad in (other, QUADS[2])
        }

    def test_replace_all_or_nothing(self, empty_store):
        """If what is to come can't, nothing goes."""
        empty_store.add(QUADS)
        with pytest.raises((AttributeError, TypeError, ValueError)):
            empty_store.replace(G.value, [QUADS[0]], ["no quad"])

        assert len(list(empty_store.query("SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"))) == 3

    def test_graphs_sorted(self, empty_store):
        """All named graphs that hold something, sorted."""
        empty_store.add(reversed(QUADS))

        assert empty_store.graphs() == [G.value, H.value]

    def test_query_forms(self, empty_store):
        """SELECT, ASK, CONSTRUCT and DESCRIBE give rows, a yes, and triples."""
        empty_store.add(QUADS)

        assert isinstance(empty_store.query("SELECT * { ?s ?p ?o }"), QuerySolutions)
        assert isinstance(empty_store.query("ASK { ?s ?p ?o }"), QueryBoolean)
        assert isinstance(empty_store.query("CONSTRUCT WHERE { ?s ?p ?o }"), QueryTriples)
        assert isinstance(empty_store.query(f"DESCRIBE {A}"), QueryTriples)

    def test_query_default_graph_alone(self, empty_store):
        """Without GRAPH only the default graph is seen, with `also` the named ones that it lists, too."""
        empty_store.add(QUADS)
        count = "SELECT * { ?s ?p ?o }"

        assert len(list(empty_store.query(count))) == 1
        assert len(list(empty_store.query(count, also=[G.value]))) == 2

    def test_query_prefixes(self, empty_store):
        """Prefixes given need no declaration."""
        empty_store.add(QUADS)

        assert bool(empty_store.query("ASK { ex:a ex:p ex:b }", prefixes={"ex": "https://example.org/"}))

    def test_query_malformed(self, empty_store):
        """A malformed query is a SyntaxError."""
        with pytest.raises(SyntaxError):
            empty_store.query("SELECT WHERE")

    def test_update_all_or_nothing(self, empty_store):
        """If the last operation of an update fails, the first is undone."""
        with pytest.raises(Exception, match="not exist"):
            empty_store.update(f"INSERT DATA {{ {A} {P} {B} }} ; DROP GRAPH {G}")

        assert not bool(empty_store.query("ASK { ?s ?p ?o }"))

    def test_dump_same_bytes(self, empty_store, tmp_path):
        """The order in which quads came does not show in a dump; every quad does."""
        empty_store.add(reversed(QUADS))
        empty_store.dump(tmp_path / "graph.nq", "nquads")
        lines = (tmp_path / "graph.nq").read_text(encoding="utf-8").splitlines()

        assert lines == sorted(f"{quad} ." for quad in QUADS)
        assert isinstance(QUADS[0].graph_name, DefaultGraph)

    def test_close_twice(self, empty_store):
        """Closing twice is fine; a closed store says that it is closed."""
        empty_store.close()
        empty_store.close()

        with pytest.raises(Exception, match="closed"):
            empty_store.query("ASK { ?s ?p ?o }")
