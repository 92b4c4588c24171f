from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest

from kg.errors import StoreError
from kg.site import report
from kg.site.library import Library
from kg.site.report import report_files, write_report
from kg.store import open_store
from kg.types import Article, Entity, Extraction, Fact, Mention, Provenance, Span
from kg.upkeep import add_extractions
from tests.cli import built, built_once, cli
from tests.conftest import RUN

__all__ = ["built", "built_once", "cli"]

EVIL = "<img src=x onerror=alert(1)></title></script>\"'>"


class Page(HTMLParser):
    """The tags of a page, its addresses and its ids."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.addresses, self.ids = [], [], set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        self.tags.append((tag, known))
        self.addresses += [known[name] for name in ("href", "src", "action") if name in known]
        self.ids |= {known["id"]} if "id" in known else set()


@pytest.fixture
def files(store):
    """The files of a report about the three articles."""
    return dict(report_files(Library(store)))


def test_has_all_pages(files):
    """Index, actors, timeline, claims, sources, a page for each actor and article, and the picture."""
    assert {"index.html", "actors.html", "timeline.html", "claims.html", "articles.html", "graph.html"} <= set(files)
    assert 3 == sum(name.startswith("article/") for name in files)
    assert any(re.match(r"actor/mark-rutte-\w{8}\.html", name) for name in files)


def test_every_link_leads_somewhere(files):
    """Each link names a file of the report, and a place that is in it."""
    pages = {name: Page(text) for name, text in files.items() if name.endswith(".html")}
    for name, page in pages.items():
        for address in page.addresses:
            parts = urlsplit(address)
            if parts.scheme:
                assert address.startswith(("https://example.org/", "https://www.wikidata.org/wiki/Q"))
                continue
            path = PurePosixPath(name).parent / unquote(parts.path) if parts.path else PurePosixPath(name)
            there = _clean(path)
            assert there in files, f"{name}: {address}"
            assert not parts.fragment or parts.fragment in pages[there].ids, f"{name}: {address}"


def _clean(path):
    parts = []
    for part in path.parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def test_needs_no_script(files):
    """No page but the picture has a script, a form, a frame or a handler, and its policy forbids them."""
    for name, text in files.items():
        if name.endswith(".html") and name != "graph.html":
            tags = Page(text).tags
            assert not {"script", "iframe", "form", "object", "embed"} & {tag for tag, _ in tags}, name
            assert not [key for _, known in tags for key in known if key.startswith("on") or key == "style"]
            policy = next(k["content"] for _, k in tags if k.get("http-equiv") == "Content-Security-Policy")
            assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy and "script" not in policy


def test_says_what_the_graph_says(files):
    """Facts, claims with their speaker, denials and times stand where they belong."""
    claims, timeline = files["claims.html"], files["timeline.html"]
    actor = next(text for name, text in files.items() if name.startswith("actor/mark-rutte"))
    article = next(text for name, text in files.items() if name.startswith("article/moskau"))

    assert "Drohnentechnologie" in claims and "Mark Rutte" in claims
    assert "13 November 2024" in timeline and "according to Mark Rutte" in timeline
    assert "Antony Blinken" in actor and "Drohnen aus dem Iran" in actor
    assert 'class="said v1"' in article and "<sup>1</sup>" in article
    assert "Testblatt" in files["articles.html"]


def test_says_where_places_lie(store):
    """The page of a place gives its coordinates, in German with a comma and O for east."""
    files = dict(report_files(Library(store), labels="de"))
    (page,) = (text for name, text in files.items() if name.startswith("actor/moskau"))

    assert "<span>55,75° N, 37,62° O</span>" in page
    assert not any("°" in text for name, text in files.items() if name.startswith("actor/iran"))


def test_texts_are_escaped():
    """Names, titles, sentences and sources that look like markup are shown as they are written."""
    text = f"{EVIL} trifft {EVIL}."
    ends = Entity("x" + EVIL, EVIL, "Person", aliases=(EVIL + "a",)), Entity("y", "y" + EVIL, "Place")
    spans = Span(0, len(EVIL)), Span(len(EVIL) + 8, 2 * len(EVIL) + 8)
    article = Article("a" + EVIL, text, title=EVIL, source=EVIL, author=EVIL, url=f"javascript:{EVIL}")
    fact = Fact(ends[0], "meets", ends[1], Provenance(article.id, Span(0, len(text)), spans[0], spans, EVIL))
    mentions = tuple(Mention(span, EVIL, "name", end) for span, end in zip(spans, ends, strict=True))
    with open_store("memory:") as store:
        add_extractions(store, [Extraction(article, (Span(0, len(text)),), mentions, (fact,))], run=RUN)
        for name, page in report_files(Library(store)):
            if name.endswith(".html") and name != "graph.html":
                assert "<img" not in page and "</script" not in page, name
                assert not [a for a in Page(page).addresses if a.startswith("javascript")]
            assert re.fullmatch(r"[\w./-]+", name)


@pytest.mark.parametrize("labels", ["de", "en"])
def test_same_graph_same_bytes(store, tmp_path, labels):
    """The same graph gives the same files, byte for byte, in either language."""
    first, second = (tmp_path / name for name in ("one", "two"))
    count = write_report(store, first, labels=labels)
    write_report(store, second, labels=labels)
    names = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())

    assert count == sum(name.suffix == ".html" for name in names)
    assert names == sorted(path.relative_to(second) for path in second.rglob("*") if path.is_file())
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in names)
    index = (first / "index.html").read_text(encoding="utf-8")
    assert (
        f'<html lang="{labels}">' in index
        and {"de": "<bdi>3 Artikel</bdi>", "en": "<bdi>3 articles</bdi>"}[labels] in index
    )


def test_replaces_a_report_as_a_whole(store, tmp_path):
    """A new report takes the place of the old one, of which nothing is left."""
    folder = tmp_path / "report"
    write_report(store, folder)
    (folder / "actor" / "old.html").write_text("old", encoding="utf-8")
    write_report(store, folder)

    assert not (folder / "actor" / "old.html").exists()
    assert ["report"] == [path.name for path in tmp_path.iterdir()]


def test_other_files_are_left_alone(store, tmp_path):
    """A folder that holds other things, or a file, is not touched."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "novel.txt").write_text("x", encoding="utf-8")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for name, reason in (("mine", "holds other files"), ("file", "is no folder")):
        with pytest.raises(StoreError, match=reason):
            write_report(store, tmp_path / name)

    assert ["file", "mine", "novel.txt"] == sorted(path.name for path in tmp_path.rglob("*"))


