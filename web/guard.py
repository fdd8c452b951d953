"""What protects a visitor: strict headers, known host names, no requests from other sites."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # same-origin and not no-referrer: under the latter a browser sends "Origin: null" with forms
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def install(app: Flask, hosts: frozenset[str]) -> None:
    """Check every request before it is answered, and add the headers to every answer."""

    @app.before_request
    def check_request() -> None:
        if read_host(request.host) not in hosts:
            abort(
                400,
                "This server does not go by that name. Open it under the address "
                "that it printed when it was started.",
            )
        if request.method not in ("GET", "HEAD", "OPTIONS") and comes_from_elsewhere():
            abort(403, "This request comes from another site. Open the page here and try again.")

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            # a page may be stricter about itself, such as the search, whose address holds words
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            # what was typed stays out of the browser's own store as well
            response.headers["Cache-Control"] = "no-store"
        return response


def read_host(host: str) -> str:
    """The name in a Host header, without its port; the empty string for a malformed one."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def comes_from_elsewhere() -> bool:
    """Whether a browser says that another site's page sends this request."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc != request.host
