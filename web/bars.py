"""A condition as a small bar: the room a limit leaves, and where the stream stands in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from matcher.render import Json

WIDTH: Final = 160.0
PAD: Final = 6.0
BOUND: Final = re.compile(r"^([≤<≥>])\s*(-?[\d.]+(?:e[+-]?\d+)?)")


@dataclass(frozen=True, slots=True)
class Bar:
    """Positions on a bar 160 wide: the allowed stretch, the limit's tick, the stream's range."""

    room: tuple[float, float]
    limit: float
    stands: tuple[float, float] | None
    basis: str | None

    @property
    def middle(self) -> float:
        """Where the stream's marker sits."""
        low, high = self.stands or (0.0, 0.0)
        return round((low + high) / 2, 1)


def draw_bar(condition: Json) -> Bar | None:
    """The bar of one condition; none where the limit is not a number or nothing is known."""
    found = BOUND.match(condition["limit"] or "")
    if not found or not condition["observed"]:
        return None
    low, high = condition["observed"]
    limit = float(found[2])
    start, end = scale(low, high, limit)

    def place(value: float) -> float:
        return round(PAD + (value - start) / (end - start) * (WIDTH - 2 * PAD), 1)

    left, right = PAD, WIDTH - PAD
    room = (left, place(limit)) if found[1] in "≤<" else (place(limit), right)
    return Bar(room, place(limit), (place(low), place(high)), condition["basis"])


def scale(low: float, high: float, limit: float) -> tuple[float, float]:
    """The ends of the bar: zero where that helps, and some air beyond the outermost figure."""
    least, most = min(low, limit), max(high, limit)
    air = (most - min(least, 0.0)) * 0.2 or 1.0
    start = 0.0 if least >= 0 else least - air
    return start, most + air
