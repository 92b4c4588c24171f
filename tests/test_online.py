"""Pages and feeds of the web become articles; what can't be read is one line, and the others are read."""

from __future__ import annotations

import gzip
from datetime import date

import pytest

from kg import addresses, fetch
from kg.articles import find_files, read_articles
from kg.builder import build_graph
from kg.errors import ArticleError
from kg.fetch import Fetcher
from kg.types import Article
from tests.cli import cli
from tests.fake_nlp import fake_nlp
from tests.web_site import BODY, HTML, page, rss, site

__all__ = ["cli"]

TEXT = (BODY * 3).strip()
HEAD = (
    '<title>Besuch | Bote</title><meta property="og:title" content="Besuch"><meta name="author" content="A. Beck">'
    '<meta property="og:site_name" content="Bote"><meta property="og:url" content="{site}/og">'
    '<meta property="article:published_time" content="2024-11-13T23:30:00Z">'
)
ENTRY = (
    "<title>Gespräch in Brüssel</title><link>{site}/besuch.html?utm_source=rss#a</link>"
    "<pubDate>Thu, 14 Nov 2024 08:30:00 +0100</pubDate><dc:creator>Anna Beck</dc:creator><description>Kurz</description>"
)
FULL = f"<content:encoded><![CDATA[<p>{TEXT}</p>]]></content:encoded>"
BOMB = "<!DOCTYPE rss [<!ENTITY a 'haha'><!ENTITY b '&a;&a;&a;&a;'>]>\n<rss><channel><title>&b;</title></channel></rss>"


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    """No pause between requests."""
    monkeypatch.setattr(fetch, "PAUSE_SECONDS", 0.0)


def parted(found):
    """The articles and the errors among `found`."""
    items = list(found)
    assert all("\n" not in str(item) for item in items if isinstance(item, ArticleError))
    return (
        [item for item in items if isinstance(item, Article)],
        [str(item) for item in items if isinstance(item, ArticleError)],
    )


def why_not(address):
    """The one error that is all that comes of `address`."""
    articles, errors = parted(read_articles(address))
    assert [] == articles and 1 == len(errors)
    assert errors[0].startswith(address)
    return errors[0]


def test_page():
    """A page is an article with what its head says; its address is the one after redirects."""
    pages = {"/a": (301, {"Location": "/politik/besuch.html"}, b""), "/politik/besuch.html": page(head=HEAD)}
    with site({**pages, "/og": page()}) as (at, _):
        (article,) = read_articles(f"{at}/a#kommentare")

    expected = Article(
        id="og",
        text=TEXT,
        title="Besuch",
        published=date(2024, 11, 14),
        source="Bote",
        author="A. Beck",
        url=f"{at}/og",
    )
    assert expected == article


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("", "/besuch.html"),
        ('<link rel="canonical" href="/politik/besuch">', "/politik/besuch"),
        (f'{HEAD}<link rel="Canonical nofollow" href="{{site}}/politik/besuch">', "/politik/besuch"),
        ('<link rel="canonical" href="/">', "/besuch.html"),
        ('<link rel="canonical" href="javascript:alert(1)">', "/besuch.html"),
    ],
)
def test_canonical(head, url):
    """The address that a page gives itself counts, unless it is that of the front page or none."""
    with site({"/besuch.html": page(head=head)}) as (at, _):
        (article,) = read_articles(f"{at}/besuch.html")

    assert (f"{at}{url}", "besuch") == (article.url, article.id)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("text/html; charset=iso-8859-1", page(f"Er sagte: „Für Brüssel – gut“. {BODY * 2}").encode("cp1252")),
        ("text/html", page(f"Er sagte: „Für Brüssel – gut“. {BODY * 2}", head="<meta charset=latin1>").encode("cp1252")),
        ("text/html", page(f"Er sagte: „Für Brüssel – gut“. {BODY * 2}").encode("cp1252")),
        ("text/html; charset=iso-8859-1", page(f"Er sagte: „Für Brüssel – gut“. {BODY * 2}").encode()),
        ("text/html", page(f"Er sagte: „Für Brüssel – gut“. {BODY * 2}").encode("utf-16")),
        ("application/xhtml+xml", b'<?xml version="1.0" encoding="cp1252"?>' + page(f"Er sagte: „Für Brüssel – gut“. {BODY * 2}").encode("cp1252")),
    ],
)  # fmt: skip
def test_encoding(kind, raw):
    """A page is read in the encoding of its head, its server or its XML declaration, as a browser reads it."""
    with site({"/besuch": (200, {"Content-Type": kind}, raw)}) as (at, _):
        (article,) = read_articles(f"{at}/besuch")

    assert article.text.startswith("Er sagte: „Für Brüssel – gut“.")


