"""A result as plain text for a terminal, made from the same dictionary as every other face."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from matcher.render import Json

WIDTH: Final = 88
STATE_WORDS: Final = {
    "fits": "fits",
    "fits_if": "needs an answer or a test",
    "does_not_fit": "does not fit",
}
ROUTE_WORDS: Final = {
    "documented": "documented use",
    "substitution": "meets a need it meets elsewhere",
    "function": "meets a need by what it can do",
    "cascade": "use of what it becomes",
    "analogy": "similar, not proven",
}
STATUS_WORDS: Final = {
    "met": "met",
    "likely_met": "likely met",
    "unknown": "unknown",
    "likely_unmet": "likely unmet",
    "unmet": "UNMET",
}
GRADE_WORDS: Final = {"read": "read", "cited_through": "cited through", "trade": "trade knowledge"}


def to_text(result: Json, *, proofs: bool = False) -> str:
    """The whole answer as plain text, at most 88 columns wide; with every proof line if asked."""
    parts = [result["reason"], ""]
    parts += list(tell_reading(result))
    parts += list(tell_codes(result))
    for proposal in result["proposals"]:
        parts += ["", *tell_proposal(proposal, proofs)]
    if result["vetoes"]:
        parts += ["", "Refused"]
        for veto in result["vetoes"]:
            parts += list(tell_veto(veto))
    if result["next_question"]:
        parts += ["", *wrap(f"Next question: {result['next_question']}")]
    for warning in result["warnings"]:
        parts += wrap(f"Note: {warning}")
    return "\n".join(
        line for part in parts for line in (wrap(part) if len(part) > WIDTH else [part])
    )


def wrap(text: str, indent: str = "", first: str | None = None) -> list[str]:
    """A paragraph in lines of at most 88 columns."""
    start = indent if first is None else first
    return textwrap.wrap(text, WIDTH, initial_indent=start, subsequent_indent=indent) or [""]


def show_range(low: float, high: float) -> str:
    """A number with thousands separated, or a range with an en dash."""
    return show_number(low) if low == high else f"{show_number(low)}–{show_number(high)}"


def show_number(value: float) -> str:
    """A number with thousands separated and without idle zeros."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4f}".rstrip("0")


def show_code(code: Json) -> str:
    """“10 02 02” with its asterisk."""
    digits = code["code"]
    return f"{digits[:2]} {digits[2:4]} {digits[4:]}" + ("*" if code["hazardous"] else "")


def show_quantity(quantity: Json | None) -> str:
    """“40,000 t per year”."""
    if not quantity:
        return ""
    period = f" per {quantity['per']}" if quantity["per"] else ""
    return f"{show_range(quantity['low'], quantity['high'])} {quantity['unit']}{period}"


def tell_reading(result: Json) -> Iterator[str]:
    """What was understood, with the words that led there."""
    for number, material in enumerate(result["materials"][:3]):
        because = material["because"][0] if material["because"] else None
        words = f", from “{because['span']}” ({because['method']})" if because else ""
        yield from wrap(
            f"{material['label']} ({material['probability']:.2f}){words}",
            " " * 12,
            "Read as     " if not number else "or          ",
        )
    reading = result["reading"]
    facts = [
        show_quantity(reading["quantity"]),
        reading["phase"] or "",
        (reading["place"] or {}).get("label", ""),
    ]
    facts += [
        f"{p['label']} {show_range(p['low'], p['high'])} {p['unit']}".strip()
        for p in reading["properties"]
    ]
    facts += [f"contains {m['label']}" for m in reading["contaminants"]]
    facts += [f"free of {m['label']}" for m in reading["absent"]]
    facts += [f"from {a['label']} (NACE {a['nace']})" for a in reading["activity"][:1]]
    if any(facts):
        yield from wrap(" · ".join(fact for fact in facts if fact), " " * 12)


