"""What contradicts itself in a closure, told with what is to blame; nothing stops because of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from matcher.model import Triple
from matcher.proposing.view import OWN, View
from matcher.reasoning.blame import Blame, blame_all
from matcher.reasoning.blame_words import list_authored, tell_blame, tell_clash
from matcher.reasoning.engine import Clash, load_engine
from matcher.reasoning.proof import Sources

#: contradictions that are told one by one; `symbiograph check` lists them all
MOST_TOLD: Final = 3
#: contradictions that are compared to find those that the others come from
MOST_COMPARED: Final = 20
#: owlrl reports literals that are oddly written in this way; no rule says so
ODDLY_WRITTEN: Final = "Lexical value"


@dataclass(frozen=True, slots=True)
class Contradictions:
    """The contradictions of a closure: with what is to blame, and those of which nobody can say."""

    blames: tuple[Blame, ...] = ()
    unproven: tuple[Clash, ...] = ()
    more: bool = False  # whether there are others

    def tell(self, view: View) -> list[str]:
        """Each in words, and that there are more where there are."""

        def name(iri: str) -> str:
            return "this stream" if iri.startswith(OWN) else view.label(iri)

        told = [
            f"{tell_blame(blame, name)}. What does not rest on them goes on."
            for blame in self.blames
        ]
        told += [f"{tell_clash(clash, name)}." for clash in self.unproven]
        return told + ["there are more; “symbiograph check” lists them."] * self.more


def find_contradictions(
    view: View, known: Collection[Clash], told: Contradictions, sources: Sources
) -> Contradictions:
    """The contradictions of a closure beside the clashes `known`, one for each set of facts.

    What follows from those that were `told` already is left out.
    """
    seen = set(known)
    fresh = [
        clash
        for clash in view.closure.clashes
        if clash not in seen and not clash.rule.startswith(ODDLY_WRITTEN)
    ]
    proven = [clash for clash in fresh if clash.premises]
    unproven = [clash for clash in fresh if not clash.premises]
    roots = [frozenset(list_authored(blame)) for blame in told.blames]
    blames = blame_all(view.closure, proven, load_engine("compiled").close, sources)
    found = keep_roots(list(islice(blames, MOST_COMPARED)), roots) if proven else []
    more = len(found) > MOST_TOLD or len(unproven) > MOST_TOLD
    return Contradictions(tuple(found[:MOST_TOLD]), tuple(unproven[:MOST_TOLD]), more)


def keep_roots(found: Sequence[Blame], roots: Sequence[frozenset[Triple]]) -> list[Blame]:
    """Those with nothing of the others in them: a kind of what cannot be cannot be either."""
    authored = [frozenset(list_authored(blame)) for blame in found]
    return [
        blame
        for blame, own in zip(found, authored, strict=True)
        if not any(root <= set(blame.facts) for root in roots)
        and not any(other < own for other in authored)
    ]
