"""A stream as a handful of facts: one individual for each thing the text may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matcher.model import Grounding, Reading, Stream, Triple
from matcher.namespaces import expand, node
from matcher.proposing.view import View

STREAM_BASE: Final = "urn:symbiograph:stream:"
#: readings of a text that are followed up: at most three, none far behind the first
MOST_HYPOTHESES: Final = 3
LEAST_SHARE: Final = 0.5
#: the probability below which a reading is shown, and nothing is proposed on its strength
LEAST_SURE: Final = 0.25
#: the methods of a match in which a whole name stands in the text
NAMES: Final = frozenset({"label", "synonym", "trade name", "acronym"})


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One thing the text may mean, as an individual of its own with its facts."""

    stream: str
    grounding: Grounding
    facts: tuple[Triple, ...]


#: what a stream is whose material nobody knows
UNKNOWN: Final = Grounding(expand("sym:Stream"), "unknown material", 0.0)


def state_hypotheses(view: View, stream: Stream) -> tuple[Hypothesis, ...]:
    """The likeliest readings of a text, each with the facts that it adds to the base.

    What is only a wider name of a likelier reading adds nothing: its uses are inherited. Where
    the text names one material to the letter, what merely resembles it is not followed.
    """
    if not stream.materials or stream.materials[0].probability < LEAST_SURE:
        # what it contains may still bar it; and what it resembles may be offered as that
        return (state(stream, 0, UNKNOWN),)
    first = stream.materials[0]
    floor = max(first.probability * LEAST_SHARE, LEAST_SURE)
    chosen: list[Grounding] = []
    for grounding in stream.materials:
        wider = any(view.holds(known.concept, "sym:isOf", grounding.concept) for known in chosen)
        rival = is_named(grounding) or not is_named(first)
        if grounding.probability >= floor and rival and not wider:
            chosen.append(grounding)
    return tuple(state(stream, number, g) for number, g in enumerate(chosen[:MOST_HYPOTHESES]))


def is_named(grounding: Grounding) -> bool:
    """Whether the text holds one of the material's names to the letter."""
    return any(match.method in NAMES for match in grounding.matches)


def state(stream: Stream, number: int, grounding: Grounding) -> Hypothesis:
    """One hypothesis: what it is, what it holds, what it is free of."""
    iri = f"{STREAM_BASE}{stream.id}/{number}"
    facts: list[Triple] = [
        (node(iri), node("rdf:type"), node("sym:Stream")),
        (node(iri), node("rdf:type"), node(grounding.concept)),
        *state_content(iri, stream.reading),
    ]
    return Hypothesis(iri, grounding, tuple(facts))


def state_content(iri: str, reading: Reading) -> Sequence[Triple]:
    """What the stream contains and is free of; said both ways, containing wins (the careful side)."""
    contained = {mention.concept for mention in reading.contaminants if mention.concept}
    absent = {mention.concept for mention in reading.absent if mention.concept} - contained
    return [
        *((node(iri), node("sym:contains"), node(c)) for c in sorted(contained)),
        *((node(iri), node("sym:freeOf"), node(c)) for c in sorted(absent)),
    ]
