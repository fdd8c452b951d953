"""Measured properties that a text states, in the unit that the ontology gives each of them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from matcher.language.numbers import AMOUNT, Amount, read_amount
from matcher.language.quantities import span_of
from matcher.language.units import PROPERTY_UNITS, alternatives, convert, name_unit
from matcher.model import Measured, Span

UNIT: Final = alternatives(PROPERTY_UNITS)
LINK: Final = (
    r"(?:\s*(?:content|value|level|strength|is|are|was|of|at|:|=|,|\(|about|typically|usually|"
    r"liegt\s+bei|von|beträgt|est\s+de|de|in\s+the\s+range\s+of|ranges?\s+from|maximum\s+of))*\s*"
)
#: endings that say "how much of it": without them the bare substance is left
MEASURES: Final = re.compile(r"\s+(?:content|value|strength|concentration)$")
#: names this short are read only in the case in which they are written ("As" is not "as")
SHORT: Final = 2
PERCENT: Final = 100.0


@dataclass(frozen=True, slots=True)
class PropertyName:
    """One name of a property with the property's IRI, label and unit."""

    name: str
    property: str
    label: str
    unit: str
    substance: bool = False  # "sulfuric acid" for its content: it may be the stream itself


@dataclass(frozen=True, slots=True)
class Stated:
    """A property as read, or why it could not be."""

    measured: Measured | None
    span: Span
    warning: str = ""
    name: Span | None = None  # the words that name the property, where there are any
    substance: bool = False  # whether that name is a substance alone

    @property
    def figures(self) -> tuple[Span, ...]:
        """The span without the property's name: only the number, the unit and what links them."""
        if self.name is None:
            return (self.span,)
        ends = ((self.span.start, self.name.start), (self.name.end, self.span.end))
        return tuple(
            Span(a, b, self.span.text[a - self.span.start : b - self.span.start])
            for a, b in ends
            if a < b
        )


def find_properties(
    text: str, names: tuple[PropertyName, ...], taken: Sequence[Span] = ()
) -> list[Stated]:
    """Every property with a value, named ("LOI 14 %", "14 % loss on ignition") or told by its
    unit alone ("8 bar"), in the order in which they stand."""
    found: list[Stated] = []
    if names and re.search(r"\d", text):
        readers = [(pattern, read_named) for pattern in name_patterns(names)]
        for pattern, read in [*readers, (bare_pattern(), read_bare)]:
            for match in pattern.finditer(text):
                spans = [*taken, *(f.span for f in found)]
                stated = read(match, names)
                if stated and free(stated.span, spans):
                    found.append(with_name(stated, match, names))
    return sorted(found, key=lambda stated: stated.span.start)


def with_name(stated: Stated, match: re.Match[str], names: Sequence[PropertyName]) -> Stated:
    """What was stated, with where its name stands; unchanged where the unit alone told it."""
    if "name" not in match.re.groupindex:
        return stated
    written = match["name"].lower()
    substance = any(n.substance and n.name.lower() == written for n in names)
    span = Span(match.start("name"), match.end("name"), match["name"])
    return replace(stated, name=span, substance=substance)


def free(span: Span, taken: Sequence[Span]) -> bool:
    """Whether a span touches nothing that was read already."""
    return all(span.end <= other.start or span.start >= other.end for other in taken)


@lru_cache(maxsize=8)
def name_patterns(names: tuple[PropertyName, ...]) -> tuple[re.Pattern[str], ...]:
    """Patterns for "14 % NAME" and "NAME 14 %"; the first is the tighter one."""
    exact = "|".join(re.escape(n) for n in by_length(names) if len(n) <= SHORT)
    loose = "|".join(
        re.escape(n).replace(r"\ ", r"[\s-]+") for n in by_length(names) if len(n) > SHORT
    )
    name = rf"(?P<name>(?-i:{exact or '(?!)'})|{loose or '(?!)'})(?![\w])"
    link = r"\s*(?:of\s+|an\s+|de\s+|d'|as\s+|total\s+)?"
    return (
        re.compile(rf"{AMOUNT}\s*(?P<unit>{UNIT})(?!\w){link}(?<!\w){name}", re.IGNORECASE),
        re.compile(rf"(?<!\w){name}{LINK}{AMOUNT}\s*(?:(?P<unit>{UNIT})(?!\w))?", re.IGNORECASE),
    )


