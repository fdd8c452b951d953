"""The compiled engine: what follows from facts, kept up to date as facts come and go."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from copy import copy
from pathlib import Path
from threading import Lock
from typing import Final
from weakref import ReferenceType, ref

from matcher.model import Triple
from matcher.reasoning.agenda import Agenda, Clashing, Findings
from matcher.reasoning.answering import Answers
from matcher.reasoning.compacting import compact, needs_compacting
from matcher.reasoning.dispatch import LISTENING, RULE_NAMES, RULE_NUMBERS, Dispatch
from matcher.reasoning.engine import Clash
from matcher.reasoning.facts import ASSERTED, Facts, LiveFacts
from matcher.reasoning.frozen import FrozenFacts
from matcher.reasoning.layered import LayeredFacts
from matcher.reasoning.retracting import EntangledError, Retraction
from matcher.reasoning.rules import RULES, VOCABULARY
from matcher.reasoning.spreading import SpreadFacts
from matcher.reasoning.terms import Terms
from matcher.reasoning.tracing import Index, index_axioms, index_table

#: more than so many facts taken back at once, and more than one in so many of what is stated,
#: are not traced: to close what is left is quicker
MANY: Final = 100
FEW: Final = 100


class CompiledClosure(Answers):
    """A closed set of facts with the first derivation of each; see `engine.Closure`."""

    def __init__(
        self,
        facts: Facts,
        dispatch: Dispatch,
        base: CompiledClosure | None,
        findings: Findings,
    ) -> None:
        """Wrap facts that an agenda has closed, on top of a base or on their own."""
        super().__init__(facts)
        self.dispatch = dispatch
        self.base = base
        self.findings = findings
        # list axioms of some facts, and their index: other facts may number all this otherwise
        self._traced: tuple[Facts, dict[int, int], Index] = (facts, {}, {})
        self._lent: ReferenceType[CompiledClosure] | None = None  # as overlays see it
        self._lock = Lock()

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

    def is_stated_here(self, triple: Triple) -> bool:
        """Whether a triple was given by this overlay."""
        return self.base is not None and self._find_stated(triple) is not None

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
            if layer._traced[0] is not layer.facts or layer._traced[1] != axioms:
                index = index_axioms(layer.facts, axioms)
                layer._traced = layer.facts, axioms.copy(), index
            yield layer._traced[2]
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
