"""The fourth route: what is done with materials that the text is merely similar to."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from matcher.model import Grounding, Stream
from matcher.namespaces import expand
from matcher.proposing.candidates import Candidate
from matcher.proposing.propose import Judged, Vicinity, Weighed, weigh_candidate
from matcher.proposing.streams import LEAST_SURE, Hypothesis, state_hypotheses
from matcher.proposing.vetoes import bars_of

#: similar uses are offered only where little is proven, and few of them
ENOUGH_PROVEN: Final = 3
MOST_ANALOGIES: Final = 3
#: what goes there has to be known, not to be alike
FED: Final = frozenset({expand("role:AnimalFeed"), expand("role:Food")})


def find_analogies(
    judged: tuple[Judged, ...], stream: Stream, vicinity: Vicinity | None
) -> tuple[Judged, ...]:
    """Uses of the next most similar materials that no veto of the stream bars; never proven."""
    proven = [weighed for one in judged for weighed in one.weighed]
    if not judged or len(proven) >= ENOUGH_PROVEN:
        return ()
    first = judged[0]
    known = {weighed.proposal.use for weighed in proven} | {
        c.use for one in judged for _, c, _ in one.refused
    }
    followed = {h.grounding.concept for h in state_hypotheses(first.view, stream)}
    found: list[Weighed] = []
    sure = (g for g in stream.materials if g.probability >= LEAST_SURE)
    for grounding in (*sure, *stream.similar):
        if grounding.concept not in followed:
            found += follow(first, grounding, stream, vicinity, known)
    found.sort(key=lambda weighed: -weighed.proposal.score)
    return (replace(first, weighed=tuple(found[:MOST_ANALOGIES]), refused=(), disposal=()),)


def follow(
    first: Judged,
    grounding: Grounding,
    stream: Stream,
    vicinity: Vicinity | None,
    known: set[str],
) -> list[Weighed]:
    """The uses of one similar material; `known` grows by each, so that none comes twice."""
    view, hypothesis = first.view, Hypothesis(first.stream, grounding, ())
    found = []
    for use in view.many(grounding.concept, "sym:documentedFor"):
        process = view.one(use, "sym:inProcess") or ""
        candidate = Candidate("analogy", hypothesis.stream, use, process)
        feeds = any(role in FED for role in view.many(use, "sym:inRole"))
        if use in known or feeds or bars_of(view, hypothesis.stream, candidate):
            continue
        known.add(use)
        weighed = weigh_candidate(view, hypothesis, stream, candidate, vicinity)
        found.append(Weighed(weighed, view, candidate))
    return found
