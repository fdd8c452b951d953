"""Proofs from first derivations: from the claim down to asserted triples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from matcher.errors import UnknownTermError
from matcher.knowledge import MIRROR
from matcher.model import FALSE, Proof, Step, Triple
from matcher.namespaces import PREFIXES, node
from matcher.reasoning.engine import Clash, Closure

Sources = Callable[[Triple], str | None] | Mapping[Triple, str]
STREAM: Final = "stream"
LEAF: Final = "asserted"

#: predicates of axioms about predicates and classes, which no reader needs to see
AXIOMS: Final = frozenset(
    node(name)
    for name in ("rdf:first", "rdf:rest", "rdfs:subPropertyOf", "rdfs:domain", "rdfs:range")
)
#: axioms of OWL that do say something to a reader
SPOKEN: Final = frozenset(
    node(name)
    for name in ("owl:sameAs", "owl:differentFrom", "owl:disjointWith", "owl:propertyDisjointWith")
)
OWL: Final = "<" + PREFIXES["owl"]


def prove(closure: Closure, triple: Triple, sources: Sources | None = None) -> Proof:
    """A proof of a triple, not yet verified: steps from asserted leaves up to the claim.

    `sources` says which graph asserts a triple; what an overlay states has the source
    `stream`. Raises UnknownTermError if the triple does not follow.
    """
    return Proof(triple, tuple(order_steps(closure, (triple,), sources)))


def prove_clash(closure: Closure, clash: Clash, sources: Sources | None = None) -> Proof:
    """A proof of a contradiction; its claim is `FALSE`."""
    steps = order_steps(closure, clash.premises, sources)
    return Proof(FALSE, (*steps, Step(clash.rule, clash.premises, FALSE)))


def order_steps(closure: Closure, goals: tuple[Triple, ...], sources: Sources | None) -> list[Step]:
    """The steps that lead to the goals, each after its premises, without repetition."""
    steps: list[Step] = []
    done: set[Triple] = set()
    todo: list[tuple[Triple, Step | None]] = [(goal, None) for goal in reversed(goals)]
    while todo:
        triple, step = todo.pop()
        if step is not None:  # its premises have been dealt with
            steps.append(step)
        elif triple not in done:
            done.add(triple)
            step = find_step(closure, triple, sources)
            todo.append((triple, step))
            todo.extend((premise, None) for premise in reversed(step.premises))
    return steps


def find_step(closure: Closure, triple: Triple, sources: Sources | None) -> Step:
    """The first derivation of a triple, with its source if it is a leaf."""
    step = closure.derivation(triple)
    if step is None:
        raise UnknownTermError(
            "this does not follow from what is known", where=" ".join(triple), todo="Ask why-not."
        )
    if step.rule != LEAF:
        return step
    if closure.is_stated_here(triple):
        return Step(LEAF, (), triple, STREAM)
    return Step(LEAF, (), triple, find_source(triple, sources))


def find_source(triple: Triple, sources: Sources | None) -> str | None:
    """The graph that asserts a triple, as far as the caller can say."""
    if sources is None:
        return None
    return sources.get(triple) if isinstance(sources, Mapping) else sources(triple)


def fold(proof: Proof) -> tuple[Triple, ...]:
    """The authored facts a proof rests on, in order, fit to be said in sentences.

    Left out: the mirror axioms, list nodes, and axioms about predicates and restrictions.
    """
    return tuple(step.conclusion for step in proof.steps if step.rule == LEAF and is_sentence(step))


def is_sentence(leaf: Step) -> bool:
    """Whether a leaf says something of a thing, rather than of how things are described."""
    _s, p, o = leaf.conclusion
    if leaf.source == MIRROR or p in AXIOMS or o.startswith(OWL):
        return False
    return p in SPOKEN or not p.startswith(OWL)
