"""Rule instances of which some premises hold and others are missing, by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Final
from weakref import WeakKeyDictionary

from matcher.reasoning.backward import ground_rules, list_layers
from matcher.reasoning.closure import CompiledClosure
from matcher.reasoning.facts import ASSERTED, Facts, Numbers
from matcher.reasoning.rules import RULES, SAME, TYPE, VOCABULARY, Pattern, Rule

SUBCLASS: Final = VOCABULARY.number("rdfs:subClassOf")
#: axioms that are never missing: a reader mends facts, not the vocabulary
AXIOMS: Final = frozenset(
    number
    for number, text in enumerate(VOCABULARY.texts())
    if "owl#" in text or "rdf-schema#" in text or "syntax-ns#" in text
) - {TYPE, SAME}
#: how many instances of one rule are looked at
MOST_INSTANCES: Final = 3_000

#: stands for a thing that is not known yet
SOMETHING: Final = -1

Binding = dict[str, int]
Rules = Mapping[int | None, Sequence[Rule]]


#: the facts of a layer → where their numbers ended and how many there were; predicates stated
_STATED: WeakKeyDictionary[Facts, tuple[tuple[int, int], frozenset[int]]] = WeakKeyDictionary()


def stated_predicates(closure: CompiledClosure) -> frozenset[int]:
    """The predicates of all that was given to a closure and its bases, by number; kept."""
    facts, base = closure.facts, closure.base
    state = facts.end, len(facts)
    known = _STATED.get(facts)
    if known is None or known[0] != state:
        own = (n for n in range(facts.offset, facts.end) if facts.is_live(n))
        found = frozenset(facts.triple(n)[1] for n in own if facts.rule(n) == ASSERTED)
        known = state, found | (stated_predicates(base) if base else frozenset())
        _STATED[facts] = known
    return known[1]


def sort_rules(rules: Iterable[Rule]) -> Rules:
    """Rules by the predicate they conclude; None for those that conclude any.

    Rules over the values of literals are left out: a value is not for anybody to mend.
    """
    found: dict[int | None, list[Rule]] = defaultdict(list)
    for rule in rules:
        if rule.conclusion is not None and rule.premises and not rule.tests:
            p = rule.conclusion[1]
            found[p if isinstance(p, int) else None].append(rule)
    return found


@cache
def table_rules() -> Rules:
    """The rules of the W3C table by the predicate they conclude, without those of equality."""
    return sort_rules(rule for rule in RULES if not rule.name.startswith("eq-"))


def closure_rules(closure: CompiledClosure) -> Rules:
    """The rules that a closure's list axioms stand for, by the predicate they conclude."""
    return sort_rules(rule for layer in list_layers(closure) for rule, _ in ground_rules(layer))


def unify(pattern: Pattern, triple: Numbers, known: Binding) -> Binding | None:
    """The variables of a pattern with the terms of a triple, or None if they do not fit."""
    found = dict(known)
    for term, number in zip(pattern, triple, strict=True):
        if isinstance(term, str):
            if found.setdefault(term, number) != number:
                return None
        elif term != number:
            return None
    return found


def fill(pattern: Pattern, known: Binding) -> tuple[int | None, int | None, int | None]:
    """A pattern with its known variables filled in."""
    s, p, o = (known.get(term) if isinstance(term, str) else term for term in pattern)
    return s, p, o


def find_facts(facts: Facts, pattern: Pattern, known: Binding) -> Iterator[Binding]:
    """Every way to fill a pattern's variables so that it is a fact; one end has to be known."""
    s, p, o = fill(pattern, known)
    if p is None or (s is None and o is None):
        return
    triples: Iterable[Numbers]
    if s is not None and o is not None:
        triples = ((s, p, o),) if o in facts.fwd(p, s) else ()
    elif s is not None:
        triples = ((s, p, other) for other in facts.fwd(p, s))
    else:
        triples = ((subject, p, o) for subject in facts.bwd(p, o)) if o is not None else ()
    for triple in triples:
        found = unify(pattern, triple, known)
        if found is not None:
            yield found


def find_instances(
    facts: Facts, rule: Rule, goal: Numbers, may_miss: frozenset[int], most: int
) -> Iterator[tuple[Numbers, ...]]:
    """The missing premises of each instance of a rule that concludes the goal, one to `most`.

    A variable that nothing fills is `SOMETHING`. Premises whose predicate is in `AXIOMS` have
    to hold, unless it is in `may_miss`.
    """
    assert rule.conclusion is not None
    start = unify(rule.conclusion, goal, {})
    if start is not None:
        found = join(facts, rule.premises, start, may_miss, most, ())
        for known, missing in islice(found, MOST_INSTANCES):
            if missing:
                yield tuple(dict.fromkeys(complete(pattern, known) for pattern in missing))


def complete(pattern: Pattern, known: Binding) -> Numbers:
    """A pattern with all its variables filled in, with `SOMETHING` where nothing is known."""
    s, p, o = (known.get(term, SOMETHING) if isinstance(term, str) else term for term in pattern)
    return s, p, o


def join(
    facts: Facts,
    premises: Sequence[Pattern],
    known: Binding,
    may_miss: frozenset[int],
    left: int,
    missing: tuple[Pattern, ...],
) -> Iterator[tuple[Binding, tuple[Pattern, ...]]]:
    """Every way to fill the premises in which at most `left` of them are no facts."""
    if not premises:
        yield known, missing
        return
    place = min(range(len(premises)), key=lambda i: openness(premises[i], known))
    pattern, rest = premises[place], (*premises[:place], *premises[place + 1 :])
    for found in find_facts(facts, pattern, known):
        yield from join(facts, rest, found, may_miss, left, missing)
    p = fill(pattern, known)[1]
    may = p is not None and (p in may_miss or not is_axiom(pattern))
    if left and may and not holds(facts, pattern, known):
        yield from join(facts, rest, known, may_miss, left - 1, (*missing, pattern))


def openness(pattern: Pattern, known: Binding) -> tuple[bool, bool, int]:
    """The order of joining: axioms first, then what has most of its terms known."""
    s, p, o = fill(pattern, known)
    return p is None, not is_axiom(pattern), (s is None) + (o is None)


def is_axiom(pattern: Pattern) -> bool:
    """Whether a premise is about how things are described, such as ?p a owl:SymmetricProperty."""
    _s, p, o = pattern
    return p in AXIOMS or (p == TYPE and o in AXIOMS)


def holds(facts: Facts, pattern: Pattern, known: Binding) -> bool:
    """Whether a pattern is filled in and a fact."""
    s, p, o = fill(pattern, known)
    return s is not None and p is not None and o is not None and o in facts.fwd(p, s)
