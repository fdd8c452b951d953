"""The order of proposals: what fits before what does not, then weighted, named features."""

from __future__ import annotations

from math import log1p
from typing import Final

from matcher.model import Condition, Evidence, Feature, Grounding, Precedent, Proposal, Route, State
from matcher.namespaces import expand
from matcher.proposing.view import View

#: how far each route is from a stated fact
ROUTE_VALUE: Final[dict[Route, float]] = {
    "documented": 1.0,
    "substitution": 0.6,
    "function": 0.5,
    "cascade": 0.4,
    "analogy": 0.1,
}
STATUS_VALUE: Final = {
    "operating": 1.0,
    "past": 0.45,
    "pilot": 0.5,
    "laboratory": 0.2,
    "potential": 0.15,
    "company_claim": 0.1,
}
GRADE_VALUE: Final = {"read": 1.0, "cited_through": 0.9, "trade": 0.6}
#: the weights are judgement, not fitted to anything; every face shows them
WEIGHTS: Final = {
    "route": 3.0,
    "practice": 2.5,
    "evidence": 1.0,
    "worth kept": 2.0,
    "closeness": 1.5,
    "conditions": 1.5,
    "precedents": 0.7,
    "grounding": 4.0,
    "uptake": 2.0,
    "typically in limits": 2.0,
}
#: what is said of how much goes this way
UPTAKE_VALUE: Final = {"main": 1.0, "": 0.6, "niche": 0.2}
STATE_ORDER: Final[dict[State, int]] = {"fits": 0, "fits_if": 0, "does_not_fit": 1}
LIKELY: Final = {"met": 1.0, "likely_met": 0.85, "unknown": 0.5, "likely_unmet": 0.15, "unmet": 0.0}


def weigh(
    view: View,
    grounding: Grounding,
    route: Route,
    use: str,
    evidence: Evidence,
    conditions: tuple[Condition, ...],
    precedents: tuple[Precedent, ...],
) -> tuple[Feature, ...]:
    """The features of a proposal, each 0 to 1 with its weight and because of what."""
    tier, role = value_tier(view, use)
    gap, holder = closeness(view, grounding.concept, use)
    # outlets and places of the residue or of a like material say nothing of this one
    own = route not in ("cascade", "analogy")
    uptake = (view.text(use, "sym:uptake") or "") if own else ""
    places = len(precedents) if own else 0
    unlikely = sum(c.status == "likely_unmet" for c in conditions)
    shares = [LIKELY[condition.status] for condition in conditions]
    rows = {
        "route": (ROUTE_VALUE[route], route),
        "practice": (STATUS_VALUE.get(evidence.status, 0.1), evidence.status.replace("_", " ")),
        "evidence": (GRADE_VALUE[evidence.grade], evidence.grade.replace("_", " ")),
        "worth kept": (tier / 5, role),
        "closeness": (1 / (1 + 0.5 * gap), holder),
        "conditions": (sum(shares) / len(shares) if shares else 1.0, f"{len(shares)} conditions"),
        "precedents": (min(1.0, log1p(places) / log1p(4)), f"{places} precedents"),
        "grounding": (grounding.probability, grounding.label),
        "typically in limits": (0.0 if unlikely else 1.0, f"{unlikely} limits likely unmet"),
        "uptake": (UPTAKE_VALUE.get(uptake, 0.6), f"{uptake} outlet" if uptake else "not said"),
    }
    return tuple(
        Feature(name, round(value, 4), WEIGHTS[name], because)
        for name, (value, because) in rows.items()
    )


def total(features: tuple[Feature, ...]) -> float:
    """The weighted mean of features, 0 to 1; it ranks and is not a chance of success."""
    weight = sum(feature.weight for feature in features)
    return round(sum(feature.value * feature.weight for feature in features) / weight, 4)


def order(proposal: Proposal) -> tuple[int, int, float, str, str]:
    """The sort key: unmet conditions last, similar-only after proven, then score, then names."""
    return (
        STATE_ORDER[proposal.state],
        0 if proposal.proven else 1,
        -proposal.score,
        proposal.use,
        proposal.process,
    )


def value_tier(view: View, use: str) -> tuple[float, str]:
    """How much of a material's worth the role keeps (1 to 5), from the nearest role that says so."""
    role = view.one(use, "sym:asRole")
    if role is None:
        return 1.0, "no role stated"
    nearest = sorted(
        view.many(role, "sym:broaderRole"), key=lambda r: -len(view.many(r, "sym:broaderRole"))
    )
    for candidate in (role, *nearest):
        tier = view.number(candidate, "sym:valueTier")
        if tier is not None:
            return tier, view.label(role)
    return 1.0, view.label(role)


def closeness(view: View, material: str, use: str) -> tuple[int, str]:
    """How many classes lie between the material and the one that the use is stated for."""
    takes = view.one(use, "sym:takes")
    if takes is None or takes == material:
        return 0, view.label(takes or material)
    mine = set(view.many(material, "sym:isOf"))
    theirs = set(view.many(takes, "sym:isOf"))
    steps = len(mine - theirs) if takes in mine else len(mine)
    return steps, view.label(takes)


def role_label(view: View, use: str) -> str:
    """The label of the role of a use or need."""
    role = view.one(use, "sym:asRole")
    return view.label(role) if role else view.label(expand("role:Recovery"))
