"""Everything the engine derives, it can prove to a verifier that shares no code with it."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from matcher.model import Triple
from matcher.reasoning.closure import CompiledReasoner
from matcher.reasoning.proof import prove, prove_clash
from matcher.reasoning.verify import check, read_leaves
from tests.reasoning.generated import ontologies
from tests.reasoning.pattern import pattern_facts


def check_everything(triples: list[Triple]) -> int:
    """Prove and verify all that follows; how many proofs there were."""
    reader = read_leaves({}, triples)
    sources = dict.fromkeys(triples, "stream")
    closure = CompiledReasoner().close(triples)
    proofs = [prove(closure, triple, sources) for triple in closure.derived()]
    proofs += [prove_clash(closure, clash, sources) for clash in closure.clashes]
    for proof in proofs:
        assert check(proof, reader) is None
    return len(proofs)


def test_every_triple_that_follows_from_the_pattern_has_a_proof_that_holds() -> None:
    facts = pattern_facts()
    assert check_everything(facts) == CompiledReasoner().close(facts).derived_count


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(ontologies(12))
def test_everything_that_follows_from_generated_facts_has_a_proof_that_holds(
    triples: list[Triple],
) -> None:
    assert check_everything(triples) > 0


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(ontologies(12))
def test_facts_added_one_layer_at_a_time_lead_to_the_same(triples: list[Triple]) -> None:
    whole = CompiledReasoner().close(triples)
    half = len(triples) // 2
    layered = CompiledReasoner().close(triples[:half]).overlay(triples[half:])
    assert set(layered.match()) == set(whole.match())
    assert bool(layered.clashes) == bool(whole.clashes)
