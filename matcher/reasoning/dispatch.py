"""Which triggers a new triple meets: by its predicate, by its class, or any.

A premise with a fixed predicate (or class) always listens. A premise like `?x ?p ?y` listens
on a predicate only once the axioms that its rule needs are there for that predicate, so that
labels and other facts that no axiom mentions cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from matcher.reasoning import pairs
from matcher.reasoning.compiling import Trigger, compile_rule, compile_waker, is_trivial_rule
from matcher.reasoning.lists import EXPANSIONS, NAMES
from matcher.reasoning.rules import (
    RULES,
    SAME,
    TYPE,
    UNCONDITIONAL,
    Pattern,
    Rule,
    Term,
    Test,
)

BY_PREDICATE: Final = 0  # the kinds of key
BY_CLASS: Final = 1
ALWAYS: Final = 2
OF_VALUES: Final = 3  # for bonds to literals, which only tests of values meet; see `merging.py`

#: rule numbers ↔ W3C names; 0 is what was given
RULE_NAMES: Final = tuple(
    dict.fromkeys(("asserted", *(rule.name for rule in RULES), *NAMES, *pairs.NAMES))
)
RULE_NUMBERS: Final = {name: number for number, name in enumerate(RULE_NAMES)}

Key = tuple[int, int]  # kind, and the predicate's or the class's number (0 for the others)


class Dispatch:
    """The triggers that listen on each key; a layer adds its own to those of its base."""

    __slots__ = ("_base", "_bodies", "_classes", "_own", "_predicates")

    def __init__(self, base: Dispatch | None = None) -> None:
        """Start with nothing, or with all that listens in a base that is only read."""
        self._base = base
        self._own: dict[Key, tuple[Trigger, ...]] = {}
        self._bodies: dict[int, list[tuple[Key, Trigger]]] = {}
        self._predicates: dict[int, tuple[Trigger, ...]] = {}  # found before, until one changes
        self._classes: dict[int, tuple[Trigger, ...]] = {}

    def on_predicate(self, p: int) -> tuple[Trigger, ...]:
        """The triggers that meet every triple with a predicate."""
        found = self._predicates.get(p)
        if found is None:
            found = self._predicates[p] = self.get((BY_PREDICATE, p)) + self.get((ALWAYS, 0))
        return found

    def on_class(self, c: int) -> tuple[Trigger, ...]:
        """The triggers that meet every member of a class."""
        found = self._classes.get(c)
        if found is None:
            found = self._classes[c] = self.get((BY_CLASS, c))
        return found

    def _forget(self, key: Key) -> None:
        """Look again for what listens on a key."""
        kind, number = key
        if kind == BY_CLASS:
            self._classes.pop(number, None)
        elif kind == BY_PREDICATE:
            self._predicates.pop(number, None)
        else:
            self._predicates.clear()

    def get(self, key: Key) -> tuple[Trigger, ...]:
        """The triggers on a key."""
        found = self._own.get(key)
        if found is None:
            return self._base.get(key) if self._base is not None else ()
        return found

    def add(self, key: Key, trigger: Trigger, body: int = 0) -> None:
        """Let a trigger listen on a key; `body` names the list axiom it was made of, if any."""
        known = self.get(key)
        if trigger not in known:
            self._own[key] = (*known, trigger)
            self._forget(key)
            if body:
                self._bodies.setdefault(body, []).append((key, trigger))

    def remove(self, key: Key, trigger: Trigger) -> None:
        """Let a trigger of this layer listen no more."""
        below = self._base.get(key) if self._base is not None else ()
        if trigger not in below:
            left = tuple(other for other in self.get(key) if other != trigger)
            self._forget(key)
            if left == below:
                self._own.pop(key, None)
            else:
                self._own[key] = left

    def silence(self, body: int) -> None:
        """Let nothing listen any more that was made of a list axiom of this layer."""
        for key, trigger in self._bodies.pop(body, ()):
            self.remove(key, trigger)

    def duplicate(self) -> Dispatch:
        """A copy to add to while others go on reading this one."""
        other = Dispatch(self._base)
        other._own = self._own.copy()
        other._bodies = {body: list(pairs) for body, pairs in self._bodies.items()}
        return other

    def items(self) -> Iterator[tuple[Key, tuple[Trigger, ...]]]:
        """This layer's own keys with everything that listens on them."""
        return iter(self._own.items())


