"""The answers of `ground`, `why` and `why-not`: a part of the full answer, chosen and told."""

from __future__ import annotations

from matcher.errors import UnknownTermError
from matcher.namespaces import bare, shorten
from matcher.render import Json
from matcher.text import show_code, tell_codes, tell_condition, tell_reading, tell_veto, wrap


def tell_grounding(answer: Json) -> str:
    """What was read and which words met which label."""
    lines = [answer["reason"], "", *tell_reading(answer), *tell_codes(answer), ""]
    for found in (*answer["materials"], *answer["waste_codes"]):
        name = found.get("label") or f"{show_code(found)} {found['title']}"
        lines.append(f"{name}: {found['probability']:.2f}")
        lines += [
            f"   {m['method']}: “{m['span']}” met “{m['matched']}” ({m['score']:.2f})"
            for m in found["because"]
        ]
    return "\n".join(lines)


def choose(answer: Json, wanted: str | None) -> Json:
    """The answer cut down to one proposal or refusal, by rank, label or IRI; all of them otherwise."""
    if wanted is None:
        return answer
    proposals = [p for p in answer["proposals"] if names(p, wanted) or wanted == str(p["rank"])]
    vetoes = [v for v in answer["vetoes"] if names(v, wanted)]
    if not proposals and not vetoes:
        known = "; ".join(p["use"]["label"] for p in answer["proposals"][:8])
        raise UnknownTermError(
            f"“{wanted}” is neither proposed nor refused for this text",
            todo=f"Proposed are: {known}." if known else "Nothing is proposed for it.",
        )
    return {**answer, "proposals": proposals, "vetoes": vetoes}


def names(pair: Json, wanted: str) -> bool:
    """Whether a use or process of a pair is meant by a label, a part of one, a CURIE or an IRI."""
    lowered = wanted.casefold()
    terms = (pair["use"], pair["process"])
    return any(
        wanted in (t["iri"], shorten(t["iri"])) or lowered in t["label"].casefold() for t in terms
    )


def tell_why(answer: Json) -> str:
    """The arguments line by line, each with its file, then the formal steps."""
    lines = [answer["reason"]]
    for proposal in answer["proposals"]:
        lines += [
            "",
            f"{proposal['rank']}. {proposal['use']['label']} → {proposal['process']['label']}",
        ]
        lines += tell_proof(proposal["proof"], proposal["proven"]) + tell_others(proposal)
        for source in (proposal["evidence"] or {"sources": []})["sources"]:
            lines += wrap(
                f"source: {source['title']}, {source['publisher']} {source['year']}. {source['locator']}",
                "      ",
                "   ",
            )
    for veto in answer["vetoes"]:
        lines += ["", "Refused:", *tell_veto(veto), *tell_proof(veto["proof"], True)]
        lines += tell_others(veto)
    return "\n".join(lines)


def tell_proof(proof: Json, proven: bool) -> list[str]:
    """The lines of one proof and its formal steps."""
    if not proven:
        return ["   Similar only: there is no proof."]
    lines = [
        line
        for fact in proof["lines"]
        for line in wrap(f"{fact['text']}  [{fact['source']}]", "     ", "   - ")
    ]
    lines.append(
        f"   {len(proof['steps'])} formal steps, "
        + ("verified:" if proof["verified"] else "NOT verified:")
    )
    for step in proof["steps"]:
        conclusion = " ".join(shorten(bare(term)) for term in step["conclusion"])
        lines.append(f"     {step['rule']:<12} {conclusion}")
    return lines


def tell_others(item: Json) -> list[str]:
    """Further proofs of a proposal or refusal, where they were asked for."""
    lines = []
    for number, proof in enumerate(item.get("other_proofs", ()), start=2):
        lines += ["", f"   Proof {number}:", *tell_proof(proof, True)]
    return lines


def tell_why_not(answer: Json) -> str:
    """The outcome, what would have to be so, and the rules that stand against it."""
    lines = wrap(answer["sentence"])
    for number, way in enumerate(answer["ways"], start=1):
        lines += wrap(f"{number}. {tell_way(way)}", "   ", "")
    for barrier in answer["barriers"]:
        lines += ["", *tell_barrier(barrier)]
    for condition in answer["conditions"]:
        if condition["status"] in ("unmet", "likely_unmet", "unknown"):
            lines += tell_condition(condition)
    if answer["proof"]:
        lines += ["", "Because:", *tell_proof(answer["proof"], True)]
    return "\n".join(lines)


def tell_way(way: Json) -> str:
    """One way in which it would follow, and what would still stand in its way."""
    parts = [way["sentence"]]
    if way["use"]:
        parts.append(f"Then by: {way['use']['label']}.")
    if way["barred_by"]:
        parts.append(f"Even then barred by: {'; '.join(b['label'] for b in way['barred_by'])}.")
    if way["contradicts"]:
        parts.append("But that contradicts what is known.")
    return " ".join(parts)


def tell_barrier(barrier: Json) -> list[str]:
    """One rule that stands against it: why, what would change it, and its proof."""
    use = f" ({barrier['use']['label']})" if barrier["use"] else ""
    lines = wrap(f"x {barrier['rule']['label']}{use}: {barrier['reason']}", "  ", "")
    for change in barrier["would_change"]:
        lines += wrap(f"would change: {change}", "    ", "  ")
    return lines + tell_proof(barrier["proof"], True)
