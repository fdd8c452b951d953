"""Descriptions from the command line or a file, answered one by one; one bad row stops nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from matcher.errors import InputError, SymbiographError
from matcher.progress import show_progress
from matcher.render import Json, to_dict
from matcher.tables import Row
from matcher.workspace import Workspace, identify

MOST_STDIN = 1_000_000


def read_argument(words: Sequence[str]) -> Row:
    """The description given as words, or on standard input when it is `-`."""
    text = " ".join(words).strip()
    if text == "-":
        text = sys.stdin.read(MOST_STDIN).strip()
    if not text:
        raise InputError(
            "no description given",
            todo='Try: symbiograph match "granulated blast furnace slag, 40,000 t a year"',
        )
    return Row(1, text)


def read_query(
    query: str | None, source: Path | None, example: str | None = None, pairs: Sequence[str] = ()
) -> str:
    """A SPARQL query from the command line, a file, or standard input (`-`).

    Empty where a ready question is named instead; raises InputError unless exactly one is given.
    """
    if len([given for given in (query, source, example) if given]) > 1:
        raise InputError("several questions given", todo="Ask one: QUERY, --file or --example.")
    if pairs and not example:
        raise InputError("--set fills a ready question", todo="Name one with --example.")
    if source is not None:
        return source.read_text(encoding="utf-8")
    if query == "-":
        return sys.stdin.read(MOST_STDIN)
    if not query and not example:
        raise InputError(
            "no query given",
            todo="Write it in quotes, name a file with --file, or take a ready one: --list.",
        )
    return query or ""


def answer_rows(
    workspace: Workspace,
    rows: Sequence[Row],
    *,
    near: str | None,
    country: str | None,
    on: date | None,
    top: int,
    raise_errors: bool,
) -> tuple[list[Json], bool]:
    """The answers in the order of the rows, and whether somebody stopped the work.

    With `raise_errors` the first error ends it (one text); otherwise a row that cannot be
    answered becomes an answer with `error`, and the rest goes on.
    """
    answers: list[Json] = []
    try:
        with show_progress(f"Answering {len(rows):,} descriptions") as report:
            for done, row in enumerate(rows):
                if len(rows) > 1:
                    report("answering", done / len(rows))
                answers.append(answer_row(workspace, row, near, country, on, top, raise_errors))
    except KeyboardInterrupt:
        return answers, True
    return answers, False


def answer_row(
    workspace: Workspace,
    row: Row,
    near: str | None,
    country: str | None,
    on: date | None,
    top: int,
    raise_errors: bool,
) -> Json:
    """One answer, or what was wrong with the row."""
    try:
        result = workspace.match(
            row.text, near=near or row.place, country=country, on=on, top=top,
            activity=row.activity, quantity=row.quantity, place=row.place,
        )  # fmt: skip
    except SymbiographError as error:
        if raise_errors:
            raise
        return {
            "id": row.id or identify(row.text),
            "text": row.text,
            "error": f"row {row.number}: {error}",
        }
    return to_dict(replace(result, id=row.id or result.id))
