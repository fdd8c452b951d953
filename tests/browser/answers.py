"""Made-up answers in the contract's shape, for tests of the pages; nothing in them is knowledge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from matcher.describing.guide import Guide
from matcher.errors import InputError
from matcher.model import (
    Activity,
    CascadeStep,
    Condition,
    Evidence,
    Feature,
    Grounding,
    Match,
    Measured,
    Mention,
    Place,
    Precedent,
    Proof,
    Proposal,
    Quantity,
    Reading,
    Receiver,
    Result,
    Sector,
    Source,
    Span,
    Step,
    Triple,
    Veto,
    WasteCode,
)
from matcher.namespaces import expand, node
from tests.toy_world import guide_toy

TEXT: Final = "Toy ash from a toy boiler, 12,000 t a year, loss on ignition 14 %, free of toy oil"
ASBESTOS: Final = "toy asbestos boards"
POEM: Final = "write me a poem"
HOSTILE: Final = '<script>alert(1)</script> "><img src=x onerror=alert(2)> {{ 7*7 }} &amp; toy ash'


def find(words: str) -> Span:
    """Where words stand in the text."""
    start = TEXT.index(words)
    return Span(start, start + len(words), words)


STANDARD: Final = Source(
    expand("src:ToyStandard"),
    "Toy standard for ash in concrete",
    "Toy Institute",
    "2021",
    "https://example.org/toy-standard, table 2",
)
HANDBOOK: Final = Source(expand("src:ToyHandbook"), "A toy handbook of ashes", "", "1999", "p. 12")
STREAM: Final = "<urn:symbiograph:stream:toy/0>"


def fact(s: str, p: str, o: str) -> Triple:
    """A triple of CURIEs as N-Triples terms."""
    return (s if s.startswith("<") else node(s), node(p), node(o))


TYPED: Final = fact(STREAM, "rdf:type", "mat:ToyAsh")
KIND: Final = fact("mat:ToyAsh", "rdfs:subClassOf", "mat:ToyResidue")
CLAIM: Final = fact(STREAM, "rdf:type", "mat:ToyResidue")
PROOF: Final = Proof(
    CLAIM,
    (
        Step("asserted", (), TYPED, "stream"),
        Step("asserted", (), KIND, expand("sym:graph/packs/toy/materials")),
        Step("cax-sco", (KIND, TYPED), CLAIM),
    ),
    verified=True,
)
LABELS: Final = {
    expand("mat:ToyAsh"): "toy ash",
    expand("mat:ToyResidue"): "toy residue of burning",
}

CONDITIONS: Final = (
    Condition(
        "loss on ignition (toy limits)",
        "unmet",
        "≤ 9 %",
        "%",
        expand("prop:lossOnIgnition"),
        "observed",
        (14.0, 14.0),
        -5.0,
        STANDARD,
    ),
    Condition(
        "fineness (toy limits)",
        "unknown",
        "≥ 275 m²/kg",
        "m²/kg",
        expand("prop:fineness"),
        question="What is the fineness of the stream (≥ 275 m²/kg is asked for)?",
    ),
    Condition(
        "chloride (toy limits)",
        "likely_met",
        "≤ 0.1 %",
        "%",
        expand("prop:chloride"),
        "typical",
        (0.01, 0.05),
        0.05,
        STANDARD,
    ),
    Condition(
        "Has the toy ash been stored wet?",
        "unknown",
        "",
        question="Has the toy ash been stored wet?",
    ),
)
EVIDENCE: Final = Evidence(
    "cited_through",
    "operating",
    9,
    (STANDARD, HANDBOOK),
    ("Toy ash is used in concrete when it keeps the toy limits.",),
)
FEATURES: Final = (
    Feature("route", 1.0, 3.0, "documented"),
    Feature("practice", 0.45, 2.5, "operating"),
    Feature("closeness", 0.123456, 1.5, "toy ash"),
)


def propose(rank: int, name: str, label: str, **changes: object) -> Proposal:
    """A proposal with a label, changed where the test needs it."""
    plain = Proposal(
        rank=rank,
        score=round(0.95 - rank * 0.11234, 5),
        route="documented",
        proven=True,
        state="fits",
        material=expand("mat:ToyAsh"),
        use=expand(f"use:{name}"),
        use_label=label,
        role="supplementary toy material",
        process=expand(f"proc:{name}Process"),
        process_label=f"{label} process",
        explanation=f"Toy ash serves {label} process. Follows from sources that were read, if this is toy ash.",
        evidence=EVIDENCE,
        features=FEATURES,
        proof=PROOF,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


PROPOSALS: Final = (
    propose(
        1,
        "ToyAshInBricks",
        "toy ash in bricks",
        definition="Toy ash replaces part of the clay in a brick body.",
        replaces="toy clay",
        proportion="up to a tenth of the body",
        sectors=(Sector("23.32", "Manufacture of bricks, tiles and construction products"),),
        receivers=(Receiver(expand("site:ToyKiln"), "Toy kiln", 41.7),),
        conditions=(CONDITIONS[2],),
        precedents=(
            Precedent(
                expand("prec:ToyBricks"),
                "toy bricks with ash",
                "Toyville",
                "past",
                HANDBOOK,
                1234.5,
            ),
        ),
        support=("function",),
    ),
    propose(
        2,
        "ToyAshNeed",
        "toy ash in mortar",
        route="substitution",
        state="fits_if",
        conditions=CONDITIONS[1:],
    ),
    propose(
        3,
        "ToyCascade",
        "toy residue as soil",
        route="cascade",
        state="fits_if",
        conditions=CONDITIONS[3:],
        evidence=Evidence("trade", "pilot"),
        steps=(
            CascadeStep(
                expand("proc:Wash"), "toy washing", 0.5, 0.7, expand("mat:Washed"), "washed toy ash"
            ),
            CascadeStep(expand("proc:Dry"), "toy drying", None, None, expand("mat:Dry"), "dry ash"),
        ),
    ),
    propose(
        4,
        "ToyAshInConcrete",
        "toy ash in concrete",
        state="does_not_fit",
        conditions=CONDITIONS,
        proof=replace(PROOF, verified=False),
    ),
    propose(
        5,
        "ToyAshInGlass",
        "toy ash in glass",
        route="analogy",
        proven=False,
        state="fits_if",
        evidence=Evidence("trade", "potential"),
        proof=None,
    ),
)
VETO: Final = Veto(
    expand("use:ToyAshInFeed"),
    "toy ash in feed",
    expand("proc:ToyFeed"),
    "toy feed mill",
    "Toy ash must not be eaten.",
    expand("veto:ToyAshIsNoFeed"),
    (Sector("10.91", "Manufacture of prepared feeds for farm animals"),),
    ("Wash it until it is no ash.",),
    (HANDBOOK,),
    PROOF,
)
CODES: Final = (
    WasteCode(
        "100102",
        "toy fly ash",
        False,
        "absolute",
        0.8123,
        (Match("label", "toy ash", "toy fly ash", 0.91),),
    ),
    WasteCode(
        "100104",
        "toy oil ash",
        True,
        "mirror",
        0.1,
        mirror_of="100102",
        deciding_question="Does it hold toy oil?",
        valid_to="2026-11-08",
        replaced_by=("100199",),
        in_force=False,
    ),
    WasteCode(
        "100199",
        "toy oil ash, re-cut",
        True,
        "mirror",
        0.1,
        valid_from="2026-11-09",
        in_force=False,
    ),
)
READING: Final = Reading(
    quantity=Quantity(12000, 12000, "t", "year", find("12,000 t a year")),
    place=Place("Toyville", "GB", 53.7, -0.3),
    properties=(
        Measured(
            expand("prop:lossOnIgnition"),
            "loss on ignition",
            14.0,
            14.0,
            "%",
            find("loss on ignition 14 %"),
        ),
    ),
    absent=(Mention("toy oil", expand("mat:ToyOil"), find("free of toy oil")),),
    phase="solid",
    activity=(Activity("35.11", "Production of electricity", 0.77),),
    core="Toy ash from a toy boiler",
)
MATERIALS: Final = (
    Grounding(
        expand("mat:ToyAsh"), "toy ash", 0.934, (Match("label", "Toy ash", "toy ash", 0.99),)
    ),
    Grounding(
        expand("mat:ToySoot"), "toy soot", 0.041, (Match("embedding", "Toy ash", "soot", 0.4),)
    ),
)
FULL: Final = Result(
    id="toy0123456789",
    text=TEXT,
    verdict="proposals",
    reason="Toy ash. 1 use follows from what is known and keeps its limits; 2 follow and need an answer or a test first; 1 does not fit as stated; 1 is similar only, not proven.",
    engine="compiled",
    ontology_version="0.1.0+abcdef123456",
    editions={"low": "Toy List of Waste", "nace": "NACE Rev. 2"},
    reading=READING,
    materials=MATERIALS,
    waste_codes=CODES,
    proposals=PROPOSALS,
    vetoes=(VETO,),
    completeness=0.42,
    next_question="What is the fineness of the stream (≥ 275 m²/kg is asked for)?",
    warnings=("“about a lot” was not read as a quantity.",),
    labels=LABELS,
)
DISPOSAL: Final = replace(
    FULL,
    text=ASBESTOS,
    verdict="disposal",
    reason="For disposal: toy asbestos. Toy asbestos may not be put to use. Route: a toy landfill",
    reading=Reading(),
    materials=(Grounding(expand("mat:ToyAsbestos"), "toy asbestos", 0.97),),
    proposals=(),
    next_question=None,
    warnings=(),
)
ABSTAIN: Final = replace(
    DISPOSAL,
    text=POEM,
    verdict="abstain",
    reason="This asks for something else than a use for a waste stream.",
    materials=(),
    waste_codes=(),
    vetoes=(),
    next_question="Which material is it, and which process does it come from?",
)


class ToyMatcher:
    """Answers the known texts, and any other text as the full answer about that text."""

    def __init__(self) -> None:
        """Nothing has been asked yet."""
        self.asked: list[tuple[str, str | None, str | None, date | None, int]] = []

    @property
    def guide(self) -> Guide:
        """The terms of the toy world."""
        return guide_toy()

    def match(
        self,
        text: str,
        *,
        near: str | None = None,
        country: str | None = None,
        on: date | None = None,
        top: int = 10,
    ) -> Result:
        """A made-up answer; the place “Nowhere” is not known, the text “break” is a fault."""
        self.asked.append((text, near, country, on, top))
        if near == "Nowhere":
            raise InputError("“Nowhere” is no known place.", where="near", todo="Name a town.")
        if text == "break":
            raise RuntimeError("a fault that quotes: break")
        known = {TEXT: FULL, ASBESTOS: DISPOSAL, POEM: ABSTAIN}
        if text in known:
            result = known[text]
        else:
            grounding = replace(MATERIALS[0], label=text[:60])
            result = replace(FULL, text=text, reading=Reading(), materials=(grounding,))
        return replace(result, proposals=result.proposals[:top])
