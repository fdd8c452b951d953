"""Proofs as RDF in the terms of PROV-O: each step an activity, each leaf with its primary source.

A statement is an entity that tells its subject, predicate and object; the activity that
generated it used its premises and followed a plan, the W3C rule. A leaf had as its primary
source the named graph of the file in which it stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from matcher.model import FALSE, Proof, Step, Triple
from matcher.namespaces import PREFIXES

LEAF: Final = "asserted"
RULES: Final = (
    "https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules"
)
USED: Final = ("prov", "rdf", "rdfs", "xsd")
#: where a stream's own facts stand: in what was typed, which has no address
DESCRIPTION: Final = "urn:symbiograph:description"


def to_turtle(proofs: Iterable[Proof]) -> str:
    """Proofs as Turtle; each has an address made from its steps, so that two never mix."""
    lines = [f"@prefix {name}: <{PREFIXES[name]}> ." for name in USED]
    found = list(proofs)
    for proof in found:
        lines += ["", *write_proof(proof)]
    rules = dict.fromkeys(s.rule for p in found for s in p.steps if s.rule != LEAF)
    for rule in rules:
        lines += ["", f"{plan(rule)} a prov:Plan ;"]
        lines += [f'    rdfs:label "{rule}" ;', f"    rdfs:seeAlso <{RULES}> ."]
    return "\n".join(lines) + "\n"


def plan(rule: str) -> str:
    """The address of a rule as a plan."""
    return f"<urn:symbiograph:rule:{rule}>"


def write_proof(proof: Proof) -> Iterator[str]:
    """A bundle with the claim, then each step."""
    base = f"urn:symbiograph:proof:{digest(proof)}"
    places = {step.conclusion: number for number, step in enumerate(proof.steps, start=1)}
    checked = "true" if proof.verified else "false"
    yield f"<{base}> a prov:Entity ;"
    yield f'    rdfs:comment "verified: {checked}"@en ;'
    yield f"    prov:wasDerivedFrom <{base}#s{places[proof.claim]}> ."
    for step in proof.steps:
        yield ""
        yield from write_step(step, base, places)


def write_step(step: Step, base: str, places: Mapping[Triple, int]) -> Iterator[str]:
    """A statement, and the activity that generated it or the source that it has."""
    number = places[step.conclusion]
    yield from write_statement(step.conclusion, f"{base}#s{number}")
    if step.rule == LEAF:
        yield f"    prov:hadPrimarySource <{address_source(step.source)}> ."
        return
    premises = [f"<{base}#s{places[premise]}>" for premise in dict.fromkeys(step.premises)]
    if premises:
        yield f"    prov:wasDerivedFrom {', '.join(premises)} ;"
    yield f"    prov:wasGeneratedBy <{base}#a{number}> ."
    yield f"<{base}#a{number}> a prov:Activity ;"
    if premises:
        yield f"    prov:used {', '.join(premises)} ;"
    yield f"    prov:qualifiedAssociation [ a prov:Association ; prov:agent <urn:symbiograph:reasoner> ; prov:hadPlan {plan(step.rule)} ] ."


def write_statement(triple: Triple, address: str) -> Iterator[str]:
    """An entity that tells a triple; a contradiction tells only that it is one."""
    if triple == FALSE:
        yield f'<{address}> a prov:Entity ; rdfs:label "contradiction"@en ;'
        return
    s, p, o = triple
    yield f"<{address}> a prov:Entity , rdf:Statement ;"
    yield f"    rdf:subject {s} ; rdf:predicate {p} ; rdf:object {o} ;"


def address_source(source: str | None) -> str:
    """The graph of a file, or what was typed."""
    return source if source is not None and ":" in source else DESCRIPTION


def digest(proof: Proof) -> str:
    """A short name made from the steps of a proof."""
    lines = (" ".join((step.rule, *step.conclusion)) for step in proof.steps)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
