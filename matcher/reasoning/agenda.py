"""Facts on their way to closure: one new triple at a time meets everything that listens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from matcher.model import Triple
from matcher.reasoning.compiling import CLASH, WAKE, Found
from matcher.reasoning.dispatch import (
    LIST_AXIOMS,
    OF_VALUES,
    RULE_NUMBERS,
    SLEEPERS,
    Dispatch,
    listen_axiom,
)
from matcher.reasoning.facts import ASSERTED, LiveFacts, Numbers
from matcher.reasoning.lists import FIRST, REST, read_list
from matcher.reasoning.merging import find_normal, is_hard, say_normally
from matcher.reasoning.rules import SAME, TYPE, VOCABULARY

REFLEXIVE: Final = RULE_NUMBERS["eq-ref"]  # no other rule may say that a thing is itself
LISTED: Final = LIST_AXIOMS | {FIRST, REST}
LIST_LINKS: Final = frozenset(VOCABULARY.texts()[n] for n in (FIRST, REST))

Clashing = tuple[int, tuple[int, ...]]  # the rule's number and the premises'


@dataclass(slots=True)
class Findings:
    """What one layer's facts have led to beside triples."""

    clashes: dict[Clashing, None] = field(default_factory=dict)
    axioms: dict[int, int] = field(default_factory=dict)  # list axioms read, by their bodies
    waiting: list[int] = field(default_factory=list)  # list axioms whose list is incomplete
    below: Findings | None = None  # those of the base

    def duplicate(self) -> Findings:
        """A copy to write to while others go on reading this one."""
        return Findings(dict(self.clashes), dict(self.axioms), list(self.waiting), self.below)


