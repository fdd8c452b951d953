"""Numbered triples with their derivations, indexed both ways; an overlay shares its base.

A triple's number says when it was found, so that the premises of a derivation always have
smaller numbers than its conclusion: derivations cannot be circular.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, Protocol

from matcher.reasoning.terms import Terms

Row = Mapping[int, int]  # the other end of a triple → the triple's number
Numbers = tuple[int, int, int]
EMPTY: Final[dict[int, int]] = {}
ASSERTED: Final = 0  # the rule number of what was given


class Facts(Protocol):
    """Triples of integers that can be read by subject and by object."""

    terms: Terms

    def __len__(self) -> int:
        """How many triples there are."""

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


class Recorded:
    """Columns of numbered triples: terms, rule and premises, twelve bytes and a few more each."""

    __slots__ = ("body", "o", "p", "premise", "rule", "s", "start")

    def __init__(self) -> None:
        """Start with no triple."""
        self.s, self.p, self.o = array("i"), array("i"), array("i")
        self.rule, self.body = array("h"), array("i")
        self.start, self.premise = array("i", (0,)), array("i")

    def append(self, triple: Numbers, rule: int, body: int, premises: tuple[int, ...]) -> None:
        """Add a row; `body` names shared premises (an axiom and its list), given once."""
        self.s.append(triple[0])
        self.p.append(triple[1])
        self.o.append(triple[2])
        self.rule.append(rule)
        self.body.append(body)
        self.premise.extend(premises)
        self.start.append(len(self.premise))

    def own_premises(self, row: int) -> tuple[int, ...]:
        """The premises of a row without the shared ones."""
        return tuple(self.premise[self.start[row] : self.start[row + 1]])


class LiveFacts:
    """Facts in the making: nested dictionaries, as fast to add to as to read."""

    def __init__(self, terms: Terms) -> None:
        """Start with no triple."""
        self.terms = terms
        self.offset = 0
        self.recorded = Recorded()
        self.bodies: list[tuple[int, ...]] = [()]  # body 0 is the empty one
        self._fwd: dict[int, dict[int, dict[int, int]]] = {}
        self._bwd: dict[int, dict[int, dict[int, int]]] = {}

    def __len__(self) -> int:
        """How many triples there are."""
        return self.offset + len(self.recorded.s)

    def add(
        self, triple: Numbers, rule: int, body: int = 0, premises: tuple[int, ...] = ()
    ) -> bool:
        """Record a triple unless it is known; whether it was new."""
        s, p, o = triple
        if o in self.fwd(p, s):
            return False
        number = len(self)
        self._fwd.setdefault(p, {}).setdefault(s, {})[o] = number
        self._bwd.setdefault(p, {}).setdefault(o, {})[s] = number
        self.recorded.append(triple, rule, body, premises)
        return True

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

    def add_body(self, premises: tuple[int, ...]) -> int:
        """Keep premises that many derivations share; their number."""
        self.bodies.append(premises)
        return self.body_count() - 1


class LayeredFacts(LiveFacts):
    """A few facts on top of a base that is read and never written."""

    def __init__(self, base: Facts) -> None:
        """Start with nothing of its own."""
        super().__init__(Terms(base.terms))
        self.base = base
        self.offset = len(base)
        self.bodies = []

    def fwd(self, p: int, s: int) -> Row:
        """Objects of (s, p, ·) in the layer and in the base."""
        found = self._fwd.get(p)
        own = found.get(s) if found else None
        below = self.base.fwd(p, s)
        if not own:
            return below
        return LayeredRow(own, below) if below else own

    def bwd(self, p: int, o: int) -> Row:
        """Subjects of (·, p, o) in the layer and in the base."""
        found = self._bwd.get(p)
        own = found.get(o) if found else None
        below = self.base.bwd(p, o)
        if not own:
            return below
        return LayeredRow(own, below) if below else own

    def rows(self, p: int) -> Iterable[tuple[int, Row]]:
        """Rows of the layer, then rows of the base; a subject in both comes twice."""
        return chain(super().rows(p), self.base.rows(p))

    def predicates(self) -> Sequence[int]:
        """Every predicate in use in the layer or in the base."""
        return tuple(dict.fromkeys((*self._fwd, *self.base.predicates())))

    def triple(self, n: int) -> Numbers:
        """The triple with this number, of the layer or of the base."""
        return self.base.triple(n) if n < self.offset else super().triple(n - self.offset)

    def rule(self, n: int) -> int:
        """The rule that first found triple n."""
        return self.base.rule(n) if n < self.offset else super().rule(n - self.offset)

    def premises(self, n: int) -> tuple[int, ...]:
        """The triples that triple n was first found from."""
        return self.base.premises(n) if n < self.offset else super().premises(n)

    def body(self, number: int) -> tuple[int, ...]:
        """Shared premises, of the layer or of the base."""
        below = self.base.body_count()
        return self.base.body(number) if number < below else self.bodies[number - below]

    def body_count(self) -> int:
        """How many shared premises there are, those of the base included."""
        return self.base.body_count() + len(self.bodies)


class LayeredRow(Mapping[int, int]):
    """Two rows read as one, without copying the larger."""

    __slots__ = ("_below", "_own")

    def __init__(self, own: Row, below: Row) -> None:
        """Put a layer's row on its base's row; they have no key in common."""
        self._own, self._below = own, below

    def __getitem__(self, key: int) -> int:
        """The number of the triple to this other end."""
        number = self._own.get(key)
        return self._below[key] if number is None else number

    def __iter__(self) -> Iterator[int]:
        """Every other end."""
        return chain(self._own, self._below)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._own) + len(self._below)
