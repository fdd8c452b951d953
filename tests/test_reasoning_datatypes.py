"""Literals by value: each datatype's lexical and value space, and the rules that ask for them."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.namespaces import node
from matcher.reasoning.closure import CompiledReasoner
from matcher.reasoning.datatypes import NAMES, is_outside, is_within, read_value
from matcher.reasoning.proof import prove, prove_clash
from matcher.reasoning.verify import check, read_leaves
from tests.reasoning.pattern import facts, list_facts

#: datatype | lexical forms that it has | those that it has not, apart by two spaces
FORMS = r"""
xsd:decimal | 42  -42.0  +03.1410  .5  5.  0 | 0.3141E+1  1e3  INF  .  --1
xsd:integer | 42  -0  +042 | 42.0  4 2  1e3
xsd:nonNegativeInteger | 0  +1 | -1
xsd:nonPositiveInteger | 0  -1 | 1
xsd:positiveInteger | 1 | 0
xsd:negativeInteger | -1 | 0
xsd:long | -9223372036854775808  9223372036854775807 | 9223372036854775808
xsd:int | -2147483648 | 2147483648
xsd:short | 32767 | -32769
xsd:byte | -128  127 | 128  -129
xsd:unsignedLong | 18446744073709551615 | 18446744073709551616  -1
xsd:unsignedInt | 4294967295 | 4294967296
xsd:unsignedShort | 65535 | 65536
xsd:unsignedByte | 255 | 256
xsd:float | 1.0E+38  INF  -INF  +INF  NaN  1 | nan  Infinity  1e
xsd:double | 5.0E-324  -1.5e3  1.0E+310 | 0x1p3  1_0
xsd:boolean | true  0 | TRUE  yes
xsd:token | abc 123  a | x	y
xsd:language | en  de-CH-1996 | en-  x_y  123456789
xsd:Name | ns:tag  :tag  été | .tag  1a
xsd:NCName | tag  _a.b-1 | ex:tag
xsd:NMTOKEN | .token  12token  a:b | a b
xsd:hexBinary | 01  Fb0A | 0  0g
xsd:base64Binary | T1dMIDIgREw=  T1dM IDIg REw=  AA== | T(1)d  AAA  AB==
xsd:anyURI | http://example.org/a#b  /relative  :abc |
xsd:dateTime | 2009-04-21T12:30:15  2009-04-21T12:30:15.00Z  2008-02-29T24:00:00-14:00  -0044-03-15T00:00:00  12009-01-01T00:00:00 | 2009-04-21  2009-02-29T00:00:00  2009-04-21T24:00:01  2009-04-21T12:60:00  2009-04-21T12:00:00+14:01  009-01-01T00:00:00
xsd:dateTimeStamp | 2009-04-21T12:30:15-05:00 | 2009-04-21T12:30:15
rdf:PlainLiteral | abc@de  abc@  a@b@en | abc  abc@12
rdf:XMLLiteral | <ex>abc</ex>  text | <ex>  <a></b>  </x><x>
"""


def literal(text: str, name: str) -> str:
    """A literal of a datatype."""
    return f'"{text}"^^{node(name)}'


def read_forms() -> list[tuple[str, list[str], list[str]]]:
    """Each row of the table."""
    rows = []
    for line in FORMS.strip().splitlines():
        name, good, bad = line.split("|")
        rows.append((name.strip(), split_forms(good), split_forms(bad)))
    return rows


def split_forms(part: str) -> list[str]:
    """The lexical forms in a part of a row."""
    return [text for text in part.strip().split("  ") if text]


@pytest.mark.parametrize(("name", "good", "bad"), read_forms(), ids=lambda row: str(row)[:24])
def test_a_datatype_has_its_lexical_forms_and_no_others(
    name: str, good: list[str], bad: list[str]
) -> None:
    for text in good:
        assert is_within(literal(text, name), node(name)), text
        assert not is_outside(literal(text, name), node(name)), text
    for text in bad:
        assert read_value(literal(text, name)) is None, text
        assert is_outside(literal(text, name), node(name)), text


def test_every_datatype_of_the_profile_is_tried() -> None:
    tried = {name for name, _good, _bad in read_forms()}
    untried = {"rdfs:Literal", "xsd:string", "xsd:normalizedString"}  # these have every text
    assert {node(name) for name in tried | untried} == set(NAMES)
    assert len(NAMES) == 32


SAME_VALUES = [
    [("42", "xsd:byte"), ("+042", "xsd:integer"), ("42.0", "xsd:decimal")],
    [("3.141", "xsd:double"), ("+0.31410E+01", "xsd:double")],
    [("3.141", "xsd:float"), ("+0.31410E+01", "xsd:float")],
    [("3.141", "xsd:decimal"), ("+03.1410", "xsd:decimal")],
    [("1", "xsd:boolean"), ("true", "xsd:boolean")],
    [("fb", "xsd:hexBinary"), ("FB", "xsd:hexBinary")],
    [("-w==", "xsd:anyURI")],
    [("+w==", "xsd:base64Binary"), ("+ w==", "xsd:base64Binary")],
    [("abc@DE", "rdf:PlainLiteral"), ("abc@de", "rdf:PlainLiteral")],
    [("abc@", "rdf:PlainLiteral"), ("abc", "xsd:string"), ("abc", "xsd:NCName")],
    [("NaN", "xsd:double"), ("NaN", "xsd:double")],
    [("NaN", "xsd:float")],
    [("0", "xsd:double"), ("+0.0", "xsd:double")],
    [("-0", "xsd:double")],
    [("2009-04-21T12:00:00Z", "xsd:dateTime"), ("2009-04-21T12:00:00.0+00:00", "xsd:dateTimeStamp")],
    [("2009-04-21T13:00:00+01:00", "xsd:dateTime")],
    [("2009-04-21T12:00:00", "xsd:dateTime")],
    [("2009-04-20T24:00:00", "xsd:dateTime"), ("2009-04-21T00:00:00", "xsd:dateTime")],
    [("<a b='1' c='2'/>", "rdf:XMLLiteral"), ("<a c='2' b='1'></a>", "rdf:XMLLiteral")],
    [("<a b='1'/>", "rdf:XMLLiteral")],
    [("INF", "xsd:double"), ("1E400", "xsd:double")],
    [("INF", "xsd:float"), ("1E40", "xsd:float")],
]  # fmt: skip


def test_values_are_the_same_within_a_group_and_differ_between_groups() -> None:
    groups = [{read_value(literal(text, name)) for text, name in group} for group in SAME_VALUES]
    assert None not in set().union(*groups)
    assert all(len(group) == 1 for group in groups)
    assert not [pair for pair in combinations(groups, 2) if pair[0] & pair[1]]


def test_a_number_of_32_bits_is_rounded_once() -> None:
    # half way between two numbers of 32 bits, and a little more than a number of 64 bits shows
    halfway = 1 + 2.0**-24
    assert read_value(literal(f"{halfway:.30f}", "xsd:float")) == ("float", (1.0).hex())
    above = f"{halfway:.24f}" + "0" * 20 + "1"
    assert read_value(literal(above, "xsd:float")) == ("float", (1 + 2.0**-23).hex())


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3), st.integers(0, 3))
def test_zeros_at_either_end_do_not_change_a_number(number: object, zeros: int) -> None:
    text = f"{number:f}"
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    padded = sign + "0" * zeros + digits + "0" * zeros
    assert read_value(literal(padded, "xsd:decimal")) == read_value(literal(text, "xsd:decimal"))


def test_what_is_not_of_the_profile_has_no_value_and_is_outside_of_nothing() -> None:
    day = literal("2026-01-01", "xsd:date")
    assert read_value(day) is None
    assert not is_within(day, node("rdfs:Literal"))
    assert not is_outside(day, node("xsd:integer"))
    assert not is_outside(node("sym:a"), node("xsd:integer"))
    assert not is_outside('"a"', node("sym:Code"))


XSD = "http://www.w3.org/2001/XMLSchema#"
ONE, ALSO_ONE, TWO = f'"1"^^<{XSD}integer>', f'"1.0"^^<{XSD}decimal>', f'"2"^^<{XSD}integer>'

#: what asks for values: given, and what then follows (`clash` for a contradiction)
ASKED = [
    (f"sym:R owl:hasValue {ONE} . sym:R owl:onProperty sym:p . sym:a sym:p {ALSO_ONE}",
     "sym:a a sym:R"),
    (f"sym:n owl:targetValue {ONE} . sym:n owl:assertionProperty sym:p"
     f" . sym:n owl:sourceIndividual sym:a . sym:a sym:p {ALSO_ONE}", "clash"),
    (f"sym:p a owl:InverseFunctionalProperty . sym:a sym:p {ONE} . sym:b sym:p {ALSO_ONE}",
     "sym:a owl:sameAs sym:b"),
    (f"sym:p owl:propertyDisjointWith sym:q . sym:a sym:p {ONE} . sym:a sym:q {ALSO_ONE}", "clash"),
    (f"sym:p a owl:FunctionalProperty . sym:a sym:p {ONE} . sym:a sym:p {TWO}", "clash"),
    ("sym:R owl:someValuesFrom xsd:byte . sym:R owl:onProperty sym:p"
     f" . sym:a sym:p {ALSO_ONE}", "sym:a a sym:R"),
    ("sym:R owl:someValuesFrom sym:D . sym:R owl:onProperty sym:p . xsd:byte rdfs:subClassOf sym:D"
     f" . sym:a sym:p {ALSO_ONE}", "sym:a a sym:R"),
    ('sym:R owl:maxQualifiedCardinality "0"^^<' + XSD + "nonNegativeInteger> . sym:a a sym:R"
     " . sym:R owl:onClass xsd:integer . sym:R owl:onProperty sym:p"
     f" . sym:a sym:p {ALSO_ONE}", "clash"),
    ("xsd:integer owl:disjointWith sym:D . sym:p rdfs:range sym:D"
     f" . sym:a sym:p {ALSO_ONE}", "clash"),
    ("sym:D owl:disjointWith xsd:integer . sym:p rdfs:range sym:D"
     f" . sym:a sym:p {ALSO_ONE}", "clash"),
    ("xsd:integer owl:complementOf sym:D . sym:p rdfs:range sym:D"
     f" . sym:a sym:p {ALSO_ONE}", "clash"),
    ("sym:D owl:complementOf xsd:integer . sym:p rdfs:range sym:D"
     f" . sym:a sym:p {ALSO_ONE}", "clash"),
    ('sym:v owl:sameAs "x"@EN . sym:w owl:sameAs "x"@en', "sym:v owl:sameAs sym:w"),
    (f"sym:v owl:sameAs {ONE} . sym:v owl:sameAs {TWO}", "clash"),
    (f"sym:v owl:sameAs {ONE} . sym:v a xsd:string", "clash"),
]  # fmt: skip
FAR = {ALSO_ONE: f'"1.5"^^<{XSD}decimal>', '"x"@en': '"y"@en', TWO: ONE, "xsd:string": "xsd:short"}


def nudge(text: str) -> str:
    """The same with a value that no rule joins."""
    for word, other in FAR.items():
        if word in text:
            head, _, tail = text.rpartition(word)
            return head + other + tail
    raise AssertionError(text)


@pytest.mark.parametrize(("text", "follows"), ASKED)
def test_a_rule_that_needs_values_gets_them_with_proofs_that_hold(text: str, follows: str) -> None:
    stated = facts(text)
    closure = CompiledReasoner().close(stated)
    reader, sources = read_leaves({}, stated), dict.fromkeys(stated, "stream")
    if follows == "clash":
        assert closure.clashes
        proofs = [prove_clash(closure, clash, sources) for clash in closure.clashes]
    else:
        assert closure.clashes == ()
        proofs = [prove(closure, facts(follows)[0], sources)]
    proofs += [prove(closure, triple, sources) for triple in closure.derived()]
    for proof in proofs:
        assert check(proof, reader) is None


@pytest.mark.parametrize(("text", "follows"), ASKED)
def test_another_value_joins_nothing(text: str, follows: str) -> None:
    closure = CompiledReasoner().close(facts(nudge(text)))
    assert closure.clashes == ()
    assert follows == "clash" or facts(follows)[0] not in closure


@pytest.mark.parametrize(("text", "follows"), ASKED)
def test_the_order_in_which_values_come_does_not_matter(text: str, follows: str) -> None:
    stated = facts(text)
    whole = CompiledReasoner().close(stated)
    for order in (stated, stated[::-1]):
        layered = CompiledReasoner().close(())
        for fact in order:
            layered = layered.overlay([fact])
        assert set(layered.match()) == set(whole.match())
        assert bool(layered.clashes) == bool(whole.clashes) == (follows == "clash")


@pytest.mark.parametrize(("text", "follows"), ASKED)
def test_what_values_led_to_goes_with_what_asked_for_them(text: str, follows: str) -> None:
    stated = facts(text)
    for fact in stated:
        closure = CompiledReasoner().close(stated)
        closure.retract([fact])
        fresh = CompiledReasoner().close([other for other in stated if other != fact])
        assert set(closure.match()) == set(fresh.match())
        assert bool(closure.clashes) == bool(fresh.clashes)
    assert follows


def test_a_key_is_shared_by_values_that_are_written_differently() -> None:
    stated = list_facts("sym:C", "owl:hasKey", ["sym:p", "sym:q"], "key") + facts(
        f"sym:a a sym:C . sym:a sym:p {ONE} . sym:a sym:q sym:x . sym:b a sym:C"
        f" . sym:b sym:p {ALSO_ONE} . sym:b sym:q sym:x . sym:c a sym:C . sym:c sym:p {TWO}"
        " . sym:c sym:q sym:x"
    )
    closure = CompiledReasoner().close(stated)
    goal = facts("sym:a owl:sameAs sym:b")[0]
    assert (
        check(prove(closure, goal, dict.fromkeys(stated, "stream")), read_leaves({}, stated))
        is None
    )
    assert facts("sym:a owl:sameAs sym:c")[0] not in closure


def test_lists_of_values_and_of_datatypes_go_by_value() -> None:
    stated = list_facts("sym:D", "owl:oneOf", [ONE, TWO], "values")
    stated += list_facts(
        "sym:E", "owl:intersectionOf", ["xsd:integer", "xsd:positiveInteger"], "both"
    )
    stated += list_facts("sym:d", "owl:members", ["sym:p", "sym:q"], "apart")
    stated += facts(
        "sym:R owl:someValuesFrom sym:D . sym:R owl:onProperty sym:r . sym:a sym:r "
        + ALSO_ONE
        + " . sym:S owl:someValuesFrom sym:E . sym:S owl:onProperty sym:r"
    )
    closure = CompiledReasoner().close(stated)
    assert facts("sym:a a sym:R")[0] in closure
    assert facts("sym:a a sym:S")[0] in closure
    clash = closure.overlay(
        facts(f"sym:d a owl:AllDisjointProperties . sym:b sym:p {ONE} . sym:b sym:q {ALSO_ONE}")
    )
    assert {found.rule for found in clash.clashes} == {"prp-adp"}


def test_values_that_nothing_asks_for_stay_as_they_were_written() -> None:
    closure = CompiledReasoner().close(facts(f"sym:a sym:p {ONE} . sym:b sym:p {ALSO_ONE}"))
    assert set(closure.objects(node("sym:a"), node("sym:p"))) == {ONE}


def test_a_literal_that_is_not_typed_may_be_wrong_without_a_contradiction() -> None:
    wrong = f'sym:a sym:p "nonsense"^^<{XSD}integer>'
    assert CompiledReasoner().close(facts(wrong)).clashes == ()
    typed = CompiledReasoner().close(facts(wrong + " . sym:p rdfs:range xsd:integer"))
    assert [clash.rule for clash in typed.clashes] == ["dt-not-type"]
