"""Why and why not, asked of an open workspace: proofs of what follows, and what is missing for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from matcher.describing.resolving import is_address, resolve
from matcher.errors import InputError
from matcher.model import Grounding, Match, Proof, Reading, Stream, Triple
from matcher.namespaces import expand, node
from matcher.proposing.candidates import Candidate
from matcher.proposing.proofs import prove_candidate
from matcher.proposing.propose import Judged
from matcher.proposing.streams import UNKNOWN, state_hypotheses
from matcher.proposing.view import View
from matcher.proposing.whynot import (
    Sense,
    WhyNot,
    explain_pair,
    explain_triple,
    own_terms,
    require_compiled,
)
from matcher.reasoning.engine import Closure
from matcher.reasoning.smallest import prove_all
from matcher.workspace import Workspace, identify

#: what a stream may be asked for by name
TARGETS: Final = ("process", "use", "need")
NO_MATERIAL: Final = "The text names no material that can be told apart."
ALLOWED: Final = expand("sym:allowedFor")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A why-not with the labels of its terms, and what the text was read as."""

    text: str
    answer: WhyNot
    labels: dict[str, str] = field(default_factory=dict)


def why_not_pair(workspace: Workspace, text: str, wanted: str) -> Explanation:
    """Why a described stream is not proposed for a process, a use or a need.

    `text` may also be the short name or IRI of a material. Raises UnknownTermError where
    `wanted` is no such term, or more than one.
    """
    target = resolve(workspace.guide, wanted, TARGETS, "what it is wanted for")
    stream, senses = judge_senses(workspace, text)
    if not senses:
        answer = WhyNot("", None, target, "no stream", reason=stream.off_topic or NO_MATERIAL)
    else:
        answer = explain_pair(
            senses, target, workspace.base.source_of, workspace.prove, workspace.prove_claim
        )
    return label(workspace, text, answer)


def why_not_triple(workspace: Workspace, subject: str, predicate: str, target: str) -> Explanation:
    """Why a triple does not follow; the subject is a term, or a stream in plain words.

    What the decision queries say (sym:allowedFor) is asked as a pair, for no rule concludes it.
    """
    said = resolve(workspace.guide, predicate, ("predicate",), "the predicate")
    if said == ALLOWED:
        return why_not_pair(workspace, subject, target)
    value = resolve(workspace.guide, target, (), "the object")
    view, name = open_subject(workspace, subject)
    triple = node(name), node(said), node(value)
    answer = explain_triple(view, triple, workspace.base.source_of, workspace.prove_claim)
    return label(workspace, subject, answer)


def open_subject(workspace: Workspace, text: str) -> tuple[View, str]:
    """The view in which to ask about a subject, and its IRI."""
    if is_address(text):
        return workspace.view, resolve(workspace.guide, text, (), "the subject")
    stream, senses = judge_senses(workspace, text)
    if not senses:
        raise InputError(
            stream.off_topic or NO_MATERIAL,
            where="the subject",
            todo="Describe a stream, or write a short name such as mat:CoalFlyAsh.",
        )
    return senses[0].judged.view, senses[0].judged.stream


def judge_senses(workspace: Workspace, text: str) -> tuple[Stream, tuple[Sense, ...]]:
    """A text as a stream, and what follows from each reading of it, the likeliest first.

    There are none where it is no stream.
    """
    if is_address(text):
        stream = as_material(workspace, resolve(workspace.guide, text, ("material",), "the stream"))
    else:
        stream = workspace.ground(text)
    stream = replace(stream, id=stream.id or identify(stream.text))
    if stream.off_topic or not (stream.materials or stream.reading.contaminants):
        return stream, ()
    hypotheses = state_hypotheses(workspace.view, stream)
    judged = workspace.judge_all(hypotheses, stream, None)
    return stream, tuple(
        Sense(one, None if h.grounding == UNKNOWN else h.grounding.concept)
        for one, h in zip(judged, hypotheses, strict=True)
    )


