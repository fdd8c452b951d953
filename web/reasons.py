"""Why and why not as pages: the smallest proof and others, nested; what is missing for another use."""

from __future__ import annotations

from typing import Final, cast

from flask import Blueprint, Response, abort, make_response, render_template, request
from markupsafe import Markup

from matcher.errors import InputError
from matcher.proof_page import tell_check, write_nested
from matcher.render import Json
from matcher.why import Found, Search, explain_absence, find_why, show_why
from matcher.workspace import Workspace
from web.asking import LONGEST, read, take
from web.describe import send_json
from web.failures import wants_json
from web.opening import current_opening

pages = Blueprint("reasons", __name__)
PROOFS: Final = 5  # on one page
#: ending of a download → the form it is in and its type
FORMS: Final = {
    "ttl": ("turtle", "text/turtle"),
    "json": ("json", "application/json"),
    "html": ("html", "text/html"),
}


@pages.post("/why")
def why() -> str:
    """The proofs behind one proposal, the smallest first, each step inside what rests on it."""
    typed = take(request.form)
    found = find_proofs()
    parts = [
        (Markup(write_nested(proof, proofs.labels, f"p{number}-")), tell_check(proof))
        for _title, proofs in found.shown
        for number, proof in enumerate(proofs.proofs, start=1)
    ]
    return render_template(
        "why.html",
        typed=typed,
        heading=found.shown[0][0] if found.shown else found.answer["reason"],
        parts=parts,
        wanted=read_wanted("use"),
        forms=FORMS,
    )


@pages.post("/why.<ending>")
def download(ending: str) -> Response:
    """The same proofs as a file: PROV-O in Turtle, JSON, or a page of its own."""
    if ending not in FORMS:
        abort(404)
    form, kind = FORMS[ending]
    response = make_response(show_why(find_proofs(), form))
    response.mimetype = kind
    response.headers["Content-Disposition"] = f"attachment; filename=symbiograph-why.{ending}"
    return response


@pages.post("/why-not")
def why_not() -> Response:
    """What is missing for a stream to be proposed for something, or what bars it."""
    typed = take(request.form)
    answer = find_absence(read(typed).text, read_wanted("wanted"))
    if wants_json():
        return send_json(answer)
    return make_response(render_template("whynot.html", typed=typed, answer=answer))


def find_proofs() -> Found:
    """The proofs that the form of this request asks for."""
    asked, wanted = read(take(request.form)), read_wanted("use")
    opening = current_opening()
    workspace = cast(Workspace, opening.require())
    with opening.turn:
        return find_why(workspace, asked.text, wanted, Search(smallest=True, most=PROOFS))


def find_absence(text: str, wanted: str) -> Json:
    """The why-not of a text and what it is wanted for."""
    opening = current_opening()
    workspace = cast(Workspace, opening.require())
    with opening.turn:
        return explain_absence(workspace, text, wanted, None)


def read_wanted(name: str) -> str:
    """A short field beside the description; an InputError names it."""
    wanted = request.form.get(name, "").strip()
    if not wanted:
        raise InputError(
            "It is not said what for.", where=name, todo="Write the name of a process or a use."
        )
    if len(wanted) > LONGEST:
        raise InputError("This is too long.", where=name, todo="Shorten it.")
    return wanted
