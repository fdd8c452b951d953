"""Numbered triples with their derivations, indexed both ways; an overlay shares its base.

A triple's number says when it was found, so that the premises of a derivation always have
smaller numbers than its conclusion: derivations cannot be circular. What is taken back leaves
a hole: its number is not given out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import Final, Protocol

from matcher.reasoning.equality import Classes
from matcher.reasoning.recorded import ASSERTED, DEAD, Numbers, Recorded
from matcher.reasoning.terms import Terms

Row = Mapping[int, int]  # the other end of a triple → the triple's number
Index = dict[int, dict[int, dict[int, int]]]  # predicate → one end → a row
EMPTY: Final[dict[int, int]] = {}

__all__ = ["ASSERTED", "EMPTY", "Facts", "LiveFacts", "Numbers", "Recorded", "Row"]


class Facts(Protocol):
    """Triples of integers that can be read by subject and by object."""

    terms: Terms
    same: Classes  # which terms are one
    offset: int  # the first number of this layer

    @property
    def end(self) -> int:
        """One more than the largest number."""

    def __len__(self) -> int:
        """How many triples there are."""

    def is_live(self, n: int) -> bool:
        """Whether triple n has not been taken back."""

    def find(self, triple: Numbers) -> int | None:
        """The number of a triple, indexed or aside, or None if it is not recorded."""

    def fwd(self, p: int, s: int) -> Row:
        """Objects of (s, p, ·), each with the number of its triple."""

    def bwd(self, p: int, o: int) -> Row:
        """Subjects of (·, p, o), each with the number of its triple."""

    def rows(self, p: int) -> Iterable[tuple[int, Row]]:
        """Every subject of p with (some of) its objects."""

    def predicates(self) -> Sequence[int]:
        """Every predicate in use."""

    def triple(self, n: int) -> Numbers:
        """The triple with this number."""

    def rule(self, n: int) -> int:
        """The number of the rule that first found triple n."""

    def premises(self, n: int) -> tuple[int, ...]:
        """The triples that triple n was first found from."""

    def body(self, number: int) -> tuple[int, ...]:
        """Premises that many derivations share."""

    def body_count(self) -> int:
        """How many shared premises there are."""


class LiveFacts:
    """Facts in the making: nested dictionaries, as fast to add to as to read."""

    def __init__(self, terms: Terms) -> None:
        """Start with no triple."""
        self.terms = terms
        self.same = Classes()
        self.aside: dict[Numbers, int] = {}  # not indexed: in other words than representatives'
        self.offset = 0
        self.holes = 0
        self.recorded = Recorded()
        self.bodies: list[tuple[int, ...]] = [()]  # body 0 is the empty one
        self._fwd: Index = {}
        self._bwd: Index = {}

    @classmethod
    def of(
        cls,
        terms: Terms,
        recorded: Recorded,
        bodies: Sequence[tuple[int, ...]],
        same: Classes,
        aside: Iterable[Numbers],
    ) -> LiveFacts:
        """Facts from columns without holes, indexed anew."""
        facts = cls(terms)
        facts.same, facts.aside = same, dict.fromkeys(aside, 0)
        return facts.rewritten(recorded, bodies)

    def rewritten(self, recorded: Recorded, bodies: Sequence[tuple[int, ...]]) -> LiveFacts:
        """This layer with other columns, without holes, and an index of them.

        What is aside stays aside.
        """
        other = copy(self)
        other.recorded, other.bodies, other.holes = recorded, list(bodies), 0
        other.same, other.aside = self.same.duplicate(), {}
        forward: Index = {}
        backward: Index = {}
        rows = zip(recorded.s, recorded.p, recorded.o, strict=True)
        for n, (s, p, o) in enumerate(rows, self.offset):
            if (s, p, o) in self.aside:
                other.aside[s, p, o] = n
                continue
            forward.setdefault(p, {}).setdefault(s, {})[o] = n
            backward.setdefault(p, {}).setdefault(o, {})[s] = n
        other._fwd, other._bwd = forward, backward
        return other

    @property
    def end(self) -> int:
        """One more than the largest number."""
        return self.offset + len(self.recorded.s)

    def __len__(self) -> int:
        """How many triples there are."""
        return len(self.recorded.s) - self.holes

    def add(
        self, triple: Numbers, rule: int, body: int = 0, premises: tuple[int, ...] = ()
    ) -> bool:
        """Record a triple unless it is known; whether it was new."""
        s, p, o = triple
        number = self.offset + len(self.recorded.s)
        rows = self._fwd.get(p)
        if rows is None:
            rows = self._fwd[p] = {}
            self._bwd[p] = {}
        row = rows.get(s)
        if row is None:
            rows[s] = {o: number}
        elif row.setdefault(o, number) != number:
            return False
        back = self._bwd[p].get(o)
        if back is None:
            self._bwd[p][o] = {s: number}
        else:
            back[s] = number
        self.recorded.append(triple, rule, body, premises)
        return True

    def put_aside(
        self, triple: Numbers, rule: int, body: int = 0, premises: tuple[int, ...] = ()
    ) -> int:
        """Record a triple that is not known, for derivations only; its number."""
        number = self.end
        self.aside[triple] = number
        self.recorded.append(triple, rule, body, premises)
        return number

    def hide(self, n: int) -> None:
        """Put triple n of this layer aside."""
        s, p, o = self.triple(n)
        drop(self._fwd, p, s, o)
        drop(self._bwd, p, o, s)
        self.aside[s, p, o] = n

    def show(self, n: int) -> None:
        """Index triple n, if it is not indexed."""
        s, p, o = self.triple(n)
        self.aside.pop((s, p, o), None)
        self._fwd.setdefault(p, {}).setdefault(s, {})[o] = n
        self._bwd.setdefault(p, {}).setdefault(o, {})[s] = n

    def find(self, triple: Numbers) -> int | None:
        """The number of a triple, indexed or aside, or None if it is not recorded."""
        s, p, o = triple
        n = self.fwd(p, s).get(o)
        return self.aside.get(triple) if n is None else n

    def mentioning(self, term: int) -> list[int]:
        """The numbers of all indexed triples, of every layer, that speak of a term."""
        found: dict[int, None] = {}
        for p in self.predicates():
            found.update(dict.fromkeys(self.fwd(p, term).values()))
            found.update(dict.fromkeys(self.bwd(p, term).values()))
        for _s, row in self.rows(term):
            found.update(dict.fromkeys(row.values()))
        return list(found)

    def revise(self, n: int, rule: int, body: int = 0, premises: tuple[int, ...] = ()) -> None:
        """Give triple n of this layer another derivation; its premises have smaller numbers."""
        self.recorded.revise(n - self.offset, rule, body, premises)

    def remove(self, n: int) -> None:
        """Take triple n of this layer back."""
        s, p, o = self.triple(n)
        if self.aside.pop((s, p, o), None) is None:
            drop(self._fwd, p, s, o)
            drop(self._bwd, p, o, s)
        self.recorded.rule[n - self.offset] = DEAD
        self.holes += 1

    def stated_count(self) -> int:
        """How many triples this layer states."""
        return self.recorded.rule.count(ASSERTED)

    def last_live(self) -> int:
        """The largest number in this layer that is not a hole."""
        rules = self.recorded.rule
        row = len(rules) - 1
        while row >= 0 and rules[row] == DEAD:
            row -= 1
        return row + self.offset

    def dependents(self, n: int) -> Iterator[int]:
        """The triples of this layer whose kept derivation has triple n as an own premise."""
        offset = self.offset
        return (row + offset for row in self.recorded.citing(n))

    def resting_on(self, body: int) -> Iterator[int]:
        """The triples of this layer whose kept derivation has these shared premises."""
        offset = self.offset
        return (row + offset for row in self.recorded.resting_on(body))

    def duplicate(self) -> LiveFacts:
        """A copy to write to while others go on reading this one."""
        other = copy(self)
        other.terms, other.same = self.terms.duplicate(), self.same.duplicate()
        other.aside = self.aside.copy()
        other.recorded, other.bodies = self.recorded.duplicate(), list(self.bodies)
        other._fwd, other._bwd = copy_index(self._fwd), copy_index(self._bwd)
        return other

    def fwd(self, p: int, s: int) -> Row:
        """Objects of (s, p, ·)."""
        found = self._fwd.get(p)
        return found.get(s, EMPTY) if found else EMPTY

    def bwd(self, p: int, o: int) -> Row:
        """Subjects of (·, p, o)."""
        found = self._bwd.get(p)
        return found.get(o, EMPTY) if found else EMPTY

    def rows(self, p: int) -> Iterable[tuple[int, Row]]:
        """Every subject of p with its objects."""
        return self._fwd.get(p, {}).items()

    def predicates(self) -> Sequence[int]:
        """Every predicate in use."""
        return tuple(self._fwd)

    def triple(self, n: int) -> Numbers:
        """The triple with this number."""
        r = self.recorded
        return r.s[n], r.p[n], r.o[n]

    def rule(self, n: int) -> int:
        """The rule that first found triple n."""
        return self.recorded.rule[n]

    def is_live(self, n: int) -> bool:
        """Whether triple n has not been taken back."""
        return self.rule(n) != DEAD

    def premises(self, n: int) -> tuple[int, ...]:
        """The triples that triple n was first found from."""
        row = n - self.offset
        return (*self.body(self.recorded.body[row]), *self.recorded.own_premises(row))

    def body(self, number: int) -> tuple[int, ...]:
        """Premises that many derivations share: a list axiom and its list."""
        return self.bodies[number]

    def body_count(self) -> int:
        """How many shared premises there are."""
        return len(self.bodies)

    def bodies_with(self, n: int) -> list[int]:
        """The numbers of this layer's shared premises that triple n is one of."""
        first = self.body_count() - len(self.bodies)
        return [body for body, premises in enumerate(self.bodies, first) if n in premises]

    def add_body(self, premises: tuple[int, ...]) -> int:
        """Keep premises that many derivations share; their number."""
        self.bodies.append(premises)
        return self.body_count() - 1


def drop(index: Index, p: int, key: int, end: int) -> None:
    """Remove an entry and what it leaves empty, so that `predicates` names only what is in use."""
    rows = index[p]
    row = rows[key]
    del row[end]
    if not row:
        del rows[key]
        if not rows:
            del index[p]


def copy_index(index: Index) -> Index:
    """An index that can be written to without the other noticing."""
    return {p: {key: dict(row) for key, row in rows.items()} for p, rows in index.items()}
