"""`symbiograph new-pack`: a pack that passes every check before anything in it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from matcher.checking.command import run_command
from matcher.checking.skeleton import write_pack
from matcher.cli import main
from matcher.errors import InputError


@pytest.mark.slow
def test_a_new_pack_passes_every_check_and_its_question_bites(tmp_path: Path) -> None:
    written = write_pack("oat-mills", tmp_path)
    assert written[0].parent.name == "questions"
    outcome = run_command([tmp_path / "oat-mills"])
    assert outcome.data["findings"] == []
    uses = tmp_path / "oat-mills" / "uses.ttl"
    uses.write_text(uses.read_text().replace("role:Fuel", "role:AnimalFeed"))
    bitten = run_command([tmp_path / "oat-mills"])
    assert not bitten.passed


def test_nothing_is_written_over_and_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "oat-mills").mkdir()
    (tmp_path / "oat-mills" / "mine.ttl").write_text("# mine")
    with pytest.raises(InputError, match="there already"):
        write_pack("oat-mills", tmp_path)
    assert [p.name for p in (tmp_path / "oat-mills").iterdir()] == ["mine.ttl"]
    assert [p.name for p in tmp_path.iterdir()] == ["oat-mills"]


@pytest.mark.parametrize("name", ["Oat Mills", "../oats", "", "oats/", ".hidden", "1oats"])
def test_a_name_that_is_no_plain_word_is_refused(tmp_path: Path, name: str) -> None:
    answer = CliRunner().invoke(main, ["new-pack", "--folder", str(tmp_path), "--", name])
    assert answer.exit_code == 2
    assert "Use small letters" in answer.stderr
    assert list(tmp_path.iterdir()) == []
