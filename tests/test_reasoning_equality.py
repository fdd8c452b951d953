"""What is the same is stored once and answered under every name, each answer with its proof."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.model import Triple
from matcher.namespaces import node
from matcher.reasoning.archive import open_closure, save_closure
from matcher.reasoning.closure import CompiledClosure, CompiledReasoner
from matcher.reasoning.comparing import compare, strip_faulty
from matcher.reasoning.owlrl_engine import OwlrlReasoner
from matcher.reasoning.proof import prove
from matcher.reasoning.verify import check, read_leaves
from tests.reasoning.changing import write_history
from tests.reasoning.pattern import facts, list_facts

SAME = node("owl:sameAs")
#: owlrl leaves out some reflexive axioms of what is not declared (faults/reflexive-…)
DECLARED = "\n".join(
    [f"sym:C{i} a owl:Class" for i in range(4)]
    + [f"sym:P{i} a owl:ObjectProperty" for i in range(3)]
)


def make_clique(members: int, each: int) -> list[Triple]:
    """Things that are the same, one after the other, with so many facts each."""
    links = [f"sym:x{i} owl:sameAs sym:x{i + 1}" for i in range(members - 1)]
    own = [f"sym:x{i} sym:p{j} sym:v{i}-{j}" for i in range(members) for j in range(each)]
    return facts("\n".join(links + own))


def check_proofs(closure: CompiledClosure, given: list[Triple]) -> None:
    """All that follows has a proof that holds, under every name."""
    reader = read_leaves({}, given)
    sources = dict.fromkeys(given, "stream")
    for triple in closure.match():
        assert check(prove(closure, triple, sources), reader) is None


def test_what_is_the_same_costs_as_much_as_it_has_members() -> None:
    small, large = (CompiledReasoner().close(make_clique(n, 5)) for n in (50, 500))
    assert large.facts.end < 11 * small.facts.end
    assert len(large) > 90 * len(small)
    thing = node("sym:x7")
    assert len(list(large.match(thing, node("sym:p3")))) == 500
    assert len(list(large.match(None, SAME, thing))) == 499


@pytest.mark.parametrize(
    "axiom",
    [
        "sym:p a owl:FunctionalProperty",
        '{0} owl:onProperty sym:p . {0} owl:maxCardinality "1"^^<{1}> . sym:a a {0}',
    ],
)
def test_what_a_rule_makes_one_costs_as_much_as_it_has_members(axiom: str) -> None:
    axiom = axiom.format("sym:R", "http://www.w3.org/2001/XMLSchema#nonNegativeInteger")
    ends = []
    for members in (20, 200):
        values = "\n".join(f"sym:a sym:p sym:v{i}" for i in range(members))
        closure = CompiledReasoner().close(facts(f"{axiom}\n{values}"))
        assert len(list(closure.objects(node("sym:v3"), SAME))) == members - 1
        ends.append(closure.facts.end)
    assert ends[1] < 11 * ends[0]


def test_proofs_under_every_name_hold() -> None:
    given = make_clique(4, 1) + facts(
        "sym:p0 owl:sameAs sym:q . sym:q rdfs:domain sym:C . sym:C owl:sameAs sym:D\n"
        "sym:y sym:r sym:x2 . sym:r a owl:TransitiveProperty . sym:x0 sym:r sym:z"
    )
    closure = CompiledReasoner().close(given)
    check_proofs(closure, given)
    assert set(facts("sym:x3 a sym:D . sym:y sym:r sym:z . sym:x1 sym:q sym:v2-0")) <= set(
        closure.match()
    )
    assert facts("sym:x1 owl:sameAs sym:x1")[0] not in closure


def test_a_key_of_one_property_or_two_makes_one_what_agrees_on_it() -> None:
    one = list_facts("sym:C", "owl:hasKey", ["sym:k"], "one")
    two = list_facts("sym:D", "owl:hasKey", ["sym:k", "sym:l"], "two")
    given = (
        one
        + two
        + facts(
            'sym:a a sym:C . sym:b a sym:C . sym:c a sym:C . sym:a sym:k "1" . sym:b sym:k "1"\n'
            'sym:c sym:k "2" . sym:d a sym:D . sym:e a sym:D . sym:f a sym:D . sym:d sym:k "3"\n'
            'sym:e sym:k "3" . sym:f sym:k "3" . sym:d sym:l "4" . sym:e sym:l "4"\n'
            'sym:f sym:l "5" . sym:x sym:k "1"'
        )
    )
    closure = CompiledReasoner().close(given)
    same = {(s, o) for s, _p, o in closure.match(None, SAME, None)}
    pairs = [("a", "b"), ("b", "a"), ("d", "e"), ("e", "d")]
    assert same == {(node(f"sym:{s}"), node(f"sym:{o}")) for s, o in pairs}
    check_proofs(closure, given)


def test_members_of_a_list_and_lists_that_become_one_are_read_anew() -> None:
    given = [
        *list_facts("sym:grandchild", "owl:propertyChainAxiom", ["sym:child"] * 2, "chain"),
        *list_facts("sym:Both", "owl:intersectionOf", ["sym:A", "sym:B"], "both"),
        *facts("sym:a sym:kid sym:b . sym:b sym:kid sym:c . sym:a a sym:A . sym:a a sym:B2"),
    ]
    later = facts("sym:child owl:sameAs sym:kid . sym:B owl:sameAs sym:B2")
    wanted = facts("sym:a sym:grandchild sym:c . sym:a a sym:Both")
    base = CompiledReasoner().close(given)
    over = base.overlay(later)
    assert set(wanted) <= set(over.match())
    check_proofs(over, given + later)
    assert not set(wanted) & set(base.match())
    base.add(later)
    assert set(base.match()) == set(over.match())


def test_an_overlay_makes_things_of_the_base_one_without_touching_it() -> None:
    given = make_clique(3, 2) + facts("sym:a sym:p0 sym:b . sym:p0 rdfs:range sym:R")
    base = CompiledReasoner().close(given)
    before = set(base.match())
    overs = [base.overlay(facts(f"sym:a owl:sameAs sym:x{i} . sym:b a sym:B")) for i in range(3)]
    assert all(set(over.match()) == set(overs[0].match()) for over in (overs[1:]))
    assert facts("sym:a sym:p1 sym:v2-1")[0] in overs[0]
    check_proofs(overs[0], given + facts("sym:a owl:sameAs sym:x0 . sym:b a sym:B"))
    assert set(base.match()) == before
    overs[0].retract(facts("sym:a owl:sameAs sym:x0"))
    assert set(overs[0].match()) == before | set(facts("sym:b a sym:B"))


def test_what_is_closed_anew_is_traced_anew() -> None:
    chain = list_facts("sym:P", "owl:propertyChainAxiom", ["sym:Q", "sym:R"], "chain")
    links = facts("sym:a sym:Q sym:b . sym:b sym:R sym:c . sym:a sym:P sym:c . sym:x a sym:X")
    odd = facts(
        "sym:u rdf:first sym:v . sym:u owl:sameAs sym:w . sym:o rdf:first sym:o\n"
        "sym:o rdf:rest sym:o"
    )
    closure = CompiledReasoner().close([*odd[:2], *chain, *links])
    closure.retract(links[3:])  # traced, with the terms numbered in this order
    closure.add(odd[2:])
    closure.retract(odd[:1])  # closed anew, in another, the axiom at its old number
    closure.retract(links[2:3])
    step = closure.derivation(links[2])
    assert step is not None
    assert step.rule == "prp-spo2"
    check_proofs(closure, [*odd, *chain, *links[:2]])


def test_names_that_rules_mention_stand_for_their_classes() -> None:
    given = facts(
        "sym:isA owl:sameAs rdf:type . sym:is owl:sameAs owl:sameAs . sym:a sym:is sym:b\n"
        "sym:C rdfs:subClassOf sym:D . sym:a sym:isA sym:C . sym:All owl:sameAs owl:Thing\n"
        "owl:Thing owl:sameAs rdfs:Resource . owl:Thing owl:sameAs owl:Class . sym:c a sym:All"
    )
    closure = CompiledReasoner().close(given)
    assert set(
        facts(
            "sym:b a sym:D . sym:b sym:isA sym:D . sym:b sym:is sym:a . sym:a sym:is sym:a\n"
            "sym:c a owl:Class . sym:c rdfs:subClassOf sym:All . sym:All owl:sameAs owl:Class"
        )
    ) <= set(closure.match())
    check_proofs(closure, given)


def test_values_are_seen_behind_the_names_of_literals() -> None:
    number = '"{}"^^<http://www.w3.org/2001/XMLSchema#{}>'
    one, also, two = (
        number.format(1, "int"),
        number.format("01", "integer"),
        number.format(2, "int"),
    )
    given = facts(f"sym:a owl:sameAs {one} . sym:b owl:sameAs {also} . sym:a sym:p sym:x")
    closure = CompiledReasoner().close(given)
    assert facts("sym:b sym:p sym:x")[0] in closure
    assert not closure.clashes
    check_proofs(closure, given)
    closure.add(facts(f"sym:b owl:sameAs {two}"))
    assert "eq-diff1" in {clash.rule for clash in closure.clashes}


def test_values_are_seen_whichever_literal_was_named_first() -> None:
    byte = '"5"^^<http://www.w3.org/2001/XMLSchema#byte>'
    given = facts(f'sym:a owl:sameAs "one" . "one" owl:sameAs {byte}')
    for order in (given, given[::-1]):
        closure = CompiledReasoner().close([])
        for triple in order:
            closure.add([triple])
        assert facts("sym:a a xsd:byte")[0] in closure
        assert closure.clashes


def test_a_saved_closure_still_knows_what_is_the_same(tmp_path: Path) -> None:
    given = make_clique(4, 2) + facts('sym:x1 owl:sameAs "one"')
    closure = CompiledReasoner().close(given)
    save_closure(closure, tmp_path / "closure.bin")
    opened = open_closure(tmp_path / "closure.bin")
    assert set(opened.match()) == set(closure.match())
    assert len(opened) == len(closure)
    assert set(opened.asserted()) == set(closure.asserted())
    check_proofs(opened, given)
    more = facts("sym:x0 sym:q sym:w . sym:x3 owl:sameAs sym:y")
    assert set(opened.overlay(more).match()) == set(closure.overlay(more).match())
    opened.add(more)
    opened.retract(given[:1])
    left = CompiledReasoner().close([*given[1:], *more])
    assert set(opened.match()) == set(left.match())


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**12))
def test_owlrl_says_the_same_of_what_is_the_same(seed: int) -> None:
    drawn = write_history(seed, 6, with_equality=True).first
    sound = strip_faulty([*drawn, *facts(DECLARED)])
    found = compare(CompiledReasoner().close(sound), OwlrlReasoner().close(sound))
    assert found.equal, (found.differences[:3], found.consistent)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**12))
def test_what_follows_under_every_name_has_a_proof_that_holds(seed: int) -> None:
    given = list(write_history(seed, 7, with_equality=True).first)
    half = len(given) // 2
    check_proofs(CompiledReasoner().close(given[:half]).overlay(given[half:]), given)
