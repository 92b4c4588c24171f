"""Fetching keeps its limits: time, size, redirects, schemes, the pace and the wishes of the server."""

from __future__ import annotations

import gzip
import time

import pytest

import kg
from kg import fetch, request
from kg.errors import ArticleError
from kg.fetch import Fetcher
from tests.web_site import page, site

ROBOTS = "User-agent: *\nDisallow: /geheim\nCrawl-delay: 1\n\nUser-agent: newskg\nDisallow: /nicht-fuer-kg\n"


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    """No pause between requests."""
    monkeypatch.setattr(fetch, "PAUSE_SECONDS", 0.0)


@pytest.fixture
def fetcher():
    """A new one."""
    found = Fetcher()
    yield found
    found.close()


def why_not(fetcher, address):
    """The reason that is given for `address`."""
    with pytest.raises(ArticleError) as caught:
        fetcher.get(address)
    assert caught.value.path == address and "\n" not in str(caught.value)
    return caught.value.reason


def test_page(fetcher):
    """A page comes as it is, with what the server says of it; the server hears who asks, and no password."""
    with site({"/a": (200, {"Content-Type": 'text/html; Charset="latin-1"'}, "für".encode("latin-1"))}) as (at, asked):
        assert request.Reply(f"{at}/a", "text/html", "latin-1", b"f\xfcr") == fetcher.get(f"{at}/a#b")

    assert ["/robots.txt", "/a"] == [request.path for request in asked]
    assert asked[1].headers["User-Agent"].startswith(f"newskg/{kg.__version__} ")
    assert "Authorization" not in asked[1].headers


def test_no_password_from_netrc(fetcher, monkeypatch, tmp_path):
    """What ~/.netrc says of the host stays there."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login kg password hunter2\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with site({"/a": page()}) as (at, asked):
        fetcher.get(f"{at}/a")

    assert all("Authorization" not in request.headers for request in asked)


def test_redirects(fetcher):
    """Redirects lead to the address that counts, on this server and on others."""
    with site({"/new": page()}) as (other, _):
        moved = (301, {"Location": f"{other}/new#x"}, b"")
        with site({"/old": (302, {"Location": "/older"}, b""), "/older": moved}) as (at, _):
            assert f"{other}/new" == fetcher.get(f"{at}/old").address


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/a", "http://kg:pw@127.0.0.1/", "http://[x"])
def test_redirect_to_elsewhere(fetcher, target):
    """A redirect to another scheme, to an address with a password or to none is refused with where it leads."""
    with site({"/a": (302, {"Location": target}, b"")}) as (at, asked):
        reason = why_not(fetcher, f"{at}/a")

    assert "redirects to" in reason
    assert ["/robots.txt", "/a"] == [request.path for request in asked]


def test_redirect_that_never_ends(fetcher, monkeypatch):
    """What comes with a redirect is not waited for."""
    moved = {"Location": "/new", "Content-Length": "9000"}
    with site({"/a": (302, moved, b"x"), "/new": page()}) as (at, _):
        assert f"{at}/new" == fetcher.get(f"{at}/a").address


def test_redirect_without_end(fetcher):
    """A circle ends."""
    with site({"/a": (302, {"Location": "/a"}, b"")}) as (at, _):
        assert f"redirects more than {fetch.MAX_REDIRECTS} times" in why_not(fetcher, f"{at}/a")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "the server answered 404 Not Found; check the address"),
        (403, "the server answered 403 Forbidden; save the page"),
        (429, "the server answered 429 Too Many Requests; try again later"),
        (503, "the server answered 503 Service Unavailable; try again later"),
        (299, "the server answered 299; save the page"),
    ],
)
def test_status(fetcher, status, words):
    """An answer that is none says what the server said and what to do."""
    with site({"/a": (status, {}, b"x")}) as (at, _):
        assert words in why_not(fetcher, f"{at}/a")


def test_size(fetcher, monkeypatch):
    """What is too large is refused: as announced, as it comes, and as it grows when unpacked."""
    monkeypatch.setattr(request, "MAX_BYTES", 100_000)
    packed = gzip.compress(b"x" * 200_000)
    pages = {
        "/announced": (200, {"Content-Length": "100001"}, b"x"),
        "/encoded": (200, {"Content-Encoding": "gzip"}, packed),
        "/packed": packed,
        "/fits": b"x" * 100_000,
    }
    with site(pages) as (at, _):
        for path in ("/announced", "/encoded", "/packed"):
            assert "is larger than 100,000 bytes" in why_not(fetcher, at + path), path
        assert 100_000 == len(fetcher.get(f"{at}/fits").body)


def test_packed(fetcher):
    """Packed answers and packed files are unpacked; what can't be is one error."""
    whole = gzip.compress(b"Blinken")
    pages = {
        "/a": (200, {"Content-Encoding": "gzip"}, whole),
        "/a.gz": whole,
        "/half": (200, {"Content-Encoding": "gzip"}, b"Blinken"),
        "/half.gz": whole[:-9],
    }
    with site(pages) as (at, _):
        assert [b"Blinken", b"Blinken"] == [fetcher.get(at + path).body for path in ("/a", "/a.gz")]
        for path in ("/half", "/half.gz"):
            assert "can't be unpacked" in why_not(fetcher, at + path), path


