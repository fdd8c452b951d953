"""Why a stream is not proposed for a process or use: what is missing, what bars it, what decides it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from matcher.errors import InputError
from matcher.model import Condition, Proof, Triple
from matcher.namespaces import bare, expand, node
from matcher.proposing.candidates import Candidate, find_candidates
from matcher.proposing.propose import Judged, Weighed
from matcher.proposing.rank import order
from matcher.proposing.vetoes import Bar, bars_of, standing_vetoes, what_would_change
from matcher.proposing.view import OWN, View
from matcher.reasoning.closure import CompiledClosure
from matcher.reasoning.engine import Closure
from matcher.reasoning.proof import Sources
from matcher.reasoning.whynot import Gap, find_gaps

#: what everything is, which makes nothing alike
TOP: Final = frozenset(expand(f"sym:{name}") for name in ("Material", "Matter", "Energy"))
Outcome = Literal["follows", "barred", "missing", "nothing near", "no stream"]
ProveClaim = Callable[[View, Triple], Proof]
ProveCandidate = Callable[[View, Candidate], Proof]
MOST_WAYS: Final = 6
#: kind of what is asked for → the predicates that would lead a stream to it
LEADS: Final = (
    ("sym:Process", ("sym:documentedFeed", "sym:functionFeed", "sym:substitutionFeed")),
    ("sym:Use", ("sym:documentedFor",)),
    ("sym:Need", ("sym:functionMeets", "sym:canMeet")),
)
#: predicates whose object is the use or need that a way goes through
THROUGH: Final = tuple(node(f"sym:{p}") for p in ("documentedFor", "functionMeets", "canMeet"))


@dataclass(frozen=True, slots=True)
class Barrier:
    """A veto that stands against a use: its reason, what would lift it, and its proof."""

    veto: str
    use: str
    reason: str
    would_change: tuple[str, ...]
    proof: Proof


@dataclass(frozen=True, slots=True)
class Way:
    """What would have to hold for it to follow; `use` is the use or need it would go through.

    `barred_by` are the vetoes that would stand against it even then.
    """

    predicate: str
    gap: Gap
    use: str | None
    barred_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The answer to a why-not: the outcome, and what it rests on."""

    subject: str
    predicate: str | None
    target: str
    outcome: Outcome
    ways: tuple[Way, ...] = ()
    barriers: tuple[Barrier, ...] = ()
    proof: Proof | None = None
    conditions: tuple[Condition, ...] = ()
    material: str | None = None  # what the stream was read as
    reason: str | None = None
    use: str | None = None  # the use or need of the proposal that follows
    after: str | None = None  # what the stream becomes first, where only that is proposed


@dataclass(frozen=True, slots=True)
class Sense:
    """What follows from one reading of a text, and the material it was read as, if any."""

    judged: Judged
    material: str | None


def explain_pair(
    senses: Sequence[Sense],
    target: str,
    sources: Sources,
    prove: ProveCandidate,
    prove_claim: ProveClaim,
) -> WhyNot:
    """Why a stream is or is not proposed for a process, a use or a need.

    It is proposed if it is by any reading of the text; what is missing is told of the likeliest.
    """
    for sense in senses:
        weighed = choose_proposal(sense.judged, target)
        if weighed is not None and not senses[0].judged.disposal:
            barriers = tuple(find_barriers(sense.judged, target, prove_claim))
            return tell_proposal(sense, target, weighed, barriers, prove)
    judged, material = senses[0].judged, senses[0].material
    barriers = tuple(find_barriers(judged, target, prove_claim))
    answer = WhyNot(judged.stream, None, target, "barred", barriers=barriers, material=material)
    if barriers and (judged.disposal or is_refused(judged, target)):
        return answer
    ways = tuple(find_ways(judged.view, judged.stream, target, sources))
    if barriers:  # what would be barred all the same helps nobody
        ways = tuple(way for way in ways if not way.barred_by)
    outcome: Outcome = "missing" if ways else "barred" if barriers else "nothing near"
    return replace(answer, outcome=outcome, ways=ways)


def tell_proposal(
    sense: Sense,
    target: str,
    weighed: Weighed,
    barriers: tuple[Barrier, ...],
    prove: ProveCandidate,
) -> WhyNot:
    """The answer where it does follow: the use, its conditions and its proof."""
    candidate, view = weighed.candidate, sense.judged.view
    return WhyNot(
        sense.judged.stream,
        None,
        target,
        "follows",
        barriers=barriers,
        proof=prove(view, candidate),
        conditions=weighed.proposal.conditions,
        material=sense.material,
        use=candidate.use,
        after=candidate.hops[-1][1] if candidate.hops else None,
    )


def choose_proposal(judged: Judged, target: str) -> Weighed | None:
    """The best proposal for what was asked for: of the stream itself before what it becomes."""
    fitting = [w for w in judged.weighed if leads_to(judged.view, w.candidate, target)]
    if judged.disposal or not fitting:
        return None
    return min(fitting, key=lambda w: (bool(w.candidate.hops), order(w.proposal)))


def leads_to(view: View, candidate: Candidate, target: str) -> bool:
    """Whether a candidate is what was asked for: the use or need, the process, or a kind of it."""
    if target in (candidate.use, candidate.process):
        return True
    return target in view.many(candidate.process, "sym:broaderProcess")


def is_refused(judged: Judged, target: str) -> bool:
    """Whether the pair follows and a veto bars it."""
    return any(leads_to(judged.view, candidate, target) for _, candidate, _ in judged.refused)


