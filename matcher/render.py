"""A result as a dictionary, exactly as the contract states it; pure."""

from __future__ import annotations

from typing import Any, Final

from matcher.model import (
    Condition,
    Evidence,
    Match,
    Measured,
    Mention,
    Proof,
    Proposal,
    Quantity,
    Reading,
    Result,
    Source,
    Span,
    Triple,
    Veto,
    WasteCode,
)
from matcher.words import tell_proof

SCHEMA_VERSION: Final = "1.0"

Json = dict[str, Any]


def to_dict(result: Result) -> Json:
    """The JSON contract of one result; `matcher/result.schema.json` states it."""
    return {
        "schema_version": SCHEMA_VERSION,
        "engine": result.engine,
        "ontology_version": result.ontology_version,
        "editions": dict(result.editions),
        "id": result.id,
        "text": result.text,
        "verdict": result.verdict,
        "reason": result.reason,
        "reading": render_reading(result.reading),
        "materials": [
            {
                "iri": g.concept,
                "label": g.label,
                "probability": g.probability,
                "because": render_matches(g.matches),
            }
            for g in result.materials
        ],
        "waste_codes": [render_code(code) for code in result.waste_codes],
        "codes_reason": result.codes_reason,
        "proposals": [render_proposal(p, result.labels) for p in result.proposals],
        "vetoes": [render_veto(v, result.labels) for v in result.vetoes],
        "completeness": result.completeness,
        "next_question": result.next_question,
        "warnings": list(result.warnings),
    }


def render_reading(reading: Reading) -> Json:
    """What was read beside the material."""
    place = reading.place
    return {
        "quantity": render_quantity(reading.quantity),
        "place": place
        and {
            "label": place.label,
            "country": place.country,
            "latitude": place.latitude,
            "longitude": place.longitude,
        },
        "properties": [render_measured(m) for m in reading.properties],
        "contaminants": [render_mention(m) for m in reading.contaminants],
        "absent": [render_mention(m) for m in reading.absent],
        "phase": reading.phase,
        "route": reading.route,
        "cost": render_quantity(reading.cost),
        "activity": [
            {"nace": a.nace, "label": a.label, "probability": a.probability}
            for a in reading.activity
        ],
    }


def render_span(span: Span | None) -> list[int] | None:
    """Start and end in characters."""
    return [span.start, span.end] if span else None


def render_quantity(quantity: Quantity | None) -> Json | None:
    """A range with its unit and period."""
    if quantity is None:
        return None
    return {
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit,
        "per": quantity.per,
        "span": render_span(quantity.span),
    }


def render_measured(measured: Measured) -> Json:
    """A stated property."""
    return {
        "iri": measured.property,
        "label": measured.label,
        "low": measured.low,
        "high": measured.high,
        "unit": measured.unit,
        "span": render_span(measured.span),
    }


def render_mention(mention: Mention) -> Json:
    """Something contained or absent."""
    return {"label": mention.label, "iri": mention.concept, "span": render_span(mention.span)}


def render_matches(matches: tuple[Match, ...]) -> list[Json]:
    """Which words met which label, how, and with which score."""
    return [
        {"method": m.method, "span": m.span, "matched": m.matched, "score": m.score}
        for m in matches
    ]


def render_code(code: WasteCode) -> Json:
    """A List-of-Waste entry."""
    return {
        "code": code.code,
        "title": code.title,
        "hazardous": code.hazardous,
        "entry_type": code.entry_type,
        "mirror_of": code.mirror_of,
        "deciding_question": code.deciding_question,
        "probability": code.probability,
        "because": render_matches(code.matches),
        "valid_from": code.valid_from,
        "valid_to": code.valid_to,
        "replaced_by": list(code.replaced_by),
        "in_force": code.in_force,
    }


def render_source(source: Source | None) -> Json | None:
    """A source a reader can find."""
    if source is None:
        return None
    return {
        "iri": source.iri,
        "title": source.title,
        "publisher": source.publisher,
        "year": source.year,
        "locator": source.locator,
    }


