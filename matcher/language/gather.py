"""What the language side needs of the closure: names, arisings, ancestors, properties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from matcher.language.ground import Arising
from matcher.language.properties import Name
from matcher.model import Term
from matcher.namespaces import bare, literal_language, literal_text, node
from matcher.reasoning.engine import Closure

LABEL: Final = node("rdfs:label")
#: predicates that carry names of materials, and what kind of name it is
NAMES: Final[Mapping[str, str]] = {
    LABEL: "label",
    node("skos:altLabel"): "synonym",
    node("skos:hiddenLabel"): "synonym",
    node("sym:acronym"): "acronym",
    node("sym:tradeName"): "trade name",
    node("sym:siteDescription"): "site description",
}
SPEECH: Final = ("en", "de", "fr", "")


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that the language index is built from; IRIs are bare."""

    materials: tuple[Term, ...]
    codes: tuple[Term, ...]
    activities: tuple[Term, ...]
    labels: Mapping[str, str]
    arisings: Mapping[str, Sequence[Arising]]
    classes: Mapping[str, tuple[str, str]]  # process or sector → four-digit class and its title
    numbers: Mapping[str, str]  # six digits → entry
    properties: tuple[Name, ...]


def gather(closure: Closure) -> Gathered:
    """Read the names and ties of every concept from the closure."""
    materials = sorted(
        s
        for s in closure.subjects(node("rdf:type"), node("sym:Material"))
        if (s, node("rdf:type"), s) in closure
    )
    codes = sorted(closure.subjects(node("rdf:type"), node("sym:WasteCode")))
    processes = sorted(closure.subjects(node("rdf:type"), node("sym:Process")))
    sectors = [
        s
        for s in sorted(closure.subjects(node("rdf:type"), node("sym:Sector")))
        if text(closure, s, "sym:level") == "class"
    ]
    named = [*materials, *codes, *processes, *sectors]
    return Gathered(
        tuple(t for m in materials for t in name_material(closure, m)),
        tuple(t for c in codes for t in name_code(closure, c)),
        tuple(
            Term(literal_text(o), bare(s), "label", literal_language(o))
            for s in (*processes, *sectors)
            for o in sorted(closure.objects(s, LABEL))
        ),
        {bare(s): text(closure, s, "rdfs:label") or bare(s) for s in named},
        {bare(m): find_arisings(closure, m) for m in materials},
        dict(tie_classes(closure, processes, sectors)),
        {text(closure, c, "sym:code") or "": bare(c) for c in reversed(codes)},
        tuple(
            n
            for p in sorted(closure.subjects(node("rdf:type"), node("sym:Property")))
            for n in name_property(closure, p)
        ),
    )


def text(closure: Closure, subject: str, predicate: str) -> str | None:
    """The English text for a predicate, else any."""
    terms = sorted(closure.objects(subject, node(predicate)))
    english = [t for t in terms if literal_language(t) == "en"]
    return literal_text((english or terms)[0]) if terms else None


def name_material(closure: Closure, material: str) -> Iterator[Term]:
    """Every name of a material in the languages that are spoken."""
    for predicate, kind in NAMES.items():
        for term in sorted(closure.objects(material, predicate)):
            if literal_language(term) in SPEECH:
                yield Term(literal_text(term), bare(material), kind, literal_language(term))


def name_code(closure: Closure, code: str) -> Iterator[Term]:
    """The short title alone and with its group in brackets, then the titles in other languages."""
    group = next(iter(sorted(closure.objects(code, node("sym:inGroup")))), None)
    title = text(closure, code, "sym:shortTitle") or text(closure, code, "rdfs:label") or ""
    where = text(closure, group, "rdfs:label") if group else None
    yield Term(title, bare(code), "title", "en")
    if where:
        yield Term(f"{title} [{where}]", bare(code), "title", "en")
    for term in sorted(closure.objects(code, LABEL)):
        if literal_language(term) in ("de", "fr"):
            yield Term(literal_text(term), bare(code), "title", literal_language(term))


def name_property(closure: Closure, iri: str) -> Iterator[Name]:
    """Every way to name a measured property."""
    label = text(closure, iri, "rdfs:label") or bare(iri)
    unit = text(closure, iri, "sym:unitSymbol") or ""
    for predicate in (LABEL, node("skos:altLabel")):
        for term in sorted(closure.objects(iri, predicate)):
            yield Name(literal_text(term), bare(iri), label, unit)


def find_arisings(closure: Closure, material: str) -> tuple[Arising, ...]:
    """The codes of a material and of what it is a kind of, with the levels between."""
    mine = set(closure.objects(material, node("sym:isOf")))
    found = []
    for arising in sorted(closure.objects(material, node("sym:mayArise"))):
        holders = [m for m in closure.objects(arising, node("sym:ofMaterial")) if m in mine]
        theirs = max(
            (len(set(closure.objects(m, node("sym:isOf")))) for m in holders), default=len(mine)
        )
        process = next(iter(sorted(closure.objects(arising, node("sym:fromProcess")))), "<>")
        found += [
            Arising(bare(code), bare(process), max(0, len(mine) - theirs))
            for code in sorted(closure.objects(arising, node("sym:wasteCode")))
        ]
    return tuple(found)


def tie_classes(
    closure: Closure, processes: Sequence[str], sectors: Sequence[str]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """For each process and sector the class that runs it, as number and title."""
    for sector in sectors:
        yield (
            bare(sector),
            (text(closure, sector, "sym:code") or "", text(closure, sector, "rdfs:label") or ""),
        )
    for process in processes:
        for sector in sorted(closure.objects(process, node("sym:mainSector")))[:1]:
            yield (
                bare(process),
                (
                    text(closure, sector, "sym:code") or bare(sector).rsplit("/", 1)[-1],
                    text(closure, sector, "rdfs:label") or "",
                ),
            )
