"""The main flow: describe a stream, see who could use it, take the answer along as JSON."""

from __future__ import annotations

import json
from typing import Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from matcher.render import Json
from web.asking import MOST_PROPOSALS, Typed, read, take
from web.failures import wants_json
from web.layout import lay_out
from web.opening import current_opening

pages = Blueprint("describe", __name__)
MORE: Final = 20  # further proposals at a time


@pages.get("/")
def describe() -> str:
    """The page everything starts from."""
    current_opening().require()
    return render_template("describe.html", typed=Typed())


@pages.get("/match")
def start_over() -> BaseResponse:
    """A result has no address of its own, because the text must not stand in one."""
    return redirect(url_for("describe.describe"))


@pages.post("/match")
def match() -> Response:
    """The answer as a page, or as JSON where JSON is asked for."""
    typed = take(request.form)
    answer = find_answer(typed)
    if wants_json():
        return send_json(answer)
    return make_response(
        render_template(
            "result.html",
            typed=typed,
            page=lay_out(answer),
            more=offer_more(typed, answer),
            **answer,
        )
    )


@pages.post("/match.json")
def download() -> Response:
    """The answer as a file, the same as the command line prints it."""
    answer = find_answer(take(request.form))
    response = send_json(answer)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=symbiograph-{answer['id']}.json"
    )
    return response


def find_answer(typed: Typed) -> Json:
    """The matcher's answer to what was typed."""
    asked = read(typed)
    return current_opening().match(asked.text, asked.near, asked.country, asked.on, asked.top)


def offer_more(typed: Typed, answer: Json) -> int | None:
    """How many proposals to ask for next, where there may be more than were asked for."""
    top = read(typed).top
    full = len(answer["proposals"]) >= top
    return min(top + MORE, MOST_PROPOSALS) if full and top < MOST_PROPOSALS else None


def send_json(answer: Json) -> Response:
    """The dictionary as the command line prints it."""
    response = make_response(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    response.mimetype = "application/json"
    return response
