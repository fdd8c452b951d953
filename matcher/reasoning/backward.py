"""From a triple back to what it follows from: every one-step derivation in a closure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from weakref import WeakKeyDictionary

from matcher.model import Step, Triple
from matcher.reasoning.closure import CompiledClosure
from matcher.reasoning.compiling import Found, Trigger, compile_backward
from matcher.reasoning.dispatch import RULE_NAMES, RULE_NUMBERS
from matcher.reasoning.facts import ASSERTED, Facts
from matcher.reasoning.lists import EXPANSIONS
from matcher.reasoning.rules import RULES, Rule, Term, keep_stated

ByPredicate = dict[Term | None, list[Trigger]]
Way = tuple[str, tuple[int, ...]]  # a rule's name and the numbers of its premises


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


Axioms = tuple[tuple[int, int], ...]
#: the facts of a layer → its own list axioms, and the triggers that were made of them
_KEPT: WeakKeyDictionary[Facts, tuple[Axioms, ByPredicate]] = WeakKeyDictionary()


def index_layer(layer: CompiledClosure) -> ByPredicate:
    """Backward triggers of the list axioms that one closure has read itself; kept."""
    known, axioms = _KEPT.get(layer.facts), tuple(layer.list_axioms())
    if known is None or known[0] != axioms:
        known = axioms, index_backward(list(ground_rules(layer)))
        _KEPT[layer.facts] = known
    return known[1]


def ground_rules(layer: CompiledClosure) -> Iterator[tuple[Rule, int]]:
    """The rules that a closure's own list axioms stand for, each with its shared premises."""
    for number, axiom in layer.list_axioms():
        s, p, _o = layer.facts.triple(axiom)
        if p in EXPANSIONS:  # the others only find contradictions
            members = [layer.facts.triple(n)[2] for n in layer.facts.body(number)[1::2]]
            for rule in EXPANSIONS[p](s, members):
                yield rule, number


def list_layers(closure: CompiledClosure) -> Iterator[CompiledClosure]:
    """A closure and those it lies on, the uppermost first."""
    layer: CompiledClosure | None = closure
    while layer is not None:
        yield layer
        layer = layer.base


def make_way(rule: int, premises: tuple[int, ...]) -> Way:
    """A rule by its name, with the premises that it has in the W3C table."""
    name = RULE_NAMES[rule]
    return name, keep_stated(name, premises)


def first_way(facts: Facts, n: int) -> Way:
    """How a triple was first found; what was given has the rule `asserted`."""
    return make_way(facts.rule(n), facts.premises(n))


class Backward:
    """Finds the one-step derivations of triples in one closure, by number."""

    __slots__ = ("_indexes", "closure", "facts")

    def __init__(self, closure: CompiledClosure) -> None:
        """Take the triggers of the table and of the list axioms in every layer."""
        self.closure = closure
        self.facts = closure.facts
        self._indexes = (index_table(), *(index_layer(layer) for layer in list_layers(closure)))

    def ways(self, n: int) -> list[Way]:
        """Every way in which triple n follows in one step from triples of the closure."""
        facts = self.facts
        s, p, o = facts.triple(n)
        out: list[Found] = []
        for index in self._indexes:
            for trigger in (*index.get(p, ()), *index.get(None, ())):
                trigger(facts, s, p, o, facts.end, out)
        found = [
            make_way(rule, (*facts.body(body), *premises))
            for _s, _p, _o, rule, body, premises in out
        ]
        if facts.rule(n) != ASSERTED:
            found.append(first_way(facts, n))  # of a list under another name there is no trigger
        return list(dict.fromkeys(found))


def find_ways(closure: CompiledClosure, triple: Triple) -> Iterator[Step]:
    """Every one-step derivation of a triple in the closure, alternatives included."""
    closure = closure.spread()
    n = closure.number(triple)
    if n is not None:
        for rule, premises in Backward(closure).ways(n):
            yield Step(rule, tuple(closure.text(m) for m in premises), triple)
