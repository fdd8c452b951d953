"""Our closure and owlrl's are the same, but for the closed list of reasons."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from matcher.errors import CacheError
from matcher.knowledge import read_turtle
from matcher.model import Triple
from matcher.namespaces import node
from matcher.reasoning.closure import CompiledReasoner
from matcher.reasoning.comparing import (
    BY_VALUE,
    REASONS,
    TAKEN_FOR_DATATYPE,
    Comparison,
    compare,
    strip_faulty,
)
from matcher.reasoning.engine import NAMES, load_engine
from matcher.reasoning.owlrl_engine import OwlrlReasoner
from matcher.reasoning.proof import prove
from tests.reasoning.cases import RULES, find_case
from tests.reasoning.generated import ontologies
from tests.reasoning.pattern import facts, pattern_facts

STREAM = facts("use:stream a mat:Bagasse . use:stream a sym:Stream")


def compare_on(triples: list[Triple]) -> Comparison:
    """Both closures of the same facts, compared."""
    sound = strip_faulty(triples)
    return compare(CompiledReasoner().close(sound), OwlrlReasoner().close(sound))


@pytest.mark.parametrize("rule", RULES)
def test_the_closures_agree_on_every_rule_s_case(rule: str) -> None:
    case = find_case(rule)
    assert compare_on(list(case.given)).equal
    assert compare_on([*case.given, *case.follows]).equal
    assert compare_on(list(case.consistent)).equal


def test_the_closures_agree_on_the_pattern() -> None:
    found = compare_on([*pattern_facts(), *STREAM])
    assert found.equal
    assert set(found.hidden) <= set(REASONS)


def test_what_the_closed_list_hides_is_counted() -> None:
    found = compare_on(facts('sym:a owl:sameAs sym:b . sym:a rdfs:label "a"'))
    assert found.equal
    assert found.hidden["annotations"] == 1  # ours says the label of b too
    assert found.hidden["datatypes that are not of OWL 2 RL"] == 4


def test_a_missing_triple_is_reported_with_the_rule_that_makes_it() -> None:
    whole = CompiledReasoner().close(facts("sym:C rdfs:subClassOf sym:D . sym:a a sym:C"))
    part = OwlrlReasoner().close(facts("sym:C rdfs:subClassOf sym:D"))
    found = compare(whole, part)
    assert not found.equal
    derived = {d.triple: d for d in found.differences}[facts("sym:a a sym:D")[0]]
    assert derived.only_in == "compiled"
    assert derived.step is not None
    assert derived.step.rule == "cax-sco"


def test_a_contradiction_that_one_engine_misses_is_a_difference() -> None:
    clash = CompiledReasoner().close(facts("sym:a a owl:Nothing"))
    calm = OwlrlReasoner().close(facts("sym:a a sym:C"))
    assert not compare(clash, calm).equal
    assert compare(clash, calm).consistent == (False, True)


def read_fault(name: str) -> list[Triple]:
    """A minimal file that owlrl gets wrong; the W3C text stands in it."""
    path = Path(__file__).parent / "reasoning" / "faults" / f"{name}.ttl"
    return [(s, p, o) for s, p, o, _graph in read_turtle(path, "http://example.org/fault")]


def test_owlrl_leaves_out_what_a_circle_of_subsumptions_says_of_each_member() -> None:
    given = read_fault("reflexive-subsumption")
    found = compare_on(given)
    assert found.equal
    assert found.hidden["reflexive subsumption, a fault of owlrl"] == 8
    ours, theirs = CompiledReasoner().close(given), OwlrlReasoner().close(given)
    e = "<http://example.org/{}>".format
    assert (e("C"), node("rdfs:subClassOf"), e("C")) in ours
    assert (e("C"), node("rdfs:subClassOf"), e("C")) not in theirs


def test_owlrl_merges_what_differs_in_its_only_key_and_ours_does_not() -> None:
    given = read_fault("keys")
    same = ("<http://example.org/a>", node("owl:sameAs"), "<http://example.org/b>")
    assert same in OwlrlReasoner().close(given)
    assert same not in CompiledReasoner().close(given)


def test_owlrl_misses_a_pair_that_is_not_different_and_ours_does_not() -> None:
    given = read_fault("all-different")
    assert OwlrlReasoner().close(given).clashes == ()
    assert [clash.rule for clash in CompiledReasoner().close(given).clashes] == ["eq-diff2"]


def test_owlrl_does_not_look_at_what_literals_denote_and_ours_does() -> None:
    given = read_fault("values")
    found = compare_on(given)
    assert found.equal
    assert found.hidden[BY_VALUE] > 10
    assert found.hidden[TAKEN_FOR_DATATYPE] == 4
    ours, theirs = CompiledReasoner().close(given), OwlrlReasoner().close(given)
    for said in [
        "e:a owl:sameAs e:b",
        "e:a owl:differentFrom e:c",
        "e:a a xsd:byte",
        "e:a a rdfs:Literal",
    ]:
        triple = facts(said.replace("e:", "http://example.org/"))[0]
        assert triple in ours
        assert triple not in theirs
    assert [clash.rule for clash in ours.clashes] == ["dt-not-type"]
    assert theirs.clashes == ()


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(ontologies(12))
def test_the_closures_agree_on_generated_ontologies(triples: list[Triple]) -> None:
    found = compare_on(triples)
    assert found.equal, (found.differences[:3], found.consistent)


@pytest.mark.slow
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(ontologies(20))
def test_the_closures_agree_on_larger_generated_ontologies(triples: list[Triple]) -> None:
    found = compare_on(triples)
    assert found.equal, (found.differences[:3], found.consistent)


def test_owlrl_gives_the_same_answers_through_the_same_protocol() -> None:
    ours = load_engine("compiled").close(pattern_facts()).overlay(STREAM)
    theirs = load_engine("owlrl").close(pattern_facts()).overlay(STREAM)
    stream = STREAM[0][0]
    assert set(ours.match(stream)) == set(theirs.match(stream))
    assert set(ours.objects(stream, node("sym:functionFeed"))) == {node("proc:BiomassBoiler")}
    assert theirs.is_stated_here(STREAM[0])
    assert not theirs.is_stated_here(pattern_facts()[0])
    goal = facts("use:stream sym:functionFeed proc:BiomassBoiler")[0]
    assert prove(theirs, goal).steps[-1] == ours.derivation(goal)
    assert theirs.derivation(facts("use:stream a sym:Unknown")[0]) is None
    assert set(theirs.derived()) | set(theirs.asserted()) == set(theirs.match())
    assert theirs.derived_count == len(theirs) - len(set(theirs.asserted()))


@pytest.mark.parametrize("name", NAMES)
def test_each_engine_opens_what_it_saved_and_refuses_what_it_did_not(
    name: str, tmp_path: Path
) -> None:
    engine = load_engine(name)
    given = facts("sym:C rdfs:subClassOf sym:D . sym:a a sym:C . sym:b a owl:Nothing")
    closure = engine.close(given)
    closure.save(tmp_path / "closure.bin")
    opened = engine.open(tmp_path / "closure.bin")
    assert set(opened.match()) == set(closure.match())
    assert set(opened.derived()) == set(closure.derived())
    assert opened.clashes == closure.clashes
    assert facts("sym:x a sym:D")[0] in opened.overlay(facts("sym:x a sym:C"))
    (tmp_path / "closure.bin").write_bytes(b"rubbish")
    with pytest.raises(CacheError, match="Delete it"):
        engine.open(tmp_path / "closure.bin")


def test_many_streams_are_closed_by_owlrl_at_once() -> None:
    streams = [facts(f"use:s{i} a mat:Bagasse") for i in range(3)]
    together = OwlrlReasoner().overlay_many(pattern_facts(), streams)
    for (stated,) in streams:
        assert (stated[0], node("sym:functionFeed"), node("proc:BiomassBoiler")) in together
        assert together.is_stated_here(stated)


def test_owlrl_leaves_literals_as_they_were_written() -> None:
    given = [
        (
            "<http://example.org/a>",
            "<http://example.org/p>",
            '"01"^^<http://www.w3.org/2001/XMLSchema#integer>',
        ),
        ("<http://example.org/a>", "<http://example.org/p>", '"line\\nbreak \\"q\\" é"@en'),
    ]
    assert set(given) <= set(OwlrlReasoner().close(given).match())
