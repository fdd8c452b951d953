"""What is drawn of values by need is enough: nothing more follows where all of it is stated.

Against each generated ontology stands the same with everything stated that dt-type2, dt-eq and
dt-diff say of its literals, as the Recommendation has it: of things that are no literals the
same must follow, and a contradiction must be found in both or in none.
"""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest

from matcher.model import Triple
from matcher.namespaces import node
from matcher.reasoning.closure import CompiledClosure, CompiledReasoner
from matcher.reasoning.comparing import rests_on_values
from matcher.reasoning.datatypes import NAMES, is_literal, is_within, read_value
from matcher.reasoning.generating import (
    CONSTRUCTS,
    DECLARED,
    RESTRICTION,
    STATEMENTS,
    Draw,
    read_axioms,
)

#: axioms in which values, datatypes and what names them meet; some are not of the profile. Left
#: out are inverses of data properties, which make a literal a subject: the profile has none
OF_VALUES = (
    "{attribute} a owl:InverseFunctionalProperty",
    "{attribute} owl:propertyChainAxiom ( {relation} {attribute} )",
    "{class} owl:oneOf ( {literal} {literal} )",
    "{class} owl:intersectionOf ( {datatype} {class} )",
    "{class} owl:unionOf ( {datatype} {class} )",
    "{datatype} rdfs:subClassOf {class}",
    "{class} owl:equivalentClass {datatype}",
    "{class} owl:complementOf {datatype}",
    "{class} owl:disjointWith {datatype}",
    "{datatype} owl:disjointWith {datatype}",
    "{class} owl:hasKey ( {attribute} )",
    "{class} owl:hasKey ( {attribute} {relation} )",
    "sym:d0 owl:propertyDisjointWith sym:d1",
    "{all:x} a owl:AllDisjointProperties . {all:x} owl:members ( sym:d0 sym:d1 )",
    "{all:x} a owl:AllDisjointClasses . {all:x} owl:members ( {datatype} {class} {datatype} )",
    "{all:x} a owl:AllDifferent . {all:x} owl:members ( {thing} {thing} {literal} )",
    "{thing} owl:sameAs {literal}",
    "{thing} owl:differentFrom {literal}",
    RESTRICTION + "{attribute} . {class:r} owl:hasValue {literal}",
    RESTRICTION
    + "{attribute} . {class:r} owl:maxQualifiedCardinality {few} . {class:r} owl:onClass {datatype}",
)
FEW = (*STATEMENTS, "{thing} {attribute} {literal}")


def generate(seed: int) -> list[Triple]:
    """A few axioms over values, a few others, and facts."""
    draw = Draw(Random(seed))
    choose = draw.random.choice
    lines = [*DECLARED, *(draw.write(choose(OF_VALUES)) for _ in range(3))]
    lines += [draw.write(choose(list(CONSTRUCTS.values()))) for _ in range(2)]
    lines += [draw.write(choose(FEW)) for _ in range(8)]
    return list(dict.fromkeys(t for n, line in enumerate(lines) for t in read_axioms(line, n)))


def state_everything(triples: list[Triple]) -> list[Triple]:
    """The triples, and all that table 8 says of the literals among them."""
    literals = sorted({term for triple in triples for term in triple if is_literal(term)})
    types = [(one, node("rdf:type"), name) for one in literals for name in NAMES
             if is_within(one, name)]  # fmt: skip
    pairs = [(one, relate(one, other), other) for one, other in permutations(literals, 2)]
    return [*triples, *types, *pairs]


def relate(one: str, other: str) -> str:
    """owl:sameAs or owl:differentFrom."""
    return node("owl:sameAs" if read_value(one) == read_value(other) else "owl:differentFrom")


def speak_of_things(closure: CompiledClosure) -> set[Triple]:
    """What follows of things that are no literals, eq-ref left out."""
    return {
        (s, p, o)
        for s, p, o in closure.match()
        if not is_literal(s) and not is_literal(o) and (p != node("owl:sameAs") or s != o)
    }


def compare(seeds: range) -> int:
    """Compare both closures of each; in how many more follows than without table 8."""
    told = 0
    for seed in seeds:
        given = generate(seed)
        by_need = CompiledReasoner().close(given)
        everything = CompiledReasoner().close(state_everything(given))
        assert speak_of_things(by_need) == speak_of_things(everything), seed
        assert bool(by_need.clashes) == bool(everything.clashes), seed
        told += any(rests_on_values(by_need, (t,)) for t in speak_of_things(by_need))
    return told


def test_what_is_drawn_by_need_is_all_that_matters() -> None:
    assert compare(range(150)) > 30


@pytest.mark.slow
def test_what_is_drawn_by_need_is_all_that_matters_in_many_more() -> None:
    assert compare(range(150, 3_000)) > 600
