"""A Chromium without network, and pages opened in it that note every request, message and error."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from kg.html import html_from_view
from kg.view import view_from_rows

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@dataclass
class Opened:
    """A page in the browser, and what it tried to do."""

    page: Any
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def ask(self, script: str) -> Any:
        """What a JavaScript expression gives, with the page's own objects at hand."""
        return self.page.evaluate(f"(() => {{ const {{ network, data, labels, svg }} = newskg; return {script}; }})()")

    def place_of_node(self, name: str) -> tuple[float, float]:
        """Where on the screen the middle of the node called `name` is."""
        return self._place(f"network.getPosition(data.network.nodes.find((node) => node.en === {name!r}).id)")

    def place_of_label(self, relation: str, target: str) -> tuple[float, float]:
        """Where on the screen the label of the line `relation` to `target` is."""
        node = f"data.network.nodes.find((node) => node.en === {target!r}).id"
        edge = f"data.network.edges.find((edge) => edge.label === {relation!r} && edge.to === {node}).id"
        box = f"labels().find((label) => label.edge === {edge})"
        return self._place(
            f"(({{ left, right, top, bottom }}) => ({{ x: (left + right) / 2, y: (top + bottom) / 2 }}))({box})"
        )

    def _place(self, canvas_place: str) -> tuple[float, float]:
        frame = "document.querySelector('#network canvas').getBoundingClientRect()"
        x, y = self.ask(
            f"(({{ x, y }}, frame) => [x + frame.x, y + frame.y])(network.canvasToDOM({canvas_place}), {frame})"
        )
        return x, y

    def click_line(self, relation: str, target: str) -> None:
        """Clicks the label of a line."""
        self.page.mouse.click(*self.place_of_label(relation, target))

    @property
    def reader(self) -> str:
        """What the reader beside the picture says."""
        return str(self.page.inner_text("#reader"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running Chromium; without one the tests skip, in CI they fail."""
    path = (
        os.environ.get("KG_CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if path is None:
        reason = "no Chromium here: install one, or name it in KG_CHROMIUM"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def window(chromium) -> Callable[..., Any]:
    """A window of a size and colour scheme, without network, that all tests share: each opens a tab of its own in it."""
    contexts: dict[tuple[int, int, str], Any] = {}

    def find_window(width: int, height: int, scheme: str) -> Any:
        key = width, height, scheme
        if key not in contexts:
            size = {"width": width, "height": height}
            contexts[key] = chromium.new_context(
                viewport=size, color_scheme=scheme, reduced_motion="reduce", offline=True
            )
        return contexts[key]

    return find_window


@pytest.fixture
def open_html(window, tmp_path) -> Iterator[Callable[..., Opened]]:
    """Opens a page in a tab without network and waits until the picture is drawn."""
    tabs = []

    def open_page(html: str, *, width: int = 1440, height: int = 900, scheme: str = "light") -> Opened:
        path = tmp_path / "graph.html"
        path.write_text(html, encoding="utf-8")
        opened = Opened(window(width, height, scheme).new_page())
        tabs.append(opened.page)

        def decide(route: Any) -> None:
            if route.request.url == path.as_uri():
                route.continue_()
            else:
                opened.requests.append(route.request.url)
                route.abort()

        opened.page.route("**/*", decide)
        opened.page.on("console", lambda message: opened.messages.append(message.text))
        opened.page.on("pageerror", lambda error: opened.messages.append(str(error)))
        opened.page.on("dialog", lambda dialog: (opened.messages.append(dialog.message), dialog.dismiss()))
        opened.page.goto(path.as_uri())
        opened.page.wait_for_selector("html[data-ready]", timeout=30_000)
        opened.page.wait_for_timeout(150)
        return opened

    yield open_page
    for tab in tabs:
        tab.close()


@pytest.fixture
def open_rows(open_html) -> Callable[..., Opened]:
    """Opens the page of some statements."""

    def open_page(rows: Any, *, title: str = "Drohnen aus dem Iran", labels: Any = "en", **window: Any) -> Opened:
        return open_html(html_from_view(view_from_rows(rows, title=title), labels=labels), **window)

    return open_page
