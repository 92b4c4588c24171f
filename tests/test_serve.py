"""The local web app over a real socket: pages, who may come in, texts that are read, texts that are kept."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from kg.builder import build_graph
from kg.errors import ArticleError, KgError, StoreError
from kg.load import load_store
from kg.serve import article_from_draft, serve
from kg.statements import article_rows
from kg.web.desk import Draft
from kg.web.gate import MOST_BODY
from kg.web.server import open_socket
from tests.cli import MEETING, ROOT, built_once
from tests.fake_nlp import fake_nlp
from tests.serving import running_in, server
from tests.sparql_server import oxigraph_server

__all__ = ["built_once", "server"]

EVIL = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", 'src="/picture"'),
        ("/picture", "graph-data"),
        ("/picture?about=NATO", "graph-data"),
        ("/actors", "Mark Rutte"),
        ("/actors?page=99", "Mark Rutte"),
        ("/timeline?page=x", "13 November 2024"),
        ("/claims", "Drohnentechnologie"),
        ("/articles", "Testblatt"),
        ("/entity/Antony_Blinken", "Q7821917"),
        ("/article/moskau", "Drohnen aus dem Iran"),
        ("/search?q=rutte", "/entity/Mark_Rutte"),
        ("/search", "accents and capitals"),
        ("/read", "textarea"),
        ("/query", "codemirror"),
        ("/style.css", ".t-Person"),
        ("/editor.js", "fromTextArea"),
        ("/vendor/codemirror.js", "CodeMirror.version"),
        ("/vendor/show-hint.css", "CodeMirror-hints"),
    ],
)
def test_pages(server, path, words):
    """Every page is there and says what it is about."""
    status, _, text = server.get(path)

    assert 200 == status
    assert words.lower() in text.lower()


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/entity/%FF",
        "/article/%00",
        "/article/..%2F..%2Fetc%2Fpasswd",
        "/vendor/..%2Fapp.py",
        "/entity/Nobody",
        "/article/none",
        "/vendor/x",
        "/picture?about=x",
        "/picture?draft=x",
        "/read/x",
    ],
)
def test_what_is_not_there(server, path):
    """A page that is not there says so, with status 404."""
    status, headers, text = server.get(path)

    assert (404, "text/html; charset=utf-8") == (status, headers["content-type"])
    assert "That did not work" in text


def test_entity_page(server):
    """An entity has its facts by time, with sentences, who it has to do with, and its articles."""
    _, _, text = server.get("/entity/Russland")

    assert "By time" in text and "Moskau kaufe" not in text  # marked words break the sentence
    for words in ("Moscow", "Who it has to do with", 'href="/entity/Iran"', 'href="/article/moskau"', "Testblatt"):
        assert words in text


def test_place_page(server):
    """A place says where it lies, in the form of the language; a country does not."""
    assert "<span>55.75° N, 37.62° E</span>" in server.get("/entity/Moskau")[2]
    assert "<span>55,75° N, 37,62° O</span>" in server.get("/entity/Moskau", Cookie="labels=de")[2]
    assert "°" not in server.get("/entity/Iran")[2]


def test_article_page(server):
    """An article shows all of its text, mentions as links, and each claim in the shade of its speaker."""
    _, _, text = server.get("/article/moskau")

    assert 'class="mention t-Place" href="/entity/Moskau" title="Moscow">Moskau</a>' in text
    assert '<span id="c0" class="said v1">' in text
    assert 'class="v1"><span class="number">1</span>' in text


def test_a_fault_is_told_but_not_shown(server, monkeypatch, caplog):
    """What breaks inside is a page without its insides, with the policy of all pages; the log has the rest."""
    monkeypatch.setattr(server.desk.edition.library, "entity", lambda key: 1 / 0)
    status, headers, text = server.get("/entity/NATO")

    assert 500 == status and "default-src 'none'" in headers["content-security-policy"]
    assert "a fault of kg" in text and "ZeroDivisionError" not in text
    for _ in range(100):
        if "ZeroDivisionError" in caplog.text:
            break
        time.sleep(0.05)  # the log is written after the answer
    assert "ZeroDivisionError" in caplog.text


def test_half_a_text_is_not_read(server):
    """A client that goes away before it has sent all of a text leaves nothing behind."""
    before = len(server.desk._drafts)
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        head = f"POST /read HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 5000\r\n"
        kind = "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        line.sendall(f"{head}{kind}text={quote(MEETING)}".encode())
    assert 200 == server.get("/actors")[0]

    assert before == len(server.desk._drafts)


def test_language(server):
    """The reader's choice of language is kept in a cookie that leads back to the page."""
    status, headers, _ = server.get("/labels/de?back=/actors")
    assert (303, "/actors") == (status, headers["location"])
    assert "SameSite=lax" in headers["set-cookie"] and "HttpOnly" in headers["set-cookie"]

    assert "Akteure" in server.get("/actors", Cookie="labels=de")[2]
    assert "Actors" in server.get("/actors", Cookie="labels=xx")[2]
    for back in ("//evil.example", "https://evil.example", "/\\evil.example"):
        assert "/" == server.get(f"/labels/de?back={back}")[1]["location"]


