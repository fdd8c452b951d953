"""The toy world, closed once for all tests: core and toy facts, without the shipped packs."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from matcher.model import Grounding, Measured, Mention, Reading, Span, Stream
from matcher.namespaces import expand
from matcher.proposing.propose import Judged, judge
from matcher.proposing.streams import state_hypotheses
from matcher.proposing.view import View
from matcher.reasoning.engine import Closure
from matcher.workspace import Workspace
from tests.toy_world import close_toy


@pytest.fixture(scope="session")
def toy_closure() -> Closure:
    """Core and toy, closed by the compiled engine."""
    return close_toy()


@pytest.fixture(scope="session")
def toy_view(toy_closure: Closure) -> View:
    """The toy world as labels and numbers."""
    return View(toy_closure)


JudgeToy = Callable[..., Judged]


@pytest.fixture(scope="session")
def judge_toy(toy_closure: Closure, toy_view: View) -> JudgeToy:
    """Judge a toy stream: a material's name, stated properties, contaminants."""

    def run(
        material: str,
        *,
        stated: dict[str, tuple[float, float]] | None = None,
        contains: tuple[str, ...] = (),
    ) -> Judged:
        iri = expand(f"mat:{material}")
        reading = Reading(
            properties=tuple(
                Measured(expand(f"prop:{p}"), p, *ends, "%") for p, ends in (stated or {}).items()
            ),
            contaminants=tuple(Mention(c, expand(f"mat:{c}"), Span(0, 1, c)) for c in contains),
        )
        stream = Stream("toy", material, reading, (Grounding(iri, toy_view.label(iri), 0.9),))
        hypothesis = state_hypotheses(toy_view, stream)[0]
        return judge(View(toy_closure.overlay(hypothesis.facts)), hypothesis, stream, None)

    return run


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    """The shipped packs with the real model; the cache is shared by the test processes."""
    named = os.environ.get("SYMBIOGRAPH_CACHE")
    cache = Path(named) if named else Path(tempfile.gettempdir()) / "symbiograph-tests"
    cache.mkdir(parents=True, exist_ok=True)
    # the commands under test find the same cache
    os.environ["SYMBIOGRAPH_CACHE"] = str(cache)
    return Workspace.load(cache=cache)
