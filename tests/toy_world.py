"""The toy world closed: core and toy facts, without the shipped packs."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from matcher.base import index_subjects
from matcher.describing.guide import Guide
from matcher.knowledge import GRAPHS, Quad, build_mirror, read_turtle
from matcher.proposing.view import View
from matcher.reasoning.engine import Closure, load_engine
from matcher.settings import shipped

TOY = Path(__file__).parent / "toy" / "toy.ttl"


@lru_cache(maxsize=1)
def read_toy() -> tuple[Quad, ...]:
    """The facts of core and toy."""
    quads = read_turtle(TOY, GRAPHS + "toy")
    for path in sorted((shipped("ontology") / "core").glob("*.ttl")):
        quads += read_turtle(path, GRAPHS + f"core/{path.stem}")
    return tuple(quads)


@lru_cache(maxsize=1)
def close_toy() -> Closure:
    """Core and toy, closed by the compiled engine; one for a whole test process."""
    quads = read_toy()
    return load_engine("compiled").close(
        [*((s, p, o) for s, p, o, _ in quads), *build_mirror(quads)]
    )


@lru_cache(maxsize=1)
def guide_toy() -> Guide:
    """The terms of the toy world as pages."""
    quads = read_toy()
    return Guide.of(View(close_toy()), index_subjects(quads, build_mirror(quads)))
