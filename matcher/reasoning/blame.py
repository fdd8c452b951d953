"""What is to blame for a contradiction: a smallest set of given facts that leads to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from matcher.model import Proof, Triple
from matcher.namespaces import node
from matcher.reasoning.engine import Clash, Closure
from matcher.reasoning.proof import LEAF, Sources, order_steps, prove_clash

SAME: Final = node("owl:sameAs")
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
    seeker = Seeker(closure, clash)
    facts = shrink(tuple(given), seeker, close)
    small = close(facts)
    found = prove_clash(small, seeker.find_in(small) or clash)
    placed = (
        replace(step, source=given[step.conclusion].source) if step.rule == LEAF else step
        for step in found.steps
    )
    return Blame(clash, replace(found, steps=tuple(placed)), facts)


def shrink(facts: tuple[Triple, ...], seeker: Seeker, close: Close) -> tuple[Triple, ...]:
    """The facts without those that the contradiction does not need."""
    kept = facts
    for fact in facts:
        fewer = tuple(other for other in kept if other != fact)
        if seeker.find_in(close(fewer)) is not None:
            kept = fewer
    return kept


@dataclass(slots=True)
class Seeker:
    """Looks for one contradiction in other closures, where things may go by other names."""

    closure: Closure
    clash: Clash
    names: dict[str, str] = field(default_factory=dict)

    def find_in(self, other: Closure) -> Clash | None:
        """The contradiction as another closure has it, or None if it has none."""
        wanted = self.level(self.clash)
        return next((clash for clash in other.clashes if self.level(clash) == wanted), None)

    def level(self, clash: Clash) -> tuple[str, ...]:
        """A contradiction with one name for all that are the same."""
        return clash.rule, *(self.name(term) for fact in clash.premises for term in fact)

    def name(self, term: str) -> str:
        """The first name of a thing."""
        if term not in self.names:
            self.names[term] = min((term, *self.closure.objects(term, SAME)))
        return self.names[term]


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
