"""The smallest proof by tree size, and further proofs that rest on something else.

What the claim may rest on is gathered backward as a graph of rule instances, nearest first and
only as far as a tree no larger than a known one can reach. On that graph the smallest trees are
found by Knuth's generalisation of Dijkstra's algorithm, which can run in no circle. Further
proofs are found by Lawler's partition: the ways of all proofs but those found are split into
parts, and the smallest of each part is looked for in turn.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count, islice
from typing import Final

from matcher.model import Proof, Step, Triple
from matcher.reasoning.backward import Backward, Way, first_way
from matcher.reasoning.closure import CompiledClosure
from matcher.reasoning.facts import ASSERTED, Facts
from matcher.reasoning.proof import LEAF, Sources, order_steps, prove

#: how many triples a search may look behind; within it the smallest proof is exact
REACH: Final = 4_000
#: how much larger than the smallest an alternative may be
SLACK: Final = 30
#: how many parts a search for alternatives may look into
TRIES: Final = 400

Choice = dict[int, Way]  # triple → the last step of its proof; a leaf has the rule `asserted`
AS_GIVEN: Final[Way] = (LEAF, ())


@dataclass(slots=True)
class Graph:
    """Rule instances that a goal may rest on: triple → its ways, what was given among them.

    `exact` says that no proof within the budget can lie outside.
    """

    goal: int
    ways: dict[int, list[Way]] = field(default_factory=dict)
    used_by: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    exact: bool = True

    def link(self) -> Graph:
        """Note for each triple in which ways it stands as a premise."""
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for n, ways in self.ways.items():
            for place, (_rule, premises) in enumerate(ways):
                for m in dict.fromkeys(premises):
                    found[m].append((n, place))
        self.used_by = found
        return self


def size_first(facts: Facts, goal: int) -> Mapping[int, int]:
    """The tree size of the first derivation of the goal and of all it rests on."""
    sizes: dict[int, int] = {}
    todo = [goal]
    while todo:
        n = todo[-1]
        premises = first_way(facts, n)[1]
        open_ones = [m for m in premises if m not in sizes]
        if open_ones:
            todo.extend(open_ones)
        else:
            sizes[n] = 1 + sum(sizes[m] for m in premises)
            todo.pop()
    return sizes


def gather(search: Backward, goal: int, slack: int = 0) -> Graph:
    """All ways that can stand in a proof of the goal no larger than its first one and the slack.

    Triples with the most room come first, so that each is looked behind once, with the most
    room that it can have anywhere in such a proof.
    """
    facts, graph = search.facts, Graph(goal)
    first = size_first(facts, goal)
    for n in first:  # a proof there is already, however far the search gets
        graph.ways[n] = [first_way(facts, n)]
    seen: set[int] = set()
    heap = [(-(first[goal] + slack), goal)]
    while heap:
        room, n = heappop(heap)
        if n in seen:
            continue
        if len(seen) >= REACH:
            graph.exact = False
            break
        seen.add(n)
        graph.ways[n] = list(look_behind(search, n, -room, heap))
    for n in [m for ways in graph.ways.values() for _rule, ms in ways for m in ms]:
        if n not in graph.ways:
            for m in size_first(facts, n):
                graph.ways.setdefault(m, [first_way(facts, m)])
    return graph.link()


def look_behind(search: Backward, n: int, room: int, heap: list[tuple[int, int]]) -> Iterator[Way]:
    """The ways of a triple that leave room for their premises; the premises join the queue."""
    facts = search.facts
    if facts.rule(n) == ASSERTED:
        yield AS_GIVEN
        return
    for rule, premises in search.ways(n):
        least = [least_size(facts, m) for m in premises]
        left = room - 1 - sum(least)
        if left < 0 or n in premises:
            continue
        yield rule, premises
        for m, size in zip(premises, least, strict=True):
            heappush(heap, (-(left + size), m))


def least_size(facts: Facts, n: int) -> int:
    """A size below which no proof of a triple can be: 1 for what was given or is an axiom."""
    return 2 if first_way(facts, n)[1] else 1


def choose_smallest(
    graph: Graph, kept: Mapping[int, Way], barred: Collection[tuple[int, Way]] = ()
) -> tuple[int, Choice] | None:
    """The smallest proof of the goal in which `kept` triples follow so, and none in a `barred` way.

    The size of the tree and the last step of each triple in it; None if there is no such proof.
    """
    sizes: dict[int, int] = {}
    choice: Choice = {}
    missing: dict[tuple[int, int], int] = {}
    heap: list[tuple[int, int, Way]] = []
    for n, ways in graph.ways.items():
        for place, way in enumerate(ways):
            if (n, way) in barred or kept.get(n, way) != way:
                continue
            missing[n, place] = len(set(way[1]))
            if not way[1]:
                heappush(heap, (1, n, way))
    while heap:
        size, n, way = heappop(heap)
        if n in sizes:
            continue
        sizes[n], choice[n] = size, way
        if n == graph.goal:
            return size, cut_choice(choice, n)
        for m, place in graph.used_by.get(n, ()):
            left = missing.get((m, place))
            if left is None or m in sizes:
                continue
            missing[m, place] = left - 1
            if left == 1:
                rule, premises = graph.ways[m][place]
                heappush(heap, (1 + sum(sizes[k] for k in premises), m, (rule, premises)))
    return None


def cut_choice(choice: Choice, goal: int) -> Choice:
    """What the goal rests on, each triple after the one that first needs it."""
    needed = {goal: choice[goal]}
    todo = [goal]
    for n in todo:  # grows while it is walked
        for m in choice[n][1]:
            if m not in needed:
                needed[m] = choice[m]
                todo.append(m)
    return needed


def prove_smallest(
    closure: CompiledClosure, triple: Triple, sources: Sources | None = None
) -> Proof:
    """The proof with the smallest tree, exact within `REACH`; not yet verified.

    Raises UnknownTermError if the triple does not follow.
    """
    return prove_all(closure, triple, 1, sources)[0]


def prove_all(
    closure: CompiledClosure, triple: Triple, most: int, sources: Sources | None = None
) -> tuple[Proof, ...]:
    """Up to `most` proofs, the smallest first; not yet verified.

    Any two differ in a leaf or in the rules they use, none is circular, and none needs all
    the leaves of a smaller one and more besides. Raises UnknownTermError if the triple does
    not follow.
    """
    closure = closure.spread()
    goal = closure.number(triple)
    if goal is None:  # it does not follow
        return (prove(closure, triple, sources),)
    graph = gather(Backward(closure), goal, SLACK if most > 1 else 0)
    return tuple(
        write_proof(closure, choice, goal, sources) for choice in islice(list_distinct(graph), most)
    )


def list_distinct(graph: Graph) -> Iterator[Choice]:
    """The proofs of a graph, smallest first, without those that say nothing new."""
    kept: list[Mark] = []
    for choice in list_choices(graph):
        mark = Mark.of(choice)
        if not any(mark.repeats(other) for other in kept):
            kept.append(mark)
            yield choice


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells proofs apart: their leaves, and how often they use which rule."""

    leaves: frozenset[int]
    rules: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, choice: Choice) -> Mark:
        """The mark of a proof."""
        leaves = frozenset(n for n, (_rule, premises) in choice.items() if not premises)
        return cls(leaves, tuple(sorted(Counter(rule for rule, _ in choice.values()).items())))

    def repeats(self, other: Mark) -> bool:
        """Whether a proof says the same as an earlier one, or the same and more."""
        return self == other or self.leaves > other.leaves


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """Some proofs of the goal: those with the `kept` steps and without the `barred` ones.

    `choice` is the smallest of them.
    """

    size: int
    ticket: int
    choice: Choice = field(compare=False)
    kept: Mapping[int, Way] = field(compare=False)
    barred: frozenset[tuple[int, Way]] = field(compare=False)


