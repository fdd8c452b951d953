"""The report as plain tables for a terminal: shares in per cent, with what they are of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten, wrap
from typing import Final

from matcher.scoring.counting import CLASS_CUTS, CODE_CUTS, DIVISION_CUTS, Share
from matcher.scoring.misses import Miss, count_lessons
from matcher.scoring.report import Report, System
from matcher.scoring.traps import TOLD

WIDTH: Final = 100
MOST_MISSES: Final = 10
STOPPED: Final = "only what was scored before is counted; comparisons not finished are missing."
EMPTY: Final = "–"
HEADINGS: Final = {
    "verdict": "verdict",
    "kept_out": "kept out",
    "reason": "reason named",
    "alternative": "right one offered",
    "passed": "all four",
    "anywhere": "(reason anywhere)",
}
Table = tuple[Sequence[str], Sequence[Sequence[str]]]


def to_text(report: Report) -> str:
    """Every table with its heading."""
    parts = [tell_head(report)]
    for title, table in list_tables(report):
        parts.append(f"{title}\n" + lay_out(*table))
    parts += [f"{name}: {said}" for name, said in tell_counts(report)]
    parts.append(tell_misses(report.misses))
    return "\n\n".join(parts)


def tell_head(report: Report) -> str:
    """What was scored, by which version, and whether it was stopped."""
    rows = ", ".join(f"{s.hits} of {s.of} {kind}" for kind, s in report.scored.items())
    head = f"Scored {rows} ({tell_dropped(report.dropped)})."
    base = f"Symbiograph {report.ontology_version}, engine {report.engine}."
    stopped = [f"STOPPED: {STOPPED}"] if report.stopped else []
    return "\n".join([head, base, *stopped])


def tell_dropped(count: int) -> str:
    """How many rows the files themselves leave out."""
    return "1 row left out as told" if count == 1 else f"{count} rows left out as told"


def list_tables(report: Report) -> list[tuple[str, Table]]:
    """Every table that has rows, with its title; shares are in per cent."""
    kinds = list(dict.fromkeys(k for s in report.systems for k in s.codes))
    led = report.of_group("product", "baseline")
    ablated = report.of_group("ablation")
    tables: list[tuple[str, Table]] = []
    for what, systems in (("", led), (", with parts switched off", ablated)):
        for kind in kinds:
            tables.append((f"Waste codes, {kind}{what} (%)", tabulate_codes(systems, kind)))
        if any(s.receivers for s in systems):
            tables.append((f"Receivers, recall{what} (%)", tabulate_receivers(systems)))
    if report.traps:
        tables.append(("Traps by reason (held / all)", tabulate_traps(report.traps)))
    tables.append(("Verdicts", tabulate_verdicts(report.verdicts)))
    tables.append(("Calibration of waste codes", tabulate_calibration(report)))
    return [(title, table) for title, table in tables if table[1]]


def tabulate_codes(systems: Iterable[System], kind: str) -> Table:
    """Top-k and its mean over chapters."""
    header = ["", *(f"top {k}" for k in CODE_CUTS), *(f"by chapter {k}" for k in CODE_CUTS), "rows"]
    rows = [
        [
            s.name,
            *(percent(score.top[k].value) for k in CODE_CUTS),
            *(percent(score.macro[k]) for k in CODE_CUTS),
            str(score.top[CODE_CUTS[0]].of),
        ]
        for s in systems
        if (score := s.codes.get(kind))
    ]
    return header, rows


def tabulate_receivers(systems: Iterable[System]) -> Table:
    """Recall by division and by class."""
    header = [
        "", *(f"division {k}" for k in DIVISION_CUTS), *(f"class {k}" for k in CLASS_CUTS), "rows"
    ]  # fmt: skip
    rows = [
        [
            s.name,
            *(percent(s.receivers.divisions[k].value) for k in DIVISION_CUTS),
            *(percent(s.receivers.classes[k].value) for k in CLASS_CUTS),
            str(s.receivers.divisions[DIVISION_CUTS[0]].of),
        ]
        for s in systems
        if s.receivers
    ]
    return header, rows


def tabulate_traps(traps: Mapping[str, Mapping[str, Share]]) -> Table:
    """Each constraint with how many traps hold each part."""
    header = ["", *(HEADINGS[column] for column in TOLD)]
    return header, [[name, *(fraction(parts[c]) for c in TOLD)] for name, parts in traps.items()]


def tabulate_verdicts(verdicts: Mapping[str, Mapping[str, int]]) -> Table:
    """How often each verdict was given, by kind of rows."""
    names = list(dict.fromkeys(v for counts in verdicts.values() for v in counts))
    return ["", *names], [
        [kind, *(str(counts[n]) for n in names)] for kind, counts in verdicts.items()
    ]


def tabulate_calibration(report: Report) -> Table:
    """The bins of each set of probabilities, with the mean gap."""
    header = ["", "stated", "accepted", "answers", "expected error"]
    rows = []
    for name, reliability in report.calibration.items():
        for number, b in enumerate(reliability.bins):
            rows.append(
                [
                    name if not number else "", f"{b.stated:.2f}", f"{b.accepted:.2f}",
                    str(b.count), f"{reliability.error:.3f}" if not number else "",
                ]
            )  # fmt: skip
    return header, rows


def tell_counts(report: Report) -> list[tuple[str, str]]:
    """The single figures, by name."""
    volume, held = report.volume, report.held
    told = [
        (f"Answered, {kind}", f"{fraction(s)} not refused ({percent(s.value)} %)")
        for kind, s in report.answered.items()
    ]
    if volume.answered.of:
        told += [
            ("With a proposal, exchanges",
             f"{fraction(volume.answered)} ({percent(volume.answered.value)} %)"),
            ("Proposals per stream",
             f"{volume.proposals_mean:.1f} on average, {volume.proposals_median:g} in the middle"),
            ("Conditions per proposal",
             f"{volume.conditions_per_proposal:.2f}, of which {volume.unknown_per_proposal:.2f} unknown"),
        ]  # fmt: skip
    if held.rows.of:
        told += [
            ("Documented receivers held back",
             f"{fraction(held.rows)} exchanges with no accepted class left open; of the accepted "
             f"classes {fraction(held.refused)} refused, {fraction(held.unmet)} shown unmet"),
        ]  # fmt: skip
    if report.negatives.right.of:
        told.append(
            ("Negatives", f"{fraction(report.negatives.right)} with a right verdict; "
             f"{fraction(report.negatives.asking)} abstentions ask a next question")
        )  # fmt: skip
    return told


def tell_misses(misses: Sequence[Miss]) -> str:
    """The worst misses with why, and what all of them teach."""
    if not misses:
        return "No misses."
    lessons = ", ".join(f"{n} {lesson}" for lesson, n in count_lessons(misses).items())
    lines = [f"Worst misses ({len(misses)} in all: {lessons})"]
    for number, miss in enumerate(choose_worst(misses, MOST_MISSES), start=1):
        lines.append(f"{number}. {miss.id}: {shorten(miss.text, 70, placeholder=' …')}")
        lines += wrap(
            f"{miss.what} [{miss.lesson}]. {miss.why}", WIDTH,
            initial_indent="   ", subsequent_indent="   ",
        )  # fmt: skip
    return "\n".join(lines)


def choose_worst(misses: Sequence[Miss], count: int) -> list[Miss]:
    """The worst, at most a third of them of one sort, so that no sort hides the others."""
    room: dict[tuple[str, str], int] = {}
    chosen: list[Miss] = []
    for miss in misses:
        sort = (miss.what, miss.lesson)
        room[sort] = room.get(sort, 0) + 1
        if room[sort] <= max(1, count // 3) and len(chosen) < count:
            chosen.append(miss)
    return chosen


def lay_out(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in columns, the first to the left and the others to the right."""
    lines = [list(header), *(list(row) for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(header))]
    return "\n".join(
        "  "
        + "  ".join(
            cell.ljust(w) if not n else cell.rjust(w)
            for n, (cell, w) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def percent(value: float | None) -> str:
    """A share in per cent with one decimal; a dash where there is nothing to count."""
    return EMPTY if value is None else f"{100 * value:.1f}"


def fraction(share: Share) -> str:
    """So many of so many."""
    return f"{share.hits}/{share.of}"
