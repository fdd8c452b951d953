"""All terms at hand: which there are, of what kind, under which label, stated where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from matcher.describing.kinds import BY_KEY, KINDS, OTHER, Kind
from matcher.describing.model import Link
from matcher.knowledge import GRAPHS, MIRROR
from matcher.model import Triple
from matcher.namespaces import bare, expand, node, shorten
from matcher.proposing.view import View

#: a blank node of a file, as `knowledge.read_turtle` names it
BLANK: Final = re.compile(rf"^{re.escape(GRAPHS)}[^#]*#b\d+$")
#: nodes that the loader makes beside a term; they stand for the term
BESIDE: Final = ("#is", "#met")
HOUSE: Final = expand("sym:")


@dataclass(frozen=True, slots=True)
class Atlas:
    """The base as terms: a reader's view, the kind of each term, and the files that speak of it."""

    view: View
    kinds: Mapping[str, str]
    subjects: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, view: View, subjects: Mapping[str, Sequence[str]]) -> Atlas:
        """Sort every term with a label (or, for packs, a title) by kind."""
        return cls(view, dict(sort_terms(view)), subjects)

    def __contains__(self, iri: object) -> bool:
        """Whether a term has a page."""
        return iri in self.kinds

    def kind(self, iri: str) -> Kind:
        """The kind of a term."""
        return BY_KEY.get(self.kinds.get(iri, ""), OTHER)

    def label(self, iri: str) -> str:
        """The label or title of a term, or its short name where it has none."""
        return (
            self.view.text(iri, "rdfs:label")
            or self.view.text(iri, "dcterms:title")
            or shorten(iri)
        )

    def link(self, iri: str) -> Link:
        """A term to go to."""
        return Link(iri, self.label(iri), self.kind(iri).key, self.code(iri), iri in self.kinds)

    def links(self, iris: Iterable[str]) -> tuple[Link, ...]:
        """Terms to go to, by code or label."""
        found = [self.link(iri) for iri in dict.fromkeys(iris)]
        return tuple(sorted(found, key=lambda link: (link.code, link.label.casefold(), link.iri)))

    def code(self, iri: str) -> str:
        """The code of a waste entry with spaces and asterisk, of a sector as it stands."""
        key = self.kind(iri).key
        if key not in ("code", "group", "chapter", "sector"):
            return ""
        code = self.view.text(iri, "sym:code") or ""
        if key == "sector":
            return code
        star = "*" if self.view.text(iri, "sym:hazardous") == "true" else ""
        return " ".join(code[at : at + 2] for at in range(0, len(code), 2)) + star

    def stated(self, iri: str, predicate: str) -> list[str]:
        """What is asserted (not inferred) of a term, as IRIs or texts."""
        subject, name = node(iri), node(predicate)
        return [
            bare(value)
            for value in self.view.terms(iri, predicate)
            if self.view.closure.is_asserted((subject, name, value)) and not is_beside(value)
        ]

    def stating(self, predicate: str, value: str) -> list[str]:
        """Of which terms a value is asserted."""
        name, target = node(predicate), node(value)
        return [
            iri
            for iri in self.view.subjects(predicate, value)
            if self.view.closure.is_asserted((node(iri), name, target))
        ]

    def facts(self, iri: str) -> list[Triple]:
        """Every asserted triple of a term that a file states, sorted."""
        closure = self.view.closure
        return sorted(
            triple
            for triple in closure.match(node(iri), None, None)
            if closure.is_asserted(triple) and not is_generated(triple)
        )

    def files(self, iri: str) -> tuple[str, ...]:
        """The files that state something of a term, without the common beginning."""
        graphs = self.subjects.get(node(iri), ())
        return tuple(graph.removeprefix(GRAPHS) for graph in graphs if graph != MIRROR)


def sort_terms(view: View) -> Iterable[tuple[str, str]]:
    """Every term with a label or title, and its kind."""
    closure = view.closure
    named = {
        s for p in ("rdfs:label", "dcterms:title") for s, _p, _o in closure.match(None, node(p))
    }
    rank: dict[str, str] = {}
    for kind in KINDS:
        for subject, _p, _o in closure.match(None, node("rdf:type"), node(kind.of)):
            rank.setdefault(subject, kind.key)
    # the three top classes are their own typical members and still the vocabulary's
    rank.update({node(name): "class" for name in ("sym:Material", "sym:Matter", "sym:Energy")})
    for subject in sorted(named):
        if subject.startswith("<") and not BLANK.match(bare(subject)):
            yield bare(subject), rank.get(subject, OTHER.key)


def is_beside(term: str) -> bool:
    """Whether a term is a node that the loader makes beside a material or need."""
    return bare(term).endswith(BESIDE)


def is_generated(triple: Triple) -> bool:
    """Whether a triple is one of the mirror axioms that the loader writes."""
    subject, predicate, value = triple
    if is_beside(subject) or is_beside(value):
        return True
    if predicate != node("rdf:type"):
        return False
    return value == subject or value == node("sym:Material")


def is_blank(iri: str) -> bool:
    """Whether an IRI stands for a blank node of a file."""
    return bool(BLANK.match(iri))
