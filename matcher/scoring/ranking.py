"""Answers in the order in which they are counted: codes, divisions and classes one by one.

The labels follow the 2014 edition of the List of Waste, so a successor counts as each of its
predecessors. Divisions and classes come proposal by proposal, and within one by its sectors;
a repeat takes no place, so that listing much does not pay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matcher.model import Result
from matcher.proposing.view import View

#: code → the codes of the earlier edition that it follows
Predecessors = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Ranked:
    """An answer as far as places count; each place of `codes` holds what it counts as.

    `codes` is None for what never lists codes.
    """

    codes: tuple[frozenset[str], ...] | None = ()
    divisions: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


def list_predecessors(view: View) -> dict[str, frozenset[str]]:
    """Which codes each code follows, from what the code list says of its changes."""
    found: dict[str, set[str]] = {}
    for old in view.subjects("rdf:type", "sym:WasteCode"):
        for new in view.many(old, "sym:replacedBy"):
            before, after = view.text(old, "sym:code"), view.text(new, "sym:code")
            if before and after and before != after:
                found.setdefault(after, set()).add(before)
    return {code: frozenset(codes) for code, codes in found.items()}


def rank_codes(codes: Iterable[str], before: Predecessors) -> tuple[frozenset[str], ...]:
    """Places of codes: a code with predecessors stands for them; what adds nothing has no place."""
    places: list[frozenset[str]] = []
    seen: set[str] = set()
    for code in codes:
        place = before.get(code, frozenset([code]))
        if not place <= seen:
            places.append(place)
            seen |= place
    return tuple(places)


def rank_sectors(proposals: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Divisions and four-digit classes in order without repeats, from the sectors of proposals."""
    sectors = [nace for sectors in proposals for nace in sectors]
    return (
        tuple(dict.fromkeys(nace[:2] for nace in sectors)),
        tuple(dict.fromkeys(nace for nace in sectors if len(nace) == 5)),
    )


def rank_result(result: Result, before: Predecessors) -> Ranked:
    """A result as places."""
    divisions, classes = rank_sectors([s.nace for s in p.sectors] for p in result.proposals)
    return Ranked(rank_codes((c.code for c in result.waste_codes), before), divisions, classes)


def place_of_code(ranked: Ranked, accepted: frozenset[str]) -> int | None:
    """The first place (from 1) that holds an accepted code."""
    return next(
        (n for n, codes in enumerate(ranked.codes or (), start=1) if codes & accepted), None
    )


def place_of(ranked: Sequence[str], accepted: frozenset[str]) -> int | None:
    """The first place (from 1) with an accepted entry."""
    return next((n for n, entry in enumerate(ranked, start=1) if entry in accepted), None)
