"""Why-not: with what is said to be missing it follows, with less it does not, and nearest first."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.model import Triple
from matcher.reasoning.closure import CompiledClosure, CompiledReasoner
from matcher.reasoning.verify import check, read_leaves
from matcher.reasoning.whynot import IF, UNKNOWN, find_gaps
from tests.reasoning.cases import RULES, find_case
from tests.reasoning.generated import ontologies
from tests.reasoning.pattern import facts, pattern_facts

close = CompiledReasoner().close


@pytest.fixture(scope="module")
def base() -> CompiledClosure:
    """The small pack, closed."""
    return close(pattern_facts())


def check_gaps(closure: CompiledClosure, given: list[Triple], goal: Triple, most: int = 4) -> int:
    """Every gap of a goal is one; how many there are."""
    sources = dict.fromkeys(given, "stream")
    found = find_gaps(closure, goal, most, sources)
    assert len(found) <= most
    assert len({gap.missing for gap in found}) == len(found)
    for gap in found:
        over = closure.overlay(gap.missing)
        assert goal in over
        for size in range(len(gap.missing)):
            for part in combinations(gap.missing, size):
                assert goal not in closure.overlay(part)
        assert set(gap.clashes) == set(over.clashes) - set(closure.clashes)
        leaves = {
            step.conclusion: step.source for step in gap.proof.steps if step.rule == "asserted"
        }
        assert {t for t, source in leaves.items() if source == IF} == set(gap.missing)
        reader = read_leaves({}, [*given, *gap.missing])
        steps = tuple(
            type(s)(s.rule, s.premises, s.conclusion, "stream" if s.source == IF else s.source)
            for s in gap.proof.steps
        )
        assert check(type(gap.proof)(goal, steps), reader) is None
    return len(found)


#: a rule's premise is only to be mended if it is a fact: axioms are not, nor is equality
AXIOMS_ALONE = ("scm-", "eq-", "prp-ap", "cls-thing", "cls-nothing1", "cls-oo", "dt-")


@pytest.mark.parametrize(
    "rule", [r for r in RULES if find_case(r).follows and not r.startswith(AXIOMS_ALONE)]
)
def test_each_rule_names_the_fact_that_was_taken_away(rule: str) -> None:
    case = find_case(rule)
    goal = case.follows[0]
    tried = 0
    for fact in case.given:
        rest = [other for other in case.given if other != fact]
        closure = close(rest)
        if (
            goal in closure
            or "www.w3.org/2002/07/owl#" in fact[1]
            or "rdf" in fact[1].rpartition("/")[2]
        ):
            continue
        found = find_gaps(closure, goal, 50)
        assert any(fact in gap.missing or UNKNOWN in str(gap.missing) for gap in found), fact
        check_gaps(closure, rest, goal)
        tried += 1
    for fact in case.given:
        rest = [other for other in case.given if other != fact]
        if fact[1].endswith("#type>") and "owl#" not in fact[2] and goal not in close(rest):
            found = find_gaps(close(rest), goal, 50)
            assert any(fact in gap.missing for gap in found), fact
            tried += 1
    assert tried


@pytest.mark.parametrize(
    ("goal", "missing"),
    [
        ("use:s sym:documentedFeed proc:CementGrinding", "use:s a mat:GranulatedSlag"),
        ("use:s sym:functionFeed proc:BiomassBoiler", "mat:CoffeeGrounds sym:hasForm form:Solid"),
        ("use:s sym:substitutionFeed proc:ReadyMix", "use:s a mat:GranulatedSlag"),
        ("use:s sym:vetoedBy veto:AshIsNoFeed", "use:s a mat:Ash"),
        ("use:s sym:vetoedBy veto:AsbestosBan", "use:s a mat:Asbestos"),
        (
            "mat:BasicOxygenSlag sym:isOf mat:BlastFurnaceSlag",
            "mat:BasicOxygenSlag a mat:BlastFurnaceSlag",
        ),
        ("mat:Bagasse rdfs:subClassOf mat:Ash", "mat:Organic rdfs:subClassOf mat:Ash"),
    ],
)
def test_the_missing_fact_is_named(base: CompiledClosure, goal: str, missing: str) -> None:
    said = facts("use:s a mat:CoffeeGrounds")
    closure = base.overlay(said)
    found = find_gaps(closure, facts(goal)[0], 6)
    assert (facts(missing)[0],) in [gap.missing for gap in found]
    assert check_gaps(closure, [*pattern_facts(), *said], facts(goal)[0], 6)


def test_two_facts_are_missing_where_one_is_not_enough() -> None:
    given = facts(
        "sym:p owl:propertyChainAxiom sym:l . sym:l rdf:first sym:q . sym:l rdf:rest sym:m\n"
        "sym:m rdf:first sym:r . sym:m rdf:rest rdf:nil . sym:a sym:o sym:b . sym:Q sym:q sym:R"
    )
    (gap,) = find_gaps(close(given), facts("sym:a sym:p sym:b")[0], 4)
    assert len(gap.missing) == 2
    assert {UNKNOWN, *facts("sym:a sym:q sym:b")[0], *facts("sym:a sym:r sym:b")[0]} == {
        term for fact in gap.missing for term in fact
    }


def test_one_class_that_brings_all_is_better_than_three_facts(base: CompiledClosure) -> None:
    closure = base.overlay(facts("use:s a mat:BlastFurnaceSlag"))
    found = find_gaps(closure, facts("use:s a need:BiomassFuel")[0], 4)
    assert tuple(facts("use:s a mat:Bagasse")) in [gap.missing for gap in found]
    assert {len(gap.missing) for gap in found} == {1}


def test_a_kind_of_what_it_is_comes_before_something_else(base: CompiledClosure) -> None:
    extra = facts(
        "use:BranInCement sym:takes mat:Bran . use:BranInCement sym:inProcess proc:CementGrinding"
    )
    closure = base.overlay([*extra, *facts("use:s a mat:BlastFurnaceSlag")])
    found = find_gaps(closure, facts("use:s sym:documentedFeed proc:CementGrinding")[0], 4)
    assert found[0].missing == tuple(facts("use:s a mat:GranulatedSlag"))
    assert tuple(facts("use:s a mat:Bran")) in [gap.missing for gap in found]


def test_what_would_contradict_comes_last_and_says_so(base: CompiledClosure) -> None:
    closure = base.overlay(facts("use:s a mat:Steam"))
    found = find_gaps(closure, facts("use:s sym:documentedFeed proc:CementGrinding")[0], 9)
    assert found
    first = next(gap for gap in found if gap.missing == tuple(facts("use:s a mat:GranulatedSlag")))
    assert [clash.rule for clash in first.clashes] == ["cax-dw"]
    assert [bool(gap.clashes) for gap in found] == sorted(bool(gap.clashes) for gap in found)


def test_a_thing_nobody_knows_is_left_open() -> None:
    given = facts("sym:R owl:someValuesFrom sym:C . sym:R owl:onProperty sym:p . sym:x sym:q sym:y")
    closure = close(given)
    (gap,) = find_gaps(closure, facts("sym:x a sym:R")[0], 4)
    assert set(gap.missing) == {
        (facts("sym:x a sym:R")[0][0], facts("sym:x sym:p sym:y")[0][1], UNKNOWN),
        (UNKNOWN, facts("sym:x a sym:C")[0][1], facts("sym:x a sym:C")[0][2]),
    }


def test_what_follows_has_no_gap(base: CompiledClosure) -> None:
    assert find_gaps(base, facts("mat:Bagasse sym:functionFeed proc:BiomassBoiler")[0], 4) == ()


def test_a_thing_nobody_has_named_may_become_something(base: CompiledClosure) -> None:
    goal = facts("mat:Nobody sym:isOf mat:Ash")[0]
    assert find_gaps(base, goal, 4)[0].missing == tuple(facts("mat:Nobody a mat:Ash"))
    assert base.facts.terms.find(goal[0]) is None  # the base has learnt no name by that


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(ontologies(10), st.data())
def test_every_gap_on_generated_facts_is_one(triples: list[Triple], data: st.DataObject) -> None:
    closure = close(triples)
    things = [f"sym:i{i}" for i in range(5)]
    for _ in range(3):
        thing, other = data.draw(st.sampled_from(things)), data.draw(st.sampled_from(things))
        predicate = data.draw(st.sampled_from(["sym:p0", "sym:p1", "sym:p2"]))
        kind = data.draw(st.sampled_from([f"sym:C{i}" for i in range(5)]))
        for text in (
            f"{thing} {predicate} {other}",
            f"{thing} a {kind}",
            f"{kind} rdfs:subClassOf sym:C0",
        ):
            check_gaps(closure, triples, facts(text)[0])
