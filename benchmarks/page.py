"""Measures the graph page in headless Chromium: how long until it can be used, for graphs of many nodes.

usage: python -m benchmarks.page [--articles SOURCE] [--copies 1000] [--repeat N] [--out out/page.json]

The graph is that of `benchmarks.questions`: what was found in the articles of SOURCE, again and again under other
names. For 500 nodes, 2,000 nodes and all that fit into a page it says how long the layout takes (CPU seconds), how
large the page is (kB), and in milliseconds: until the page can be used as it opens (median of `--repeat` fresh
windows; beside it the processor time of the page, which other work on the machine does not lengthen), the same with
all of 500 and 2,000 nodes drawn, a click that brings in neighbours, and a frame while the picture is moved.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from playwright.sync_api import Browser, sync_playwright

from benchmarks.options import add_copies, add_model, parser_of, write_result
from benchmarks.questions import originals, write_graph
from kg.html import html_from_view
from kg.statements import StatementRow, statement_rows
from kg.store import OxigraphStore
from kg.view import view_from_rows

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
NODES = (500, 2000, None)
ALL_DRAWN = "#times=100"  # a hundred times as many nodes as the page opens with, at most 2,000
SIZE = {"width": 1440, "height": 900}

# Opens the strongest node by the search field, as a reader would; gives the milliseconds until it is drawn.
CLICK = """(() => {
  const field = document.getElementById("search"), start = performance.now();
  field.value = newskg.data.network.nodes[0].en;
  field.dispatchEvent(new Event("input"));
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
  newskg.network.redraw();
  return performance.now() - start;
})()"""
# The mean of twenty frames, each drawn at once.
FRAME = """(() => {
  const start = performance.now();
  for (let frame = 0; frame < 20; frame += 1) {
    const { x, y } = newskg.network.getViewPosition();
    newskg.network.moveTo({ position: { x: x + 10, y } });
    newskg.network.redraw();
  }
  return (performance.now() - start) / 20;
})()"""


def main() -> None:
    """Measures and writes."""
    parser = parser_of(__doc__, "page", repeat="windows for each page")
    add_model(parser)
    add_copies(parser)
    options = parser.parse_args()
    rows = many_rows(options.articles, options.model, options.copies)
    chromium = os.environ.get("KG_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("no Chromium here: install one, or name it in KG_CHROMIUM")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        found = [measure(rows, nodes, browser, Path(folder) / "graph.html", options.repeat) for nodes in NODES]
        browser.close()
    write_result(options.out, found)
    for one in found:
        print(*(f"{name}: {value}" for name, value in one.items()), sep=" · ")


def many_rows(source: str, model: str, copies: int) -> list[StatementRow]:
    """The statements of a graph of `copies` articles."""
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "graph.nq"
        write_graph(originals(source, model), copies, dump)
        graph = ox.Store()
        graph.bulk_load(path=str(dump), format=ox.RdfFormat.N_QUADS)
    return statement_rows(OxigraphStore(graph, "memory:"))


def measure(
    rows: list[StatementRow], nodes: int | None, browser: Browser, path: Path, repeat: int
) -> dict[str, float | int]:
    """What the page of the `nodes` strongest takes, to make and to use."""
    start = time.process_time()
    view = view_from_rows(rows, title="Viele Artikel", limit=nodes)
    found: dict[str, float | int] = {"nodes": len(view.nodes), "statements": len(rows) - view.hidden}
    found["layout s"] = round(time.process_time() - start, 2)
    html = html_from_view(view)
    found["kB"] = len(html.encode()) // 1000
    path.write_text(html, encoding="utf-8")
    addresses = {"": path.as_uri()} | ({", all drawn": path.as_uri() + ALL_DRAWN} if nodes else {})
    for what, address in addresses.items():
        wall, cpu = median_ready(browser, address, repeat)
        found |= {f"usable ms{what}": wall, f"cpu ms{what}": cpu}
    page = ready_page(browser, path.as_uri())
    found["frame ms"] = round(page.evaluate(FRAME), 1)
    found["click ms"] = round(page.evaluate(CLICK))
    page.close()
    return found


def median_ready(browser: Browser, address: str, repeat: int) -> tuple[int, int]:
    """Milliseconds of wall and of processor time from opening a page until it can be used."""
    walls, cpus = [], []
    for _ in range(repeat):
        page = ready_page(browser, address)
        metrics = page.context.new_cdp_session(page)
        metrics.send("Performance.enable")
        found = {one["name"]: one["value"] for one in metrics.send("Performance.getMetrics")["metrics"]}
        walls.append(page.evaluate("performance.now()"))
        cpus.append(found["ProcessTime"] * 1000)  # of a process of its own, since its start
        page.close()
    return round(statistics.median(walls)), round(statistics.median(cpus))


def ready_page(browser: Browser, address: str) -> Any:
    """The page in a window of its own, with its picture drawn."""
    page = browser.new_page(viewport=SIZE, reduced_motion="reduce")
    page.goto(address)
    page.wait_for_selector("html[data-ready]", timeout=120_000)
    return page


if __name__ == "__main__":
    main()
