"""The compiled engine: closes facts under the rules, one new triple at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matcher.model import Step, Triple
from matcher.reasoning.compiling import CLASH, WAKE, Found
from matcher.reasoning.dispatch import (
    ALWAYS,
    BY_CLASS,
    BY_PREDICATE,
    LIST_AXIOMS,
    LISTENING,
    RULE_NAMES,
    RULE_NUMBERS,
    SLEEPERS,
    Dispatch,
    listen_axiom,
)
from matcher.reasoning.engine import Clash
from matcher.reasoning.facts import ASSERTED, Facts, LayeredFacts, LiveFacts
from matcher.reasoning.lists import FIRST, REST, read_list
from matcher.reasoning.rules import RULES, SAME, TYPE, UNCONDITIONAL, VOCABULARY
from matcher.reasoning.terms import Terms

REFLEXIVE: Final = RULE_NUMBERS["eq-ref"]  # no other rule may say that a thing is itself
MARKED: Final = '"'  # how the N-Triples form of a literal begins


@dataclass(slots=True)
class Agenda:
    """Facts on their way to closure: what is known, what listens, which list axioms wait."""

    facts: LiveFacts
    dispatch: Dispatch
    clashes: dict[tuple[int, tuple[int, ...]], None]
    axioms: list[int]  # the list axioms that have been read, for reopening
    waiting: list[int]
    done: int

    def run(self) -> None:
        """Take every triple in order of its number until nothing new follows."""
        while True:
            while self.done < len(self.facts):
                self.take(self.done)
                self.done += 1
            waiting, self.waiting = self.waiting, []
            for number in waiting:
                self.read_axiom(number)
            if self.done == len(self.facts):
                return

    def take(self, n: int) -> None:
        """Let everything that listens on triple n meet it."""
        s, p, o = self.facts.triple(n)
        get = self.dispatch.get
        out: list[Found] = []
        for trigger in get((BY_PREDICATE, p)):
            trigger(self.facts, s, p, o, n, out)
        if p == TYPE:
            for trigger in get((BY_CLASS, o)):
                trigger(self.facts, s, p, o, n, out)
        for trigger in get((ALWAYS, 0)):
            trigger(self.facts, s, p, o, n, out)
        if out:
            self.keep(out)
        if p in LIST_AXIOMS:
            self.read_axiom(n)

    def keep(self, out: list[Found]) -> None:
        """Record what triggers found."""
        for s, p, o, rule, body, premises in out:
            if s >= 0:
                if p != SAME or s != o or rule == REFLEXIVE:
                    self.facts.add((s, p, o), rule, body, premises)
            elif s == WAKE:
                self.dispatch.add((rule, p), SLEEPERS[o].trigger)
            elif s == CLASH:
                self.clashes[rule, (*self.facts.body(body), *premises)] = None

    def read_axiom(self, n: int) -> None:
        """Make ground rules of a list axiom and run them on what is known, or let it wait."""
        s, p, o = self.facts.triple(n)
        found = read_list(self.facts, o)
        if found is None:
            self.waiting.append(n)
            return
        members, path = found
        body = self.facts.add_body((n, *path))
        self.axioms.append(n)
        out: list[Found] = []
        for everything in listen_axiom(self.dispatch, (s, p), members, body):
            everything(self.facts, s, p, o, len(self.facts), out)
        self.keep(out)


class CompiledClosure:
    """A closed set of facts with the first derivation of each; see `engine.Closure`."""

    def __init__(self, facts: Facts, dispatch: Dispatch, base: CompiledClosure | None) -> None:
        """Wrap facts that an agenda has closed, on top of a base or on their own."""
        self.facts = facts
        self.dispatch = dispatch
        self.base = base
        self.clash_numbers: tuple[tuple[int, tuple[int, ...]], ...] = ()
        self.axioms: tuple[int, ...] = ()
        self.waiting: tuple[int, ...] = ()  # list axioms whose list is incomplete

    def __len__(self) -> int:
        """How many triples there are."""
        return len(self.facts)

    def __contains__(self, triple: object) -> bool:
        """Whether a triple is asserted or follows."""
        return self.number(triple) is not None

    def number(self, triple: object) -> int | None:
        """The number of a triple, or None if it does not follow."""
        find = self.facts.terms.find
        s, p, o = (find(term) for term in triple)  # type: ignore[attr-defined]
        if s is None or p is None or o is None:
            return None
        return self.facts.fwd(p, s).get(o)

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """The contradictions found, those of the base first."""
        own = tuple(
            Clash(RULE_NAMES[rule], tuple(self.text(n) for n in premises))
            for rule, premises in self.clash_numbers
        )
        return (*self.base.clashes, *own) if self.base is not None else own

    @property
    def derived_count(self) -> int:
        """How many triples were derived."""
        return sum(self.facts.rule(n) != ASSERTED for n in range(len(self.facts)))

    def text(self, n: int) -> Triple:
        """Triple n as N-Triples terms."""
        s, p, o = self.facts.triple(n)
        text = self.facts.terms.text
        return text(s), text(p), text(o)

    def match(
        self, s: str | None = None, p: str | None = None, o: str | None = None
    ) -> Iterator[Triple]:
        """Every triple that fits; None stands for any term."""
        find = self.facts.terms.find
        numbers = [None if term is None else find(term) for term in (s, p, o)]
        if any(n is None and term is not None for n, term in zip(numbers, (s, p, o), strict=True)):
            return
        text = self.facts.terms.text
        predicates = self.facts.predicates() if numbers[1] is None else (numbers[1],)
        for predicate in predicates:
            for subject, other in self._pairs(numbers[0], predicate, numbers[2]):
                triple = text(subject), text(predicate), text(other)
                if not triple[0].startswith(MARKED):
                    yield triple

    def _pairs(self, s: int | None, p: int, o: int | None) -> Iterator[tuple[int, int]]:
        """Subject and object of every triple with predicate p that fits."""
        if s is not None:
            row = self.facts.fwd(p, s)
            yield from ((s, other) for other in row if o is None or o == other)
        elif o is not None:
            yield from ((subject, o) for subject in self.facts.bwd(p, o))
        else:
            for subject, row in self.facts.rows(p):
                yield from ((subject, other) for other in row)

    def objects(self, s: str, p: str) -> Iterator[str]:
        """Every o of (s, p, o)."""
        return (o for _s, _p, o in self.match(s, p))

    def subjects(self, p: str, o: str) -> Iterator[str]:
        """Every s of (s, p, o)."""
        return (s for s, _p, _o in self.match(None, p, o))

    def asserted(self) -> Iterator[Triple]:
        """The triples that were given."""
        return self._by_origin(given=True)

    def derived(self) -> Iterator[Triple]:
        """The triples that follow and were not given."""
        return self._by_origin(given=False)

    def _by_origin(self, given: bool) -> Iterator[Triple]:
        """The triples that were given, or those that were not."""
        for n in range(len(self.facts)):
            if (self.facts.rule(n) == ASSERTED) is given:
                triple = self.text(n)
                if not triple[0].startswith(MARKED):
                    yield triple

    def is_asserted(self, triple: Triple) -> bool:
        """Whether a triple was given."""
        n = self.number(triple)
        return n is not None and self.facts.rule(n) == ASSERTED

    def is_stated_here(self, triple: Triple) -> bool:
        """Whether a triple was given by this overlay."""
        n = self.number(triple)
        if n is None or self.base is None or n < len(self.base):
            return False
        return self.facts.rule(n) == ASSERTED

    def derivation(self, triple: Triple) -> Step | None:
        """The first derivation of a triple, or None if it does not follow."""
        n = self.number(triple)
        return None if n is None else self.step(n)

    def step(self, n: int) -> Step:
        """How triple n was first found; what merely asks for an unconditional rule is left out."""
        rule = RULE_NAMES[self.facts.rule(n)]
        numbers = () if rule in UNCONDITIONAL else self.facts.premises(n)
        return Step(rule, tuple(self.text(m) for m in numbers), self.text(n))

    def save(self, path: Path) -> None:
        """Keep this base in a file; see `archive.save_closure`."""
        from matcher.reasoning.archive import save_closure

        save_closure(self, path)

    def overlay(self, extra: Iterable[Triple]) -> CompiledClosure:
        """This closure with a few facts more; safe from many threads at once."""
        facts = LayeredFacts(self.facts)
        dispatch = Dispatch(self.dispatch)
        return complete(facts, dispatch, extra, self)


def complete(
    facts: LiveFacts, dispatch: Dispatch, given: Iterable[Triple], base: CompiledClosure | None
) -> CompiledClosure:
    """Add what is given, close, and wrap."""
    number = facts.terms.number
    for s, p, o in given:
        facts.add((number(s), number(p), number(o)), ASSERTED)
    waiting = list(base.waiting) if base is not None else []
    agenda = Agenda(facts, dispatch, {}, [], waiting, facts.offset)
    agenda.run()
    closure = CompiledClosure(facts, dispatch, base)
    closure.clash_numbers = tuple(agenda.clashes)
    closure.axioms, closure.waiting = tuple(agenda.axioms), tuple(agenda.waiting)
    return closure


def add_axiomatic(facts: LiveFacts) -> None:
    """Add what the rules without premises say: cls-thing, cls-nothing1, prp-ap."""
    for rule in RULES:
        if not rule.premises and rule.conclusion is not None:
            s, p, o = (term for term in rule.conclusion if isinstance(term, int))
            facts.add((s, p, o), RULE_NUMBERS[rule.name])


def rank(triple: Triple) -> int:
    """Lists first, then axioms, then the rest: so that rules are awake before facts come."""
    if triple[1] in LIST_LINKS:
        return 0
    return 1 if "owl#" in triple[1] or "owl#" in triple[2] or "rdf-schema#" in triple[1] else 2


LIST_LINKS: Final = frozenset(VOCABULARY.texts()[n] for n in (FIRST, REST))


class CompiledReasoner:
    """OWL 2 RL by compiled rules, semi-naive, with the first derivation of every triple."""

    name = "compiled"

    def close(self, triples: Iterable[Triple]) -> CompiledClosure:
        """Everything that follows from the triples."""
        facts = LiveFacts(Terms(texts=VOCABULARY.texts()))
        add_axiomatic(facts)
        return complete(facts, Dispatch(LISTENING), sorted(triples, key=rank), None)

    def open(self, path: Path) -> CompiledClosure:
        """A closure that was saved; see `archive.open_closure`."""
        from matcher.reasoning.archive import open_closure

        return open_closure(path)
