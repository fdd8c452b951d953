"""After any additions and retractions the closure is that of the facts that are left."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.model import Triple
from matcher.reasoning import compacting
from matcher.reasoning.archive import open_closure, save_closure
from matcher.reasoning.closure import CompiledClosure, CompiledReasoner
from matcher.reasoning.facts import LiveFacts
from matcher.reasoning.owlrl_engine import OwlrlReasoner
from matcher.reasoning.verify import allows
from tests.reasoning.changing import Change, write_history
from tests.reasoning.pattern import facts, list_facts, pattern_facts

STREAM = facts("use:stream a mat:Bagasse . use:stream a sym:Stream")
BURNS = facts("use:stream sym:functionFeed proc:BiomassBoiler")[0]

seeds = st.integers(0, 10**12)
quick = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
thorough = settings(max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck))


def check_equal(closure: CompiledClosure, stated: set[Triple], base: list[Triple]) -> None:
    """The closure is the one of what is stated, told from scratch."""
    whole = CompiledReasoner().close([*base, *sorted(stated)])
    assert set(closure.match()) == set(whole.match())
    assert len(closure) == len(whole)
    assert {clash.rule for clash in closure.clashes} == {clash.rule for clash in whole.clashes}
    given = {triple for triple in {*base, *stated} if triple[0].startswith("<")}
    assert set(closure.asserted()) == given


def check_derivations(closure: CompiledClosure) -> None:
    """Every kept derivation is an instance of its rule on living triples found before it."""
    facts = closure.facts
    for n in range(facts.end):
        if facts.is_live(n) and not closure.is_asserted(closure.text(n)):
            step = closure.step(n)
            assert allows(step.rule, step.premises, step.conclusion)
            assert all(m < n and facts.is_live(m) for m in facts.premises(n))


def follow(closure: CompiledClosure, stated: set[Triple], changes: tuple[Change, ...]) -> None:
    """Make the changes, checking after each."""
    base = [] if closure.base is None else list(closure.base.asserted())
    for change in changes:
        if change.adds:
            assert closure.add(change.facts) == len(set(change.facts) - stated)
            stated |= set(change.facts)
        else:
            assert closure.retract(change.facts) == len(set(change.facts) & stated)
            stated -= set(change.facts)
        check_equal(closure, stated, base)
        check_derivations(closure)


def check_history(seed: int, scale: int, with_equality: bool) -> None:
    """Follow the history of a seed."""
    history = write_history(seed, scale, with_equality)
    follow(CompiledReasoner().close(history.first), set(history.first), history.changes)


@quick
@given(seeds)
def test_the_closure_keeps_up_with_what_comes_and_goes(seed: int) -> None:
    check_history(seed, 12, with_equality=False)


@quick
@given(seeds)
def test_the_closure_keeps_up_where_things_are_the_same(seed: int) -> None:
    check_history(seed, 8, with_equality=True)


@quick
@given(seeds)
def test_an_overlay_keeps_up_and_its_base_stays_as_it_is(seed: int) -> None:
    history = write_history(seed, 8, with_equality=seed % 2 == 0)
    half = len(history.first) // 2
    base = CompiledReasoner().close(history.first[:half])
    before = list(base.match())

    def own(triples: tuple[Triple, ...]) -> tuple[Triple, ...]:
        return tuple(triple for triple in triples if triple not in base)

    changes = tuple(Change(change.adds, own(change.facts)) for change in history.changes)
    stated = own(history.first[half:])
    follow(base.overlay(stated), set(stated), changes)
    assert list(base.match()) == before


@quick
@given(seeds)
def test_a_closure_without_holes_is_the_same_one(seed: int) -> None:
    history = write_history(seed, 10, with_equality=seed % 2 == 0)
    closure = CompiledReasoner().close(history.first)
    for change in history.changes:
        closure.add(change.facts) if change.adds else closure.retract(change.facts)
        before = set(closure.match()), set(closure.clashes), set(closure.asserted())
        assert isinstance(closure.facts, LiveFacts)
        closure.facts, closure.findings = compacting.compact(closure.facts, closure.findings)
        assert closure.facts.holes == 0
        assert (set(closure.match()), set(closure.clashes), set(closure.asserted())) == before
        check_derivations(closure)


def test_what_rests_on_an_axiom_said_in_other_words_since_goes_with_its_list() -> None:
    listed = list_facts("sym:C", "owl:oneOf", ["sym:a", "sym:b"], "listed")
    closure = CompiledReasoner().close(listed)
    closure.add(facts("sym:a owl:sameAs sym:d"))
    member, kind, thing = facts("sym:b a sym:C")[0]
    assert member in set(closure.subjects(kind, thing))
    closure.retract(listed[-1:])
    assert not set(closure.subjects(kind, thing))


@pytest.fixture
def closure() -> CompiledClosure:
    """The small pack, closed."""
    return CompiledReasoner().close(pattern_facts())


def test_a_stream_comes_and_goes(closure: CompiledClosure) -> None:
    before = set(closure.match())
    assert closure.add(STREAM) == 2
    assert BURNS in closure
    assert closure.retract(STREAM) == 2
    assert set(closure.match()) == before
    assert closure.retract(STREAM) == 0


def test_what_is_said_twice_is_taken_back_once(closure: CompiledClosure) -> None:
    closure.add([*STREAM, *STREAM])
    closure.add(STREAM)
    assert closure.retract([STREAM[0], STREAM[0]]) == 1
    assert BURNS not in closure


def test_what_also_follows_stays_when_its_statement_is_taken_back() -> None:
    given = facts("sym:C rdfs:subClassOf sym:D . sym:x a sym:C . sym:x a sym:D")
    closure = CompiledReasoner().close(given)
    assert closure.is_asserted(given[2])
    closure.retract([given[2]])
    assert given[2] in closure
    assert not closure.is_asserted(given[2])
    assert closure.step(closure.number(given[2]) or 0).rule == "cax-sco"


def test_what_followed_stays_when_it_is_stated_and_its_reason_goes() -> None:
    given = facts("sym:C rdfs:subClassOf sym:D . sym:x a sym:C . sym:x a sym:D")
    closure = CompiledReasoner().close(given[:2])
    assert closure.add([given[2]]) == 1
    closure.retract([given[1]])
    assert closure.is_asserted(given[2])


def test_a_circle_does_not_hold_itself_up() -> None:
    given = facts(
        "sym:C rdfs:subClassOf sym:D . sym:D rdfs:subClassOf sym:C . sym:x a sym:C . sym:y a sym:D"
    )
    closure = CompiledReasoner().close(given)
    closure.retract([given[2]])
    assert not list(closure.match(given[2][0]))
    assert set(closure.objects(given[3][0], given[3][1])) == {given[0][0], given[1][0]}


def test_what_the_rules_say_without_premises_cannot_be_taken_back() -> None:
    thing = facts("owl:Thing a owl:Class")
    closure = CompiledReasoner().close(thing)
    assert closure.is_asserted(thing[0])
    assert closure.retract(thing) == 1
    assert thing[0] in closure
    assert not closure.is_asserted(thing[0])


def test_an_axiom_without_its_list_says_nothing_until_the_list_is_whole_again() -> None:
    axiom = list_facts("sym:grandchild", "owl:propertyChainAxiom", ["sym:child"] * 2, "chain")
    children = facts("sym:a sym:child sym:b . sym:b sym:child sym:c")
    goal = facts("sym:a sym:grandchild sym:c")[0]
    closure = CompiledReasoner().close([*axiom, *children])
    for part in axiom:
        assert goal in closure
        closure.retract([part])
        assert goal not in closure
        closure.add(facts("sym:c sym:child sym:d"))
        assert not list(closure.subjects(goal[1], facts("sym:c sym:child sym:d")[0][2]))
        closure.add([part])


def test_a_whole_pack_comes_and_goes() -> None:
    pack = facts(
        "mat:Bagasse rdfs:subClassOf mat:Straw . use:Litter sym:takes mat:Bagasse\n"
        "use:Litter sym:inProcess proc:Stables . mat:Straw sym:provides fn:Bedding"
    )
    chain = list_facts("sym:bedsFor", "owl:propertyChainAxiom", ["sym:isOf", "sym:beds"], "beds")
    closure = CompiledReasoner().close(pattern_facts())
    before, awake = set(closure.match()), dict(closure.dispatch.items())
    closure.add([*pack, *chain])
    assert facts("mat:Bagasse sym:documentedFeed proc:Stables")[0] in closure
    closure.retract([*pack, *chain])
    assert set(closure.match()) == before
    assert dict(closure.dispatch.items()) == awake


def test_a_rule_sleeps_again_when_its_axioms_are_gone_and_wakes_when_they_are_back() -> None:
    axioms = facts("sym:p rdfs:domain sym:C . sym:q owl:inverseOf sym:p")
    closure = CompiledReasoner().close([])
    asleep = dict(closure.dispatch.items())
    closure.add(axioms)
    assert dict(closure.dispatch.items()) != asleep
    closure.retract(axioms)
    assert dict(closure.dispatch.items()) == asleep
    closure.add([*facts("sym:a sym:p sym:b"), *axioms])
    assert set(facts("sym:a a sym:C . sym:b sym:q sym:a")) <= set(closure.match())


def test_a_clash_goes_with_what_made_it(closure: CompiledClosure) -> None:
    odd = facts("use:odd sym:contains mat:Lead . use:odd sym:freeOf mat:Lead")
    closure.add(odd)
    assert [clash.rule for clash in closure.clashes] == ["prp-pdw"]
    closure.retract(odd[:1])
    assert closure.clashes == ()


def test_overlays_stand_on_the_base_as_it_was(closure: CompiledClosure) -> None:
    over = closure.overlay(STREAM)
    uses = facts("use:Litter sym:takes mat:Bagasse . use:Litter sym:inProcess proc:Stables")
    closure.add(uses)
    closure.retract(facts("mat:Bagasse sym:provides fn:FuelValue"))
    stables = facts("use:stream sym:documentedFeed proc:Stables")[0]
    assert BURNS in over
    assert stables not in over
    assert stables in closure.overlay(STREAM)
    assert BURNS not in closure.overlay(STREAM)
    assert closure.overlay(STREAM).base is closure.overlay(STREAM).base


def test_an_overlay_takes_back_its_own_facts_and_not_its_base_s(closure: CompiledClosure) -> None:
    over = closure.overlay(STREAM)
    assert over.retract(facts("mat:Bagasse sym:provides fn:FuelValue")) == 0
    assert BURNS in over
    assert over.retract(STREAM) == 2
    assert set(over.match()) == set(closure.match())


def test_owlrl_adds_and_takes_back_through_the_same_protocol() -> None:
    closure = OwlrlReasoner().close(pattern_facts())
    over = closure.overlay(STREAM)
    assert over.retract([STREAM[0], pattern_facts()[0]]) == 1
    assert BURNS not in over
    assert over.add([STREAM[0], pattern_facts()[0]]) == 1
    assert over.is_stated_here(STREAM[0])
    assert BURNS in over
    assert BURNS not in closure
    assert closure.add(STREAM) == 2
    assert BURNS in closure
    assert closure.retract([*STREAM, pattern_facts()[0]]) == 3
    assert pattern_facts()[0] not in closure


def test_a_saved_closure_that_was_opened_can_be_changed_and_saved_again(
    closure: CompiledClosure, tmp_path: Path
) -> None:
    before = set(closure.match())
    save_closure(closure, tmp_path / "one.bin")
    opened = open_closure(tmp_path / "one.bin")
    over = opened.overlay(STREAM)
    opened.add(STREAM)
    opened.retract(facts("mat:Bagasse sym:hasForm form:Solid"))
    assert BURNS not in opened
    assert BURNS in over
    save_closure(opened, tmp_path / "two.bin")
    again = open_closure(tmp_path / "two.bin")
    assert set(again.match()) == set(opened.match())
    check_derivations(again)
    again.add(facts("mat:Bagasse sym:hasForm form:Solid"))
    again.retract(STREAM)
    assert set(again.match()) == before


def test_a_closure_that_has_lost_much_is_numbered_anew(
    closure: CompiledClosure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compacting, "MOST_HOLES", 10)
    for number in range(80):
        stream = facts(f"use:s{number} a mat:Bagasse")
        closure.add(stream)
        closure.retract(stream)
    assert closure.facts.end < 4 * len(closure)
    closure.add(STREAM)
    assert BURNS in closure
    check_derivations(closure)


@pytest.mark.slow
@thorough
@given(seeds)
def test_larger_closures_keep_up_with_what_comes_and_goes(seed: int) -> None:
    check_history(seed, 16, with_equality=False)


@pytest.mark.slow
@thorough
@given(seeds)
def test_larger_closures_keep_up_where_things_are_the_same(seed: int) -> None:
    check_history(seed, 12, with_equality=True)
