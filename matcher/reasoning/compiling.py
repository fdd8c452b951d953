"""Rules as Python functions: one for each premise that a new triple may meet.

A trigger gets the new triple and its number, joins the other premises against what is
already there (triples with a larger number wait for their own turn, so each instance of a
rule is found once), and appends what it found to `out`. The code is written once for each
*shape* of rule; constants are bound when a rule is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from matcher.reasoning.facts import Facts
from matcher.reasoning.literals import ENUMERABLE, TESTS
from matcher.reasoning.rules import TYPE, VOCABULARY, Pattern, Rule, Term, Test

#: what a trigger finds: (subject or a mark, predicate, object, rule, body, premise numbers)
Found = tuple[int, int, int, int, int, tuple[int, ...]]
Trigger = Callable[[Facts, int, int, int, int, list[Found]], None]
CLASH: Final = -1  # marks instead of a subject
WAKE: Final = -2

#: how many triples to expect for (?, p, o), relative to one subject's objects
FAN_IN: Final[dict[Term, int]] = {TYPE: 6, VOCABULARY.number("owl:onProperty"): 5}
USUAL_FAN_IN: Final = 3
UNBOUND: Final = 9

BACK: Final = "back"  # the new triple is the conclusion: find all it follows from,
ONCE: Final = "once"  # or one thing only
FIND: Final = "find"  # what a shape's code does with what it finds: give it out,
WAKE_ALL: Final = "wake"  # wake a sleeping trigger,
WAKE_OTHERS: Final = "wake others"  # or wake it unless the new triple's ends are the same

Words = tuple[str, str, str]
Shape = tuple[tuple[tuple[Words, int], ...], Words | None, str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of a function under construction and the variables that have a value so far."""

    lines: list[str]
    bound: set[str]
    tests: list[tuple[str, ...]]  # those still to be made
    depth: int = 1

    def write(self, line: str) -> Code:
        """Add a line; a line that opens a block puts what follows inside it."""
        self.lines.append("    " * self.depth + line)
        if not line.endswith(":"):
            return self
        return Code(self.lines, self.bound, self.tests, self.depth + 1)

    def check(self) -> Code:
        """Make every test whose variables have values by now; find what is equal to them."""
        code = self
        for test in list(self.tests):
            name, *words = test
            free = [word for word in words if word not in code.bound]
            given = ", ".join(word for word in words if word in code.bound)
            if not free:
                code = code.write(f"if {name}(facts.terms, {given}):")
            elif len(free) == 1 and len(words) == 2 and name in ENUMERABLE:
                code = code.write(f"for {free[0]} in {ENUMERABLE[name]}(facts.terms, {given}):")
                code.bound.add(free[0])
            else:
                continue
            self.tests.remove(test)
        return code


def shape_rule(
    premises: Sequence[Pattern],
    conclusion: Pattern | None,
    mark: str,
    tests: Sequence[Test] = (),
) -> tuple[Shape, tuple[int, ...]]:
    """A rule with its constants taken out, and the constants."""
    constants: dict[int, str] = {}

    def word(term: Term) -> str:
        if isinstance(term, str):
            return "v_" + term[1:]
        return constants.setdefault(term, f"k{len(constants)}")

    def words(pattern: Pattern) -> Words:
        return word(pattern[0]), word(pattern[1]), word(pattern[2])

    body = tuple((words(pattern), FAN_IN.get(pattern[1], USUAL_FAN_IN)) for pattern in premises)
    claim = words(conclusion) if conclusion else None
    checks = tuple((name, *(word(term) for term in terms)) for name, terms in tests)
    return (body, claim, mark, checks), tuple(constants)


@cache
def write_factory(shape: Shape, delta: int | None) -> Callable[..., Trigger]:
    """A function that makes triggers of one shape, for a new triple at premise `delta`.

    With delta None the trigger joins everything, for a rule that comes after its facts.
    """
    premises, conclusion, mark, tests = shape
    parameters = [f"k{i}" for i in range(count_constants(shape))]
    head = [f"def make({', '.join([*parameters, 'rule', 'body'])}):"]
    code = Code(head, set(parameters), list(tests)).write("def trigger(facts, s, p, o, n, out):")
    left = list(range(len(premises)))
    if mark in (BACK, ONCE) and conclusion is not None:
        code = unify(code, conclusion, trivial=False)
    if delta is not None:
        left.remove(delta)
        trivial = mark == WAKE_OTHERS or (mark == FIND and is_trivial(premises, conclusion, delta))
        code = unify(code, premises[delta][0], trivial)
        code = code.write(f"m{delta} = n")
    code = code.check()
    while left:
        best = min(left, key=lambda i: (estimate(*premises[i], code.bound), i))
        left.remove(best)
        code = join(code, premises[best][0], f"m{best}").check()
    conclude(code, conclusion, mark, [f"m{i}" for i in range(len(premises))])
    head.append("    return trigger")
    namespace: dict[str, Any] = dict(TESTS)
    exec("\n".join(head), namespace)
    factory: Callable[..., Trigger] = namespace["make"]
    return factory


