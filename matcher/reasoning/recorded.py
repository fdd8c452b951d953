"""Columns of numbered triples: terms, rule and premises, and who rests on whom."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from copy import copy
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np

Numbers = tuple[int, int, int]
ASSERTED: Final = 0  # the rule number of what was given
DEAD: Final = -1  # and of what was taken back

#: rows that may come before who cites whom is sorted again, and how many times over that is
UNSORTED: Final = 4_000
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
    """Which rows were recorded with which premise: sorted now and then, so adding costs nothing.

    It may name rows that have been revised or taken back since; whoever asks looks again.
    """

    __slots__ = ("_noted", "_premises", "_rows", "_sorted")

    def __init__(self) -> None:
        """Start with nothing sorted."""
        self._sorted = 0  # rows that are sorted
        self._premises: np.ndarray[Any, Any] | None = None
        self._rows: np.ndarray[Any, Any] | None = None
        self._noted: dict[int, list[int]] = {}

    def note(self, premise: int, row: int) -> None:
        """A row has got this premise after it was recorded."""
        self._noted.setdefault(premise, []).append(row)

    def find(self, recorded: Recorded, premise: int) -> list[int]:
        """Rows that cite a premise or once did."""
        import numpy as np

        fresh = len(recorded.s) - self._sorted
        if fresh > max(UNSORTED, self._sorted // SHARE):
            self._sort(recorded)
        found = list(self._noted.get(premise, ()))
        if self._premises is not None and self._rows is not None:
            first, last = (np.searchsorted(self._premises, premise, side) for side in SIDES)
            found += self._rows[first:last].tolist()
        return found + find_fresh(recorded, self._sorted, premise)

    def _sort(self, recorded: Recorded) -> None:
        """Sort all that has been recorded so far by premise."""
        import numpy as np

        premises = np.array(recorded.premise, dtype=np.int32)
        starts = np.array(recorded.start, dtype=np.int32)
        rows = np.arange(len(recorded.s), dtype=np.int32)
        owners = np.repeat(rows, starts[1:] - starts[:-1])
        order = np.argsort(premises, kind="stable")
        self._premises, self._rows = premises[order], owners[order]
        self._sorted = len(recorded.s)

    def duplicate(self) -> Citations:
        """A copy that can be added to on its own."""
        other = copy(self)
        other._noted = {premise: list(rows) for premise, rows in self._noted.items()}
        return other


SIDES: Final[tuple[Any, Any]] = ("left", "right")


def find_fresh(recorded: Recorded, since: int, premise: int) -> list[int]:
    """The rows from `since` on that were recorded with a premise."""
    import numpy as np

    begin = recorded.start[since]
    if begin == len(recorded.premise):
        return []
    tail = np.frombuffer(recorded.premise, dtype=np.int32, offset=begin * 4)
    places = (np.flatnonzero(tail == premise) + begin).tolist()
    starts = np.frombuffer(recorded.start, dtype=np.int32)
    found: list[int] = (np.searchsorted(starts, places, "right") - 1).tolist() if places else []
    return found
