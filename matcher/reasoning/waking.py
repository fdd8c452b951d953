"""Letting sleepers sleep again: a premise listens only while the axioms its rule needs are there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from matcher.reasoning.compiling import Found, Trigger, compile_backward
from matcher.reasoning.dispatch import (
    ALWAYS,
    BY_CLASS,
    BY_PREDICATE,
    SLEEPERS,
    Dispatch,
    Key,
    fixed_key,
)
from matcher.reasoning.facts import Facts, Numbers
from matcher.reasoning.rules import TYPE, Pattern, Rule

Doubt = tuple[int, int | None]  # a sleeper's slot, and the key it may be awake on; None: any


def index_guards() -> dict[Key, list[tuple[int, Pattern]]]:
    """The sleepers' slots with each of their guards, by what the guard listens on."""
    found: dict[Key, list[tuple[int, Pattern]]] = defaultdict(list)
    for slot, sleeper in enumerate(SLEEPERS):
        for guard, _trivial in sleeper.guards:
            key = fixed_key(guard)
            if key is not None:
                found[key].append((slot, guard))
    return dict(found)


GUARDS: Final = index_guards()


def list_doubts(triple: Numbers) -> Iterator[Doubt]:
    """The sleepers that may be awake because of a triple."""
    _s, p, o = triple
    for key in ((BY_PREDICATE, p), (BY_CLASS, o)):
        if key[0] == BY_PREDICATE or p == TYPE:
            for slot, guard in GUARDS.get(key, ()):
                at = SLEEPERS[slot].key
                values = dict(zip(guard, triple, strict=True))
                yield slot, 0 if SLEEPERS[slot].kind == ALWAYS else values.get(at)


def doze(facts: Facts, dispatch: Dispatch, doubts: Iterable[Doubt]) -> None:
    """Let those sleep whose guards are gone, of the sleepers that this layer woke."""
    doubts = set(doubts)
    anywhere = {slot for slot, key in doubts if key is None}
    for slot, key in [*doubts, *list_awake(dispatch, anywhere)]:
        if key is not None and not is_guarded(facts, slot, key):
            dispatch.remove((SLEEPERS[slot].kind, key), SLEEPERS[slot].trigger)


def list_awake(dispatch: Dispatch, slots: Iterable[int]) -> list[Doubt]:
    """On which keys of this layer the given sleepers are awake."""
    triggers = {id(SLEEPERS[slot].trigger): slot for slot in slots}
    return [
        (triggers[id(trigger)], key)
        for (_kind, key), listening in (dispatch.items() if triggers else ())
        for trigger in listening
        if id(trigger) in triggers
    ]


@cache
def compile_guards(slot: int) -> Trigger:
    """A trigger that finds the guards of a sleeper for the key it is given as a triple."""
    sleeper = SLEEPERS[slot]
    guards = tuple(guard for guard, _trivial in sleeper.guards)
    return compile_backward(Rule("guards", guards, (sleeper.key,) * 3, sleeper.tests), 0, 0)


def is_guarded(facts: Facts, slot: int, key: int) -> bool:
    """Whether a sleeper has reason to be awake on a key."""
    out: list[Found] = []
    compile_guards(slot)(facts, key, key, key, facts.end, out)
    trivial = [trivial for _guard, trivial in SLEEPERS[slot].guards]
    return any(says_something(facts, found[5], trivial) for found in out)


def says_something(facts: Facts, guards: Iterable[int], trivial: Iterable[bool]) -> bool:
    """Whether no guard relates a thing to itself where the rule would then say nothing new."""
    for n, dull in zip(guards, trivial, strict=True):
        s, _p, o = facts.triple(n)
        if dull and s == o:
            return False
    return True
