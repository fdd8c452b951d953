"""A wide name ("blast-furnace slag") is answered by its kinds, and says that it does not know which."""

from __future__ import annotations

import pytest

from matcher.model import Result
from matcher.workspace import Workspace


def match(workspace: Workspace, text: str) -> Result:
    """A text as the product answers it."""
    return workspace.match(text, top=5)


def test_a_wide_name_offers_the_uses_of_its_kinds_and_of_nothing_alike(
    workspace: Workspace,
) -> None:
    result = match(workspace, "blast furnace slag 20 kt")
    assert result.proposals
    kinds = {g.rsplit("/", 1)[-1] for g in (p.material for p in result.proposals)}
    assert kinds <= {
        "AirCooledBlastFurnaceSlag",
        "ExpandedBlastFurnaceSlag",
        "GranulatedBlastFurnaceSlag",
        "GroundGranulatedSlag",
        "PelletisedBlastFurnaceSlag",
    }
    assert len(kinds) > 1, "one kind has swallowed the others"
    assert not any(p.proven for p in result.proposals)
    assert all("If it is" in p.explanation for p in result.proposals)
    assert "open to some of its kinds, not proven" in result.reason
    assert "similar" not in result.reason


def test_uses_of_kinds_are_held_back_by_the_vetoes_of_the_wide_material(
    workspace: Workspace,
) -> None:
    result = match(workspace, "spent pickle liquor, steel strip")
    assert result.proposals
    assert result.vetoes
    assert not any(p.role in ("animal feed", "put on land") for p in result.proposals)
    assert "Every use that is known" not in result.reason


@pytest.mark.parametrize("text", ["food residues", "organic material"])
def test_a_class_of_very_many_kinds_is_not_guessed_at(workspace: Workspace, text: str) -> None:
    result = match(workspace, text)
    assert all(
        any(g.concept == p.material for g in result.materials)
        for p in result.proposals
        if not p.proven
    )


def test_a_narrow_name_is_answered_by_itself(workspace: Workspace) -> None:
    result = match(workspace, "granulated blast furnace slag 20 kt")
    assert result.proposals[0].proven
    assert "If it is" not in result.proposals[0].explanation
