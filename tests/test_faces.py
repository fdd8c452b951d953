"""One answer, whatever the face: Python, command line, JSON and page agree in ids, order and numbers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from matcher.cli import main
from matcher.render import to_dict
from matcher.text import to_text
from matcher.workspace import Workspace
from web.app import create_app

SCHEMA = json.loads(
    (Path(__file__).resolve().parent.parent / "matcher" / "result.schema.json").read_text("utf-8")
)
TEXTS = [
    "coal fly ash, loss on ignition 14 %, 12,000 t a year, free of oil, we pay 40 EUR/t",
    "spent coffee grounds from cafes",
    "surplus steam 5 t/h at 8 bar",
    "friable asbestos lagging",
    "spent alkaline batteries",
    "best recipe for sponge cake",
    "sludge",
    "HBCD polystyrene insulation boards",
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_answer_keeps_the_contract(workspace: Workspace, text: str) -> None:
    answer = to_dict(workspace.match(text, near="Duisburg", country="DE"))
    jsonschema.validate(answer, SCHEMA)
    assert json.loads(json.dumps(answer)) == answer


@pytest.mark.parametrize("text", TEXTS)
def test_the_command_prints_exactly_the_contract(workspace: Workspace, text: str) -> None:
    expected = to_dict(workspace.match(text, country="DE"))
    printed = CliRunner().invoke(main, ["match", text, "--country", "DE", "--json"])
    assert printed.exit_code == 0
    assert json.loads(printed.stdout) == expected


@pytest.mark.parametrize("text", TEXTS)
def test_the_text_tells_the_same_answer(workspace: Workspace, text: str) -> None:
    answer = to_dict(workspace.match(text))
    told = CliRunner().invoke(main, ["match", text]).stdout
    assert told == to_text(answer) + "\n"
    flat = " ".join(told.split())
    for proposal in answer["proposals"]:
        assert f"{proposal['rank']}. {' '.join(proposal['use']['label'].split())}" in flat
    assert max(map(len, told.splitlines())) <= 88


@pytest.mark.parametrize("text", TEXTS)
def test_the_page_and_the_api_tell_the_same_answer(workspace: Workspace, text: str) -> None:
    answer = to_dict(workspace.match(text))
    client = create_app(workspace).test_client()
    sent = client.post("/api/match", json={"text": text}, headers={"Host": "127.0.0.1"})
    assert sent.status_code == 200
    assert sent.get_json() == answer
    page = client.post("/match", data={"text": text}, headers={"Host": "127.0.0.1"}).get_data(
        as_text=True
    )
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).casefold()
    positions = [
        plain.find(p["use"]["label"].casefold().replace("'", "&#39;")) for p in answer["proposals"]
    ]
    assert all(position >= 0 for position in positions)
    for code in answer["waste_codes"]:
        digits = code["code"]
        assert f"{digits[:2]} {digits[2:4]} {digits[4:]}" in plain.replace("\xa0", " ")


def test_exit_codes_and_streams() -> None:
    run = CliRunner().invoke
    refused = run(main, ["match", "best recipe for sponge cake"])
    assert (refused.exit_code, refused.stderr) == (0, "")
    for words in (
        ["match"],
        ["match", "x", "--near", "Nowhereville"],
        ["match", "x" * 5000],
        ["match", "slag", "--country", "Germany"],
    ):
        failed = run(main, words)
        assert failed.exit_code == 2, words
        assert failed.stdout == ""
        assert failed.stderr.startswith("symbiograph: ")
        assert "Traceback" not in failed.stderr


def test_a_file_in_and_a_file_out(workspace: Workspace, tmp_path: Path) -> None:
    assert workspace
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows = [
        {"id": "a", "text": "BOF slag"},
        {"id": "b", "text": "y" * 5000},
        {"id": "c", "text": "best recipe for sponge cake"},
    ]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = CliRunner().invoke(main, ["match", "--input", str(source), "--output", str(target)])
    assert done.exit_code == 0, done.stderr
    answers = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [a["id"] for a in answers] == ["a", "b", "c"]
    assert "error" in answers[1]
    jsonschema.validate(answers[0], SCHEMA)
    for name in ("out.csv", "out.xlsx"):
        assert (
            CliRunner()
            .invoke(main, ["match", "--input", str(source), "--output", str(tmp_path / name)])
            .exit_code
            == 0
        )
        assert (tmp_path / name).stat().st_size > 0


def test_why_shows_the_argument_and_the_steps(workspace: Workspace) -> None:
    assert workspace
    told = CliRunner().invoke(main, ["why", "spent coffee grounds", "mushroom"])
    assert told.exit_code == 0
    assert "Your description" not in told.stdout
    assert "[your description]" in told.stdout
    assert "verified:" in told.stdout
    assert "prp-spo2" in told.stdout
    unknown = CliRunner().invoke(main, ["why", "spent coffee grounds", "moon rocket"])
    assert unknown.exit_code == 2
    assert "neither proposed nor refused" in unknown.stderr
