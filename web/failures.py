"""Error pages: what went wrong, what to do, and what was typed, never a traceback."""

from __future__ import annotations

import sys
import traceback
from typing import Final

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from matcher.errors import InputError, SymbiographError
from web.asking import keep_typed
from web.opening import NotReadyError

RETRY_SECONDS: Final = 3
TITLES: Final = {
    400: "This request cannot be used",
    403: "This request is refused",
    404: "There is no such page",
    405: "This page does not work that way",
    413: "This is too long",
    415: "This format is not read",
    500: "Something went wrong here",
}
ADVICE: Final = {
    404: "The address may be mistyped. Everything starts from the describe page.",
    405: "Results are the answer to a form. Fill in the description and send it again.",
    413: "Nothing of it was read. Go back, shorten it to one stream, and send it again.",
    500: "The fault is ours, not yours. What you typed is kept below; nothing of it was written down.",
}


def install(app: Flask) -> None:
    """Answer every failure with a page (or with JSON where JSON was asked for)."""
    app.register_error_handler(NotReadyError, show_waiting)
    app.register_error_handler(SymbiographError, show_known)
    app.register_error_handler(HTTPException, show_http)
    app.register_error_handler(Exception, show_unknown)


def show_waiting(waiting: NotReadyError) -> Response:
    """The workspace is still opening: how far it is, and when to come back."""
    share = min(max(waiting.share, 0.0), 1.0)
    if wants_json():
        answer = jsonify(error={"what": f"Getting ready: {waiting.what}", "share": share})
    else:
        answer = make_response(
            render_template(
                "waiting.html",
                what=waiting.what,
                share=share,
                typed=keep_typed(),
                reloads=request.method == "GET",
                seconds=RETRY_SECONDS,
            )
        )
    answer.status_code = 503
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def show_known(error: SymbiographError) -> Response:
    """A known error in its own three parts; one about the input comes with the form."""
    status = 400 if isinstance(error, InputError) else 500
    if wants_json():
        return show_json(status, error.what, error.where, error.todo)
    page = "describe.html" if isinstance(error, InputError) else "error.html"
    heading = TITLES[status]
    body = render_template(
        page, problem=error, status=status, heading=heading, typed=keep_typed(), advice=error.todo
    )
    return make_response(body, status)


def show_http(error: HTTPException) -> Response:
    """An error of the protocol; our own words where we have some."""
    status = error.code or 500
    ours = type(error).description != error.description
    advice = str(error.description) if ours else ADVICE.get(status, str(error.description))
    heading = TITLES.get(status, error.name)
    if wants_json():
        answer = show_json(status, heading, "", advice)
    else:
        body = render_template(
            "error.html", status=status, heading=heading, advice=advice, typed=keep_typed()
        )
        answer = make_response(body, status)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def show_unknown(error: Exception) -> Response:
    """A fault of ours: noted without its message, which could quote what was typed."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    print(
        f"symbiograph: {type(error).__name__} in {where.name} ({where.filename}:{where.lineno})",
        file=sys.stderr,
    )
    if wants_json():
        return show_json(500, TITLES[500], "", ADVICE[500])
    body = render_template(
        "error.html", status=500, heading=TITLES[500], advice=ADVICE[500], typed=keep_typed()
    )
    return make_response(body, 500)


def show_json(status: int, what: str, where: str, todo: str) -> Response:
    """The same three parts for a program."""
    answer = jsonify(error={"what": what, "where": where, "todo": todo})
    answer.status_code = status
    return answer


def wants_json() -> bool:
    """Whether a program asks rather than a person."""
    if request.path.startswith("/api/"):
        return True
    kinds = ["text/html", "application/json"]
    if request.path.endswith(".json"):
        kinds.reverse()  # what is meant where no kind is preferred
    return request.accept_mimetypes.best_match(kinds, kinds[0]) == "application/json"
