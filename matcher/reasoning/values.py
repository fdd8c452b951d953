"""The values of literals as the verifier reads them, for the rules dt-type2, dt-eq, dt-diff, dt-not-type.

Source: W3C XML Schema Definition Language 1.1 Part 2: Datatypes, and OWL 2 Structural
Specification (Second Edition), section 4. Two values are one only if they are identical: +0 is
not −0, NaN is NaN, and a dateTime with another offset is another. Lexical forms are taken as
they stand, white space is not trimmed.
"""

from __future__ import annotations

import base64
import re
import struct
from calendar import monthrange
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from matcher.namespaces import bare, expand, literal_language, literal_text

Value = tuple[object, ...]  # the value space it belongs to, and what tells it apart there
Read = Callable[[str], Value | None]  # the value of a lexical form, None if it is none

_START: Final = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PART: Final = _START + r"\-.0-9\u00b7\u0300-\u036f\u203f-\u2040"
DECIMAL: Final = r"[+-]?(\d+(\.\d*)?|\.\d+)"
BASE64: Final = r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==)?"
DATE_TIME: Final = re.compile(
    r"(-?(?:[1-9]\d{3,}|0\d{3}))-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d(?:\.\d+)?)"
    r"(Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?",
    re.ASCII,
)

#: datatype → its least and greatest value
WHOLE: Final[Mapping[str, tuple[int | None, int | None]]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}

#: datatype → the strings that it holds
TEXTS: Final[Mapping[str, str]] = {
    "string": r"(?s:.*)",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"([^\t\n\r ]+( [^\t\n\r ]+)*)?",
    "language": r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
    "NMTOKEN": f"[:{_PART}]+",
    "Name": f"[:{_START}][:{_PART}]*",
    "NCName": f"[{_START}][{_PART}]*",
}


def read_decimal(text: str) -> Value | None:
    """A number written with digits and at most one point."""
    return ("number", Decimal(text)) if re.fullmatch(DECIMAL, text, re.ASCII) else None


def read_whole(least: int | None, greatest: int | None) -> Read:
    """A whole number within bounds."""

    def read(text: str) -> Value | None:
        found = read_decimal(text) if "." not in text else None
        return found if found and is_whole(found, least, greatest) else None

    return read


def is_whole(value: Value, least: int | None, greatest: int | None) -> bool:
    """Whether a value is a whole number within bounds."""
    number = value[1]
    if value[0] != "number" or not isinstance(number, Decimal) or number != number.to_integral():
        return False
    return (least is None or number >= least) and (greatest is None or number <= greatest)


def read_floating(space: str, form: str) -> Read:
    """A binary number, rounded to its precision; what is too large is infinite."""

    def read(text: str) -> Value | None:
        if not re.fullmatch(rf"{DECIMAL}([eE][+-]?\d+)?|[+-]?INF|NaN", text, re.ASCII):
            return None
        number = float(text)
        if number != number:
            return space, "NaN"
        try:
            return space, struct.pack(form, number)
        except OverflowError:
            return space, struct.pack(form, float("inf") if number > 0 else float("-inf"))

    return read


def read_text(pattern: str) -> Read:
    """A string that fits a pattern."""

    def read(text: str) -> Value | None:
        return ("text", text, "") if re.fullmatch(pattern, text) else None

    return read


def read_boolean(text: str) -> Value | None:
    """`true` or `1`, `false` or `0`."""
    known = {"true": True, "1": True, "false": False, "0": False}
    return ("boolean", known[text]) if text in known else None


def read_hexadecimal(text: str) -> Value | None:
    """Octets, two digits each."""
    found = re.fullmatch(r"([0-9a-fA-F]{2})*", text)
    return ("hexBinary", bytes.fromhex(text)) if found else None


def read_base64(text: str) -> Value | None:
    """Octets in base 64; one space is allowed between two characters."""
    packed = re.sub(r"(?<=\S) (?=\S)", "", text)
    found = re.fullmatch(BASE64, packed)
    return ("base64Binary", base64.b64decode(packed)) if found else None


def read_date_time(text: str) -> Value | None:
    """Year to second and the offset in minutes, None where there is none."""
    found = DATE_TIME.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute = (int(found[i]) for i in range(1, 6))
    second = Decimal(found[6])
    midnight = (hour, minute) == (24, 0) and second == 0
    if not 1 <= month <= 12 or not 1 <= day <= count_days(year, month):
        return None
    if not midnight and (hour > 23 or minute > 59 or second >= 60):
        return None
    if midnight:
        (year, month, day), hour = next_day(year, month, day), 0
    return "dateTime", year, month, day, hour, minute, second, read_offset(found[7])


def count_days(year: int, month: int) -> int:
    """The days of a month; the calendar repeats every 400 years, before year 1 too."""
    return monthrange(2000 + year % 400, month)[1]


