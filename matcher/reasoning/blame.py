"""What is to blame for a contradiction: a smallest set of given facts that leads to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from matcher.model import Proof, Triple
from matcher.reasoning.engine import Clash, Closure
from matcher.reasoning.proof import LEAF, Sources, order_steps, prove_clash

Close = Callable[[Iterable[Triple]], Closure]
#: how many contradictions are looked into; where there are more, they mostly have one cause
MOST_LOOKED_AT: Final = 200


@dataclass(frozen=True, slots=True)
class Blame:
    """A contradiction with its proof, and given facts that lead to it; each of them is needed.

    Whichever of `facts` is taken back, the rest does not lead to the contradiction.
    """

    clash: Clash
    proof: Proof
    facts: tuple[Triple, ...]

    @property
    def sources(self) -> dict[Triple, str | None]:
        """Where each fact stands: a graph, `stream`, or None where nobody can say."""
        stated = {step.conclusion: step.source for step in self.proof.steps if step.rule == LEAF}
        return {fact: stated[fact] for fact in self.facts}


def blame(closure: Closure, clash: Clash, close: Close, sources: Sources | None = None) -> Blame:
    """The contradiction with its proof and a smallest set of given facts that leads to it.

    `close` closes facts anew; small sets of them are tried. The proof rests on exactly the
    facts to blame; it is not yet verified.
    """
    steps = order_steps(closure, clash.premises, sources)
    given = {step.conclusion: step for step in steps if step.rule == LEAF}
    facts = shrink(tuple(given), clash, close)
    found = prove_clash(close(facts), clash)
    placed = (
        replace(step, source=given[step.conclusion].source) if step.rule == LEAF else step
        for step in found.steps
    )
    return Blame(clash, replace(found, steps=tuple(placed)), facts)


def shrink(facts: tuple[Triple, ...], clash: Clash, close: Close) -> tuple[Triple, ...]:
    """The facts without those that the contradiction does not need."""
    kept = facts
    for fact in facts:
        fewer = tuple(other for other in kept if other != fact)
        if has(close(fewer), clash):
            kept = fewer
    return kept


def has(closure: Closure, clash: Clash) -> bool:
    """Whether a closure holds everything that a contradiction is made of."""
    return all(premise in closure for premise in clash.premises)


def blame_all(
    closure: Closure,
    clashes: Iterable[Clash],
    close: Close,
    sources: Sources | None = None,
) -> Iterator[Blame]:
    """One blame for each set of facts that contradict each other, however many clashes it makes."""
    known: set[frozenset[Triple]] = set()
    for number, clash in enumerate(clashes):
        if number >= MOST_LOOKED_AT:
            return
        found = blame(closure, clash, close, sources)
        if frozenset(found.facts) not in known:
            known.add(frozenset(found.facts))
            yield found
