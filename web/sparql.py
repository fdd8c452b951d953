"""SPARQL for people and for programs: the endpoint of the W3C protocol, its page, its questions."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from matcher.errors import (
    InputError,
    QueryBusyError,
    QueryError,
    QueryLimitError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTooLongError,
    SymbiographError,
)
from matcher.namespaces import PREFIXES
from matcher.querying.answers import Answer, Facts, Table, Truth
from matcher.querying.desk import Desk, with_labels
from matcher.querying.examples import Choice, Example, find_example, read_examples
from matcher.querying.exchange import CSV, RDF, forms_for
from matcher.querying.gate import MOST_CHARACTERS
from web.desks import current_desk, current_desks
from web.failures import TITLES, show_json
from web.guard import is_embedded
from web.negotiation import choose_form, wants_page
from web.opening import NotReadyError
from web.question import Question, make_question, read_question, split_pairs
from web.tabulate import lay_out_sheet

pages = Blueprint("sparql", __name__)

SHEET: Final = "sheet"  # a table with labels, for a spreadsheet
LONGEST_ADDRESS: Final = 4000  # characters; longer ones do not survive every program
RETRY_SECONDS: Final = 5
STARTER: Final = """SELECT ?use ?process WHERE {
  mat:CoalFlyAsh sym:documentedFor ?use .
  ?use sym:inProcess ?process .
}
"""
STOPPED: Final = "The query was stopped."


@dataclass(slots=True)
class Shown:
    """What the page shows beside the questions: the query, its answer, what went wrong."""

    question: Question = field(default_factory=Question)
    example: Example | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    heading: str = ""
    answer: Answer | None = None
    seconds: float = 0.0
    problem: SymbiographError | None = None
    notice: str = ""


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


def show_page(shown: Shown) -> Response:
    """The page: the answer or the problem, the editor, the ready questions."""
    desk = ready_desk()
    answer = shown.answer
    sheet = lay_out_sheet(answer, desk.labels()) if answer and desk else None
    page = render_template(
        "sparql.html",
        shown=shown,
        sheet=sheet,
        truth=answer.value if isinstance(answer, Truth) else None,
        triples=isinstance(answer, Facts),
        groups=group_examples(),
        choices=list_choices(desk),
        prefixes=PREFIXES,
        graphs=desk.graphs() if desk else (),
        limits=current_desks().limits,
        most_characters=MOST_CHARACTERS,
        run=secrets.token_urlsafe(9),
        address=find_address(shown),
        excerpt=cut_excerpt(shown),
        trouble=name_trouble(shown.problem),
        rows=min(max((shown.question.query or STARTER).count("\n") + 2, 8), 24),
        starter=STARTER,
    )
    response = make_response(page, status_of(shown.problem))
    if isinstance(shown.problem, QueryBusyError):
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Vary"] = "Accept"
    return response


def ready_desk() -> Desk | None:
    """The desk, or none while the base still opens."""
    try:
        return current_desk()
    except NotReadyError:
        return None


def list_choices(desk: Desk | None) -> dict[str, tuple[Choice, ...]]:
    """What the blanks of the ready questions can be filled with."""
    names = {p.choices for example in read_examples() for p in example.parameters}
    return {name: desk.list_choices(name) for name in sorted(names)} if desk else {}


def find_address(shown: Shown) -> str | None:
    """The address that gives this answer again, where it is not too long."""
    if shown.example:
        fields = {**shown.typed, "graphs": shown.question.graphs}
        return f"{url_for('.ask_example', name=shown.example.name)}?{urlencode(fields)}"
    if not shown.answer:
        return None
    fields = {"query": shown.question.query or "", "graphs": shown.question.graphs}
    found = f"{url_for('.endpoint')}?{urlencode(fields)}"
    return found if len(found) <= LONGEST_ADDRESS else None


def name_trouble(problem: SymbiographError | None) -> str:
    """The heading over what went wrong."""
    if isinstance(problem, QueryBusyError):
        return "Please try again"
    if isinstance(problem, QueryLimitError):
        return "The query was ended"
    return "Please check the query" if isinstance(problem, QueryError) else "Please check the blank"


def cut_excerpt(shown: Shown) -> tuple[str, str, str] | None:
    """The line at which a query is not understood: before the place, the place, the rest."""
    problem, lines = shown.problem, (shown.question.query or "").split("\n")
    if not isinstance(problem, QuerySyntaxError) or not 0 < problem.line <= len(lines):
        return None
    line, at = lines[problem.line - 1], problem.column - 1
    return line[:at], line[at : at + 1] or " ", line[at + 1 :]


def group_examples() -> dict[str, list[Example]]:
    """The ready questions by group, in the order in which a consultant needs them."""
    order = ("From a material", "For a receiver", "How well it is known")
    found: dict[str, list[Example]] = {group: [] for group in order}
    for example in read_examples():
        found.setdefault(example.group, []).append(example)
    return {group: examples for group, examples in found.items() if examples}


def status_of(problem: SymbiographError | None) -> int:
    """The HTTP status for what went wrong; 200 where nothing did."""
    if problem is None:
        return 200
    if isinstance(problem, QueryRefusedError):
        return 403
    if isinstance(problem, QueryBusyError | QueryLimitError):
        return 503
    if isinstance(problem, QueryTooLongError):
        return 413
    return 400 if isinstance(problem, InputError) else 500


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
