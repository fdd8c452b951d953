"""Proofs and why-nots as dictionaries, for every face; pure."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.explaining import Explanation
from matcher.proposing.whynot import Barrier, Way, WhyNot
from matcher.render import Json, render_condition, render_proof, render_triple
from matcher.words import capital, name, suppose_fact

Labels = Mapping[str, str]


def render_explanation(explanation: Explanation) -> Json:
    """A why-not: what was asked, the outcome in one sentence, and what it rests on."""
    answer, labels = explanation.answer, explanation.labels
    return {
        "text": explanation.text,
        "material": answer.material and term(answer.material, labels),
        "predicate": answer.predicate and term(answer.predicate, labels),
        "target": term(answer.target, labels),
        "use": answer.use and term(answer.use, labels),
        "after": answer.after and term(answer.after, labels),
        "outcome": answer.outcome,
        "sentence": tell_outcome(answer, labels),
        "ways": [render_way(way, labels) for way in answer.ways],
        "barriers": [render_barrier(barrier, labels) for barrier in answer.barriers],
        "conditions": [render_condition(condition) for condition in answer.conditions],
        "proof": render_proof(answer.proof, dict(labels)) if answer.proof else None,
    }


def term(iri: str, labels: Labels) -> Json:
    """A term with its label."""
    return {"iri": iri, "label": name(iri, labels)}


def render_way(way: Way, labels: Labels) -> Json:
    """What would have to hold: each missing fact in words, the use, and the steps from there."""
    words = [suppose_fact(fact, labels) for fact in way.gap.missing]
    missing = [
        {"text": text, "triple": render_triple(fact)}
        for text, fact in zip(words, way.gap.missing, strict=True)
    ]
    return {
        "sentence": f"It would follow if {' and '.join(words)}.",
        "missing": missing,
        "predicate": term(way.predicate, labels),
        "use": way.use and term(way.use, labels),
        "barred_by": [term(veto, labels) for veto in way.barred_by],
        "contradicts": [clash.rule for clash in way.gap.clashes],
        "distance": round(way.gap.distance, 3),
        "steps": render_proof(way.gap.proof, dict(labels))["steps"],
    }


def render_barrier(barrier: Barrier, labels: Labels) -> Json:
    """A veto that stands against it."""
    return {
        "rule": term(barrier.veto, labels),
        "use": (barrier.use and term(barrier.use, labels)) or None,
        "reason": barrier.reason,
        "would_change": list(barrier.would_change),
        "proof": render_proof(barrier.proof, dict(labels)),
    }


def tell_outcome(answer: WhyNot, labels: Labels) -> str:
    """The answer in one or two sentences."""
    if answer.outcome == "no stream":
        return answer.reason or ""
    target = name(answer.target, labels)
    if answer.predicate:
        stream = answer.subject.startswith("urn:")
        subject = "this stream" if stream else name(answer.subject, labels)
        claim = f"“{subject} {name(answer.predicate, labels)} {target}”"
        return {
            "follows": f"{claim} does follow.",
            "missing": f"{claim} does not follow; what is missing is listed, nearest first.",
        }.get(
            answer.outcome,
            f"{claim} does not follow. No rule comes near it; somebody would have to state it.",
        )
    material = name(answer.material, labels) if answer.material else "this stream"
    limits = [c.label for c in answer.conditions if c.status == "unmet"]
    if answer.outcome == "follows" and answer.after and answer.use:
        barred = " On its own it is barred there." if answer.barriers else ""
        return (
            f"{capital(material)} itself is not proposed for {target}, but what it becomes is: "
            f"{name(answer.after, labels)}, by “{name(answer.use, labels)}”.{barred}"
        )
    unmet = f" As stated it does not fit: {'; '.join(limits)}." if limits else ""
    return {
        "follows": f"{capital(material)} is proposed for {target}: it does follow.{unmet}",
        "barred": f"{capital(material)} is barred from {target}.",
        "missing": f"Nothing known leads from {material} to {target}.",
    }.get(
        answer.outcome,
        f"Nothing known leads from {material} to {target}, and no single rule comes near it.",
    )
