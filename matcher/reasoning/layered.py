"""A few facts on top of a base: read as one, without copying the larger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from matcher.reasoning.equality import Classes
from matcher.reasoning.facts import Facts, LiveFacts, Numbers, Row
from matcher.reasoning.terms import Terms


class LayeredFacts(LiveFacts):
    """A few facts on top of a base that is read and never written."""

    def __init__(self, base: Facts) -> None:
        """Start with nothing of its own."""
        super().__init__(Terms(base.terms))
        self.base = base
        self.same = Classes(base.same)
        self.offset = base.end
        self.bodies = []

    def __len__(self) -> int:
        """How many triples there are, those of the base included."""
        return len(self.base) + super().__len__()

    def add(
        self, triple: Numbers, rule: int, body: int = 0, premises: tuple[int, ...] = ()
    ) -> bool:
        """Record a triple unless the layer or its base knows it; whether it was new."""
        known = triple[2] in self.base.fwd(triple[1], triple[0])
        return not known and super().add(triple, rule, body, premises)

    def find(self, triple: Numbers) -> int | None:
        """The number of a triple of the layer or of the base, or None if it is not recorded."""
        n = super().find(triple)
        return self.base.find(triple) if n is None else n

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
