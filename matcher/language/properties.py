"""Stated properties of a stream, in the unit of the property they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from matcher.language.quantities import Figure, find_figures
from matcher.model import Measured, Span

#: a unit as written → as pint knows it
SPELLED: Final = {
    "%": "percent", "percent": "percent", "per cent": "percent", "prozent": "percent", "wt%": "percent", "wt.%": "percent", "wt-%": "percent", "vol%": "percent", "% w/w": "percent", "% by mass": "percent",
    "ppm": "ppm", "mg/kg": "mg/kg", "g/kg": "g/kg", "g/t": "g/tonne", "kg/t": "kg/tonne", "µg/kg": "ug/kg", "ug/kg": "ug/kg",
    "mj/kg": "MJ/kg", "gj/t": "GJ/tonne", "kwh/kg": "kWh/kg", "kcal/kg": "kcal/kg", "mwh/t": "MWh/tonne", "mj/m3": "MJ/m**3", "mj/m³": "MJ/m**3", "mj/nm3": "MJ/m**3", "kwh/m3": "kWh/m**3",
    "bar": "bar", "barg": "bar", "bar(g)": "bar", "mpa": "MPa", "psi": "psi", "kpa": "kPa",
    "°c": "degC", "degc": "degC", "deg c": "degC", "celsius": "degC", "degrees c": "degC", "°f": "degF", "k": "kelvin",
    "mm": "mm", "cm": "cm", "µm": "um", "um": "um", "micron": "um", "m2/kg": "m**2/kg", "m²/kg": "m**2/kg", "cm2/g": "cm**2/g", "cm²/g": "cm**2/g",
    "bq/kg": "Bq/kg", "bq/g": "Bq/g", "mg/l": "mg/L", "g/l": "g/L", "µs/cm": "uS/cm", "ms/cm": "mS/cm", "m3/t": "m**3/tonne", "m³/t": "m**3/tonne", "°brix": "percent",
}  # fmt: skip
#: a property's own unit → as pint knows it
OWN: Final = {
    "%": "percent", "mg/kg": "mg/kg", "g/t": "g/tonne", "MJ/kg": "MJ/kg", "MJ/m3": "MJ/m**3", "bar": "bar", "°C": "degC", "mm": "mm",
    "m2/kg": "m**2/kg", "Bq/kg": "Bq/kg", "mg/l": "mg/L", "µS/cm": "uS/cm", "m3/t": "m**3/tonne",
}  # fmt: skip
#: units that speak for one property when no name stands beside them
TELLING: Final = {"bar": "pressure", "°C": "temperature", "MJ/kg": "calorificValue"}
UNIT: Final = re.compile(
    r"\s?(?P<unit>"
    + "|".join(sorted((re.escape(u) for u in SPELLED), key=len, reverse=True))
    + r")(?![\w])",
    re.IGNORECASE,
)
BETWEEN: Final = r"(?:\s*(?:content|level|value|:|=|of|is|at|about|approx\.?|ca\.?|around|~|was|von|de|\(|,))*\s*"
AFTER: Final = r"\s*(?:of|as|\(|,)?\s*(?:the\s+)?"


@dataclass(frozen=True, slots=True)
class Name:
    """One way to name a property, as a pattern; short symbols are matched with their case."""

    text: str
    iri: str
    label: str
    unit: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Something stated that could not be used, in words for the user."""

    text: str


def find_properties(
    text: str, names: Sequence[Name]
) -> tuple[tuple[Measured, ...], tuple[Unread, ...]]:
    """Every stated property with its range in the property's unit, and what could not be read."""
    found: dict[str, Measured] = {}
    unread: list[Unread] = []
    for figure in find_figures(text):
        unit = UNIT.match(text, figure.end)
        written = unit["unit"].lower() if unit else ""
        end = unit.end() if unit else figure.end
        name, span = name_beside(text, figure, end, written, names)
        if name is None or name.iri in found:
            continue
        ends = convert(figure, written, name.unit)
        if ends is None:
            unread.append(
                Unread(f"“{span.text}” is not in a unit of {name.label} ({name.unit or 'no unit'})")
            )
        else:
            found[name.iri] = Measured(name.iri, name.label, *ends, name.unit, span)
    return tuple(found.values()), tuple(unread)


