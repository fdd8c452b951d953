"""Small ontologies made by hypothesis, over every construct that owlrl gets right."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from matcher.model import Triple
from tests.reasoning.pattern import facts, list_facts

CLASSES: Final = tuple(f"sym:C{i}" for i in range(5))
PROPERTIES: Final = tuple(f"sym:p{i}" for i in range(3))
THINGS: Final = tuple(f"sym:i{i}" for i in range(5))

classes = st.sampled_from(CLASSES)
properties = st.sampled_from(PROPERTIES)
things = st.sampled_from(THINGS)
values = st.sampled_from((*THINGS, '"one"', '"two"@en'))
kinds = st.sampled_from(
    [
        f"owl:{kind}Property"
        for kind in (
            "Symmetric", "Transitive", "Functional", "InverseFunctional", "Irreflexive",
            "Asymmetric", "Object", "Datatype",
        )
    ]
)  # fmt: skip


def write(template: str, *parts: SearchStrategy[str]) -> SearchStrategy[list[Triple]]:
    """Facts from a template with drawn words."""
    return st.tuples(*parts).map(lambda words: facts(template.format(*words)))


def over_list(
    subject: SearchStrategy[str], predicate: str, member: SearchStrategy[str], most: int
) -> SearchStrategy[list[Triple]]:
    """A list axiom with drawn members."""
    members = st.lists(member, min_size=1, max_size=most)
    names = st.integers(0, 10**6).map(lambda number: f"list{number}")
    return st.tuples(subject, members, names).map(
        lambda drawn: list_facts(drawn[0], predicate, drawn[1], drawn[2])
    )


restriction = "{0} owl:onProperty {1} . {0} owl:"
count = '"{2}"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>'
numbers = st.sampled_from(["0", "1"])

plain_facts = st.one_of(
    write("{} {} {}", things, properties, values),
    write("{} a {}", things, classes),
)
schema = st.one_of(
    write("{} rdfs:subClassOf {}", classes, classes),
    write("{} owl:equivalentClass {}", classes, classes),
    write("{} a owl:Class", classes),
    write("{} rdfs:subPropertyOf {}", properties, properties),
    write("{} owl:equivalentProperty {}", properties, properties),
    write("{} owl:inverseOf {}", properties, properties),
    write("{} a {}", properties, kinds),
    write("{} rdfs:domain {}", properties, classes),
    write("{} rdfs:range {}", properties, classes),
)
chains = over_list(properties, "owl:propertyChainAxiom", properties, 3)
restrictions = st.one_of(
    write(restriction + "someValuesFrom {2}", classes, properties, classes),
    write(restriction + "someValuesFrom owl:Thing", classes, properties),
    write(restriction + "allValuesFrom {2}", classes, properties, classes),
    write(restriction + "hasValue {2}", classes, properties, values),
    write(restriction + "maxCardinality " + count, classes, properties, numbers),
    write(
        restriction + "maxQualifiedCardinality " + count + " . {0} owl:onClass {3}",
        classes,
        properties,
        numbers,
        st.sampled_from((*CLASSES, "owl:Thing")),
    ),
)
constructs = st.one_of(
    over_list(classes, "owl:intersectionOf", classes, 3),
    over_list(classes, "owl:unionOf", classes, 3),
    over_list(classes, "owl:oneOf", things, 3),
    write("{} owl:complementOf {}", classes, classes),
    write("{} owl:disjointWith {}", classes, classes),
    write("{} owl:propertyDisjointWith {}", properties, properties),
)
equalities = st.one_of(
    write("{} owl:sameAs {}", things, things),
    write("{} owl:differentFrom {}", things, things),
    write("{} owl:sameAs {}", classes, classes),
    write("{} owl:sameAs {}", properties, properties),
    write(
        "sym:n{3} owl:sourceIndividual {0} . sym:n{3} owl:assertionProperty {1} . "
        "sym:n{3} owl:targetIndividual {2}",
        things,
        properties,
        things,
        numbers,
    ),
)


#: owlrl leaves out some reflexive axioms of what is not declared (faults/reflexive-…)
DECLARED: Final = facts(
    "\n".join(
        [f"{name} a owl:Class" for name in CLASSES]
        + [f"{name} a owl:ObjectProperty" for name in PROPERTIES]
    )
)


def ontologies(most: int) -> SearchStrategy[list[Triple]]:
    """Up to so many axioms with facts to go with them; equality stays rare, or all is one."""
    axioms = st.one_of(schema, schema, restrictions, constructs, chains)
    return st.tuples(
        st.lists(plain_facts, min_size=8, max_size=20),
        st.lists(axioms, min_size=2, max_size=most),
        st.lists(equalities, max_size=1),
    ).map(lambda parts: DECLARED + [triple for part in parts for found in part for triple in found])
