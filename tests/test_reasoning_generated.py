"""Generated ontologies: both engines agree on them, and all that follows has a proof."""

from __future__ import annotations

from collections import Counter

import pytest

from matcher.model import Triple
from matcher.namespaces import node
from matcher.reasoning.closure import CompiledReasoner
from matcher.reasoning.comparing import compare, strip_faulty
from matcher.reasoning.generating import CONSTRUCTS, choose_constructs, generate_ontology
from matcher.reasoning.living import keep_living
from matcher.reasoning.owlrl_engine import OwlrlReasoner
from tests.reasoning.naive import clash_by_pair, merge_by_key
from tests.reasoning.pattern import facts, pattern_facts
from tests.test_verify_generated import check_everything

SEEDS = range(60)
PAIRED = {"eq-diff2", "eq-diff3", "prp-adp", "cax-adc"}


def test_every_construct_is_used_and_the_same_seed_gives_the_same_ontology() -> None:
    used = Counter(name for seed in SEEDS for name in set(choose_constructs(seed)))
    assert set(used) == set(CONSTRUCTS)
    assert min(used.values()) >= 4
    assert generate_ontology(7) == generate_ontology(7) != generate_ontology(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_both_engines_close_a_generated_ontology_alike(seed: int) -> None:
    given = strip_faulty(generate_ontology(seed))
    found = compare(CompiledReasoner().close(given), OwlrlReasoner().close(given))
    assert found.equal, (found.differences[:3], found.consistent)


def test_the_generated_ontologies_put_both_answers_to_the_test() -> None:
    clashes = [bool(CompiledReasoner().close(generate_ontology(seed)).clashes) for seed in SEEDS]
    assert 10 < sum(clashes) < 50


def test_keys_and_lists_of_what_differs_are_as_the_recommendation_has_them() -> None:
    merged, clashed = 0, set()
    for seed in range(300):
        closure = CompiledReasoner().close(generate_ontology(seed))
        same = list(merge_by_key(closure))
        assert not [triple for triple in same if triple not in closure], seed
        assert {clash.rule for clash in closure.clashes} & PAIRED == clash_by_pair(closure), seed
        merged += len(same)
        clashed |= clash_by_pair(closure)
    assert merged > 20
    assert clashed == PAIRED


def test_all_that_follows_from_generated_ontologies_has_a_proof_that_holds() -> None:
    assert sum(check_everything(list(generate_ontology(seed))) for seed in SEEDS) > 2_000


def test_facts_that_no_axiom_mentions_change_nothing_else() -> None:
    given = [*pattern_facts(), *facts('sym:a sym:weight "1" . sym:a rdfs:label "a"')]
    left_out = set(given) - set(keep_living(given))
    assert set(facts('sym:a sym:weight "1" . sym:a rdfs:label "a"')) <= left_out
    check_living(given)


@pytest.mark.parametrize("seed", SEEDS)
def test_facts_that_no_axiom_mentions_change_nothing_in_generated_ontologies(seed: int) -> None:
    extra = facts('sym:i0 sym:weight "1" . sym:i1 sym:near sym:i0 . sym:p1 sym:source sym:C1')
    check_living([*generate_ontology(seed), *extra])


def check_living(given: list[Triple]) -> None:
    """The closure is that of the living facts and what was left out, as it was given."""
    living = keep_living(given)
    whole, part = CompiledReasoner().close(given), CompiledReasoner().close(living)
    assert set(whole.match()) == set(part.match()) | (set(given) - set(living))
    assert set(whole.clashes) == set(part.clashes)


@pytest.mark.parametrize(
    "axiom", ["sym:a owl:sameAs sym:b", "sym:p a owl:FunctionalProperty", "sym:C owl:hasKey sym:l"]
)
def test_nothing_is_left_out_where_things_may_turn_out_to_be_the_same(axiom: str) -> None:
    given = facts(axiom + ' . sym:a sym:weight "1"')
    assert list(keep_living(given)) == given


def test_a_predicate_that_a_chain_or_a_restriction_names_is_kept() -> None:
    given = facts(
        "sym:q owl:propertyChainAxiom sym:l . sym:l rdf:first sym:p . sym:l rdf:rest rdf:nil"
        " . sym:R owl:onProperty sym:r . sym:other rdf:first sym:s . sym:s a owl:ObjectProperty"
        " . sym:a sym:p sym:b . sym:a sym:q sym:b . sym:a sym:r sym:b . sym:a sym:s sym:b"
    )
    kept = keep_living(given)
    assert [p for _s, p, _o in kept if p.startswith("<https")] == [
        node("sym:p"), node("sym:q"), node("sym:r"),
    ]  # fmt: skip
