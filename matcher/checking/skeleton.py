"""A new pack to start from: a worked example that passes every check, its first file a question."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Final

from matcher.errors import InputError

PATTERN: Final = Path(__file__).with_name("skeleton")
NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
PLACE: Final = "PACK"


def write_pack(name: str, parent: Path) -> list[Path]:
    """Write the skeleton of a pack into a new folder; its files, the questions first.

    Raises InputError for a name that is no plain word, and for a folder that is there already.
    """
    if not NAME.fullmatch(name):
        raise InputError(
            f"“{name}” is no name for a pack",
            where="NAME",
            todo="Use small letters, digits and hyphens, such as oat-mills.",
        )
    target = parent / name
    if target.exists():
        raise InputError(
            "that folder is there already", where=str(target), todo="Give the pack another name."
        )
    if not parent.is_dir():
        raise InputError("no such folder", where=str(parent), todo="Make the folder first.")
    with tempfile.TemporaryDirectory(dir=parent, prefix=".new-pack-") as draft:
        written = [fill(path, Path(draft) / "pack", name) for path in list_pattern()]
        shutil.move(Path(draft) / "pack", target)
    return [target / path for path in written]


def list_pattern() -> list[Path]:
    """The files of the pattern, relative to it, in the order in which one writes them."""
    files = [p.relative_to(PATTERN) for p in PATTERN.rglob("*") if p.is_file()]
    return sorted(files, key=lambda p: (p.parts[0] != "questions", p.suffix == ".md", p.as_posix()))


def fill(path: Path, folder: Path, name: str) -> Path:
    """One file of the pattern with the pack's name in it."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    text = (PATTERN / path).read_text(encoding="utf-8")
    target.write_text(text.replace(PLACE, name), encoding="utf-8")
    return path
