"""Units as people write them, what each is in one spelling, and conversion between them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pint

#: printed unit → the ways in which it is written (case matters only where a pattern says so)
AMOUNT_UNITS: Final = {
    "kt": r"kt|kilotonnes?|kilotons?|ktonnes?",
    "Mt": r"Mt|megatonnes?|megatons?",
    "t": r"t|to|tn|tonnes?|tons?|metric\s+tons?|Tonnen?|mt(?!\w)",
    "kg": r"kgs?|kilos?|kilograms?|kilogrammes?|Kilogramm",
    "g": r"g|grams?|grammes?|Gramm",
    "lb": r"lbs?|pounds?",
    "m3": r"[mM]3|m³|m\^3|cbm|cu\.?\s?m|cubic\s+met(?:re|er)s?|Kubikmeter|mètres?\s+cubes?",
    "Nm3": r"Nm3|Nm³",
    "l": r"l|L|lit(?:re|er)s?|Liter",
    "hl": r"hl|hectolit(?:re|er)s?",
    "gal": r"gal|gallons?",
    "MWh": r"MWh|megawatt[- ]?hours?",
    "GWh": r"GWh|gigawatt[- ]?hours?",
    "kWh": r"kWh|kilowatt[- ]?hours?",
    "TJ": r"TJ",
    "GJ": r"GJ",
    "MJ": r"MJ",
    "MW": r"MW(?:th|el?)?|megawatts?",
    "kW": r"kW(?:th|el?)?|kilowatts?",
    "GW": r"GW(?:th|el?)?|gigawatts?",
}
#: what is counted in pieces or loads: kept as said, because nobody knows its mass
COUNTED: Final = (
    r"truck[- ]?loads?|lorry[- ]?loads?|lorries|trucks?|tanker[- ]?loads?|tankers?|skips?|"
    r"roll-?offs?|containers?|pallets?|drums?|barrels?|IBCs?|totes?|big[- ]?bags?|bags?|bales?|"
    r"boxes|bins?|pieces?|units?|items?|wagons?|loads?|LKW-Ladungen|camions?|palettes?|fûts?|bennes?"
)
PERIODS: Final = {
    "year": r"years?|yr|y|annum|a|an|Jahr|année",
    "month": r"months?|mo|Monat|mois",
    "week": r"weeks?|wk|Woche|semaine",
    "day": r"days?|d|Tag|jour",
    "hour": r"hours?|hr|h|Stunde|heure",
    "shift": r"shifts?|Schicht",
    "batch": r"batch(?:es)?|Charge",
}
ADVERBS: Final = {
    "year": r"annually|yearly|p\.?\s?a\.?|jährlich|annuel(?:le)?(?:ment)?|par\s+an",
    "month": r"monthly|monatlich|p\.?\s?m\.(?!\w)",
    "week": r"weekly|wöchentlich",
    "day": r"daily|täglich",
    "hour": r"hourly|stündlich",
}
#: run-together forms: "ktpa", "tpd"
RUN_TOGETHER: Final = {"ktpa": ("kt", "year"), "mtpa": ("Mt", "year"), "tpa": ("t", "year"),
                       "tpy": ("t", "year"), "tpd": ("t", "day"), "tph": ("t", "hour"),
                       "tpw": ("t", "week"), "tpm": ("t", "month")}  # fmt: skip
#: multiples that are brought to the common unit
MULTIPLES: Final = {"kt": ("t", 1e3), "Mt": ("t", 1e6)}

#: units of stated properties → how pint knows them
PROPERTY_UNITS: Final = {
    "%": r"%|percent|per\s+cent|pct\.?|Prozent|pour\s*cent|wt\.?[- ]?%|vol\.?[- ]?%|[wvm]/[wvm]\s?%|"
         r"Gew\.?-?\s?%|Ma\.?-?\s?%|Vol\.?-?\s?%|M\.-%|mass\s?%",
    "‰": r"‰|permille",
    "ppm": r"ppm|ppmv|ppmw",
    "ppb": r"ppb",
    "mg/kg": r"mg\s?/\s?kg|mg\s+kg-1|mg\s+per\s+kg|mg/kgDS",
    "g/kg": r"g\s?/\s?kg|g\s+per\s+kg",
    "g/t": r"g\s?/\s?t(?:onne)?|grams?\s+per\s+tonne",
    "µg/kg": r"[µμu]g\s?/\s?kg",
    "mg/l": r"mg\s?/\s?[lL]|mg\s+per\s+lit(?:re|er)",
    "g/l": r"g\s?/\s?[lL]|g\s+per\s+lit(?:re|er)",
    "µg/l": r"[µμ]g\s?/\s?[lL]",
    "MJ/kg": r"MJ\s?/\s?kg|MJ\s+per\s+kg|GJ\s?/\s?t(?:onne)?",
    "kJ/kg": r"kJ\s?/\s?kg",
    "kcal/kg": r"kcal\s?/\s?kg",
    "kWh/kg": r"kWh\s?/\s?kg|MWh\s?/\s?t",
    "MJ/m3": r"MJ\s?/\s?(?:N?m3|N?m³)",
    "kWh/m3": r"kWh\s?/\s?(?:N?m3|N?m³)",
    "°C": r"°\s?C|º\s?C|deg\.?\s?C|C|degrees?(?:\s+(?:C(?:elsius)?|centigrade))?(?!\s+F)|Grad(?:\s+Celsius)?|degrés?(?:\s+C)?",
    "°F": r"°\s?F|degrees?\s+F(?:ahrenheit)?",
    "K": r"K(?:elvin)?",
    "bar": r"bar(?:\(?[ga]\)?)?|barg|bara",
    "mbar": r"mbar",
    "MPa": r"MPa",
    "kPa": r"kPa",
    "psi": r"psi",
    "mm": r"mm|millimet(?:re|er)s?",
    "cm": r"cm",
    "µm": r"[µμ]m|um|microns?|micromet(?:re|er)s?",
    "m2/kg": r"m2\s?/\s?kg|m²\s?/\s?kg",
    "cm2/g": r"cm2\s?/\s?g|cm²\s?/\s?g",
    "m3/t": r"m3\s?/\s?t|m³\s?/\s?t|Nm3\s?/\s?t|Nm³\s?/\s?t",
    "Bq/kg": r"Bq\s?/\s?kg",
    "Bq/g": r"Bq\s?/\s?g",
    "µS/cm": r"[µμ]S\s?/\s?cm",
    "mS/cm": r"mS\s?/\s?cm",
}  # fmt: skip
#: the few units that are needed, so that the registry is made in a moment
DEFINITIONS: Final = (
    "gram = [mass] = g",
    "meter = [length] = m",
    "second = [time] = s",
    "kelvin = [temperature]; offset: 0 = K",
    "degree_celsius = kelvin; offset: 273.15",
    "degree_fahrenheit = 5 / 9 * kelvin; offset: 233.15 + 200 / 9",
    "ampere = [current] = A",
    "liter = 0.001 * meter ** 3",
    "joule = 1000 * gram * meter ** 2 / second ** 2",
    "calorie = 4.184 * joule",
    "watthour = 3600 * joule",
    "pascal = 1000 * gram / meter / second ** 2",
    "siemens = ampere ** 2 * second ** 3 / (1000 * gram) / meter ** 2",
    "becquerel = 1 / second",
)
_M: Final = "meter"
FACTORS: Final = {
    "%": "0.01", "‰": "0.001", "ppm": "0.000001", "ppb": "0.000000001",
    "mg/kg": "0.000001", "g/kg": "0.001", "g/t": "0.000001", "µg/kg": "0.000000001",
    "mg/l": "0.001 * gram / liter", "g/l": "gram / liter", "µg/l": "0.000001 * gram / liter",
    "MJ/kg": "1000 * joule / gram", "kJ/kg": "joule / gram", "kcal/kg": "calorie / gram",
    "kWh/kg": "watthour / gram", "MJ/m3": "1000000 * joule / meter ** 3",
    "kWh/m3": "1000 * watthour / meter ** 3",
    "bar": "100000 * pascal", "mbar": "100 * pascal", "MPa": "1000000 * pascal",
    "kPa": "1000 * pascal", "psi": "6894.757293168 * pascal",
    "mm": "0.001 * meter", "cm": "0.01 * meter", "µm": "0.000001 * meter",
    "m2/kg": "0.001 * meter ** 2 / gram", "cm2/g": "0.0001 * meter ** 2 / gram",
    "m3/t": "0.000001 * meter ** 3 / gram", "Bq/kg": "0.001 * becquerel / gram",
    "Bq/g": "becquerel / gram", "µS/cm": "0.0001 * siemens / meter",
    "mS/cm": "0.1 * siemens / meter",
    "t": "1000000 * gram", "kt": "1000000000 * gram", "kg": "1000 * gram", "g": "gram",
    "lb": "453.59237 * gram", "m3": "meter ** 3", "l": "liter", "hl": "100 * liter",
    "gal": "3.785411784 * liter",
    "MWh": "1000000 * watthour", "GWh": "1000000000 * watthour", "kWh": "1000 * watthour",
    "GJ": "1000000000 * joule", "MJ": "1000000 * joule", "TJ": "1000000000000 * joule",
    "kW": "1000 * joule / second", "MW": "1000000 * joule / second",
    "GW": "1000000000 * joule / second",
}  # fmt: skip
#: joules per cubic metre have the dimension of a pressure, and are none
PRESSURES: Final = frozenset({"bar", "mbar", "MPa", "kPa", "psi"})
OFFSETS: Final = {"°C": "degree_celsius", "°F": "degree_fahrenheit", "K": "kelvin"}


@lru_cache(maxsize=1)
def registry() -> pint.UnitRegistry[float]:
    """A pint registry of the few units above; the full one takes half a second to make."""
    import pint

    return pint.UnitRegistry(list(DEFINITIONS), autoconvert_offset_to_baseunit=True)


def convert(value: float, unit: str, to: str) -> float | None:
    """A value in another unit, or None where the two measure different things."""
    if unit == to:
        return value
    factor = exchange(unit, to)
    if factor is None:
        return None
    slope, offset = factor
    return round(value * slope + offset, 10)


@lru_cache(maxsize=512)
def exchange(unit: str, to: str) -> tuple[float, float] | None:
    """Slope and offset that turn one unit into another, from pint; None across dimensions."""
    if unit not in FACTORS | OFFSETS or to not in FACTORS | OFFSETS:
        return None
    if (unit in PRESSURES) != (to in PRESSURES):
        return None
    import pint

    try:
        zero, one = (express(value, unit, to) for value in (0.0, 1.0))
    except pint.DimensionalityError:
        return None
    return one - zero, zero


def express(value: float, unit: str, to: str) -> float:
    """A value in another unit by pint."""
    ureg = registry()
    if unit in OFFSETS and to in OFFSETS:
        return float(ureg.Quantity(value, OFFSETS[unit]).to(OFFSETS[to]).magnitude)
    source, target = (ureg.Quantity(1, OFFSETS[u]) if u in OFFSETS else as_quantity(u)
                      for u in (unit, to))  # fmt: skip
    return float((value * source).to_base_units().m_as(target.to_base_units().units)) / float(
        target.to_base_units().magnitude
    )


def as_quantity(unit: str) -> pint.Quantity[float]:
    """One of a unit as a pint quantity; shares such as % have no dimension."""
    ureg = registry()
    parsed = ureg.parse_expression(FACTORS[unit])
    return parsed if isinstance(parsed, ureg.Quantity) else ureg.Quantity(float(parsed), "")


def alternatives(table: dict[str, str]) -> str:
    """One pattern for all spellings in a table, the longer ones first."""
    spellings = [part for pattern in table.values() for part in split_pattern(pattern)]
    return "|".join(sorted(spellings, key=len, reverse=True))


def split_pattern(pattern: str) -> list[str]:
    """The top-level alternatives of a pattern."""
    parts, depth, start = [], 0, 0
    for place, ch in enumerate(pattern):
        depth += ch in "([" and pattern[place - 1 : place] != "\\"
        depth -= ch in ")]" and pattern[place - 1 : place] != "\\"
        if ch == "|" and depth == 0:
            parts.append(pattern[start:place])
            start = place + 1
    return [*parts, pattern[start:]]


def name_unit(written: str, table: dict[str, str]) -> str | None:
    """The printed unit for what was written; exact case first, then any case."""
    for flags in (0, re.IGNORECASE):
        for name, pattern in table.items():
            if re.fullmatch(pattern, written.strip(), flags):
                return name
    return None
