"""What the connection to a server promises: a password goes to whom it belongs, only when asked for, and into no log."""

from __future__ import annotations

import base64
import logging

import pytest

from kg.errors import StoreError
from kg.wire import Refused, Wire
from tests.sparql_server import answering

SECRET = "hunter2"


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    """A machine without passwords."""
    for name in ("KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN", "NETRC"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def wire():
    """A new connection."""
    found = Wire()
    yield found
    found.close()


def guarded(request):
    """A server that lets only kg in."""
    wanted = "Basic " + base64.b64encode(f"kg:{SECRET}".encode()).decode()
    if request.headers.get("Authorization") == wanted:
        return 200, {"Content-Type": "text/plain"}, b"welcome"
    return 401, {"WWW-Authenticate": 'Basic realm="x"'}, b""


def test_password_from_environment(wire, monkeypatch, caplog):
    """Name and password of the environment are given when the server asks, then at once; no log shows them."""
    monkeypatch.setenv("KG_STORE_USER", "kg")
    monkeypatch.setenv("KG_STORE_PASSWORD", SECRET)
    with answering(guarded) as (address, requests), caplog.at_level(logging.DEBUG):
        assert wire.post(f"{address}/q", b"x").read() == b"welcome"
        assert wire.post(f"{address}/q", b"y").read() == b"welcome"

    assert [request.headers.get("Authorization") is None for request in requests] == [True, False, False]
    assert [request.body for request in requests] == [b"x", b"x", b"y"]
    assert SECRET not in caplog.text and "Basic" not in caplog.text


def test_password_from_netrc(wire, home):
    """So are those of ~/.netrc for this host."""
    (home / ".netrc").write_text(f"machine 127.0.0.1 login kg password {SECRET}\n", encoding="utf-8")
    (home / ".netrc").chmod(0o600)
    with answering(guarded) as (address, requests):
        assert wire.post(f"{address}/q", b"x").read() == b"welcome"

    assert requests[0].headers.get("Authorization") is None


def test_password_of_another_host(wire, home):
    """A password for another host stays here."""
    (home / ".netrc").write_text(f"machine db.example login kg password {SECRET}\n", encoding="utf-8")
    with answering(guarded) as (address, requests), pytest.raises(StoreError, match="KG_STORE_USER"):
        wire.post(f"{address}/q", b"x")

    assert all(request.headers.get("Authorization") is None for request in requests)


def test_wrong_password(wire, monkeypatch):
    """A wrong password is tried once and never shown."""
    monkeypatch.setenv("KG_STORE_USER", "kg")
    monkeypatch.setenv("KG_STORE_PASSWORD", "swordfish")
    with answering(guarded) as (address, requests), pytest.raises(StoreError, match=r"\(401\)") as caught:
        wire.post(f"{address}/q", b"x")

    assert 2 == len(requests)
    assert "swordfish" not in str(caught.value)


def test_digest(wire, monkeypatch):
    """A server that wants no password in clear gets a digest of it."""
    monkeypatch.setenv("KG_STORE_USER", "kg")
    monkeypatch.setenv("KG_STORE_PASSWORD", SECRET)

    def answer(request):
        given = request.headers.get("Authorization", "")
        if given.startswith("Digest") and SECRET not in given:
            return 200, {}, b"welcome"
        return 401, {"WWW-Authenticate": 'Digest realm="x", nonce="1", qop="auth", algorithm=MD5'}, b""

    with answering(answer) as (address, _):
        assert wire.post(f"{address}/q", b"x").read() == b"welcome"


def test_token(monkeypatch):
    """A token of the environment goes along from the start."""
    monkeypatch.setenv("KG_STORE_TOKEN", SECRET)
    wire = Wire()
    with answering(lambda request: (200, {}, b"")) as (address, requests):
        wire.post(f"{address}/q", b"x").close()
    wire.close()

    assert requests[0].headers["Authorization"] == f"Bearer {SECRET}"


def test_refused(wire):
    """A request that the server does not understand is an error of its own, with the server's words."""
    answer = (400, {"Content-Type": "text/plain; charset=utf-8"}, "Schlüssel\nfehlt".encode())
    with answering(lambda request: answer) as (address, _), pytest.raises(Refused, match=": Schlüssel fehlt"):
        wire.post(f"{address}/q", b"x")


def test_nothing_there(wire):
    """Asking for what is not there gives None."""
    with answering(lambda request: (404, {}, b"")) as (address, requests):
        assert wire.get(f"{address}/g", accept="text/plain", params={"graph": "urn:ä"}) is None

    assert requests[0].path == "/g?graph=urn%3A%C3%A4"


def test_no_answer(wire, monkeypatch):
    """A server that says nothing is given up."""
    import threading

    monkeypatch.setattr("kg.wire.SILENCE_SECONDS", 0.2)
    end = threading.Event()

    def answer(request):
        end.wait(10)
        return 200, {}, b""

    with answering(answer) as (address, _):
        with pytest.raises(StoreError, match="no answer in time"):
            wire.post(f"{address}/q", b"x")
        end.set()
