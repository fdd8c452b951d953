"""What a closure says when asked: by terms, under every name, with first derivations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from matcher.model import Step, Triple
from matcher.reasoning.dispatch import RULE_NAMES
from matcher.reasoning.expanding import Expansion
from matcher.reasoning.facts import ASSERTED, Facts, Numbers
from matcher.reasoning.rules import keep_stated

MARKED: Final = '"'  # how the N-Triples form of a literal begins


class Answers:
    """Closed facts, read; see `engine.Closure`."""

    def __init__(self, facts: Facts) -> None:
        """Take facts that are closed."""
        self.facts = facts

    def __len__(self) -> int:
        """How many triples there are."""
        return Expansion(self.facts).count() if self.facts.same.any else len(self.facts)

    def __contains__(self, triple: object) -> bool:
        """Whether a triple is asserted or follows."""
        numbers = self._find_terms(triple)
        return numbers is not None and Expansion(self.facts).holds(numbers)

    def number(self, triple: object) -> int | None:
        """The number of a triple, or None if it is not recorded.

        It may still follow, from what is recorded of things that are the same.
        """
        numbers = self._find_terms(triple)
        return None if numbers is None else self.facts.find(numbers)

    def _find_terms(self, triple: object) -> Numbers | None:
        """The numbers of a triple's terms, or None if one has none."""
        find = self.facts.terms.find
        s, p, o = (find(term) for term in triple)  # type: ignore[attr-defined]
        return None if s is None or p is None or o is None else (s, p, o)

    @property
    def derived_count(self) -> int:
        """How many triples were derived."""
        if self.facts.same.any:
            return len(self) - sum(self.facts.rule(n) == ASSERTED for n in range(self.facts.end))
        return sum(self.facts.rule(n) > ASSERTED for n in range(self.facts.end))

    def text(self, n: int) -> Triple:
        """Triple n as N-Triples terms."""
        return self.write(self.facts.triple(n))

    def write(self, triple: Numbers) -> Triple:
        """The terms of a triple as N-Triples."""
        s, p, o = triple
        text = self.facts.terms.text
        return text(s), text(p), text(o)

    def match(
        self, s: str | None = None, p: str | None = None, o: str | None = None
    ) -> Iterator[Triple]:
        """Every triple that fits; None stands for any term."""
        find = self.facts.terms.find
        numbers = tuple(None if term is None else find(term) for term in (s, p, o))
        if any(n is None and term is not None for n, term in zip(numbers, (s, p, o), strict=True)):
            return
        text = self.facts.terms.text
        for subject, predicate, other in self._match(numbers[0], numbers[1], numbers[2]):
            triple = text(subject), text(predicate), text(other)
            if not triple[0].startswith(MARKED):
                yield triple

    def _match(self, s: int | None, p: int | None, o: int | None) -> Iterator[Numbers]:
        """Every triple that fits, by number."""
        expansion = Expansion(self.facts)
        if self.facts.same.any:
            yield from expansion.match((s, p, o))
            return
        for predicate in self.facts.predicates() if p is None else (p,):
            for subject, other in expansion.pairs(s, predicate, o):
                yield subject, predicate, other

    def objects(self, s: str, p: str) -> Iterator[str]:
        """Every o of (s, p, o)."""
        return (o for _s, _p, o in self.match(s, p))

    def subjects(self, p: str, o: str) -> Iterator[str]:
        """Every s of (s, p, o)."""
        return (s for s, _p, _o in self.match(None, p, o))

    def asserted(self) -> Iterator[Triple]:
        """The triples that were given."""
        for n in range(self.facts.end):
            if self.facts.rule(n) == ASSERTED:
                triple = self.text(n)
                if not triple[0].startswith(MARKED):
                    yield triple

    def derived(self) -> Iterator[Triple]:
        """The triples that follow and were not given."""
        if self.facts.same.any:
            yield from (triple for triple in self.match() if not self.is_asserted(triple))
            return
        for n in range(self.facts.end):
            if self.facts.rule(n) > ASSERTED:
                triple = self.text(n)
                if not triple[0].startswith(MARKED):
                    yield triple

    def is_asserted(self, triple: Triple) -> bool:
        """Whether a triple was given."""
        n = self.number(triple)
        return n is not None and self.facts.rule(n) == ASSERTED

    def derivation(self, triple: Triple) -> Step | None:
        """The first derivation of a triple, or None if it does not follow."""
        numbers = self._find_terms(triple)
        if numbers is None:
            return None
        n = self.facts.find(numbers)
        if n is not None:
            return self.step(n)
        expansion = Expansion(self.facts)
        if not expansion.holds(numbers):
            return None
        rule, premises = expansion.derive(numbers)
        return Step(rule, tuple(self.write(premise) for premise in premises), triple)

    def step(self, n: int) -> Step:
        """How triple n was first found; what merely asks for a rule is left out."""
        rule = RULE_NAMES[self.facts.rule(n)]
        numbers = keep_stated(rule, self.facts.premises(n))
        return Step(rule, tuple(self.text(m) for m in numbers), self.text(n))
