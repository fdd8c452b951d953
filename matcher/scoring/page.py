"""The report as one page that stands alone: plots, the same figures as tables, the worst misses.

Nothing in it is fetched, nothing runs: style, plots and text are in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Final

from matcher.scoring.counting import CLASS_CUTS, CODE_CUTS, DIVISION_CUTS, Share
from matcher.scoring.misses import Miss, count_lessons
from matcher.scoring.plots import BarRow, draw_bars, draw_reliability
from matcher.scoring.report import PRODUCT, Report, System
from matcher.scoring.table import (
    HEADINGS,
    STOPPED,
    Table,
    choose_worst,
    percent,
    tabulate_calibration,
    tabulate_codes,
    tabulate_receivers,
    tabulate_traps,
    tabulate_verdicts,
    tell_counts,
    tell_dropped,
)
from matcher.scoring.traps import TOLD

STYLE: Final = Path(__file__).with_name("page.css")
MOST_MISSES: Final = 40
LED: Final = (PRODUCT, "all")
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def to_page(report: Report) -> str:
    """The whole page."""
    style = STYLE.read_text(encoding="utf-8")
    sections = [
        tell_figures(report),
        *compare("Beside simple retrieval", BESIDE, report.of_group("product", "baseline")),
        *compare("With parts switched off", SWITCHED, report.of_group("ablation")),
        tell_traps(report),
        tell_calibration(report),
        tell_verdicts(report),
        tell_misses(report.misses),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Symbiograph: score</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join([tell_head(report), *(s for s in sections if s)])
        + "\n</main>\n</body>\n</html>\n"
    )


BESIDE: Final = (
    "BM25 and plain MiniLM rank the English titles of waste codes and of NACE classes; “nearest "
    "use” looks up our documented uses by likeness alone. The best constant answer is chosen on "
    "the very labels it is scored on, so only what goes beyond it means anything."
)
SWITCHED: Final = (
    "The same rows with parts switched off. The fitted probabilities were fitted for all features "
    "together, so the two variants of language are to be compared with “all, rough fusion”."
)


def tell_head(report: Report) -> str:
    """What was scored, with which version."""
    rows = ", ".join(f"{s.hits} of {s.of} {kind}" for kind, s in report.scored.items())
    stopped = f'<p class="stopped">Stopped: {STOPPED}</p>' if report.stopped else ""
    editions = "; ".join(report.editions.values())
    return (
        "<header><h1>How good the answers are</h1>"
        f'<p class="lead">Scored: {escape(rows)}.</p>'
        f'<p class="hint">Symbiograph {escape(report.ontology_version)}, engine '
        f"{escape(report.engine)}. {escape(editions)}. {tell_dropped(report.dropped).capitalize()}. "
        f"Nothing was fitted to these rows.</p>{stopped}</header>"
    )


def tell_figures(report: Report) -> str:
    """The single figures."""
    items = [
        f"<div><dt>{escape(name)}</dt><dd>{escape(said)}</dd></div>"
        for name, said in tell_counts(report)
    ]
    return section("At a glance", f'<dl class="figures">{"".join(items)}</dl>') if items else ""


def compare(title: str, words: str, systems: Sequence[System]) -> list[str]:
    """Codes by kind of rows and receivers by level, each as a plot with its table."""
    figures = []
    for kind in dict.fromkeys(k for s in systems for k in s.codes):
        rows = [
            BarRow(s.name, values(s.codes[kind].top, CODE_CUTS), s.name in LED)
            for s in systems
            if kind in s.codes
        ]
        cuts = [f"top {k}" for k in CODE_CUTS]
        figures.append(
            figure(f"Waste codes, {kind}: an accepted code in the first places", cuts, rows,
                   tabulate_codes(systems, kind))
        )  # fmt: skip
    figures += compare_receivers([s for s in systems if s.receivers])
    return [section(title, f"<p>{escape(words)}</p>{''.join(figures)}")] if figures else []


def compare_receivers(systems: Sequence[System]) -> list[str]:
    """Recall by division and by class."""
    if not systems:
        return []
    divisions = [
        BarRow(s.name, values(s.receivers.divisions, DIVISION_CUTS), s.name in LED)
        for s in systems
        if s.receivers
    ]
    classes = [
        BarRow(s.name, values(s.receivers.classes, CLASS_CUTS), s.name in LED)
        for s in systems
        if s.receivers
    ]
    table = tabulate_receivers(systems)
    return [
        figure("Receivers, two-digit divisions: a documented one in the first places",
               [f"first {k}" for k in DIVISION_CUTS], divisions, table),
        figure("Receivers, four-digit classes: a documented one in the first places",
               [f"first {k}" for k in CLASS_CUTS], classes, table),
    ]  # fmt: skip


def values(shares: Mapping[int, Share], cuts: Iterable[int]) -> tuple[float, ...]:
    """The shares at some cuts; what has no rows counts nothing."""
    return tuple(shares[k].value or 0.0 for k in cuts)


def tell_traps(report: Report) -> str:
    """How many traps hold each part, in all as bars and by reason as a table."""
    if not report.traps:
        return ""
    rows = [
        BarRow(HEADINGS[part], (report.traps["all"][part].value or 0.0,), part == "passed")
        for part in TOLD
    ]
    of = report.traps["all"]["passed"].of
    words = (
        "A trap is passed if the verdict is right, the tempting receiver is kept out of the first "
        "five unless a condition of it is open, the reason named against it is the row’s own, and "
        "a right receiver is offered. “Reason anywhere” counts it said of any receiver at all."
    )
    plot = figure(f"Traps: share of {of} that hold", ["share"], rows, tabulate_traps(report.traps))
    return section("Traps", f"<p>{escape(words)}</p>{plot}")


def tell_calibration(report: Report) -> str:
    """Whether stated probabilities are the shares accepted, one square for each set."""
    plots = [
        f'<figure><figcaption class="hint">{escape(name)}: {r.count} answers, expected calibration error '
        f"{percent(r.error)} %</figcaption>"
        f"{draw_reliability(f'{name}: stated probability and share accepted', r)}</figure>"
        for name, r in report.calibration.items()
        if r.count
    ]
    if not plots:
        return ""
    words = (
        "A dot on the dashed line says what is true; above it the answer is better than it says, "
        "below it worse. The bigger the dot, the more answers."
    )
    body = f'<div class="plot"><div class="small">{"".join(plots)}</div>'
    body += f"{unfold(tabulate_calibration(report))}</div>"
    return section("Calibration of waste codes", f"<p>{escape(words)}</p>{body}")


def tell_verdicts(report: Report) -> str:
    """How often each verdict was given."""
    table = tabulate_verdicts(report.verdicts)
    return section("Verdicts", f'<div class="scroll">{lay_out(table)}</div>') if table[1] else ""


def tell_misses(misses: Sequence[Miss]) -> str:
    """The worst misses with why, and what all of them teach."""
    if not misses:
        return section("Misses", "<p>None.</p>")
    lessons = ", ".join(f"{n} {lesson}" for lesson, n in count_lessons(misses).items())
    items = [
        f"<li>{escape(m.text)}<br><strong>{escape(m.what.capitalize())}</strong> "
        f'<span class="lesson">{escape(m.lesson)}</span><br>{escape(m.why)} '
        f'<span class="hint">{escape(m.id)}</span></li>'
        for m in choose_worst(misses, MOST_MISSES)
    ]
    words = f"{len(misses)} misses in all, by what they teach: {lessons}."
    return section("The worst misses", f'<p>{words}</p><ol class="misses">{"".join(items)}</ol>')


def figure(title: str, cuts: Sequence[str], rows: Sequence[BarRow], table: Table) -> str:
    """A plot with its caption and its table."""
    return (
        f'<figure class="plot"><figcaption>{escape(title)}</figcaption>'
        f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(title)}">'
        f"{draw_bars(title, cuts, rows)}</div>{unfold(table)}</figure>"
    )


def unfold(table: Table) -> str:
    """A table behind a line that opens it."""
    return (
        "<details><summary>The same figures as a table</summary>"
        f'<div class="scroll" tabindex="0">{lay_out(table)}</div></details>'
    )


def lay_out(table: Table) -> str:
    """A table whose first column names the rows."""
    header, rows = table
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def section(title: str, body: str) -> str:
    """One section with its heading."""
    return f"<section><h2>{escape(title)}</h2>{body}</section>"
