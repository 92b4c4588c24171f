"""Real SPARQL servers for tests: Oxigraph's, Virtuoso, and one that answers everybody the same, each in its own process or thread."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

SECONDS = 20.0  # until a server must be there


@contextmanager
def oxigraph_server(*, union: bool = False, seconds: int | None = None) -> Iterator[str]:
    """The address (``http://127.0.0.1:7878``) of an empty server that ends with the block.

    With `union` a query without GRAPH sees all graphs there, as in GraphDB and Virtuoso.
    """
    place = f"127.0.0.1:{_free_port()}"
    command = [_program(), "serve", "--bind", place, *(["--union-default-graph"] if union else [])]
    command += ["--timeout-s", str(seconds)] if seconds else []
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(place, process)
        yield f"http://{place}"
    finally:
        process.kill()
        process.wait()


VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
TransactionFile = virtuoso.trx
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 2000
MaxDirtyBuffers = 1500
ThreadsPerQuery = 1
[HTTPServer]
ServerPort = 127.0.0.1:{http}
[SPARQL]
ResultSetMaxRows = {rows}
"""


@contextmanager
def virtuoso_server(folder: Path, *, rows: int = 10_000) -> Iterator[str]:
    """The address of a Virtuoso that keeps its files in `folder` and gives `rows` rows at most.

    Its ``/sparql-auth`` takes updates from the user dba with the password dba.
    """
    sql, http = _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(sql=sql, http=http, rows=rows), encoding="utf-8")
    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"127.0.0.1:{http}", process)
        yield f"http://127.0.0.1:{http}"
    finally:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _program() -> str:
    beside = Path(sysconfig.get_path("scripts")) / "oxigraph"
    found = beside if beside.exists() else shutil.which("oxigraph")
    assert found, f"no oxigraph beside {sys.executable}: pip install '.[test]'"
    return str(found)


def _wait_for(place: str, process: subprocess.Popen[bytes]) -> None:
    host, _, port = place.partition(":")
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, "the server ended at once"
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise AssertionError("the server does not listen")


@contextmanager
def answering(answer) -> Iterator[tuple[str, list]]:
    """The address of a server that gives each request to `answer`, and the requests so far.

    `answer` takes the request handler and gives (status, headers, body).
    """
    requests = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet; else the second waits 40 ms for the receipt of the first

        def do_POST(self):
            self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            requests.append(SimpleNamespace(path=self.path, headers=self.headers, body=self.body))
            status, headers, body = answer(self)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", requests
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
