"""Notebooks turned into web pages by nbconvert: pictures, cards and tables are there without a network."""

from __future__ import annotations

import nbformat
from nbconvert import HTMLExporter

from kg.graph import Graph


def as_output(shown):
    """What a notebook saves of an object that it shows."""
    return nbformat.v4.new_output("display_data", data={"text/plain": repr(shown), "text/html": shown._repr_html_()})


def test_nbconvert_page_works_offline(chromium, store, tmp_path):
    """The picture is drawn in its frame, the card is readable, though nothing can be fetched."""
    graph = Graph(store)
    cell = nbformat.v4.new_code_cell("graph")
    cell.outputs = [as_output(graph.entity("Blinken")), as_output(graph.show(height=400))]
    page_text, _ = HTMLExporter(template_name="lab").from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    path = tmp_path / "notebook.html"
    path.write_text(page_text, encoding="utf-8")

    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(path.as_uri(), wait_until="domcontentloaded")
    frame = page.frame_locator("iframe")
    frame.locator("#network canvas").wait_for()
    assert "Antony Blinken" in page.inner_text("body")
    assert frame.locator("#network canvas").bounding_box()["width"] > 200
    context.close()