def tell_codes(result: Json) -> Iterator[str]:
    """The List-of-Waste entries, and why there are none where there are none."""
    if result["codes_reason"]:
        yield from wrap(f"Waste code  none: {result['codes_reason']}", " " * 12)
    for number, code in enumerate(result["waste_codes"][:4]):
        dates = (
            ""
            if code["in_force"]
            else f" [withdrawn, last day {code['valid_to']}]"
            if code["valid_to"]
            else " [not in force]"
        )
        head = "Waste code  " if not number else " " * 12
        yield from wrap(
            f"{show_code(code)}  {code['title']} ({code['probability']:.2f}){dates}", " " * 24, head
        )
    if result["waste_codes"]:
        yield f"            {result['editions']['low']}"
        question = result["waste_codes"][0]["deciding_question"]
        if question:
            yield from wrap(f"mirror entry: {question}", " " * 12)


def tell_proposal(proposal: Json, proofs: bool) -> Iterator[str]:
    """One proposal: what, who, how it stands, and what it rests on."""
    use = proposal["use"]
    yield from wrap(
        f"{proposal['rank']}. {use['label']}  [{STATE_WORDS[proposal['state']]}]", "   ", ""
    )
    who = (
        ", ".join(f"{s['label']} ({s['nace']})" for s in proposal["sectors"][:2])
        or proposal["process"]["label"]
    )
    yield from wrap(
        f"{who}: {use['role']}" + (f", in place of {use['replaces']}" if use["replaces"] else ""),
        "   ",
    )
    yield from wrap(proposal["explanation"], "   ")
    for condition in proposal["conditions"]:
        yield from tell_condition(condition)
    lead = "precedent of the last step" if proposal["route"] == "cascade" else "precedent"
    for precedent in proposal["precedents"][:2]:
        far = f", {precedent['distance_km']:,g} km" if precedent["distance_km"] is not None else ""
        yield from wrap(
            f"{lead}: {precedent['label']} ({precedent['place']}{far}; {precedent['status']})",
            "     ",
            "   ",
        )
    for receiver in proposal["receivers"][:3]:
        far = (
            f", {receiver['distance_km']:,g} km in a straight line"
            if receiver["distance_km"] is not None
            else ""
        )
        yield from wrap(f"receiver: {receiver['label']}{far}", "     ", "   ")
    yield from wrap(tell_basis(proposal), "     ", "   ")
    if proofs:
        for line in proposal["proof"]["lines"]:
            yield from wrap(f"{line['text']}  [{line['source']}]", "       ", "     ")


def tell_condition(condition: Json) -> Iterator[str]:
    """One condition line: status, parameter, limit, what the stream has, source."""
    if condition["limit"] is None:
        yield from wrap(
            f"- {STATUS_WORDS[condition['status']]}: {condition['label']}", "     ", "   "
        )
        return
    has = ""
    if condition["observed"]:
        whose = "yours" if condition["basis"] == "observed" else "typically"
        has = f", {whose} {show_range(*condition['observed'])} {condition['unit'] or ''}".rstrip()
    source = f" [{condition['source']['title']}]" if condition["source"] else " [trade knowledge]"
    yield from wrap(
        f"- {STATUS_WORDS[condition['status']]}: {condition['label']} {condition['limit']}{has}{source}",
        "     ",
        "   ",
    )


def tell_basis(proposal: Json) -> str:
    """What the proposal rests on: route, evidence, and whether the proof was verified."""
    evidence = proposal["evidence"]
    sources = "; ".join(s["title"] for s in evidence["sources"][:2]) if evidence else ""
    grade = GRADE_WORDS[evidence["grade"]] if evidence else "no evidence"
    if sources and evidence["grade"] == "trade":
        grade = "in part trade knowledge; read"
    proof = proposal["proof"]
    checked = f"proof of {len(proof['steps'])} steps, " + (
        "verified" if proof["verified"] else "NOT verified"
    )
    shown = checked if proof["steps"] else "no proof"
    return (
        f"basis: {ROUTE_WORDS[proposal['route']]}; {grade}"
        + (f": {sources}" if sources else "")
        + f"; {shown}"
    )


def tell_veto(veto: Json) -> Iterator[str]:
    """One refusal: what, why, and what would change it."""
    yield from wrap(f"x {veto['use']['label']}: {veto['reason']}", "     ", "   ")
    for change in veto["would_change"][:2]:
        yield from wrap(f"would change: {change}", "       ", "     ")
