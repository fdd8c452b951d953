"""The cache of the closed base: made once, whole or not at all, whoever else is at it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from matcher import base, knowledge
from matcher.base import ABANDONED, CLOSURE_FILE, DRAFT, open_base
from matcher.errors import CacheError
from matcher.reasoning.closure import CompiledReasoner
from matcher.reasoning.engine import load_engine
from tests.opening import HALTED, discover_toy, open_toy

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _only_the_toy_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toy world without the shipped packs."""
    monkeypatch.setattr(base, "discover", discover_toy)
    monkeypatch.setattr(knowledge, "discover", discover_toy)


def start(cache: Path, *how: str) -> subprocess.Popen[str]:
    """Another process that opens the base."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.opening", str(cache), *how],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def states(cache: Path) -> list[Path]:
    """The folders in the cache, states and drafts."""
    return sorted((cache / "base").iterdir())


def test_two_processes_at_once_both_get_a_whole_base(tmp_path: Path) -> None:
    starting = [start(tmp_path) for _ in range(3)]
    answers = [process.communicate(timeout=120) for process in starting]
    assert [process.returncode for process in starting] == [0] * 3, answers
    assert len({said for said, _errors in answers}) == 1
    assert len(states(tmp_path)) == 1
    opened, said = open_toy(tmp_path)
    assert not said
    assert len(opened.closure) == int(answers[0][0])


def test_a_writer_that_is_killed_half_way_leaves_nothing_that_is_believed(tmp_path: Path) -> None:
    writer = start(tmp_path, "stop")
    assert writer.stdout is not None
    assert writer.stdout.readline().strip() == HALTED
    writer.kill()
    writer.communicate(timeout=30)
    (draft,) = states(tmp_path)
    assert draft.name.startswith(DRAFT)
    assert [path.suffix for path in draft.iterdir()] == [".part"]

    opened, said = open_toy(tmp_path)
    assert said  # it had to be made
    assert draft in states(tmp_path)  # someone may still be at it
    long_ago = time.time() - 2 * ABANDONED
    os.utime(draft, (long_ago, long_ago))
    (opened.folder / CLOSURE_FILE).write_bytes(b"damaged")
    again, _said = open_toy(tmp_path)
    assert states(tmp_path) == [again.folder]
    assert set(again.closure.match()) == set(opened.closure.match())


def test_another_engine_s_state_is_another_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, _said = open_toy(tmp_path)
    monkeypatch.setattr(CompiledReasoner, "version", "0" * 64)
    other, said = open_toy(tmp_path)
    assert said
    assert other.folder != ours.folder
    assert load_engine("owlrl").version != load_engine("compiled").version
    assert states(tmp_path) == sorted([ours.folder, other.folder])


def test_what_cannot_be_repaired_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: object, path: Path) -> None:
        raise CacheError("unreadable", where=str(path))

    monkeypatch.setattr(CompiledReasoner, "open", refuse)
    with pytest.raises(CacheError, match="unreadable"):
        open_base([], load_engine("compiled"), tmp_path, lambda _what, _share: None)
