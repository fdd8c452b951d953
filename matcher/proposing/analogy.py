"""The fourth route: what is done with materials that the text is merely similar to."""

from __future__ import annotations

from typing import Final

from matcher.model import Stream
from matcher.proposing.candidates import Candidate
from matcher.proposing.propose import Judged, Vicinity, Weighed, weigh_candidate
from matcher.proposing.streams import Hypothesis, state_hypotheses
from matcher.proposing.vetoes import bars_of
from matcher.proposing.view import View

#: similar uses are offered only where little is proven, and few of them
ENOUGH_PROVEN: Final = 3
MOST_ANALOGIES: Final = 2


def find_analogies(
    judged: tuple[Judged, ...], stream: Stream, vicinity: Vicinity | None
) -> tuple[Judged, ...]:
    """Uses of the next most similar materials that no veto of the stream bars; never proven."""
    proven = [weighed for one in judged for weighed in one.weighed]
    if not judged or len(proven) >= ENOUGH_PROVEN:
        return ()
    view = next((w.view for one in judged for w in one.weighed), None) or first_view(judged)
    if view is None:
        return ()
    followed = state_hypotheses(view, stream)
    known = {weighed.proposal.use for weighed in proven} | {
        c.use for one in judged for _, c, _ in one.refused
    }
    found: list[Weighed] = []
    taken = {hypothesis.grounding.concept for hypothesis in followed}
    for grounding in (g for g in stream.materials if g.concept not in taken):
        hypothesis = Hypothesis(followed[0].stream, grounding, ())
        for use in view.many(grounding.concept, "sym:documentedFor"):
            candidate = Candidate(
                "analogy", hypothesis.stream, use, view.one(use, "sym:inProcess") or ""
            )
            if use in known or bars_of(view, hypothesis.stream, candidate):
                continue
            known.add(use)
            found.append(
                Weighed(
                    weigh_candidate(view, hypothesis, stream, candidate, vicinity), view, candidate
                )
            )
    found.sort(key=lambda weighed: -weighed.proposal.score)
    return (Judged(tuple(found[:MOST_ANALOGIES]), (), ()),) if found else ()


def first_view(judged: tuple[Judged, ...]) -> View | None:
    """Any view of the stream's own closure."""
    return next((view for one in judged for view, _, _ in one.refused), None)
