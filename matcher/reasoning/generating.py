"""Small ontologies made at random that use every construct of OWL 2 RL between them.

They are for comparing two engines: the same seed gives the same ontology on every machine.
Each takes a few constructs in turn, so that any forty in a row have every construct, and a few
more at random, over so few names that the axioms meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from matcher.model import Triple
from matcher.namespaces import node
from matcher.reasoning.terms import SHORT

IN_TURN: Final = 3
AT_RANDOM: Final = (3, 9)  # how many more, at least and at most
FACTS: Final = (10, 22)
LITERALS: Final = ('"one"', '"two"@en', "1", "01", "1.0", "2", "1.5")
DATATYPES: Final = ("xsd:integer", "xsd:decimal", "xsd:string", "xsd:positiveInteger")
KINDS: Final = (
    "Functional", "InverseFunctional", "Symmetric", "Asymmetric", "Irreflexive", "Transitive",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draw:
    """Names drawn at random from a few of each sort; each call gives another."""

    random: Random

    def __getitem__(self, sort: str) -> str:
        """A name of a sort: class, relation, attribute, property, thing, literal, value, …"""
        if sort in CHOICES:
            return self.random.choice(CHOICES[sort])
        return f"sym:{sort}{self.random.randrange(10**9)}"  # a node of its own

    def write(self, template: str) -> str:
        """A template with a name in place of each `{sort}`; `{sort:x}` stays the same."""
        kept: dict[str, str] = {}
        found = []
        for word in template.split():
            if word.startswith("{"):
                sort, _, mark = word[1:-1].partition(":")
                word = kept.setdefault(word, self[sort]) if mark else self[sort]
            found.append(word)
        return " ".join(found)


CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "class": tuple(f"sym:C{i}" for i in range(5)),
    "relation": tuple(f"sym:p{i}" for i in range(4)),
    "attribute": tuple(f"sym:d{i}" for i in range(2)),
    "property": (*(f"sym:p{i}" for i in range(4)), "sym:d0", "sym:d1"),
    "thing": tuple(f"sym:i{i}" for i in range(6)),
    "literal": LITERALS,
    "datatype": DATATYPES,
    "kind": tuple(f"owl:{kind}Property" for kind in KINDS),
    "few": ("zero", "one"),
}

RESTRICTION: Final = "{class:r} a owl:Restriction . {class:r} owl:onProperty "
#: construct → its axioms; ( … ) is a list
CONSTRUCTS: Final[Mapping[str, str]] = {
    "class": "{class} a owl:Class",
    "subclass": "{class} rdfs:subClassOf {class}",
    "equivalent classes": "{class} owl:equivalentClass {class}",
    "disjoint classes": "{class} owl:disjointWith {class}",
    "all disjoint classes": "{all:x} a owl:AllDisjointClasses . {all:x} owl:members ( {class} {class} {class} )",
    "object property": "{relation} a owl:ObjectProperty",
    "data property": "{attribute} a owl:DatatypeProperty",
    "subproperty": "{relation} rdfs:subPropertyOf {relation}",
    "data subproperty": "sym:d0 rdfs:subPropertyOf sym:d1",
    "equivalent properties": "{relation} owl:equivalentProperty {relation}",
    "inverse properties": "{relation} owl:inverseOf {relation}",
    "disjoint properties": "{property} owl:propertyDisjointWith {property}",
    "all disjoint properties": "{all:x} a owl:AllDisjointProperties . {all:x} owl:members ( {relation} {relation} {relation} )",
    "domain": "{property} rdfs:domain {class}",
    "range": "{relation} rdfs:range {class}",
    "datatype as range": "{attribute} rdfs:range {datatype}",
    "kind of property": "{relation} a {kind}",
    "functional data property": "{attribute} a owl:FunctionalProperty",
    "chain": "{relation} owl:propertyChainAxiom ( {relation} {relation} )",
    "long chain": "{relation} owl:propertyChainAxiom ( {relation} {relation} {relation} )",
    "key": "{class} owl:hasKey ( {property} {property} )",
    "key of one": "{class} owl:hasKey ( {property} )",
    "some": RESTRICTION + "{relation} . {class:r} owl:someValuesFrom {class}",
    "some thing": RESTRICTION + "{property} . {class:r} owl:someValuesFrom owl:Thing",
    "some of a datatype": RESTRICTION + "{attribute} . {class:r} owl:someValuesFrom {datatype}",
    "only": RESTRICTION + "{relation} . {class:r} owl:allValuesFrom {class}",
    "only of a datatype": RESTRICTION + "{attribute} . {class:r} owl:allValuesFrom {datatype}",
    "value": RESTRICTION + "{relation} . {class:r} owl:hasValue {thing}",
    "literal value": RESTRICTION + "{attribute} . {class:r} owl:hasValue {literal}",
    "at most": RESTRICTION + "{property} . {class:r} owl:maxCardinality {few}",
    "at most of a class": RESTRICTION
    + "{relation} . {class:r} owl:maxQualifiedCardinality {few} . {class:r} owl:onClass {class}",
    "at most of things": RESTRICTION
    + "{relation} . {class:r} owl:maxQualifiedCardinality {few} . {class:r} owl:onClass owl:Thing",
    "intersection": "{class} owl:intersectionOf ( {class} {class} )",
    "union": "{class} owl:unionOf ( {class} {class} )",
    "enumeration": "{class} owl:oneOf ( {thing} {thing} )",
    "complement": "{class} owl:complementOf {class}",
    "nothing": "{class} rdfs:subClassOf owl:Nothing",
    "same": "{thing} owl:sameAs {thing}",
    "different": "{thing} owl:differentFrom {thing}",
    "all different": "{all:x} a owl:AllDifferent . {all:x} owl:members ( {thing} {thing} {thing} )",
    "distinct": "{all:x} a owl:AllDifferent . {all:x} owl:distinctMembers ( {thing} {thing} )",
    "not related": "{not:x} a owl:NegativePropertyAssertion . {not:x} owl:sourceIndividual {thing} . {not:x} owl:assertionProperty {relation} . {not:x} owl:targetIndividual {thing}",
    "not so valued": "{not:x} a owl:NegativePropertyAssertion . {not:x} owl:sourceIndividual {thing} . {not:x} owl:assertionProperty {attribute} . {not:x} owl:targetValue {literal}",
    "annotation": '{class} rdfs:label "a" . {relation} rdfs:comment "b" . {thing} rdfs:seeAlso {thing}',
    "annotation property": "sym:note a owl:AnnotationProperty . sym:note rdfs:subPropertyOf rdfs:comment . {thing} sym:note {literal}",
    "ontology": 'sym:o a owl:Ontology . sym:o owl:versionInfo "1" . {class} owl:deprecated "true"',
}
STATEMENTS: Final = (
    "{thing} a {class}",
    "{thing} {relation} {thing}",
    "{thing} {attribute} {literal}",
)
#: owlrl skips reflexive axioms of what is not declared, a fault: see `comparing.py`
DECLARED: Final = tuple(f"{name} a owl:Class" for name in CHOICES["class"]) + tuple(
    f"{name} a owl:{kind}Property"
    for sort, kind in (("relation", "Object"), ("attribute", "Datatype"))
    for name in CHOICES[sort]
)


def choose_constructs(seed: int) -> tuple[str, ...]:
    """The constructs that the ontology of a seed uses: some in turn, some at random."""
    random, names = Random(seed), list(CONSTRUCTS)
    turn = [names[(seed * IN_TURN + i) % len(names)] for i in range(IN_TURN)]
    return (*turn, *random.choices(names, k=random.randint(*AT_RANDOM)))


def generate_ontology(seed: int) -> tuple[Triple, ...]:
    """The ontology of a seed: declarations, axioms, and facts that they apply to."""
    draw = Draw(Random(seed + 1))
    lines = [*DECLARED, *(draw.write(CONSTRUCTS[name]) for name in choose_constructs(seed))]
    for _ in range(draw.random.randint(*FACTS)):
        lines.append(draw.write(draw.random.choice(STATEMENTS)))
    return tuple(dict.fromkeys(t for n, line in enumerate(lines) for t in read_axioms(line, n)))


def read_axioms(line: str, number: int) -> Iterator[Triple]:
    """The triples of a line of axioms; the nodes of its list are named by its number."""
    for axiom in line.split(" . "):
        s, p, *rest = axiom.split()
        if rest[0] != "(":
            yield read_term(s), read_term(p), read_term(rest[0])
            continue
        members = rest[1:-1]
        nodes = [node(f"sym:list{number}-{i}") for i in range(len(members))]
        yield read_term(s), read_term(p), nodes[0]
        for here, member, onward in zip(nodes, members, [*nodes[1:], node("rdf:nil")], strict=True):
            yield here, node("rdf:first"), read_term(member)
            yield here, node("rdf:rest"), onward


def read_term(word: str) -> str:
    """A CURIE, a short name, a numeral or a literal as an N-Triples term."""
    if word[0] == '"':
        return word
    if word[0].isdigit():
        return f'"{word}"^^{node("xsd:decimal" if "." in word else "xsd:integer")}'
    return SHORT.get(word) or node(word)