def find_barriers(judged: Judged, target: str, prove: ProveClaim) -> Iterator[Barrier]:
    """The vetoes against what was asked for: on any use at all, on the pair, or on its role."""
    view, stream = judged.view, judged.stream
    seen: set[str] = set()
    bars = [Bar(veto, holder, "") for _, holder, veto in judged.disposal]
    bars += [bar for _, candidate, bar in judged.refused if leads_to(view, candidate, target)]
    doors = (*view.subjects("sym:inProcess", target), *view.many(target, "sym:hasNeed"))
    for veto in standing_vetoes(view, stream):
        if view.holds(veto, "sym:barsUse", target):
            bars.append(Bar(veto, stream, target))
        elif bars_most(view, veto, doors):
            bars.append(Bar(veto, stream, ""))
    for bar in bars:
        if bar.veto not in seen:
            seen.add(bar.veto)
            yield write_barrier(view, bar, prove)


def bars_most(view: View, veto: str, doors: Sequence[str]) -> bool:
    """Whether a veto bars half or more of the uses and needs by which a process takes anything.

    That matter is no heat does not bar it from brickworks, which need heat as well.
    """
    return 2 * sum(view.holds(veto, "sym:barsUse", door) for door in doors) >= max(1, len(doors))


def write_barrier(view: View, bar: Bar, prove: ProveClaim) -> Barrier:
    """A veto in words, with the proof that it holds here."""
    reason = view.text(bar.veto, "sym:reason") or view.label(bar.veto)
    change = what_would_change(view, bar.veto)
    return Barrier(bar.veto, bar.use, reason, change, prove(view, bar.claims()[0]))


def find_ways(view: View, stream: str, target: str, sources: Sources) -> Iterator[Way]:
    """What would have to hold, by each predicate that could lead to the target, nearest first.

    Where some ways change what the stream is, those that change the knowledge are left out.
    """
    closure = require_compiled(view.closure)
    found = [
        (node(predicate), gap)
        for kind, predicates in LEADS
        if view.holds(target, "rdf:type", expand(kind))
        for predicate in predicates
        for gap in find_gaps(
            closure, (node(stream), node(predicate), node(target)), MOST_WAYS, sources
        )
        if not gap.clashes
    ]
    own = [row for row in found if all(fact[0] == node(stream) for fact in row[1].missing)]
    near = [row for row in own or found if is_kin(view, stream, row[1])]
    chosen = sorted(near, key=lambda row: (len(row[1].missing), row[1].distance))
    seen: set[tuple[Triple, ...]] = set()
    for predicate, gap in chosen:
        if gap.missing not in seen and len(seen) < MOST_WAYS:
            seen.add(gap.missing)
            yield describe_way(view, stream, target, bare(predicate), gap)


def is_kin(view: View, stream: str, gap: Gap) -> bool:
    """Whether what the stream would have to be shares a kind with what it is.

    That coffee grounds would serve if they were a lithium residue tells nobody anything.
    """
    own = set(view.many(stream, "sym:isOf")) - TOP
    kinds = [o for s, p, o in gap.missing if s == node(stream) and p == node("rdf:type")]
    return all(own & set(view.many(bare(kind), "sym:isOf")) for kind in kinds)


def describe_way(view: View, stream: str, target: str, predicate: str, gap: Gap) -> Way:
    """A way with the use it goes through, and the vetoes that would still stand against it."""
    use = next(
        (
            bare(step.conclusion[2])
            for step in gap.proof.steps
            if step.conclusion[0] == node(stream) and step.conclusion[1] in THROUGH
        ),
        None,
    )
    then = View(view.closure.overlay(gap.missing))
    candidates = [c for c in find_candidates(then, stream) if leads_to(then, c, target)]
    bars = [bars_of(then, stream, candidate) for candidate in candidates]
    barred = {bar.veto for found in bars for bar in found} if bars and all(bars) else set()
    return Way(predicate, gap, use, tuple(sorted(barred)))


def explain_triple(view: View, triple: Triple, sources: Sources, prove: ProveClaim) -> WhyNot:
    """Why a triple does not follow: what is missing, nearest first; its proof where it does."""
    subject, predicate, target = (bare(term) for term in triple)
    if triple in view.closure:
        return WhyNot(subject, predicate, target, "follows", proof=prove(view, triple))
    gaps = find_gaps(require_compiled(view.closure), triple, MOST_WAYS, sources)
    ways = tuple(Way(predicate, gap, None) for gap in gaps)
    return WhyNot(subject, predicate, target, "missing" if ways else "nothing near", ways)


def require_compiled(closure: Closure) -> CompiledClosure:
    """The closure of the compiled engine; the other one cannot search backward."""
    if not isinstance(closure, CompiledClosure):
        raise InputError(
            "only the compiled engine can search backward from what was asked",
            where="--reasoner",
            todo="Leave --reasoner out.",
        )
    return closure


def own_terms(answer: WhyNot) -> Sequence[str]:
    """Every IRI of an answer that a reader may want by its label."""
    proofs = [way.gap.proof for way in answer.ways] + [b.proof for b in answer.barriers]
    proofs += [answer.proof] if answer.proof else []
    terms = {bare(t) for p in proofs for step in p.steps for t in step.conclusion if t[:1] == "<"}
    terms |= {bare(t) for way in answer.ways for fact in way.gap.missing for t in fact}
    terms |= {name for b in answer.barriers for name in (b.veto, b.use)}
    terms |= {name for way in answer.ways for name in (way.use or "", *way.barred_by)}
    terms |= {answer.subject, answer.predicate or "", answer.target, answer.material or ""}
    terms |= {answer.use or "", answer.after or ""}
    return sorted(term for term in terms if term and not term.startswith(OWN))
