"""What a query answers: a table, a yes or no, or triples; terms are in N-Triples notation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a SELECT; None where a variable is unbound; `truncated` when rows are missing."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer to an ASK."""

    value: bool
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """The triples of a CONSTRUCT or DESCRIBE."""

    triples: tuple[tuple[str, str, str], ...]
    truncated: bool = False


Answer = Table | Truth | Facts


def read_answer(reply: Mapping[str, Any]) -> Answer:
    """The answer in a worker's reply."""
    truncated = bool(reply.get("truncated"))
    if reply["kind"] == "truth":
        return Truth(bool(reply["value"]))
    if reply["kind"] == "facts":
        return Facts(tuple((s, p, o) for s, p, o in reply["triples"]), truncated)
    return Table(tuple(reply["columns"]), tuple(tuple(row) for row in reply["rows"]), truncated)