def next_day(year: int, month: int, day: int) -> tuple[int, int, int]:
    """The day after."""
    if day < count_days(year, month):
        return year, month, day + 1
    return (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)


def read_offset(text: str | None) -> int | None:
    """The minutes of `Z`, `+01:00`, …"""
    if text is None or text == "Z":
        return None if text is None else 0
    minutes = int(text[1:3]) * 60 + int(text[4:])
    return -minutes if text.startswith("-") else minutes


def read_stamp(text: str) -> Value | None:
    """A dateTime with an offset."""
    found = read_date_time(text)
    return found if found and found[-1] is not None else None


def read_plain(text: str) -> Value | None:
    """`text@` or `text@en`, as rdf:PlainLiteral writes them."""
    words, at, language = text.rpartition("@")
    if not at or (language and not re.fullmatch(TEXTS["language"], language)):
        return None
    return "text", words, language.lower()


def read_xml(text: str) -> Value | None:
    """A piece of XML in its canonical form; None if it is not well-formed."""
    from xml.etree.ElementTree import ParseError, canonicalize

    try:
        return "XMLLiteral", canonicalize(f"<piece>{text}</piece>", with_comments=True)
    except (ParseError, ValueError):
        return None


def read_address(text: str) -> Value:
    """An address; XML Schema 1.1 takes any text for one."""
    return "anyURI", text


def xsd(name: str) -> str:
    """The IRI of a datatype of XML Schema."""
    return expand(f"xsd:{name}")


#: datatype → how its literals are read: the datatypes of the OWL 2 RL profile
READERS: Final[Mapping[str, Read]] = {
    **{xsd(name): read_whole(*bounds) for name, bounds in WHOLE.items()},
    **{xsd(name): read_text(pattern) for name, pattern in TEXTS.items()},
    xsd("decimal"): read_decimal,
    xsd("float"): read_floating("float", "<f"),
    xsd("double"): read_floating("double", "<d"),
    xsd("boolean"): read_boolean,
    xsd("hexBinary"): read_hexadecimal,
    xsd("base64Binary"): read_base64,
    xsd("anyURI"): read_address,
    xsd("dateTime"): read_date_time,
    xsd("dateTimeStamp"): read_stamp,
    expand("rdf:PlainLiteral"): read_plain,
    expand("rdf:XMLLiteral"): read_xml,
}
LITERAL: Final = expand("rdfs:Literal")
#: every datatype that dt-type1 names
DATATYPES: Final = frozenset((*READERS, LITERAL))


def datatype_of(literal: str) -> str:
    """The datatype that a literal is written with; text with a language is a plain literal."""
    if literal_language(literal):
        return expand("rdf:PlainLiteral")
    marked = literal[literal.rindex('"') + 1 :]
    return bare(marked[2:]) if marked.startswith("^^") else xsd("string")


def read_value(literal: str) -> Value | None:
    """The value of a literal; None if its datatype is not of the profile or does not hold it."""
    language = literal_language(literal)
    if language:
        return "text", literal_text(literal), language.lower()
    reader = READERS.get(datatype_of(literal))
    return reader(literal_text(literal)) if reader else None


def holds(datatype: str, value: Value) -> bool:
    """Whether a value lies in the value space of a datatype of the profile."""
    name = datatype.rpartition("#")[2]
    if datatype == LITERAL:
        return True
    if name in WHOLE:
        return is_whole(value, *WHOLE[name])
    if name in TEXTS:
        plain = value[0] == "text" and value[2] == ""
        return plain and re.fullmatch(TEXTS[name], str(value[1])) is not None
    if name == "dateTimeStamp":
        return value[0] == "dateTime" and value[-1] is not None
    space = {"decimal": "number", "PlainLiteral": "text"}.get(name, name)
    return value[0] == space


# --- the rules, over N-Triples terms ---


def is_literal(term: str) -> bool:
    """Whether a term is a literal."""
    return term.startswith('"')


def is_of(literal: str, datatype: str) -> bool:
    """dt-type2: the value of a literal lies in the value space of a datatype."""
    if not is_literal(literal) or bare(datatype) not in DATATYPES:
        return False
    value = read_value(literal)
    return value is not None and holds(bare(datatype), value)


def is_never_of(literal: str, datatype: str) -> bool:
    """dt-not-type: the literal has no value, or one outside the value space of the datatype."""
    if not is_literal(literal) or bare(datatype) not in DATATYPES:
        return False
    return datatype_of(literal) in READERS and not is_of(literal, datatype)


def are_equal(one: str, other: str) -> bool:
    """dt-eq: two literals with one value."""
    if not (is_literal(one) and is_literal(other)):
        return False
    value = read_value(one)
    return value is not None and value == read_value(other)


def are_different(one: str, other: str) -> bool:
    """dt-diff: two literals with two values."""
    if not (is_literal(one) and is_literal(other)):
        return False
    values = read_value(one), read_value(other)
    return None not in values and values[0] != values[1]
