"""From a triple back to what it follows from: every one-step derivation, the smallest proof."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from matcher.errors import UnknownTermError
from matcher.model import Proof, Step, Triple
from matcher.reasoning.closure import CompiledClosure
from matcher.reasoning.compiling import Found, Trigger, compile_backward
from matcher.reasoning.dispatch import RULE_NAMES, RULE_NUMBERS
from matcher.reasoning.facts import ASSERTED
from matcher.reasoning.lists import EXPANSIONS
from matcher.reasoning.proof import LEAF, Sources, find_step
from matcher.reasoning.rules import RULES, Rule, Term

#: how many triples a search for the smallest proof may look at
REACH: Final = 5_000

ByPredicate = dict[Term | None, list[Trigger]]
Sizes = dict[int, tuple[int, str, tuple[int, ...]]]  # tree size, last rule and its premises
Ways = list[tuple[str, tuple[int, ...]]]  # rule name and premise numbers


def index_backward(rules: Sequence[tuple[Rule, int]]) -> ByPredicate:
    """Backward triggers by the predicate they conclude; None for those that conclude any."""
    found: ByPredicate = defaultdict(list)
    for rule, body in rules:
        if rule.conclusion is not None:
            key = rule.conclusion[1] if isinstance(rule.conclusion[1], int) else None
            found[key].append(compile_backward(rule, RULE_NUMBERS[rule.name], body))
    return found


@cache
def index_table() -> ByPredicate:
    """Backward triggers of the rules of the W3C table that are not over lists."""
    return index_backward([(rule, 0) for rule in RULES])


def index_lists(closure: CompiledClosure) -> ByPredicate:
    """Backward triggers of the list axioms that a closure and its bases have read."""
    ground: list[tuple[Rule, int]] = []
    layer: CompiledClosure | None = closure
    while layer is not None:
        for number, axiom in layer.list_axioms():
            s, p, _o = closure.facts.triple(axiom)
            if p not in EXPANSIONS:
                continue  # it only finds contradictions
            members = [closure.facts.triple(n)[2] for n in closure.facts.body(number)[1::2]]
            ground += [(rule, number) for rule in EXPANSIONS[p](s, members)]
        layer = layer.base
    return index_backward(ground)


class Search:
    """Looks for the smallest proofs in one closure; premises are found by number."""

    def __init__(self, closure: CompiledClosure) -> None:
        """Read the list axioms once."""
        self.closure = closure
        self._indexes = (index_table(), index_lists(closure))

    def ways(self, n: int) -> Ways:
        """Every way in which triple n follows in one step from triples of the closure."""
        facts = self.closure.facts
        s, p, o = facts.triple(n)
        out: list[Found] = []
        for index in self._indexes:
            for trigger in (*index.get(p, ()), *index.get(None, ())):
                trigger(facts, s, p, o, facts.end, out)
        return [
            (RULE_NAMES[rule], (*facts.body(body), *premises))
            for _s, _p, _o, rule, body, premises in out
        ]

    def gather(self, goal: int) -> dict[int, Ways]:
        """The ways of everything the goal may rest on, nearest first, up to the reach."""
        found: dict[int, Ways] = {}
        todo = [goal]
        for n in todo:  # grows while it is walked
            if n in found or self.closure.facts.rule(n) == ASSERTED or len(found) >= REACH:
                continue
            found[n] = self.ways(n)
            todo.extend(m for _rule, premises in found[n] for m in premises)
        return found

    def measure(self, goal: int, ways: dict[int, Ways]) -> Sizes:
        """The smallest tree size of each triple with its last step; 1 for what was given."""
        best: Sizes = {}
        self._start(goal, best)
        changed = True
        while changed:
            changed = False
            for n, known in ways.items():
                for rule, premises in known:
                    size = self._size(premises, best)
                    if size is not None and (n not in best or size < best[n][0]):
                        best[n] = (size, rule, premises)
                        changed = True
        return best

    def _start(self, goal: int, best: Sizes) -> None:
        """Sizes by first derivations: a proof there is already, to be improved on."""
        facts = self.closure.facts
        needed, todo = {goal}, [goal]
        while todo:
            fresh = set(facts.premises(todo.pop())) - needed
            needed |= fresh
            todo.extend(fresh)
        for n in sorted(needed):
            premises = facts.premises(n)
            size = 1 + sum(best[m][0] for m in premises)
            best[n] = (size, RULE_NAMES[facts.rule(n)], premises)

    def _size(self, premises: Sequence[int], best: Sizes) -> int | None:
        """The size of a step on these premises, or None if one has no proof yet."""
        size = 1
        for m in premises:
            if m in best:
                size += best[m][0]
            elif self.closure.facts.rule(m) == ASSERTED:
                best[m] = (1, LEAF, ())
                size += 1
            else:
                return None
        return size


def find_ways(closure: CompiledClosure, triple: Triple) -> Iterator[Step]:
    """Every one-step derivation of a triple in the closure, alternatives included."""
    n = closure.number(triple)
    if n is not None:
        for rule, premises in Search(closure).ways(n):
            yield Step(rule, tuple(closure.text(m) for m in premises), triple)


def prove_smallest(
    closure: CompiledClosure, triple: Triple, sources: Sources | None = None
) -> Proof:
    """The proof with the smallest tree, as far as the search reaches; not yet verified.

    Raises UnknownTermError if the triple does not follow.
    """
    goal = closure.number(triple)
    if goal is None:
        raise UnknownTermError(
            "this does not follow from what is known", where=" ".join(triple), todo="Ask why-not."
        )
    search = Search(closure)
    best = search.measure(goal, search.gather(goal))
    steps = [lay_step(closure, n, best[n], sources) for n in order_needed(goal, best)]
    return Proof(triple, tuple(steps))


def order_needed(goal: int, best: Sizes) -> list[int]:
    """The goal and all it rests on, smaller sizes first: premises are smaller than what follows."""
    needed, todo = {goal}, [goal]
    while todo:
        fresh = set(best[todo.pop()][2]) - needed
        needed |= fresh
        todo.extend(fresh)
    return sorted(needed, key=lambda n: (best[n][0], n))


def lay_step(
    closure: CompiledClosure,
    n: int,
    last: tuple[int, str, tuple[int, ...]],
    sources: Sources | None,
) -> Step:
    """The last step of the smallest proof of triple n."""
    _size, rule, premises = last
    if rule == LEAF:
        return find_step(closure, closure.text(n), sources)
    return Step(rule, tuple(closure.text(m) for m in premises), closure.text(n))
