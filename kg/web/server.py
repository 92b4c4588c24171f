"""Runs the app on this computer, for this computer only."""

from __future__ import annotations

import os
import socket

import uvicorn

from kg.errors import KgError
from kg.web.app import create_app
from kg.web.desk import Desk

HOST = "127.0.0.1"  # never another: who serves others needs accounts, encryption and more than this app has
MOST_CONNECTIONS = 256
KEEP_ALIVE = 5  # seconds that an idle connection stays open
GRACE = 3  # seconds for requests that are open when the server is stopped


def address_of(port: int) -> str:
    """Where a server at `port` is found."""
    return f"http://{HOST}:{port}"


def open_socket(port: int) -> socket.socket:
    """A socket on 127.0.0.1 at `port`, or at any free one for 0; whoever connects already waits for the server.

    Raises:
        KgError: the port is taken or not allowed.
    """
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let two servers have one port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((HOST, port))
        found.listen(MOST_CONNECTIONS)
    except OSError as error:
        found.close()
        raise KgError(f"port {port} can't be used: {error.strerror or error}; choose another: --port 0") from error
    return found


def make_server(desk: Desk, *, port: int) -> uvicorn.Server:
    """A server for `desk`, which a socket at `port` is to be given to."""
    config = uvicorn.Config(
        create_app(desk, port=port),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        date_header=False,
        ws="none",
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
    )
    return uvicorn.Server(config)
