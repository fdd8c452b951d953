"""Terms as small integers: the vocabulary first, at the same numbers in every closure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from matcher.namespaces import node
from matcher.reasoning.datatypes import Value, is_literal, read_value

_COUNT: Final = '"{}"^^' + node("xsd:nonNegativeInteger")

#: names used in the rule table that are not CURIEs
SHORT: Final = {"a": node("rdf:type"), "zero": _COUNT.format(0), "one": _COUNT.format(1)}


class Terms:
    """Numbers for N-Triples terms; a layer adds its own above those of its base."""

    __slots__ = ("_base", "_ids", "_offset", "_texts", "_valued", "_values")

    def __init__(self, base: Terms | None = None, texts: Sequence[str] = ()) -> None:
        """Start empty, from a saved list of texts, or on top of a base that is only read."""
        self._base = base
        self._offset = len(base) if base is not None else 0
        self._texts = list(texts)
        self._ids = dict(zip(self._texts, range(self._offset, len(self)), strict=True))
        self._values: dict[Value, dict[int, None]] = {}
        self._valued = 0  # how many of the texts have been looked at for their values

    def __len__(self) -> int:
        """How many terms have a number, those of the base included."""
        return self._offset + len(self._texts)

    def find(self, text: str) -> int | None:
        """The number of a term, or None if it has not been seen."""
        number = self._ids.get(text)
        if number is None and self._base is not None:
            return self._base.find(text)
        return number

    def number(self, text: str) -> int:
        """The number of a term, a new one if needed."""
        number = self.find(text)
        if number is None:
            number = len(self)
            self._ids[text] = number
            self._texts.append(text)
        return number

    def text(self, number: int) -> str:
        """The term with this number."""
        if number < self._offset and self._base is not None:
            return self._base.text(number)
        return self._texts[number - self._offset]

    def duplicate(self) -> Terms:
        """A copy to add to while others go on reading this one."""
        other = Terms(self._base)
        other._texts, other._ids = self._texts.copy(), self._ids.copy()
        return other

    def with_value(self, value: Value) -> Iterator[int]:
        """The literals seen so far that denote a value; asked for the first time, all are read."""
        for row in range(self._valued, len(self._texts)):
            text = self._texts[row]
            found = read_value(text) if is_literal(text) else None
            if found is not None:
                self._values.setdefault(found, {})[self._offset + row] = None
            self._valued = row + 1  # two threads may read a text twice, but none is missed
        if self._base is not None:
            yield from self._base.with_value(value)
        yield from tuple(self._values.get(value, ()))

    def texts(self) -> Sequence[str]:
        """This layer's own terms in order of their numbers."""
        return self._texts


class Vocabulary:
    """The numbers of the names that rules mention, given out in order of first mention."""

    __slots__ = ("_terms",)

    def __init__(self) -> None:
        """Start empty; the rule table fills it while it is read."""
        self._terms = Terms()

    def number(self, name: str) -> int:
        """The number of a CURIE or short name of the rule table."""
        return self._terms.number(SHORT.get(name) or node(name))

    def texts(self) -> Sequence[str]:
        """All names in order: what every base closure starts its terms with."""
        return self._terms.texts()
