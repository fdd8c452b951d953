"""The command behind `symbiograph score`: read, run, count; a stopped run keeps what it has."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matcher.errors import FileFormatError, InputError
from matcher.progress import show_progress
from matcher.scoring.report import Report, to_json
from matcher.scoring.rows import Reference, read_reference
from matcher.scoring.run import Ledger, make_report, score
from matcher.workspace import Workspace

WRITES: Final = (".html", ".json")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The report, if any row was scored, and whether somebody stopped the run."""

    report: Report | None
    stopped: bool


def run_command(open_workspace: Callable[[], Workspace], reference: Reference) -> Outcome:
    """Score a reference, with progress on stderr; Ctrl-C ends it with what was scored so far."""
    ledger, workspace, stopped = Ledger(), None, False
    try:
        workspace = open_workspace()
        with show_progress(f"Scoring {len(reference):,} rows") as progress:
            score(workspace, reference, ledger, progress)
    except KeyboardInterrupt:
        stopped = True
    if workspace is None or not len(ledger):
        return Outcome(None, stopped)
    return Outcome(make_report(workspace, reference, ledger, stopped=stopped), stopped)


def read_files(paths: Sequence[Path]) -> Reference:
    """The rows of the named files; raises InputError where none is left to score."""
    reference = read_reference(paths)
    if not len(reference):
        raise InputError("every row says that it is to be left out", todo="Name another file.")
    return reference


def check_target(target: Path) -> None:
    """Refuse a target that could not be written before any work is done."""
    if target.suffix.lower() not in WRITES:
        raise FileFormatError(
            f"“{target.suffix}” is not written", where=str(target), todo="Use .html or .json."
        )
    if not target.resolve().parent.is_dir():
        raise FileFormatError(
            "its folder does not exist", where=str(target), todo="Make the folder first."
        )


def tell_json(report: Report) -> str:
    """The report as indented JSON."""
    return json.dumps(to_json(report), ensure_ascii=False, indent=2)


def write_report(target: Path, report: Report) -> None:
    """Write the page or the JSON, whole or not at all."""
    from matcher.scoring.page import to_page

    text = to_page(report) if target.suffix.lower() == ".html" else tell_json(report) + "\n"
    handle, draft = tempfile.mkstemp(dir=target.resolve().parent, prefix=".draft-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(draft).replace(target)
    except OSError as error:
        raise FileFormatError(
            f"cannot be written: {error.strerror}", where=str(target), todo="Name another file."
        ) from error
    finally:
        Path(draft).unlink(missing_ok=True)
