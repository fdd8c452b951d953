"""“All different” and “all disjoint”: one watcher an axiom, not one rule for each pair.

eq-diff2, eq-diff3, prp-adp and cax-adc contradict any two members of a list; as ground rules
a list of n members would need n² of them. A watcher looks a new triple's partners up instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from matcher.reasoning.compiling import CLASH, Found, Trigger
from matcher.reasoning.facts import Facts
from matcher.reasoning.rules import SAME, TYPE, VOCABULARY

MEMBERS: Final = VOCABULARY.number("owl:members")
DISTINCT_MEMBERS: Final = VOCABULARY.number("owl:distinctMembers")
ALL_DIFFERENT: Final = VOCABULARY.number("owl:AllDifferent")
ALL_DISJOINT_PROPERTIES: Final = VOCABULARY.number("owl:AllDisjointProperties")
ALL_DISJOINT_CLASSES: Final = VOCABULARY.number("owl:AllDisjointClasses")
NAMES: Final = ("eq-diff2", "eq-diff3", "prp-adp", "cax-adc")

#: list predicate → the rules it serves, each with the kind of axiom it belongs to
PAIRS: Final = {
    MEMBERS: (
        ("eq-diff2", ALL_DIFFERENT),
        ("prp-adp", ALL_DISJOINT_PROPERTIES),
        ("cax-adc", ALL_DISJOINT_CLASSES),
    ),
    DISTINCT_MEMBERS: (("eq-diff3", ALL_DIFFERENT),),
}


@dataclass(frozen=True, slots=True)
class Watcher:
    """One axiom: its subject and kind, the rule's number, and where each member stands."""

    subject: int
    kind: int
    rule: int
    body: int
    first: dict[int, int]
    last: dict[int, int]

    def report(self, facts: Facts, one: int, other: int, numbers: tuple[int, int]) -> list[Found]:
        """The contradiction of two members, the earlier in the list first."""
        kind = facts.fwd(TYPE, self.subject).get(self.kind)
        if kind is None:
            return []
        if self.first[one] >= self.last[other]:
            one, other, numbers = other, one, (numbers[1], numbers[0])
        if self.first[one] >= self.last[other]:
            return []
        return [(CLASH, 0, 0, self.rule, self.body, (kind, *numbers))]

    def watch_same(self, facts: Facts, s: int, _p: int, o: int, n: int, out: list[Found]) -> None:
        """eq-diff2, eq-diff3: two members are the same (eq-sym gives the other direction)."""
        kind = facts.fwd(TYPE, self.subject).get(self.kind)
        if kind is None or s not in self.first or o not in self.first:
            return
        if self.first[s] < self.last[o]:
            out.append((CLASH, 0, 0, self.rule, self.body, (kind, n)))

    def watch_class(self, facts: Facts, s: int, _p: int, o: int, n: int, out: list[Found]) -> None:
        """cax-adc: a thing is of two of the classes."""
        for other, number in facts.fwd(TYPE, s).items():
            if other in self.first and number <= n:
                out.extend(self.report(facts, o, other, (n, number)))

    def watch_property(
        self, facts: Facts, s: int, p: int, o: int, n: int, out: list[Found]
    ) -> None:
        """prp-adp: two of the properties relate the same two things."""
        for other in self.first:
            number = facts.fwd(other, s).get(o)
            if number is not None and number <= n:
                out.extend(self.report(facts, p, other, (n, number)))

    def scan(self, facts: Facts, s: int, _p: int, _o: int, _n: int, out: list[Found]) -> None:
        """Everything known, once the axiom or its kind has come (`s` is then its subject)."""
        if s != self.subject:
            return
        if self.kind == ALL_DIFFERENT:
            for one in self.first:
                for other, number in facts.fwd(SAME, one).items():
                    self.watch_same(facts, one, SAME, other, number, out)
        elif self.kind == ALL_DISJOINT_CLASSES:
            for one in self.first:
                for thing, number in facts.bwd(TYPE, one).items():
                    self.watch_class(facts, thing, TYPE, one, number, out)
        else:
            for one in self.first:
                for thing, row in facts.rows(one):
                    for other, number in row.items():
                        self.watch_property(facts, thing, one, other, number, out)

    def listeners(self) -> Iterator[tuple[int | None, Trigger]]:
        """What listens on which member: on each class or property, or (None) on owl:sameAs."""
        if self.kind == ALL_DIFFERENT:
            yield None, self.watch_same
        else:
            by_class = self.kind == ALL_DISJOINT_CLASSES
            for member in self.first:
                yield member, self.watch_class if by_class else self.watch_property


def make_watchers(
    p: int, s: int, members: Sequence[int], body: int, numbers: dict[str, int]
) -> list[Watcher]:
    """The watchers of a list axiom; none if its predicate is not about pairs."""
    last = {member: place for place, member in enumerate(members)}
    first = {member: place for place, member in reversed(list(enumerate(members)))}
    return [Watcher(s, kind, numbers[name], body, first, last) for name, kind in PAIRS.get(p, ())]
