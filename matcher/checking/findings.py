"""What a check finds: which check, in which file, what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from matcher.errors import SymbiographError

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, or (as a warning) one doubt, or (as a note) one remark of a check."""

    check: str
    file: str
    message: str
    todo: str
    severity: Severity = "error"

    def as_dict(self) -> dict[str, str]:
        """The finding for JSON."""
        return asdict(self)


def from_error(check: str, error: SymbiographError) -> Finding:
    """The finding that an error amounts to."""
    return Finding(check, error.where, error.what, error.todo)


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors before warnings and notes, then by file, check and message; each once."""
    order = ("error", "warning", "note")
    return tuple(
        sorted(
            set(findings),
            key=lambda f: (order.index(f.severity), f.file, f.check, f.message, f.todo),
        )
    )


def show_path(path: Path) -> str:
    """A path as seen from the working directory where it lies below it, with slashes."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
