"""Many descriptions in, many answers out: csv, xlsx and jsonl files."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matcher.errors import FileFormatError
from matcher.render import Json

#: a spreadsheet that unpacks to more than this, or much more than its size, is refused
MOST_UNPACKED: Final = 200 * 1024 * 1024
MOST_RATIO: Final = 200
MOST_ROWS: Final = 100_000
READS: Final = (".csv", ".xlsx", ".jsonl")
COLUMNS: Final = (
    "id", "text", "verdict", "reason", "material", "material_probability", "waste_code", "waste_code_title",
    "rank", "score", "route", "proven", "state", "use", "process", "sectors", "conditions", "evidence", "verified", "error", "warnings",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One description with its hints; `number` is the line or row it stands in."""

    number: int
    text: str
    id: str = ""
    place: str | None = None
    quantity: str | None = None
    activity: str | None = None


def read_rows(path: Path) -> list[Row]:
    """The descriptions of a csv, xlsx (column `description`) or jsonl file (key `text`)."""
    if path.suffix.lower() not in READS:
        raise FileFormatError(
            f"“{path.suffix}” is not read", where=str(path), todo=f"Use one of {', '.join(READS)}."
        )
    if not path.is_file():
        raise FileFormatError("no such file", where=str(path), todo="Check the path.")
    reader = {".csv": read_csv, ".xlsx": read_xlsx, ".jsonl": read_jsonl}[path.suffix.lower()]
    rows = list(reader(path))
    if not rows:
        raise FileFormatError(
            "no description in it", where=str(path), todo="Put one waste stream into each row."
        )
    return rows


def read_csv(path: Path) -> Iterator[Row]:
    """Comma or semicolon separated, UTF-8 (with or without a mark) or Windows-1252."""
    raw = path.read_bytes()
    try:
        content = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        content = raw.decode("cp1252", "replace")
    first = content.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else "\t" if "\t" in first else ","
    table = csv.reader(io.StringIO(content), delimiter=delimiter)
    yield from name_columns(path, table)


def read_xlsx(path: Path) -> Iterator[Row]:
    """The first sheet of a workbook; formulas are not run."""
    check_zip(path)
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        values = (
            ["" if cell is None else str(cell) for cell in row]
            for row in sheet.iter_rows(values_only=True)
        )
        yield from name_columns(path, values)
        book.close()
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise FileFormatError(
            f"not readable as a workbook: {error}", where=str(path), todo="Save it again as .xlsx."
        ) from error


def check_zip(path: Path) -> None:
    """Refuse a workbook that would unpack to far more than it should."""
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise FileFormatError(
            "not an xlsx file", where=str(path), todo="Save it again as .xlsx."
        ) from error
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(path.stat().st_size, 1):
        raise FileFormatError(
            "unpacks to far more than its size",
            where=str(path),
            todo="Save it again, without pictures.",
        )


def name_columns(path: Path, table: Iterable[Sequence[str]]) -> Iterator[Row]:
    """Rows from a table whose first line names its columns; `description` or `text` is needed."""
    header: list[str] | None = None
    for number, cells in enumerate(table, start=1):
        if number > MOST_ROWS + 1:
            raise FileFormatError(
                f"more than {MOST_ROWS:,} rows", where=str(path), todo="Split the file."
            )
        if header is None:
            header = [cell.strip().lower() for cell in cells]
            if not {"description", "text"} & set(header):
                raise FileFormatError(
                    "no column “description”",
                    where=f"{path}:1",
                    todo="Name the columns in the first row.",
                )
            continue
        named = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        text = named.get("description") or named.get("text") or ""
        if text:
            hints = (named.get(k) or None for k in ("place", "quantity", "activity"))
            yield Row(number, text, named.get("id") or "", *hints)


def read_jsonl(path: Path) -> Iterator[Row]:
    """One JSON object a line with `text`; `id`, `place`, `quantity`, `activity` if you have them."""
    with path.open(encoding="utf-8-sig") as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield read_line(path, number, line)


