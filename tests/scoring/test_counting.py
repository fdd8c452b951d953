"""The counting rules, each on a case small enough to be counted by hand."""

from __future__ import annotations

import pytest

from matcher.scoring.baselines import Bm25, Entries, choose_constant, count_hits, rank_entries
from matcher.scoring.calibration import judge_probabilities, pair_codes
from matcher.scoring.counting import (
    Share,
    count_codes,
    count_held,
    count_receivers,
    count_verdicts,
    count_volume,
    place_row,
)
from matcher.scoring.ranking import Ranked, list_predecessors, rank_codes, rank_result, rank_sectors
from matcher.scoring.rows import Exchange, WasteTerm
from matcher.workspace import Workspace
from tests.scoring.made import (
    make_code,
    make_condition,
    make_exchange,
    make_proposal,
    make_result,
    make_veto,
)

BEFORE = {"160607": frozenset(["160605"]), "200142": frozenset(["200133", "200134"])}


def test_a_successor_counts_as_its_predecessors_and_takes_one_place_with_them() -> None:
    places = rank_codes(["160605", "160607", "200142", "200134", "170103"], BEFORE)
    assert places == (
        frozenset(["160605"]), frozenset(["200133", "200134"]), frozenset(["170103"]),
    )  # fmt: skip
    row = make_exchange("A", ["200134"])
    assert place_row(row, Ranked(places)).code == 2
    assert place_row(make_exchange("B", ["160607"]), Ranked(places)).code is None


def test_the_code_list_says_which_codes_follow_which(workspace: Workspace) -> None:
    before = list_predecessors(workspace.view)
    assert before["160607"] == {"160605"}
    assert "170103" not in before


def test_sectors_are_counted_one_by_one_without_repeats() -> None:
    divisions, classes = rank_sectors([["23.51", "23.63"], ["42.11", "23.51"], ["08", "01.11"]])
    assert divisions == ("23", "42", "08", "01")
    assert classes == ("23.51", "23.63", "42.11", "01.11")


def test_listing_much_does_not_pay() -> None:
    answer = make_result(
        proposals=[make_proposal(["01.11", "01.13", "01.19"]), make_proposal(["23.51"])]
    )
    places = place_row(
        make_exchange("A", divisions=["23"], classes=["23.51"]), rank_result(answer, {})
    )
    assert (places.division, places.klass) == (2, 4)


def test_top_k_counts_any_accepted_code_and_leaves_out_rows_without_codes() -> None:
    rows: list[Exchange | WasteTerm] = [
        make_exchange("A", ["010101"]),
        make_exchange("B", ["020202", "030303"]),
        make_exchange("C"),
        WasteTerm("D", "d", frozenset(["010102"])),
    ]
    ranks = {"A": ["010101"], "B": ["990101", "990102", "030303"], "C": [], "D": ["990101"]}
    places = {r.id: place_row(r, Ranked(rank_codes(ranks[r.id], {}))) for r in rows}
    score = count_codes(rows, places)
    assert score.top == {1: Share(1, 3), 3: Share(2, 3), 5: Share(2, 3)}
    # chapter 01: 1 of 2; chapters 02 and 03: half a row each, right within three
    assert score.macro[1] == pytest.approx((1 / 2 + 0 + 0) / 3)
    assert score.macro[3] == pytest.approx((1 / 2 + 1 + 1) / 3)


def test_the_mean_over_chapters_weighs_a_row_by_its_chapters() -> None:
    rows = [make_exchange("A", ["010101"]), make_exchange("B", ["010101", "020202"])]
    places = {"A": place_row(rows[0], Ranked()), "B": place_row(rows[1], Ranked((frozenset(["020202"]),)))}  # fmt: skip
    # chapter 01 weighs 1.5 and has 0.5 right; chapter 02 weighs 0.5 and has all right
    assert count_codes(rows, places).macro[1] == pytest.approx((0.5 / 1.5 + 1) / 2)


def test_receivers_leave_out_rows_that_say_so() -> None:
    rows = [
        make_exchange("A", divisions=["23"], classes=["23.51"]),
        make_exchange("B", divisions=["42"], classes=["42.11"], counts=False),
        make_exchange("C", divisions=["01"]),
    ]
    ranked = Ranked((), ("42", "23"), (*(f"10.{n}" for n in range(11, 17)), "23.51"))
    score = count_receivers(rows, {row.id: place_row(row, ranked) for row in rows})
    assert score.divisions == {1: Share(0, 2), 3: Share(1, 2), 5: Share(1, 2)}
    assert score.classes == {5: Share(0, 1), 10: Share(1, 1)}


