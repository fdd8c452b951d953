"""Why a triple does not follow: the closest rule instances, and what is missing for them.

Looked for by backward chaining over the rules, with the closure as facts, in bounded depth. A
missing premise that people state themselves stays as it is; one that only ever follows is
traced back further. Every answer is tried: with what is missing, the triple does follow, and
with less of it, it does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Final

from matcher.model import Proof, Triple
from matcher.reasoning.closure import CompiledClosure
from matcher.reasoning.engine import Clash
from matcher.reasoning.facts import Numbers
from matcher.reasoning.lists import EXPANSIONS
from matcher.reasoning.partial import (
    AXIOMS,
    SOMETHING,
    SUBCLASS,
    closure_rules,
    find_instances,
    stated_predicates,
    table_rules,
)
from matcher.reasoning.proof import LEAF, Sources
from matcher.reasoning.rules import TYPE, VOCABULARY, Rule
from matcher.reasoning.smallest import prove_smallest

MOST_MISSING: Final = 3
DEEPEST: Final = 8  # rule instances one behind the other
WIDEST: Final = 60  # ways that are followed from one triple
NARROWER: Final = 20  # and from one premise among others
MOST_TRACED: Final = 5_000  # triples that one search looks behind
MOST_COMBINED: Final = 2_000  # ways to come by all premises of one instance
#: how many premises more than facts may be missing, where one fact brings several of them
JOINED: Final = 2
#: the source of a leaf that would have to be stated
IF: Final = "if"
UNKNOWN: Final = "<urn:symbiograph:something>"
ON_PROPERTY: Final = VOCABULARY.number("owl:onProperty")

Missing = frozenset[Numbers]


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing for a triple to follow, and how it would follow with that.

    The missing facts are leaves of the proof with the source `if`; a thing that is not known is
    `UNKNOWN`. `distance` grows with how far the missing facts are from what is known; `clashes`
    are the contradictions that they would bring.
    """

    missing: tuple[Triple, ...]
    distance: float
    proof: Proof
    clashes: tuple[Clash, ...] = ()


class Tracing:
    """One search for what is missing: the rules, what people state, what was traced already."""

    def __init__(self, closure: CompiledClosure, subject: int) -> None:
        """Get ready to trace triples about a subject, whose own facts are the first to mend."""
        self.facts = closure.spread().facts
        self.subject = subject
        self.classes = frozenset(self.facts.fwd(TYPE, subject))
        self._indexes = (table_rules(), closure_rules(closure))
        self._stated = stated_predicates(closure) | {TYPE, SUBCLASS}
        self._used = frozenset(self.facts.predicates())
        self._found: dict[tuple[Numbers, int], tuple[int, list[Missing]]] = {}
        self._open: set[Numbers] = set()
        self._traced = 0

    def trace(self, goal: Numbers, left: int, depth: int = DEEPEST) -> list[Missing]:
        """Sets of at most `left` missing facts with which a triple would follow, nearest first."""
        known = self._found.get((goal, left))
        if known is not None and known[0] >= depth:
            return known[1]
        if depth == 0 or goal in self._open or self._traced >= MOST_TRACED:
            return []
        self._open.add(goal)
        self._traced += 1
        found: set[Missing] = set()
        for premises in self.pick(goal, left):
            found.update(self.combine(premises, left, depth))
        self._open.discard(goal)
        ways = drop_larger(sorted(found, key=self.rank))[:WIDEST]
        self._found[goal, left] = depth, ways
        return ways

    def rules(self, p: int) -> Iterator[Rule]:
        """The rules that may conclude a triple with this predicate."""
        for index in self._indexes:
            yield from index.get(p, ())
            yield from index.get(None, ())

    def pick(self, goal: Numbers, left: int) -> list[tuple[Numbers, ...]]:
        """The missing premises of the nearest rule instances that conclude a triple.

        An instance about a thing that is not known counts only where there is no other.
        """
        may_miss = frozenset((goal[1],)) & AXIOMS
        found = {
            premises
            for rule in self.rules(goal[1])
            for premises in find_instances(self.facts, rule, goal, may_miss, left + JOINED)
            if goal not in premises
        }
        filled = {premises for premises in found if not any(SOMETHING in m for m in premises)}
        kept = self.drop_narrower(filled or found)
        return sorted(kept, key=lambda premises: self.rank(frozenset(premises)))[:WIDEST]

    def drop_narrower(self, found: Iterable[tuple[Numbers, ...]]) -> list[tuple[Numbers, ...]]:
        """Without instances that ask for a kind of what another asks for."""
        alone = {premises[0] for premises in found if len(premises) == 1}
        asked = {o for _s, p, o in alone if p == TYPE}
        return [
            premises
            for premises in found
            if len(premises) > 1
            or premises[0][1] != TYPE
            or not self.is_narrower(premises[0][2], asked)
        ]

    def is_narrower(self, kind: int, asked: set[int]) -> bool:
        """Whether a class lies truly below one of the others."""
        above = self.facts.fwd(SUBCLASS, kind)
        return any(
            other != kind and other in asked and kind not in self.facts.fwd(SUBCLASS, other)
            for other in above
        )

    def combine(self, premises: Sequence[Numbers], left: int, depth: int) -> Iterator[Missing]:
        """Every way to come by all the premises with at most `left` facts."""
        options = [self.options(premise, left, depth) for premise in premises]
        for chosen in islice(product(*options), MOST_COMBINED):
            together = self.condense(frozenset[Numbers]().union(*chosen))
            if len(together) <= left:
                yield together

    def condense(self, missing: Missing) -> Missing:
        """Without what the other facts imply: a thing of a class is of the wider ones too."""
        if len(missing) == 1:
            return missing
        wider = {
            (s, TYPE, above)
            for s, p, o in missing
            if p == TYPE
            for above in self.facts.fwd(SUBCLASS, o)
            if above != o
        }
        return (missing - wider) or missing

    def options(self, premise: Numbers, left: int, depth: int) -> list[Missing]:
        """A premise itself, where people state such facts; else what is missing behind it."""
        if self.is_statable(premise):
            return [frozenset((premise,))]
        behind = self.trace(premise, left, depth - 1)
        if behind or self.is_derived(premise) or premise in self._open:
            return behind[:NARROWER]
        return [frozenset((premise,))]

    def is_derived(self, premise: Numbers) -> bool:
        """Whether facts of this predicate only ever follow, so that nobody is to state them."""
        p = premise[1]
        made_for = any(index.get(p) for index in self._indexes)
        return p not in self._stated and (made_for or p in self._used)

    def is_statable(self, premise: Numbers) -> bool:
        """Whether people state such facts: of this predicate, or of a class without a definition."""
        _s, p, o = premise
        if p not in self._stated:
            return False
        return p != TYPE or not self.is_defined(o)

    def is_defined(self, kind: int) -> bool:
        """Whether a class is a restriction, or made of others."""
        return bool(self.facts.fwd(ON_PROPERTY, kind)) or any(
            self.facts.fwd(predicate, kind) for predicate in EXPANSIONS
        )

    def rank(self, missing: Missing) -> tuple[int, float, list[Numbers]]:
        """Fewer missing facts first, then nearer ones."""
        return len(missing), self.distance(missing), sorted(missing)

    def distance(self, missing: Missing) -> float:
        """How far missing facts are from what is known of the subject."""
        return sum(self.stretch(fact) for fact in missing)

    def stretch(self, fact: Numbers) -> float:
        """How much has to change for one fact: least for another class of the subject itself.

        What is said of the subject's classes comes next, the narrowest first, then the rest.
        """
        s, p, o = fact
        blank = 4.0 * (SOMETHING in fact)
        if s == self.subject:
            return blank + (self.part_apart(o) if p == TYPE else 1.0)
        end = s if s in self.classes else o
        return blank + (2.0 if s in self.classes else 3.0) + 1 / (1 + self.count_above(end))

    def count_above(self, kind: int) -> int:
        """How many wider classes a class has."""
        return len(self.facts.fwd(SUBCLASS, kind))

    def part_apart(self, kind: int) -> float:
        """How little a class shares with the subject, its wider classes counted: 0 to 1.

        What is organic is nearer to other organic matter than to a slag with fewer names.
        """
        above = {c for c in (kind, *self.facts.fwd(SUBCLASS, kind)) if not self.is_defined(c)}
        own = {c for c in self.classes if not self.is_defined(c)}
        return 1 - len(above & own) / max(1, len(above | own))


