"""The page in a real Chromium, with the network cable out."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest

from tests.make_rows import ARTICLE, make_node, make_row, many_rows, moscow_rows

pytestmark = pytest.mark.browser

SCREEN, TELEPHONE = (1440, 900), (390, 844)

# How many of the canvas's pixels differ from the first one.
PAINTED = """(() => {
  const canvas = document.querySelector("#network canvas");
  const pixels = new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  return pixels.reduce((count, pixel) => count + (pixel !== pixels[0]), 0);
})()"""
OUTSIDE = """data.network.nodes.filter((node) => {
  const { x, y } = network.canvasToDOM(network.getPosition(node.id)), stage = document.getElementById("network");
  return x < 0 || y < 0 || x > stage.clientWidth || y > stage.clientHeight;
}).length"""
OVERLAPS = """labels().filter((a, i) => labels().slice(i + 1).some((b) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)).length"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [SCREEN, TELEPHONE])
def test_draws_without_network(open_rows, size, scheme):
    """The graph is on the screen, whole, without one request, message or error."""
    opened = open_rows(moscow_rows(), width=size[0], height=size[1], scheme=scheme)

    assert opened.page.evaluate(PAINTED) > 1000
    assert 0 == opened.ask(OUTSIDE)
    assert ([], []) == (opened.requests, opened.messages)


@pytest.mark.parametrize("size", [SCREEN, TELEPHONE])
def test_labels_do_not_overlap(open_rows, size):
    """No label stands over another, at rest and at any zoom, however many there are."""
    opened = open_rows(many_rows(120, 260), width=size[0], height=size[1])

    for scale in (None, 0.4, 1.0, 2.0):
        if scale:
            opened.ask(f"network.moveTo({{ scale: {scale} }})")
            opened.page.wait_for_timeout(150)
        assert len(opened.ask("labels()")) > 5
        assert 0 == opened.ask(OVERLAPS)


def test_every_node_is_labelled_when_there_is_room(open_rows):
    """In a small graph each node shows its name."""
    opened = open_rows(moscow_rows())

    assert len(opened.ask("data.network.nodes")) == len(
        opened.ask("labels().filter((label) => label.node !== undefined)")
    )


def test_line_opens_its_sentence(open_rows):
    """A click on a line shows the sentence, its marked ends, who says it, and the article with a link."""
    opened = open_rows(moscow_rows())
    opened.click_line("buys from", "Iran")

    assert "Moskau kaufe Güter von China sowie Drohnentechnologie aus dem Iran" in opened.reader
    assert "according to Mark Rutte" in opened.reader
    assert "Drohnen aus dem Iran, Testblatt, 14 November 2024" in opened.reader
    assert ["Moskau", "Iran"] == opened.page.locator("#reader mark").all_inner_texts()
    assert ["https://example.org/drohnen"] == [
        link.get_attribute("href") for link in opened.page.locator("#reader a").all()
    ]


def test_fact_shows_time_and_place(open_rows):
    """A fact says that the article itself says it, when and where."""
    opened = open_rows(moscow_rows())
    opened.click_line("meets", "Mark Rutte")

    assert "The article says so" in opened.reader
    assert "13 November 2024" in opened.reader
    assert "Brussels" in opened.reader


def test_node_opens_its_facts(open_rows):
    """A click on a node shows its facts, claims and denials; a click on one of them its sentence."""
    opened = open_rows(moscow_rows())
    opened.page.mouse.click(*opened.place_of_node("Mark Rutte"))

    assert opened.reader.startswith("Close\nMark Rutte\n\nPerson")
    assert "Facts (2)" in opened.reader and "Says (3)" in opened.reader
    opened.page.get_by_role("button", name="Antony Blinken meets Mark Rutte").click()
    assert "Blinken traf am Mittwoch in Brüssel Mark Rutte" in opened.reader


def test_search(open_rows):
    """A few letters, in either language and without accents, find a node; Enter opens it."""
    opened = open_rows(moscow_rows())
    opened.page.fill("#search", "moska")
    assert ["Moscow"] == opened.page.locator("#found bdi").all_inner_texts()
    opened.page.press("#search", "Enter")
    assert opened.reader.startswith("Close\nMoscow")

    opened.page.fill("#search", "xyz")
    assert "Nothing of that name" in opened.page.inner_text("#found")


def test_filters(open_rows):
    """Facts, claims and types can be taken out of the picture."""
    opened = open_rows(moscow_rows())
    shown = "Object.values(network.body.edges).filter((edge) => !edge.options.hidden).length"
    before = opened.ask(shown)
    opened.page.click("#kinds button:has-text('Claims')")
    without_claims = opened.ask(shown)
    opened.page.click("#types button:has-text('Person')")

    assert (7, 3) == (before, without_claims)
    assert 1 == opened.ask(shown)


