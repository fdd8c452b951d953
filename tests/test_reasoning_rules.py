"""Each W3C rule by its own small case: it fires where it should and nowhere else."""

from __future__ import annotations

import pytest

from matcher.reasoning import statements
from matcher.reasoning.closure import CompiledReasoner
from matcher.reasoning.dispatch import RULE_NAMES
from matcher.reasoning.proof import prove, prove_clash
from matcher.reasoning.verify import check, read_leaves
from tests.reasoning.cases import RULES, find_case, read_graphs
from tests.reasoning.pattern import facts, list_facts


def test_every_rule_of_the_engine_has_a_case_and_every_case_a_rule() -> None:
    suffixes = ("-follows", "-not", "-consistent")
    assert {name for name in read_graphs() if not name.endswith(suffixes)} == set(RULES)


def test_the_verifier_states_exactly_the_rules_of_the_engine() -> None:
    assert set(RULE_NAMES) - {"asserted"} == statements.NAMES


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_fires_where_it_should_and_nowhere_else(rule: str) -> None:
    case = find_case(rule)
    closure = CompiledReasoner().close(case.given)
    assert not [triple for triple in case.never if triple in closure]
    if case.follows:
        assert [clash.rule for clash in closure.clashes] == ["eq-diff1"] * (rule == "eq-ref")
        for triple in case.follows:
            step = closure.derivation(triple)
            assert step is not None, triple
            assert not closure.is_asserted(triple)
        assert any(step.rule == rule for step in prove(closure, case.follows[0]).steps)
    else:
        assert {clash.rule for clash in closure.clashes} == {rule}
        assert CompiledReasoner().close(case.consistent).clashes == ()


@pytest.mark.parametrize("rule", RULES)
def test_the_order_in_which_facts_come_does_not_matter(rule: str) -> None:
    case = find_case(rule)
    empty = CompiledReasoner().close(())
    whole = CompiledReasoner().close(case.given)
    for order in (case.given, case.given[::-1]):
        layered = empty
        for fact in order:
            layered = layered.overlay([fact])
        assert set(layered.match()) == set(whole.match())
        assert bool(layered.clashes) == bool(whole.clashes)


def test_a_long_list_of_things_that_all_differ_costs_no_square() -> None:
    things = [f"sym:t{i}" for i in range(2_000)]
    given = list_facts("sym:d", "owl:members", things, "things")
    given += facts("sym:d a owl:AllDifferent . sym:d a owl:AllDisjointClasses")
    base = CompiledReasoner().close(given)
    assert base.clashes == ()
    same = base.overlay(facts("sym:t7 owl:sameAs sym:t1999"))
    assert {clash.rule for clash in same.clashes} == {"eq-diff2"}
    both = base.overlay(facts("sym:x a sym:t3 . sym:x a sym:t1"))
    assert [clash.rule for clash in both.clashes] == ["cax-adc"]
    assert "t1>" in both.clashes[0].premises[-2][2]  # in the order of the list


def test_a_member_listed_twice_contradicts_itself() -> None:
    given = list_facts("sym:d", "owl:members", ["sym:C", "sym:D", "sym:C"], "twice")
    given += facts("sym:d a owl:AllDisjointClasses . sym:x a sym:C")
    assert [clash.rule for clash in CompiledReasoner().close(given).clashes] == ["cax-adc"]


def test_one_key_property_merges_only_what_agrees_on_it() -> None:
    case = find_case("prp-key")
    one_key = [
        (s, p, "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>")
        if p.endswith("#rest>") and o != "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>"
        else (s, p, o)
        for s, p, o in case.given
    ]
    closure = CompiledReasoner().close(one_key)
    same = "<http://www.w3.org/2002/07/owl#sameAs>"
    a, c, d = (f"<http://example.org/{name}>" for name in "acd")
    assert (a, same, c) in closure  # both are of the class and have p x
    assert (a, same, d) not in closure  # d is not of the class


@pytest.mark.parametrize("tail", ["missing", "circular", "empty"])
def test_a_broken_list_says_nothing_and_stops_nothing(tail: str) -> None:
    text = {
        "missing": "sym:q owl:propertyChainAxiom sym:l . sym:l rdf:first sym:p",
        "circular": "sym:q owl:propertyChainAxiom sym:l . sym:l rdf:first sym:p . sym:l rdf:rest sym:l",
        "empty": "sym:q owl:propertyChainAxiom rdf:nil",
    }[tail]
    closure = CompiledReasoner().close(facts(text + " . sym:a sym:p sym:b"))
    assert not list(closure.match(None, "<https://w3id.org/symbiograph/q>"))


@pytest.mark.parametrize("link", ["owl:members", "owl:distinctMembers"])
def test_what_is_listed_twice_as_different_contradicts_itself_with_a_proof(link: str) -> None:
    given = list_facts("sym:d", link, ["sym:a", "sym:b", "sym:a"], "twice")
    kind = facts("sym:d a owl:AllDifferent")
    assert CompiledReasoner().close(given).clashes == ()
    for closure in (
        CompiledReasoner().close(given + kind),
        CompiledReasoner().close(given).overlay(kind),
    ):
        stated = given + kind
        proof = prove_clash(closure, closure.clashes[0], dict.fromkeys(stated, "stream"))
        assert "eq-ref" in {step.rule for step in proof.steps}
        assert check(proof, read_leaves({}, stated)) is None
    base = CompiledReasoner().close(given + kind)
    base.retract(kind)
    assert base.clashes == ()
    assert facts("sym:a owl:sameAs sym:a")[0] not in base