def drop_larger(ways: Sequence[Missing]) -> list[Missing]:
    """Without those that ask for all of an earlier one and more."""
    kept: list[Missing] = []
    for missing in ways:
        if not any(other <= missing for other in kept):
            kept.append(missing)
    return kept


def find_gaps(
    closure: CompiledClosure, goal: Triple, most: int, sources: Sources | None = None
) -> tuple[Gap, ...]:
    """Up to `most` ways in which a triple would follow, fewest missing facts first.

    Ways that would bring a contradiction come last. Empty where nothing near is found within
    the bounds, or where the triple follows already.
    """
    if goal in closure:
        return ()
    closure = closure.overlay(())  # a term that nobody has named gets its number here
    s, p, o = (closure.facts.terms.number(term) for term in goal)
    tracing = Tracing(closure, s)
    found: dict[frozenset[Triple], Gap] = {}
    for left in range(1, MOST_MISSING + 1):
        for missing in tracing.trace((s, p, o), left):
            if sum(not gap.clashes for gap in found.values()) >= most:
                break
            gap = try_gap(closure, goal, write_facts(closure, missing), sources)
            if gap is not None:
                distance = tracing.distance(missing)
                found.setdefault(frozenset(gap.missing), replace(gap, distance=distance))
        if found:
            break
    return tuple(sorted(found.values(), key=lambda gap: bool(gap.clashes))[:most])


def try_gap(
    closure: CompiledClosure, goal: Triple, missing: Sequence[Triple], sources: Sources | None
) -> Gap | None:
    """The gap, without what is not needed; None if the triple does not follow even so."""
    kept = tuple(missing)
    over = closure.overlay(kept)
    if goal not in over:
        return None
    for fact in missing if len(missing) > 1 else ():
        fewer = tuple(other for other in kept if other != fact)
        without = closure.overlay(fewer)
        if goal in without:
            kept, over = fewer, without
    proof = prove_smallest(over, goal, sources)
    before = frozenset(closure.clashes) if over.clashes else frozenset()
    clashes = tuple(clash for clash in over.clashes if clash not in before)
    return Gap(kept, 0.0, mark_missing(proof, kept), clashes)


def write_facts(closure: CompiledClosure, missing: Missing) -> tuple[Triple, ...]:
    """Missing facts by their terms."""

    def word(number: int) -> str:
        return UNKNOWN if number == SOMETHING else closure.facts.terms.text(number)

    return tuple((word(s), word(p), word(o)) for s, p, o in sorted(missing))


def mark_missing(proof: Proof, missing: Sequence[Triple]) -> Proof:
    """The proof with the source `if` on the leaves that would have to be stated."""
    return replace(
        proof,
        steps=tuple(
            replace(step, source=IF) if step.rule == LEAF and step.conclusion in missing else step
            for step in proof.steps
        ),
    )