def test_narrowing(open_rows):
    """The picture can be narrowed to a voice, an article and a span of time, and widened again."""
    other = replace(ARTICLE, iri="other", id="other", title="Anderer Artikel", published=date(2025, 3, 1))
    opened = open_rows([*moscow_rows(), make_row("NATO", "praises", "EU", article=other)])
    shown = "Object.values(network.body.edges).filter((edge) => !edge.options.hidden).length"

    for field, value, left in [("voice", "Mark Rutte", 3), ("article", "Anderer Artikel", 1)]:
        select = opened.page.get_by_label(f"Show only: every {field}")
        select.select_option(label=value)
        assert left == opened.ask(shown)
        select.select_option(index=0)
    opened.page.get_by_label("from", exact=True).fill("2025-01-01")
    assert 1 == opened.ask(shown)
    opened.page.get_by_label("from", exact=True).fill("")
    opened.page.get_by_label("to", exact=True).fill("2024-11-13")
    assert 1 == opened.ask(shown)


def test_claims_are_dashed_and_denials_red(open_rows):
    """What is claimed is drawn dashed, what is held true solid, what is denied in red."""
    opened = open_rows(moscow_rows())
    drawn = opened.ask(
        "data.network.edges.map((edge) => [edge.label, !!network.body.edges[edge.id].options.dashes, "
        "network.body.edges[edge.id].options.color.color])"
    )
    styles = {label: (dashed, colour) for label, dashed, colour in drawn}

    assert styles["buys from"][0] and styles["supports"][0]
    assert not styles["meets"][0] and not styles["sells"][0]
    assert "#b3261e" == styles["sells"][1] != styles["meets"][1]


def test_parallel_lines_are_apart(open_rows):
    """Two relations between the same two nodes are two lines."""
    opened = open_rows([make_row("NATO", "meets", "EU"), make_row("NATO", "praises", "EU")])
    bends = opened.ask("Object.values(network.body.edges).map((edge) => edge.edgeType.getPoint(0.5))")

    assert abs(bends[0]["x"] - bends[1]["x"]) + abs(bends[0]["y"] - bends[1]["y"]) > 10


def test_language_switch(open_rows):
    """The switch turns every word and label German, and back."""
    opened = open_rows(moscow_rows())
    opened.click_line("buys from", "Iran")
    opened.page.click("#language")

    assert "de" == opened.page.get_attribute("html", "lang")
    assert "Moskau kauft von Iran" in opened.reader and "laut Mark Rutte" in opened.reader
    assert ["Moskau"] in opened.ask("labels().map((label) => label.lines)")
    opened.page.click("#language")
    assert "Moscow buys from Iran" in opened.reader


def test_keyboard(open_rows):
    """Without a mouse: the picture takes arrows, Enter leads into the reader, Escape leads out."""
    opened = open_rows(moscow_rows())
    opened.page.focus("#network")
    opened.page.keyboard.press("ArrowRight")
    assert opened.reader.startswith("Close\nAntony Blinken")
    opened.page.keyboard.press("Enter")
    opened.page.keyboard.press("Enter")
    assert "The article says so" in opened.reader
    opened.page.keyboard.press("Escape")
    assert opened.reader.startswith("How to read this")


def test_every_control_has_a_name(open_rows):
    """Everything that takes the focus tells a screen reader what it is."""
    opened = open_rows(moscow_rows())
    nameless = opened.page.evaluate(
        "[...document.querySelectorAll('button, input, [tabindex=\"0\"]')]"
        ".filter((element) => !(element.getAttribute('aria-label') || element.textContent.trim() || element.labels?.length)).map((e) => e.outerHTML)"
    )

    assert [] == nameless


def test_table_lists_all_statements(open_rows):
    """The table below says all that the picture shows."""
    opened = open_rows(moscow_rows())
    opened.page.click("summary")
    opened.page.wait_for_selector("tbody")

    assert len(moscow_rows()) == opened.page.locator("tbody tr").count()
    assert "according to Mark Rutte" in opened.page.inner_text("table")


def test_swing_ends(open_rows):
    """The nodes swing on request and go back to their places."""
    opened = open_rows(moscow_rows())
    places = opened.ask("network.getPositions()")
    opened.page.click("#swing")
    opened.page.wait_for_timeout(600)
    moved = opened.ask("network.getPositions()")
    opened.page.click("#swing")
    opened.page.wait_for_timeout(200)

    assert places != moved
    assert places == opened.ask("network.getPositions()")


def test_address_names_what_is_open(open_rows):
    """What is open stands in the page's address; that address opens it again."""
    opened = open_rows(moscow_rows())
    opened.click_line("buys from", "Iran")
    address = opened.page.evaluate("location.href")
    opened.page.goto("about:blank")
    opened.page.unroute("**/*")
    opened.page.goto(address)
    opened.page.wait_for_selector("html[data-ready]")

    assert "Moskau-buysFrom-Iran" in address
    assert opened.reader.startswith("Close\nMoscow buys from Iran")


