"""The one-sentence answer: proposals, disposal or abstention, and what to ask next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.model import Proposal, Reading, Stream, Verdict, Veto, WasteCode
from matcher.proposing.kinds import list_kinds
from matcher.proposing.propose import Judged
from matcher.proposing.streams import LEAST_SURE
from matcher.proposing.view import View
from matcher.words import capital

ASK_FOR_MATERIAL = (
    "Which material is it, and which process does it come from? "
    "One line is enough: what it is, how much, how wet, and where it falls."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict with its reason and the question that would help most."""

    verdict: Verdict
    reason: str
    next_question: str | None


def decide(
    view: View,
    stream: Stream,
    judged: Sequence[Judged],
    proposals: Sequence[Proposal],
    vetoes: Sequence[Veto],
    codes: Sequence[WasteCode],
) -> Answer:
    """Refuse what is no waste stream, send to disposal what nothing may use, else propose."""
    if stream.off_topic:
        return Answer("abstain", stream.off_topic, ASK_FOR_MATERIAL)
    if not stream.materials and not codes:
        return Answer(
            "abstain", "The text names no material that can be told apart.", ASK_FOR_MATERIAL
        )
    barred = judged[0].disposal if judged else ()
    if barred:
        return Answer("disposal", disposal_reason(view, stream, barred), None)
    unsure = bool(stream.materials) and stream.materials[0].probability < LEAST_SURE
    question = ASK_FOR_MATERIAL if unsure else ask_next(view, stream, proposals)
    if proposals:
        return Answer("proposals", summarise(view, stream, proposals), question)
    return Answer("proposals", nothing_known(stream, vetoes), question or ASK_FOR_MATERIAL)


def disposal_reason(view: View, stream: Stream, barred: Sequence[tuple[View, str, str]]) -> str:
    """Why nothing may be done with it, and where it goes."""
    seen, _stream, veto = barred[0]
    what = stream.materials[0].label if stream.materials else "This"
    reason = seen.text(veto, "sym:reason") or seen.label(veto)
    route = seen.text(veto, "sym:disposalRoute") or (
        view.text(stream.materials[0].concept, "sym:disposalRoute") if stream.materials else None
    )
    return f"For disposal: {what}. {reason}" + (f" Route: {route}" if route else "")


def summarise(view: View, stream: Stream, proposals: Sequence[Proposal]) -> str:
    """What it was read as, and how many uses follow, need a test, or do not fit."""
    fits = [p for p in proposals if p.proven and p.state == "fits"]
    tests = [p for p in proposals if p.proven and p.state == "fits_if"]
    misfits = [p for p in proposals if p.proven and p.state == "does_not_fit"]
    kinds = list_kinds(view, stream.materials[0].concept) if stream.materials else []
    guesses = [p for p in proposals if not p.proven]
    similar = [p for p in guesses if p.material not in kinds]
    parts = [
        phrase(
            len(fits),
            "follows from what is known and keeps its limits",
            "follow from what is known and keep their limits",
        ),
        phrase(
            len(tests),
            "follows and needs an answer or a test first",
            "follow and need an answer or a test first",
        ),
        phrase(len(misfits), "does not fit as stated", "do not fit as stated"),
        phrase(
            len(guesses) - len(similar),
            "is open to one of its kinds, not proven",
            "are open to some of its kinds, not proven",
        ),
        phrase(len(similar), "is similar only, not proven", "are similar only, not proven"),
    ]
    sure = stream.materials and stream.materials[0].probability >= LEAST_SURE
    label = stream.materials[0].label if sure else "no material that is known here for sure"
    return f"{capital(label)}. " + "; ".join(part for part in parts if part) + "."


def phrase(count: int, one: str, many: str) -> str:
    """“1 use follows …” or “3 uses follow …”, or nothing."""
    if not count:
        return ""
    return f"1 use {one}" if count == 1 else f"{count} uses {many}"


def nothing_known(stream: Stream, vetoes: Sequence[Veto]) -> str:
    """Why there is no proposal although the text was understood."""
    if not stream.materials:
        return "The waste is on the List of Waste, but the knowledge base knows no use for it yet."
    label = stream.materials[0].label
    if stream.materials[0].probability < LEAST_SURE:
        may_be = " or ".join(g.label for g in stream.materials[:2])
        return f"It may be {may_be}, but the text is not clear enough to propose uses."
    if vetoes:
        return f"Read as {label}. Every use that is known for it is refused; see the refusals."
    return f"Read as {label}. The knowledge base holds no use for it yet."


def ask_next(view: View, stream: Stream, proposals: Sequence[Proposal]) -> str | None:
    """What a more exact answer would unlock, or the first open question of the best proposal."""
    if stream.materials:
        kinds = [view.label(k) for k in list_kinds(view, stream.materials[0].concept)]
        if kinds:
            return (
                f"Which kind is it: {', '.join(kinds[:5])}? A more exact name opens further uses."
            )
    return next((p.questions[0] for p in proposals if p.questions), None)


def completeness(reading: Reading, proposals: Sequence[Proposal]) -> float:
    """The share of what decides that is known: quantity, place, origin, and the conditions of the best three."""
    known = [reading.quantity is not None, reading.place is not None, bool(reading.activity)]
    known += [c.status in ("met", "unmet") for p in proposals[:3] for c in p.conditions]
    return round(sum(known) / len(known), 2)
