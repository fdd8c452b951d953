"""An application served on a free port of loopback, as `symbiograph serve` does it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from flask import Flask


@contextmanager
def served(app: Flask, threads: int = 4) -> Iterator[int]:
    """The port, while the application is served in a thread of its own."""
    from waitress import create_server

    server = create_server(app, host="127.0.0.1", port=0, threads=threads)
    thread = threading.Thread(target=run, args=(server,), daemon=True)
    thread.start()
    try:
        yield server.effective_port
    finally:
        server.close()
        server.task_dispatcher.shutdown()
        thread.join(2)


def run(server: Any) -> None:
    """Serve until the sockets are closed under it, which is how a test ends it."""
    with suppress(OSError, ValueError):
        server.run()