def test_broken_address(open_rows):
    """An address that names nothing opens the page as it is."""
    opened = open_rows(moscow_rows())
    opened.page.evaluate("location.hash = '#nobody'")
    opened.page.unroute("**/*")
    opened.page.reload()
    opened.page.wait_for_selector("html[data-ready]")

    assert opened.reader.startswith("How to read this")
    assert [] == opened.messages


HOSTILE = [
    "<img src=x onerror=\"document.title='pwned'\">",
    "</script><script>document.title='pwned'</script>",
    "\u202eevil\u2066 <b>fett</b> & \u2028 {{ 7*7 }} ${7*7}",
    "\"'><svg/onload=document.title='pwned'>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_show_as_text(open_rows, text):
    """Markup in names, sentences, sources and titles is shown as it is written, and runs nothing."""
    article = replace(ARTICLE, title=text, source=text, url="javascript:document.title='pwned'")
    speaker, subject = make_node("Sprecher " + text), make_node("A " + text, aliases=(text,), qid=text)
    row = make_row(subject, "meets", "NATO", speaker=speaker, sentence=text, article=article, rule=text, time_text=text)
    opened = open_rows([row], title="T " + text)
    opened.page.fill("#search", "A ")
    opened.page.press("#search", "Enter")
    opened.page.locator("#reader .list button").first.click()
    opened.page.click("summary")
    opened.page.wait_for_selector("tbody")
    opened.page.click("#language")
    opened.page.wait_for_timeout(100)

    assert "T " + text == opened.page.title().replace("\n", "\u2028") or "T" == opened.page.title()[0]
    assert text.split("\u2028")[0].strip("\u202e ") in opened.reader
    assert 0 == opened.page.locator("#reader img, #reader b, #reader svg, #reader script, #reader a, #all a").count()
    assert ([], []) == (opened.requests, opened.messages)


def test_outside_links_only_to_the_web(open_rows):
    """Only http and https addresses become links, and only well-formed Wikidata items."""
    addresses = [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://a b",
        "https://example.org/x",
    ]
    rows = [
        make_row("NATO", "meets", "EU", iri=f"s{number}", article=replace(ARTICLE, iri=f"a{number}", url=url))
        for number, url in enumerate(addresses)
    ]
    opened = open_rows(rows)
    opened.page.click("summary")
    opened.page.wait_for_selector("tbody")

    assert ["https://example.org/x"] == [link.get_attribute("href") for link in opened.page.locator("#all a").all()]


def test_policy_stops_injected_code(open_rows):
    """Even code that got into the page could neither run nor load anything."""
    opened = open_rows(moscow_rows())
    opened.page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', \"<img src='https://example.org/x.png'>"
        "<a id=evil onclick=\\\"document.title='pwned'\\\">x</a>\"); document.getElementById('evil').click();"
        "const script = document.createElement('script'); script.textContent = \"document.title='pwned'\"; document.body.append(script);"
    )
    opened.page.wait_for_timeout(100)

    assert "Drohnen aus dem Iran" == opened.page.title()
    assert [] == opened.requests
    assert any("Content Security Policy" in message for message in opened.messages)


def test_quick(open_rows):
    """A graph of 500 nodes can be used within three seconds (ten are allowed for a busy machine)."""
    rows = many_rows(500, 1000)
    start = time.monotonic()
    opened = open_rows(rows, title="Viele")
    ready = opened.page.evaluate("performance.now()") / 1000

    assert ready < 10
    assert time.monotonic() - start < 60
    assert ([], []) == (opened.requests, opened.messages)


def test_in_a_notebook_frame(open_html):
    """Inside a notebook's sandboxed frame the same picture is drawn."""
    from kg.html import html_from_view
    from kg.notebook import Picture
    from kg.view import view_from_rows

    picture = Picture(html_from_view(view_from_rows(moscow_rows(), title="Drohnen")), title="Drohnen")
    opened = open_html(f"<!DOCTYPE html><html data-ready><body>{picture._repr_html_()}</body></html>")
    frame = opened.page.frames[1]
    frame.wait_for_selector("html[data-ready]", timeout=30_000)

    assert frame.evaluate(PAINTED) > 1000
    assert ([], []) == (opened.requests, opened.messages)


def test_print(open_rows):
    """Printed, the page holds the picture and every sentence, without its controls."""
    opened = open_rows(moscow_rows(), scheme="dark")
    opened.page.emulate_media(media="print", color_scheme="light")
    opened.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")

    assert not opened.page.is_visible("#search")
    assert opened.page.is_visible("tbody tr")
