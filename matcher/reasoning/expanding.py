"""The closure in everybody's words: what is known of a representative is known of its class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from matcher.reasoning.facts import ASSERTED, Facts, Numbers
from matcher.reasoning.rules import SAME, VOCABULARY

DIFFERENT: Final = VOCABULARY.number("owl:differentFrom")

Expanded = tuple[str, tuple[Numbers, ...]]  # a rule, and the premises it needs
Wanted = tuple[int | None, int | None, int | None]  # None stands for any term


@dataclass(frozen=True, slots=True)
class Expansion:
    """Facts in normal form, read as the closure they stand for."""

    facts: Facts

    def holds(self, triple: Numbers) -> bool:
        """Whether a triple follows."""
        facts, find = self.facts, self.facts.same.find
        s, p, o = triple
        n = facts.find(triple)
        if p == SAME and s == o:  # that there is another name is no reason to say it
            alone = len(facts.same.members(find(s))) == 1
            said = n is not None and (alone or facts.rule(n) == ASSERTED)
            return said or find(s) in facts.fwd(DIFFERENT, find(s))
        return n is not None or find(o) in facts.fwd(find(p), find(s))

    def match(self, wanted: Wanted) -> Iterator[Numbers]:
        """Every triple that follows and fits."""
        normal = [None if term is None else self.facts.same.find(term) for term in wanted]
        predicates: Iterable[int] = self.facts.predicates() if normal[1] is None else (normal[1],)
        for p in predicates:
            for s, o in self.pairs(normal[0], p, normal[2]):
                yield from self.expand((s, p, o), wanted)

    def pairs(self, s: int | None, p: int, o: int | None) -> Iterator[tuple[int, int]]:
        """Subject and object of every indexed triple with predicate p that fits."""
        facts = self.facts
        if s is not None:
            yield from ((s, other) for other in facts.fwd(p, s) if o is None or o == other)
        elif o is not None:
            yield from ((subject, o) for subject in facts.bwd(p, o))
        else:
            for subject, row in facts.rows(p):
                yield from ((subject, other) for other in row)

    def expand(self, triple: Numbers, wanted: Wanted) -> Iterator[Numbers]:
        """What an indexed triple stands for, as far as it fits; nothing if it is no normal form."""
        same = self.facts.same
        if any(same.find(term) != term for term in triple):
            return
        choices = [
            same.members(term) if want is None else (want,)
            for term, want in zip(triple, wanted, strict=True)
        ]
        for s, p, o in product(*choices):
            if p != SAME or s != o or self.holds((s, p, o)):
                yield s, p, o

    def count(self) -> int:
        """How many triples follow."""
        any_term: Wanted = (None, None, None)
        return sum(
            self.size((s, p, o)) if p != SAME else sum(1 for _ in self.expand((s, p, o), any_term))
            for p in self.facts.predicates()
            for s, o in self.pairs(None, p, None)
        )

    def size(self, triple: Numbers) -> int:
        """How many triples an indexed triple stands for."""
        same, size = self.facts.same, 1
        for term in triple:
            size *= len(same.members(term)) if same.find(term) == term else 0
        return size

    def derive(self, triple: Numbers) -> Expanded:
        """The last step to a triple that follows but is not recorded."""
        find = self.facts.same.find
        s, p, o = triple
        if find(p) == SAME:
            return self.derive_equality(triple)
        if s != find(s):
            return "eq-rep-s", ((find(s), SAME, s), (find(s), p, o))
        if p != find(p):
            return "eq-rep-p", ((find(p), SAME, p), (s, find(p), o))
        return "eq-rep-o", ((find(o), SAME, o), (s, p, find(o)))

    def derive_equality(self, triple: Numbers) -> Expanded:
        """The last step to a triple that says by some name of owl:sameAs that things are one."""
        find = self.facts.same.find
        s, p, o = triple
        if p != SAME:
            if s != o or self.holds((s, SAME, o)):
                return "eq-rep-p", ((SAME, SAME, p), (s, SAME, o))
            other = next(m for m in self.facts.same.members(find(s)) if m != s)
            return "eq-rep-o", ((other, SAME, s), (s, p, other))
        if s == o:
            return "eq-ref", ((s, DIFFERENT, s),)
        if s == find(s) and find(o) == s:
            return "eq-sym", ((o, SAME, s),)
        middle = find(s) if s != find(s) else find(o)
        return "eq-trans", ((s, SAME, middle), (middle, SAME, o))
