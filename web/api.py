"""The same answer for programs: JSON in, JSON out."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import UnsupportedMediaType

from matcher.errors import InputError
from web.asking import FIELDS, Typed, take
from web.describe import find_answer, send_json

pages = Blueprint("api", __name__)


@pages.post("/api/match")
def match() -> Response:
    """Answer `{"text": …, "near"?, "country"?, "on"?, "top"?}` with the JSON of the contract."""
    if not request.is_json:
        raise UnsupportedMediaType("Send JSON, with the header Content-Type: application/json.")
    return send_json(find_answer(read_body(request.get_json())))


def read_body(body: object) -> Typed:
    """The fields of a JSON body; unknown ones are an error rather than ignored."""
    if not isinstance(body, dict):
        raise InputError("The body is not a JSON object.", todo='Send {"text": "…"}.')
    for name, value in body.items():
        if name not in FIELDS:
            raise InputError(
                f"“{name}” is not known.", where=name, todo=f"Known are: {', '.join(FIELDS)}."
            )
        if not isinstance(value, str | int | None) or isinstance(value, bool):
            raise InputError("This is not a text or a number.", where=name)
    return take({name: str(value) for name, value in body.items() if value is not None})