@pytest.mark.parametrize("content", [FULL, ""])
def test_feed(content):
    """An entry is the feed's text if it is whole, else the page behind its link; the feed says when, who and where."""
    with site({"/rss.xml": rss(ENTRY + content), "/besuch.html?utm_source=rss": page(head=HEAD)}) as (at, asked):
        (article,) = read_articles(f"{at}/rss.xml")

    expected = Article(
        id="besuch" if content else "og",
        text=TEXT,
        title="Gespräch in Brüssel",
        published=date(2024, 11, 14),
        source="Der Bote",
        author="Anna Beck",
        url=f"{at}/besuch.html?utm_source=rss" if content else f"{at}/og",
    )
    assert expected == article
    assert len(asked) == (2 if content else 3)


@pytest.mark.parametrize(
    "raw",
    [
        gzip.compress(rss(ENTRY + FULL).encode()),
        rss(ENTRY + FULL).replace("UTF-8", "iso-8859-15").encode("iso-8859-15"),
        rss(ENTRY + FULL).encode("utf-16"),
    ],
)
def test_bytes_of_a_feed(raw):
    """A feed may be packed, and in the encoding that it declares."""
    with site({"/rss.xml": raw}) as (at, _):
        (article,) = read_articles(f"{at}/rss.xml")

    assert ("Gespräch in Brüssel", TEXT) == (article.title, article.text)


def test_date_of_the_page_before_that_of_a_change():
    """Where a feed only knows when an entry was changed, or nothing that is a date, the page says when it was written."""
    entries = "".join(
        f"<entry><title>T{n}</title><link href='{{site}}/{path}'/>{when}</entry>"
        for n, (path, when) in enumerate(
            [
                ("besuch", "<updated>2024-12-24T08:00:00Z</updated>"),
                ("nichts", "<updated>2024-12-24T08:00:00Z</updated>"),
                ("gestern", "<published>gestern</published>"),
            ]
        )
    )
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Bote</title>{entries}</feed>'
    dated = page(head='<meta name="date" content="2024-11-14">')
    with site({"/a.xml": atom, "/besuch": dated, "/nichts": page(), "/gestern": page()}) as (at, _):
        found = list(read_articles(f"{at}/a.xml"))

    assert [date(2024, 11, 14), date(2024, 12, 24), None] == [article.published for article in found]


def test_bad_entries_cost_one_line_each():
    """Entries that can't be had are errors in their places; the others are read."""
    items = [
        "<link>{site}/fehlt</link>",
        "<link>{site}/besuch</link>",
        "<link>ftp://127.0.0.1/a</link>",
        "<title>Nichts</title>",
        "<title>Nur hier</title><description>Blinken besuchte am Mittwoch Brüssel.</description>",
        "<link>{site}/ton</link>",
        "<link>{site}/rss.xml</link>",
        "<link>{site}/bezahlt</link>",
        "<link>{site}/weg</link>",
        "<link>{site}/englisch</link>",
    ]
    pages = {
        "/rss.xml": rss(*items),
        "/besuch": page(),
        "/ton": (200, {"Content-Type": "audio/mpeg"}, b"ID3"),
        "/bezahlt": page("Jetzt Abo abschließen und weiterlesen."),
        "/weg": (302, {"Location": "/"}, b""),
        "/": page(),
        "/englisch": page("The minister said that he was in the city of Brussels. " * 5),
    }
    with site(pages) as (at, _):
        articles, errors = parted(read_articles(f"{at}/rss.xml"))

    assert ["besuch", "127.0.0.1-"] == [articles[0].id, articles[1].id[:10]]
    expected = [
        (f"{at}/fehlt", "the server answered 404"),
        ("ftp://127.0.0.1/a", "no others"),
        (f"{at}/rss.xml entry 4", "neither a text nor a link"),
        (f"{at}/ton", "is no page (audio/mpeg)"),
        (f"{at}/bezahlt", "has only 38 characters of text, as before a pay wall"),
        (f"{at}/weg", "redirects to the front page"),
        (f"{at}/englisch", "is English"),
    ]
    assert len(expected) == len(errors)
    for (place, words), error in zip(expected, errors, strict=True):
        assert error.startswith(f"{place}: ") and words in error


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<rss><channel>\n<item></channel></rss>", "is a feed that can't be read: line 2 is malformed XML: mismatched tag"),
        (BOMB, "is a feed that can't be read: line 1 declares entities"),
        (rss(), "is a feed without entries"),
        ('<?xml version="1.0"?><urlset><url/></urlset>', "is no page (application/rss+xml)"),
        ((404, {}, b""), "the server answered 404 Not Found; check the address"),
    ],
)  # fmt: skip
def test_bad_feed(body, words):
    """A feed that can't be read is one line, which names the line of the feed."""
    with site({"/rss.xml": body}) as (at, _):
        assert words in why_not(f"{at}/rss.xml")


def test_robots():
    """A page that is forbidden to programs is one line, named or behind a link; the rest of the feed is read."""
    pages = {
        "/robots.txt": "User-agent: *\nDisallow: /plus/\n",
        "/plus/a": page(),
        "/b": page(),
        "/rss.xml": rss("<link>{site}/plus/a</link>", "<link>{site}/b</link>"),
    }
    with site(pages) as (at, asked):
        assert "programs may not read it" in why_not(f"{at}/plus/a")
        articles, errors = parted(read_articles(f"{at}/rss.xml"))

    assert ["b"] == [article.id for article in articles]
    assert len(errors) == 1 and f"{at}/plus/a: programs may not read it, says {at}/robots.txt" in errors[0]
    assert "/plus/a" not in [request.path for request in asked]