@dataclass(frozen=True, slots=True)
class Sleeper:
    """A premise that listens only where its axioms are: its rule, trigger, key and guards."""

    rule: str
    trigger: Trigger
    kind: int
    key: Term
    guards: tuple[tuple[Pattern, bool], ...]  # each with: trivial where its ends are the same
    tests: tuple[Test, ...]  # those of the rule that its guards suffice for


def fixed_key(pattern: Pattern) -> Key | None:
    """The key of a premise with a fixed predicate or class, or None."""
    _s, p, o = pattern
    if p == TYPE:
        return (BY_CLASS, o) if isinstance(o, int) else None
    return (BY_PREDICATE, p) if isinstance(p, int) else None


def find_sleeper(rule: Rule, delta: int) -> Sleeper:
    """How premise `delta` of a rule is woken."""
    _s, p, o = rule.premises[delta]
    kind, key = (BY_CLASS, o) if p == TYPE else (BY_PREDICATE, p)
    guards = tuple(
        (pattern, is_trivial_rule(rule, i))
        for i, pattern in enumerate(rule.premises)
        if fixed_key(pattern) is not None
    )
    if not any(key in pattern for pattern, _trivial in guards):
        kind, key = ALWAYS, 0  # eq-rep-s and eq-rep-o: any triple may meet them
    known = {word for pattern, _trivial in guards for word in pattern}
    tests = tuple(test for test in rule.tests if known.issuperset(test[1]))
    trigger = compile_rule(rule, RULE_NUMBERS[rule.name], 0, delta)
    return Sleeper(rule.name, trigger, kind, key, guards, tests)


def hear_bonds(key: Key, rule: str) -> Key:
    """The key itself, but for a premise by which a test of values asks what names a literal."""
    return (OF_VALUES, 0) if key == (BY_PREDICATE, SAME) and rule in UNCONDITIONAL else key


def build() -> tuple[Dispatch, tuple[Sleeper, ...]]:
    """What always listens, and what the axioms may wake."""
    listening = Dispatch()
    sleepers: list[Sleeper] = []
    for rule in RULES:
        for delta, pattern in enumerate(rule.premises):
            key = fixed_key(pattern)
            if key is not None:
                key = hear_bonds(key, rule.name)
                listening.add(key, compile_rule(rule, RULE_NUMBERS[rule.name], 0, delta))
            else:
                sleepers.append(find_sleeper(rule, delta))
    for slot, sleeper in enumerate(sleepers):
        patterns = [guard for guard, _trivial in sleeper.guards]
        for delta, (guard, trivial) in enumerate(sleeper.guards):
            at = fixed_key(guard)
            if at is not None:
                at = hear_bonds(at, sleeper.rule)
                wake = sleeper.kind, sleeper.key, slot
                listening.add(at, compile_waker(patterns, sleeper.tests, wake, delta, trivial))
    return listening, tuple(sleepers)


LISTENING, SLEEPERS = build()


def listen_ground(dispatch: Dispatch, rule: Rule, body: int) -> None:
    """Let every premise of a ground rule (from a list axiom) listen."""
    for delta, pattern in enumerate(rule.premises):
        key = fixed_key(pattern) or (BY_PREDICATE, TYPE)
        dispatch.add(key, compile_rule(rule, RULE_NUMBERS[rule.name], body, delta), body)


def listen_axiom(
    dispatch: Dispatch, axiom: tuple[int, int], members: Sequence[int], body: int
) -> list[Trigger]:
    """Let a list axiom (subject, predicate) listen; what meets all that was known before."""
    s, p = axiom
    everything: list[Trigger] = []
    for rule in EXPANSIONS[p](s, members) if p in EXPANSIONS else ():
        listen_ground(dispatch, rule, body)
        everything.append(compile_rule(rule, RULE_NUMBERS[rule.name], body, None))
    for watcher in pairs.make_watchers(p, s, members, body, RULE_NUMBERS):
        dispatch.add((BY_CLASS, watcher.kind), watcher.scan, body)
        by_class = watcher.kind == pairs.ALL_DISJOINT_CLASSES
        for member, trigger in watcher.listeners():
            kind = BY_CLASS if by_class else BY_PREDICATE
            dispatch.add((kind, SAME if member is None else member), trigger, body)
        everything.append(watcher.scan)
    return everything


LIST_AXIOMS: Final = frozenset(EXPANSIONS) | frozenset(pairs.PAIRS)
