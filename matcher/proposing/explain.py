"""Plain words for a proposal: what follows, from what, on which condition."""

from __future__ import annotations

from typing import Final

from matcher.model import CascadeStep, Condition, Evidence, Route, State
from matcher.words import sentence

GRADE_WORDS: Final = {
    "read": "from sources that were read",
    "cited_through": "from a standard read through a secondary source",
    "trade": "from trade knowledge that nobody has looked up",
}
STATUS_WORDS: Final = {
    "operating": "This is done at scale today.",
    "past": "This was done at scale and has stopped.",
    "pilot": "This has been piloted.",
    "laboratory": "This has been shown in the laboratory only.",
    "potential": "No trial of this is known.",
    "company_claim": "This rests on the claim of the company that offers it; no independent source was found.",
}


def explain(
    material: str,
    route: Route,
    use: str,
    process: str,
    role: str,
    replaces: str | None,
    evidence: Evidence,
    conditions: tuple[Condition, ...],
    state: State,
    steps: tuple[CascadeStep, ...],
    kind: bool = False,
) -> str:
    """What is proposed, how it follows, how far practice has come, and what decides it.

    `kind`: the material is one kind of what the text names, which says no more.
    """
    parts = [opening(material, route, use, process, role, replaces, steps, kind)]
    parts.append(standing(material, route, evidence, kind))
    parts.append(STATUS_WORDS.get(evidence.status, ""))
    parts.append(decisive(conditions, state))
    return " ".join(part for part in parts if part)


def opening(
    material: str,
    route: Route,
    use: str,
    process: str,
    role: str,
    replaces: str | None,
    steps: tuple[CascadeStep, ...],
    kind: bool,
) -> str:
    """What the stream would do there."""
    saved = f", in place of {replaces}" if replaces else ""
    if route == "cascade":
        chain = ", then ".join(f"{step.label} gives {step.residue_label}" for step in steps)
        return sentence(f"{material}: {chain}; that serves {process} as {role}{saved}")
    if route == "substitution":
        return sentence(
            f"{process} needs {use}; {material} meets that need in another process already{saved}"
        )
    if route == "function":
        return sentence(
            f"{process} needs {use}; {material} can meet it by what it is and the form it comes in{saved}"
        )
    if kind:
        return sentence(f"If it is {material}, it can serve {process} as {role}{saved}")
    if route == "analogy":
        return sentence(
            f"The description is similar to {material}, which serves {process} as {role}{saved}"
        )
    return sentence(f"{material} serves {process} as {role}{saved}")


def standing(material: str, route: Route, evidence: Evidence, kind: bool) -> str:
    """What kind of claim this is; the word "proven" is never used without its condition."""
    if kind:
        return "Not proven: the text names something wider, and its kinds differ in use."
    if route == "analogy":
        return "Similar, not proven: nothing in the knowledge base says that it follows."
    words = GRADE_WORDS[evidence.grade]
    if evidence.grade == "trade" and evidence.sources:  # a chain with one link that has none
        words = f"in part {words}"
    return f"Follows {words}, if this is {material}."


def decisive(conditions: tuple[Condition, ...], state: State) -> str:
    """The conditions that decide, worst first, in one or two sentences."""
    unmet = [c for c in conditions if c.status == "unmet"]
    if state == "does_not_fit":
        return "It does not fit: " + "; ".join(describe(c) for c in unmet) + "."
    doubtful = [c for c in conditions if c.status == "likely_unmet"]
    if doubtful:
        return (
            "It probably does not fit as it is: "
            + "; ".join(describe(c) for c in doubtful[:2])
            + "."
        )
    unknown = [c for c in conditions if c.status == "unknown"]
    if unknown:
        asked = " ".join(sentence(c.question or c.label) for c in unknown[:2])
        more = f" ({len(unknown) - 2} more below.)" if len(unknown) > 2 else ""
        return f"To be settled first: {asked}{more}"
    return ""


def describe(condition: Condition) -> str:
    """One condition in words: label, limit, and what the stream has."""
    if condition.observed is None:
        return f"{condition.label}: {condition.limit}"
    whose = "yours" if condition.basis == "observed" else "typically"
    return f"{condition.label}: {condition.limit} is asked for, {whose} {span(*condition.observed)} {condition.unit}".rstrip()


def span(low: float, high: float) -> str:
    """A number, or a range with an en dash."""
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"
