"""Smallest proofs are smallest by a count of all there are; alternatives are all, and differ."""

from __future__ import annotations

import time
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.errors import UnknownTermError
from matcher.model import Proof, Triple
from matcher.reasoning import smallest
from matcher.reasoning.backward import find_ways
from matcher.reasoning.closure import CompiledClosure, CompiledReasoner
from matcher.reasoning.expanding import Expansion
from matcher.reasoning.proof import prove
from matcher.reasoning.smallest import prove_all, prove_smallest
from matcher.reasoning.verify import check, read_leaves
from tests.reasoning.generated import ontologies
from tests.reasoning.pattern import facts, pattern_facts
from tests.test_reasoning_backward import tree_size

Leaves = frozenset[Triple]


def count_sizes(closure: CompiledClosure) -> dict[Triple, int]:
    """The smallest tree size of all that follows, by trying until nothing gets smaller."""
    recorded = [closure.text(n) for n in range(closure.facts.end)]  # literals' facts too
    expanded = Expansion(closure.facts).match((None, None, None))
    everything = dict.fromkeys([*recorded, *map(closure.write, expanded)])
    sizes = {t: 1 for t in everything if closure.is_asserted(t)}
    ways = {t: [s.premises for s in find_ways(closure, t)] for t in everything if t not in sizes}
    changed = True
    while changed:
        changed = False
        for triple, known in ways.items():
            for premises in known:
                if all(premise in sizes for premise in premises):
                    size = 1 + sum(sizes[premise] for premise in premises)
                    if size < sizes.get(triple, size + 1):
                        sizes[triple], changed = size, True
    return sizes


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(ontologies(9))
def test_no_proof_is_smaller_than_the_smallest(triples: list[Triple]) -> None:
    closure = CompiledReasoner().close(triples)
    sizes = count_sizes(closure)
    for triple in closure.derived():
        assert tree_size(prove_smallest(closure, triple)) == sizes[triple]


def leaves_of(proof: Proof) -> Leaves:
    """What a proof was given."""
    return frozenset(step.conclusion for step in proof.steps if step.rule == "asserted")


def mark(proof: Proof) -> tuple[Leaves, tuple[tuple[str, int], ...]]:
    """Leaves and rules of a proof."""
    return leaves_of(proof), tuple(sorted(Counter(s.rule for s in proof.steps).items()))


def find_reasons(triples: list[Triple], goal: Triple) -> set[Leaves]:
    """Every smallest set of given facts from which the goal follows, by trying all sets."""
    found: list[Leaves] = []
    for size in range(len(triples) + 1):
        for chosen in combinations(triples, size):
            kept = frozenset(chosen)
            if any(kept >= other for other in found):
                continue
            if goal in CompiledReasoner().close(chosen):
                found.append(kept)
    return set(found)


links = st.sampled_from(
    facts(
        "sym:A rdfs:subClassOf sym:B . sym:B rdfs:subClassOf sym:C . sym:A rdfs:subClassOf sym:C\n"
        "sym:C owl:equivalentClass sym:D . sym:x a sym:A . sym:x a sym:B . sym:p rdfs:domain sym:C\n"
        "sym:x sym:p sym:y . sym:y owl:sameAs sym:x . sym:p a owl:SymmetricProperty"
    )
)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(links, min_size=4, max_size=8, unique=True))
def test_every_reason_is_among_the_alternatives(triples: list[Triple]) -> None:
    closure = CompiledReasoner().close(triples)
    reader = read_leaves({}, triples)
    goal = facts("sym:x a sym:D")[0]
    if goal not in closure:
        with pytest.raises(UnknownTermError):
            prove_all(closure, goal, 5)
        return
    proofs = prove_all(closure, goal, 50, dict.fromkeys(triples, "stream"))
    assert [check(proof, reader) for proof in proofs] == [None] * len(proofs)
    assert len({mark(proof) for proof in proofs}) == len(proofs)
    sizes = [tree_size(proof) for proof in proofs]
    assert sizes == sorted(sizes)
    assert sizes[0] == tree_size(prove_smallest(closure, goal))
    assert find_reasons(triples, goal) <= {leaves_of(proof) for proof in proofs}


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(ontologies(8))
def test_alternatives_on_generated_facts_hold_and_differ(triples: list[Triple]) -> None:
    half = len(triples) // 2
    closure = CompiledReasoner().close(triples[:half]).overlay(triples[half:])
    reader = read_leaves({}, triples)
    for triple in list(closure.derived())[::7]:
        proofs = prove_all(closure, triple, 4, dict.fromkeys(triples, "stream"))
        assert 1 <= len(proofs) <= 4
        assert not [proof for proof in proofs if check(proof, reader)]
        assert len({mark(proof) for proof in proofs}) == len(proofs)


def test_a_reason_with_more_than_it_needs_is_no_alternative() -> None:
    given = facts(
        "sym:A rdfs:subClassOf sym:B . sym:B owl:equivalentClass sym:C . sym:x a sym:A\n"
        "sym:C rdfs:subClassOf sym:B"
    )
    proofs = prove_all(CompiledReasoner().close(given), facts("sym:x a sym:B")[0], 9)
    assert {leaves_of(proof) for proof in proofs} == {frozenset((given[0], given[2]))}


def test_a_search_cut_short_still_gives_a_proof_that_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    given = pattern_facts()
    closure = CompiledReasoner().close(given)
    monkeypatch.setattr(smallest, "REACH", 2)
    sources = dict.fromkeys(given, "stream")
    for triple in closure.derived():
        proof = prove_smallest(closure, triple, sources)
        assert check(proof, read_leaves({}, given)) is None
        assert tree_size(proof) <= tree_size(prove(closure, triple, sources))


def test_asking_for_one_proof_gives_the_smallest_and_for_more_never_too_many() -> None:
    given = facts(
        "sym:A rdfs:subClassOf sym:C . sym:B rdfs:subClassOf sym:C . sym:x a sym:A . sym:x a sym:B"
    )
    closure = CompiledReasoner().close(given)
    goal = facts("sym:x a sym:C")[0]
    assert prove_all(closure, goal, 1) == (prove_smallest(closure, goal),)
    assert len(prove_all(closure, goal, 2)) == len(prove_all(closure, goal, 9)) == 2


def test_a_long_chain_of_classes_is_proven_in_one_go() -> None:
    given = [t for i in range(60) for t in facts(f"sym:C{i} rdfs:subClassOf sym:C{i + 1}")]
    closure = CompiledReasoner().close([*given, *facts("sym:x a sym:C0")])
    goal = facts("sym:x a sym:C60")[0]
    start = time.perf_counter()
    assert tree_size(prove_smallest(closure, goal)) == 121
    assert time.perf_counter() - start < 20
