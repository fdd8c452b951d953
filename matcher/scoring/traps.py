"""Traps: a tempting receiver must be kept out, for its own reason, with a right one in its place.

A trap counts as passed only if all four hold; each is counted by itself too. `anywhere` tells
beside them whether the reason is said of any receiver at all; it decides nothing.
- `verdict`: the verdict is one that the row allows.
- `kept_out`: among the first five proposals none with a tempting class among its sectors (less
  the classes that are also right) has only met or likely-met conditions. A proposal without any
  condition has none that is open, so it fails.
- `reason`: the reason named is the row's own (the rule stands in `reasons`).
- `alternative`: a proposal that is not shown unmet has a right class, by prefix. A verdict of
  disposal proposes nothing, so it offers none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matcher.model import Proposal, Result
from matcher.scoring.counting import Share, is_unmet
from matcher.scoring.reasons import KEPT, meets, names_reason, says_reason
from matcher.scoring.rows import Negative, Trap

LOOKED_AT: Final = 5
PARTS: Final = ("verdict", "kept_out", "reason", "alternative")
TOLD: Final = (*PARTS, "passed", "anywhere")


@dataclass(frozen=True, slots=True)
class TrapOutcome:
    """How one trap went, part by part."""

    id: str
    constraint: str
    verdict: bool
    kept_out: bool
    reason: bool
    alternative: bool
    anywhere: bool

    @property
    def passed(self) -> bool:
        """Whether all four parts hold."""
        return all(getattr(self, part) for part in PARTS)


@dataclass(frozen=True, slots=True)
class NegativeScore:
    """Right verdicts, and abstentions that ask what would help."""

    right: Share
    asking: Share


def judge_trap(trap: Trap, answer: Result) -> TrapOutcome:
    """One trap, all four parts."""
    return TrapOutcome(
        trap.id,
        trap.constraint,
        verdict=answer.verdict in trap.verdicts,
        kept_out=not any(falls_for(trap, p) for p in answer.proposals[:LOOKED_AT]),
        reason=names_reason(trap, answer),
        alternative=any(meets(p.sectors, trap.right) for p in answer.proposals if not is_unmet(p)),
        anywhere=says_reason(trap, answer),
    )


def falls_for(trap: Trap, proposal: Proposal) -> bool:
    """Whether a proposal offers a tempting class without any condition that is still open."""
    tempting = [
        s for s in proposal.sectors if meets([s], trap.tempting) and not meets([s], trap.right)
    ]
    return bool(tempting) and all(c.status in KEPT for c in proposal.conditions)


def group_traps(outcomes: Sequence[TrapOutcome]) -> dict[str, dict[str, Share]]:
    """For each constraint, and for all: how many hold each part, and how many hold all."""
    names = [*sorted({o.constraint for o in outcomes}), "all"] if outcomes else []
    return {
        name: count_parts([o for o in outcomes if name in (o.constraint, "all")]) for name in names
    }


def count_parts(outcomes: Sequence[TrapOutcome]) -> dict[str, Share]:
    """How many outcomes hold each part, all of them, and the reason anywhere."""
    return {part: Share(sum(getattr(o, part) for o in outcomes), len(outcomes)) for part in TOLD}


def count_negatives(scored: Sequence[tuple[Negative, Result]]) -> NegativeScore:
    """Right verdicts over all negatives; of the abstentions, how many ask a next question."""
    abstentions = [answer for _, answer in scored if answer.verdict == "abstain"]
    return NegativeScore(
        Share(sum(answer.verdict in row.verdicts for row, answer in scored), len(scored)),
        Share(sum(bool(answer.next_question) for answer in abstentions), len(abstentions)),
    )
