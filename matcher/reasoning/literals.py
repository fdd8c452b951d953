"""The tests of values that rules over datatypes make, on the numbers of terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from matcher.reasoning.datatypes import is_literal, is_outside, is_within, read_value
from matcher.reasoning.terms import Terms


def check_literal(terms: Terms, term: int) -> bool:
    """Whether a term is a literal."""
    return is_literal(terms.text(term))


def check_named(terms: Terms, term: int) -> bool:
    """Whether a term is not a literal."""
    return not is_literal(terms.text(term))


def check_within(terms: Terms, literal: int, datatype: int) -> bool:
    """Whether a datatype has the value of a literal."""
    text = terms.text(literal)
    return is_literal(text) and is_within(text, terms.text(datatype))


def check_outside(terms: Terms, literal: int, datatype: int) -> bool:
    """Whether a literal cannot be of a datatype."""
    return is_outside(terms.text(literal), terms.text(datatype))


def check_equal(terms: Terms, one: int, other: int) -> bool:
    """Whether two different literals denote the same value."""
    return one != other and compare(terms, one, other) is True


def check_differ(terms: Terms, one: int, other: int) -> bool:
    """Whether two literals denote two values."""
    return compare(terms, one, other) is False


def compare(terms: Terms, one: int, other: int) -> bool | None:
    """Whether two terms denote one value; None if one of them has none."""
    texts = terms.text(one), terms.text(other)
    if not all(is_literal(text) for text in texts):
        return None
    mine, others = (read_value(text) for text in texts)
    return None if mine is None or others is None else mine == others


def find_equal(terms: Terms, literal: int) -> Iterator[int]:
    """The other literals that denote the value of a literal."""
    text = terms.text(literal)
    value = read_value(text) if is_literal(text) else None
    if value is not None:
        yield from (other for other in terms.with_value(value) if other != literal)


TESTS: Final[Mapping[str, Callable[..., Any]]] = {
    "literal": check_literal,
    "named": check_named,
    "within": check_within,
    "outside": check_outside,
    "equal": check_equal,
    "differ": check_differ,
    "find_equal": find_equal,
}
#: tests that can name what passes them, given one side
ENUMERABLE: Final = {"equal": "find_equal"}
