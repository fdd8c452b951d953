"""Which uses and needs the closure proves for a stream, by route; nothing is judged here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from matcher.model import Route
from matcher.proposing.view import View

MAX_HOPS: Final = 3  # documented hops in one cascade


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair of a stream and a use or need, and the process that takes it.

    `hops` are the uses of a cascade before the last one; `support` names further routes to
    the same process in the same role; `kind` says that the text leaves open whether it is this.
    """

    route: Route
    stream: str
    use: str
    process: str
    hops: tuple[tuple[str, str], ...] = ()  # (use, what it yields)
    support: tuple[Route, ...] = ()
    kind: bool = False


def find_candidates(view: View, stream: str) -> tuple[Candidate, ...]:
    """Every candidate for a stream; a documented pair absorbs the inferred ones that repeat it."""
    documented = tuple(find_documented(view, stream))
    inferred = (
        *find_by_need(view, stream, "substitution", "sym:canMeet"),
        *find_by_need(view, stream, "function", "sym:functionMeets"),
    )
    return (*absorb(view, documented, inferred), *find_cascades(view, stream, documented))


def find_documented(view: View, stream: str) -> Iterator[Candidate]:
    """Uses stated for what the stream is, or for something wider."""
    for use in view.many(stream, "sym:documentedFor"):
        for process in view.many(use, "sym:inProcess")[:1]:
            yield Candidate("documented", stream, use, process)


def find_by_need(view: View, stream: str, route: Route, predicate: str) -> Iterator[Candidate]:
    """Processes with a need that the stream meets elsewhere, or by what it can do."""
    for need in view.many(stream, predicate):
        for process in view.many(need, "sym:needOf"):
            yield Candidate(route, stream, need, process)


def absorb(
    view: View, documented: tuple[Candidate, ...], inferred: tuple[Candidate, ...]
) -> tuple[Candidate, ...]:
    """Turn inferred pairs that repeat a documented one into its support; keep one of the rest."""
    kept: dict[tuple[str, str], Candidate] = {}
    for candidate in (*documented, *inferred):
        known = None
        if candidate.route != "documented":
            known = next((c for c in kept.values() if same_door(view, c, candidate)), None)
        if known is None:
            kept[(candidate.use, candidate.process)] = candidate
        elif candidate.route not in (known.route, *known.support):
            kept[(known.use, known.process)] = replace(
                known, support=(*known.support, candidate.route)
            )
    return tuple(kept.values())


def same_door(view: View, known: Candidate, candidate: Candidate) -> bool:
    """Whether two candidates bring the stream to one process, or a kind of it, in one role."""
    processes = {known.process, *view.many(known.process, "sym:broaderProcess")}
    wider = {candidate.process, *view.many(candidate.process, "sym:broaderProcess")}
    if known.process not in wider and candidate.process not in processes:
        return False
    mine, theirs = view.many(known.use, "sym:inRole"), view.many(candidate.use, "sym:inRole")
    own = view.one(candidate.use, "sym:asRole")
    return own in mine or view.one(known.use, "sym:asRole") in theirs


def find_cascades(
    view: View, stream: str, documented: tuple[Candidate, ...]
) -> Iterator[Candidate]:
    """Uses of what a documented use yields, and of what those yield, up to three hops."""
    seen = {candidate.use for candidate in documented}
    layer: list[tuple[tuple[str, str], ...]] = [
        ((candidate.use, residue),)
        for candidate in documented
        for residue in view.many(candidate.use, "sym:yields")
    ]
    for _ in range(MAX_HOPS - 1):
        following: list[tuple[tuple[str, str], ...]] = []
        for path in layer:
            for use in view.many(path[-1][1], "sym:documentedFor"):
                if use in seen:
                    continue
                seen.add(use)
                for process in view.many(use, "sym:inProcess")[:1]:
                    yield Candidate("cascade", stream, use, process, path)
                following.extend(
                    (*path, (use, residue)) for residue in view.many(use, "sym:yields")
                )
        layer = following
