"""The commands about what is known: ask it, check it, add to it, measure it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from matcher.cli.options import INTERRUPTED, json_option, open_workspace, packs_option


@click.command()
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


@click.command()
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
@json_option("findings")
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

    if conformance and (fix or coverage or reference or packs or reasoner):
        raise click.UsageError("--conformance runs by itself; leave the other options out.")
    if coverage and reference:
        raise click.UsageError("--coverage counts and --reference compares; ask for one of them.")
    if conformance:
        outcome = run_conformance(conformance, lambda text: click.echo(text, err=True))
    else:
        outcome = run_command(
            packs, fix=fix, coverage=coverage, reference=reference, reasoner=reasoner
        )
    click.echo(json.dumps(outcome.data, ensure_ascii=False, indent=2) if as_json else outcome.text)
    sys.exit(0 if outcome.passed else 1)


@click.command("new-pack")
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


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--output",
    "target",
    type=click.Path(path_type=Path),
    help="Write the report there too: a page (.html) or JSON (.json).",
)
@json_option("report")
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
