"""A proof told line by line: what stands in the packs and in the text, without the formal steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from matcher.model import Proof, Step, Triple
from matcher.namespaces import bare, expand, shorten

GRAPH_BASE: Final = expand("sym:graph/")
#: files whose facts are the logic itself; they are folded away and stay in the formal steps
FOLDED: Final = ("core/core", "mirror")

#: predicate → the sentence that states one authored fact, {s} and {o} being labels
SENTENCES: Final[Mapping[str, str]] = {
    expand("rdfs:subClassOf"): "{s} is a kind of {o}",
    expand("sym:takes"): "A stated use, “{s}”, takes {o}",
    expand("sym:inProcess"): "That use, “{s}”, happens in {o}",
    expand("sym:meets"): "“{s}” meets the need for {o}",
    expand("sym:statedToMeet"): "{s} meets the need for {o}",
    expand("sym:hasNeed"): "{s} needs {o}",
    expand("sym:provides"): "{s} provides {o}",
    expand("sym:hasForm"): "{s} comes as {o}",
    expand("sym:yields"): "“{s}” yields {o}",
    expand("sym:subjectTo"): "{s} is subject to a rule: {o}",
    expand("sym:taintsWith"): "What contains {s} falls under a rule: {o}",
    expand("sym:bars"): "That rule, {s}, bars the role: {o}",
    expand("sym:asRole"): "“{s}” gives it the role: {o}",
    expand("sym:broaderRole"): "{s} is a kind of: {o}",
    expand("sym:lifts"): "{s} is exempt from: {o}",
    expand("sym:contains"): "The description says that it contains {o}",
    expand("sym:freeOf"): "The description says that it is free of {o}",
    expand("sym:arisesFrom"): "The description says that it comes from {o}",
    expand("sym:broaderProcess"): "{s} is a kind of {o}",
    expand("owl:disjointWith"): "{s} and {o} exclude each other",
}
TYPE: Final = expand("rdf:type")
STREAM: Final = expand("sym:Stream")


def tell_proof(proof: Proof, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """The lines of a proof with the file that states each; the claim's own words come last."""
    lines = [
        (text, name_source(step.source))
        for step in proof.steps
        if step.rule == "asserted"
        and not is_folded(step)
        and (text := tell_fact(step.conclusion, labels))
    ]
    return list(dict.fromkeys(lines))


def is_folded(step: Step) -> bool:
    """Whether a leaf belongs to the vocabulary's own logic."""
    return step.source is not None and step.source.removeprefix(GRAPH_BASE) in FOLDED


def tell_fact(triple: Triple, labels: Mapping[str, str]) -> str:
    """One authored fact as a sentence; an empty text for what needs no telling."""
    words = state_fact(triple, labels)
    return sentence(words) if words else ""


def state_fact(triple: Triple, labels: Mapping[str, str]) -> str:
    """One authored fact in words, without capital and stop; empty for what needs no telling."""
    subject, predicate, value = (bare(term) for term in triple)
    if predicate == TYPE:
        told = subject.startswith("urn:") and value != STREAM
        return f"this is {name(value, labels)}, as it was read" if told else ""
    pattern = SENTENCES.get(predicate)
    return pattern.format(s=name(subject, labels), o=name(value, labels)) if pattern else ""


def capital(text: str) -> str:
    """A text with a capital at its start, behind an opening quotation mark."""
    first = 1 if text.startswith("“") else 0
    return text[:first] + text[first : first + 1].upper() + text[first + 1 :]


def sentence(text: str) -> str:
    """A text with a capital at its start, and a full stop unless it ends in a sign already."""
    text = text.strip()
    return capital(text) + ("" if text.endswith((".", "?", "…")) or not text else ".")


def name(iri: str, labels: Mapping[str, str]) -> str:
    """A label, or the CURIE where there is none."""
    return labels.get(iri) or shorten(iri)


def name_source(source: str | None) -> str:
    """`packs/iron-steel-cement/steel-uses` for a file's graph, `your description` for the stream."""
    if source is None or source == "stream":
        return "your description"
    return source.removeprefix(GRAPH_BASE)


#: predicate → what would have to be so; {s} and {o} are labels, “it” stands for the stream
SUPPOSED: Final[Mapping[str, str]] = {
    TYPE: "{s} were {o}",
    expand("rdfs:subClassOf"): "{s} were a kind of {o}",
    expand("sym:takes"): "the use “{s}” took {o}",
    expand("sym:inProcess"): "the use “{s}” happened in {o}",
    expand("sym:meets"): "“{s}” met the need for {o}",
    expand("sym:statedToMeet"): "{s} were stated to meet the need for {o}",
    expand("sym:hasNeed"): "{s} needed {o}",
    expand("sym:provides"): "{s} provided {o}",
    expand("sym:hasForm"): "{s} came as {o}",
    expand("sym:yields"): "“{s}” yielded {o}",
    expand("sym:subjectTo"): "{s} were subject to the rule: {o}",
    expand("sym:taintsWith"): "what contains {s} fell under the rule: {o}",
    expand("sym:bars"): "the rule {s} barred the role: {o}",
    expand("sym:asRole"): "“{s}” gave it the role: {o}",
    expand("sym:broaderRole"): "{s} were a kind of: {o}",
    expand("sym:broaderProcess"): "{s} were a kind of {o}",
    expand("sym:lifts"): "{s} were exempt from: {o}",
    expand("sym:contains"): "{s} contained {o}",
    expand("sym:freeOf"): "{s} were free of {o}",
    expand("sym:arisesFrom"): "{s} came from {o}",
    expand("sym:treatedBy"): "{s} had been through {o}",
}


def suppose_fact(triple: Triple, labels: Mapping[str, str]) -> str:
    """One fact as what would have to be so: “it were rice husk ash”, without a stop."""
    subject, predicate, value = (bare(term) for term in triple)
    pattern = SUPPOSED.get(predicate, f"“{{s}}” {name(predicate, labels)} “{{o}}” were stated")
    return pattern.format(s=refer(subject, labels), o=refer(value, labels))


def refer(iri: str, labels: Mapping[str, str]) -> str:
    """“it” for the stream, “something” for what is not known, else the label."""
    if iri == "urn:symbiograph:something":
        return "something"
    return "it" if iri.startswith("urn:symbiograph:stream:") else name(iri, labels)
