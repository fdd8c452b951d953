"""Plots as inline SVG: nested bars for shares, dots against the diagonal for probabilities.

Sizes are in units of the view box; colours and letters come from the page's style sheet, so
the plots follow light and dark. Every plot has a title that says in words what it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt
from typing import Final

from matcher.scoring.calibration import Reliability

WIDTH: Final = 720.0
LABELS: Final = 190.0
FIGURES: Final = 150.0
ROW: Final = 30.0
BAR: Final = 16.0
TOP: Final = 26.0
SQUARE: Final = 250.0
PAD: Final = 34.0
BIGGEST_DOT: Final = 13.0
SMALLEST_DOT: Final = 2.5


@dataclass(frozen=True, slots=True)
class BarRow:
    """A name and its shares (0 to 1), the widest look first; `strong` is the one to look at."""

    name: str
    shares: tuple[float, ...]
    strong: bool = False


def draw_bars(title: str, cuts: Sequence[str], rows: Sequence[BarRow]) -> str:
    """Rows of bars laid over each other: the shortest (the strictest cut) is the darkest."""
    height = TOP + ROW * len(rows) + 6
    span = WIDTH - LABELS - FIGURES
    parts = [draw_scale(span, height), text(WIDTH - FIGURES + 14, 15, " · ".join(cuts), "note")]
    for number, row in enumerate(rows):
        parts.append(draw_row(row, TOP + ROW * number, span))
    return wrap_svg(title, WIDTH, height, parts)


def draw_scale(span: float, height: float) -> str:
    """Lines at every quarter, with their per cent."""
    lines = []
    for quarter in range(5):
        x = LABELS + span * quarter / 4
        lines.append(f'<line class="grid" x1="{x:g}" y1="{TOP - 4:g}" x2="{x:g}" y2="{height:g}"/>')
        anchor = "end" if quarter == 4 else "middle"
        lines.append(text(x, 15, f"{25 * quarter} %", "note", anchor=anchor))
    return "".join(lines)


def draw_row(row: BarRow, top: float, span: float) -> str:
    """One name, its bars and its figures."""
    middle = top + ROW / 2
    strong = " strong" if row.strong else ""
    bars = [
        f'<rect class="bar cut-{n}{strong}" x="{LABELS:g}" '
        f'y="{middle - BAR / 2:g}" width="{max(0.0, share) * span:.1f}" height="{BAR:g}"/>'
        for n, share in reversed(list(enumerate(row.shares)))
    ]
    figures = " · ".join(f"{100 * share:.0f}" for share in row.shares)
    return (
        text(LABELS - 12, middle + 5, row.name, f"name{strong}", anchor="end")
        + "".join(bars)
        + text(WIDTH - FIGURES + 14, middle + 5, figures, f"name{strong}")
    )


def draw_reliability(title: str, reliability: Reliability) -> str:
    """A dot for each bin: stated share to the right, accepted share up; its area is how many."""
    most = max((b.count for b in reliability.bins), default=1)
    inner = SQUARE - 2 * PAD
    parts = [draw_frame(inner)]
    points = [(PAD + inner * b.stated, PAD + inner * (1 - b.accepted)) for b in reliability.bins]
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts.append(f'<polyline class="joint" points="{joined}"/>')
    for (x, y), b in zip(points, reliability.bins, strict=True):
        radius = max(SMALLEST_DOT, BIGGEST_DOT * sqrt(b.count / most))
        parts.append(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>')
    return wrap_svg(title, SQUARE, SQUARE, parts)


def draw_frame(inner: float) -> str:
    """The square, its diagonal, and what its sides mean."""
    low, high = PAD, PAD + inner
    lines = [
        f'<rect class="frame" x="{low:g}" y="{low:g}" width="{inner:g}" height="{inner:g}"/>',
        f'<line class="diagonal" x1="{low:g}" y1="{high:g}" x2="{high:g}" y2="{low:g}"/>',
        text(low + inner / 2, SQUARE - 4, "stated probability", "note", anchor="middle"),
        text(low, low - 16, "share accepted", "note"),
    ]
    for end, x, y in (("0", low, high), ("1", high, low)):
        lines.append(text(x, high + 16, end, "note", anchor="middle"))
        lines.append(text(low - 6, y + 5, end, "note", anchor="end"))
    return "".join(lines)


def text(x: float, y: float, words: str, kind: str, anchor: str = "start") -> str:
    """Words at a place."""
    return f'<text class="{kind}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>'


def wrap_svg(title: str, width: float, height: float, parts: Sequence[str]) -> str:
    """The picture with its title for those who do not see it."""
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )
