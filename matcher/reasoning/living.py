"""Facts that no rule can do anything with, and the rest: what a slow engine need not see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from matcher.model import Triple
from matcher.namespaces import PREFIXES, node

SAME: Final = node("owl:sameAs")
TYPE: Final = node("rdf:type")
FIRST: Final = node("rdf:first")
REST: Final = node("rdf:rest")
OWL: Final = "<" + PREFIXES["owl"]
STANDARD: Final = tuple("<" + PREFIXES[name] for name in ("owl", "rdf", "rdfs"))
LABELS: Final = frozenset(
    node(f"rdfs:{name}") for name in ("label", "comment", "seeAlso", "isDefinedBy")
)
#: what merely says that something is a property: scm-op and scm-dp then speak of it alone
DECLARATIONS: Final = frozenset(
    node(name)
    for name in (
        "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty", "rdf:Property",
    )
)  # fmt: skip


def keep_living(triples: Iterable[Triple]) -> Sequence[Triple]:
    """The facts without those whose predicate no axiom mentions.

    Every rule takes a fact by a predicate that another premise names, or by one of the
    standard's own; only equality (eq-rep-*) takes any fact. So where nothing is said to be the
    same, what is left out changes no other conclusion; where something is, all facts are kept.
    """
    known = tuple(triples)
    axioms = [triple for triple in known if is_axiom(triple)]
    if any(can_make_same(triple) for triple in axioms):
        return known
    mentioned = {term for s, _p, o in (*axioms, *list_members(known)) for term in (s, o)}
    return [triple for triple in known if triple[1] in mentioned or is_kept(triple[1])]


def is_kept(predicate: str) -> bool:
    """Whether a predicate is the standard's own and not for readers."""
    return predicate.startswith(STANDARD) and predicate not in LABELS


def is_axiom(triple: Triple) -> bool:
    """Whether a triple may make a rule look at a predicate; list nodes are looked at apart."""
    _s, p, o = triple
    return is_kept(p) and p not in (FIRST, REST) and not (p == TYPE and o in DECLARATIONS)


def can_make_same(triple: Triple) -> bool:
    """Whether a triple is an equality, or an axiom from which one could follow."""
    _s, p, o = triple
    return p in EQUALITIES or (p == TYPE and o in MERGING)


EQUALITIES: Final = frozenset(
    node(f"owl:{name}")
    for name in ("sameAs", "hasKey", "maxCardinality", "maxQualifiedCardinality")
)
MERGING: Final = frozenset(
    node(f"owl:{name}Property") for name in ("Functional", "InverseFunctional")
)


def list_members(triples: Sequence[Triple]) -> Iterator[Triple]:
    """The rdf:first triples of the lists that an axiom of OWL names."""
    first = {s: (s, p, o) for s, p, o in triples if p == FIRST}
    rest = {s: o for s, p, o in triples if p == REST}
    for _s, p, here in triples:
        while p.startswith(OWL) and here in first:
            yield first[here]
            here = rest.get(here, "")