def read_line(path: Path, number: int, line: str) -> Row:
    """One line of a jsonl file."""
    try:
        value = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise FileFormatError(
            f"not JSON: {error}", where=f"{path}:{number}", todo="Mend that line."
        ) from error
    text = (value.get("text") or value.get("description")) if isinstance(value, dict) else None
    if not isinstance(text, str):
        raise FileFormatError(
            "no “text”", where=f"{path}:{number}", todo='Write {"text": "…"} on each line.'
        )
    place, quantity, activity = (
        str(value[k]) if value.get(k) else None for k in ("place", "quantity", "activity")
    )
    return Row(number, text, str(value.get("id") or ""), place, quantity, activity)


def flatten(answer: Json) -> list[dict[str, object]]:
    """An answer as rows, one for each proposal, or one that says the verdict."""
    material = answer["materials"][0] if answer.get("materials") else {}
    code = answer["waste_codes"][0] if answer.get("waste_codes") else {}
    head = {
        "id": answer["id"], "text": answer["text"], "verdict": answer.get("verdict", ""), "reason": answer.get("reason", ""),
        "material": material.get("label", ""), "material_probability": material.get("probability", ""),
        "waste_code": code.get("code", ""), "waste_code_title": code.get("title", ""), "warnings": " ".join(answer.get("warnings", ())),
        "error": answer.get("error", ""),
    }  # fmt: skip
    rows = [head | flatten_proposal(proposal) for proposal in answer.get("proposals", ())]
    return rows or [head]


def flatten_proposal(proposal: Json) -> dict[str, object]:
    """The cells of one proposal."""
    return {
        "rank": proposal["rank"], "score": proposal["score"], "route": proposal["route"], "proven": proposal["proven"],
        "state": proposal["state"], "use": proposal["use"]["label"], "process": proposal["process"]["label"],
        "sectors": "; ".join(f"{s['nace']} {s['label']}" for s in proposal["sectors"]),
        "conditions": "; ".join(f"{c['status']}: {c['label']} {c['limit'] or ''}".strip() for c in proposal["conditions"]),
        "evidence": (proposal["evidence"] or {}).get("grade", ""), "verified": proposal["proof"]["verified"],
    }  # fmt: skip


def defuse(value: object) -> object:
    """A cell that a spreadsheet would run as a formula, made harmless by a leading apostrophe."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def write_answers(path: Path, answers: Sequence[Json]) -> None:
    """Write answers by the file's extension, in one move: an error leaves the old file whole."""
    writers = {".jsonl": dump_jsonl, ".csv": dump_csv, ".xlsx": dump_xlsx}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise FileFormatError(
            f"“{path.suffix}” is not written",
            where=str(path),
            todo=f"Use one of {', '.join(writers)}.",
        )
    try:
        handle, name = tempfile.mkstemp(
            dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix
        )
        os.close(handle)
        draft = Path(name)
        try:
            writer(draft, answers)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise FileFormatError(
            f"cannot be written: {error.strerror}", where=str(path), todo="Choose another place."
        ) from error


def dump_jsonl(path: Path, answers: Sequence[Json]) -> None:
    """The full contract, one answer a line, in the order of the input."""
    lines = (json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
    path.write_text("".join(lines), encoding="utf-8")


def dump_csv(path: Path, answers: Sequence[Json]) -> None:
    """One row for each proposal; opens in Excel."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.DictWriter(stream, COLUMNS, restval="")
        table.writeheader()
        for answer in answers:
            table.writerows({k: defuse(v) for k, v in row.items()} for row in flatten(answer))


def dump_xlsx(path: Path, answers: Sequence[Json]) -> None:
    """One row for each proposal, header frozen."""
    import openpyxl
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("proposals")
    sheet.freeze_panes = "A2"
    sheet.append(list(COLUMNS))
    for answer in answers:
        for row in flatten(answer):
            cells = [defuse(row.get(column, "")) for column in COLUMNS]
            sheet.append(
                [ILLEGAL_CHARACTERS_RE.sub("", c) if isinstance(c, str) else c for c in cells]
            )
    book.save(path)