def test_failure_leaves_the_old_report(store, tmp_path, monkeypatch):
    """What breaks while a report is written leaves the one that was there, and nothing else."""
    folder = tmp_path / "report"
    write_report(store, folder)
    before = (folder / "index.html").read_bytes()

    def broken(*args, **options):
        yield "index.html", "new"
        raise OSError("disk full")

    monkeypatch.setattr(report, "report_files", broken)
    with pytest.raises(StoreError, match="can't be written: disk full"):
        write_report(store, folder)

    assert before == (folder / "index.html").read_bytes()
    assert ["report"] == [path.name for path in tmp_path.iterdir()]


def test_long_lists_have_several_pages(store, monkeypatch):
    """A list that is too long for a page goes on in others, which link to each other; nothing is lost."""
    monkeypatch.setattr("kg.site.pages.ROWS_PER_PAGE", 3)
    monkeypatch.setattr("kg.site.report.ROWS_PER_PAGE", 3)
    library = Library(store)
    files = dict(report_files(library))
    pages = [text for name, text in files.items() if re.fullmatch(r"timeline(-\d+)?\.html", name)]

    assert -(-len(library.rows) // 3) == len(pages)
    assert len(library.rows) == sum(text.count('class="triple') for text in pages)
    assert 'href="timeline-2.html"' in files["timeline.html"]
    assert 'href="timeline.html"' in files["timeline-2.html"]


def test_empty_graph(tmp_store, tmp_path):
    """A graph without articles gives a report, too."""
    assert write_report(tmp_store, tmp_path / "report") == 6


def test_command(built, tmp_path):
    """``kg report`` says where to begin; ``--to`` names another folder."""
    status, out, _ = built("report")
    assert (0, True) == (status, out.startswith("out/report/index.html  ("))
    status, out, _ = built("report", "--to", "elsewhere", "--labels", "de")
    assert (0, True) == (status, (tmp_path / "elsewhere" / "index.html").is_file())
