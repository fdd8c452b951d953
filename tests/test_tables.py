"""Files of descriptions in, files of answers out."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from matcher.errors import FileFormatError
from matcher.tables import defuse, read_rows, write_answers

ANSWER = {
    "id": "a", "text": "=1+1", "verdict": "abstain", "reason": "none", "materials": [], "waste_codes": [], "proposals": [],
}  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        "id,description,place\n1,BOF slag,Duisburg\n2,,\n3,fly ash,\n",
        "﻿ID;Description;Place\n1;BOF slag;Duisburg\n3;fly ash;\n",
        "id\tdescription\tplace\n1\tBOF slag\tDuisburg\n3\tfly ash\t\n",
    ],
)
def test_csv_is_read_whatever_the_separator(tmp_path: Path, content: str) -> None:
    path = tmp_path / "streams.csv"
    path.write_text(content, encoding="utf-8")
    rows = read_rows(path)
    assert [(r.id, r.text, r.place) for r in rows] == [
        ("1", "BOF slag", "Duisburg"),
        ("3", "fly ash", None),
    ]


def test_csv_from_an_old_excel_keeps_its_umlauts(tmp_path: Path) -> None:
    path = tmp_path / "streams.csv"
    path.write_bytes("description\nHüttensand aus Völklingen\n".encode("cp1252"))
    assert read_rows(path)[0].text == "Hüttensand aus Völklingen"


def test_xlsx_and_jsonl_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["description", "quantity"])
    book.active.append(["mill scale", "300 t/a"])
    book.save(tmp_path / "streams.xlsx")
    (row,) = read_rows(tmp_path / "streams.xlsx")
    assert (row.text, row.quantity) == ("mill scale", "300 t/a")
    (tmp_path / "streams.jsonl").write_text('{"text": "red mud", "id": 7}\n\n', encoding="utf-8")
    (row,) = read_rows(tmp_path / "streams.jsonl")
    assert (row.text, row.id) == ("red mud", "7")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"waste\nslag\n", "no column"),
        ("a.csv", b"description\n\n", "no description"),
        ("a.jsonl", b'{"text": "x"}\n{oops\n', "a.jsonl:2"),
        ("a.jsonl", b'["x"]\n', "no “text”"),
        ("a.jsonl", b"[" * 100_000, "not JSON"),
        ("a.xlsx", b"not a workbook", "not an xlsx"),
        ("a.pdf", b"", "not read"),
    ],
)
def test_bad_files_say_what_where_and_what_to_do(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileFormatError, match=words.replace(".", r"\.")) as caught:
        read_rows(path)
    assert name in str(caught.value)
    assert caught.value.todo


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    with pytest.raises(FileFormatError, match="unpacks"):
        read_rows(path)


def test_answers_are_written_whole_and_formulas_are_defused(tmp_path: Path) -> None:
    write_answers(tmp_path / "out.csv", [ANSWER])
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["text"], row["verdict"]) == ("'=1+1", "abstain")
    write_answers(tmp_path / "out.xlsx", [ANSWER])
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert sheet["B2"].value == "'=1+1"
    write_answers(tmp_path / "out.jsonl", [ANSWER, ANSWER])
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["text"] for line in lines] == ["=1+1", "=1+1"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.csv", "out.jsonl", "out.xlsx"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(TypeError):
        write_answers(path, [{"id": object()}])
    assert path.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-1", "@x", "\tx"])
def test_cells_that_would_run_are_text(text: str) -> None:
    assert defuse(text) == "'" + text
    assert defuse("plain") == "plain"
