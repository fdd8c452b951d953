"""The OWL 2 RL/RDF rules, tables 4 to 9 of the W3C Recommendation, under their names.

Source: OWL 2 Web Ontology Language Profiles (Second Edition), 11 December 2012, section 4.3.
A row reads: name | premises | conclusion. `a` is rdf:type, `zero` and `one` are the
xsd:nonNegativeInteger literals, `false` is a contradiction. A rule of the W3C table with
several conclusions has one row for each. Rules over lists stand in `lists.py`, those over
pairs of a list in `pairs.py`.

The Recommendation states some rules of every term or literal there may be, without premises.
Here they fire only where it matters:
eq-ref (every term is the same as itself) on what is said to differ from itself, or is listed
twice as different; dt-type2, dt-eq and dt-diff (literals have the datatypes, and are the same as
or differ from each other, by their values) on the literals that some other rule would join, as
their premises here say. A premise in square brackets is a test of values; see `literals.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeVar

from matcher.namespaces import bare, shorten
from matcher.reasoning.datatypes import NAMES
from matcher.reasoning.terms import Vocabulary

TABLE: Final = """
eq-ref    | ?x owl:differentFrom ?x | ?x owl:sameAs ?x
eq-sym    | ?x owl:sameAs ?y | ?y owl:sameAs ?x
eq-trans  | ?x owl:sameAs ?y . ?y owl:sameAs ?z | ?x owl:sameAs ?z
eq-rep-s  | ?s owl:sameAs ?t . ?s ?p ?o | ?t ?p ?o
eq-rep-p  | ?p owl:sameAs ?q . ?s ?p ?o | ?s ?q ?o
eq-rep-o  | ?o owl:sameAs ?t . ?s ?p ?o | ?s ?p ?t
eq-diff1  | ?x owl:sameAs ?y . ?x owl:differentFrom ?y | false

prp-ap    | | rdfs:label a owl:AnnotationProperty
prp-ap    | | rdfs:comment a owl:AnnotationProperty
prp-ap    | | rdfs:seeAlso a owl:AnnotationProperty
prp-ap    | | rdfs:isDefinedBy a owl:AnnotationProperty
prp-ap    | | owl:deprecated a owl:AnnotationProperty
prp-ap    | | owl:versionInfo a owl:AnnotationProperty
prp-ap    | | owl:priorVersion a owl:AnnotationProperty
prp-ap    | | owl:backwardCompatibleWith a owl:AnnotationProperty
prp-ap    | | owl:incompatibleWith a owl:AnnotationProperty
prp-dom   | ?p rdfs:domain ?c . ?x ?p ?y | ?x a ?c
prp-rng   | ?p rdfs:range ?c . ?x ?p ?y | ?y a ?c
prp-fp    | ?p a owl:FunctionalProperty . ?x ?p ?y . ?x ?p ?z | ?y owl:sameAs ?z
prp-ifp   | ?p a owl:InverseFunctionalProperty . ?x ?p ?y . ?z ?p ?y | ?x owl:sameAs ?z
prp-irp   | ?p a owl:IrreflexiveProperty . ?x ?p ?x | false
prp-symp  | ?p a owl:SymmetricProperty . ?x ?p ?y | ?y ?p ?x
prp-asyp  | ?p a owl:AsymmetricProperty . ?x ?p ?y . ?y ?p ?x | false
prp-trp   | ?p a owl:TransitiveProperty . ?x ?p ?y . ?y ?p ?z | ?x ?p ?z
prp-spo1  | ?p rdfs:subPropertyOf ?q . ?x ?p ?y | ?x ?q ?y
prp-eqp1  | ?p owl:equivalentProperty ?q . ?x ?p ?y | ?x ?q ?y
prp-eqp2  | ?p owl:equivalentProperty ?q . ?x ?q ?y | ?x ?p ?y
prp-pdw   | ?p owl:propertyDisjointWith ?q . ?x ?p ?y . ?x ?q ?y | false
prp-inv1  | ?p owl:inverseOf ?q . ?x ?p ?y | ?y ?q ?x
prp-inv2  | ?p owl:inverseOf ?q . ?x ?q ?y | ?y ?p ?x
prp-npa1  | ?n owl:sourceIndividual ?x . ?n owl:assertionProperty ?p . ?n owl:targetIndividual ?y . ?x ?p ?y | false
prp-npa2  | ?n owl:sourceIndividual ?x . ?n owl:assertionProperty ?p . ?n owl:targetValue ?y . ?x ?p ?y | false

