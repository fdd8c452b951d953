"""`symbiograph serve`: the pages on this machine, without a log of what was asked."""

from __future__ import annotations

import logging
import socket
import sys
import threading
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final

from flask import Flask

from matcher.errors import InputError
from web.app import LOOPBACK, create_app
from web.desks import Desks
from web.opening import Opening

THREADS: Final = 6
#: above the page's own limit, so that the page can say what to do
MOST_BYTES: Final = 1024 * 1024


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    packs: Sequence[Path] = (),
    reasoner: str | None = None,
) -> None:
    """Serve the pages until Ctrl+C; the workspace opens while the first page is shown."""
    # its word on a waiting queue is of no use to anybody; failures are told by the pages
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    opening = Opening()
    app = create_app(opening, hosts=name_hosts(host))
    server = listen(app, host, port)
    opening.begin(packs, reasoner)
    desks: Desks = app.extensions["desks"]
    threading.Thread(target=desks.warm, args=(opening,), daemon=True).start()
    shown = f"[{host}]" if ":" in host else host
    print(
        f"Symbiograph is at http://{shown}:{server.effective_port}/ (Ctrl+C stops it)",
        file=sys.stderr,
        flush=True,
    )
    try:
        server.run()
    finally:
        server.close()
        desks.close()


def listen(app: Flask, host: str, port: int) -> Any:
    """A waitress server on an address, or an error that says what to do."""
    from waitress import create_server

    try:
        return create_server(
            app,
            host=host,
            port=port,
            threads=THREADS,
            ident=None,
            max_request_body_size=MOST_BYTES,
            max_request_header_size=16 * 1024,
        )
    except OSError as error:
        raise InputError(
            f"this address cannot be used ({error.strerror or error})",
            where=f"{host}:{port}",
            todo="Choose another port with --port.",
        ) from error


def name_hosts(host: str) -> frozenset[str]:
    """The names a browser may use for this server.

    Loopback goes by its own names only, so that no foreign name can be bound to it; another
    address goes by itself, and a wildcard by this machine's name and addresses.
    """
    if host in LOOPBACK:
        return frozenset(LOOPBACK)
    if not is_wildcard(host):
        return frozenset({host.lower(), *LOOPBACK})
    name = socket.gethostname().lower()
    try:
        own = {str(entry[4][0]) for entry in socket.getaddrinfo(name, None)}
    except OSError:
        own = set()
    return frozenset({name, *own, *LOOPBACK})


def is_wildcard(host: str) -> bool:
    """Whether an address stands for every address of the machine."""
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False
