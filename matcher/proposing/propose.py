"""From a stream to ranked proposals and refusals: the order of the steps, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from matcher.model import (
    CascadeStep,
    Condition,
    Evidence,
    Measured,
    Place,
    Precedent,
    Proof,
    Proposal,
    Receiver,
    Stream,
)
from matcher.proposing.candidates import Candidate, find_candidates
from matcher.proposing.conditions import judge_use, state_of
from matcher.proposing.explain import explain
from matcher.proposing.rank import (
    GRADE_VALUE,
    STATUS_VALUE,
    order,
    role_label,
    total,
    weigh,
)
from matcher.proposing.streams import Hypothesis
from matcher.proposing.vetoes import (
    Bar,
    bars_of,
    disposal_vetoes,
)
from matcher.proposing.view import (
    View,
    read_evidence,
    read_place,
    read_precedent,
    read_sectors,
)

Distance = Callable[[Place, Place], float]
ProveCandidate = Callable[[View, Candidate], Proof]


@dataclass(frozen=True, slots=True)
class Vicinity:
    """Where the stream is, and how far apart two places are in km."""

    place: Place
    distance: Distance


@dataclass(frozen=True, slots=True)
class Weighed:
    """A proposal that has no rank yet, with the view and claim that its proof needs."""

    proposal: Proposal
    view: View
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Judged:
    """What one hypothesis leads to: proposals, refusals, and the vetoes that bar every recovery."""

    view: View
    stream: str
    weighed: tuple[Weighed, ...]
    refused: tuple[tuple[View, Candidate, Bar], ...]
    disposal: tuple[tuple[View, str, str], ...]  # view, stream, veto


def judge(view: View, hypothesis: Hypothesis, stream: Stream, vicinity: Vicinity | None) -> Judged:
    """Weigh every candidate of one hypothesis; what a veto bars is refused, not weighed."""
    weighed: list[Weighed] = []
    refused: list[tuple[View, Candidate, Bar]] = []
    for candidate in find_candidates(view, hypothesis.stream):
        bars = bars_of(view, hypothesis.stream, candidate)
        if bars:
            refused.append((view, candidate, bars[0]))
        else:
            weighed.append(
                Weighed(
                    weigh_candidate(view, hypothesis, stream, candidate, vicinity), view, candidate
                )
            )
    disposal = tuple(
        (view, hypothesis.stream, veto) for veto in disposal_vetoes(view, hypothesis.stream)
    )
    return Judged(view, hypothesis.stream, tuple(weighed), tuple(refused), disposal)


def heed(judged: tuple[Judged, ...]) -> tuple[Judged, ...]:
    """The hypotheses with what a veto of the likeliest one bars refused in all of them.

    A text that most likely means a hazardous ash is not offered what another ash could do.
    """
    if len(judged) < 2:
        return judged
    first = judged[0]
    heeded = [first]
    for one in judged[1:]:
        bars = [(w, bars_of(first.view, first.stream, w.candidate)) for w in one.weighed]
        refused = tuple((first.view, w.candidate, found[0]) for w, found in bars if found)
        kept = tuple(w for w, found in bars if not found)
        heeded.append(replace(one, weighed=kept, refused=one.refused + refused))
    return tuple(heeded)


def weigh_candidate(
    view: View,
    hypothesis: Hypothesis,
    stream: Stream,
    candidate: Candidate,
    vicinity: Vicinity | None,
) -> Proposal:
    """A candidate with its conditions, evidence, precedents, words and score; no proof yet."""
    use, grounding = candidate.use, hypothesis.grounding
    conditions = judge_chain(view, hypothesis.stream, candidate, stream.reading.properties)
    evidence = (
        read_chain(view, candidate)
        if candidate.route in ("documented", "cascade")
        else read_evidence(view, evidence_of_need(view, candidate, hypothesis))
    )
    precedents = list_precedents(view, use, vicinity)
    features = weigh(view, grounding, candidate.route, use, evidence, conditions, precedents)
    steps = tuple(describe_hop(view, hop) for hop in candidate.hops)
    replaces = view.one(use, "sym:replaces")
    state = state_of(conditions)
    role = role_label(view, use)
    return Proposal(
        rank=0,
        score=total(features),
        route=candidate.route,
        proven=candidate.route != "analogy",
        state=state,
        material=grounding.concept,
        use=use,
        use_label=view.label(use),
        role=role,
        process=candidate.process,
        process_label=view.label(candidate.process),
        explanation=explain(
            grounding.label,
            candidate.route,
            view.label(use),
            view.label(candidate.process),
            role,
            view.label(replaces) if replaces else None,
            evidence,
            conditions,
            state,
            steps,
            candidate.kind,
        ),
        definition=view.text(use, "skos:definition") or "",
        replaces=view.label(replaces) if replaces else None,
        proportion=view.text(use, "sym:proportion"),
        sectors=read_sectors(view, candidate.process),
        receivers=list_receivers(view, candidate.process, vicinity),
        conditions=conditions,
        questions=tuple(dict.fromkeys(c.question for c in conditions if c.question)),
        evidence=evidence,
        steps=steps,
        precedents=precedents,
        features=features,
        support=candidate.support,
    )


def judge_chain(
    view: View, stream: str, candidate: Candidate, readings: tuple[Measured, ...]
) -> tuple[Condition, ...]:
    """The conditions of every use on the way; what is stated of the stream is not of a residue."""
    found: tuple[Condition, ...] = ()
    holder = stream
    for use, residue in candidate.hops:
        found += judge_use(view, holder, use, readings)
        holder, readings = residue, ()
    return found + judge_use(view, holder, candidate.use, readings)


def read_chain(view: View, candidate: Candidate) -> Evidence:
    """How every use on the way is known: a chain is as sure and as far as its weakest link."""
    links = [read_evidence(view, use) for use in (*(u for u, _ in candidate.hops), candidate.use)]
    readiness = [link.trl for link in links]
    return Evidence(
        min((link.grade for link in links), key=lambda grade: GRADE_VALUE[grade]),
        min((link.status for link in links), key=lambda status: STATUS_VALUE.get(status, 0.0)),
        None if None in readiness else min(trl for trl in readiness if trl is not None),
        tuple(dict.fromkeys(source for link in links for source in link.sources)),
        tuple(dict.fromkeys(said for link in links for said in link.states)),
    )


def evidence_of_need(view: View, candidate: Candidate, hypothesis: Hypothesis) -> str:
    """The use through which a need is met elsewhere, whose evidence speaks for the pair."""
    if candidate.route == "substitution":
        for use in view.many(hypothesis.stream, "sym:documentedFor"):
            if view.holds(use, "sym:meets", candidate.use):
                return use
    return candidate.use


def describe_hop(view: View, hop: tuple[str, str]) -> CascadeStep:
    """One hop of a cascade with the share of its residue, where it is known."""
    use, residue = hop
    process = next(iter(view.many(use, "sym:inProcess")), use)
    for output in view.many(use, "sym:hasOutput"):
        if view.one(output, "sym:outputMaterial") == residue:
            low, high = view.number(output, "sym:shareLow"), view.number(output, "sym:shareHigh")
            return CascadeStep(
                process, view.label(process), low, high, residue, view.label(residue)
            )
    return CascadeStep(process, view.label(process), None, None, residue, view.label(residue))


def list_precedents(view: View, use: str, vicinity: Vicinity | None) -> tuple[Precedent, ...]:
    """The precedents of a use, nearest first where a place is given."""
    found = []
    for iri in view.many(use, "sym:hasPrecedent"):
        precedent = read_precedent(view, iri)
        found.append(replace(precedent, distance_km=distance_to(view, iri, vicinity)))
    return tuple(
        sorted(found, key=lambda p: (p.distance_km is None, p.distance_km or 0.0, p.label))
    )


def list_receivers(view: View, process: str, vicinity: Vicinity | None) -> tuple[Receiver, ...]:
    """Known sites that run the process, nearest first where a place is given."""
    found = [
        Receiver(site, view.label(site), distance_to(view, site, vicinity))
        for site in view.subjects("sym:runsProcess", process)
    ]
    return tuple(
        sorted(found, key=lambda r: (r.distance_km is None, r.distance_km or 0.0, r.label))
    )


def distance_to(view: View, iri: str, vicinity: Vicinity | None) -> float | None:
    """The straight-line distance in km from the stream to a site or precedent."""
    place = view.one(iri, "sym:ofPlace")
    there = read_place(view, place) if place else None
    if vicinity is None or there is None:
        return None
    return round(vicinity.distance(vicinity.place, there), 1)


def rank(judged: tuple[Judged, ...]) -> tuple[Weighed, ...]:
    """The best proposal of each pair over all hypotheses, in order; nothing is proven yet."""
    best: dict[tuple[str, str], Weighed] = {}
    for weighed in (w for j in judged for w in j.weighed):
        key = (weighed.proposal.use, weighed.proposal.process)
        if key not in best or order(weighed.proposal) < order(best[key].proposal):
            best[key] = weighed
    ordered = sorted(best.values(), key=lambda w: order(w.proposal))
    return tuple(
        replace(w, proposal=replace(w.proposal, rank=n)) for n, w in enumerate(ordered, start=1)
    )


def prove_ranked(
    ranked: tuple[Weighed, ...], top: int, prove: ProveCandidate
) -> tuple[Proposal, ...]:
    """The first proposals with their proofs; what is only similar has none."""
    return tuple(
        replace(w.proposal, proof=prove(w.view, w.candidate)) if w.proposal.proven else w.proposal
        for w in ranked[:top]
    )
