"""All that was counted in one run, and the same as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final, Literal

from matcher.scoring.calibration import Reliability
from matcher.scoring.counting import CodeScore, Held, ReceiverScore, Share, Volume
from matcher.scoring.misses import Miss
from matcher.scoring.traps import NegativeScore, TrapOutcome

SCHEMA_VERSION: Final = "1.0"
PRODUCT: Final = "Symbiograph"
Group = Literal["product", "baseline", "ablation"]


@dataclass(frozen=True, slots=True)
class System:
    """What one way of answering reached; codes by the kind of rows."""

    name: str
    group: Group
    codes: Mapping[str, CodeScore]
    receivers: ReceiverScore | None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was counted; `scored` says how many rows of how many, by kind.

    `stopped`: somebody ended the run; systems that had not answered every row are missing.
    """

    engine: str
    ontology_version: str
    editions: Mapping[str, str]
    scored: Mapping[str, Share]
    dropped: int
    stopped: bool
    systems: tuple[System, ...]
    traps: Mapping[str, Mapping[str, Share]]
    trap_outcomes: tuple[TrapOutcome, ...]
    negatives: NegativeScore
    verdicts: Mapping[str, Mapping[str, int]]
    answered: Mapping[str, Share]
    calibration: Mapping[str, Reliability]
    volume: Volume
    held: Held
    misses: tuple[Miss, ...]

    def of_group(self, *groups: Group) -> tuple[System, ...]:
        """The systems of some groups, in order."""
        return tuple(s for s in self.systems if s.group in groups)


def to_json(report: Report) -> dict[str, Any]:
    """The report as plain JSON; a share keeps its hits and its base."""
    return {"schema_version": SCHEMA_VERSION, **flatten(report)}


def flatten(value: Any) -> Any:
    """Dataclasses, mappings and tuples as plain objects and lists; numbers to four places."""
    if isinstance(value, Share):
        return {"hits": value.hits, "of": value.of, "share": flatten(value.value)}
    if is_dataclass(value):
        return {f.name: flatten(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): flatten(entry) for key, entry in value.items()}
    if isinstance(value, (tuple, list)):
        return [flatten(entry) for entry in value]
    return round(value, 4) if isinstance(value, float) else value
