"""What several commands share: options, the open workspace, the exit code of a stopped run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from matcher.workspace import Workspace

INTERRUPTED: Final = 130


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


def json_option(of: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option that prints an answer, a report or findings as JSON."""
    return click.option("--json", "as_json", is_flag=True, help=f"Print the {of} as JSON.")


def open_workspace(packs: tuple[Path, ...], reasoner: str | None) -> Workspace:
    """The workspace, with progress on stderr while something has to be built."""
    from matcher.progress import show_progress
    from matcher.workspace import Workspace

    with show_progress("Symbiograph is getting ready (once for each state of the packs)") as report:
        return Workspace.load(packs, reasoner=reasoner, progress=report)
