"""How a stream stands to the limits of a use: met, unmet, likely, or a question to ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from matcher.model import Basis, Condition, ConditionStatus, Measured, State
from matcher.proposing.streams import STREAM_BASE
from matcher.proposing.view import View, read_sources

#: SHACL bound → (is it an upper bound, is the bound itself allowed)
BOUNDS: Final[dict[str, tuple[bool, bool]]] = {
    "sh:maxInclusive": (True, True),
    "sh:maxExclusive": (True, False),
    "sh:minInclusive": (False, True),
    "sh:minExclusive": (False, False),
}
SIGNS: Final = {(True, True): "≤", (True, False): "<", (False, True): "≥", (False, False): ">"}


@dataclass(frozen=True, slots=True)
class Bound:
    """One bound of a limit: upper or lower, inclusive or not, and its value."""

    upper: bool
    inclusive: bool
    value: float

    def allows(self, number: float) -> bool:
        """Whether a number keeps the bound."""
        if number == self.value:
            return self.inclusive
        return number < self.value if self.upper else number > self.value

    def margin(self, low: float, high: float) -> float:
        """The room left at the worse end of a range, in the limit's unit; negative beyond it."""
        return self.value - high if self.upper else low - self.value


def judge_use(
    view: View, stream: str, use: str, readings: tuple[Measured, ...]
) -> tuple[Condition, ...]:
    """Every condition of a use or need for a stream: its limits, then its open questions.

    `readings` are the stated properties; where none is stated the material's typical range
    gives a likely answer, and otherwise the condition is unknown and becomes a question.
    """
    limits = [
        condition
        for specification in view.many(use, "sym:specification")
        for limit in view.many(specification, "sh:property")
        for condition in judge_limit(view, stream, specification, limit, readings)
    ]
    asked = [
        Condition(text, "unknown", limit="", question=text) for text in view.texts(use, "sym:asks")
    ]
    return tuple(sorted(limits, key=order_condition) + asked)


def judge_limit(
    view: View, stream: str, specification: str, limit: str, readings: tuple[Measured, ...]
) -> list[Condition]:
    """The conditions of one limit, one for each of its bounds."""
    path = view.one(limit, "sh:path")
    if path is None:
        return []
    stated = next((reading for reading in readings if reading.property == path), None)
    typical = None if stated else typical_range(view, stream, path)
    unit = view.text(path, "sym:unitSymbol") or ""
    found = []
    for name, (upper, inclusive) in BOUNDS.items():
        value = view.number(limit, name)
        if value is None:
            continue
        bound = Bound(upper, inclusive, value)
        blank = describe_limit(view, stream, specification, limit, path, bound, unit)
        found.append(settle(blank, bound, stated, typical))
    return found


def describe_limit(
    view: View, stream: str, specification: str, limit: str, path: str, bound: Bound, unit: str
) -> Condition:
    """A condition with its words, limit and source, before anything is compared.

    In a cascade the limit is one of a residue, which the question then names.
    """
    sources = read_sources(view, limit) or read_sources(view, specification)
    asked = f"{SIGNS[bound.upper, bound.inclusive]} {bound.value:g} {unit}".strip()
    whose = "the stream" if stream.startswith(STREAM_BASE) else view.label(stream)
    return Condition(
        label=f"{view.label(limit)} ({view.label(specification)})",
        status="unknown",
        limit=asked,
        unit=unit,
        property=path,
        source=sources[0] if sources else None,
        question=f"Which value has {whose} for {view.label(path)} ({asked} is asked for)?",
    )


def settle(
    blank: Condition,
    bound: Bound,
    stated: Measured | None,
    typical: tuple[float, float] | None,
) -> Condition:
    """Fill in status, basis, observed range and margin from what is stated or typical."""
    basis: Basis = "observed" if stated else "typical"
    ends = (stated.low, stated.high) if stated else typical
    if ends is None:
        return blank
    status = compare(bound, ends, basis)
    settled = replace(
        blank, status=status, basis=basis, observed=ends, margin=round(bound.margin(*ends), 6)
    )
    return settled if status == "unknown" else replace(settled, question=None)


def compare(bound: Bound, ends: tuple[float, float], basis: Basis) -> ConditionStatus:
    """All ends keep the bound: met; none: unmet; some: unknown. A typical range only makes likely."""
    kept = [bound.allows(end) for end in ends]
    if all(kept):
        return "met" if basis == "observed" else "likely_met"
    if not any(kept):
        return "unmet" if basis == "observed" else "likely_unmet"
    return "unknown"


def typical_range(view: View, stream: str, path: str) -> tuple[float, float] | None:
    """The typical range of a property from the nearest class that states one, going up the tree."""
    for material in view.lineage(stream):
        for item in view.many(material, "sym:hasTypicalRange"):
            if view.one(item, "sym:ofProperty") == path:
                low, high = view.number(item, "sym:low"), view.number(item, "sym:high")
                if low is not None and high is not None:
                    return low, high
    return None


def state_of(conditions: tuple[Condition, ...]) -> State:
    """Fits when all is met or likely met; does not fit when anything is unmet; else fits if."""
    statuses = {condition.status for condition in conditions}
    if "unmet" in statuses:
        return "does_not_fit"
    return "fits" if statuses <= {"met", "likely_met"} else "fits_if"


def order_condition(condition: Condition) -> tuple[int, str]:
    """What decides first: unmet, likely unmet, unknown, then what is kept."""
    order = ("unmet", "likely_unmet", "unknown", "likely_met", "met")
    return order.index(condition.status), condition.label
