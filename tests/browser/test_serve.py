"""The local web app in a real Chromium: what a reader does, and that nothing of it leaves the computer."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kg.load import CANONICAL
from kg.store import open_store
from kg.types import Article, Entity, Extraction, Fact, Mention, Provenance, Span
from kg.upkeep import add_extractions
from tests.cli import MEETING
from tests.conftest import RUN
from tests.make_extraction import bank, moscow, summit
from tests.serving import running_in

pytestmark = pytest.mark.browser

SCREEN, TELEPHONE = (1440, 900), (390, 844)
EVIL = "<img src=x onerror=\"document.title='pwned'\"><script>document.title='pwned'</script>"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server of the three articles and one of hostile texts, with --write."""
    out = tmp_path_factory.mktemp("served")
    with open_store(out / "store") as store:
        add_extractions(store, [moscow(), summit(), bank(), hostile()], run=RUN)
        store.dump(out / CANONICAL, "nquads")
    with running_in(out, writes=True, seconds=30) as found:
        yield found


def hostile() -> Extraction:
    """An article whose names, title and source look like markup."""
    text = f"{EVIL} trifft NATO."
    ends = Entity("böse " + EVIL, "böse " + EVIL, "Person", aliases=(EVIL,)), Entity("NATO", "NATO", "Organization")
    spans = Span(0, len(EVIL)), Span(len(EVIL) + 8, len(EVIL) + 12)
    article = Article("böse " + EVIL, text, title=EVIL, source=EVIL, url="javascript:document.title='pwned'")
    source = Provenance(article.id, Span(0, len(text)), Span(len(EVIL) + 1, len(EVIL) + 7), spans, EVIL)
    mentions = (Mention(spans[0], EVIL, "name", ends[0]), Mention(spans[1], "NATO", "name", ends[1]))
    return Extraction(article, (Span(0, len(text)),), mentions, (Fact(ends[0], "meets", ends[1], source),))


