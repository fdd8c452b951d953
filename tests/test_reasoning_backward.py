"""Alternative derivations and smallest proofs: complete, never larger, and they hold."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from matcher.errors import UnknownTermError
from matcher.model import Proof, Triple
from matcher.reasoning.backward import find_ways
from matcher.reasoning.closure import CompiledClosure, CompiledReasoner
from matcher.reasoning.proof import prove
from matcher.reasoning.smallest import prove_smallest
from matcher.reasoning.verify import check, read_leaves
from tests.reasoning.cases import RULES, find_case
from tests.reasoning.generated import ontologies
from tests.reasoning.pattern import facts, pattern_facts


def tree_size(proof: Proof) -> int:
    """How many steps the proof has as a tree."""
    sizes: dict[Triple, int] = {}
    for step in proof.steps:
        sizes[step.conclusion] = 1 + sum(sizes[premise] for premise in step.premises)
    return sizes[proof.claim]


def check_smallest(closure: CompiledClosure, triples: list[Triple]) -> None:
    """For all that follows: the first derivation is among the ways, the smallest proof holds."""
    reader = read_leaves({}, triples)
    sources = dict.fromkeys(triples, "stream")
    for triple in closure.derived():
        first = closure.derivation(triple)
        assert first in list(find_ways(closure, triple))
        smallest = prove_smallest(closure, triple, sources)
        assert check(smallest, reader) is None
        assert tree_size(smallest) <= tree_size(prove(closure, triple, sources))


@pytest.mark.parametrize("rule", RULES)
def test_what_a_rule_concludes_is_traced_back_to_its_premises(rule: str) -> None:
    case = find_case(rule)
    check_smallest(CompiledReasoner().close(case.given), list(case.given))


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(ontologies(10))
def test_smallest_proofs_hold_on_generated_facts(triples: list[Triple]) -> None:
    half = len(triples) // 2
    base = CompiledReasoner().close(triples[:half])
    check_smallest(base.overlay(triples[half:]), triples)


def test_a_detour_is_left_out() -> None:
    given = facts(
        "sym:A rdfs:subClassOf sym:B . sym:B rdfs:subClassOf sym:C . sym:C rdfs:subClassOf sym:D\n"
        "sym:x a sym:A . sym:p rdfs:domain sym:D"
    )
    base = CompiledReasoner().close(given)
    over = base.overlay(facts("sym:x sym:p sym:y"))
    goal = facts("sym:x a sym:D")[0]
    assert tree_size(prove(over, goal)) > 3
    smallest = prove_smallest(over, goal)
    assert [step.rule for step in smallest.steps] == ["asserted", "asserted", "prp-dom"]
    assert smallest.steps[1].source == "stream"


def test_all_alternatives_are_found() -> None:
    given = facts(
        "sym:A rdfs:subClassOf sym:C . sym:B rdfs:subClassOf sym:C . sym:x a sym:A . sym:x a sym:B"
    )
    ways = list(find_ways(CompiledReasoner().close(given), facts("sym:x a sym:C")[0]))
    assert {step.premises for step in ways} == {(given[0], given[2]), (given[1], given[3])}


def test_what_does_not_follow_has_no_smallest_proof() -> None:
    closure = CompiledReasoner().close(pattern_facts())
    with pytest.raises(UnknownTermError, match="does not follow"):
        prove_smallest(closure, facts("mat:Bran a mat:Ash")[0])
    assert list(find_ways(closure, facts("mat:Bran a mat:Ash")[0])) == []