def test_head(server):
    """HEAD gives the headers of GET and no body."""
    status, headers, text = server.send("HEAD", "/actors")

    assert (200, "") == (status, text)
    assert int(headers["content-length"]) > 1000


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", ""])
def test_other_hosts_are_refused(server, host):
    """Under a name that is not this computer's nothing is served: no DNS rebinding."""
    status, _, text = server.get("/", Host=host.replace("{port}", str(server.port)))

    assert 421 == status
    assert "<html" not in text


def test_two_hosts_are_refused(server):
    """A request with two names is refused."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.putrequest("GET", "/", skip_host=True)
    for host in (f"127.0.0.1:{server.port}", "evil.example"):
        connection.putheader("Host", host)
    connection.endheaders()

    assert connection.getresponse().status in (400, 421)
    connection.close()


def test_both_names_are_served(server):
    """localhost and 127.0.0.1 are the same."""
    assert 200 == server.get("/", Host=f"localhost:{server.port}")[0]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://127.0.0.1"])
@pytest.mark.parametrize(("method", "path"), [("POST", "/read"), ("POST", "/keep"), ("POST", "/sparql"), ("GET", "/")])
def test_other_origins_are_refused(server, method, path, origin):
    """What another site's page sends is refused: no CSRF, and nothing to read."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    status, headers, _ = server.send(method, path, "text=x&query=ASK{}", kind | {"Origin": origin})

    assert 403 == status
    assert "access-control-allow-origin" not in headers


def test_embedding_is_refused(server):
    """Other sites can't embed or load what is here; a link to it works."""
    cross = {"Sec-Fetch-Site": "cross-site"}
    assert 403 == server.get("/picture", **cross, **{"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"})[0]
    assert 403 == server.get("/sparql?query=ASK{}", **cross, **{"Sec-Fetch-Mode": "no-cors"})[0]
    assert 200 == server.get("/", **cross, **{"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"})[0]
    assert 200 == server.get("/", Origin=server.address)[0]


def test_policy(server):
    """Pages run our script only and load nothing from elsewhere; the picture brings its own policy."""
    _, headers, _ = server.get("/query")
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert "unsafe" not in headers["content-security-policy"] and "http" not in headers["content-security-policy"]
    assert ("nosniff", "no-store") == (headers["x-content-type-options"], headers["cache-control"])
    assert "server" not in headers

    _, headers, text = server.get("/picture")
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert "default-src &#39;none&#39;; script-src" in text or "default-src 'none'; script-src" in text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods(server, method):
    """Only GET, HEAD and POST are answered."""
    assert 405 == server.send(method, "/")[0]


def test_post_where_nothing_is_sent_to(server):
    """A page that takes no form says so."""
    assert 405 == server.post("/actors", {})[0]
    assert 405 == server.send("POST", "/read", "x", {"Content-Type": "text/plain"})[0]


