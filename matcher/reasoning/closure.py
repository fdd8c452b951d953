"""The compiled engine: what follows from facts, kept up to date as facts come and go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
from matcher.reasoning.facts import ASSERTED, LayeredFacts, LiveFacts
from matcher.reasoning.frozen import FrozenFacts
from matcher.reasoning.retracting import Retraction
from matcher.reasoning.rules import RULES, VOCABULARY, keep_stated
from matcher.reasoning.terms import Terms
from matcher.reasoning.tracing import Index, index_axioms, index_table

MARKED: Final = '"'  # how the N-Triples form of a literal begins


class CompiledClosure:
    """A closed set of facts with the first derivation of each; see `engine.Closure`."""

    def __init__(
        self,
        facts: LiveFacts | FrozenFacts,
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
        return sum(self.facts.rule(n) > ASSERTED for n in range(self.facts.end))

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
        for n in range(self.facts.end):
            if self.facts.is_live(n) and (self.facts.rule(n) == ASSERTED) is given:
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
        n = self.number(triple)
        return None if n is None else self.step(n)

    def step(self, n: int) -> Step:
        """How triple n was first found; what merely asks for a rule is left out."""
        rule = RULE_NAMES[self.facts.rule(n)]
        numbers = keep_stated(rule, self.facts.premises(n))
        return Step(rule, tuple(self.text(m) for m in numbers), self.text(n))

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
        findings = Findings(waiting=list(base.findings.waiting))
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
                Retraction(agenda, list(self._indexes())).run(stated)
        return len(stated)

    def _find_stated(self, triple: Triple) -> int | None:
        """The number of a triple that this layer states, or None."""
        n = self.number(triple)
        here = n is not None and n >= self.facts.offset and self.facts.rule(n) == ASSERTED
        return n if here else None

    def _open_agenda(self) -> Agenda:
        """This layer ready to be written to; a copy of it if others go on reading it."""
        facts = self.facts
        if isinstance(facts, FrozenFacts):
            facts = facts.thaw()
        elif self._lent is not None and self._lent() is not None:
            facts = facts.duplicate()
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


class CompiledReasoner:
    """OWL 2 RL by compiled rules, semi-naive, with the first derivation of every triple."""

    name = "compiled"

    def close(self, triples: Iterable[Triple]) -> CompiledClosure:
        """Everything that follows from the triples."""
        facts = LiveFacts(Terms(texts=VOCABULARY.texts()))
        add_axiomatic(facts)
        return complete(facts, Dispatch(LISTENING), triples, None, Findings())

    def open(self, path: Path) -> CompiledClosure:
        """A closure that was saved; see `archive.open_closure`."""
        from matcher.reasoning.archive import open_closure

        return open_closure(path)
