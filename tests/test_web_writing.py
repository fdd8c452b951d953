"""How figures, codes, bars and marks are made."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.render import Json, to_dict
from tests.browser.answers import FULL
from web.bars import PAD, WIDTH, draw_bar
from web.filters import find_address, number_steps, write_code, write_number, write_range
from web.layout import mark_text
from web.words import ALL, show_badge


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (12000, "12,000"),
        (4_000_000, "4,000,000"),
        (0.05, "0.05"),
        (-5, "−5"),
        (0.0000021, "0.0000021"),
    ],
)
def test_numbers_are_written_for_people(value: float, words: str) -> None:
    assert write_number(value) == words


def test_ranges_have_an_en_dash_and_a_thin_space() -> None:
    assert write_range(2, 4, "%") == "2–4\u202f%"
    assert write_range(7, 7, "km") == "7\u202fkm"
    assert write_range(7, 7) == "7"


def test_codes_have_spaces_that_do_not_break_and_an_asterisk() -> None:
    assert write_code("100114", True) == "10\u00a001\u00a014*"


@pytest.mark.parametrize(
    ("locator", "address"),
    [
        ("https://example.org/a, table 2", "https://example.org/a"),
        ("see (https://example.org/b).", "https://example.org/b"),
        ("javascript:alert(1)", None),
        ("p. 12", None),
        (None, None),
    ],
)
def test_only_web_addresses_in_a_locator_become_links(
    locator: str | None, address: str | None
) -> None:
    assert find_address(locator) == address


def condition(limit: str | None, observed: list[float] | None) -> Json:
    """A condition as far as a bar needs it."""
    return {"limit": limit, "observed": observed, "basis": "observed"}


numbers = st.floats(-1e6, 1e6).map(lambda x: round(x, 3))


@given(numbers, numbers, numbers, st.sampled_from("≤<≥>"))
def test_everything_on_a_bar_lies_on_the_bar_in_the_right_order(
    a: float, b: float, bound: float, sign: str
) -> None:
    low, high = sorted((a, b))
    bar = draw_bar(condition(f"{sign} {bound:g} %", [low, high]))
    assert bar is not None
    assert bar.stands is not None
    for place in (*bar.room, *bar.stands, bar.limit):
        assert PAD <= place <= WIDTH - PAD
    assert bar.stands[0] <= bar.stands[1]
    if high < float(f"{bound:g}"):
        assert bar.stands[1] <= bar.limit
    assert bar.limit in bar.room


@pytest.mark.parametrize("limit", [None, "", "none visible", "≤ little"])
def test_a_limit_without_a_number_has_no_bar(limit: str | None) -> None:
    assert draw_bar(condition(limit, [1.0, 2.0])) is None
    assert draw_bar(condition("≤ 5 %", None)) is None


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8))
def test_marking_never_changes_the_text(spans: list[tuple[int, int]]) -> None:
    answer = to_dict(FULL)
    answer["reading"]["properties"] = [{"label": "x", "span": [a, b]} for a, b in spans]
    assert "".join(piece.text for piece in mark_text(answer)) == FULL.text


def test_steps_name_the_steps_they_were_drawn_from() -> None:
    rows = number_steps(to_dict(FULL)["proposals"][0]["proof"])
    assert [row["from"] for row in rows] == [[], [], [2, 1]]
    assert rows[1]["source"] == "packs/toy/materials"


def test_a_premise_that_no_step_concludes_is_spelled_out() -> None:
    proof = to_dict(FULL)["proposals"][0]["proof"]
    rows = number_steps({"steps": proof["steps"][2:]})
    assert rows[0]["unlisted"][0] == "mat:ToyAsh rdfs:subClassOf mat:ToyResidue"


def test_every_badge_has_a_meaning_and_an_anchor_of_its_own() -> None:
    assert all(badge.meaning and badge.label for badge in ALL)
    assert len({badge.anchor for badge in ALL}) == len(ALL)


def test_a_word_that_is_not_known_is_shown_as_it_stands() -> None:
    assert show_badge("practice", "brand_new").label == "brand new"
