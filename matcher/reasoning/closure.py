"""The compiled engine: what follows from facts, kept up to date as facts come and go."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from copy import copy
from pathlib import Path
from threading import Lock
from typing import Final
from weakref import ReferenceType, ref

from matcher.model import Step, Triple
from matcher.reasoning.agenda import Agenda, Clashing, Findings
from matcher.reasoning.compacting import compact, needs_compacting
from matcher.reasoning.dispatch import LISTENING, RULE_NAMES, RULE_NUMBERS, Dispatch
from matcher.reasoning.engine import Clash
from matcher.reasoning.expanding import Expansion
from matcher.reasoning.facts import ASSERTED, Facts, LayeredFacts, LiveFacts, Numbers
from matcher.reasoning.frozen import FrozenFacts
from matcher.reasoning.retracting import EntangledError, Retraction
from matcher.reasoning.rules import RULES, VOCABULARY, keep_stated
from matcher.reasoning.spreading import SpreadFacts
from matcher.reasoning.terms import Terms
from matcher.reasoning.tracing import Index, index_axioms, index_table

#: more than so many facts taken back at once, and more than one in so many of what is stated,
#: are not traced: to close what is left is quicker
MANY: Final = 100
FEW: Final = 100
MARKED: Final = '"'  # how the N-Triples form of a literal begins


class CompiledClosure:
    """A closed set of facts with the first derivation of each; see `engine.Closure`."""

    def __init__(
        self,
        facts: Facts,
        dispatch: Dispatch,
        base: CompiledClosure | None,
        findings: Findings,
    ) -> None:
        """Wrap facts that an agenda has closed, on top of a base or on their own."""
        self.facts = facts
        self.dispatch = dispatch
        self.base = base
        self.findings = findings
        self._traced: tuple[dict[int, int], Index] = ({}, {})  # list axioms, and their index
        self._lent: ReferenceType[CompiledClosure] | None = None  # as overlays see it
        self._lock = Lock()

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
    def clash_numbers(self) -> Sequence[Clashing]:
        """The contradictions that this layer brought: the rule's number and the premises'."""
        return tuple(self.findings.clashes)

    def list_axioms(self) -> Iterator[tuple[int, int]]:
        """The list axioms that this layer has read: the body's number and the axiom's."""
        return iter(self.findings.axioms.items())

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

    def is_stated_here(self, triple: Triple) -> bool:
        """Whether a triple was given by this overlay."""
        return self.base is not None and self._find_stated(triple) is not None

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

    def spread(self) -> CompiledClosure:
        """This closure with every name written out as it is met, to look backward from."""
        if not self.facts.same.any:
            return self
        other = copy(self)
        other.facts = SpreadFacts(self.facts)
        return other

    def save(self, path: Path) -> None:
        """Keep this base in a file; see `archive.save_closure`."""
        from matcher.reasoning.archive import save_closure

        save_closure(self, path)

    def overlay(self, extra: Iterable[Triple]) -> CompiledClosure:
        """This closure with a few facts more; safe from many threads at once.

        It stands on this closure as it is now, whatever is added or taken back here later.
        """
        base = self._lend()
        facts = LayeredFacts(base.facts)
        findings = Findings(waiting=list(base.findings.waiting), below=base.findings)
        return complete(facts, Dispatch(base.dispatch), extra, base, findings)

    def _lend(self) -> CompiledClosure:
        """This closure as it is now, for overlays to stand on; the same until the next change."""
        with self._lock:
            lent = self._lent() if self._lent is not None else None
            if lent is None:
                lent = copy(self)
                lent._lent, lent._lock = None, Lock()
                lent._lent = ref(lent)
                self._lent = ref(lent)
            return lent

    def add(self, triples: Iterable[Triple]) -> int:
        """State facts more and close again; how many were not stated before."""
        with self._lock:
            agenda = self._open_agenda()
            fresh = agenda.give(triples)
            agenda.run()
        return fresh

    def retract(self, triples: Iterable[Triple]) -> int:
        """Take back facts that were stated here; how many were. What follows without them stays.

        What an overlay's base states is left as it is.
        """
        with self._lock:
            stated = {n for triple in triples if (n := self._find_stated(triple)) is not None}
            if stated:
                agenda = self._open_agenda()
                try:
                    if len(stated) > MANY and len(stated) * FEW > agenda.facts.stated_count():
                        raise EntangledError
                    Retraction(agenda, list(self._indexes())).run(stated)
                except EntangledError:
                    self._close_anew(stated)
        return len(stated)

    def _close_anew(self, without: Container[int]) -> None:
        """Close what this layer states again from nothing, without some of it."""
        facts = self.facts
        left = [
            self.text(n)
            for n in range(facts.offset, facts.end)
            if facts.rule(n) == ASSERTED and n not in without
        ]
        again = self.base.overlay(left) if self.base is not None else close_base(left)
        self.facts, self.dispatch, self.findings = again.facts, again.dispatch, again.findings

    def _find_stated(self, triple: Triple) -> int | None:
        """The number of a triple that this layer states, or None."""
        n = self.number(triple)
        here = n is not None and n >= self.facts.offset and self.facts.rule(n) == ASSERTED
        return n if here else None

    def _open_agenda(self) -> Agenda:
        """This layer ready to be written to; a copy of it if others go on reading it."""
        lent = self._lent is not None and self._lent() is not None
        facts = make_writable(self.facts, lent)
        if facts is not self.facts:
            self.dispatch, self.findings = self.dispatch.duplicate(), self.findings.duplicate()
        if needs_compacting(facts):
            facts, self.findings = compact(facts, self.findings)
        self.facts, self._lent = facts, None
        return Agenda(facts, self.dispatch, self.findings, facts.end)

    def _indexes(self) -> Iterator[Index]:
        """Backward triggers of the rule table and of the list axioms of every layer."""
        yield index_table()
        layer: CompiledClosure | None = self
        while layer is not None:
            axioms = layer.findings.axioms
            if layer._traced[0] != axioms:
                layer._traced = axioms.copy(), index_axioms(layer.facts, axioms)
            yield layer._traced[1]
            layer = layer.base


def make_writable(facts: Facts, lent: bool) -> LiveFacts:
    """Facts to write to; a copy where others go on reading these."""
    if isinstance(facts, FrozenFacts):
        return facts.thaw()
    if not isinstance(facts, LiveFacts):
        raise TypeError("a closure spread out to look backward from is not written to")
    return facts.duplicate() if lent else facts


def complete(
    facts: LiveFacts,
    dispatch: Dispatch,
    given: Iterable[Triple],
    base: CompiledClosure | None,
    findings: Findings,
) -> CompiledClosure:
    """Add what is given, close, and wrap."""
    agenda = Agenda(facts, dispatch, findings, facts.offset)
    agenda.give(given)
    agenda.run()
    return CompiledClosure(facts, dispatch, base, findings)


def add_axiomatic(facts: LiveFacts) -> None:
    """Add what the rules without premises say: cls-thing, cls-nothing1, prp-ap."""
    for rule in RULES:
        if not rule.premises and rule.conclusion is not None:
            s, p, o = (term for term in rule.conclusion if isinstance(term, int))
            facts.add((s, p, o), RULE_NUMBERS[rule.name])


def close_base(triples: Iterable[Triple]) -> CompiledClosure:
    """Everything that follows from the triples."""
    facts = LiveFacts(Terms(texts=VOCABULARY.texts()))
    add_axiomatic(facts)
    return complete(facts, Dispatch(LISTENING), triples, None, Findings())


class CompiledReasoner:
    """OWL 2 RL by compiled rules, semi-naive, with the first derivation of every triple."""

    name = "compiled"

    @property
    def version(self) -> str:
        """A digest of the rules and of the code that applies them."""
        from matcher.reasoning.archive import engine_digest

        return engine_digest()

    def close(self, triples: Iterable[Triple]) -> CompiledClosure:
        """Everything that follows from the triples."""
        return close_base(triples)

    def open(self, path: Path) -> CompiledClosure:
        """A closure that was saved; see `archive.open_closure`."""
        from matcher.reasoning.archive import open_closure

        return open_closure(path)
