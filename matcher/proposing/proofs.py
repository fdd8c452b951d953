"""The proof of a proposal, made of the proofs of its parts and one visible last step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from matcher.model import Proof, Step, Triple
from matcher.namespaces import node
from matcher.proposing.candidates import Candidate
from matcher.proposing.view import View
from matcher.reasoning.engine import Closure

FIRST: Final = node("rdf:first")
REST: Final = node("rdf:rest")
NIL: Final = node("rdf:nil")
CHAIN: Final = node("owl:propertyChainAxiom")
TYPE: Final = node("rdf:type")
TRANSITIVE: Final = node("owl:TransitiveProperty")

Prove = Callable[[Closure, Triple], Proof]

#: route → the predicate that states the pair, and the two links that lead to it
LAST_LINKS: Final = {
    "documented": ("sym:documentedFeed", "sym:documentedFor", "sym:inProcess"),
    "substitution": ("sym:substitutionFeed", "sym:canMeet", "sym:needOf"),
    "function": ("sym:functionFeed", "sym:functionMeets", "sym:needOf"),
}


@dataclass(slots=True)
class Draft:
    """Steps gathered for one proof, each conclusion once, premises before their use."""

    view: View
    prove: Prove
    steps: dict[Triple, Step]

    def include(self, triple: Triple) -> Triple:
        """Add the proof of a triple that the closure holds."""
        if triple not in self.steps:
            for step in self.prove(self.view.closure, triple).steps:
                self.steps.setdefault(step.conclusion, step)
        return triple

    def conclude(self, rule: str, premises: Sequence[Triple], conclusion: Triple) -> Triple:
        """Add one step whose premises are proven already."""
        self.steps.setdefault(conclusion, Step(rule, tuple(premises), conclusion))
        return conclusion


def prove_candidate(view: View, candidate: Candidate, prove: Prove) -> Proof:
    """The proof that a stream can feed a process through exactly this use or need."""
    draft = Draft(view, prove, {})
    stream = candidate.stream
    if candidate.route == "cascade":
        claim = prove_cascade(draft, stream, candidate)
    else:
        predicate, first, second = LAST_LINKS[candidate.route]
        claim = follow_chain(
            draft,
            predicate,
            (stream, first, candidate.use),
            (candidate.use, second, candidate.process),
        )
    return Proof(claim, tuple(draft.steps.values()))


def prove_cascade(draft: Draft, stream: str, candidate: Candidate) -> Triple:
    """Each hop becomes a step; the hops join by transitivity; the last use closes the claim."""
    reached = ""
    holder = stream
    for use, residue in candidate.hops:
        hop = follow_chain(
            draft, "sym:becomes", (holder, "sym:documentedFor", use), (use, "sym:yields", residue)
        )
        if reached:
            axiom = draft.include((node("sym:becomes"), TYPE, TRANSITIVE))
            before = (node(stream), node("sym:becomes"), node(reached))
            draft.conclude(
                "prp-trp", (axiom, before, hop), (node(stream), node("sym:becomes"), node(residue))
            )
        reached = holder = residue
    return follow_chain(
        draft,
        "sym:cascadeUse",
        (stream, "sym:becomes", reached),
        (reached, "sym:documentedFor", candidate.use),
    )


def follow_chain(
    draft: Draft, predicate: str, first: tuple[str, str, str], second: tuple[str, str, str]
) -> Triple:
    """Conclude subject–predicate–object from two links by the chain that the core states."""
    links = [(node(s), node(p), node(o)) for s, p, o in (first, second)]
    for link in links:
        draft.include(link)
    axiom = chain_axiom(draft.view.closure, node(predicate), [link[1] for link in links])
    for triple in axiom:
        draft.include(triple)
    return draft.conclude(
        "prp-spo2", (*axiom, *links), (links[0][0], node(predicate), links[-1][2])
    )


def chain_axiom(closure: Closure, predicate: str, links: Sequence[str]) -> list[Triple]:
    """The triples of the chain axiom of a predicate over exactly these links, list nodes included."""
    for head in sorted(closure.objects(predicate, CHAIN)):
        triples: list[Triple] = [(predicate, CHAIN, head)]
        cell = head
        found: list[str] = []
        while cell != NIL:
            link, rest = (
                next(iter(closure.objects(cell, FIRST))),
                next(iter(closure.objects(cell, REST))),
            )
            triples += [(cell, FIRST, link), (cell, REST, rest)]
            found.append(link)
            cell = rest
        if found == list(links):
            return triples
    raise LookupError(f"no chain for {predicate}")