cls-thing    | | owl:Thing a owl:Class
cls-nothing1 | | owl:Nothing a owl:Class
cls-nothing2 | ?x a owl:Nothing | false
cls-com   | ?c owl:complementOf ?d . ?x a ?c . ?x a ?d | false
cls-svf1  | ?r owl:someValuesFrom ?c . ?r owl:onProperty ?p . ?u ?p ?v . ?v a ?c | ?u a ?r
cls-svf2  | ?r owl:someValuesFrom owl:Thing . ?r owl:onProperty ?p . ?u ?p ?v | ?u a ?r
cls-avf   | ?r owl:allValuesFrom ?c . ?r owl:onProperty ?p . ?u a ?r . ?u ?p ?v | ?v a ?c
cls-hv1   | ?r owl:hasValue ?y . ?r owl:onProperty ?p . ?u a ?r | ?u ?p ?y
cls-hv2   | ?r owl:hasValue ?y . ?r owl:onProperty ?p . ?u ?p ?y | ?u a ?r
cls-maxc1 | ?r owl:maxCardinality zero . ?r owl:onProperty ?p . ?u a ?r . ?u ?p ?y | false
cls-maxc2 | ?r owl:maxCardinality one . ?r owl:onProperty ?p . ?u a ?r . ?u ?p ?y . ?u ?p ?z | ?y owl:sameAs ?z
cls-maxqc1 | ?r owl:maxQualifiedCardinality zero . ?r owl:onProperty ?p . ?r owl:onClass ?c . ?u a ?r . ?u ?p ?y . ?y a ?c | false
cls-maxqc2 | ?r owl:maxQualifiedCardinality zero . ?r owl:onProperty ?p . ?r owl:onClass owl:Thing . ?u a ?r . ?u ?p ?y | false
cls-maxqc3 | ?r owl:maxQualifiedCardinality one . ?r owl:onProperty ?p . ?r owl:onClass ?c . ?u a ?r . ?u ?p ?y . ?y a ?c . ?u ?p ?z . ?z a ?c | ?y owl:sameAs ?z
cls-maxqc4 | ?r owl:maxQualifiedCardinality one . ?r owl:onProperty ?p . ?r owl:onClass owl:Thing . ?u a ?r . ?u ?p ?y . ?u ?p ?z | ?y owl:sameAs ?z

cax-sco   | ?c rdfs:subClassOf ?d . ?x a ?c | ?x a ?d
cax-eqc1  | ?c owl:equivalentClass ?d . ?x a ?c | ?x a ?d
cax-eqc2  | ?c owl:equivalentClass ?d . ?x a ?d | ?x a ?c
cax-dw    | ?c owl:disjointWith ?d . ?x a ?c . ?x a ?d | false

