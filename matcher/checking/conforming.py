"""The published OWL 2 RL test collection as a check: the score of each engine, every failure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matcher.checking.command import Outcome
from matcher.reasoning.conformance import KNOWN, Case, read_collection, run_ours, run_theirs

ENGINES: Final = ("compiled", "owlrl")
RUNS: Final[dict[str, Callable[[Case], str]]] = {"compiled": run_ours, "owlrl": run_theirs}
STEP: Final = 25


@dataclass(frozen=True, slots=True)
class Result:
    """Why each engine fails a test; empty where it passes."""

    case: Case
    faults: dict[str, str]

    @property
    def is_new_failure(self) -> bool:
        """Whether our engine fails for no reason that is known."""
        return bool(self.faults[ENGINES[0]]) and self.case.name not in KNOWN

    def as_dict(self) -> dict[str, object]:
        """The result for JSON."""
        known = KNOWN.get(self.case.name, "")
        return {"test": self.case.name, "failures": dict(self.faults), "known": known}


def run_conformance(folder: Path, say: Callable[[str], None]) -> Outcome:
    """Run the collection in a folder with both engines; half a minute, most of it owlrl's.

    It passes unless our engine fails a test that is not on the list of known ones, each of
    which has its reason. `say` is told how far it is.
    """
    results = []
    cases = read_collection(folder)
    for number, case in enumerate(cases, 1):
        results.append(Result(case, {name: run(case) for name, run in RUNS.items()}))
        if number % STEP == 0 or number == len(cases):
            say(f"{number} of {len(cases)} tests")
    data: dict[str, object] = {
        "tests": len(cases),
        "scores": {name: count(results, name) for name in ENGINES},
        "results": [result.as_dict() for result in results],
    }
    passed = not any(result.is_new_failure for result in results)
    return Outcome("\n".join(write_results(results)), data, passed)


def count(results: Sequence[Result], engine: str) -> dict[str, int]:
    """How many tests an engine passes, in all and by kind."""
    good = [result.case for result in results if not result.faults[engine]]
    datatypes = sum(case.about_datatypes for case in good)
    return {"all": len(good), "other": len(good) - datatypes, "datatypes": datatypes}


def write_results(results: Sequence[Result]) -> list[str]:
    """The scores in a table, then what our engine fails and why."""
    datatypes = sum(result.case.about_datatypes for result in results)
    totals = (len(results), len(results) - datatypes, datatypes)
    lines = [f"{'':10}{'all':>12}{'datatypes':>12}{'other rules':>14}"]
    for name in ENGINES:
        scores = count(results, name)
        every, other, about = (
            f"{scores[kind]} of {total}"
            for kind, total in zip(("all", "other", "datatypes"), totals, strict=True)
        )
        lines.append(f"{name:10}{every:>12}{about:>12}{other:>14}")
    lines.append("Every pass of compiled has proofs that the verifier accepts; owlrl gives none.")
    for result in results:
        fault = result.faults[ENGINES[0]]
        if fault:
            reason = KNOWN.get(result.case.name)
            lines.append(f"{result.case.name}: {fault}" + (f" (known: {reason})" if reason else ""))
    return lines
