"""Facts as if every name were written out: for looking backward, where all ways count.

Triples that are only there by other names of things get numbers when they are met, above all
recorded ones; the numbers are good for one object only.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence

from matcher.reasoning.dispatch import RULE_NUMBERS
from matcher.reasoning.equality import Classes
from matcher.reasoning.expanding import Expansion
from matcher.reasoning.facts import Facts, Numbers, Row


class SpreadFacts:
    """All that follows from facts in normal form, read under every name; see `facts.Facts`."""

    def __init__(self, facts: Facts) -> None:
        """Read facts that are not written to meanwhile."""
        self.terms = facts.terms
        self.same = Classes()  # nothing is left to expand
        self.offset = facts.offset
        self._facts = facts
        self._recorded = facts.end
        self._expansion = Expansion(facts)
        self._numbers: dict[Numbers, int] = {}
        self._met: list[Numbers] = []
        self._forward: dict[tuple[int, int], Row] = {}
        self._backward: dict[tuple[int, int], Row] = {}

    @property
    def end(self) -> int:
        """More than any number there will be."""
        return sys.maxsize

    def __len__(self) -> int:
        """How many triples there are."""
        return self._expansion.count()

    def find(self, triple: Numbers) -> int | None:
        """The number of a triple, or None if it does not follow."""
        return self._number(triple) if self._expansion.holds(triple) else None

    def _number(self, triple: Numbers) -> int:
        """The number of a triple that follows."""
        n = self._facts.find(triple)
        if n is None:
            n = self._numbers.setdefault(triple, self._recorded + len(self._met))
            if n == self._recorded + len(self._met):
                self._met.append(triple)
        return n

    def fwd(self, p: int, s: int) -> Row:
        """Objects of (s, p, ·), kept once made."""
        row = self._forward.get((p, s))
        if row is None:
            row = {t[2]: self._number(t) for t in self._expansion.match((s, p, None))}
            self._forward[p, s] = row
        return row

    def bwd(self, p: int, o: int) -> Row:
        """Subjects of (·, p, o), kept once made."""
        row = self._backward.get((p, o))
        if row is None:
            row = {t[0]: self._number(t) for t in self._expansion.match((None, p, o))}
            self._backward[p, o] = row
        return row

    def rows(self, p: int) -> Iterable[tuple[int, Row]]:
        """Every subject of p with its objects."""
        found: dict[int, dict[int, int]] = defaultdict(dict)
        for triple in self._expansion.match((None, p, None)):
            found[triple[0]][triple[2]] = self._number(triple)
        return found.items()

    def predicates(self) -> Sequence[int]:
        """Every predicate in use."""
        same = self._facts.same
        return [
            name for p in self._facts.predicates() if same.find(p) == p for name in same.members(p)
        ]

    def triple(self, n: int) -> Numbers:
        """The triple with this number."""
        return self._facts.triple(n) if n < self._recorded else self._met[n - self._recorded]

    def is_live(self, n: int) -> bool:
        """Whether triple n has not been taken back."""
        return n >= self._recorded or self._facts.is_live(n)

    def rule(self, n: int) -> int:
        """The rule by which triple n was first found, or is the same as one that was."""
        if n < self._recorded:
            return self._facts.rule(n)
        return RULE_NUMBERS[self._expansion.derive(self.triple(n))[0]]

    def premises(self, n: int) -> tuple[int, ...]:
        """The triples that triple n follows from by that rule."""
        if n < self._recorded:
            return self._facts.premises(n)
        return tuple(map(self._number, self._expansion.derive(self.triple(n))[1]))

    def body(self, number: int) -> tuple[int, ...]:
        """Premises that many derivations share."""
        return self._facts.body(number)

    def body_count(self) -> int:
        """How many shared premises there are."""
        return self._facts.body_count()
