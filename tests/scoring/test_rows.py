"""Reference files: what is read, what is left out, and what is said of a row that is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from matcher.errors import FileFormatError, InputError
from matcher.scoring.command import read_files
from matcher.scoring.rows import read_reference
from tests.scoring.made import EXCHANGE, NEGATIVE, TERM, TRAP, write_rows


def test_each_kind_is_known_by_its_fields(tmp_path: Path) -> None:
    paths = [
        write_rows(tmp_path / f"{number}.jsonl", [row])
        for number, row in enumerate([EXCHANGE, TRAP, NEGATIVE, TERM])
    ]
    reference = read_reference(paths)
    assert {kind: len(rows) for kind, rows in reference.kinds().items()} == {
        "exchanges": 1, "traps": 1, "negatives": 1, "terms": 1,
    }  # fmt: skip
    assert reference.exchanges[0].divisions == {"23", "42"}
    assert reference.traps[0].right == ("38",)
    assert reference.terms[0].codes == {"170103", "170107"}


def test_dropped_rows_are_left_out_and_counted(tmp_path: Path) -> None:
    rows = [
        EXCHANGE,
        EXCHANGE | {"id": "A2", "drop": True},
        EXCHANGE | {"id": "A3", "drop": True, "drop_scope": "receiver"},
        EXCHANGE | {"id": "A4", "drop": False},
    ]
    reference = read_reference([write_rows(tmp_path / "rows.jsonl", rows)])
    assert [row.id for row in reference.exchanges] == ["A1", "A3", "A4"]
    assert [row.counts_receiver for row in reference.exchanges] == [True, False, True]
    assert reference.dropped == 1


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({k: v for k, v in EXCHANGE.items() if k != "low_codes"}, "low_codes"),
        (EXCHANGE | {"low_codes": "170103"}, "low_codes"),
        (EXCHANGE | {"low_codes": ["17 01 03"]}, "low_codes"),
        (EXCHANGE | {"receiver_industry": {"nace2": ["23"], "nace4": ["2332"]}}, "nace4"),
        (EXCHANGE | {"receiver_industry": {"nace2": [23], "nace4": []}}, "nace2"),
        (EXCHANGE | {"receiver_industry": "cement"}, "receiver_industry"),
        (EXCHANGE | {"description": " "}, "description"),
        (TRAP | {"verdict_ok": ["yes"]}, "verdict_ok"),
        (TRAP | {"constraint": None}, "constraint"),
        (NEGATIVE | {"expected_ok": []}, "expected_ok"),
    ],
)
def test_a_wrong_field_is_named_with_its_row(
    tmp_path: Path, row: dict[str, Any], field: str
) -> None:
    good = {"receiver_industry": EXCHANGE, "tempting_nace": TRAP, "expected_ok": NEGATIVE}
    first = next(sample for mark, sample in good.items() if mark in row)
    path = write_rows(tmp_path / "rows.jsonl", [first | {"id": "first"}, "", row])
    with pytest.raises(FileFormatError) as caught:
        read_reference([path])
    assert f"{path}, row 3" in str(caught.value)
    assert f"“{field}”" in str(caught.value)
    assert caught.value.todo


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (['{"id": "A"'], "row 1: not JSON"),
        (["[1, 2]"], "row 1: not a JSON object"),
        ([{"id": "A", "text": "x"}], "no mark of a known kind"),
        ([EXCHANGE | TERM], "marks of several kinds"),
        ([""], "no row in it"),
        ([EXCHANGE, EXCHANGE], "“A1” stands twice"),
        ([EXCHANGE, TERM], "row 2: the field"),
    ],
)
def test_a_file_that_cannot_be_scored_is_refused(
    tmp_path: Path, lines: list[object], said: str
) -> None:
    with pytest.raises(FileFormatError, match=said):
        read_reference([write_rows(tmp_path / "rows.jsonl", lines)])


def test_a_missing_file_and_one_without_anything_to_score(tmp_path: Path) -> None:
    with pytest.raises(FileFormatError, match="cannot be read"):
        read_reference([tmp_path / "none.jsonl"])
    with pytest.raises(InputError, match="left out"):
        read_files([write_rows(tmp_path / "rows.jsonl", [EXCHANGE | {"drop": True}])])
