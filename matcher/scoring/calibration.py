"""Whether a stated probability is the share of answers that the labels accept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from matcher.model import Result
from matcher.scoring.ranking import Predecessors
from matcher.scoring.rows import Exchange, WasteTerm

BINS: Final = 10
Pair = tuple[float, bool]


@dataclass(frozen=True, slots=True)
class Bin:
    """Probabilities from `low` up to `low` + 0.1: how many, their mean, the share accepted."""

    low: float
    count: int
    stated: float
    accepted: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """Bins that hold anything, and the mean gap between stated and accepted over all pairs."""

    bins: tuple[Bin, ...]
    count: int
    error: float


def judge_probabilities(pairs: Sequence[Pair]) -> Reliability:
    """Ten even bins; a probability of 1 falls into the last."""
    groups: dict[int, list[Pair]] = {}
    for stated, accepted in pairs:
        groups.setdefault(min(BINS - 1, int(stated * BINS + 1e-9)), []).append((stated, accepted))
    bins = tuple(make_bin(number, groups[number]) for number in sorted(groups))
    gap = sum(b.count * abs(b.stated - b.accepted) for b in bins)
    return Reliability(bins, len(pairs), gap / max(1, len(pairs)))


def make_bin(number: int, group: Sequence[Pair]) -> Bin:
    """One bin."""
    size = len(group)
    return Bin(
        number / BINS, size, sum(p for p, _ in group) / size, sum(ok for _, ok in group) / size
    )


def pair_codes(
    scored: Iterable[tuple[Exchange | WasteTerm, Result]], before: Predecessors, *, first: bool
) -> list[Pair]:
    """The stated probability of each code (or of the first alone) with whether it is accepted.

    The wording that an edition change sets beside an entry repeats it and is passed over.
    """
    pairs: list[Pair] = []
    for row, answer in scored:
        seen: set[str] = set()
        for code in answer.waste_codes if row.codes else ():
            meant = before.get(code.code, frozenset([code.code]))
            if meant <= seen or (first and seen):
                continue
            seen |= meant
            pairs.append((code.probability, bool(meant & row.codes)))
    return pairs