dt-type2  | ?d a rdfs:Datatype . ?x owl:sameAs ?l . [named ?x] . [literal ?l] . [within ?l ?d] | ?l a ?d
dt-type2  | ?d a rdfs:Datatype . ?r owl:someValuesFrom ?d . ?r owl:onProperty ?p . ?u ?p ?l . [within ?l ?d] | ?l a ?d
dt-type2  | ?d a rdfs:Datatype . ?r owl:onClass ?d . ?r owl:onProperty ?p . ?u ?p ?l . [within ?l ?d] | ?l a ?d
dt-type2  | ?d a rdfs:Datatype . ?d rdfs:subClassOf ?c . ?u ?p ?l . [within ?l ?d] | ?l a ?d
dt-type2  | ?d a rdfs:Datatype . ?c owl:complementOf ?d . ?u ?p ?l . [within ?l ?d] | ?l a ?d
dt-type2  | ?d a rdfs:Datatype . ?d owl:complementOf ?c . ?u ?p ?l . [within ?l ?d] | ?l a ?d
dt-type2  | ?d a rdfs:Datatype . ?c owl:disjointWith ?d . ?u ?p ?l . [within ?l ?d] | ?l a ?d
dt-type2  | ?d a rdfs:Datatype . ?d owl:disjointWith ?c . ?u ?p ?l . [within ?l ?d] | ?l a ?d
dt-type2  | ?d a rdfs:Datatype . ?n rdf:first ?d . ?u ?p ?l . [within ?l ?d] | ?l a ?d
dt-eq     | ?x owl:sameAs ?l . [named ?x] . [literal ?l] . ?u ?p ?m . [equal ?l ?m] | ?l owl:sameAs ?m
dt-eq     | ?r owl:hasValue ?l . [literal ?l] . ?r owl:onProperty ?p . ?u ?p ?m . [equal ?l ?m] | ?l owl:sameAs ?m
dt-eq     | ?c owl:hasValue ?l . [literal ?l] . ?d owl:hasValue ?m . [equal ?l ?m] | ?l owl:sameAs ?m
dt-eq     | ?n owl:targetValue ?l . [literal ?l] . ?n owl:assertionProperty ?p . ?n owl:sourceIndividual ?i . ?i ?p ?m . [equal ?l ?m] | ?l owl:sameAs ?m
dt-eq     | ?p a owl:InverseFunctionalProperty . ?x ?p ?l . ?y ?p ?m . [equal ?l ?m] | ?l owl:sameAs ?m
dt-eq     | ?p owl:propertyDisjointWith ?q . ?x ?p ?l . ?x ?q ?m . [equal ?l ?m] | ?l owl:sameAs ?m
dt-eq     | ?a a owl:AllDisjointProperties . ?n rdf:first ?p . ?x ?p ?l . ?x ?q ?m . [equal ?l ?m] | ?l owl:sameAs ?m
dt-eq     | ?c owl:oneOf ?h . ?n rdf:first ?l . [literal ?l] . ?u ?p ?m . [equal ?l ?m] | ?l owl:sameAs ?m
dt-eq     | ?a a owl:AllDifferent . ?n rdf:first ?l . [literal ?l] . ?u ?p ?m . [equal ?l ?m] | ?l owl:sameAs ?m
dt-diff   | ?x owl:sameAs ?l . ?y owl:sameAs ?m . [named ?x] . [named ?y] . [differ ?l ?m] | ?l owl:differentFrom ?m
dt-diff   | ?l owl:sameAs ?m . [differ ?l ?m] | ?l owl:differentFrom ?m

