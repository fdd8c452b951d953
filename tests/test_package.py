"""The wheel carries everything: built, unpacked elsewhere, and asked from an empty folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace

import pytest

from matcher.workspace import Workspace
from web import build_hook

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but what the wheel installs."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(ROOT),
    ]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    site = folder / "site"
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(site)
    return site


def run(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command from the unpacked wheel, in an empty folder."""
    env = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:matcher", "-m", "matcher.cli", *words],
        cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=170,
    )  # fmt: skip


def test_a_match_from_an_empty_folder(
    workspace: Workspace, installed: Path, tmp_path: Path
) -> None:
    assert workspace  # its cache is the one the command opens
    answered = run(
        installed, tmp_path, "match", "granulated blast furnace slag, 40,000 t a year", "--json"
    )
    assert answered.returncode == 0, answered.stderr
    answer = json.loads(answered.stdout)
    assert answer["proposals"][0]["proof"]["verified"] is True
    assert list(tmp_path.iterdir()) == []


def test_the_wheel_reads_its_own_copy(installed: Path, tmp_path: Path) -> None:
    said = run(installed, tmp_path, "doctor").stdout
    assert str(installed / "matcher" / "bundled" / "ontology") in said


def test_nothing_of_the_checkout_is_missing_or_extra(installed: Path) -> None:
    for name in ("ontology", "data"):
        source = {p.relative_to(ROOT / name) for p in (ROOT / name).rglob("*") if p.is_file()}
        copied = {
            p.relative_to(installed / "matcher/bundled" / name)
            for p in (installed / "matcher/bundled" / name).rglob("*")
            if p.is_file()
        }
        assert copied == source
    assert {p.name for p in installed.iterdir() if not p.name.endswith(".dist-info")} == {
        "matcher",
        "web",
    }


def test_the_editor_comes_with_its_licence(installed: Path) -> None:
    """The build brings it out of django-ace, from the checkout and from a source archive alike."""
    editor = installed / "web" / "static" / "vendor" / "ace"
    assert {p.relative_to(editor).as_posix() for p in editor.rglob("*.*s")} == {
        "ace.js",
        "mode-sparql.js",
        "css/ace.css",
    }
    assert "Ajax.org" in (editor / "LICENCE").read_text(encoding="utf-8")
    sheet = (editor / "css/ace.css").read_text(encoding="utf-8")
    for name in re.findall(r"url\(\"\./([^\"]+)\"\)", sheet):
        assert (editor / "css" / name).is_file(), name
    assert not (installed / "django_ace").exists()


def test_a_build_without_the_package_does_without_the_editor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And one without its licence as well; the pages then have a plain text area."""

    def absent(_name: str) -> object:
        raise PackageNotFoundError

    monkeypatch.setattr(build_hook, "distribution", absent)
    assert not build_hook.harvest(tmp_path / "ace")
    bare = SimpleNamespace(locate_file=lambda name: tmp_path / name, files=[])
    monkeypatch.setattr(build_hook, "distribution", lambda _name: bare)
    assert not build_hook.harvest(tmp_path / "ace")
    assert not (tmp_path / "ace").exists()


def test_a_source_archive_holds_no_code_of_others(tmp_path: Path) -> None:
    """The wheel that is built from it fetches the editor anew."""
    built = subprocess.run(
        [sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        names = archive.getnames()
    assert any(name.endswith("web/build_hook.py") for name in names)
    assert not [name for name in names if "/vendor/" in name]


def test_the_top_level_is_the_one_that_was_agreed() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    if not tracked:
        pytest.skip("not a git checkout")
    top = {name.split("/")[0] for name in tracked}
    folders = {"ontology", "matcher", "web", "data", "tests"}
    files = {
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
    }
    assert {name for name in top if not name.startswith(".")} == folders | files
