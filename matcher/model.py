"""The nouns of the field, frozen: what flows from a sentence to a proven proposal.

Terms inside facts are in N-Triples notation (`<iri>`, `"text"@en`, `"5"^^<…>`); everywhere
else an IRI is a bare string. Numbers are in the unit that stands beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Triple = tuple[str, str, str]
FALSE: Triple = ("false", "false", "false")  # the claim of a proof that facts contradict
Verdict = Literal["proposals", "disposal", "abstain"]
Route = Literal["documented", "substitution", "function", "analogy", "cascade"]
State = Literal["fits", "fits_if", "does_not_fit"]
ConditionStatus = Literal["met", "likely_met", "unknown", "likely_unmet", "unmet"]
Basis = Literal["observed", "typical"]
Grade = Literal["read", "cited_through", "trade"]


# --- what was read in the text ---


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the text: start and end in characters, and the words themselves."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range with its unit, and the period it is meant per ("year"), if any."""

    low: float
    high: float
    unit: str
    per: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A stated property of the stream: the property's IRI, its range in the property's unit."""

    property: str
    label: str
    low: float
    high: float
    unit: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A material named as contained, or as absent; `concept` is its IRI where one was found."""

    label: str
    concept: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Place:
    """A place with coordinates in degrees (WGS 84)."""

    label: str
    country: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Activity:
    """A generating activity: NACE Rev. 2 class ("24.10"), title, probability."""

    nace: str
    label: str
    probability: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says of a stream, beside what the stream is."""

    quantity: Quantity | None = None
    place: Place | None = None
    properties: tuple[Measured, ...] = ()
    contaminants: tuple[Mention, ...] = ()
    absent: tuple[Mention, ...] = ()
    phase: str | None = None
    route: str | None = None
    cost: Quantity | None = None
    activity: tuple[Activity, ...] = ()
    core: str = ""  # the words left for grounding, everything above taken out


# --- what the text was matched to ---


@dataclass(frozen=True, slots=True)
class Term:
    """One surface form of a concept: the text, the concept's IRI, the kind of label, language."""

    text: str
    concept: str
    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class Match:
    """Why a concept was thought of: method, the words, the label they met, a score in 0–1."""

    method: str
    span: str
    matched: str
    score: float


@dataclass(frozen=True, slots=True)
class Grounding:
    """A concept the text may mean, with the probability that an expert would accept it."""

    concept: str
    label: str
    probability: float
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class WasteCode:
    """A List-of-Waste entry: six digits, title, hazard, entry type, edition and successor."""

    code: str
    title: str
    hazardous: bool
    entry_type: str
    probability: float
    matches: tuple[Match, ...] = ()
    mirror_of: str | None = None
    deciding_question: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    replaced_by: tuple[str, ...] = ()
    in_force: bool = True  # on the day and in the country that were asked for


@dataclass(frozen=True, slots=True)
class Stream:
    """A waste stream as described: its id, the text, what was read, what it may be."""

    id: str
    text: str
    reading: Reading
    materials: tuple[Grounding, ...] = ()
    codes: tuple[Grounding, ...] = ()
    similar: tuple[Grounding, ...] = ()  # materials it merely resembles, too unlikely to be it
    off_topic: str | None = None  # why the text is no waste stream, if it is none
    warnings: tuple[str, ...] = ()  # what could not be read, in words for the user


# --- what follows ---


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a proof: a W3C rule name, its premises, its conclusion.

    A leaf has the rule `asserted`, no premises, and the file (or `stream`) it stands in.
    """

    rule: str
    premises: tuple[Triple, ...]
    conclusion: Triple
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof of `claim`: steps in an order in which every premise stands before its use."""

    claim: Triple
    steps: tuple[Step, ...]
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was found: title, publisher, year, locator (address or page)."""

    iri: str
    title: str
    publisher: str = ""
    year: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A limit and how the stream stands to it; margin > 0 is room left, in the limit's unit."""

    label: str
    status: ConditionStatus
    limit: str
    unit: str = ""
    property: str = ""
    basis: Basis | None = None
    observed: tuple[float, float] | None = None
    margin: float | None = None
    source: Source | None = None
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Feature:
    """One reason for a rank: name, value, weight, and because of what."""

    name: str
    value: float
    weight: float
    because: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a Use is known: grade, status, technology readiness level (1–9), sources."""

    grade: Grade
    status: str
    trl: int | None = None
    sources: tuple[Source, ...] = ()
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sector:
    """A NACE Rev. 2 class that runs a process."""

    nace: str
    label: str


@dataclass(frozen=True, slots=True)
class Receiver:
    """A known site that could receive the stream, with its straight-line distance in km."""

    iri: str
    label: str
    distance_km: float | None = None


@dataclass(frozen=True, slots=True)
class Precedent:
    """A real exchange: label, place, status, source, straight-line distance in km if asked."""

    iri: str
    label: str
    place: str
    status: str
    source: Source | None = None
    distance_km: float | None = None


@dataclass(frozen=True, slots=True)
class CascadeStep:
    """One hop of a cascade: the process, the share that comes out as the residue, the residue."""

    process: str
    label: str
    yield_low: float | None
    yield_high: float | None
    residue: str
    residue_label: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate symbiosis: who could take the stream, as what, under which conditions."""

    rank: int
    score: float
    route: Route
    proven: bool
    state: State
    material: str
    use: str
    use_label: str
    role: str
    process: str
    process_label: str
    explanation: str
    definition: str = ""
    replaces: str | None = None
    proportion: str | None = None  # how much of the replaced product it takes over
    sectors: tuple[Sector, ...] = ()
    receivers: tuple[Receiver, ...] = ()
    conditions: tuple[Condition, ...] = ()
    questions: tuple[str, ...] = ()
    evidence: Evidence | None = None
    steps: tuple[CascadeStep, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    features: tuple[Feature, ...] = ()
    support: tuple[str, ...] = ()  # other routes that lead to the same pair
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Veto:
    """A refused pair: which use, by which rule, for which reason, and what would lift it."""

    use: str
    use_label: str
    process: str
    process_label: str
    reason: str
    rule: str
    sectors: tuple[Sector, ...] = ()
    would_change: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one text: what was read, what it is, who could take it, what is refused."""

    id: str
    text: str
    verdict: Verdict
    reason: str
    engine: str
    ontology_version: str
    editions: dict[str, str]
    reading: Reading
    materials: tuple[Grounding, ...] = ()
    waste_codes: tuple[WasteCode, ...] = ()
    codes_reason: str | None = None  # why there are no codes (heat, steam, clean water)
    proposals: tuple[Proposal, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    completeness: float = 0.0
    next_question: str | None = None
    warnings: tuple[str, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)  # IRI → label, for every term in a proof
