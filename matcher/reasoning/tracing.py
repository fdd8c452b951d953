"""One derivation of a triple from triples that came before it: for what lost its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from matcher.reasoning.compiling import ONCE, Found, Trigger, compile_backward
from matcher.reasoning.dispatch import RULE_NUMBERS
from matcher.reasoning.facts import Facts, Numbers
from matcher.reasoning.lists import EXPANSIONS
from matcher.reasoning.rules import RULES, SAME, Rule

Conclusion = tuple[int | None, int | None]  # predicate and object of what a rule concludes
Derivation = tuple[int, int, tuple[int, ...]]  # rule, body, own premises
Index = Mapping[Conclusion, list[tuple[int, Trigger]]]
REFLEXIVE: Final = RULE_NUMBERS["eq-ref"]


def index_rules(rules: Iterable[tuple[Rule, int]]) -> Index:
    """Backward triggers with their bodies, by what they conclude; None stands for any term."""
    found: dict[Conclusion, list[tuple[int, Trigger]]] = defaultdict(list)
    for rule, body in rules:
        if rule.conclusion is not None:
            _s, p, o = rule.conclusion
            fixed = o if isinstance(p, int) and isinstance(o, int) else None
            key = p if isinstance(p, int) else None, fixed
            trigger = compile_backward(rule, RULE_NUMBERS[rule.name], body, ONCE)
            found[key].append((body, trigger))
    return dict(found)


@cache
def index_table() -> Index:
    """The rules of the W3C table that are not over lists."""
    return index_rules((rule, 0) for rule in RULES)


def index_axioms(facts: Facts, axioms: Mapping[int, int]) -> Index:
    """The ground rules of one layer's list axioms."""
    return index_rules(expand(facts, axioms))


def expand(facts: Facts, axioms: Mapping[int, int]) -> Iterator[tuple[Rule, int]]:
    """The ground rules of list axioms, each with the body it was read as."""
    for body, axiom in axioms.items():
        s, p, _o = facts.triple(axiom)
        if p in EXPANSIONS:
            members = [facts.triple(n)[2] for n in facts.body(body)[1::2]]
            yield from ((rule, body) for rule in EXPANSIONS[p](s, members))


def trace(facts: Facts, triple: Numbers, end: int, indexes: Iterable[Index]) -> Derivation | None:
    """A derivation of a triple whose premises all have numbers below `end`, or None."""
    s, p, o = triple
    out: list[Found] = []
    for index in indexes:
        for key in ((p, o), (p, None), (None, None)):
            for body, trigger in index.get(key, ()):
                if not body or stands(facts, body, end):
                    trigger(facts, s, p, o, end - 1, out)
                    if out and is_allowed(triple, out[0][3]):
                        _s, _p, _o, rule, _body, premises = out[0]
                        return rule, body, premises
                    out.clear()
    return None


def stands(facts: Facts, body: int, end: int) -> bool:
    """Whether an axiom and its list are there, with numbers below `end`."""
    return all(m < end and facts.is_live(m) for m in facts.body(body))


def is_allowed(triple: Numbers, rule: int) -> bool:
    """Whether a rule may say this: that a thing is itself comes of eq-ref alone."""
    return triple[1] != SAME or triple[0] != triple[2] or rule == REFLEXIVE
