"""The worst misses, each with why: what was understood, and where the right answer was lost.

`lesson` says in general what a miss teaches:
- `language`: a stream was refused, or another reading of the text would have led to the answer;
- `knowledge`: nothing that is known leads from any reading to an accepted receiver;
- `alignment`: the codes that the readings fall under are none of the accepted ones;
- `rules`: a veto or an unmet limit stands against it, or one that should stand does not;
- `ranking`: the right answer is there, too far down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from matcher.model import Result
from matcher.proposing.view import View, read_sectors
from matcher.scoring.counting import Places, offered, split_classes
from matcher.scoring.rows import Exchange, Negative, Trap, WasteTerm
from matcher.scoring.traps import PARTS, TrapOutcome

Lesson = Literal["language", "knowledge", "alignment", "rules", "ranking"]
#: how bad a miss is: what would cost a user the name comes first
SEVERITY: Final = {
    "proposed what must not be proposed": 5,
    "fell for a trap": 4,
    "holds back a documented receiver": 4,
    "refused a stream": 3,
    "documented receiver not found": 2,
    "waste code not found": 1,
    "trap not explained": 1,
}
FIRST_CLASSES: Final = 10
FIRST_CODES: Final = 5


@dataclass(frozen=True, slots=True)
class Miss:
    """One miss: the row, what went wrong, why, and what it teaches; the worst has the most weight."""

    kind: str
    id: str
    text: str
    what: str
    why: str
    lesson: Lesson
    weight: float


def find_misses(
    view: View,
    streams: Sequence[tuple[Exchange | WasteTerm, Result, Places]],
    traps: Sequence[tuple[Trap, Result, TrapOutcome]],
    negatives: Sequence[tuple[Negative, Result]],
) -> tuple[Miss, ...]:
    """Every miss, the worst first."""
    found = [
        *(m for row, answer in negatives for m in look_at_negative(row, answer)),
        *(m for row, answer, outcome in traps for m in look_at_trap(row, answer, outcome)),
        *(m for row, answer, places in streams for m in look_at_stream(view, row, answer, places)),
    ]
    return tuple(sorted(found, key=lambda m: (-m.weight, m.kind, m.id)))


def look_at_negative(row: Negative, answer: Result) -> Iterator[Miss]:
    """A text that was answered otherwise than it must be."""
    if answer.verdict not in row.verdicts:
        what = (
            "proposed what must not be proposed" if answer.proposals else "refused a stream"
            if answer.verdict == "abstain" else "proposed what must not be proposed"
        )  # fmt: skip
        why = f"{told_as(answer)}; allowed: {' or '.join(sorted(row.verdicts))}"
        lesson: Lesson = "rules" if "disposal" in row.verdicts and answer.materials else "language"
        yield make("negatives", row.id, row.text, what, why, lesson, sureness(answer))


def look_at_trap(row: Trap, answer: Result, outcome: TrapOutcome) -> Iterator[Miss]:
    """A trap of which a part does not hold."""
    failed = [part for part in PARTS if not getattr(outcome, part)]
    if failed:
        what = "trap not explained" if outcome.kept_out else "fell for a trap"
        why = f"{told_as(answer)}; failed: {', '.join(failed)}; to be named: {row.reason}"
        lesson: Lesson = "rules" if answer.materials else "language"
        yield make("traps", row.id, row.text, what, why, lesson, len(failed) / 4)


def look_at_stream(
    view: View, row: Exchange | WasteTerm, answer: Result, places: Places
) -> Iterator[Miss]:
    """What a stream's answer lacks: it is refused, its receiver is not there, its code is not."""
    kind = "exchanges" if isinstance(row, Exchange) else "terms"
    if answer.verdict == "abstain":
        yield make(kind, row.id, row.text, "refused a stream", answer.reason, "language", 0.5)
        return
    if isinstance(row, Exchange) and row.counts_receiver and row.classes:
        yield from look_at_receiver(view, row, answer, places)
    if row.codes and (places.code is None or places.code > FIRST_CODES):
        why, lesson = explain_code(row, answer, places)
        size = answer.waste_codes[0].probability if answer.waste_codes else 0.0
        yield make(kind, row.id, row.text, "waste code not found", why, lesson, size)


