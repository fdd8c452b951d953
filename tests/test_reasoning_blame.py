"""Contradictions name what is to blame: enough to lead there, and nothing that is not needed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from matcher.model import FALSE, Triple
from matcher.reasoning.blame import Seeker, blame, blame_all
from matcher.reasoning.closure import CompiledReasoner
from matcher.reasoning.verify import check, read_leaves
from tests.reasoning.cases import RULES, find_case
from tests.reasoning.generated import ontologies
from tests.reasoning.pattern import facts, pattern_facts

CONTRADICTING = [rule for rule in RULES if not find_case(rule).follows]
close = CompiledReasoner().close


def check_blame(triples: list[Triple], most: int) -> int:
    """Every contradiction of some facts is blamed rightly; how many there are."""
    closure = close(triples)
    sources = dict.fromkeys(triples, "stream")
    reader = read_leaves({}, triples)
    for clash in closure.clashes[:most]:
        found = blame(closure, clash, close, sources)
        assert set(found.facts) <= set(triples)
        seeker = Seeker(closure, clash)
        again = seeker.find_in(close(found.facts))
        assert again is not None
        assert again.rule == clash.rule
        for fact in found.facts:
            assert seeker.find_in(close(set(found.facts) - {fact})) is None, fact
        assert found.proof.claim == FALSE
        assert check(found.proof, reader) is None
        assert set(found.sources) == set(found.facts)
        assert set(found.sources.values()) <= {"stream"}
    return len(closure.clashes)


@pytest.mark.parametrize("rule", CONTRADICTING)
def test_each_rule_that_contradicts_blames_what_it_needs(rule: str) -> None:
    assert check_blame(list(find_case(rule).given), 5)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(ontologies(12))
def test_what_is_to_blame_is_enough_and_each_of_it_is_needed(triples: list[Triple]) -> None:
    assume(check_blame(triples, 6))


def test_what_is_not_needed_is_not_blamed_and_goes_on_following() -> None:
    odd = facts("use:odd sym:contains mat:Lead . use:odd sym:freeOf mat:Lead . use:odd a mat:Bran")
    closure = close(pattern_facts()).overlay(odd)
    (clash,) = closure.clashes
    found = blame(closure, clash, close)
    axiom = facts("sym:freeOf owl:propertyDisjointWith sym:contains")
    assert set(found.facts) == {*odd[:2], *axiom}
    assert facts("mat:Bagasse sym:functionFeed proc:BiomassBoiler")[0] in closure
    assert facts("use:odd sym:isOf mat:Bran")[0] in closure


def test_a_detour_in_the_first_derivation_is_not_blamed() -> None:
    given = facts(
        "sym:A rdfs:subClassOf sym:B . sym:B rdfs:subClassOf sym:C . sym:x a sym:A\n"
        "sym:x a sym:C . sym:x a sym:D . sym:C owl:disjointWith sym:D"
    )
    closure = close(given)
    found = blame(closure, closure.clashes[0], close)
    assert set(found.facts) == {given[3], given[4], given[5]}


def test_clashes_with_one_cause_are_blamed_once() -> None:
    given = facts(
        "sym:A rdfs:subClassOf sym:B . sym:B owl:disjointWith sym:C . sym:x a sym:A\n"
        "sym:x a sym:C . sym:B owl:equivalentClass sym:B . sym:y a sym:B . sym:y a sym:C"
    )
    closure = close(given)
    found = list(blame_all(closure, closure.clashes, close))
    assert len({frozenset(b.facts) for b in found}) == len(found) == 2
