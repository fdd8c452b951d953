"""Routes, vetoes, conditions and ranks, on the toy world."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.model import (
    Condition,
    Grounding,
    Precedent,
    Proof,
    Proposal,
    Reading,
    Route,
    Stream,
    Triple,
)
from matcher.namespaces import expand
from matcher.proposing.analogy import find_analogies
from matcher.proposing.propose import Judged, heed, rank
from matcher.proposing.rank import order, total, weigh
from matcher.proposing.refusals import refuse
from matcher.proposing.streams import state_hypotheses
from matcher.proposing.vetoes import what_would_change
from matcher.proposing.view import View, read_evidence
from matcher.workspace import Workspace
from tests.conftest import JudgeToy


def found(judged: Judged) -> dict[tuple[str, str], Proposal]:
    """Proposals by (route, local name of the use or need)."""
    return {
        (w.proposal.route, w.proposal.use.rsplit("/", 1)[-1]): w.proposal for w in judged.weighed
    }


def refused(judged: Judged) -> dict[str, str]:
    """Local name of each refused use → that of the veto."""
    return {c.use.rsplit("/", 1)[-1]: bar.veto.rsplit("/", 1)[-1] for _, c, bar in judged.refused}


def test_a_documented_use_is_proposed_for_the_material_and_what_is_narrower(
    judge_toy: JudgeToy,
) -> None:
    quenched, steel = found(judge_toy("ToyQuenchedSlag")), found(judge_toy("ToySteelSlag"))
    assert ("documented", "ToySlagInCement") in quenched
    assert ("documented", "ToySlagAsAggregate") in quenched
    assert set(steel) == {("documented", "ToySlagAsAggregate")}


def test_substitution_reaches_a_process_nobody_wrote_down(judge_toy: JudgeToy) -> None:
    proposal = found(judge_toy("ToyQuenchedSlag"))["substitution", "ToyClinkerReplacement"]
    assert proposal.process == expand("proc:ToyConcrete")
    assert proposal.evidence is not None
    assert proposal.evidence.status == "operating"


def test_function_needs_the_form_as_well(judge_toy: JudgeToy) -> None:
    assert ("function", "ToyBoilerFuel") in found(judge_toy("ToyBagasse"))
    assert ("function", "ToyBoilerFuel") not in found(judge_toy("ToySugarWater"))


def test_a_documented_pair_absorbs_the_same_pair_by_another_route(judge_toy: JudgeToy) -> None:
    proposals = found(judge_toy("ToyAsh"))
    assert ("documented", "ToyAshInConcrete") in proposals
    assert not [key for key in proposals if key[0] == "substitution"]


def test_a_cascade_shows_its_yields(judge_toy: JudgeToy) -> None:
    proposal = found(judge_toy("ToyGrounds"))["cascade", "ToySubstrateToField"]
    (step,) = proposal.steps
    assert (step.residue_label, step.yield_low, step.yield_high) == (
        "toy spent substrate",
        0.5,
        0.7,
    )


def test_a_cascade_is_as_far_in_practice_as_its_weakest_link(judge_toy: JudgeToy) -> None:
    proposal = found(judge_toy("ToyGrounds"))["cascade", "ToySubstrateToField"]
    assert proposal.evidence is not None
    assert proposal.evidence.status == "pilot"  # the mushrooms; the field by itself is operating


def test_a_cascade_asks_and_cites_all_that_its_links_do(workspace: Workspace) -> None:
    stream = replace(workspace.ground("spent hops and trub of a brewery"), id="trub")
    (judged, *_) = workspace.judge_all(state_hypotheses(workspace.view, stream), stream, None)
    long = [w for w in judged.weighed if len(w.candidate.hops) > 1]
    assert long
    for weighed in long:
        uses = [*(use for use, _ in weighed.candidate.hops), weighed.candidate.use]
        labels = {c.label for c in weighed.proposal.conditions}
        assert {text for use in uses for text in judged.view.texts(use, "sym:asks")} <= labels
        assert weighed.proposal.evidence is not None
        grades = [read_evidence(judged.view, use).grade for use in uses]
        assert ("trade" in grades) == (weighed.proposal.evidence.grade == "trade")


def test_a_limit_of_a_residue_is_asked_of_the_residue(workspace: Workspace) -> None:
    asked = {
        c.question
        for p in workspace.match("plasterboard offcuts", top=10).proposals
        if p.route == "cascade"
        for c in p.conditions
        if c.question and c.limit
    }
    assert any("recycled gypsum" in question for question in asked)
    assert not any("the stream" in question for question in asked)


def test_a_veto_refuses_the_pair_and_not_the_material(judge_toy: JudgeToy) -> None:
    judged = judge_toy("ToyAsh")
    assert refused(judged) == {"ToyAshInFeed": "ToyAshIsNoFeed"}
    assert ("documented", "ToyAshInConcrete") in found(judged)
    assert not judged.disposal


def test_heat_never_becomes_a_substance_and_matter_never_heat(judge_toy: JudgeToy) -> None:
    judged = judge_toy("ToySteam")
    assert set(found(judged)) == {("documented", "ToySteamToNetwork")}
    assert refused(judged) == {"ToySteamInRoad": "EnergyIsNoSubstance"}


def test_a_contaminant_taints_and_a_persistent_veto_bars_everything(judge_toy: JudgeToy) -> None:
    judged = judge_toy("ToyGrounds", contains=("ToyAsbestos",))
    assert not judged.weighed
    assert judged.disposal
    assert set(refused(judged)) == {"ToyGroundsToMushrooms", "ToySubstrateToField"}


def test_a_treatment_lifts_a_veto_and_says_so(judge_toy: JudgeToy, toy_view: View) -> None:
    judged = judge_toy("ToyCarcass")
    assert refused(judged) == {"ToyCarcassInFeed": "ToyNotInFeed"}
    assert ("cascade", "ToyMealInFeed") in found(judged)
    assert what_would_change(toy_view, expand("veto:ToyNotInFeed")) == (
        "toy rendering of carcasses yields toy rendered meal, for which it does not hold",
    )


@pytest.mark.parametrize(
    ("stated", "loss", "chloride", "fineness", "state"),
    [
        ({}, "likely_met", "unknown", "unknown", "fits_if"),
        ({"lossOnIgnition": (14.0, 14.0)}, "unmet", "unknown", "unknown", "does_not_fit"),
        ({"lossOnIgnition": (8.0, 11.0)}, "unknown", "unknown", "unknown", "fits_if"),
        (
            {
                "lossOnIgnition": (9.0, 9.0),
                "chloride": (0.0, 0.1),
                "blaineFineness": (300.0, 400.0),
            },
            "met",
            "met",
            "met",
            "fits",
        ),
    ],
)
def test_limits_are_met_likely_unknown_or_unmet(
    judge_toy: JudgeToy,
    stated: dict[str, tuple[float, float]],
    loss: str,
    chloride: str,
    fineness: str,
    state: str,
) -> None:
    proposal = found(judge_toy("ToyAsh", stated=stated))["documented", "ToyAshInConcrete"]
    status = {c.property.rsplit("/", 1)[-1]: c.status for c in proposal.conditions}
    assert status == {"lossOnIgnition": loss, "chloride": chloride, "blaineFineness": fineness}
    assert proposal.state == state


def test_an_unknown_limit_is_a_question_and_an_unmet_one_names_the_limit(
    judge_toy: JudgeToy,
) -> None:
    proposal = found(judge_toy("ToyAsh", stated={"lossOnIgnition": (14.0, 14.0)}))[
        "documented", "ToyAshInConcrete"
    ]
    assert len(proposal.questions) == 2
    unmet = proposal.conditions[0]
    assert (unmet.limit, unmet.margin, unmet.basis) == ("≤ 9 %", -5.0, "observed")
    assert "≤ 9 %" in proposal.explanation
    assert "14" in proposal.explanation


def test_what_does_not_fit_ranks_below_everything_that_may(judge_toy: JudgeToy) -> None:
    judged = (
        judge_toy("ToyAsh", stated={"lossOnIgnition": (14.0, 14.0)}),
        judge_toy("ToySteelSlag"),
    )
    ranked = [weighed.proposal for weighed in rank(judged)]
    assert [p.state for p in ranked] == ["fits_if", "does_not_fit"]
    assert [p.rank for p in ranked] == [1, 2]


def test_every_feature_says_because_of_what(judge_toy: JudgeToy) -> None:
    for proposal in found(judge_toy("ToyQuenchedSlag")).values():
        assert all(feature.because and 0 <= feature.value <= 1 for feature in proposal.features)
        assert 0 < proposal.score < 1


ROUTES: tuple[Route, ...] = ("documented", "cascade")


def prove_nothing(_view: View, claim: Triple) -> Proof:
    """A proof without steps: refusals are tested here, proofs elsewhere."""
    return Proof(claim, ())


def test_what_a_veto_of_the_likeliest_reading_bars_no_other_reading_offers(
    judge_toy: JudgeToy,
) -> None:
    ash, meal = heed((judge_toy("ToyAsh"), judge_toy("ToyMeal")))
    assert ("documented", "ToyMealInFeed") not in found(meal)
    assert refused(meal) == {"ToyMealInFeed": "ToyAshIsNoFeed"}
    alone, other = heed((judge_toy("ToyMeal"), judge_toy("ToyAsh")))
    assert ("documented", "ToyMealInFeed") in found(alone)
    assert found(other) == found(judge_toy("ToyAsh"))
    assert ash.stream == meal.refused[0][2].holder


def test_a_veto_without_a_use_behind_it_is_told_with_those_it_keeps_it_from(
    judge_toy: JudgeToy,
) -> None:
    (veto,) = refuse((judge_toy("ToySteelSlag"),), prove_nothing, most=5)
    assert veto.use == expand("role:SupplementaryCementitiousMaterial")
    assert veto.reason == "Toy steel slag swells."
    assert {sector.nace for sector in veto.sectors} == {"23.51", "23.63"}


def test_a_refused_pair_is_told_once_and_not_as_a_role_again(judge_toy: JudgeToy) -> None:
    vetoes = refuse((judge_toy("ToyAsh"),), prove_nothing, most=5)
    assert [veto.use.rsplit("/", 1)[-1] for veto in vetoes] == ["ToyAshInFeed"]


def test_a_usual_outlet_counts_for_more_than_one_of_which_nothing_is_said(
    judge_toy: JudgeToy,
) -> None:
    proposals = found(judge_toy("ToyQuenchedSlag"))
    values = {
        use: next(f for f in p.features if f.name == "uptake").value
        for (_, use), p in proposals.items()
    }
    assert values["ToySlagInCement"] == 1.0
    assert 0 < values["ToySlagAsAggregate"] < 1.0


def test_a_typical_value_outside_a_limit_lowers_the_score_and_is_no_refusal(
    judge_toy: JudgeToy, toy_view: View
) -> None:
    proposal = found(judge_toy("ToySteelSlag"))["documented", "ToySlagAsAggregate"]
    wet = (Condition("moisture", "likely_unmet", "≤ 1 %"),)
    grounding = Grounding(proposal.material, "toy", 0.9)
    assert proposal.evidence
    scores = [
        total(weigh(toy_view, grounding, "documented", proposal.use, proposal.evidence, c, ()))
        for c in (proposal.conditions, wet)
    ]
    assert scores[1] < scores[0] - 0.05
    misfit = replace(proposal, score=0.99, state="does_not_fit")
    assert order(replace(proposal, score=scores[1], conditions=wet)) < order(misfit)


def test_a_cascade_does_not_borrow_the_uptake_of_its_last_hop(
    judge_toy: JudgeToy, toy_view: View
) -> None:
    proposal = found(judge_toy("ToyQuenchedSlag"))["documented", "ToySlagInCement"]
    grounding = Grounding(proposal.material, "toy", 0.9)
    assert proposal.evidence
    values = [
        next(
            f.value
            for f in weigh(toy_view, grounding, route, proposal.use, proposal.evidence, (), ())
            if f.name == "uptake"
        )
        for route in ROUTES
    ]
    assert values == [1.0, 0.6]


def test_places_where_the_residue_goes_do_not_lift_a_cascade(
    judge_toy: JudgeToy, toy_view: View
) -> None:
    proposal = found(judge_toy("ToyQuenchedSlag"))["documented", "ToySlagInCement"]
    grounding = Grounding(proposal.material, "toy", 0.9)
    place = (Precedent("prec:toy", "toy works", "Toytown", "operating"),)
    assert proposal.evidence
    values = [
        next(
            f.value
            for f in weigh(toy_view, grounding, route, proposal.use, proposal.evidence, (), place)
            if f.name == "precedents"
        )
        for route in ROUTES
    ]
    assert values[0] > values[1] == 0.0


def test_nothing_is_fed_because_it_resembles_what_is_fed(judge_toy: JudgeToy) -> None:
    first = judge_toy("ToySteelSlag")
    alike = tuple(Grounding(expand(f"mat:{m}"), m, 0.2) for m in ("ToyMeal", "ToyGrounds"))
    stream = Stream("toy", "toy", Reading(), similar=alike)
    offered = [w.proposal for j in find_analogies((first,), stream, None) for w in j.weighed]
    assert [p.use.rsplit("/", 1)[-1] for p in offered] == ["ToyGroundsToMushrooms"]
    assert not any(p.proven for p in offered)


def test_a_reading_that_is_not_likely_leads_to_no_proposal(toy_view: View) -> None:
    grounding = Grounding(expand("mat:ToyAsh"), "toy ash", 0.2)
    unsure = Stream("toy", "toy", Reading(), (grounding,))
    (hypothesis,) = state_hypotheses(toy_view, unsure)
    assert not any(expand("mat:ToyAsh") in o for _, _, o in hypothesis.facts)
    sure = replace(unsure, materials=(replace(grounding, probability=0.3),))
    (followed,) = state_hypotheses(toy_view, sure)
    assert any(expand("mat:ToyAsh") in o for _, _, o in followed.facts)


def test_a_second_reading_has_to_be_as_sure_as_a_first_one(toy_view: View) -> None:
    first = Grounding(expand("mat:ToyAsh"), "toy ash", 0.35)
    unsure = Grounding(expand("mat:ToyMeal"), "toy meal", 0.2)  # more than half, and still a guess
    stream = Stream("toy", "toy", Reading(), (first, unsure))
    assert len(state_hypotheses(toy_view, stream)) == 1
    sure = replace(stream, materials=(first, replace(unsure, probability=0.3)))
    assert len(state_hypotheses(toy_view, sure)) == 2
