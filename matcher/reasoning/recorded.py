"""Columns of numbered triples: terms, rule and premises, and who rests on whom."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from copy import copy
from typing import Final

Numbers = tuple[int, int, int]
ASSERTED: Final = 0  # the rule number of what was given
DEAD: Final = -1  # and of what was taken back

#: so many rows at once, and this share of what was read before, are sorted rather than noted
MOST_UNSORTED: Final = 10_000
SHARE: Final = 4


class Recorded:
    """Rows of triples with their derivations: two dozen bytes and the premises each.

    Rows are only added; a row may get another derivation, or be marked dead.
    """

    __slots__ = ("_citations", "body", "o", "p", "premise", "revised", "rule", "s", "start")

    def __init__(self) -> None:
        """Start with no triple."""
        self.s, self.p, self.o = array("i"), array("i"), array("i")
        self.rule, self.body = array("h"), array("i")
        self.start, self.premise = array("i", (0,)), array("i")
        self.revised: dict[int, tuple[int, ...]] = {}  # own premises of rows derived otherwise
        self._citations = Citations()

    def append(self, triple: Numbers, rule: int, body: int, premises: tuple[int, ...]) -> None:
        """Add a row; `body` names shared premises (an axiom and its list), given once."""
        self.s.append(triple[0])
        self.p.append(triple[1])
        self.o.append(triple[2])
        self.rule.append(rule)
        self.body.append(body)
        self.premise.extend(premises)
        self.start.append(len(self.premise))

    def revise(self, row: int, rule: int, body: int, premises: tuple[int, ...]) -> None:
        """Give a row another derivation."""
        self.rule[row], self.body[row] = rule, body
        self.revised[row] = premises
        for premise in premises:
            self._citations.note(premise, row)

    def own_premises(self, row: int) -> tuple[int, ...]:
        """The premises of a row without the shared ones."""
        if row in self.revised:
            return self.revised[row]
        return tuple(self.premise[self.start[row] : self.start[row + 1]])

    def citing(self, premise: int) -> Iterator[int]:
        """The living rows whose derivation has this own premise."""
        for row in self._citations.find(self, premise):
            if self.rule[row] > ASSERTED and premise in self.own_premises(row):
                yield row

    def resting_on(self, body: int) -> Iterator[int]:
        """The living rows whose derivation has these shared premises; reads them all."""
        for row, other in enumerate(self.body):
            if other == body and self.rule[row] > ASSERTED:
                yield row

    def duplicate(self) -> Recorded:
        """A copy to write to while others go on reading this one."""
        other = Recorded()
        for name in ("s", "p", "o", "rule", "body", "start", "premise", "revised"):
            setattr(other, name, copy(getattr(self, name)))
        other._citations = self._citations.duplicate()
        return other


class Citations:
    """Which rows were recorded with which premise: read when asked, so adding costs nothing.

    It may name rows that have been revised or taken back since; whoever asks looks again.
    """

    __slots__ = ("_fresh", "_premises", "_read", "_rows")

    def __init__(self) -> None:
        """Start with nothing read."""
        self._read = 0  # how many rows have been read
        self._premises, self._rows = array("i"), array("i")  # sorted by premise
        self._fresh: dict[int, list[int]] = {}  # premise → rows that came after that

    def note(self, premise: int, row: int) -> None:
        """A row has got this premise after it was recorded."""
        self._fresh.setdefault(premise, []).append(row)

    def find(self, recorded: Recorded, premise: int) -> list[int]:
        """Rows that cite a premise or once did."""
        rows = len(recorded.s)
        if rows - self._read > max(MOST_UNSORTED, self._read // SHARE):
            self._sort(recorded)
        else:
            self._read_on(recorded, rows)
        first = bisect_left(self._premises, premise)
        last = bisect_right(self._premises, premise, first)
        return [*self._rows[first:last], *self._fresh.get(premise, ())]

    def _read_on(self, recorded: Recorded, rows: int) -> None:
        """Note the rows that have come since the last time."""
        starts, premises = recorded.start, recorded.premise
        for row in range(self._read, rows):
            for place in range(starts[row], starts[row + 1]):
                self.note(premises[place], row)
        self._read = rows

    def _sort(self, recorded: Recorded) -> None:
        """Sort all that has been recorded so far by premise; keep what was noted beside it."""
        import numpy as np

        premises = np.array(recorded.premise, dtype=np.int32)
        starts = np.array(recorded.start, dtype=np.int32)
        rows = np.arange(len(recorded.s), dtype=np.int32)
        owners = np.repeat(rows, starts[1:] - starts[:-1])
        order = np.argsort(premises, kind="stable")
        self._premises = array("i", premises[order].tobytes())
        self._rows = array("i", owners[order].tobytes())
        self._read = len(rows)
        self._fresh = {}
        for row, own in recorded.revised.items():
            for premise in own:
                self.note(premise, row)

    def duplicate(self) -> Citations:
        """A copy that can be added to on its own."""
        other = copy(self)
        other._fresh = {premise: list(rows) for premise, rows in self._fresh.items()}
        return other