scm-cls   | ?c a owl:Class | ?c rdfs:subClassOf ?c
scm-cls   | ?c a owl:Class | ?c owl:equivalentClass ?c
scm-cls   | ?c a owl:Class | ?c rdfs:subClassOf owl:Thing
scm-cls   | ?c a owl:Class | owl:Nothing rdfs:subClassOf ?c
scm-sco   | ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e | ?c rdfs:subClassOf ?e
scm-eqc1  | ?c owl:equivalentClass ?d | ?c rdfs:subClassOf ?d
scm-eqc1  | ?c owl:equivalentClass ?d | ?d rdfs:subClassOf ?c
scm-eqc2  | ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c | ?c owl:equivalentClass ?d
scm-op    | ?p a owl:ObjectProperty | ?p rdfs:subPropertyOf ?p
scm-op    | ?p a owl:ObjectProperty | ?p owl:equivalentProperty ?p
scm-dp    | ?p a owl:DatatypeProperty | ?p rdfs:subPropertyOf ?p
scm-dp    | ?p a owl:DatatypeProperty | ?p owl:equivalentProperty ?p
scm-spo   | ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r | ?p rdfs:subPropertyOf ?r
scm-eqp1  | ?p owl:equivalentProperty ?q | ?p rdfs:subPropertyOf ?q
scm-eqp1  | ?p owl:equivalentProperty ?q | ?q rdfs:subPropertyOf ?p
scm-eqp2  | ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p | ?p owl:equivalentProperty ?q
scm-dom1  | ?p rdfs:domain ?c . ?c rdfs:subClassOf ?d | ?p rdfs:domain ?d
scm-dom2  | ?q rdfs:domain ?c . ?p rdfs:subPropertyOf ?q | ?p rdfs:domain ?c
scm-rng1  | ?p rdfs:range ?c . ?c rdfs:subClassOf ?d | ?p rdfs:range ?d
scm-rng2  | ?q rdfs:range ?c . ?p rdfs:subPropertyOf ?q | ?p rdfs:range ?c
scm-hv    | ?c owl:hasValue ?i . ?c owl:onProperty ?p . ?d owl:hasValue ?i . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q | ?c rdfs:subClassOf ?d
scm-svf1  | ?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?z . ?d owl:onProperty ?p . ?y rdfs:subClassOf ?z | ?c rdfs:subClassOf ?d
scm-svf2  | ?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?y . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q | ?c rdfs:subClassOf ?d
scm-avf1  | ?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?z . ?d owl:onProperty ?p . ?y rdfs:subClassOf ?z | ?c rdfs:subClassOf ?d
scm-avf2  | ?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?y . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q | ?d rdfs:subClassOf ?c
"""

#: the rows that each datatype of OWL 2 RL has
DATATYPE_ROWS: Final = """
dt-type1  | | {0} a rdfs:Datatype
dt-not-type | ?l a {0} . [outside ?l {0}] | false
"""

#: the rules that the W3C states without premises: what asks for them is no premise of a proof
UNCONDITIONAL: Final = frozenset({"dt-type2", "dt-eq", "dt-diff"})

T = TypeVar("T")
Term = int | str  # a term's number, or a variable as "?x"
Pattern = tuple[Term, Term, Term]
Test = tuple[str, tuple[Term, ...]]  # the name of a test of `literals.py` and its terms

VOCABULARY: Final = Vocabulary()
TYPE: Final = VOCABULARY.number("a")
SAME: Final = VOCABULARY.number("owl:sameAs")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its W3C name, premises, and conclusion; None is a contradiction."""

    name: str
    premises: tuple[Pattern, ...]
    conclusion: Pattern | None
    tests: tuple[Test, ...] = ()


def keep_stated(name: str, premises: tuple[T, ...]) -> tuple[T, ...]:
    """The premises that a rule has in the Recommendation, without those that merely ask for it.

    The last premise of eq-ref is a triple in which the term occurs.
    """
    if name in UNCONDITIONAL:
        return ()
    return premises[-1:] if name == "eq-ref" else premises


def read_term(word: str) -> Term:
    """A variable as it is, anything else by its number."""
    return word if word.startswith("?") else VOCABULARY.number(word)


def read_pattern(text: str) -> Pattern:
    """Three words as a pattern."""
    s, p, o = text.split()
    return read_term(s), read_term(p), read_term(o)


def read_test(text: str) -> Test:
    """The name of a test and its terms."""
    name, *words = text.split()
    return name, tuple(read_term(word) for word in words)


def read_rule(line: str) -> Rule:
    """One row of the table."""
    name, premises, conclusion = (part.strip() for part in line.split("|"))
    parts = [part for part in premises.split(" . ") if part]
    patterns = tuple(read_pattern(part) for part in parts if part[0] != "[")
    tests = tuple(read_test(part[1:-1]) for part in parts if part[0] == "[")
    claim = None if conclusion == "false" else read_pattern(conclusion)
    return Rule(name, patterns, claim, tests)


WHOLE_TABLE: Final = TABLE + "".join(DATATYPE_ROWS.format(shorten(bare(name))) for name in NAMES)
RULES: Final = tuple(read_rule(line) for line in WHOLE_TABLE.splitlines() if line)
