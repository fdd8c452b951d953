"""The README is true: its output is the command's, its Python runs, its commands exist.

Write the terminal block anew with SYMBIOGRAPH_WRITE_README=1 pytest tests/test_readme.py.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from matcher.cli import main
from matcher.settings import SETTINGS
from matcher.workspace import Workspace

README = Path(__file__).resolve().parent.parent / "README.md"
BLOCK = re.compile(r"```console\n\$ (?P<command>symbiograph [^\n]+)\n(?P<output>.*?)```", re.DOTALL)


def read() -> str:
    """The README as it stands."""
    return README.read_text(encoding="utf-8")


@pytest.fixture
def run(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A runner of the command over the tests' cache, with an unsettled environment."""
    assert workspace
    for setting in SETTINGS:
        if setting.name != "cache":
            monkeypatch.delenv(setting.variable, raising=False)
    return CliRunner()


def test_the_terminal_block_is_the_real_output(run: CliRunner) -> None:
    match = BLOCK.search(read())
    assert match
    answer = run.invoke(main, shlex.split(match["command"])[1:])
    assert answer.exit_code == 0, answer.stderr
    if os.environ.get("SYMBIOGRAPH_WRITE_README"):
        block = f"```console\n$ {match['command']}\n{answer.stdout}```"
        README.write_text(read()[: match.start()] + block + read()[match.end() :], encoding="utf-8")
        match = BLOCK.search(read())
        assert match
    assert match["output"] == answer.stdout


def test_the_python_lines_run(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert workspace
    code = re.search(r"```python\n(.*?)```", read(), re.DOTALL)
    assert code
    assert len(code[1].strip().splitlines()) == 6
    exec(compile(code[1], "README.md", "exec"), {})
    assert "True" in capsys.readouterr().out


def test_every_command_and_setting_is_documented() -> None:
    for name in main.commands:
        assert f"`symbiograph {name}" in read(), name
    for setting in SETTINGS:
        assert setting.variable in read()


def test_the_two_commands_stand_alone_on_their_lines() -> None:
    lines = [line.strip() for line in read().splitlines()]
    assert "pip install '.[test]' && pytest" in lines
    assert any(line.startswith("pip install . && symbiograph match ") for line in lines)