def test_too_big_a_request(server):
    """More than a request may carry is refused, whether it says so or not."""
    assert 413 == server.send("POST", "/read", None, {"Content-Length": str(MOST_BODY + 1)})[0]
    chunks = iter([b"x" * 65536] * (MOST_BODY // 65536 + 2))
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        connection.request("POST", "/read", chunks, {"Transfer-Encoding": "chunked"}, encode_chunked=True)
        assert 413 == connection.getresponse().status
    except (BrokenPipeError, ConnectionResetError):
        pass  # refused before all was sent
    connection.close()
    assert 200 == server.get("/actors")[0]


def test_a_slow_request_ends(server, monkeypatch):
    """Whoever does not send what it promised is sent away."""
    monkeypatch.setattr("kg.web.gate.BODY_SECONDS", 0.2)
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(f"POST /read HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 9\r\n\r\nx".encode())
        assert b" 408 " in line.recv(200)


def test_a_text_is_read_and_not_stored(server):
    """A pasted text is shown with marks, statements and graph; the graph stays as it is."""
    fields = {"text": MEETING, "title": EVIL, "date": "2024-11-14", "source": "Probe"}
    status, headers, _ = server.post("/read", fields)
    assert 303 == status
    _, _, text = server.get(headers["location"])

    assert "not stored" in text and "Probe" in text and "14 November 2024" in text
    assert "Alphafirma" in text and "meets" in text and "&lt;img" in text and "<img" not in text
    assert "keep" not in text
    key = headers["location"].rpartition("/")[2]
    assert "Alphafirma" in server.get(f"/picture?draft={key}")[2]
    assert "Alphafirma" not in server.get("/actors")[2]
    assert 403 == server.post("/keep", {"key": key, "token": server.desk.token})[0]


def test_a_file_is_read(server):
    """A file is read as kg build reads it, with the metadata at its top."""
    body = (
        '--x\r\nContent-Disposition: form-data; name="file"; filename="../../etc/probe.txt"\r\n'
        f"Content-Type: text/plain\r\n\r\n---\ntitle: Eine Probe\n---\n{MEETING}\r\n--x--\r\n"
    )
    status, headers, _ = server.send("POST", "/read", body, {"Content-Type": "multipart/form-data; boundary=x"})
    assert 303 == status

    assert "Eine Probe" in server.get(headers["location"])[2]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "is empty"),
        ({"text": "Everybody in this town reads the newspaper on Sunday mornings after breakfast."}, "German"),
        ({"text": MEETING, "date": "gestern"}, "is no date"),
        ({"text": (MEETING + "\n") * 1500}, "are read here"),
        ({"text": "Die Explosion in der Stadt. " + MEETING}, "can&#39;t be understood"),
    ],
)
def test_a_text_that_cannot_be_read(server, fields, reason):
    """The form comes back with what was typed and why it can't be read."""
    status, _, text = server.post("/read", fields)

    assert 422 == status
    assert reason in text and "textarea" in text
    assert "etc" not in text and "/tmp" not in text


def test_malformed_forms(server):
    """A form that is none is refused, not a fault."""
    status, _, text = server.send("POST", "/read", "--y", {"Content-Type": "multipart/form-data"})

    assert 400 == status and "malformed form: Missing boundary" in text


def test_a_text_waits_its_turn(server, monkeypatch):
    """While a text is read, others wait, each for a while, and pages are shown."""
    started, done = threading.Event(), threading.Event()
    monkeypatch.setattr(server.desk.reading, "patience", 0.2)
    monkeypatch.setattr(server.desk, "read", lambda draft: started.set() or (done.wait(20) and "x"))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(server.post, "/read", {"text": MEETING})
        started.wait(20)
        status, _, text = server.post("/read", {"text": MEETING})
        assert 503 == status and "try again in a moment" in text and "Alphafirma" in text
        assert 200 == server.get("/actors")[0]
        done.set()
        assert 303 == first.result()[0]


def test_other_kinds_of_file():
    """A file of another kind is refused by its name, never opened."""
    with pytest.raises(ArticleError, match=r"x\.exe: kg reads \.txt"):
        article_from_draft(Draft(file="x.exe", content=b"MZ"))


@pytest.mark.parametrize(
    ("draft", "title"),
    [
        (Draft(MEETING, title="Eigener Titel"), "Eigener Titel"),
        (Draft(f"---\ntitle: Eine Probe\n---\n{MEETING}"), "Eine Probe"),
        (Draft("Die Omegafirma trifft Alphafirma.\n" + MEETING), "Die Omegafirma trifft Alphafirma."),
        (Draft("Die Omegafirma trifft " * 9), "Die Omegafirma trifft Die Omegafirma trifft Die Omegafirma trifft …"),
        (Draft(file="probe.txt", content=MEETING.encode()), ""),
    ],
)
def test_title_of_a_draft(draft, title):
    """A pasted text without a title is called by its first words; a file by its name."""
    assert title == article_from_draft(draft).title


@pytest.fixture
def writable(built_once, tmp_path):
    """A server started with --write, on a graph of two articles."""
    import shutil

    shutil.copytree(built_once / "out", tmp_path / "out")
    with running_in(tmp_path / "out", writes=True, seconds=20) as found:
        yield found, tmp_path / "out"


