"""Things that are one: each class of them is spoken of by one representative.

Names that rules mention and literals are *hard*: a rule looks for just that name, a test for
just that value. A hard term always represents its class, and no class holds two of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


class Classes:
    """Which terms are one; a layer adds to the classes of its base, which it only reads."""

    __slots__ = ("_base", "_members", "_representatives", "any")

    def __init__(self, base: Classes | None = None) -> None:
        """Start with every term on its own, or as in a base."""
        self._base = base
        self._representatives: dict[int, int] = {}  # of all but the representatives themselves
        self._members: dict[int, tuple[int, ...]] = {}
        self.any: bool = base is not None and base.any

    @property
    def own(self) -> bool:
        """Whether this layer has made any two terms one."""
        return bool(self._representatives)

    def find(self, term: int) -> int:
        """The representative of a term."""
        found = self._representatives.get(term)
        if found is None:
            return self._base.find(term) if self._base is not None and self._base.any else term
        return found

    def members(self, representative: int) -> Sequence[int]:
        """All terms that a representative stands for, itself among them."""
        found = self._members.get(representative)
        if found is None:
            below = self._base is not None and self._base.any
            return self._base.members(representative) if self._base and below else (representative,)
        return found

    def touches(self, term: int) -> bool:
        """Whether this layer has made a term one with another."""
        return term in self._representatives or term in self._members

    def unite(self, loser: int, winner: int) -> None:
        """Let one representative stand for the other's class too."""
        lost = self.members(loser)
        self._members[winner] = (*self.members(winner), *lost)
        self._members.pop(loser, None)
        self._representatives.update(dict.fromkeys(lost, winner))
        self.any = True

    def items(self) -> Iterator[tuple[int, Sequence[int]]]:
        """This layer's own representatives with all they stand for."""
        return iter(self._members.items())

    @classmethod
    def of(cls, members: Mapping[int, Sequence[int]]) -> Classes:
        """Classes as they were saved."""
        classes = cls()
        for winner, terms in members.items():
            classes._members[winner] = tuple(terms)
            classes._representatives.update({term: winner for term in terms if term != winner})
        classes.any = bool(members)
        return classes

    def duplicate(self) -> Classes:
        """A copy to write to while others go on reading this one."""
        other = Classes(self._base)
        other._representatives = self._representatives.copy()
        other._members, other.any = self._members.copy(), self.any
        return other
