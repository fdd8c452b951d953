"""The datatypes of OWL 2 RL: what a literal denotes, and whether a datatype has it.

Value spaces are those of OWL 2 (Structural Specification, section 4), after XSD 1.1: decimal
and all integers share one, float, double, boolean, dateTime, anyURI and the binaries have one
each, strings with and without language tag share one (rdf:PlainLiteral). Two values are the
same if they are identical: +0 and -0 differ, NaN is itself, and so are dateTimes of one moment
with one time zone. Lexical forms are strict: no white space is trimmed.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from matcher.namespaces import literal_language, literal_text, node

#: the value space and the value in it, in a form that is equal where values are identical
Value = tuple[str, object]

NAME: Final = re.compile(
    r"[:A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF]"
)
NAME_CHARACTERS: Final = re.compile(NAME.pattern[:-1] + r"\-.0-9\u00B7\u0300-\u036F\u203F\u2040]+")
LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
INTEGER: Final = re.compile(r"[+-]?[0-9]+")
DECIMAL: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
FLOATING: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([Ee][+-]?[0-9]+)?|[+-]?INF|NaN")
MOMENT: Final = re.compile(
    r"(-?(?:[1-9][0-9]{3,}|0[0-9]{3}))-([0-9]{2})-([0-9]{2})"
    r"T([0-9]{2}):([0-9]{2}):([0-9]{2}(?:\.[0-9]+)?)(Z|[+-][0-9]{2}:[0-9]{2})?"
)
BASE64: Final = re.compile(r"[A-Za-z0-9+/ ]*={0,2}|[A-Za-z0-9+/ ]*= =")


@dataclass(frozen=True, slots=True)
class Datatype:
    """A datatype: how its lexical forms are read, and which values of that space it has."""

    read: Callable[[str], Value | None]
    space: str
    has: Callable[[object], bool] = lambda _value: True


# --- reading lexical forms; None where a form is not of the lexical space ---


def read_integer(text: str) -> Value | None:
    """Digits with or without a sign."""
    return ("number", Decimal(text)) if INTEGER.fullmatch(text) else None


def read_decimal(text: str) -> Value | None:
    """Digits with or without a sign and a point, no exponent."""
    return ("number", Decimal(text)) if DECIMAL.fullmatch(text) else None


def read_double(text: str) -> Value | None:
    """The nearest number of 64 bits; what is too large is infinite, as in XSD 1.1."""
    return ("double", float(text).hex()) if FLOATING.fullmatch(text) else None


def read_float(text: str) -> Value | None:
    """The nearest number of 32 bits, rounded once."""
    return ("float", round_to_single(text).hex()) if FLOATING.fullmatch(text) else None


def round_to_single(text: str) -> float:
    """The float of 32 bits that is nearest to a lexical form, the even one of two."""
    import numpy as np

    near = float(text)
    with np.errstate(over="ignore", under="ignore"):
        first = np.float32(near)
    if near in (0.0, float("inf"), float("-inf")) or near != near or not np.isfinite(first):
        return float(first)
    exact = Fraction(Decimal(text))
    rivals = (first, *(np.nextafter(first, np.float32(end)) for end in ("-inf", "inf")))
    best = min(
        (rival for rival in rivals if np.isfinite(rival)),
        key=lambda rival: (abs(Fraction(float(rival)) - exact), int(rival.view(np.uint32)) % 2),
    )
    return float(best)


def read_boolean(text: str) -> Value | None:
    """true, false, 1 or 0."""
    found = {"true": True, "1": True, "false": False, "0": False}.get(text)
    return None if found is None else ("boolean", found)


def read_string(text: str) -> Value | None:
    """Any text, without a language."""
    return "string", (text, "")


def read_plain(text: str) -> Value | None:
    """rdf:PlainLiteral: text, an at sign, a language tag or nothing."""
    said, at, language = text.rpartition("@")
    if not at or not (language == "" or LANGUAGE.fullmatch(language)):
        return None
    return "string", (said, language.lower())


def read_uri(text: str) -> Value | None:
    """Any text: no string of characters is ill-typed (`conformance.ANY_URI` says on what ground)."""
    return "anyURI", text


def read_hexadecimal(text: str) -> Value | None:
    """Pairs of hexadecimal digits."""
    return ("hexBinary", bytes.fromhex(text)) if re.fullmatch("([0-9A-Fa-f]{2})*", text) else None


def read_base64(text: str) -> Value | None:
    """Base64 with its padding; single spaces may stand between characters."""
    packed = text.replace(" ", "")
    if not BASE64.fullmatch(text) or "  " in text or text != text.strip():
        return None
    try:
        value = base64.b64decode(packed, validate=True)
    except binascii.Error:
        return None
    # the last character may not carry bits that no byte takes up
    return ("base64Binary", value) if base64.b64encode(value).decode() == packed else None


def read_moment(text: str) -> Value | None:
    """Date and time; the value is the moment as written and the time zone, if there is one."""
    found = MOMENT.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute = (int(part) for part in found.groups()[:5])
    second, zone = Fraction(found[6]), read_zone(found[7])
    midnight = hour == 24 and minute == 0 and second == 0  # the day's end is the next day's start
    if zone == "bad" or second >= 60 or minute > 59 or not (hour <= 23 or midnight):
        return None
    days = count_days(year, month, day)
    return (
        None
        if days is None
        else ("dateTime", (days * 86_400 + hour * 3_600 + minute * 60 + second, zone))
    )


def read_zone(text: str | None) -> int | str | None:
    """Minutes east of Greenwich; None where none is given, “bad” beyond fourteen hours."""
    if text is None or text == "Z":
        return None if text is None else 0
    minutes = int(text[1:3]) * 60 + int(text[4:6])
    if minutes > 840 or int(text[4:6]) > 59:
        return "bad"
    return -minutes if text[0] == "-" else minutes


def count_days(year: int, month: int, day: int) -> int | None:
    """Days from a fixed day to this one, in years of any size; None if there is no such day."""
    cycles, within = divmod(year, 400)  # the calendar repeats after 146,097 days
    try:
        return cycles * 146_097 + datetime(within + 400, month, day).toordinal()
    except ValueError:
        return None


def read_xml(text: str) -> Value | None:
    """Content of an XML element, in its canonical form."""
    from xml.etree.ElementTree import ParseError, canonicalize

    try:
        return "XMLLiteral", canonicalize(f"<x>{text}</x>")
    except (ParseError, ValueError):
        return None


# --- the datatypes ---


def is_whole(value: object) -> bool:
    """Whether a number is an integer."""
    return isinstance(value, Decimal) and value == value.to_integral_value()


def whole(low: int | None, high: int | None) -> Datatype:
    """The integers between two ends, both included."""

    def has(value: object) -> bool:
        if not isinstance(value, Decimal) or not is_whole(value):
            return False
        return (low is None or value >= low) and (high is None or value <= high)

    return Datatype(read_integer, "number", has)


def text_like(fits: Callable[[str], object]) -> Datatype:
    """The strings without language that a test finds fit."""

    def has(value: object) -> bool:
        return isinstance(value, tuple) and not value[1] and bool(fits(value[0]))

    return Datatype(read_string, "string", has)


def is_token(text: str) -> bool:
    """No line break or tab, no space at an end, no two spaces in a row."""
    return not re.search(r"[\t\n\r]|^ | $|  ", text)


def is_name(text: str) -> bool:
    """An XML name."""
    return bool(NAME.match(text) and NAME_CHARACTERS.fullmatch(text))


def has_zone(value: object) -> bool:
    """Whether a moment has a time zone."""
    return isinstance(value, tuple) and value[1] is not None


BITS: Final = {"Long": 64, "Int": 32, "Short": 16, "Byte": 8}

#: datatype → what it is; rdfs:Literal, which has every value, is the one more
DATATYPES: Final[Mapping[str, Datatype]] = {
    node("rdf:PlainLiteral"): Datatype(read_plain, "string"),
    node("rdf:XMLLiteral"): Datatype(read_xml, "XMLLiteral"),
    node("xsd:decimal"): Datatype(read_decimal, "number"),
    node("xsd:integer"): whole(None, None),
    node("xsd:nonNegativeInteger"): whole(0, None),
    node("xsd:nonPositiveInteger"): whole(None, 0),
    node("xsd:positiveInteger"): whole(1, None),
    node("xsd:negativeInteger"): whole(None, -1),
    **{
        node(f"xsd:{name.lower()}"): whole(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
        for name, bits in BITS.items()
    },
    **{node(f"xsd:unsigned{name}"): whole(0, 2**bits - 1) for name, bits in BITS.items()},
    node("xsd:float"): Datatype(read_float, "float"),
    node("xsd:double"): Datatype(read_double, "double"),
    node("xsd:string"): text_like(lambda _text: True),
    node("xsd:normalizedString"): text_like(lambda text: not re.search(r"[\t\n\r]", text)),
    node("xsd:token"): text_like(is_token),
    node("xsd:language"): text_like(LANGUAGE.fullmatch),
    node("xsd:Name"): text_like(is_name),
    node("xsd:NCName"): text_like(lambda text: is_name(text) and ":" not in text),
    node("xsd:NMTOKEN"): text_like(NAME_CHARACTERS.fullmatch),
    node("xsd:boolean"): Datatype(read_boolean, "boolean"),
    node("xsd:hexBinary"): Datatype(read_hexadecimal, "hexBinary"),
    node("xsd:base64Binary"): Datatype(read_base64, "base64Binary"),
    node("xsd:anyURI"): Datatype(read_uri, "anyURI"),
    node("xsd:dateTime"): Datatype(read_moment, "dateTime"),
    node("xsd:dateTimeStamp"): Datatype(read_moment, "dateTime", has_zone),
}
LITERAL: Final = node("rdfs:Literal")
NAMES: Final = (LITERAL, *DATATYPES)


def is_literal(term: str) -> bool:
    """Whether an N-Triples term is a literal."""
    return term.startswith('"')


def name_datatype(literal: str) -> str:
    """The datatype that a literal is written with, or the empty string for a language tag."""
    tail = literal[literal.rindex('"') + 1 :]
    return tail[2:] if tail.startswith("^^") else "" if tail else node("xsd:string")


@lru_cache(maxsize=65_536)
def read_value(literal: str) -> Value | None:
    """The value of a literal; None if it is ill-typed or its datatype is not of OWL 2 RL."""
    language = literal_language(literal)
    if language:
        return "string", (literal_text(literal), language.lower())
    datatype = DATATYPES.get(name_datatype(literal))
    if datatype is None:
        return None
    value = datatype.read(literal_text(literal))
    return value if value is not None and datatype.has(value[1]) else None


def is_within(literal: str, name: str) -> bool:
    """Whether the value of a literal is in the value space of a datatype of OWL 2 RL."""
    value = read_value(literal)
    if value is None:
        return False
    datatype = DATATYPES.get(name)
    if datatype is None:
        return name == LITERAL
    return value[0] == datatype.space and datatype.has(value[1])


def is_outside(literal: str, name: str) -> bool:
    """Whether a literal cannot be of a datatype: ill-typed, or its value is in another space.

    A literal of a datatype that is not of OWL 2 RL may denote anything, so it is not outside;
    and rdfs:Literal has whatever a literal can denote.
    """
    if name not in DATATYPES or not is_literal(literal):
        return False
    known = literal_language(literal) or name_datatype(literal) in DATATYPES
    return bool(known) and not is_within(literal, name)
