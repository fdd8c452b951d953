"""Names against each other in one text: which stands in it whole, and which only seems to.

A text says "granulated copper slag": "copper slag" stands there in one piece, "granulated slag"
is torn apart by it; and "oil fly ash" holds "fly ash" without being any.
"""

from __future__ import annotations

from collections.abc import Sequence


def is_better(one: Sequence[str], other: Sequence[str], text: Sequence[str]) -> bool:
    """Whether a name holds another and more, or stands in one piece where the other, with the
    same head, is torn apart by it."""
    if set(other) < set(one):
        return True
    same_head = one[-1:] == other[-1:] and not set(one) <= set(other)
    return same_head and stands_together(one, text) and not stands_together(other, text)


def stands_together(words: Sequence[str], text: Sequence[str]) -> bool:
    """Whether the words of a name stand side by side in a text, in any order."""
    size = len(words)
    windows = (set(text[i : i + size]) for i in range(len(text) - size + 1))
    return any(window == set(words) for window in windows)
