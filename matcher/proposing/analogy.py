"""The fourth route: what is done with materials that the text is merely similar to."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from matcher.model import Grounding, Stream
from matcher.namespaces import expand
from matcher.proposing.candidates import Candidate
from matcher.proposing.kinds import ground_kinds
from matcher.proposing.propose import Judged, Vicinity, Weighed, weigh_candidate
from matcher.proposing.streams import LEAST_SURE, Hypothesis, state_hypotheses
from matcher.proposing.vetoes import bars_of

#: similar uses are offered only where little is proven, and few of them
ENOUGH_PROVEN: Final = 3
MOST_ANALOGIES: Final = 3
#: so that several kinds are shown, not one with many uses
MOST_OF_A_KIND: Final = 1
#: what goes there has to be known, not to be alike
FED: Final = frozenset({expand("role:AnimalFeed"), expand("role:Food")})


def find_analogies(
    judged: tuple[Judged, ...], stream: Stream, vicinity: Vicinity | None
) -> tuple[Judged, ...]:
    """Uses of the kinds of a wide material, else of the next most similar ones; never proven.

    No veto of the stream bars them. What is merely alike in words ("lead slag") has no say where
    the kinds of what is named ("blast-furnace slag") are known.
    """
    proven = [weighed for one in judged for weighed in one.weighed]
    if not judged or len(proven) >= ENOUGH_PROVEN:
        return ()
    first = judged[0]
    known = {weighed.proposal.use for weighed in proven} | {
        c.use for one in judged for _, c, _ in one.refused
    }
    kinds = find_kinds(first, stream)
    found: list[Weighed] = []
    for grounding in kinds or find_similar(first, stream):
        uses = follow(first, grounding, stream, vicinity, known, bool(kinds))
        found += sorted(uses, key=likelier)[: MOST_OF_A_KIND if kinds else None]
    found.sort(key=likelier)
    return (replace(first, weighed=tuple(found[:MOST_ANALOGIES]), refused=(), disposal=()),)


def likelier(weighed: Weighed) -> tuple[float, str]:
    """The sort key: the higher score first, then the name."""
    return -weighed.proposal.score, weighed.proposal.use


def find_kinds(first: Judged, stream: Stream) -> list[Grounding]:
    """The kinds of the likeliest reading, if it is sure and wide."""
    if not stream.materials or stream.materials[0].probability < LEAST_SURE:
        return []
    return list(ground_kinds(first.view, stream.materials[0], stream.materials))


def find_similar(first: Judged, stream: Stream) -> list[Grounding]:
    """The further readings that no hypothesis follows up."""
    followed = {h.grounding.concept for h in state_hypotheses(first.view, stream)}
    sure = (g for g in stream.materials if g.probability >= LEAST_SURE)
    return [g for g in (*sure, *stream.similar) if g.concept not in followed]


def follow(
    first: Judged,
    grounding: Grounding,
    stream: Stream,
    vicinity: Vicinity | None,
    known: set[str],
    kind: bool = False,
) -> list[Weighed]:
    """The uses of one similar material that neither it nor the stream bars.

    `known` grows by each, so that none comes twice.
    """
    view, hypothesis = first.view, Hypothesis(first.stream, grounding, ())
    found = []
    for use in view.many(grounding.concept, "sym:documentedFor"):
        process = view.one(use, "sym:inProcess") or ""
        candidate = Candidate("analogy", hypothesis.stream, use, process, kind=kind)
        feeds = any(role in FED for role in view.many(use, "sym:inRole"))
        barred = bars_of(view, hypothesis.stream, candidate) or bars_of(
            view, grounding.concept, candidate
        )
        if use in known or feeds or barred:
            continue
        known.add(use)
        weighed = weigh_candidate(view, hypothesis, stream, candidate, vicinity)
        found.append(Weighed(weighed, view, candidate))
    return found
