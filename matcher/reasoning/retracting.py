"""Taking facts back: what rested on them finds other support or goes, and comes again if it can.

Triples are judged in order of their numbers. A kept derivation has smaller numbers than its
conclusion, so whatever a triple rests on has been judged before it, and other support among
smaller numbers can be trusted: no circle of triples holds itself up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush

from matcher.reasoning.agenda import Agenda
from matcher.reasoning.facts import ASSERTED, Numbers
from matcher.reasoning.rules import SAME
from matcher.reasoning.tracing import Index, trace
from matcher.reasoning.waking import Doubt, doze, list_doubts


class EntangledError(Exception):
    """A triple in doubt speaks of things that are one: the layer has to be closed anew."""


class Retraction:
    """Facts being taken back from one layer."""

    def __init__(self, agenda: Agenda, indexes: Sequence[Index]) -> None:
        """`indexes` find derivations backward: by the table and the list axioms of all layers."""
        self.agenda = agenda
        self.indexes = indexes
        self.todo: list[int] = []  # a heap of the triples whose support is in doubt
        self.gone: list[tuple[int, Numbers]] = []
        self.doubts: set[Doubt] = set()  # sleepers that may have to sleep again

    def run(self, stated: Iterable[int]) -> None:
        """Take stated triples back, then let everything follow that still does.

        Raises EntangledError, with the layer half done.
        """
        withdrawn = set(stated)
        self.todo = list(withdrawn)
        heapify(self.todo)
        while self.todo:
            n = heappop(self.todo)
            while self.todo and self.todo[0] == n:
                heappop(self.todo)
            if self.agenda.facts.rule(n) != ASSERTED or n in withdrawn:
                self.judge(n)
        self.restore()

    def judge(self, n: int) -> None:
        """Give triple n support from before it, or take it away."""
        facts = self.agenda.facts
        triple = facts.triple(n)
        if facts.same.own and (triple[1] == SAME or any(map(facts.same.touches, triple))):
            raise EntangledError
        found = trace(facts, triple, n, self.indexes)
        if found is not None:
            facts.revise(n, *found)
        else:
            self.take_away(n)
            self.gone.append((n, triple))

    def take_away(self, n: int) -> None:
        """Remove triple n and doubt what rests on it."""
        facts = self.agenda.facts
        self.doubts.update(list_doubts(facts.triple(n)))
        resting = list(facts.dependents(n))
        for body in self.agenda.forget(n):
            resting += facts.resting_on(body)
        for m in resting:
            heappush(self.todo, m)
        facts.remove(n)

    def restore(self) -> None:
        """Put back what follows from what is left, close, and let sleepers sleep."""
        agenda, facts = self.agenda, self.agenda.facts
        last = facts.last_live()
        for n, triple in self.gone:
            # what came before it was tried when it was judged
            found = trace(facts, triple, facts.end, self.indexes) if n < last else None
            if found is not None:
                facts.add(triple, *found)
        agenda.run()
        doze(agenda.facts, agenda.dispatch, self.doubts)