def look_at_receiver(view: View, row: Exchange, answer: Result, places: Places) -> Iterator[Miss]:
    """A documented receiver that is held back, far down, or not there."""
    if places.klass is not None and places.klass <= FIRST_CLASSES:
        return
    refused, unmet, opened = split_classes(row.classes, answer)
    if (refused or unmet) and not opened:
        said = [
            v.reason for v in answer.vetoes
            if not v.sectors or refused & {s.nace for s in v.sectors}
        ] + [
            c.label for p in answer.proposals if unmet & offered([p])
            for c in p.conditions if c.status == "unmet"
        ]  # fmt: skip
        why = f"{told_as(answer)}; against it: {said[0] if said else 'a rule'}"
        what: str = "holds back a documented receiver"
        yield make("exchanges", row.id, row.text, what, why, "rules", sureness(answer))
        return
    why, lesson = explain_receiver(view, row, answer, places)
    yield make(
        "exchanges", row.id, row.text, "documented receiver not found", why, lesson, sureness(answer)
    )  # fmt: skip


def explain_receiver(
    view: View, row: Exchange, answer: Result, places: Places
) -> tuple[str, Lesson]:
    """Where an accepted receiver was lost."""
    wanted = ", ".join(sorted(row.classes)[:4])
    if places.klass is not None:
        return f"{told_as(answer)}; {wanted} comes at place {places.klass}", "ranking"
    for number, grounding in enumerate(answer.materials[1:], start=2):
        if row.classes & sectors_of(view, grounding.concept):
            return (
                f"{told_as(answer)}; reading {number}, {grounding.label}, leads to {wanted}"
            ), "language"  # fmt: skip
    if answer.materials and row.classes & sectors_of(view, answer.materials[0].concept):
        return f"{told_as(answer)}; a use in {wanted} is known and was cut off", "ranking"
    return f"{told_as(answer)}; no reading has a use in {wanted}", "knowledge"


def explain_code(row: Exchange | WasteTerm, answer: Result, places: Places) -> tuple[str, Lesson]:
    """Where an accepted waste code was lost."""
    wanted = ", ".join(sorted(row.codes)[:4])
    if not answer.waste_codes:
        return f"{told_as(answer)}; no code given: {answer.codes_reason or 'none fits'}", "language"
    first = answer.waste_codes[0]
    given = f"{told_as(answer)}; first code {first.code} ({first.probability:.2f})"
    if places.code is not None:
        return f"{given}; {wanted} at place {places.code}", "ranking"
    aligned = any(m.method == "arising" for c in answer.waste_codes for m in c.matches)
    if aligned or answer.materials:
        return f"{given}; {wanted} is none of the codes of any reading", "alignment"
    return f"{given}; no material was read, and the titles do not lead to {wanted}", "language"


def sectors_of(view: View, material: str) -> set[str]:
    """The classes that some documented use of a material or of a wider one leads to."""
    return {
        sector.nace
        for use in view.many(material, "sym:documentedFor")
        for process in view.many(use, "sym:inProcess")[:1]
        for sector in read_sectors(view, process)
    }


def told_as(answer: Result) -> str:
    """What the text was read as, with how sure that is."""
    if not answer.materials:
        return "abstained" if answer.verdict == "abstain" else "read as no known material"
    first = answer.materials[0]
    return f"read as {first.label} ({first.probability:.2f})"


def sureness(answer: Result) -> float:
    """How sure the first reading was: a sure miss is worse than an unsure one."""
    return answer.materials[0].probability if answer.materials else 0.0


def make(
    kind: str, id: str, text: str, what: str, why: str, lesson: Lesson, size: float
) -> Miss:  # fmt: skip
    """A miss with its weight."""
    return Miss(kind, id, text, what, why, lesson, round(SEVERITY[what] + min(size, 0.99), 3))


def count_lessons(misses: Iterable[Miss]) -> dict[str, int]:
    """How many misses teach what."""
    found: dict[str, int] = {}
    for miss in misses:
        found[miss.lesson] = found.get(miss.lesson, 0) + 1
    return dict(sorted(found.items(), key=lambda item: -item[1]))
