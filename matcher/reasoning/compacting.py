"""Numbers without holes: what was taken back leaves its place to what is still there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from matcher.reasoning.agenda import Findings
from matcher.reasoning.facts import LiveFacts
from matcher.reasoning.recorded import Recorded

#: facts with more holes than this, and than triples, are renumbered before they are written to
MOST_HOLES: Final = 20_000


def needs_compacting(facts: LiveFacts) -> bool:
    """Whether holes have come to outnumber the triples of a layer."""
    return facts.holes > max(MOST_HOLES, len(facts.recorded.s) - facts.holes)


def compact(facts: LiveFacts, findings: Findings) -> tuple[LiveFacts, Findings]:
    """A layer without holes: new numbers in the same order; bodies keep theirs."""
    if not (facts.holes or facts.recorded.revised):
        return facts, findings
    living = [row for row, rule in enumerate(facts.recorded.rule) if rule >= 0]
    numbers = {row + facts.offset: n for n, row in enumerate(living, facts.offset)}

    def renumber(premises: Iterable[int]) -> tuple[int, ...]:
        return tuple(n if n < facts.offset else numbers[n] for n in premises)

    old, recorded = facts.recorded, Recorded()
    for row in living:
        premises = renumber(old.own_premises(row)) if old.rule[row] else ()
        recorded.append(
            (old.s[row], old.p[row], old.o[row]), old.rule[row], old.body[row], premises
        )
    bodies = [
        renumber(premises) if all(map(facts.is_live, premises)) else () for premises in facts.bodies
    ]
    clashes = {(rule, renumber(premises)): None for rule, premises in findings.clashes}
    axioms = {body: renumber([n])[0] for body, n in findings.axioms.items()}
    whole = facts.rewritten(recorded, bodies)
    waiting = list(renumber(findings.waiting))
    return whole, Findings(clashes, axioms, waiting, findings.below)
