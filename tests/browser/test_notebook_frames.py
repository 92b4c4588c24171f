"""Pictures among the outputs of a notebook, framed as VS Code frames outputs, with its policy, theme and wheel."""

from __future__ import annotations

from html import escape

import pytest

from kg.graph import Graph

pytestmark = pytest.mark.browser

# What VS Code 1.139 puts around all outputs of a notebook; it lets no frame in there open a window.
SANDBOX = "allow-same-origin allow-pointer-lock allow-scripts allow-downloads allow-forms"
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src https: http: data:; font-src https:; connect-src https:; child-src https: data:;"
)
OUTPUTS = """<html><head><meta http-equiv="Content-Security-Policy" content="{policy}">
<style>body {{ color: var(--ink); margin: 0; overflow: hidden }}</style></head>
<body class="vscode-dark" style="--ink: rgb(204, 204, 204)"><script>
  window.scrolled = 0;
  addEventListener("wheel", (event) => {{ scrolled -= event.wheelDeltaY; }});
</script><div>{output}</div></body></html>"""
NOTEBOOK = "https://notebook.example/"  # a secure place, as the clipboard asks for
DARK, LIGHT = "rgb(20, 21, 22)", "rgb(252, 251, 248)"
PAPER = "getComputedStyle(document.documentElement).backgroundColor"
ON_STAGE = """newskg.network.body.nodeIndices.every((id) => {
  const { x, y } = newskg.network.canvasToDOM(newskg.network.getPosition(id)), stage = document.getElementById("network");
  return x > 0 && y > 0 && x < stage.clientWidth && y < stage.clientHeight;
})"""
SCALE = "newskg.network.getScale()"


@pytest.fixture
def show(chromium, store):
    """Shows the picture of the graph among outputs; gives the browser's page, the outputs' frame and the picture's."""
    context = chromium.new_context(viewport={"width": 1200, "height": 900}, offline=True)

    def show_picture(sandbox=f'sandbox="{SANDBOX}" allow="clipboard-write"'):
        outputs = OUTPUTS.format(policy=POLICY, output=Graph(store).show(height=560)._repr_html_())
        frame = f'<iframe {sandbox} width="1180" height="800" srcdoc="{escape(outputs)}"></iframe>'
        page = context.new_page()
        page.route(NOTEBOOK, lambda route: route.fulfill(body=frame, content_type="text/html; charset=utf-8"))
        page.goto(NOTEBOOK)
        outer = page.query_selector("iframe").content_frame()
        picture = outer.wait_for_selector("iframe").content_frame()
        picture.wait_for_selector("html[data-ready]")
        return page, outer, picture

    yield show_picture
    context.close()


def test_picture_takes_the_theme_of_the_notebook(show):
    """A dark notebook shows a dark picture, though the system is light, and the picture follows when that changes."""
    _page, outer, picture = show()

    wait_until(picture, f"{PAPER} === '{DARK}'")
    assert "dark" == picture.evaluate("getComputedStyle(document.documentElement).colorScheme")
    outer.evaluate("document.body.style.setProperty('--ink', 'oklch(0.3 0 0)')")
    wait_until(picture, f"{PAPER} === '{LIGHT}'")


def test_wheel_scrolls_the_notebook(show):
    """Over the picture the wheel scrolls its page, then on through the notebook; only with Ctrl does it zoom."""
    page, outer, picture = show()
    middle = picture.query_selector("#network").bounding_box()
    before = picture.evaluate(SCALE)
    page.mouse.move(middle["x"] + 200, middle["y"] + 150)

    page.mouse.wheel(0, -120)
    wait_until(outer, "scrolled < 0")
    turned = outer.evaluate("scrolled")
    page.mouse.wheel(0, 20)  # has the table below the picture to go to
    wait_until(picture, "scrollY > 0")
    assert turned == outer.evaluate("scrolled")
    for _ in range(8):
        page.mouse.wheel(0, 400)
    wait_until(outer, "scrolled > 0")
    assert before == picture.evaluate(SCALE)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -120)
    wait_until(picture, f"{SCALE} > {before}")


@pytest.mark.parametrize("hidden", ["width: 0", "display: none"])
def test_picture_is_drawn_before_it_is_seen(chromium, store, hidden):
    """A picture that loads in a hidden notebook fills its place once the notebook is shown."""
    page = chromium.new_page(viewport={"width": 1200, "height": 900})
    page.set_content(f'<div style="{hidden}">{Graph(store).show()._repr_html_()}</div>')
    picture = page.wait_for_selector("iframe", state="attached").content_frame()
    wait_until(picture, "document.documentElement.dataset.ready === 'true'")
    page.evaluate("document.querySelector('div').removeAttribute('style')")

    wait_until(picture, ON_STAGE)
    page.close()


def test_link_that_may_not_open_is_copied(show):
    """Where the notebook lets no window open, a link copies its address and says so."""
    page, _outer, picture = show()
    open_blinken(picture)

    picture.wait_for_selector("#notice:has-text('Address copied')")
    assert 1 == len(page.context.pages)


def test_link_opens_where_it_may(show):
    """Elsewhere the link opens a window that can't reach back into the notebook."""
    page, _outer, picture = show(sandbox="")
    with page.expect_popup() as popup, page.context.expect_event("request") as request:
        open_blinken(picture)

    assert request.value.url.startswith("https://www.wikidata.org/wiki/Q")
    assert popup.value.evaluate("window.opener === null")
    assert picture.is_hidden("#notice")


def wait_until(frame, condition):
    """Waits until a JavaScript expression is true; the picture's policy forbids Playwright's own way."""
    for _ in range(100):
        if frame.evaluate(condition):
            return
        frame.page.wait_for_timeout(50)
    pytest.fail(f"never true: {condition}")


def open_blinken(picture):
    """Follows the link in what the picture says about him."""
    picture.fill("#search", "Blinken")
    picture.press("#search", "Enter")
    picture.click("#reader a")
