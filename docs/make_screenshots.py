"""Takes the pictures of the README: ``python docs/make_screenshots.py out/graph.html`` (needs Chromium).

Writes docs/graph.png (the whole page) and docs/claim.png (a claim, opened) beside this file.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
SIZE = {"width": 1440, "height": 860}

# The middle, on the screen, of the label of a claim: of a purchase if there is one.
CLAIM = """(() => {
  const { network, data, labels } = newskg;
  const edgeOf = (label) => data.network.edges[label.edge];
  const claims = labels().filter((label) => label.edge !== undefined && edgeOf(label).dashes);
  const box = claims.find((label) => edgeOf(label).label === "buys from") || claims[0];
  const { x, y } = network.canvasToDOM({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 });
  const frame = document.querySelector("#network canvas").getBoundingClientRect();
  return [x + frame.x, y + frame.y];
})()"""


def main(page_path: Path) -> None:
    """Opens the page and writes both pictures."""
    chromium = os.environ.get("KG_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("no Chromium here: install one, or name it in KG_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
        page.goto(page_path.resolve().as_uri())
        page.wait_for_selector("html[data-ready]")
        take(page, "graph.png")
        page.mouse.click(*page.evaluate(CLAIM))
        take(page, "claim.png")
        browser.close()


def take(page: Any, name: str) -> None:
    """Writes what is on the screen to the file `name`."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)
    page.screenshot(path=HERE / name)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out/graph.html"))
