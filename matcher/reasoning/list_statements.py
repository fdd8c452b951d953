"""The W3C rules over lists as the verifier states them, on plain terms.

Source: OWL 2 Web Ontology Language Profiles (Second Edition), section 4.3. Premises are the
axiom, rdf:first and rdf:rest of each node in order, and then the others as in the W3C table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Final

from matcher.model import FALSE, Triple
from matcher.namespaces import node

TYPE: Final = node("rdf:type")
SAME: Final = node("owl:sameAs")
SUBCLASS: Final = node("rdfs:subClassOf")
FIRST: Final = node("rdf:first")
REST: Final = node("rdf:rest")
NIL: Final = node("rdf:nil")

#: axiom's subject, members, the other premises, the conclusion
OverList = Callable[[str, Sequence[str], Sequence[Triple], Triple], bool]


def chain_allows(p: str, chain: Sequence[str], links: Sequence[Triple], claim: Triple) -> bool:
    """prp-spo2: u1 p1 u2, …, un pn un+1 → u1 p un+1."""
    if [link[1] for link in links] != list(chain):
        return False
    joined = all(here[2] == after[0] for here, after in pairwise(links))
    return joined and claim == (links[0][0], p, links[-1][2])


def key_allows(c: str, keys: Sequence[str], facts: Sequence[Triple], claim: Triple) -> bool:
    """prp-key: x a c, x pi zi, y a c, y pi zi → x = y."""
    half = len(keys) + 1
    x, y = claim[0], claim[2]
    values = [fact[2] for fact in facts[1:half]]
    if len(values) != len(keys):
        return False

    def side(z: str) -> list[Triple]:
        return [(z, TYPE, c), *((z, key, value) for key, value in zip(keys, values, strict=True))]

    return list(facts) == side(x) + side(y) and claim[1] == SAME


def all_of_allows(c: str, parts: Sequence[str], facts: Sequence[Triple], claim: Triple) -> bool:
    """cls-int1: y a c1, …, y a cn → y a c."""
    y = claim[0]
    return list(facts) == [(y, TYPE, part) for part in parts] and claim == (y, TYPE, c)


def each_of_allows(c: str, parts: Sequence[str], facts: Sequence[Triple], claim: Triple) -> bool:
    """cls-int2: y a c → y a ci."""
    y, p, part = claim
    return list(facts) == [(y, TYPE, c)] and p == TYPE and part in parts


def any_of_allows(c: str, parts: Sequence[str], facts: Sequence[Triple], claim: Triple) -> bool:
    """cls-uni: y a ci → y a c."""
    y = claim[0]
    return claim == (y, TYPE, c) and any(list(facts) == [(y, TYPE, part)] for part in parts)


def member_allows(c: str, members: Sequence[str], facts: Sequence[Triple], claim: Triple) -> bool:
    """cls-oo: yi a c."""
    return not facts and claim[0] in members and claim[1:] == (TYPE, c)


def below_allows(c: str, parts: Sequence[str], facts: Sequence[Triple], claim: Triple) -> bool:
    """scm-int: c ⊑ ci."""
    return not facts and claim[:2] == (c, SUBCLASS) and claim[2] in parts


def above_allows(c: str, parts: Sequence[str], facts: Sequence[Triple], claim: Triple) -> bool:
    """scm-uni: ci ⊑ c."""
    return not facts and claim[0] in parts and claim[1:] == (SUBCLASS, c)


def pairs_clash(kind: str, pair: Callable[[str, str, Sequence[Triple]], bool]) -> OverList:
    """x a kind, and two members of the list at different places that `pair` finds at odds."""

    def allows(x: str, members: Sequence[str], facts: Sequence[Triple], claim: Triple) -> bool:
        if claim != FALSE or len(facts) < 2 or facts[0] != (x, TYPE, node(kind)):
            return False
        return any(pair(one, other, facts[1:]) for one, other in combinations(members, 2))

    return allows


def are_same(one: str, other: str, facts: Sequence[Triple]) -> bool:
    """zi = zj."""
    return list(facts) == [(one, SAME, other)]


def share_value(one: str, other: str, facts: Sequence[Triple]) -> bool:
    """u pi v, u pj v."""
    u, _p, v = facts[0]
    return list(facts) == [(u, one, v), (u, other, v)]


def share_member(one: str, other: str, facts: Sequence[Triple]) -> bool:
    """z a ci, z a cj."""
    z = facts[0][0]
    return list(facts) == [(z, TYPE, one), (z, TYPE, other)]


OVER_LISTS: Final[Mapping[str, tuple[str, OverList]]] = {
    "prp-spo2": ("owl:propertyChainAxiom", chain_allows),
    "prp-key": ("owl:hasKey", key_allows),
    "cls-int1": ("owl:intersectionOf", all_of_allows),
    "cls-int2": ("owl:intersectionOf", each_of_allows),
    "scm-int": ("owl:intersectionOf", below_allows),
    "cls-uni": ("owl:unionOf", any_of_allows),
    "scm-uni": ("owl:unionOf", above_allows),
    "cls-oo": ("owl:oneOf", member_allows),
    "eq-diff2": ("owl:members", pairs_clash("owl:AllDifferent", are_same)),
    "eq-diff3": ("owl:distinctMembers", pairs_clash("owl:AllDifferent", are_same)),
    "prp-adp": ("owl:members", pairs_clash("owl:AllDisjointProperties", share_value)),
    "cax-adc": ("owl:members", pairs_clash("owl:AllDisjointClasses", share_member)),
}
