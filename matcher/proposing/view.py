"""A reader's view of a closure: labels, texts, numbers and sources by bare IRI."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from matcher.model import Evidence, Grade, Place, Precedent, Sector, Source
from matcher.namespaces import bare, expand, literal_language, literal_text, node, shorten
from matcher.reasoning.engine import Closure
from matcher.reasoning.verify import LeafReader

GRADES: Final[dict[str, Grade]] = {
    expand("grade:Read"): "read",
    expand("grade:CitedThrough"): "cited_through",
    expand("grade:TradeKnowledge"): "trade",
}
#: the weakest grade speaks for a Use that rests on several pieces of evidence
GRADE_ORDER: Final[tuple[Grade, ...]] = ("read", "cited_through", "trade")


Memo = dict[tuple[str, str], tuple[str, ...]]
#: how the individuals of streams begin; what is said of them is never kept
OWN: Final = "urn:"


@dataclass(frozen=True, slots=True)
class View:
    """What a closure says, asked by IRI or CURIE; every answer is sorted, so runs agree.

    `leaves` reads the leaves of proofs again from their files, and from what the stream itself
    states, for the verifier. `memo` keeps what was asked of the base's own terms: a stream adds
    facts about itself only, so all views of one base may share it.
    """

    closure: Closure
    leaves: LeafReader | None = None
    memo: Memo = field(default_factory=dict, compare=False, repr=False)
    lineages: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    def terms(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The N-Triples terms that a subject has for a predicate, sorted."""
        key = (subject, predicate)
        found = self.memo.get(key)
        if found is None:
            found = tuple(sorted(self.closure.objects(node(subject), node(predicate))))
            if not subject.startswith(OWN):
                self.memo[key] = found
        return found

    def many(self, subject: str, predicate: str) -> list[str]:
        """The IRIs or literal texts that a subject has for a predicate."""
        return sorted(bare(term) for term in self.terms(subject, predicate))

    def subjects(self, predicate: str, value: str) -> list[str]:
        """The IRIs of everything that has this value for a predicate."""
        return sorted(bare(s) for s in self.closure.subjects(node(predicate), node(value)))

    def one(self, subject: str, predicate: str) -> str | None:
        """The first value for a predicate, or None."""
        return next(iter(self.many(subject, predicate)), None)

    def holds(self, subject: str, predicate: str, value: str) -> bool:
        """Whether the closure holds the triple."""
        return (node(subject), node(predicate), node(value)) in self.closure

    def text(self, subject: str, predicate: str, language: str = "en") -> str | None:
        """The text in a language, else in English, else in any."""
        terms = self.terms(subject, predicate)
        for wanted in (language, "en"):
            for term in terms:
                if literal_language(term) == wanted:
                    return literal_text(term)
        return bare(terms[0]) if terms else None

    def texts(self, subject: str, predicate: str, language: str = "en") -> list[str]:
        """All texts for a predicate in a language, or without one."""
        terms = self.terms(subject, predicate)
        return sorted(
            literal_text(t)
            for t in terms
            if t.startswith('"') and literal_language(t) in (language, "")
        )

    def label(self, iri: str, language: str = "en") -> str:
        """A term's label, or its CURIE where it has none."""
        return self.text(iri, "rdfs:label", language) or shorten(iri)

    def lineage(self, stream: str) -> tuple[str, ...]:
        """The classes of a stream, nearest first; kept, for every limit asks for them."""
        if stream not in self.lineages:
            classes = {c for c in self.many(stream, "sym:isOf") if c != stream} or {stream}
            depth = {c: len(self.many(c, "sym:isOf")) for c in classes | {stream}}
            own = [stream] if self.holds(stream, "sym:isOf", stream) else []
            self.lineages[stream] = (
                *own,
                *sorted(classes - set(own), key=lambda c: (-depth[c], c)),
            )
        return self.lineages[stream]

    def number(self, subject: str, predicate: str) -> float | None:
        """A number, or None where there is none or it is not one."""
        value = self.one(subject, predicate)
        try:
            return float(value) if value is not None else None
        except ValueError:
            return None


def read_source(view: View, iri: str) -> Source:
    """A source with title, publisher, year and locator."""
    return Source(
        iri,
        view.label(iri),
        view.text(iri, "dcterms:publisher") or "",
        view.text(iri, "dcterms:issued") or "",
        view.text(iri, "sym:locator") or "",
    )


def read_sources(view: View, iri: str) -> tuple[Source, ...]:
    """Every source behind the evidence of a term, without repeats."""
    found = {
        source
        for evidence in view.many(iri, "sym:evidence")
        for source in view.many(evidence, "prov:wasDerivedFrom")
    }
    return tuple(read_source(view, source) for source in sorted(found))


def read_evidence(view: View, iri: str) -> Evidence:
    """How a Use is known: the weakest grade of its evidence, status, readiness, sources."""
    nodes = view.many(iri, "sym:evidence")
    grades = {
        GRADES.get(grade, "trade") for item in nodes for grade in view.many(item, "sym:grade")
    }
    grade: Grade = next((g for g in reversed(GRADE_ORDER) if g in grades), "trade")
    readiness = view.number(iri, "sym:trl")
    status = view.one(iri, "sym:status")
    states = tuple(text for item in nodes for text in view.texts(item, "sym:states"))
    return Evidence(
        grade,
        read_status(status),
        int(readiness) if readiness is not None else None,
        read_sources(view, iri),
        states,
    )


def read_status(iri: str | None) -> str:
    """`status:CompanyClaim` as `company_claim`; an unstated status counts as potential."""
    if iri is None:
        return "potential"
    local = iri.rsplit("/", 1)[-1]
    return "".join(f"_{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(local))


def read_sectors(view: View, process: str) -> tuple[Sector, ...]:
    """The four-digit classes that run a process, likeliest first; a wider process lends its own."""
    for candidate in (process, *view.many(process, "sym:broaderProcess")):
        main = view.many(candidate, "sym:mainSector")
        others = [s for s in view.many(candidate, "sym:sector") if s not in main]
        if main or others:
            return tuple(
                Sector(view.text(s, "sym:code") or s.rsplit("/", 1)[-1], view.label(s))
                for s in main + others
            )
    return ()


def read_place(view: View, iri: str) -> Place | None:
    """A place with coordinates, or None where it has none."""
    latitude, longitude = view.number(iri, "wgs84:lat"), view.number(iri, "wgs84:long")
    if latitude is None or longitude is None:
        return None
    return Place(view.label(iri), view.text(iri, "sym:country") or "", latitude, longitude)


def read_precedent(view: View, iri: str) -> Precedent:
    """A precedent with its place, status and first source."""
    place = view.one(iri, "sym:ofPlace")
    sources = read_sources(view, iri)
    return Precedent(
        iri,
        view.label(iri),
        view.label(place) if place else "",
        read_status(view.one(iri, "sym:status")),
        sources[0] if sources else None,
    )
