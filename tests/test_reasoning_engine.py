"""The engine's first promises: what follows, why, overlays, and contradictions as values."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from matcher.errors import InputError, UnknownTermError
from matcher.model import FALSE, Triple
from matcher.namespaces import node
from matcher.reasoning.closure import CompiledClosure
from matcher.reasoning.engine import load_engine
from matcher.reasoning.proof import fold, prove, prove_clash
from tests.reasoning.pattern import facts, pattern_facts

STREAM = facts("use:stream a mat:Bagasse . use:stream a sym:Stream")


@pytest.fixture(scope="module")
def base() -> CompiledClosure:
    """The small pack, closed."""
    closure = load_engine("compiled").close(pattern_facts())
    assert isinstance(closure, CompiledClosure)
    return closure


def fact(text: str) -> Triple:
    """One fact in the rule table's notation."""
    return facts(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "mat:GranulatedSlag sym:documentedFeed proc:CementGrinding",
        "mat:GranulatedSlag sym:substitutionFeed proc:ReadyMix",
        "mat:Bagasse sym:functionFeed proc:BiomassBoiler",
        "mat:CoffeeGrounds sym:becomes mat:Digestate",
        "mat:CoffeeGrounds sym:cascadeUse use:DigestateToSoil",
        "mat:Lagging sym:vetoedBy veto:AsbestosBan",
        "veto:AshIsNoFeed sym:barsUse use:BranAsFeed",
    ],
)
def test_every_route_of_the_pattern_follows(base: CompiledClosure, text: str) -> None:
    assert fact(text) in base
    assert not base.is_asserted(fact(text))


@pytest.mark.parametrize(
    "text",
    [
        "mat:BasicOxygenSlag sym:documentedFeed proc:CementGrinding",
        "mat:BasicOxygenSlag sym:substitutionFeed proc:ReadyMix",
        "mat:CoffeeGrounds sym:functionFeed proc:BiomassBoiler",
    ],
)
def test_nothing_absurd_follows(base: CompiledClosure, text: str) -> None:
    assert fact(text) not in base


def test_an_overlay_answers_for_the_stream_and_leaves_the_base_alone(
    base: CompiledClosure,
) -> None:
    size = len(base)
    over = base.overlay(STREAM)
    goal = fact("use:stream sym:functionFeed proc:BiomassBoiler")
    assert goal in over
    assert goal not in base
    assert len(base) == size
    assert over.is_stated_here(STREAM[0])
    assert not over.is_stated_here(fact("mat:Bagasse sym:hasForm form:Solid"))


def test_many_overlays_at_once_do_not_see_each_other(base: CompiledClosure) -> None:
    kinds = ["Bagasse", "GranulatedSlag", "CoffeeGrounds", "BasicOxygenSlag"] * 8

    def close(number: int) -> set[Triple]:
        name = f"use:s{number}"
        return set(base.overlay(facts(f"{name} a mat:{kinds[number]}")).match(node(name)))

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(close, range(len(kinds))))
    assert together == [close(number) for number in range(len(kinds))]


def test_an_overlay_may_bring_axioms_of_its_own(base: CompiledClosure) -> None:
    extra = "mat:Bagasse rdfs:subClassOf mat:GranulatedSlag . sym:hasForm rdfs:domain sym:Formed"
    over = base.overlay(facts(extra))
    assert fact("mat:Bagasse sym:documentedFeed proc:CementGrinding") in over
    assert fact("mat:Bagasse a sym:Formed") in over


def test_overlay_equals_closing_everything_at_once(base: CompiledClosure) -> None:
    over = base.overlay(STREAM)
    whole = load_engine("compiled").close([*pattern_facts(), *STREAM])
    assert set(over.match()) == set(whole.match())


def test_a_proof_ends_in_its_claim_and_starts_from_what_is_asserted(base: CompiledClosure) -> None:
    over = base.overlay(STREAM)
    goal = fact("use:stream sym:functionFeed proc:BiomassBoiler")
    proof = prove(over, goal, dict.fromkeys(pattern_facts(), "file"))
    assert proof.claim == proof.steps[-1].conclusion == goal
    assert not proof.verified
    known: set[Triple] = set()
    for step in proof.steps:
        assert set(step.premises) <= known
        known.add(step.conclusion)
    sources = {step.source for step in proof.steps if step.rule == "asserted"}
    assert sources == {"file", "stream"}


def test_a_folded_proof_is_the_authored_facts_in_order(base: CompiledClosure) -> None:
    over = base.overlay(STREAM)
    told = fold(prove(over, fact("use:stream sym:functionFeed proc:BiomassBoiler")))
    assert set(told) >= {
        STREAM[0],
        fact("mat:Bagasse sym:provides fn:FuelValue"),
        fact("mat:Bagasse sym:hasForm form:Solid"),
        fact("proc:BiomassBoiler sym:hasNeed need:BiomassFuel"),
    }
    assert not any("owl#" in triple[1] for triple in told)


def test_what_does_not_follow_has_no_proof(base: CompiledClosure) -> None:
    with pytest.raises(UnknownTermError, match="does not follow"):
        prove(base, fact("mat:Sugar sym:documentedFeed proc:CementGrinding"))


def test_a_contradiction_is_a_value_with_a_proof(base: CompiledClosure) -> None:
    assert base.clashes == ()
    over = base.overlay(facts("use:odd sym:contains mat:Lead . use:odd sym:freeOf mat:Lead"))
    assert [clash.rule for clash in over.clashes] == ["prp-pdw"]
    proof = prove_clash(over, over.clashes[0])
    assert proof.steps[-1].conclusion == proof.claim == FALSE
    assert fact("mat:Bagasse sym:functionFeed proc:BiomassBoiler") in over


def test_counts_and_matches_agree(base: CompiledClosure) -> None:
    everything = set(base.match())
    assert set(base.asserted()) | set(base.derived()) == everything
    assert base.derived_count == len(base) - len(set(base.asserted()))
    bagasse, offers = node("mat:Bagasse"), node("sym:offers")
    assert set(base.objects(bagasse, offers)) == {node("fn:FuelValue")}
    assert bagasse in set(base.subjects(offers, node("fn:FuelValue")))
    assert set(base.match(None, None, bagasse)) == {t for t in everything if t[2] == bagasse}
    assert set(base.match(bagasse)) == {t for t in everything if t[0] == bagasse}


def test_an_unknown_engine_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="compiled, owlrl"):
        load_engine("prolog")