def test_web_does_not_lead_home(monkeypatch):
    """A feed of the web that links to this computer is one line; this computer is not asked."""
    monkeypatch.setattr(addresses, "_is_near", lambda address: "secret" in address)
    pages = {"/rss.xml": rss("<link>{site}/secret</link>", "<link>{site}/b</link>"), "/secret": page(), "/b": page()}
    with site({**pages, "/c": (302, {"Location": "/secret"}, b"")}) as (at, asked):
        articles, errors = parted(read_articles([f"{at}/rss.xml", f"{at}/c"]))

    assert ["b"] == [article.id for article in articles]
    assert 2 == len(errors) and all("to which kg does not go from the web" in error for error in errors)
    assert "/secret" not in [request.path for request in asked]


def test_pay_wall(caplog):
    """A page that says that it is not free is read as far as it is shown, with a warning."""
    script = '<script type="application/ld+json">{"isAccessibleForFree": "False"}</script>'
    with site({"/a": page(head=script)}) as (at, _):
        assert ["a"] == [article.id for article in read_articles(f"{at}/a")]

    assert f"{at}/a: is behind a pay wall, as it says itself" in caplog.text


def test_each_once():
    """What is named twice, linked from two feeds, or led to by two links is fetched and read once."""
    pages = {
        "/a.xml": rss("<link>{site}/besuch</link>", "<link>{site}/alt</link>"),
        "/b.xml": rss(f"<link>{{site}}/besuch</link>{FULL}"),
        "/alt": (302, {"Location": "/besuch"}, b""),
        "/besuch": page(),
    }
    with site(pages) as (at, asked):
        articles, errors = parted(read_articles([f"{at}/b.xml", f"{at}/a.xml", f"{at}/besuch#x", f"{at}/a.xml#y"]))

    assert (["besuch"], []) == ([article.id for article in articles], errors)
    assert sorted(["/robots.txt", "/a.xml", "/b.xml", "/alt", "/besuch", "/besuch"]) == sorted(
        request.path for request in asked
    )


def test_same_id_twice():
    """Two pages with one id are an error that names both and says what to do."""
    with site({"/politik/besuch.html": page(), "/sport/besuch.html": page()}) as (at, _):
        articles, errors = parted(read_articles([f"{at}/sport/besuch.html", f"{at}/politik/besuch.html"]))

    assert [f"{at}/politik/besuch.html"] == [article.url for article in articles]
    assert len(errors) == 1
    assert errors[0].startswith(
        f"{at}/sport/besuch.html: has the id 'besuch' that {at}/politik/besuch.html has, too; save"
    )


def test_files_stay_files(tmp_path, monkeypatch):
    """Addresses are no files; without one nothing is fetched, links in files included."""
    monkeypatch.setattr(Fetcher, "__init__", lambda self: pytest.fail("goes online"))
    (tmp_path / "a.html").write_text(
        page(head='<link rel="alternate" href="http://127.0.0.1:1/rss.xml">'), encoding="utf-8"
    )

    assert [tmp_path / "a.html"] == list(find_files([tmp_path, "https://bote.example/rss.xml"]))
    assert ["a"] == [article.id for article in read_articles(tmp_path)]


def test_feed_twice_is_skipped(tmp_path):
    """A feed that is built again changes nothing, fetches nothing but its own pages, and skips each article."""
    feed = rss(ENTRY + FULL, "<link>{site}/zwei</link>", "<link>{site}/fehlt</link>")
    with site({"/rss.xml": feed, "/zwei": page(BODY * 4)}) as (at, _):
        first, second = (
            build_graph([f"{at}/rss.xml"], out=tmp_path, nlp=fake_nlp(), check=False).batch for _ in range(2)
        )

    assert (["besuch", "zwei"], []) == (first.added, first.skipped)
    assert ([], ["besuch", "zwei"]) == (second.added, second.skipped)
    assert [f"{at}/fehlt"] == [error.path for error in second.failed]


def test_command(cli):
    """kg build takes addresses and files together; what can't be read is listed, and the exit status is 1."""
    with site({"/rss.xml": rss(ENTRY + FULL), "/b": (200, {"Content-Type": HTML}, page(BODY * 4))}) as (at, _):
        status, out, _ = cli("build", f"{at}/rss.xml", f"{at}/b", "--no-check")
        assert (0, True) == (status, "2 new" in out)
        status, out, err = cli("build", f"{at}/rss.xml", f"{at}/c", "--no-check")

    assert (1, True) == (status, "1 unchanged" in out)
    assert f"kg: 1 not built:\n  {at}/c: the server answered 404 Not Found; check the address\n" in err
