"""The words on badges, each explained once: for the badge, the legend and the glossary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Tone = Literal["follows", "test", "misfit", "similar", "plain"]
Kind = Literal["route", "state", "grade", "practice", "condition", "basis"]


@dataclass(frozen=True, slots=True)
class Badge:
    """One word on a badge: what it is about, its key in the contract, its tone, its meaning."""

    kind: Kind
    key: str
    label: str
    tone: Tone
    meaning: str

    @property
    def anchor(self) -> str:
        """Its name in the legend and the glossary."""
        return f"{self.kind}-{self.key.replace('_', '-')}"


KIND_WORDS: Final[dict[Kind, str]] = {
    "route": "Route: how the proposal was found",
    "state": "State: how the stream stands to the conditions",
    "grade": "Grade: how the source was read",
    "practice": "Practice: how far it has come",
    "condition": "Condition: how one limit is kept",
    "basis": "Basis: where the figure for a condition comes from",
}

ALL: Final = (
    Badge(
        "route", "documented", "Documented", "plain",
        "A use that is written down, with its evidence, for this material or for a kind it belongs to.",
    ),
    Badge(
        "route", "substitution", "Substitution", "plain",
        "The process has a need that this material meets elsewhere by a documented use. "
        "The pair itself was not written down; it follows from those two facts.",
    ),
    Badge(
        "route", "function", "Function", "plain",
        "The process has a need that this material can meet by what it does and the form it comes in. "
        "The pair itself was not written down.",
    ),
    Badge(
        "route", "cascade", "Cascade", "plain",
        "A use of what is left over after one or more earlier uses; each step is documented.",
    ),
    Badge(
        "route", "analogy", "Similar, not proven", "similar",
        "Found because the words are alike. Nothing in the knowledge base says that it follows. "
        "Take it as a hint to look into.",
    ),
    Badge(
        "state", "fits", "Fits", "follows",
        "Every condition is met by what you stated, or likely met by what is typical of the material.",
    ),
    Badge(
        "state", "fits_if", "Needs a test", "test",
        "It follows, but at least one condition is open: a question to answer or a figure to measure.",
    ),
    Badge(
        "state", "does_not_fit", "Does not fit", "misfit",
        "At least one limit is not kept by what you stated. It stays on the list to show which one.",
    ),
    Badge(
        "state", "barred", "Barred", "misfit",
        "A rule of law or chemistry that is stated in the packs bars it. The rule says what would lift it.",
    ),
    Badge(
        "grade", "read", "Source read", "plain",
        "The page or excerpt that states this fact was read by us.",
    ),
    Badge(
        "grade", "cited_through", "Cited through", "plain",
        "The standard itself is paid for and was not seen; the figure was read in a secondary source, "
        "which is named.",
    ),
    Badge(
        "grade", "trade", "Trade knowledge", "plain",
        "Known to the trade, but not looked up. Ask for a source before you rely on it.",
    ),
    Badge("practice", "operating", "Operating", "plain", "Done at scale today."),
    Badge("practice", "past", "Past", "plain", "Was done at scale and has stopped."),
    Badge("practice", "pilot", "Pilot", "plain", "Has been piloted."),
    Badge("practice", "laboratory", "Laboratory", "plain", "Shown in the laboratory only."),
    Badge("practice", "potential", "Potential", "plain", "No trial of it is known."),
    Badge(
        "practice", "company_claim", "Company claim", "plain",
        "Claimed by the company that offers it; no independent source was found.",
    ),
    Badge("condition", "met", "Met", "follows", "The figure you stated keeps the limit."),
    Badge(
        "condition", "likely_met", "Likely met", "follows",
        "You stated no figure; what is typical of the material keeps the limit.",
    ),
    Badge(
        "condition", "unknown", "Open", "test",
        "No figure is known, or the range lies on both sides of the limit. It becomes a question.",
    ),
    Badge(
        "condition", "likely_unmet", "Likely not met", "misfit",
        "You stated no figure; what is typical of the material does not keep the limit.",
    ),
    Badge("condition", "unmet", "Not met", "misfit", "The figure you stated does not keep the limit."),
    Badge("basis", "observed", "yours", "plain", "A figure from your description."),
    Badge("basis", "typical", "typically", "plain", "A typical range of the material, not a measurement of yours."),
)  # fmt: skip

BADGES: Final = {(badge.kind, badge.key): badge for badge in ALL}


def show_badge(kind: Kind, key: str) -> Badge:
    """The badge for a key of the contract; an unknown key is shown as it stands."""
    known = BADGES.get((kind, key))
    return known or Badge(kind, key, key.replace("_", " "), "plain", "")


def group_badges() -> list[tuple[str, list[Badge]]]:
    """All badges by kind, for the glossary."""
    return [(words, [b for b in ALL if b.kind == kind]) for kind, words in KIND_WORDS.items()]