def count_constants(shape: Shape) -> int:
    """How many constants a shape has."""
    premises, conclusion, _mark, _tests = shape
    words = {word for pattern, _fan in premises for word in pattern} | set(conclusion or ())
    return sum(word.startswith("k") for word in words)


def is_trivial(
    premises: tuple[tuple[Words, int], ...], conclusion: Words | None, delta: int
) -> bool:
    """Whether the rule says nothing new when subject and object of premise `delta` are one."""
    s, _p, o = premises[delta][0]
    if conclusion is None or s[0] == "k" or o[0] == "k":
        return False

    def merge(words: Words) -> tuple[str, ...]:
        return tuple(s if word == o else word for word in words)

    others = [merge(words) for i, (words, _fan) in enumerate(premises) if i != delta]
    return merge(conclusion) in others


def unify(code: Code, pattern: Words, trivial: bool) -> Code:
    """Give the variables of the new triple's pattern their values, or leave."""
    if trivial:
        code.write("if s == o: return")
    for word, given in zip(pattern, "spo", strict=True):
        if word in code.bound:
            code.write(f"if {word} != {given}: return")
        else:
            code.write(f"{word} = {given}")
            code.bound.add(word)
    return code


def estimate(pattern: Words, fan_in: int, bound: set[str]) -> int:
    """How many triples one expects to meet in joining a pattern next; 0 for a mere check."""
    s, p, o = (word in bound for word in pattern)
    if s and o:
        return 0 if p else UNBOUND
    if not (s or o) or not p:
        return UNBOUND + (not p)
    return 1 if s else fan_in


def join(code: Code, pattern: Words, number: str) -> Code:
    """Loop over the triples that fit a pattern, or check for the one that does."""
    s, p, o = pattern
    if p not in code.bound:
        code = code.write(f"for {p} in facts.predicates():")
        code.bound.add(p)
    if s not in code.bound and o not in code.bound:
        code = code.write(f"for {s}, row in facts.rows({p}):")
        code.bound.add(s)
        row = "row"
    else:
        row = f"facts.fwd({p}, {s})"
    if s in code.bound and o in code.bound:
        code.write(f"{number} = {row}.get({o})")
        return code.write(f"if {number} is not None and {number} <= n:")
    free, row = (o, row) if s in code.bound else (s, f"facts.bwd({p}, {o})")
    code.bound.add(free)
    code = code.write(f"for {free}, {number} in {row}.items():")
    return code.write(f"if {number} <= n:")


def conclude(code: Code, conclusion: Words | None, mark: str, numbers: list[str]) -> None:
    """Append what was found: a triple not known yet, a contradiction, or a trigger to wake."""
    premises = f"({''.join(number + ', ' for number in numbers)})"
    if mark in (WAKE_ALL, WAKE_OTHERS):
        key = conclusion[1] if conclusion else "0"
        code.write(f"out.append(({WAKE}, {key}, body, rule, 0, ()))")
    elif conclusion is None:
        code.write(f"out.append(({CLASH}, 0, 0, rule, body, {premises}))")
    else:
        s, p, o = conclusion
        if mark == FIND:
            code = code.write(f"if {o} not in facts.fwd({p}, {s}):")
        code.write(f"out.append(({s}, {p}, {o}, rule, body, {premises}))")
        if mark == ONCE:
            code.write("return")


def compile_rule(rule: Rule, number: int, body: int, delta: int | None) -> Trigger:
    """The trigger of a rule for a new triple at one premise (None: for everything known)."""
    shape, constants = shape_rule(rule.premises, rule.conclusion, FIND, rule.tests)
    return write_factory(shape, delta)(*constants, number, body)


def compile_backward(rule: Rule, number: int, body: int, mark: str = BACK) -> Trigger:
    """A trigger that gets a triple and finds the instances of the rule that conclude it.

    With the mark ONCE it leaves off at the first.
    """
    shape, constants = shape_rule(rule.premises, rule.conclusion, mark, rule.tests)
    return write_factory(shape, None)(*constants, number, body)


def compile_waker(
    guards: Sequence[Pattern],
    tests: Sequence[Test],
    wake: tuple[int, Term, int],
    delta: int,
    trivial: bool,
) -> Trigger:
    """A trigger that wakes a sleeper, by (kind, key, slot), once all its guards are there.

    `trivial`: the rule says nothing where the new guard's subject is its object.
    """
    kind, key, slot = wake
    mark = WAKE_OTHERS if trivial else WAKE_ALL
    shape, constants = shape_rule(guards, (key, key, key), mark, tests)
    return write_factory(shape, delta)(*constants, kind, slot)


def is_trivial_rule(rule: Rule, delta: int) -> bool:
    """Whether a rule says nothing new where its premise `delta` relates a thing to itself."""
    premises, conclusion, _mark, _tests = shape_rule(rule.premises, rule.conclusion, FIND)[0]
    return is_trivial(premises, conclusion, delta)
