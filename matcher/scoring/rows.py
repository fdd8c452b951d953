"""The four kinds of reference rows, and their files: what is wrong is said by row and field.

A file holds rows of one kind as JSON lines. The kind is known by a field that only it has:
`receiver_industry` (exchanges), `tempting_nace` (traps), `expected_ok` (negatives), `term`
(waste terms). Rows with `drop` are left out; with `drop_scope` "receiver" of receivers only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from matcher.errors import FileFormatError

CODE: Final = re.compile(r"\d{6}")
DIVISION: Final = re.compile(r"\d{2}")
CLASS: Final = re.compile(r"\d{2}\.\d{2}")
PREFIX: Final = re.compile(r"\d{2}(\.\d{1,2})?")
VERDICTS: Final = ("proposals", "disposal", "abstain")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A documented exchange: the text, accepted waste codes, accepted receivers by NACE.

    `counts_receiver` is false where only the codes are to be counted.
    """

    id: str
    text: str
    codes: frozenset[str]
    divisions: frozenset[str]
    classes: frozenset[str]
    counts_receiver: bool = True


@dataclass(frozen=True, slots=True)
class Trap:
    """A tempting receiver that is wrong, why, and what is right; sectors as NACE prefixes."""

    id: str
    text: str
    codes: frozenset[str]
    verdicts: frozenset[str]
    tempting: tuple[str, ...]
    right: tuple[str, ...]
    constraint: str
    reason: str
    receiver: str


@dataclass(frozen=True, slots=True)
class Negative:
    """A text that must not get proposals, with the verdicts that are right."""

    id: str
    text: str
    verdicts: frozenset[str]


@dataclass(frozen=True, slots=True)
class WasteTerm:
    """A plain waste term with every code that an agency accepts for it."""

    id: str
    text: str
    codes: frozenset[str]


AnyRow = Exchange | Trap | Negative | WasteTerm


@dataclass(frozen=True, slots=True)
class Reference:
    """All rows that were read, by kind, and how many were left out as told."""

    exchanges: tuple[Exchange, ...] = ()
    traps: tuple[Trap, ...] = ()
    negatives: tuple[Negative, ...] = ()
    terms: tuple[WasteTerm, ...] = ()
    dropped: int = 0

    def __len__(self) -> int:
        """How many rows are scored."""
        return sum(len(rows) for rows in self.kinds().values())

    def kinds(self) -> dict[str, tuple[AnyRow, ...]]:
        """The rows by the name of their kind."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "dropped"}


def read_reference(paths: Sequence[Path]) -> Reference:
    """The rows of all files; raises FileFormatError naming the file, the row and the field."""
    found: dict[str, list[AnyRow]] = {}
    dropped = 0
    for path in paths:
        kind, rows, left_out = read_file(path)
        found.setdefault(kind, []).extend(rows)
        dropped += left_out
    for kind, rows in found.items():
        refuse_repeats(kind, rows)
    return Reference(**{kind: tuple(rows) for kind, rows in found.items()}, dropped=dropped)  # type: ignore[arg-type]


def refuse_repeats(kind: str, rows: Sequence[AnyRow]) -> None:
    """Refuse an id that stands twice: the row would count double."""
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            raise FileFormatError(
                f"the id “{row.id}” stands twice among the {kind}",
                todo="Score each row once: name each file once and give each row an id of its own.",
            )
        seen.add(row.id)


def read_file(path: Path) -> tuple[str, list[AnyRow], int]:
    """The kind of a file, its rows that count, and how many say that they do not."""
    rows = list(read_lines(path))
    if not rows:
        raise FileFormatError("no row in it", where=str(path), todo="Put one row on each line.")
    kind = recognise(path, rows[0][1])
    kept = [(n, row) for n, row in rows if not is_dropped(row)]
    read = READERS[kind]
    return kind, [read(Fields(path, n, row)) for n, row in kept], len(rows) - len(kept)


def read_lines(path: Path) -> Iterator[tuple[int, Row]]:
    """Each line's number and object; empty lines are passed over."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise FileFormatError(
            f"cannot be read: {reason}", where=str(path), todo="Name a JSON-lines file."
        ) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, parse_line(path, number, line)


