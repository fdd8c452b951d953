"""The List of Waste that holds for a country on a day, and what stands beside it."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.errors import InputError
from matcher.knowledge import GRAPHS, read_turtle
from matcher.model import Grounding
from matcher.namespaces import expand
from matcher.proposing.codes import choose_edition, list_codes
from matcher.proposing.view import View
from matcher.reasoning.engine import load_engine
from matcher.settings import shipped

BEFORE, AFTER = date(2026, 12, 8), date(2026, 12, 9)


@pytest.fixture(scope="module")
def view() -> View:
    """The code list alone, closed."""
    quads = read_turtle(shipped("ontology") / "codes" / "low.ttl", GRAPHS + "codes/low")
    return View(load_engine("compiled").close((s, p, o) for s, p, o, _ in quads))


def listed(view: View, code: str, country: str | None, on: date) -> list[tuple[str, bool, bool]]:
    """(code, hazardous, in force) in order."""
    groundings = [Grounding(expand(f"low:{code}"), "", 0.9)]
    edition = choose_edition(view, country, on)
    return [(c.code, c.hazardous, c.in_force) for c in list_codes(view, groundings, edition)]


def test_alkaline_batteries_before_and_after_the_change(view: View) -> None:
    assert listed(view, "160604", "DE", BEFORE) == [
        ("160604", False, True),
        ("160604", True, False),
    ]
    assert listed(view, "160604", "DE", AFTER) == [("160604", True, True), ("160604", False, False)]


def test_the_new_wording_leads_back_to_the_old_one_before_it_holds(view: View) -> None:
    assert listed(view, "160604-2026", None, BEFORE)[0] == ("160604", False, True)
    assert listed(view, "160604-2026", None, AFTER) == [("160604", True, True)]


def test_the_united_kingdom_keeps_its_list(view: View) -> None:
    assert listed(view, "160604", "GB", AFTER) == [("160604", False, True)]
    assert listed(view, "160604", "UK", AFTER) == listed(view, "160604", "GB", AFTER)
    assert "United Kingdom" in choose_edition(view, "GB", AFTER).low


def test_a_withdrawn_entry_comes_after_its_successors(view: View) -> None:
    codes = listed(view, "200134", "FR", AFTER)
    assert codes[-1] == ("200134", False, False)
    assert {c for c, _, _ in codes[:-1]} == {"200142", "200143", "200144"}


def test_an_untouched_entry_stands_alone(view: View) -> None:
    assert listed(view, "100202", None, AFTER) == [("100202", False, True)]


def test_a_country_that_is_none_is_refused(view: View) -> None:
    with pytest.raises(InputError, match="two-letter"):
        choose_edition(view, "Germany", None)