@lru_cache(maxsize=1)
def bare_pattern() -> re.Pattern[str]:
    """An amount with a unit and no name beside it."""
    return re.compile(rf"{AMOUNT}\s*(?P<unit>{UNIT})(?!\w)", re.IGNORECASE)


def by_length(names: Iterable[PropertyName]) -> list[str]:
    """Names, the longest first, so that "total chromium" wins over "chromium"."""
    return sorted({n.name for n in names}, key=lambda name: (-len(name), name))


def read_named(match: re.Match[str], names: Sequence[PropertyName]) -> Stated | None:
    """The property that a match names, converted; a warning where unit and property differ."""
    written = re.sub(r"[\s-]+", " ", match["name"])
    known = [n for n in names if re.sub(r"[\s-]+", " ", n.name) == written] or [
        n for n in names if re.sub(r"[\s-]+", " ", n.name).lower() == written.lower()
    ]
    span = span_of(match)
    amount = read_amount(match, grouped=False)
    if not match["unit"]:
        unitless = [n for n in known if not n.unit]
        if unitless:
            return Stated(measure(amount, unitless[0], span), span)
        return Stated(None, span, f"“{span.text}” has no unit; write {known[0].unit}.")
    unit = name_unit(match["unit"], PROPERTY_UNITS) or ""
    amount = read_amount(match, grouped=unit not in ("%", "‰"))
    for name in known:
        converted = bring(amount, unit, name.unit)
        if converted:
            return Stated(measure(converted, name, span), span)
    # "hot water 90 °C" is a temperature, not a share of water in the wrong unit
    return read_bare(match, names) or Stated(
        None, span, f"“{span.text}” cannot be turned into {known[0].unit or 'a plain number'}."
    )


def read_bare(match: re.Match[str], names: Sequence[PropertyName]) -> Stated | None:
    """A property told by its unit, if only one property is measured in such a unit."""
    unit = name_unit(match["unit"], PROPERTY_UNITS) or ""
    amount = read_amount(match, grouped=unit not in ("%", "‰"))
    fitting = {n.property: n for n in names if bring(amount, unit, n.unit)}
    start = min(match.start(g) for g in ("lower", "upper", "first") if match[g])
    span = Span(start, match.end(), match.string[start : match.end()])
    if len(fitting) == 1 and unit not in ("%", "‰", "ppm", "ppb", "mg/kg", "g/kg", "g/t"):
        name = next(iter(fitting.values()))
        converted = bring(amount, unit, name.unit)
        return Stated(measure(converted, name, span), span) if converted else None
    return None


def bring(amount: Amount, unit: str, to: str) -> Amount | None:
    """An amount in another unit; None where the two measure different things."""
    if not to or not unit:
        return None
    low = convert(amount.low, unit, to)
    high = amount.high if math.isinf(amount.high) else convert(amount.high, unit, to)
    if low is None or high is None or (unit != to and convert(1.0, unit, to) is None):
        return None
    if amount.bound == "upper":
        low = 0.0
    return Amount(low, high, amount.bound)


def measure(amount: Amount, name: PropertyName, span: Span) -> Measured:
    """The stated range; an open upper end of a share is 100 %."""
    high = PERCENT if math.isinf(amount.high) and name.unit == "%" else amount.high
    return Measured(name.property, name.label, amount.low, high, name.unit, span)


def name_properties(rows: Iterable[tuple[str, str, str, str]]) -> tuple[PropertyName, ...]:
    """Names from (property, label, unit, one name) rows; "chloride content" is "chloride" too.

    A substance alone stands for a property only where no other property has that name.
    """
    listed = list(rows)
    full = {PropertyName(name, prop, label, unit) for prop, label, unit, name in listed}
    taken = {n.name.lower() for n in full}
    short = {
        PropertyName(bare, prop, label, unit, substance=True)
        for prop, label, unit, name in listed
        if (bare := MEASURES.sub("", name)) != name and bare.lower() not in taken and len(bare) > 1
    }
    return tuple(sorted(full | short, key=lambda n: (n.name, n.property)))