def render_condition(condition: Condition) -> Json:
    """A limit and how the stream stands to it."""
    return {
        "label": condition.label,
        "status": condition.status,
        "basis": condition.basis,
        "observed": list(condition.observed) if condition.observed else None,
        "limit": condition.limit or None,
        "margin": condition.margin,
        "unit": condition.unit or None,
        "property": condition.property or None,
        "question": condition.question,
        "source": render_source(condition.source),
    }


def render_evidence(evidence: Evidence | None) -> Json | None:
    """How a Use is known."""
    if evidence is None:
        return None
    return {
        "grade": evidence.grade,
        "status": evidence.status,
        "trl": evidence.trl,
        "sources": [render_source(source) for source in evidence.sources],
        "states": list(evidence.states),
    }


def render_proposal(proposal: Proposal, labels: dict[str, str]) -> Json:
    """One proposal."""
    return {
        "rank": proposal.rank,
        "score": proposal.score,
        "route": proposal.route,
        "proven": proposal.proven,
        "state": proposal.state,
        "material": proposal.material,
        "use": {
            "iri": proposal.use,
            "label": proposal.use_label,
            "role": proposal.role,
            "replaces": proposal.replaces,
            "definition": proposal.definition,
            "proportion": proposal.proportion,
        },
        "process": {"iri": proposal.process, "label": proposal.process_label},
        "sectors": [{"nace": s.nace, "label": s.label} for s in proposal.sectors],
        "receivers": [
            {"iri": r.iri, "label": r.label, "distance_km": r.distance_km}
            for r in proposal.receivers
        ],
        "conditions": [render_condition(c) for c in proposal.conditions],
        "questions": list(proposal.questions),
        "evidence": render_evidence(proposal.evidence),
        "steps": [
            {
                "process": {"iri": s.process, "label": s.label},
                "yield": {"low": s.yield_low, "high": s.yield_high},
                "residue": {"iri": s.residue, "label": s.residue_label},
            }
            for s in proposal.steps
        ],
        # priced and counted by a later part of the project; the keys are promised, the values not invented
        "value": None,
        "carbon": None,
        "precedents": [
            {
                "iri": p.iri,
                "label": p.label,
                "place": p.place,
                "status": p.status,
                "source": render_source(p.source),
                "distance_km": p.distance_km,
            }
            for p in proposal.precedents
        ],
        "features": [
            {"name": f.name, "value": f.value, "weight": f.weight, "because": f.because}
            for f in proposal.features
        ],
        "support": list(proposal.support),
        "explanation": proposal.explanation,
        "proof": render_proof(proposal.proof, labels),
    }


def render_veto(veto: Veto, labels: dict[str, str]) -> Json:
    """One refused pair."""
    return {
        "use": {"iri": veto.use, "label": veto.use_label},
        "process": {"iri": veto.process, "label": veto.process_label},
        "sectors": [{"nace": s.nace, "label": s.label} for s in veto.sectors],
        "reason": veto.reason,
        "rule": veto.rule,
        "would_change": list(veto.would_change),
        "sources": [render_source(source) for source in veto.sources],
        "proof": render_proof(veto.proof, labels),
    }


def render_proof(proof: Proof | None, labels: dict[str, str]) -> Json:
    """The formal steps, the same told line by line, and what the verifier said."""
    if proof is None:
        return {"claim": None, "steps": [], "verified": False, "lines": []}
    return {
        "claim": render_triple(proof.claim),
        "steps": [
            {
                "rule": step.rule,
                "premises": [render_triple(premise) for premise in step.premises],
                "conclusion": render_triple(step.conclusion),
                "source": step.source,
            }
            for step in proof.steps
        ],
        "verified": proof.verified,
        "lines": [{"text": text, "source": source} for text, source in tell_proof(proof, labels)],
    }


def render_triple(triple: Triple) -> list[str]:
    """Subject, predicate, object in N-Triples notation."""
    return list(triple)
