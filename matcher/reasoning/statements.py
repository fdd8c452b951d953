"""The W3C rules as the verifier states them: written apart from the engine's, on plain terms.

Source: OWL 2 Web Ontology Language Profiles (Second Edition), section 4.3, tables 4 to 9.
Premises stand in the order of the W3C table. The rules over lists stand in
`list_statements.py`; what the literals of table 8 mean stands in `values.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from matcher.model import FALSE, Triple
from matcher.namespaces import bare, node
from matcher.reasoning.list_statements import OVER_LISTS
from matcher.reasoning.values import DATATYPES, are_different, are_equal, is_never_of, is_of

TYPE: Final = node("rdf:type")
SAME: Final = node("owl:sameAs")
DIFFERENT: Final = node("owl:differentFrom")
SUBCLASS: Final = node("rdfs:subClassOf")

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


# --- rules over literals (table 8): the premises, the conclusion ---

OverLiterals = Callable[[Sequence[Triple], Triple], bool]


def is_datatype(premises: Sequence[Triple], claim: Triple) -> bool:
    """dt-type1: a datatype of the profile is one."""
    known = claim[0].startswith("<") and bare(claim[0]) in DATATYPES
    return not premises and known and claim[1:] == (TYPE, node("rdfs:Datatype"))


def has_type(premises: Sequence[Triple], claim: Triple) -> bool:
    """dt-type2: a literal is of a datatype whose value space holds its value."""
    return not premises and claim[1] == TYPE and is_of(claim[0], claim[2])


def has_one_value(premises: Sequence[Triple], claim: Triple) -> bool:
    """dt-eq: two literals of one value are the same."""
    return not premises and claim[1] == SAME and are_equal(claim[0], claim[2])


def has_two_values(premises: Sequence[Triple], claim: Triple) -> bool:
    """dt-diff: two literals of two values differ."""
    return not premises and claim[1] == DIFFERENT and are_different(claim[0], claim[2])


def is_mistyped(premises: Sequence[Triple], claim: Triple) -> bool:
    """dt-not-type: a literal is said to be of a datatype that does not hold it."""
    if claim != FALSE or len(premises) != 1 or premises[0][1] != TYPE:
        return False
    return is_never_of(premises[0][0], premises[0][2])


OVER_LITERALS: Final[Mapping[str, OverLiterals]] = {
    "dt-type1": is_datatype,
    "dt-type2": has_type,
    "dt-eq": has_one_value,
    "dt-diff": has_two_values,
    "dt-not-type": is_mistyped,
}

STATEMENTS: Final[Mapping[str, tuple[Statement, ...]]] = {
    name: tuple(read_statement(text) for text in texts) for name, texts in PLAIN.items()
}
NAMES: Final = frozenset((*STATEMENTS, *OVER_LISTS, *OVER_LITERALS))