def as_material(workspace: Workspace, material: str) -> Stream:
    """A stream of just this material."""
    name = workspace.view.label(material)
    match = Match("label", name, name, 1.0)
    return Stream("", name, Reading(), (Grounding(material, name, 1.0, (match,)),))


def label(workspace: Workspace, text: str, answer: WhyNot) -> Explanation:
    """An answer with the label of every term in it."""
    labels = {term: workspace.view.label(term) for term in own_terms(answer)}
    return Explanation(text, answer, labels)


# --- further proofs of what follows ---


@dataclass(frozen=True, slots=True)
class Proofs:
    """The proofs of one claim, the smallest first, verified, with the labels of their terms."""

    proofs: tuple[Proof, ...]
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Prover:
    """Proves again what an answer to a text claims, by the smallest proofs and by others."""

    workspace: Workspace
    judged: tuple[Judged, ...]

    @classmethod
    def of(cls, workspace: Workspace, text: str) -> Prover:
        """Read the text once more, as the answer did."""
        stream = workspace.ground(text)
        stream = replace(stream, id=stream.id or identify(stream.text))
        hypotheses = state_hypotheses(workspace.view, stream)
        return cls(workspace, workspace.judge_all(hypotheses, stream, None))

    def prove_pair(self, use: str, process: str, most: int) -> Proofs:
        """Up to `most` proofs of a proposal, each through the very use that it names."""
        for one in self.judged:
            for weighed in one.weighed:
                candidate = weighed.candidate
                if (candidate.use, candidate.process) == (use, process):
                    found = list_candidate_proofs(self.workspace, one.view, candidate, most)
                    return finish(self.workspace, one.view, found)
        return Proofs((), {})

    def prove_claim(self, claim: Triple, most: int) -> Proofs:
        """Up to `most` proofs of one claim, in the first reading of the text in which it holds."""
        views = [one.view for one in self.judged if claim in one.view.closure]
        return prove_in(self.workspace, (views or [self.workspace.view])[0], claim, most)


def list_candidate_proofs(
    workspace: Workspace, view: View, candidate: Candidate, most: int
) -> list[Proof]:
    """Proofs of a candidate that differ in how the stream comes to its first use or need."""
    closure = require_compiled(view.closure)
    known: dict[Triple, tuple[Proof, ...]] = {}

    def prove_nth(number: int) -> Proof:
        def prove(_closure: Closure, triple: Triple) -> Proof:
            if triple not in known:
                known[triple] = prove_all(closure, triple, most, workspace.base.source_of)
            return known[triple][min(number, len(known[triple]) - 1)]

        return prove_candidate(view, candidate, prove)

    found = [prove_nth(0)]
    for number in range(1, max(len(proofs) for proofs in known.values())):
        found.append(prove_nth(number))
    return found[:most]


def prove_triple(
    workspace: Workspace, subject: str, predicate: str, target: str, most: int
) -> Proofs:
    """Up to `most` proofs of a triple; the subject is a term, or a stream in plain words."""
    said = resolve(workspace.guide, predicate, ("predicate",), "the predicate")
    value = resolve(workspace.guide, target, (), "the object")
    view, name = open_subject(workspace, subject)
    return prove_in(workspace, view, (node(name), node(said), node(value)), most)


def prove_in(workspace: Workspace, view: View, claim: Triple, most: int) -> Proofs:
    """Up to `most` proofs of one claim in a view."""
    closure = require_compiled(view.closure)
    return finish(workspace, view, prove_all(closure, claim, most, workspace.base.source_of))


def finish(workspace: Workspace, view: View, proofs: Sequence[Proof]) -> Proofs:
    """The proofs as the verifier finds them, with the labels of their terms."""
    checked = tuple(workspace.verify(view, proof) for proof in dict.fromkeys(proofs))
    return Proofs(checked, workspace.label_proofs(checked))
