"""What a client is told first: texts for which any expert would agree on whom to ring.

Several first uses may be accepted; a curiosity must not come before the usual outlet.
"""

from __future__ import annotations

import pytest

from matcher.workspace import Workspace

FIRST = {
    "wet spent grain from our brewery, 80 t a week": {"GrainFeed"},
    "gypsum from the flue-gas desulphurisation of a coal power station, 60,000 t a year": {
        "FgdGypsumInPlasterboard",
        "FgdGypsumInPlaster",
        "FgdGypsumAsSetRegulator",
    },
    "glassy granulated blast furnace slag, 200,000 t a year": {
        "GranulatedSlagInCement",
        "GranulatedSlagGrinding",
    },
    "used frying oil of canteens, filtered, 40 t a year": {"CookingOilBiodiesel"},
    "filter dust of our electric arc furnace with 25 % zinc": {"ArcDustWaelz"},
    "empty bottles and jars, waste container glass, all colours": {
        "CulletToContainers",
        "GlassColourSorting",
    },
    "black slag of the electric arc furnace, carbon steel, 70,000 t a year": {
        "SteelSlagAsphalt",
        "SteelSlagRoad",
        "SteelSlagProcessing",
    },
    "old lead-acid starter batteries, 12 t a month": {"LeadBatterySmelting"},
    "used wooden pallets, some of them broken": {"PalletReuse"},
    "pressed sugar beet pulp, 30,000 t in the campaign": {"BeetPulpFeed"},
}


@pytest.mark.parametrize("text", FIRST)
def test_the_first_proposal_is_one_that_a_client_would_thank_you_for(
    workspace: Workspace, text: str
) -> None:
    first = workspace.match(text).proposals[0]
    assert first.use.rsplit("/", 1)[-1] in FIRST[text]


def test_a_curiosity_stays_behind_the_usual_outlet(workspace: Workspace) -> None:
    result = workspace.match("spent grain from brewing, fresh, 5,000 t a year")
    uses = [p.use.rsplit("/", 1)[-1] for p in result.proposals]
    assert uses.index("GrainFeed") < uses.index("BsgInsects")
    assert uses.index("GrainFeed") < uses.index("BsgIngredient")
