"""Traps and negatives: each part of the rule by itself, held and not held."""

from __future__ import annotations

import pytest

from matcher.model import ConditionStatus
from matcher.scoring.counting import Share
from matcher.scoring.misses import find_misses
from matcher.scoring.reasons import names_reason, says_reason
from matcher.scoring.rows import Negative
from matcher.scoring.traps import count_negatives, group_traps, judge_trap
from matcher.workspace import Workspace
from tests.scoring.made import (
    make_condition,
    make_proposal,
    make_result,
    make_trap,
    make_veto,
)

TEMPTING, RIGHT = ["42.11"], ["38.21"]


def test_a_trap_that_holds_all_four_parts_is_passed() -> None:
    answer = make_result(
        vetoes=[make_veto(TEMPTING, "Tar is a contaminant.")], proposals=[make_proposal(RIGHT)]
    )
    outcome = judge_trap(make_trap(), answer)
    assert outcome.passed
    assert group_traps([outcome])["all"]["passed"] == Share(1, 1)


def test_the_verdict_has_to_be_an_allowed_one() -> None:
    outcome = judge_trap(make_trap(), make_result(verdict="abstain"))
    assert not outcome.verdict
    assert not outcome.passed


@pytest.mark.parametrize(
    ("status", "kept_out"),
    [("met", False), ("likely_met", False), ("unknown", True), ("likely_unmet", True), ("unmet", True)],
)  # fmt: skip
def test_a_tempting_proposal_is_kept_out_by_a_condition_that_is_open(
    status: ConditionStatus, kept_out: bool
) -> None:
    answer = make_result(
        proposals=[make_proposal(TEMPTING, make_condition("met"), make_condition(status))]
    )
    assert judge_trap(make_trap(), answer).kept_out is kept_out


def test_a_tempting_proposal_without_conditions_falls_for_the_trap() -> None:
    assert not judge_trap(make_trap(), make_result(proposals=[make_proposal(TEMPTING)])).kept_out


def test_only_the_first_five_proposals_are_looked_at() -> None:
    five = [make_proposal(RIGHT)] * 5
    last = make_result(proposals=[*five, make_proposal(TEMPTING)])
    fifth = make_result(proposals=[*five[1:], make_proposal(TEMPTING)])
    assert judge_trap(make_trap(), last).kept_out
    assert not judge_trap(make_trap(), fifth).kept_out


def test_a_tempting_class_that_is_also_right_tempts_nobody() -> None:
    trap = make_trap(tempting=("42.11", "23.99"), right=("42",))
    assert judge_trap(trap, make_result(proposals=[make_proposal(["42.11"])])).kept_out
    assert not judge_trap(trap, make_result(proposals=[make_proposal(["42.11", "23.99"])])).kept_out


def test_tempting_and_right_classes_are_prefixes() -> None:
    trap = make_trap(tempting=("01.4",), right=("38",))
    tempted = judge_trap(trap, make_result(proposals=[make_proposal(["01.45", "38.32"])]))
    assert not tempted.kept_out
    assert tempted.alternative


def test_an_alternative_that_is_shown_unmet_is_not_offered() -> None:
    unmet = make_result(proposals=[make_proposal(RIGHT, make_condition("unmet"))])
    assert not judge_trap(make_trap(), unmet).alternative
    assert not judge_trap(make_trap(), make_result(verdict="disposal")).alternative


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("It is contaminated.", True),  # the constraint's family
        ("Polycyclic compounds: aromatic ones above all.", True),  # two words of the sentence
        ("Aromatic odour.", False),  # one word
        ("Road layers laid cold may fail.", False),  # the receiver's words
        ("Tarred planings.", False),  # the description's words
        ("Too wet.", False),
    ],
)
def test_the_reason_is_the_rows_own_by_family_or_by_two_words(said: str, own: bool) -> None:
    answer = make_result(vetoes=[make_veto(TEMPTING, said)])
    assert names_reason(make_trap(), answer) is own


def test_one_word_of_the_description_may_stand_beside_one_of_the_sentence() -> None:
    trap = make_trap(text="glass with metallic aluminium", reason="Aluminium frees hydrogen")
    both = make_result(vetoes=[make_veto(TEMPTING, "Aluminium: is hydrogen let out?")])
    one = make_result(vetoes=[make_veto(TEMPTING, "Aluminium is metallic.")])
    assert names_reason(trap, both)
    assert not names_reason(trap, one)


def test_a_reason_counts_only_against_the_tempting_receiver() -> None:
    elsewhere = make_result(vetoes=[make_veto(["23.51"], "It is contaminated.")])
    anywhere = make_result(vetoes=[make_veto([], "It is contaminated.")])
    assert not names_reason(make_trap(), elsewhere)
    assert says_reason(make_trap(), elsewhere)
    assert names_reason(make_trap(), anywhere)


@pytest.mark.parametrize(
    ("status", "named"), [("unknown", True), ("unmet", True), ("likely_met", False), ("met", False)]
)
def test_a_condition_names_a_reason_while_it_is_open(status: ConditionStatus, named: bool) -> None:
    open_ = make_condition(status, "impurities (road base)", "")
    answer = make_result(proposals=[make_proposal(TEMPTING, open_)])
    assert names_reason(make_trap(), answer) is named


def test_the_specification_in_brackets_names_no_reason() -> None:
    answer = make_result(
        proposals=[make_proposal(TEMPTING, make_condition("unknown", "moisture (contaminated stone)"))]
    )  # fmt: skip
    assert not names_reason(make_trap(), answer)


def test_traps_are_grouped_by_constraint() -> None:
    good = judge_trap(
        make_trap(), make_result(vetoes=[make_veto(TEMPTING, "impurities")], proposals=[make_proposal(RIGHT)])
    )  # fmt: skip
    bad = judge_trap(make_trap(id="T2", constraint="ASR"), make_result())
    groups = group_traps([good, bad])
    assert list(groups) == ["ASR", "contaminant", "all"]
    assert groups["all"]["reason"] == Share(1, 2)
    assert groups["ASR"]["kept_out"] == Share(1, 1)
    assert group_traps([]) == {}


def test_negatives_count_right_verdicts_and_abstentions_that_ask() -> None:
    row = Negative("N", "text", frozenset(["abstain"]))
    scored = [
        (row, make_result(verdict="abstain", question="Which material?")),
        (row, make_result(verdict="abstain")),
        (row, make_result(verdict="proposals", question="Which kind?")),
    ]
    score = count_negatives(scored)
    assert score.right == Share(2, 3)
    assert score.asking == Share(1, 2)


def test_the_worst_misses_come_first(workspace: Workspace) -> None:
    trap, negative = make_trap(), Negative("N", "text", frozenset(["disposal"]))
    fell = make_result(proposals=[make_proposal(TEMPTING)])
    mild = make_result()
    misses = find_misses(
        workspace.view,
        [],
        [(trap, mild, judge_trap(trap, mild)), (trap, fell, judge_trap(trap, fell))],
        [(negative, fell)],
    )
    assert [m.what for m in misses] == [
        "proposed what must not be proposed", "fell for a trap", "trap not explained",
    ]  # fmt: skip
    assert "failed: kept_out, reason, alternative" in misses[1].why