def parse_line(path: Path, number: int, line: str) -> Row:
    """One line as an object."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise FileFormatError(
            f"not JSON ({error.msg} at character {error.pos})", where=f"{path}, row {number}",
            todo="Write one JSON object on each line.",
        ) from error  # fmt: skip
    if not isinstance(row, dict):
        raise FileFormatError(
            "not a JSON object", where=f"{path}, row {number}", todo='Write {"field": value, …}.'
        )
    return row


def recognise(path: Path, row: Row) -> str:
    """The kind of rows in a file, by the field that only that kind has."""
    kinds = [kind for field, kind in MARKS.items() if field in row]
    if len(kinds) != 1:
        found = "marks of several kinds" if kinds else "no mark of a known kind"
        known = ", ".join(f"{field} ({kind})" for field, kind in MARKS.items())
        raise FileFormatError(
            f"its first row has {found}", where=str(path), todo=f"A row has one of: {known}."
        )
    return kinds[0]


def is_dropped(row: Row) -> bool:
    """Whether a row says that it does not count at all."""
    return bool(row.get("drop")) and row.get("drop_scope") != "receiver"


@dataclass(frozen=True, slots=True)
class Fields:
    """One row with where it stands; every getter says what is wrong, where, and what to do."""

    path: Path
    number: int
    row: Row

    def fail(self, name: str, what: str, todo: str) -> FileFormatError:
        """The error for a field."""
        return FileFormatError(
            f"the field “{name}” {what}", where=f"{self.path}, row {self.number}", todo=todo
        )

    def get(self, name: str) -> Any:
        """A field that has to be there."""
        if name not in self.row:
            raise self.fail(name, "is missing", "Add it; every row of this kind has it.")
        return self.row[name]

    def text(self, name: str) -> str:
        """A text that is not empty."""
        value = self.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(name, "is not a text", "Write words in quotes.")
        return value

    def inner(self, name: str) -> Fields:
        """An object in a field."""
        value = self.get(name)
        if not isinstance(value, dict):
            raise self.fail(name, "is not an object", 'Write {"field": value, …}.')
        return Fields(self.path, self.number, value)

    def items(self, name: str, pattern: re.Pattern[str], example: str) -> tuple[str, ...]:
        """A list of texts of one form."""
        value = self.get(name)
        if not isinstance(value, list):
            raise self.fail(name, "is not a list", f'Write ["{example}"], or [] for none.')
        for item in value:
            if not isinstance(item, str) or not pattern.fullmatch(item):
                raise self.fail(name, f"holds {item!r}", f'Write entries like "{example}".')
        return tuple(value)

    def verdicts(self, name: str) -> frozenset[str]:
        """One or more verdicts."""
        pattern = re.compile("|".join(VERDICTS))
        found = frozenset(self.items(name, pattern, VERDICTS[0]))
        if not found:
            raise self.fail(name, "is empty", f"Name one or more of {', '.join(VERDICTS)}.")
        return found


def read_exchange(f: Fields) -> Exchange:
    """A row of the exchanges."""
    receiver = f.inner("receiver_industry")
    return Exchange(
        f.text("id"),
        f.text("description"),
        frozenset(f.items("low_codes", CODE, "100202")),
        frozenset(receiver.items("nace2", DIVISION, "23")),
        frozenset(receiver.items("nace4", CLASS, "23.51")),
        not f.row.get("drop"),
    )


def read_trap(f: Fields) -> Trap:
    """A row of the traps."""
    return Trap(
        f.text("id"),
        f.text("description"),
        frozenset(f.items("low_codes", CODE, "100202")),
        f.verdicts("verdict_ok"),
        f.items("tempting_nace", PREFIX, "23.51"),
        f.items("right_nace", PREFIX, "38"),
        f.text("constraint"),
        f.text("reason"),
        f.text("tempting_receiver"),
    )


def read_negative(f: Fields) -> Negative:
    """A row of the negatives."""
    return Negative(f.text("id"), f.text("description"), f.verdicts("expected_ok"))


def read_term(f: Fields) -> WasteTerm:
    """A row of the waste terms; the line number is its id."""
    return WasteTerm(
        f"{f.path.name}:{f.number}", f.text("term"), frozenset(f.items("low_codes", CODE, "100202"))
    )


MARKS: Final[Mapping[str, str]] = {
    "receiver_industry": "exchanges",
    "tempting_nace": "traps",
    "expected_ok": "negatives",
    "term": "terms",
}
READERS: Final[Mapping[str, Callable[[Fields], AnyRow]]] = {
    "exchanges": read_exchange,
    "traps": read_trap,
    "negatives": read_negative,
    "terms": read_term,
}