def name_beside(
    text: str, figure: Figure, end: int, written: str, names: Sequence[Name]
) -> tuple[Name | None, Span]:
    """The property named right before or after a figure, or the one that its unit speaks for."""
    after, before = after_pattern(tuple(names)), before_pattern(tuple(names))
    later = after.match(text, end) if written or figure.end < len(text) else None
    earlier = before.search(text[: figure.start])
    if earlier and (written or not needs_unit(earlier["name"], names)):
        name = by_text(earlier["name"], names)
        return name, Span(earlier.start("name"), end, text[earlier.start("name") : end])
    if later and written:
        return by_text(later["name"], names), Span(
            figure.start, later.end(), text[figure.start : later.end()]
        )
    telling = TELLING.get(unit_family(written))
    name = next((n for n in names if telling and n.iri.endswith(f"/{telling}")), None)
    return name, Span(figure.start, end, text[figure.start : end])


def unit_family(written: str) -> str:
    """The unit that a written one is of: bar for MPa, °C for °F, MJ/kg for kcal/kg."""
    spelled = SPELLED.get(written)
    for own in TELLING:
        if spelled and are_alike(spelled, OWN[own]):
            return own
    return ""


@lru_cache(maxsize=256)
def are_alike(one: str, other: str) -> bool:
    """Whether two units measure the same kind of thing; mass shares measure nothing telling."""
    if one == other:
        return True
    if {one, other} & {"percent", "ppm", "mm", "cm", "um", "kelvin"} or "kg" in one.split("/")[0]:
        return False
    return bool(registry().Unit(one).is_compatible_with(registry().Unit(other)))


def needs_unit(text: str, names: Sequence[Name]) -> bool:
    """Whether a number alone behind this name could mean anything: only properties without unit may."""
    name = by_text(text, names)
    return name is None or bool(name.unit)


def by_text(text: str, names: Sequence[Name]) -> Name | None:
    """The property that a piece of text names: with its case first, without it then."""
    folded = " ".join(text.split()).casefold()
    exact = (n for n in names if n.text == text)
    return next(exact, None) or next((n for n in names if n.text.casefold() == folded), None)


def is_symbol(text: str) -> bool:
    """Whether a name is a short symbol such as Cl, Fe or TOC, which is matched with its case."""
    return len(text) <= 3


@lru_cache(maxsize=8)
def alternatives(names: tuple[Name, ...]) -> str:
    """All names as one pattern, longest first; symbols keep their case."""
    texts = sorted({n.text for n in names}, key=len, reverse=True)
    return "|".join(re.escape(t) if is_symbol(t) else f"(?i:{re.escape(t)})" for t in texts)


@lru_cache(maxsize=8)
def after_pattern(names: tuple[Name, ...]) -> re.Pattern[str]:
    """A name right after a figure and its unit."""
    return re.compile(rf"{AFTER}(?P<name>{alternatives(names)})(?![\w])")


@lru_cache(maxsize=8)
def before_pattern(names: tuple[Name, ...]) -> re.Pattern[str]:
    """A name right before a figure, at the end of the text before it."""
    return re.compile(rf"(?<![\w])(?P<name>{alternatives(names)}){BETWEEN}$", re.MULTILINE)


def convert(figure: Figure, written: str, own: str) -> tuple[float, float] | None:
    """A range in the property's own unit; None for another kind of unit or an open end.

    “More than” leaves the upper end open: for a share it ends at 100 %, for anything else
    nothing can be judged and it is not used.
    """
    low, high = figure.low, figure.high
    if figure.open_high:
        if written not in ("%", "percent", "per cent", "prozent"):
            return None
        high = 100.0
    if not own or not written:
        return (low, high) if not own and not written else None
    one, other = SPELLED[written], OWN.get(own)
    if other is None:
        return None
    if one == other:
        return low, high
    return convert_units(low, high, one, other)


def convert_units(low: float, high: float, one: str, other: str) -> tuple[float, float] | None:
    """Two ends of a range from one unit to another, by pint."""
    from pint import DimensionalityError

    units = registry()
    try:
        ends = [float(units.Quantity(end, one).to(other).magnitude) for end in (low, high)]
    except DimensionalityError:
        return None
    return round(ends[0], 9), round(ends[1], 9)


@lru_cache(maxsize=1)
def registry() -> Any:
    """Pint's units; loaded only when a unit has to be converted."""
    import pint

    return pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
