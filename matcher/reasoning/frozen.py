"""Facts as sorted columns: nothing to build on opening, rows are made when asked for."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.reasoning.equality import Classes
from matcher.reasoning.facts import EMPTY, LiveFacts, Numbers, Recorded, Row
from matcher.reasoning.terms import Terms


@dataclass(frozen=True, slots=True)
class Orders:
    """Triple numbers sorted by (p, s, o) and by (p, o, s), each with its column of keys."""

    ranges: dict[int, tuple[int, int]]  # predicate → its part of both orders
    by_subject: array[int]
    subjects: array[int]
    by_object: array[int]
    objects: array[int]


class FrozenFacts:
    """A closed base read from disk; see `facts.Facts`. Safe to read from many threads."""

    def __init__(
        self,
        terms: Terms,
        recorded: Recorded,
        orders: Orders,
        bodies: Sequence[tuple[int, ...]],
        same: Classes,
        aside: Iterable[int],
    ) -> None:
        """Take the columns as they are; `aside` are the triples that are in no order."""
        self.terms = terms
        self.same = same
        self.aside = {(recorded.s[n], recorded.p[n], recorded.o[n]): n for n in aside}
        self.offset = 0
        self.recorded = recorded
        self.orders = orders
        self._bodies = bodies
        self._forward: dict[tuple[int, int], Row] = {}
        self._backward: dict[tuple[int, int], Row] = {}

    @property
    def end(self) -> int:
        """One more than the largest number."""
        return len(self.recorded.s)

    def __len__(self) -> int:
        """How many triples there are."""
        return len(self.recorded.s)

    def is_live(self, _n: int) -> bool:
        """A saved closure has no holes."""
        return True

    def find(self, triple: Numbers) -> int | None:
        """The number of a triple, indexed or aside, or None if it is not recorded."""
        s, p, o = triple
        n = self.fwd(p, s).get(o)
        return self.aside.get(triple) if n is None else n

    def thaw(self) -> LiveFacts:
        """The same facts to write to; this one stays as it is."""
        terms, recorded = self.terms.duplicate(), self.recorded.duplicate()
        return LiveFacts.of(terms, recorded, self._bodies, self.same, self.aside)

    def fwd(self, p: int, s: int) -> Row:
        """Objects of (s, p, ·), kept once made."""
        row = self._forward.get((p, s))
        if row is None:
            row = self._cut(p, s, self.orders.by_subject, self.orders.subjects, self.recorded.o)
            self._forward[p, s] = row
        return row

    def bwd(self, p: int, o: int) -> Row:
        """Subjects of (·, p, o), kept once made."""
        row = self._backward.get((p, o))
        if row is None:
            row = self._cut(p, o, self.orders.by_object, self.orders.objects, self.recorded.s)
            self._backward[p, o] = row
        return row

    def _cut(self, p: int, key: int, order: array[int], keys: array[int], ends: array[int]) -> Row:
        """The row of one key in one predicate's part of an order."""
        start, end = self.orders.ranges.get(p, (0, 0))
        first = bisect_left(keys, key, start, end)
        if first == end or keys[first] != key:
            return EMPTY
        numbers = order[first : bisect_right(keys, key, first, end)]
        return {ends[n]: n for n in numbers}

    def rows(self, p: int) -> Iterable[tuple[int, Row]]:
        """Every subject of p with its objects, not kept."""
        start, end = self.orders.ranges.get(p, (0, 0))
        order, subjects, ends = self.orders.by_subject, self.orders.subjects, self.recorded.o
        while start < end:
            subject = subjects[start]
            after = bisect_right(subjects, subject, start, end)
            yield subject, {ends[n]: n for n in order[start:after]}
            start = after

    def predicates(self) -> Sequence[int]:
        """Every predicate in use."""
        return tuple(self.orders.ranges)

    def triple(self, n: int) -> Numbers:
        """The triple with this number."""
        r = self.recorded
        return r.s[n], r.p[n], r.o[n]

    def rule(self, n: int) -> int:
        """The rule that first found triple n."""
        return self.recorded.rule[n]

    def premises(self, n: int) -> tuple[int, ...]:
        """The triples that triple n was first found from."""
        return (*self._bodies[self.recorded.body[n]], *self.recorded.own_premises(n))

    def body(self, number: int) -> tuple[int, ...]:
        """Premises that many derivations share."""
        return self._bodies[number]

    def body_count(self) -> int:
        """How many shared premises there are."""
        return len(self._bodies)
