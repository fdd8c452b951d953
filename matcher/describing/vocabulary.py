"""The pages of what the base is made of: classes, predicates, packs, and all other terms."""

from __future__ import annotations

from collections import defaultdict

from matcher.describing.atlas import Atlas
from matcher.describing.kinds import BY_KEY, ORDER
from matcher.describing.model import Fact, Group, Section
from matcher.describing.parts import (
    collect,
    keep,
    list_grounds,
    list_terms,
    plain,
    point_back,
    say,
)
from matcher.knowledge import GRAPHS


def tell_class(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """The terms of a class of the vocabulary."""
    members = [m for m in atlas.view.subjects("rdf:type", iri) if m in atlas and m != iri]
    return collect(list_terms(atlas, "members", "Its members", members))


def tell_predicate(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """Who fills a predicate, from which others it follows, and its other direction."""
    view = atlas.view
    derived = view.text(iri, "sym:isDerived") == "true"
    chains = [
        ", then ".join(atlas.label(step) for step in read_list(atlas, head))
        for head in view.many(iri, "owl:propertyChainAxiom")
    ]
    facts = (
        Fact(
            "Filled by", "The reasoner; nobody writes it" if derived else "People who write packs"
        ),
        *(Fact("Follows from", chain) for chain in chains),
        Fact("Other direction", links=atlas.links(atlas.stated(iri, "owl:inverseOf"))),
        point_back(atlas, "Other direction", iri, "owl:inverseOf"),
        Fact("Wider", links=atlas.links(atlas.stated(iri, "rdfs:subPropertyOf"))),
    )
    return collect(Section("about", "How it is filled", facts=keep(facts)))


def read_list(atlas: Atlas, head: str) -> list[str]:
    """The members of an RDF list, in order; a circle ends where it closes."""
    members: list[str] = []
    seen: set[str] = set()
    while head not in seen and (first := atlas.view.one(head, "rdf:first")):
        seen.add(head)
        members.append(first)
        head = atlas.view.one(head, "rdf:rest") or ""
    return members


def tell_pack(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """Licence, version and everything that a file states."""
    graph = iri.removeprefix(GRAPHS)
    stated: dict[str, list[str]] = defaultdict(list)
    for term, kind in atlas.kinds.items():
        if graph in atlas.files(term) and term != iri:
            stated[kind].append(term)
    facts = (
        Fact("Licence", "; ".join(atlas.view.many(iri, "dcterms:license"))),
        say(atlas, "Rights", iri, "dcterms:rights"),
        say(atlas, "Version", iri, "sym:version"),
    )
    groups = tuple(
        Group(BY_KEY[key].plural.capitalize(), tuple(plain(atlas, stated[key])))
        for key in sorted(stated, key=lambda key: ORDER.get(key, len(ORDER)))
    )
    return collect(
        Section("about", "About", facts=keep(facts)),
        Section("states", "What it states", groups=groups),
    )


def tell_plainly(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """Evidence only; what else is stated stands in the formal table of every page."""
    return collect(Section("evidence", "Evidence", grounds=list_grounds(atlas, iri)))
