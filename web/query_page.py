"""The page on which one asks: the query, its answer or what went wrong, the ready questions."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from flask import Response, make_response, render_template, url_for

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
from matcher.querying.answers import Answer, Facts, Truth
from matcher.querying.desk import Desk
from matcher.querying.examples import Choice, Example, read_examples
from matcher.querying.gate import MOST_CHARACTERS
from web.desks import current_desk, current_desks
from web.opening import NotReadyError
from web.question import Question
from web.tabulate import lay_out_sheet

LONGEST_ADDRESS: Final = 4000  # characters; longer ones do not survive every program
RETRY_SECONDS: Final = 5
STARTER: Final = """SELECT ?use ?process WHERE {
  mat:CoalFlyAsh sym:documentedFor ?use .
  ?use sym:inProcess ?process .
}
"""


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
        return f"{url_for('sparql.ask_example', name=shown.example.name)}?{urlencode(fields)}"
    if not shown.answer:
        return None
    fields = {"query": shown.question.query or "", "graphs": shown.question.graphs}
    found = f"{url_for('sparql.endpoint')}?{urlencode(fields)}"
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
