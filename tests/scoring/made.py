"""Rows and answers made by hand for the scoring tests; none is taken from any reference file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from matcher.model import (
    Condition,
    ConditionStatus,
    Grounding,
    Proposal,
    Reading,
    Result,
    Sector,
    Verdict,
    Veto,
    WasteCode,
)
from matcher.scoring.rows import Exchange, Trap

EXCHANGE: dict[str, Any] = {
    "id": "A1", "description": "crushed roof tiles", "low_codes": ["170103"],
    "receiver_industry": {"nace2": ["23", "42"], "nace4": ["23.32", "42.11"]},
}  # fmt: skip
TRAP: dict[str, Any] = {
    "id": "T1", "description": "tarred road planings", "low_codes": ["170301"],
    "verdict_ok": ["proposals", "disposal"], "tempting_nace": ["42.11"], "right_nace": ["38"],
    "constraint": "contaminant", "reason": "Coal tar holds polycyclic aromatic hydrocarbons",
    "tempting_receiver": "Road layers laid cold",
}  # fmt: skip
NEGATIVE: dict[str, Any] = {
    "id": "N1", "description": "who won the cup final", "expected_ok": ["abstain"],
}  # fmt: skip
TERM: dict[str, Any] = {"term": "Roof tiles", "low_codes": ["170103", "170107"]}


def write_rows(path: Path, rows: Iterable[object]) -> Path:
    """A JSON-lines file; a text is written as it is."""
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def make_exchange(
    id: str,
    codes: Iterable[str] = (),
    divisions: Iterable[str] = (),
    classes: Iterable[str] = (),
    counts: bool = True,
) -> Exchange:
    """An exchange with its labels."""
    return Exchange(
        id, f"text of {id}", frozenset(codes), frozenset(divisions), frozenset(classes), counts
    )


def make_trap(**changed: Any) -> Trap:
    """The trap above as it is read, with some fields changed."""
    fields: dict[str, Any] = {
        "id": "T1", "text": TRAP["description"], "codes": frozenset(["170301"]),
        "verdicts": frozenset(TRAP["verdict_ok"]), "tempting": ("42.11",), "right": ("38",),
        "constraint": TRAP["constraint"], "reason": TRAP["reason"],
        "receiver": TRAP["tempting_receiver"],
    }  # fmt: skip
    return Trap(**(fields | changed))


def make_condition(
    status: ConditionStatus, label: str = "moisture (board)", question: str = ""
) -> Condition:
    """A condition."""
    return Condition(label, status, "≤ 1 %", question=question or None)


def make_proposal(sectors: Sequence[str], *conditions: Condition) -> Proposal:
    """A proposal to some sectors."""
    return Proposal(
        rank=1, score=0.5, route="documented", proven=True, state="fits", material="m", use="u",
        use_label="use", role="role", process="p", process_label="process", explanation="",
        sectors=tuple(Sector(nace, nace) for nace in sectors), conditions=conditions,
    )  # fmt: skip


def make_veto(sectors: Sequence[str], reason: str) -> Veto:
    """A refusal of a use in some sectors; without sectors, of any use."""
    return Veto(
        "u", "use", "p", "process", reason, "r", tuple(Sector(nace, nace) for nace in sectors)
    )


def make_code(code: str, probability: float = 0.5) -> WasteCode:
    """A waste code."""
    return WasteCode(code, code, False, "absolute", probability)


def make_result(
    *,
    verdict: Verdict = "proposals",
    codes: Sequence[WasteCode] = (),
    proposals: Sequence[Proposal] = (),
    vetoes: Sequence[Veto] = (),
    question: str | None = None,
    material: float = 0.8,
) -> Result:
    """An answer."""
    return Result(
        id="x", text="x", verdict=verdict, reason="because", engine="none", ontology_version="0",
        editions={}, reading=Reading(), materials=(Grounding("m", "tile", material),),
        waste_codes=tuple(codes), proposals=tuple(proposals), vetoes=tuple(vetoes),
        next_question=question,
    )  # fmt: skip