def list_choices(graph: Graph) -> Iterator[Choice]:
    """Every proof of the goal in the graph, smallest first, as far as the tries go."""
    tickets = count()
    heap: list[Part] = []
    add_part(heap, graph, tickets, {}, frozenset())
    while heap:
        part = heappop(heap)
        yield part.choice
        kept = dict(part.kept)
        for n, way in part.choice.items():
            if n not in kept and len(graph.ways[n]) > 1 and next(tickets) < TRIES:
                add_part(heap, graph, tickets, dict(kept), part.barred | {(n, way)})
            kept[n] = way


def add_part(
    heap: list[Part],
    graph: Graph,
    tickets: Iterator[int],
    kept: Mapping[int, Way],
    barred: frozenset[tuple[int, Way]],
) -> None:
    """Put a part into the queue, unless it is empty."""
    found = choose_smallest(graph, kept, barred)
    if found:
        heappush(heap, Part(found[0], next(tickets), found[1], kept, barred))


def write_proof(
    closure: CompiledClosure, choice: Choice, goal: int, sources: Sources | None
) -> Proof:
    """The chosen steps as a proof, premises before their use."""
    steps: dict[Triple, Step] = {}
    done: set[int] = set()
    todo = [goal]
    while todo:
        n = todo[-1]
        open_ones = [m for m in reversed(choice[n][1]) if m not in done]
        if open_ones and n not in done:
            todo.extend(open_ones)
            continue
        todo.pop()
        if n not in done:
            done.add(n)
            for step in write_steps(closure, n, choice[n], sources):
                steps.setdefault(step.conclusion, step)
    return Proof(closure.text(goal), tuple(steps.values()))


def write_steps(
    closure: CompiledClosure, n: int, way: Way, sources: Sources | None
) -> Sequence[Step]:
    """A step by the terms of its triples; what was given, with its source."""
    rule, premises = way
    if rule == LEAF:
        return order_steps(closure, (closure.text(n),), sources)
    return (Step(rule, tuple(closure.text(m) for m in premises), closure.text(n)),)