@pytest.fixture
def visit(chromium, server):
    """Opens a page of the app; afterwards nothing may have been asked of others, said or broken."""
    contexts, problems = [], []

    def open_page(path, *, size=SCREEN, scheme="light", script=True):
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: problems.append(request.url) if not _is_ours(request.url) else None)
        page.on("console", lambda message: problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("dialog", lambda dialog: (problems.append(dialog.message), dialog.dismiss()))
        page.goto(server.address + path)
        return page

    def _is_ours(url):
        return url.startswith((server.address + "/", "data:", "blob:"))

    yield open_page
    for context in contexts:
        context.close()
    assert [] == problems


@pytest.mark.parametrize(("size", "scheme"), [(SCREEN, "light"), (TELEPHONE, "dark")])
@pytest.mark.parametrize(
    "path", ["/actors", "/entity/NATO", "/article/moskau", "/timeline", "/claims", "/articles", "/read", "/query"]
)
def test_pages_fit_and_are_quiet(visit, path, size, scheme):
    """Each page fits its window in width, opens at its top, names all its controls, and breaks nothing."""
    page = visit(path, size=size, scheme=scheme)
    page.wait_for_load_state("networkidle")
    nameless = page.evaluate(
        "[...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, iframe')]"
        ".filter((e) => !e.closest('.CodeMirror') && !(e.title || e.getAttribute('aria-label') || e.textContent.trim()"
        " || e.labels?.length)).map((e) => e.outerHTML)"
    )

    assert 0 >= page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert 0 == page.evaluate("scrollY")
    assert [] == nameless


def test_picture_is_drawn(visit):
    """The first page shows the graph below the menu."""
    frame = visit("/").frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for(timeout=30_000)

    assert "Who does what to whom" in frame.locator("body").inner_text()


def test_from_the_picture_to_the_article(visit, server):
    """A statement of the picture leads to the page of its article, in a window of its own; the picture can be kept."""
    page = visit("/entity/Iran")
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for(timeout=30_000)
    frame.locator("#search").fill("Iran")
    frame.locator("#search").press("Enter")
    frame.locator("#reader .list button").first.click()
    with page.expect_popup() as opened:
        frame.get_by_role("link", name="Read the article").first.click()
    opened.value.wait_for_load_state()
    assert opened.value.url.startswith(f"{server.address}/article/")
    assert "Iran" in opened.value.inner_text(".text")

    with page.expect_download() as kept:
        frame.get_by_role("button", name="SVG").click()
    assert kept.value.suggested_filename.endswith(".svg")


def test_from_search_to_sentence(visit):
    """A reader searches a name, opens it, goes to an article, and from a claim to its sentence."""
    page = visit("/actors")
    page.fill("input[name=q]", "rutte")
    page.press("input[name=q]", "Enter")
    page.get_by_role("link", name="Mark Rutte").first.click()
    assert "Mark Rutte" == page.inner_text("h1")
    page.get_by_role("link", name="Drohnen aus dem Iran").first.click()
    page.get_by_role("link", name="to the sentence").first.click()

    assert "c0" == page.evaluate("document.querySelector(':target').id")
    shade = page.evaluate("getComputedStyle(document.querySelector('#c0')).backgroundColor")
    assert shade not in (
        "rgba(0, 0, 0, 0)",
        page.evaluate("getComputedStyle(document.documentElement).backgroundColor"),
    )


def test_language_switch(visit):
    """The switch turns the page German, and all others after it."""
    page = visit("/actors")
    page.get_by_role("link", name="Deutsch", exact=True).click()
    assert ("Akteure", "de") == (page.inner_text("h1"), page.get_attribute("html", "lang"))
    page.get_by_role("link", name="Zeitleiste").click()

    assert "Zeitleiste" == page.inner_text("h1")


@pytest.mark.parametrize("script", [True, False])
def test_editor(visit, script):
    """A query is written, run and shown as a table; the editor is coloured, and works without scripts, too."""
    page = visit("/query", script=script)
    query = "SELECT ?who ?whom { ?who kg:meets ?whom }"
    if script:
        page.wait_for_selector(".CodeMirror .cm-keyword")
        page.evaluate(f"document.querySelector('.CodeMirror').CodeMirror.setValue({query!r})")
        page.click(".CodeMirror")
        page.keyboard.press("Control+Enter")
    else:
        page.fill("#query", query)
        page.get_by_role("button", name="Run").click()
    page.wait_for_selector("#result table")

    assert "Antony Blinken" in page.inner_text("#result tbody")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert "answer.csv" == download.value.suggested_filename


def test_editor_completes(visit):
    """Ctrl+Space completes the name of a relation; Escape and Tab lead out of the editor."""
    page = visit("/query")
    page.wait_for_selector(".CodeMirror")
    page.evaluate(
        "(e => { e.setValue('ASK { ?a kg:meet'); e.setCursor(0, 16); e.focus(); })(document.querySelector('.CodeMirror').CodeMirror)"
    )
    page.keyboard.press("Control+Space")
    assert "kg:meets" in page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert "claims" == page.evaluate("document.activeElement.name")


def test_ready_question(visit):
    """A ready question is taken into the editor."""
    page = visit("/query")
    page.select_option("#name", "voices")
    page.get_by_role("button", name="Take it").click()

    assert "SELECT" in page.input_value("#query")


def test_a_text_and_its_graph(visit):
    """A pasted text is shown with its graph; with --write a button puts it into the graph."""
    page = visit("/read")
    page.fill("#text", MEETING)
    page.fill("#title", "Ein Versuch")
    page.get_by_role("button", name="Read").click()
    page.wait_for_selector(".note")
    assert "not stored" in page.inner_text(".note")
    page.frame_locator("iframe").locator("html[data-ready]").wait_for(timeout=30_000)
    assert "Alphafirma" in page.inner_text(".text")
    page.get_by_role("button", name="Put into the graph").click()
    page.wait_for_url("**/article/**")
    page.get_by_role("link", name="Actors").click()

    assert "Alphafirma" in page.inner_text("main")


def test_a_file(visit):
    """A file is read as well."""
    page = visit("/read")
    page.set_input_files("#file", {"name": "probe.txt", "mimeType": "text/plain", "buffer": MEETING.encode()})
    page.get_by_role("button", name="Read").click()
    page.wait_for_selector(".note")

    assert "probe" == page.inner_text("h1")


@pytest.mark.parametrize("path", ["/actors", "/timeline", "/articles", "/search?q=onerror", "/claims"])
def test_hostile_texts_show_as_text(visit, path):
    """Markup in names, sentences, titles and sources is shown as it is written, and runs nothing."""
    page = visit(path)
    assert 0 == page.locator("main img, main script, main a[href^=javascript]").count()
    assert "pwned" != page.title()
    if path != "/claims":
        assert "<img src=x" in page.inner_text("main")
        page.get_by_role("link", name="<img").first.click()
        page.wait_for_load_state("networkidle")
        assert "<img src=x" in page.inner_text("h1, blockquote, .text")
        assert 0 == page.locator("main img, main script").count()


@pytest.fixture
def other_site():
    """The address of a page of another origin on this computer."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!DOCTYPE html><title>evil</title><body>")

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as site:
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        yield f"http://localhost:{site.server_port}/"
        site.shutdown()
        thread.join()


def test_other_sites_get_nothing(chromium, server, other_site):
    """A page of another origin can neither read, frame, nor send forms to the app."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(other_site)
    statuses = {}
    page.on("response", lambda reply: statuses.update({reply.url.removeprefix(server.address): reply.status}))
    answer = page.evaluate(
        f"fetch('{server.address}/sparql?query=ASK%7B%7D').then((reply) => reply.text()).catch(() => 'refused')"
    )
    page.evaluate(
        f'document.body.innerHTML = \'<iframe name=f src="{server.address}/picture"></iframe>'
        f'<form method=post target=f action="{server.address}/read"><input name=text value=x></form>\''
    )
    page.wait_for_timeout(700)
    page.evaluate("document.forms[0].submit()")
    page.wait_for_timeout(1000)
    context.close()

    assert "refused" == answer
    assert {"/picture": 403, "/read": 403} == {path: statuses.get(path) for path in ("/picture", "/read")}
