"""A running `kg serve` for tests: the three articles, a pipeline that is a fake, a port that is free."""

from __future__ import annotations

import http.client
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest

from kg.load import CANONICAL
from kg.serve import PipelineScribe, open_desk
from kg.store import open_store
from kg.web.desk import Desk
from kg.web.server import make_server, open_socket
from tests.fake_nlp import fake_nlp


@dataclass
class Running:
    """A server, and ways to ask it."""

    port: int
    desk: Desk

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def get(self, path, **headers):
        """Status, headers and text of a GET."""
        return self.send("GET", path, headers=headers)

    def post(self, path, fields, **headers):
        """Status, headers and text of a form that was sent."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"} | headers
        return self.send("POST", path, urlencode(fields), headers)

    def send(self, method, path, body=None, headers=None):
        """Status, headers and text of any request; names of headers may be written with _."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        named = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        connection.request(method, path, body=body.encode() if isinstance(body, str) else body, headers=named)
        reply = connection.getresponse()
        text = reply.read().decode("utf-8")
        connection.close()
        return reply.status, {name.lower(): value for name, value in reply.getheaders()}, text


@pytest.fixture(scope="module")
def server(three_articles, tmp_path_factory):
    """A server of the three articles, read-only."""
    with running(three_articles, tmp_path_factory.mktemp("served"), seconds=30) as found:
        yield found


@contextmanager
def running(quads, folder, **options):
    """A server of the graph of `quads`, which are dumped into `folder` as a build would do."""
    with open_store("memory:") as store:
        store.add(quads)
        store.dump(folder / CANONICAL, "nquads")
    with running_in(folder, **options) as found:
        yield found


@contextmanager
def running_in(folder, *, store=None, **options):
    """A server of the graph in `folder`, or in `store`."""
    with open_socket(0) as listening:
        port = listening.getsockname()[1]
        desk = open_desk(folder, PipelineScribe(folder, fake_nlp, store=store), port=port, **options)
        server = make_server(desk, port=port)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.02)
            yield Running(port, desk)
        finally:
            server.should_exit = True
            thread.join(20)
