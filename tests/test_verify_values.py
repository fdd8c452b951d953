"""The verifier's own reading of literals: which have a value, which values are one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.model import FALSE, Proof, Step, Triple
from matcher.namespaces import node
from matcher.reasoning.values import DATATYPES, are_different, are_equal, is_of, read_value
from matcher.reasoning.verify import verify


def literal(text: str) -> str:
    """`01 integer` as a literal; words without a datatype as they are."""
    lexical, _space, datatype = text.rpartition(" ")
    return f'"{lexical}"^^{node(datatype if ":" in datatype else "xsd:" + datatype)}'


@pytest.mark.parametrize(
    "pair",
    [
        "1 integer = 01 integer", "1 integer = 1.0 decimal", "+5 byte = 5 unsignedLong",
        "0 integer = -0 integer", ".5 decimal = 0.50 decimal", "1 boolean = true boolean",
        "1E2 double = 100 double", "NaN double = NaN double", "INF double = +INF double",
        "1E400 double = INF double", "1E39 float = INF float", "16777217 float = 16777216 float",
        "aB hexBinary = Ab hexBinary", "YWJj base64Binary = Y W J j base64Binary",
        "a string = a token", "a Name = a NMTOKEN", "a@ rdf:PlainLiteral = a string",
        "2024-02-28T24:00:00 dateTime = 2024-02-29T00:00:00 dateTime",
        "1999-12-31T24:00:00.0Z dateTime = 2000-01-01T00:00:00Z dateTime",
        "2000-01-01T00:00:00-00:00 dateTime = 2000-01-01T00:00:00Z dateTimeStamp",
        "2000-01-01T00:00:00.50 dateTime = 2000-01-01T00:00:00.5 dateTime",
        "-0001-01-01T00:00:00 dateTime = -0001-01-01T00:00:00 dateTime",
        "<a  b='1'/> rdf:XMLLiteral = <a b='1'></a> rdf:XMLLiteral",
    ],
)  # fmt: skip
def test_one_value_in_two_forms(pair: str) -> None:
    one, other = (literal(part) for part in pair.split(" = "))
    assert are_equal(one, other)
    assert not are_different(one, other)


@pytest.mark.parametrize(
    "pair",
    [
        "1 integer = 2 integer", "1 integer = 1 string", "1 integer = 1 double",
        "1 float = 1 double", "0 double = -0 double", "1 boolean = 1 integer",
        "a string = a anyURI", "a@en rdf:PlainLiteral = a@ rdf:PlainLiteral",
        "00 hexBinary = AA== base64Binary", "16777217 double = 16777216 double",
        "2000-01-01T00:00:00Z dateTime = 2000-01-01T00:00:00 dateTime",
        "2000-01-01T00:00:00Z dateTime = 2000-01-01T01:00:00+01:00 dateTime",
    ],
)  # fmt: skip
def test_two_values(pair: str) -> None:
    one, other = (literal(part) for part in pair.split(" = "))
    assert are_different(one, other)
    assert not are_equal(one, other)


@pytest.mark.parametrize(
    "text",
    [
        "1.0 integer", "128 byte", "-1 unsignedInt", "0 positiveInteger", "1e2 decimal", ". decimal",
        "yes boolean", "1e double", "inf float", "abc hexBinary", "ABC= base64Binary",
        "YWJ= base64Binary", " 1 integer", "１ integer", "a  b token", "1a Name", "a:b NCName",
        "en_GB language", "a rdf:PlainLiteral", "a@e_n rdf:PlainLiteral", "<a> rdf:XMLLiteral",
        "2023-02-29T00:00:00 dateTime", "1900-02-29T00:00:00 dateTime",
        "2000-13-01T00:00:00 dateTime", "2000-01-01T24:00:01 dateTime",
        "2000-01-01T00:60:00 dateTime", "2000-01-01T00:00:00+14:01 dateTime",
        "12000-01-01T00:00:00+15:00 dateTime", "01000-01-01T00:00:00 dateTime",
        "2000-01-01T00:00:00 dateTimeStamp", "1 mat:NoDatatype",
    ],
)  # fmt: skip
def test_what_has_no_value(text: str) -> None:
    assert read_value(literal(text)) is None
    assert not are_equal(literal(text), literal(text))


@pytest.mark.parametrize(
    ("text", "types", "others"),
    [
        (
            "5 integer",
            "decimal byte nonNegativeInteger rdfs:Literal",
            "negativeInteger string float",
        ),
        ("5.0 decimal", "integer unsignedByte", "double"),
        ("5.5 decimal", "decimal", "integer"),
        ("300 integer", "short unsignedShort", "byte unsignedByte"),
        ("a b string", "token normalizedString rdf:PlainLiteral", "Name NMTOKEN language anyURI"),
        ("a@en rdf:PlainLiteral", "rdf:PlainLiteral rdfs:Literal", "string"),
        ("2000-01-01T00:00:00Z dateTime", "dateTimeStamp", "string"),
        ("2000-01-01T00:00:00 dateTime", "dateTime", "dateTimeStamp"),
    ],
)
def test_which_datatypes_hold_a_value(text: str, types: str, others: str) -> None:
    for names, expected in ((types, True), (others, False)):
        for name in names.split():
            datatype = node(name if ":" in name else f"xsd:{name}")
            assert is_of(literal(text), datatype) is expected, name
            said: Triple = (literal(text), node("rdf:type"), datatype)
            leaf = Step("asserted", (), said, "stream")
            steps = (leaf, Step("dt-not-type", (said,), FALSE))
            assert verify(Proof(FALSE, steps), lambda *_: True) is not expected, name


def test_a_literal_with_a_language_is_plain_text_and_its_tag_has_no_case() -> None:
    assert are_equal('"a"@EN', '"a"@en')
    assert are_equal('"a"@en', '"a@en"^^' + node("rdf:PlainLiteral"))
    assert are_equal('"a"', '"a"^^' + node("xsd:string"))
    assert are_equal('"\\u00e9"', '"é"')
    assert are_different('"a"@en', '"a"')


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3), st.integers(0, 5))
def test_a_number_keeps_its_value_with_zeros_around_it(number: object, zeros: int) -> None:
    text = f"{number:f}"
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    padded = literal(f"{sign}{'0' * zeros}{digits}{'0' * zeros} decimal")
    assert are_equal(literal(f"{text} decimal"), padded)


def conclude(rule: str, triple: Triple, *premises: Triple) -> bool:
    """Whether a step without a leaf of its own is accepted."""
    return verify(Proof(triple, (Step(rule, premises, triple),)), lambda *_: False)


def test_a_step_over_literals_is_checked_against_their_values() -> None:
    one, also, two = (literal(text) for text in ("1 integer", "01 integer", "2 integer"))
    same, other, kind = node("owl:sameAs"), node("owl:differentFrom"), node("rdf:type")
    integer, text = node("xsd:integer"), node("xsd:string")
    assert conclude("dt-eq", (one, same, also))
    assert conclude("dt-diff", (one, other, two))
    assert conclude("dt-type2", (one, kind, integer))
    assert all(conclude("dt-type1", (f"<{d}>", kind, node("rdfs:Datatype"))) for d in DATATYPES)
    for rule, triple in (
        ("dt-eq", (one, same, two)), ("dt-eq", (one, other, also)), ("dt-eq", (integer, same, integer)),
        ("dt-diff", (one, other, also)), ("dt-diff", (one, same, two)), ("dt-diff", (integer, other, one)),
        ("dt-type2", (one, kind, text)), ("dt-type2", (integer, kind, integer)),
        ("dt-type2", (one, same, integer)), ("dt-type1", (node("mat:D"), kind, node("rdfs:Datatype"))),
        ("dt-type1", (integer, kind, node("owl:Class"))), ("dt-not-type", FALSE),
    ):  # fmt: skip
        assert not conclude(rule, triple), (rule, triple)
    assert not conclude("dt-eq", (one, same, also), (one, same, also))
