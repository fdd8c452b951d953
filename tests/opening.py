"""Opens the toy world's base in a process of its own: `python -m tests.opening CACHE [stop]`.

With `stop` it comes to a halt in the middle of keeping the closure, says so, and waits to be
killed. Without, it prints how many triples the closure has.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from matcher import base, knowledge
from matcher.base import Base, open_base
from matcher.reasoning.engine import load_engine
from tests.toy_world import TOY

HALTED = "halted"


def discover_toy(_packs: object) -> dict[str, Path]:
    """Core and toy, without the shipped packs: closed in a moment."""
    core = TOY.parents[2] / "ontology" / "core"
    paths = [*sorted(core.glob("*.ttl")), TOY]
    return {f"{knowledge.GRAPHS}toy/{path.stem}": path for path in paths}


def open_toy(cache: Path) -> tuple[Base, list[str]]:
    """The toy world's base, and what had to be done for it."""
    said: list[str] = []
    return open_base(
        [], load_engine("compiled"), cache, lambda what, _share: said.append(what)
    ), said


def halt(*_arguments: object) -> None:
    """Stop where a file has been written and not yet put in place."""
    print(HALTED, flush=True)
    time.sleep(600)


def main(cache: str, *how: str) -> None:
    """Open the base, or stop half way."""
    for module in (base, knowledge):
        vars(module)["discover"] = discover_toy
    if how:
        vars(os)["fsync"] = halt
    opened, _said = open_toy(Path(cache))
    print(len(opened.closure))


if __name__ == "__main__":
    main(*sys.argv[1:])