@dataclass(slots=True)
class Agenda:
    """One layer at work: what is known, what listens, what was found, what is still to do."""

    facts: LiveFacts
    dispatch: Dispatch
    findings: Findings
    done: int

    def give(self, triples: Iterable[Triple]) -> int:
        """State facts; how many were not stated before. A fact of the base stays the base's."""
        facts, number = self.facts, self.facts.terms.number
        fresh = 0
        for s, p, o in sorted(triples, key=rank):
            triple = number(s), number(p), number(o)
            known = facts.find(triple)
            if known is None:
                self.state(triple)
            elif known >= facts.offset and facts.rule(known) != ASSERTED:
                facts.revise(known, ASSERTED)
            else:
                continue
            fresh += 1
        return fresh

    def state(self, triple: Numbers) -> None:
        """Record a stated triple that is not known, in its own words."""
        s, p, o = triple
        if (p != SAME or s == o) and find_normal(self.facts, triple) == triple:
            self.facts.add(triple, ASSERTED)
        else:
            say_normally(self, self.facts.put_aside(triple, ASSERTED))

    def run(self) -> None:
        """Take every triple in order of its number until nothing new follows."""
        while True:
            while self.done < self.facts.end:
                fresh = range(self.done, self.facts.end)
                for n in fresh:
                    self.take(n)
                self.done = fresh.stop
            waiting, self.findings.waiting = self.findings.waiting, []
            for number in waiting:
                self.read_axiom(number)
            if self.done == self.facts.end:
                return

    def take(self, n: int) -> None:
        """Let everything that listens on triple n meet it."""
        facts, dispatch = self.facts, self.dispatch
        s, p, o = facts.triple(n)
        if facts.same.any and facts.fwd(p, s).get(o) != n:
            return  # it is aside
        out: list[Found] = []
        if p != SAME or s == o or self.relates_hard(s, o):
            for trigger in dispatch.on_predicate(p):
                trigger(facts, s, p, o, n, out)
        if p == TYPE:
            for trigger in dispatch.on_class(o):
                trigger(facts, s, p, o, n, out)
        elif p == SAME:
            for trigger in dispatch.get((OF_VALUES, 0)):
                trigger(facts, s, p, o, n, out)
        if out:
            self.keep(out)
        if p in LIST_AXIOMS:
            self.read_axiom(n)

    def relates_hard(self, s: int, o: int) -> bool:
        """Whether both ends of a triple of equality represent their classes."""
        return is_hard(self.facts, s) and is_hard(self.facts, o)

    def keep(self, out: list[Found]) -> None:
        """Record what triggers found."""
        facts = self.facts
        for s, p, o, rule, body, premises in out:
            if s >= 0:
                if p == SAME or facts.same.any:
                    self.keep_normally((s, p, o), rule, body, premises)
                else:
                    facts.add((s, p, o), rule, body, premises)
            elif s == WAKE:
                self.dispatch.add((rule, p), SLEEPERS[o].trigger)
            elif s == CLASH:
                self.findings.clashes[rule, (*facts.body(body), *premises)] = None

    def keep_normally(
        self, triple: Numbers, rule: int, body: int, premises: tuple[int, ...]
    ) -> None:
        """Record what a trigger found, if it says more than is known in other words."""
        facts, (s, p, o) = self.facts, triple
        if p == SAME and s == o:
            if rule == REFLEXIVE:
                facts.add(triple, rule, body, premises)
            return
        normal = find_normal(facts, triple)
        if p != SAME and normal == triple:
            facts.add(triple, rule, body, premises)
        elif normal[1] != SAME and normal[2] in facts.fwd(normal[1], normal[0]):
            return
        elif (normal[1] != SAME or normal[0] != normal[2]) and facts.find(triple) is None:
            say_normally(self, facts.put_aside(triple, rule, body, premises))

    def unread(self, n: int) -> None:
        """Let the list axioms that rest on triple n wait: it is said in other words now."""
        facts, findings = self.facts, self.findings
        if facts.triple(n)[1] not in LISTED:
            return
        self.silence(n)
        below = findings.below
        while below is not None:
            for body, axiom in below.axioms.items():
                if axiom != n and n in facts.body(body):
                    findings.waiting.append(axiom)
            below = below.below

    def forget(self, n: int) -> list[int]:
        """Drop what triple n was part of beside triples; the bodies that need it.

        Among them are those of axioms that are silent since they are read in other words.
        """
        findings, facts = self.findings, self.facts
        for clash in [clash for clash in findings.clashes if n in clash[1]]:
            del findings.clashes[clash]
        findings.waiting = [m for m in findings.waiting if m != n]
        if facts.triple(n)[1] not in LISTED:
            return []
        self.silence(n)
        return facts.bodies_with(n)

    def silence(self, n: int) -> None:
        """Silence this layer's list axioms that rest on triple n."""
        findings, facts = self.findings, self.facts
        for body in [body for body in findings.axioms if n in facts.body(body)]:
            self.dispatch.silence(body)
            axiom = findings.axioms.pop(body)
            if axiom != n:
                findings.waiting.append(axiom)  # its list may be read another way

    def read_axiom(self, n: int) -> None:
        """Make ground rules of a list axiom and run them on what is known, or let it wait."""
        s, p, o = self.facts.triple(n)
        if find_normal(self.facts, (s, p, o)) != (s, p, o):
            return  # it is read in the representatives' words
        found = read_list(self.facts, o)
        if found is None:
            self.findings.waiting.append(n)
            return
        members, path = found
        body = self.facts.add_body((n, *path))
        self.findings.axioms[body] = n
        out: list[Found] = []
        for everything in listen_axiom(self.dispatch, (s, p), members, body):
            everything(self.facts, s, p, o, self.facts.end, out)
        self.keep(out)


def rank(triple: Triple) -> int:
    """Lists first, then axioms, then the rest: so that rules are awake before facts come."""
    if triple[1] in LIST_LINKS:
        return 0
    return 1 if "owl#" in triple[1] or "owl#" in triple[2] or "rdf-schema#" in triple[1] else 2