def test_write(writable):
    """With --write a text that was read can be put into the graph on disk; every page and query then knows it."""
    server, out = writable
    text = "Die Omegafirma trifft Alphafirma in der Stadt am Morgen."
    _, headers, _ = server.post("/read", {"text": text, "title": "Neu"})
    key = headers["location"].rpartition("/")[2]
    token = server.desk.token
    assert token in server.get(headers["location"])[2]
    ask = {"query": "ASK { id:Omegafirma kg:meets id:Alphafirma }"}
    assert "false" in server.post("/sparql", ask, Accept="application/json")[2]

    assert 403 == server.post("/keep", {"key": key})[0]
    assert 403 == server.post("/keep", {"key": key, "token": "x"})[0]
    assert 422 == server.post("/keep", {"key": "x", "token": token})[0]
    status, headers, _ = server.post("/keep", {"key": key, "token": token})
    assert 303 == status and headers["location"].startswith("/article/pasted-")

    assert "Neu" in server.get(headers["location"])[2]
    assert "Omegafirma" in server.get("/actors")[2]
    assert "true" in server.post("/sparql", ask, Accept="application/json")[2]
    with load_store(out) as store:
        assert 3 == len(article_rows(store))
    assert "Omegafirma" in (out / "graph.html").read_text(encoding="utf-8")


def test_write_while_another_builds(writable):
    """A store that another process holds gives a reason, and the app goes on."""
    from kg.store import open_store

    server, out = writable
    _, headers, _ = server.post("/read", {"text": MEETING + " Die Omegafirma trifft Alphafirma."})
    with open_store(out / "store", create=False):
        fields = {"key": headers["location"].rpartition("/")[2], "token": server.desk.token}
        status, _, text = server.post("/keep", fields)

    assert 422 == status and "in use" in text
    assert 200 == server.get("/actors")[0]


def test_graph_on_a_server(built_once, tmp_path):
    """The graph of a SPARQL server is served, too, and a text that is kept goes there."""
    with oxigraph_server() as address:
        place = f"sparql+{address}/query"
        build_graph([built_once / "in"], out=tmp_path, store=place, nlp=fake_nlp())
        with running_in(tmp_path, store=place, writes=True, seconds=20) as server:
            assert "Alphafirma" in server.get("/actors")[2]
            _, headers, _ = server.post("/read", {"text": "Die Omegafirma trifft Alphafirma in der Stadt."})
            key = headers["location"].rpartition("/")[2]
            assert 303 == server.post("/keep", {"key": key, "token": server.desk.token})[0]
            assert "Omegafirma" in server.get("/actors")[2]
        with load_store(place) as store:
            assert 3 == len(article_rows(store))


def test_fifty_clients(server):
    """Fifty clients at once get the same answers as one alone, from pages, search, pictures and SPARQL."""
    select = "/sparql?format=csv&query=SELECT%20?s%20?o%20{%20?s%20kg:meets%20?o%20}"
    paths = ["/actors", "/entity/NATO", "/article/moskau", "/search?q=iran", "/picture?about=NATO", select, "/claims"]
    alone = {path: server.get(path) for path in paths}
    asked = [paths[number % len(paths)] for number in range(200)]
    with ThreadPoolExecutor(50) as pool:
        together = list(pool.map(server.get, asked))

    assert {200} == {status for status, _, _ in alone.values()}
    assert [alone[path][2] for path in asked] == [text for _, _, text in together]


def test_fifty_different_questions(server):
    """Fifty clients who ask different things get each its own answer."""

    def ask(number):
        query = f"SELECT (COUNT(*) AS ?n) ({number} AS ?mine) {{ GRAPH ?g {{ ?s ?p ?o }} }}"
        return server.post("/sparql", {"query": query}, Accept="text/csv")[2].split()[1].split(",")

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(ask, range(100)))

    assert [str(number) for number in range(100)] == [mine for _, mine in answers]
    assert 1 == len({count for count, _ in answers})


def test_only_this_computer():
    """The server listens on 127.0.0.1 and nowhere else; a port that is taken is an error of one line."""
    with open_socket(0) as taken:
        assert "127.0.0.1" == taken.getsockname()[0]
        with pytest.raises(KgError, match=r"port \d+ can't be used: .*--port 0"):
            open_socket(taken.getsockname()[1])


def test_command(built_once):
    """``kg serve`` says its address, serves, and ends quietly when it is stopped."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", "-o", str(built_once / "out"), "--labels", "de"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline()
            with urllib.request.urlopen(f"{line.split()[0]}actors", timeout=60) as reply:
                page = reply.read().decode()
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=60)
        finally:
            process.kill()

    assert "SPARQL at http://127.0.0.1:" in line
    assert "<h1>Akteure</h1>" in page and "Alphafirma" in page
    assert (130, "kg: stopped") == (process.returncode, err.strip())


def test_without_a_graph(tmp_path):
    """Where no graph is, the command says how to build one."""
    with pytest.raises(StoreError, match="kg build"):
        serve(tmp_path, port=0, ready=print)
