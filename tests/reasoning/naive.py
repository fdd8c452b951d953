"""Rules that owlrl gets wrong, read off the Recommendation's text without any cleverness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from matcher.model import Triple
from matcher.namespaces import node
from matcher.reasoning.closure import CompiledClosure

TYPE, SAME = node("rdf:type"), node("owl:sameAs")
FIRST, REST, NIL = node("rdf:first"), node("rdf:rest"), node("rdf:nil")


def members_of(closure: CompiledClosure, head: str) -> list[str]:
    """The members of a list."""
    found = []
    while head != NIL:
        found.append(next(closure.objects(head, FIRST)))
        head = next(closure.objects(head, REST))
    return found


def agree(closure: CompiledClosure, x: str, y: str, keys: Sequence[str]) -> bool:
    """prp-key: T(?x, ?pi, ?zi) and T(?y, ?pi, ?zi) for every i."""
    return all(set(closure.objects(x, key)) & set(closure.objects(y, key)) for key in keys)


def merge_by_key(closure: CompiledClosure) -> Iterator[Triple]:
    """prp-key: T(?x, owl:sameAs, ?y), but for x and y the same term."""
    for c, _p, head in closure.match(None, node("owl:hasKey")):
        keys, members = members_of(closure, head), sorted(closure.subjects(TYPE, c))
        for x, y in product(members, repeat=2):
            if x != y and agree(closure, x, y, keys):
                yield x, SAME, y


def clash_by_pair(closure: CompiledClosure) -> set[str]:
    """The rules among eq-diff2, eq-diff3, prp-adp and cax-adc that find a contradiction."""
    found = set()
    for rule, kind, link in (
        ("eq-diff2", "owl:AllDifferent", "owl:members"),
        ("eq-diff3", "owl:AllDifferent", "owl:distinctMembers"),
        ("prp-adp", "owl:AllDisjointProperties", "owl:members"),
        ("cax-adc", "owl:AllDisjointClasses", "owl:members"),
    ):
        for x in closure.subjects(TYPE, node(kind)):
            for head in closure.objects(x, node(link)):
                pairs = combinations(members_of(closure, head), 2)
                if any(at_odds(closure, rule, one, other) for one, other in pairs):
                    found.add(rule)
    return found


def at_odds(closure: CompiledClosure, rule: str, one: str, other: str) -> bool:
    """Whether two members of a list contradict it."""
    if rule.startswith("eq"):  # everything is the same as itself, by eq-ref
        return one == other or (one, SAME, other) in closure
    if rule == "cax-adc":
        return bool(set(closure.subjects(TYPE, one)) & set(closure.subjects(TYPE, other)))
    return bool(
        {(s, o) for s, _p, o in closure.match(None, one)}
        & {(s, o) for s, _p, o in closure.match(None, other)}
    )
