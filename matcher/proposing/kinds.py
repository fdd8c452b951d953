"""The kinds of a wide material: what a more exact name would open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from matcher.model import Grounding, Match
from matcher.proposing.view import View

#: below this a kind is a guess among many: "food residue" has thirty
LEAST_KIND: Final = 0.05


def list_kinds(view: View, material: str) -> list[str]:
    """The direct kinds of a material that have uses which the material itself has not."""
    own = set(view.many(material, "sym:documentedFor"))
    below = [
        k
        for k in view.subjects("sym:isOf", material)
        if k != material and view.holds(k, "rdf:type", k)
    ]
    direct = [k for k in below if not any(k != o and view.holds(k, "sym:isOf", o) for o in below)]
    return [k for k in direct if set(view.many(k, "sym:documentedFor")) - own]


def ground_kinds(view: View, wide: Grounding, known: tuple[Grounding, ...]) -> Iterator[Grounding]:
    """The kinds of a wide reading as readings: as likely as the text makes them, else an even share.

    Those too unlikely to be told from the rest are left out.
    """
    kinds = list_kinds(view, wide.concept)
    read = {g.concept: g.probability for g in known}
    for kind in kinds:
        label = view.label(kind)
        share = read.get(kind, round(wide.probability / len(kinds), 3))
        if share < LEAST_KIND:
            continue
        yield Grounding(kind, label, share, (Match("kind", wide.label, label, share),))
