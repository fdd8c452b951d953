"""SPARQL for people and for programs: the endpoint of the W3C protocol, its page, its questions."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, abort, make_response, request
from werkzeug.exceptions import HTTPException

from matcher.errors import (
    QueryBusyError,
    QueryError,
    SymbiographError,
)
from matcher.querying.answers import Answer, Facts, Table
from matcher.querying.desk import with_labels
from matcher.querying.examples import find_example
from matcher.querying.exchange import CSV, RDF, forms_for
from web.desks import current_desk, current_desks
from web.failures import TITLES, show_json
from web.guard import is_embedded
from web.negotiation import choose_form, wants_page
from web.opening import NotReadyError
from web.query_page import RETRY_SECONDS, Shown, show_page, status_of
from web.question import Question, make_question, read_question, split_pairs

pages = Blueprint("sparql", __name__)

SHEET: Final = "sheet"  # a table with labels, for a spreadsheet
STOPPED: Final = "The query was stopped."


@pages.before_request
def refuse_embedding() -> None:
    """A query is not run for a picture or a frame on somebody else's page."""
    if is_embedded():
        abort(403, "This request comes from another site. Open the page here and try again.")


@pages.route("/sparql", methods=["GET", "POST"], strict_slashes=False)
def endpoint() -> Response:
    """The endpoint: answers a query, shows the page, or describes itself."""
    question = read_question()
    if question.query is None:
        return show_page(Shown()) if wants_page() else send_description()
    if wants_page() and not question.form:
        return answer_page(Shown(question=question))
    return send_answer(question)


@pages.get("/sparql/questions/<name>")
def ask_example(name: str) -> Response:
    """One of the ready questions, with its blanks filled as the address says."""
    pairs = split_pairs(request.query_string)
    typed = dict(pairs)
    shown = Shown(
        question=make_question([(n, v) for n, v in pairs if n in ("graphs", "run")], None),
        example=find_example(name),
        typed=typed,
    )
    return answer_page(fill_blanks(shown))


@pages.post("/sparql/stop")
def stop() -> Response:
    """End the query that this page has sent; what was typed stays."""
    question = read_question()
    desk = current_desks().desk
    found = bool(desk and question.run and desk.asker.stop(question.run))
    return show_page(
        Shown(
            question=question,
            notice=STOPPED if found else "There was nothing to stop: the query had ended.",
        )
    )


def fill_blanks(shown: Shown) -> Shown:
    """The query and the heading of a ready question."""
    example = shown.example
    if example is None:
        raise AssertionError("only a ready question has blanks")
    filled = current_desk().fill(example, shown.typed)
    shown.question = replace(
        shown.question, query=example.bind({name: c.term for name, c in filled.items()})
    )
    shown.heading = example.ask_about({name: c.label for name, c in filled.items()})
    shown.typed = {name: choice.label for name, choice in filled.items()}
    return shown


def run(question: Question) -> Answer:
    """The answer to a question; raises QueryError."""
    if not (question.query or "").strip():
        raise QueryError("There is no query.", todo="Write one, or take a ready question.")
    with current_desk().enter() as asker:
        return asker.ask(
            question.query or "",
            graphs=question.graphs,
            default_graphs=question.default_graphs,
            named_graphs=question.named_graphs,
            run=question.run,
        )


def answer_page(shown: Shown) -> Response:
    """The page with the answer, or with what went wrong."""
    started = time.monotonic()
    try:
        shown.answer = run(shown.question)
    except SymbiographError as error:
        shown.problem = error
    shown.seconds = time.monotonic() - started
    return show_page(shown)


def send_answer(question: Question) -> Response:
    """The answer for a program, in the form it asks for."""
    answer = run(question)
    if question.form == SHEET and isinstance(answer, Table):
        answer = with_labels(answer, current_desk().labels())
        question = replace(question, form=CSV.name)
    form, media = choose_form(question.form, forms_for(answer))
    response = make_response(form.write(answer))
    response.headers["Content-Type"] = f"{media}; charset=utf-8"
    response.headers["Vary"] = "Accept"
    if answer.truncated:
        response.headers["Symbiograph-Truncated"] = f"rows={current_desk().limits.rows}"
    if question.form:
        response.headers["Content-Disposition"] = f"attachment; filename=answer.{form.ending}"
    return response


def send_description() -> Response:
    """What the endpoint says of itself, as RDF."""
    form, media = choose_form("", RDF)
    facts = describe(request.base_url)
    response = make_response(form.write(facts))
    response.headers["Content-Type"] = f"{media}; charset=utf-8"
    response.headers["Vary"] = "Accept"
    return response


def describe(address: str) -> Facts:
    """The service description of this endpoint."""
    from web.service import describe_service

    return describe_service(address, current_desk().graphs())


@pages.errorhandler(SymbiographError)
def show_known(error: SymbiographError) -> Response:
    """A known error: on the page with what was typed, or as JSON for a program."""
    status = status_of(error)
    if wants_page():
        return show_page(keep(Shown(problem=error)))
    response = show_json(status, error.what, error.where, error.todo)
    if isinstance(error, QueryBusyError):
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


@pages.errorhandler(NotReadyError)
def show_waiting(waiting: NotReadyError) -> Response:
    """The base still opens: a page that looks again, or what was typed with a word; else JSON."""
    from web.failures import show_waiting as show_waiting_page

    if wants_page() and request.method == "GET":
        return show_waiting_page(waiting)
    if wants_page():
        problem = QueryBusyError(
            "The knowledge base is still being opened.", todo="Run the query again in a moment."
        )
        return show_page(keep(Shown(problem=problem)))
    response = show_json(503, f"Getting ready: {waiting.what}", "", "Try again in a moment.")
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


@pages.errorhandler(HTTPException)
def show_http(error: HTTPException) -> Response:
    """An error of the protocol: the error page for a person, JSON for a program."""
    from web.failures import show_http as show_http_page

    if wants_page():
        return show_http_page(error)
    status = error.code or 500
    return show_json(status, TITLES.get(status, error.name), "", str(error.description))


def keep(shown: Shown) -> Shown:
    """What was typed, as far as it can be read, beside a problem."""
    name = (request.view_args or {}).get("name")
    try:
        if name:
            shown.example = find_example(name)
            shown.typed = dict(split_pairs(request.query_string))
        else:
            shown.question = read_question()
    except (HTTPException, SymbiographError):
        return shown
    return shown
