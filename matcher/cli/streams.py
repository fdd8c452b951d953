"""The commands about a described stream: what it is, who can use it, why, and why not."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from matcher.cli.options import INTERRUPTED, json_option, open_workspace, packs_option

if TYPE_CHECKING:
    from matcher.render import Json


@click.command()
@click.argument("text", nargs=-1)
@click.option(
    "--input",
    "source",
    type=click.Path(path_type=Path),
    help="A csv, xlsx or jsonl file of descriptions.",
)
@click.option(
    "--output",
    "target",
    type=click.Path(path_type=Path),
    help="Where to write the answers: csv, xlsx or jsonl.",
)
@click.option("--near", metavar="PLACE", help="Measure straight-line distances from here.")
@click.option("--country", metavar="CC", help="Two letters; chooses the List of Waste and the law.")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day whose List of Waste holds; today otherwise.",
)
@click.option(
    "--top", default=10, show_default=True, type=click.IntRange(1, 100), help="How many proposals."
)
@json_option("answer")
@packs_option
def match(
    text: tuple[str, ...],
    source: Path | None,
    target: Path | None,
    near: str | None,
    country: str | None,
    on: datetime | None,
    top: int,
    as_json: bool,
    packs: tuple[Path, ...],
    reasoner: str | None,
) -> None:
    """Propose uses for a waste stream described in plain words."""
    from matcher.batch import answer_rows, read_argument
    from matcher.tables import read_rows, write_answers

    rows = read_rows(source) if source else [read_argument(text)]
    if target:
        check_target(target)
    workspace = open_workspace(packs, reasoner)
    day = on.date() if on else None
    answers, stopped = answer_rows(
        workspace, rows, near=near, country=country, on=day, top=top, raise_errors=source is None
    )
    if target:
        write_answers(target, answers)
        click.echo(
            f"{len(answers)} of {len(rows)} descriptions answered, written to {target}", err=True
        )
    else:
        for answer in answers:
            print_answer(answer, as_json, many=source is not None)
    if stopped:
        sys.exit(INTERRUPTED)


def check_target(target: Path) -> None:
    """Refuse a target that could not be written before any work is done."""
    from matcher.errors import FileFormatError

    if target.suffix.lower() not in (".csv", ".xlsx", ".jsonl"):
        raise FileFormatError(
            f"“{target.suffix}” is not written",
            where=str(target),
            todo="Use .csv, .xlsx or .jsonl.",
        )
    if not target.resolve().parent.is_dir():
        raise FileFormatError(
            "its folder does not exist", where=str(target), todo="Make the folder first."
        )


def print_answer(answer: Json, as_json: bool, many: bool) -> None:
    """One answer on stdout: text for people, or JSON (one line each where there are many)."""
    from matcher.text import to_text

    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=None if many else 2))
    elif "error" in answer:
        click.echo(f"{answer['id']}: {answer['error']}", err=True)
    else:
        click.echo(to_text(answer))
        if many:
            click.echo("")


@click.command()
@click.argument("text", nargs=-1)
@json_option("answer")
@packs_option
def ground(
    text: tuple[str, ...], as_json: bool, packs: tuple[Path, ...], reasoner: str | None
) -> None:
    """Show what a description is read as: quantities, materials and waste codes, with why."""
    from matcher.batch import read_argument
    from matcher.render import to_dict
    from matcher.telling import tell_grounding

    workspace = open_workspace(packs, reasoner)
    answer = to_dict(workspace.match(read_argument(text).text, top=1))
    parts = (
        "id",
        "text",
        "verdict",
        "reason",
        "editions",
        "reading",
        "materials",
        "waste_codes",
        "codes_reason",
        "next_question",
    )
    click.echo(
        json.dumps({k: answer[k] for k in parts}, ensure_ascii=False, indent=2)
        if as_json
        else tell_grounding(answer)
    )


@click.command()
@click.argument("text")
@click.argument("use", required=False)
@click.argument("term", required=False)
@click.option("--smallest", is_flag=True, help="The proofs with the fewest steps.")
@click.option(
    "--all", "most", type=int, metavar="N", help="Up to N proofs of each, the smallest first."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "turtle", "html"]),
    default="text",
    show_default=True,
    help="Turtle is PROV-O; html is a page with nested steps.",
)
@json_option("answer")
@packs_option
def why(
    text: str,
    use: str | None,
    term: str | None,
    smallest: bool,
    most: int | None,
    form: str,
    as_json: bool,
    packs: tuple[Path, ...],
    reasoner: str | None,
) -> None:
    """Show the proof behind the proposals (or refusals) for TEXT; USE is a rank, label or IRI.

    With three words, TEXT USE TERM is a triple: a stream or term, a predicate, a term.
    """
    from matcher.batch import read_argument
    from matcher.why import Search, answer_why

    asked = read_argument((text,)).text
    search = Search(smallest, most)
    search.check()
    workspace = open_workspace(packs, reasoner)
    form = "json" if as_json else form
    click.echo(answer_why(workspace, asked, use, term, search, form))


@click.command("why-not")
@click.argument("text")
@click.argument("wanted")
@click.argument("term", required=False)
@json_option("answer")
@packs_option
def why_not(
    text: str,
    wanted: str,
    term: str | None,
    as_json: bool,
    packs: tuple[Path, ...],
    reasoner: str | None,
) -> None:
    """Say what is missing for TEXT to be proposed for WANTED: a process, a use or a need.

    With three words, TEXT WANTED TERM is a triple: a stream or term, a predicate, a term.
    """
    from matcher.batch import read_argument
    from matcher.why import answer_why_not

    asked = read_argument((text,)).text
    workspace = open_workspace(packs, reasoner)
    click.echo(answer_why_not(workspace, asked, wanted, term, "json" if as_json else "text"))
