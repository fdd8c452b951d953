"""The W3C rules as the verifier states them: written apart from the engine's, on plain terms.

Source: OWL 2 Web Ontology Language Profiles (Second Edition), section 4.3, tables 4 to 7
and 9. Premises stand in the order of the W3C table; for a rule over a list they are the
axiom, rdf:first and rdf:rest of each node in order, and then the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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

ANNOTATION_PROPERTIES: Final = (
    "rdfs:label",
    "rdfs:comment",
    "rdfs:seeAlso",
    "rdfs:isDefinedBy",
    "owl:deprecated",
    "owl:versionInfo",
    "owl:priorVersion",
    "owl:backwardCompatibleWith",
    "owl:incompatibleWith",
)

PLAIN: Final[Mapping[str, tuple[str, ...]]] = {
    "eq-ref": ("s p o -> s = s", "s p o -> p = p", "s p o -> o = o"),
    "eq-sym": ("x =  y -> y = x",),
    "eq-trans": ("x = y, y = z -> x = z",),
    "eq-rep-s": ("s = s', s p o -> s' p o",),
    "eq-rep-p": ("p = p', s p o -> s p' o",),
    "eq-rep-o": ("o = o', s p o -> s p o'",),
    "eq-diff1": ("x = y, x owl:differentFrom y -> false",),
    "prp-ap": tuple(f"-> {name} a owl:AnnotationProperty" for name in ANNOTATION_PROPERTIES),
    "prp-dom": ("p rdfs:domain c, x p y -> x a c",),
    "prp-rng": ("p rdfs:range c, x p y -> y a c",),
    "prp-fp": ("p a owl:FunctionalProperty, x p y1, x p y2 -> y1 = y2",),
    "prp-ifp": ("p a owl:InverseFunctionalProperty, x1 p y, x2 p y -> x1 = x2",),
    "prp-irp": ("p a owl:IrreflexiveProperty, x p x -> false",),
    "prp-symp": ("p a owl:SymmetricProperty, x p y -> y p x",),
    "prp-asyp": ("p a owl:AsymmetricProperty, x p y, y p x -> false",),
    "prp-trp": ("p a owl:TransitiveProperty, x p y, y p z -> x p z",),
    "prp-spo1": ("p1 rdfs:subPropertyOf p2, x p1 y -> x p2 y",),
    "prp-eqp1": ("p1 owl:equivalentProperty p2, x p1 y -> x p2 y",),
    "prp-eqp2": ("p1 owl:equivalentProperty p2, x p2 y -> x p1 y",),
    "prp-pdw": ("p1 owl:propertyDisjointWith p2, x p1 y, x p2 y -> false",),
    "prp-inv1": ("p1 owl:inverseOf p2, x p1 y -> y p2 x",),
    "prp-inv2": ("p1 owl:inverseOf p2, x p2 y -> y p1 x",),
    "prp-npa1": (
        "x owl:sourceIndividual i1, x owl:assertionProperty p, x owl:targetIndividual i2, "
        "i1 p i2 -> false",
    ),
    "prp-npa2": (
        "x owl:sourceIndividual i, x owl:assertionProperty p, x owl:targetValue lt, "
        "i p lt -> false",
    ),
    "cls-thing": ("-> owl:Thing a owl:Class",),
    "cls-nothing1": ("-> owl:Nothing a owl:Class",),
    "cls-nothing2": ("x a owl:Nothing -> false",),
    "cls-com": ("c1 owl:complementOf c2, x a c1, x a c2 -> false",),
    "cls-svf1": ("x owl:someValuesFrom y, x owl:onProperty p, u p v, v a y -> u a x",),
    "cls-svf2": ("x owl:someValuesFrom owl:Thing, x owl:onProperty p, u p v -> u a x",),
    "cls-avf": ("x owl:allValuesFrom y, x owl:onProperty p, u a x, u p v -> v a y",),
    "cls-hv1": ("x owl:hasValue y, x owl:onProperty p, u a x -> u p y",),
    "cls-hv2": ("x owl:hasValue y, x owl:onProperty p, u p y -> u a x",),
    "cls-maxc1": ("x owl:maxCardinality 0, x owl:onProperty p, u a x, u p y -> false",),
    "cls-maxc2": ("x owl:maxCardinality 1, x owl:onProperty p, u a x, u p y1, u p y2 -> y1 = y2",),
    "cls-maxqc1": (
        "x owl:maxQualifiedCardinality 0, x owl:onProperty p, x owl:onClass c, u a x, u p y, "
        "y a c -> false",
    ),
    "cls-maxqc2": (
        "x owl:maxQualifiedCardinality 0, x owl:onProperty p, x owl:onClass owl:Thing, u a x, "
        "u p y -> false",
    ),
    "cls-maxqc3": (
        "x owl:maxQualifiedCardinality 1, x owl:onProperty p, x owl:onClass c, u a x, u p y1, "
        "y1 a c, u p y2, y2 a c -> y1 = y2",
    ),
    "cls-maxqc4": (
        "x owl:maxQualifiedCardinality 1, x owl:onProperty p, x owl:onClass owl:Thing, u a x, "
        "u p y1, u p y2 -> y1 = y2",
    ),
    "cax-sco": ("c1 < c2, x a c1 -> x a c2",),
    "cax-eqc1": ("c1 == c2, x a c1 -> x a c2",),
    "cax-eqc2": ("c1 == c2, x a c2 -> x a c1",),
    "cax-dw": ("c1 owl:disjointWith c2, x a c1, x a c2 -> false",),
    "scm-cls": (
        "c a owl:Class -> c < c",
        "c a owl:Class -> c == c",
        "c a owl:Class -> c < owl:Thing",
        "c a owl:Class -> owl:Nothing < c",
    ),
    "scm-sco": ("c1 < c2, c2 < c3 -> c1 < c3",),
    "scm-eqc1": ("c1 == c2 -> c1 < c2", "c1 == c2 -> c2 < c1"),
    "scm-eqc2": ("c1 < c2, c2 < c1 -> c1 == c2",),
    "scm-op": (
        "p a owl:ObjectProperty -> p rdfs:subPropertyOf p",
        "p a owl:ObjectProperty -> p owl:equivalentProperty p",
    ),
    "scm-dp": (
        "p a owl:DatatypeProperty -> p rdfs:subPropertyOf p",
        "p a owl:DatatypeProperty -> p owl:equivalentProperty p",
    ),
    "scm-spo": ("p1 rdfs:subPropertyOf p2, p2 rdfs:subPropertyOf p3 -> p1 rdfs:subPropertyOf p3",),
    "scm-eqp1": (
        "p1 owl:equivalentProperty p2 -> p1 rdfs:subPropertyOf p2",
        "p1 owl:equivalentProperty p2 -> p2 rdfs:subPropertyOf p1",
    ),
    "scm-eqp2": (
        "p1 rdfs:subPropertyOf p2, p2 rdfs:subPropertyOf p1 -> p1 owl:equivalentProperty p2",
    ),
    "scm-dom1": ("p rdfs:domain c1, c1 < c2 -> p rdfs:domain c2",),
    "scm-dom2": ("p2 rdfs:domain c, p1 rdfs:subPropertyOf p2 -> p1 rdfs:domain c",),
    "scm-rng1": ("p rdfs:range c1, c1 < c2 -> p rdfs:range c2",),
    "scm-rng2": ("p2 rdfs:range c, p1 rdfs:subPropertyOf p2 -> p1 rdfs:range c",),
    "scm-hv": (
        "c1 owl:hasValue i, c1 owl:onProperty p1, c2 owl:hasValue i, c2 owl:onProperty p2, "
        "p1 rdfs:subPropertyOf p2 -> c1 < c2",
    ),
    "scm-svf1": (
        "c1 owl:someValuesFrom y1, c1 owl:onProperty p, c2 owl:someValuesFrom y2, "
        "c2 owl:onProperty p, y1 < y2 -> c1 < c2",
    ),
    "scm-svf2": (
        "c1 owl:someValuesFrom y, c1 owl:onProperty p1, c2 owl:someValuesFrom y, "
        "c2 owl:onProperty p2, p1 rdfs:subPropertyOf p2 -> c1 < c2",
    ),
    "scm-avf1": (
        "c1 owl:allValuesFrom y1, c1 owl:onProperty p, c2 owl:allValuesFrom y2, "
        "c2 owl:onProperty p, y1 < y2 -> c1 < c2",
    ),
    "scm-avf2": (
        "c1 owl:allValuesFrom y, c1 owl:onProperty p1, c2 owl:allValuesFrom y, "
        "c2 owl:onProperty p2, p1 rdfs:subPropertyOf p2 -> c2 < c1",
    ),
}

SIGNS: Final = {
    "a": TYPE,
    "=": SAME,
    "<": SUBCLASS,
    "==": node("owl:equivalentClass"),
    "0": f'"0"^^{node("xsd:nonNegativeInteger")}',
    "1": f'"1"^^{node("xsd:nonNegativeInteger")}',
}


@dataclass(frozen=True, slots=True)
class Statement:
    """A rule without lists; words without angle brackets or quotes are variables."""

    premises: tuple[Triple, ...]
    conclusion: Triple

    def allows(self, premises: Sequence[Triple], conclusion: Triple) -> bool:
        """Whether the premises and the conclusion are an instance of the rule."""
        if len(premises) != len(self.premises):
            return False
        values: dict[str, str] = {}
        pairs = zip((*self.premises, self.conclusion), (*premises, conclusion), strict=True)
        return all(bind(pattern, triple, values) for pattern, triple in pairs)


def bind(pattern: Triple, triple: Triple, values: dict[str, str]) -> bool:
    """Whether a triple fits a pattern, given and extending the values of the variables."""
    for word, term in zip(pattern, triple, strict=True):
        if word[0] in '<"' or word == FALSE[0]:
            if word != term:
                return False
        elif term == FALSE[0] or values.setdefault(word, term) != term:
            return False
    return True


def read_word(word: str) -> str:
    """A sign or a CURIE as its term, a variable as it is."""
    if word in SIGNS:
        return SIGNS[word]
    return node(word) if ":" in word else word


def read_triple(text: str) -> Triple:
    """Three words, or `false`."""
    if text == "false":
        return FALSE
    s, p, o = (read_word(word) for word in text.split())
    return s, p, o


def read_statement(text: str) -> Statement:
    """Premises, an arrow, a conclusion."""
    premises, conclusion = (part.strip() for part in text.split("->"))
    return Statement(
        tuple(read_triple(part) for part in premises.split(", ") if part), read_triple(conclusion)
    )


# --- rules over lists: axiom's subject, members, the other premises, the conclusion ---

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

STATEMENTS: Final[Mapping[str, tuple[Statement, ...]]] = {
    name: tuple(read_statement(text) for text in texts) for name, texts in PLAIN.items()
}
NAMES: Final = frozenset(STATEMENTS) | frozenset(OVER_LISTS)