def test_a_class_is_held_back_only_where_no_proposal_leaves_it_open() -> None:
    unmet, open_ = make_condition("unmet"), make_condition("unknown")
    scored = [
        # refused and nowhere open
        (make_exchange("A", classes=["23.51"]), make_result(vetoes=[make_veto(["23.51"], "no")])),
        # refused in one use, open in another
        (
            make_exchange("B", classes=["23.51"]),
            make_result(vetoes=[make_veto(["23.51"], "no")], proposals=[make_proposal(["23.51"], open_)]),
        ),
        # one class unmet, the other open: the row is not held back, the class is
        (
            make_exchange("C", classes=["23.51", "42.11"]),
            make_result(proposals=[make_proposal(["23.51"], unmet), make_proposal(["42.11"])]),
        ),
        # simply not found
        (make_exchange("D", classes=["01.11"]), make_result()),
        # receivers do not count
        (
            make_exchange("E", classes=["23.51"], counts=False),
            make_result(vetoes=[make_veto(["23.51"], "no")]),
        ),
        # every use is barred
        (
            make_exchange("F", classes=["23.51", "42.11"]),
            make_result(verdict="disposal", vetoes=[make_veto([], "asbestos")]),
        ),
    ]  # fmt: skip
    held = count_held(scored)
    assert held.rows == Share(2, 5)
    assert held.refused == Share(3, 7)
    assert held.unmet == Share(1, 7)


def test_volume_and_verdicts() -> None:
    answers = [
        make_result(proposals=[
            make_proposal(["01.11"], make_condition("unknown"), make_condition("met")),
            make_proposal(["01.13"]),
        ]),
        make_result(),
        make_result(verdict="abstain"),
    ]  # fmt: skip
    volume = count_volume(answers)
    assert volume.answered == Share(1, 3)
    assert volume.proposals_mean == pytest.approx(2 / 3)
    assert volume.proposals_median == 0
    assert volume.conditions_per_proposal == 1
    assert volume.unknown_per_proposal == 0.5
    assert count_verdicts(answers) == {"proposals": 2, "disposal": 0, "abstain": 1}


def test_expected_calibration_error_by_hand() -> None:
    found = judge_probabilities([(0.95, True), (0.91, False), (0.35, False), (1.0, True)])
    assert [(b.low, b.count) for b in found.bins] == [(0.3, 1), (0.9, 3)]
    stated = (0.95 + 0.91 + 1.0) / 3
    assert found.error == pytest.approx((3 * abs(stated - 2 / 3) + 1 * 0.35) / 4)


def test_a_probability_on_an_edge_falls_into_the_higher_bin() -> None:
    assert [b.low for b in judge_probabilities([(0.3, True), (0.7, True)]).bins] == [0.3, 0.7]


def test_probabilities_are_paired_with_labels_once_for_each_meaning() -> None:
    answer = make_result(codes=[
        make_code("160607", 0.6), make_code("160605", 0.6), make_code("170103", 0.2),
    ])  # fmt: skip
    row = make_exchange("A", ["160605"])
    unlabelled = make_exchange("B")
    scored = [(row, answer), (unlabelled, answer)]
    assert pair_codes(scored, BEFORE, first=False) == [(0.6, True), (0.2, False)]
    assert pair_codes(scored, BEFORE, first=True) == [(0.6, True)]


def test_bm25_prefers_the_rare_word_and_the_short_text() -> None:
    entries = Entries(
        ("slag from lead works", "slag from steel works and other slag", "bakery waste"),
        ("a", "b", "c"),
    )
    index = Bm25.build(entries.texts)
    assert rank_entries(index.score("lead slag"), entries.owners) == ["a", "b"]
    assert rank_entries(index.score("bakery"), entries.owners) == ["c"]
    assert rank_entries(index.score("turbine"), entries.owners) == []


def test_the_best_constant_answer_is_the_best_set_not_the_most_frequent_entries() -> None:
    labels = [frozenset(x) for x in (["a", "b"], ["a", "b"], ["a"], ["b"], ["c"])]
    assert choose_constant(labels, 1) == ("a",)
    assert count_hits(labels, choose_constant(labels, 2)) == 4
    alike = [frozenset(["a", "b"])] * 3 + [frozenset(["c"])] * 2
    assert count_hits(alike, choose_constant(alike, 2)) == 5
    assert choose_constant(alike, 9) == ("a", "b", "c")
