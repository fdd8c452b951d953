"""The command `symbiograph`: thin commands over the workspace, without logic of their own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.errors import SymbiographError
from matcher.settings import version

if TYPE_CHECKING:
    from matcher.render import Json
    from matcher.workspace import Workspace

INTERRUPTED = 130


class Commands(click.Group):
    """Turns every known error into one plain sentence and its exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; known errors never show a traceback."""
        try:
            return super().invoke(ctx)
        except SymbiographError as error:
            click.echo(f"symbiograph: {error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            # the reader went away: nothing is left to say
            sys.stderr.close()
            ctx.exit(0)


def packs_option(command: Callable[..., None]) -> Callable[..., None]:
    """The options every command shares that opens the workspace."""
    command = click.option(
        "--reasoner",
        type=click.Choice(["compiled", "owlrl"]),
        help="The engine that answers; owlrl is the slow reference.",
    )(command)
    return click.option(
        "--packs",
        multiple=True,
        type=click.Path(path_type=Path),
        help="A folder with packs of your own; may be repeated.",
    )(command)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version(), prog_name="symbiograph")
def main() -> None:
    """Finds who can use a waste stream, as what, under which conditions, with a proof.

    Exit codes: 0 for any verdict, 1 for a failed check, 2 for input that cannot be used.
    """


def open_workspace(packs: tuple[Path, ...], reasoner: str | None) -> Workspace:
    """The workspace, with progress on stderr while something has to be built."""
    from matcher.progress import show_progress
    from matcher.workspace import Workspace

    with show_progress("Symbiograph is getting ready (once for each state of the packs)") as report:
        return Workspace.load(packs, reasoner=reasoner, progress=report)


@main.command()
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
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
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


@main.command()
@click.argument("text", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
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


@main.command()
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
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
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


@main.command("why-not")
@click.argument("text")
@click.argument("wanted")
@click.argument("term", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
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


@main.command()
@click.argument("query", required=False)
@click.option(
    "--file",
    "source",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file with the query.",
)
@click.option("--example", metavar="NAME", help="A ready question; --list shows them.")
@click.option(
    "--set", "pairs", multiple=True, metavar="NAME=VALUE", help="Fill a blank of a ready question."
)
@click.option("--list", "listing", is_flag=True, help="List the ready questions.")
@click.option(
    "--graphs", type=click.Choice(["all", "asserted", "inferred"]), default="all", show_default=True
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "json", "turtle"]),
    default="text",
    show_default=True,
)
@click.option(
    "--seconds",
    default=20,
    show_default=True,
    type=click.IntRange(1, 600),
    help="Stop the query after this long.",
)
@click.option(
    "--rows",
    default=10_000,
    show_default=True,
    type=click.IntRange(1, 1_000_000),
    help="Show at most so many rows.",
)
@packs_option
def ask(
    query: str | None, source: Path | None, example: str | None, pairs: tuple[str, ...],
    listing: bool, graphs: str, form: str, seconds: int, rows: int,
    packs: tuple[Path, ...], reasoner: str | None,
) -> None:  # fmt: skip
    """Ask the graph in SPARQL; nothing can be changed and nothing leaves the machine."""
    from matcher.batch import read_query
    from matcher.querying.ask import Limits
    from matcher.querying.ask import ask as ask_graph
    from matcher.querying.formats import write_table
    from matcher.querying.ready import ask_example, label_answer, list_examples

    if listing:
        click.echo(list_examples())
        return
    text = read_query(query, source, example, pairs)
    dataset = open_workspace(packs, reasoner).dataset
    limits = Limits(seconds=seconds, rows=rows)
    if example:
        asked, answer, desk = ask_example(example, pairs, dataset, graphs, limits)
        click.echo(asked, err=True)
        answer = label_answer(answer, desk, form)
    else:
        answer = ask_graph(text, dataset, graphs=graphs, limits=limits)
    click.echo(write_table(answer, form))
    if answer.truncated:
        click.echo(f"stopped after {rows:,} rows; raise --rows to see more", err=True)


@main.command()
@click.option("--fix", is_flag=True, help="Write the one Turtle layout; comments stay.")
@click.option("--coverage", is_flag=True, help="Count what the knowledge base holds, by pack.")
@click.option(
    "--reference",
    is_flag=True,
    help="Compare the closure, and 200 generated ones, with owlrl's; takes some minutes.",
)
@click.option(
    "--conformance",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Run the OWL 2 RL test collection in DIR instead, with our engine and with owlrl.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@packs_option
def check(
    fix: bool,
    coverage: bool,
    reference: bool,
    conformance: Path | None,
    as_json: bool,
    packs: tuple[Path, ...],
    reasoner: str | None,
) -> None:
    """Check the packs: layout, shapes, hygiene, questions and examples."""
    from matcher.checking.command import run_command
    from matcher.checking.conforming import run_conformance

    if conformance:
        outcome = run_conformance(conformance, lambda text: click.echo(text, err=True))
    else:
        outcome = run_command(
            packs, fix=fix, coverage=coverage, reference=reference, reasoner=reasoner
        )
    click.echo(json.dumps(outcome.data, ensure_ascii=False, indent=2) if as_json else outcome.text)
    sys.exit(0 if outcome.passed else 1)


@main.command("new-pack")
@click.argument("name")
@click.option(
    "--folder",
    default=".",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Where the pack's folder is made.",
)
def new_pack(name: str, folder: Path) -> None:
    """Write a pack NAME to start from: a small example that passes every check."""
    from matcher.checking.skeleton import write_pack

    for path in write_pack(name, folder):
        click.echo(path)
    click.echo(
        f"Start with the questions, then: symbiograph check --packs {folder / name}", err=True
    )


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--output",
    "target",
    type=click.Path(path_type=Path),
    help="Write the report there too: a page (.html) or JSON (.json).",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@packs_option
def score(
    files: tuple[Path, ...],
    target: Path | None,
    as_json: bool,
    packs: tuple[Path, ...],
    reasoner: str | None,
) -> None:
    """Measure the answers against reference FILES: exchanges, traps, negatives, waste terms.

    Baselines and ablations run on the same rows; nothing is fitted to what is scored. Each file
    holds JSON lines of one kind, known by its fields. Ctrl-C prints what was scored so far.
    """
    from matcher.scoring.command import check_target as check_report
    from matcher.scoring.command import read_files, run_command, tell_json, write_report
    from matcher.scoring.table import to_text

    if target:
        check_report(target)
    reference = read_files(files)
    outcome = run_command(lambda: open_workspace(packs, reasoner), reference)
    if outcome.report is None:
        click.echo("Stopped before any row was scored; nothing was kept.", err=True)
    else:
        click.echo(tell_json(outcome.report) if as_json else to_text(outcome.report))
        if target:
            write_report(target, outcome.report)
            click.echo(f"The report is written to {target}", err=True)
    if outcome.stopped:
        sys.exit(INTERRUPTED)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> None:
    """Say what this machine has, and what is missing for Symbiograph."""
    from matcher.doctor import examine, tell

    findings = examine()
    click.echo(json.dumps([f.as_dict() for f in findings], indent=2) if as_json else tell(findings))
    sys.exit(0 if all(finding.good or not finding.needed for finding in findings) else 1)


@main.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; loopback unless you know why.",
)
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="0 takes a free one.",
)
@packs_option
def serve(host: str, port: int, packs: tuple[Path, ...], reasoner: str | None) -> None:
    """Open the pages on this machine: http://127.0.0.1:8000."""
    from web.server import serve as serve_pages

    serve_pages(host=host, port=port, packs=packs, reasoner=reasoner)


if __name__ == "__main__":
    main()