def test_silence(fetcher, monkeypatch):
    """A server that says nothing is given up."""
    monkeypatch.setattr(request, "SILENCE_SECONDS", 0.5)
    with site({"/a": lambda asked: time.sleep(1) or (200, {}, b"x")}) as (at, _):
        assert "no answer within 0.5 s; try again later" == why_not(fetcher, f"{at}/a")


def test_drops(fetcher, monkeypatch):
    """So is one that never falls silent, but never comes to an end."""
    monkeypatch.setattr(request, "WHOLE_SECONDS", 1.0)

    def drip(request):
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n")
        for _ in range(50):
            request.wfile.write(b"x")
            request.wfile.flush()
            time.sleep(0.1)
        return 200, {}, b"x"

    with site({"/a": drip}) as (at, _):
        start = time.monotonic()
        assert "takes more than 1 s" in why_not(fetcher, f"{at}/a")
        assert time.monotonic() - start < 4


def test_nobody_there(fetcher):
    """A server that can't be reached is asked once for all of its pages, and named."""
    with site({}) as (at, _):
        pass

    assert "the server can't be reached" in why_not(fetcher, f"{at}/a")
    assert "the server can't be reached" in why_not(fetcher, "http://nirgends.invalid/a")


def test_silent_server_is_left_alone(fetcher, monkeypatch):
    """A server that did not answer three times is not waited for again, however many links lead there."""
    monkeypatch.setattr(request, "SILENCE_SECONDS", 0.5)
    pages = {f"/{n}": lambda asked: time.sleep(0.8) or (200, {}, b"x") for n in range(9)}
    with site(pages) as (at, asked):
        reasons = [why_not(fetcher, f"{at}/{n}") for n in range(9)]

    assert ["/robots.txt", "/0", "/1", "/2"] == [request.path for request in asked]
    assert "did not answer 3 times; try again later" in reasons[-1]


def test_broken_answer(fetcher):
    """An answer that ends before its end is an error, not half an article."""

    def half(request):
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\nBlinken")
        request.wfile.flush()
        request.close_connection = True
        request.connection.shutdown(2)
        return 200, {}, b""

    with site({"/a": half}) as (at, _):
        assert "broke off" in why_not(fetcher, f"{at}/a")


def test_robots(fetcher, monkeypatch):
    """What robots.txt forbids is not asked for, nor where a redirect leads to it; it is read once a server."""
    monkeypatch.setattr(fetch, "LONGEST_PAUSE", 0.0)
    pages = {
        "/robots.txt": ROBOTS,
        "/nicht-fuer-kg/a": page(),
        "/a": page(),
        "/b": (302, {"Location": "/nicht-fuer-kg/b"}, b""),
    }
    with site(pages) as (at, asked):
        reason = f"programs may not read it, says {at}/robots.txt; save the page from your browser"
        assert reason in why_not(fetcher, f"{at}/nicht-fuer-kg/a")
        assert reason in why_not(fetcher, f"{at}/b")
        assert fetcher.get(f"{at}/a").body

    assert ["/robots.txt", "/b", "/a"] == [request.path for request in asked]


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (401, True), (403, True), (503, False), (429, False)])
def test_no_robots(fetcher, status, allowed):
    """Without a robots.txt all may be read; while a server can't say, nothing (RFC 9309)."""
    with site({"/robots.txt": (status, {}, b""), "/a": page()}) as (at, _):
        if allowed:
            assert fetcher.get(f"{at}/a").body
        else:
            assert f"{status}" in why_not(fetcher, f"{at}/a")


def test_pause(fetcher, monkeypatch):
    """Between two requests to a server some time passes: kg's own, or more if robots.txt asks for it."""
    slept = []
    monkeypatch.setattr(fetch, "sleep", slept.append)
    monkeypatch.setattr(fetch, "PAUSE_SECONDS", 0.5)
    with site({"/a": page(), "/robots.txt": "User-agent: *\nCrawl-delay: 7\n"}) as (slow, _):
        with site({"/a": page()}) as (quick, _):
            for at in (quick, slow):
                fetcher.get(f"{at}/a")

    assert [0.5, 7.0] == [round(seconds, 0 if seconds > 1 else 1) for seconds in slept]
