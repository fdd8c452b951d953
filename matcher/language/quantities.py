"""Numbers as people write them: thousands, decimals, ranges, comparisons, units, periods."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from matcher.model import Quantity, Span

NUMBER: Final = r"\d{1,3}(?:[ ’'  ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
SCALE: Final = r"(?:\s?(?:k|thousand|tsd\.?|tausend|million|mio\.?|mn|mille)(?![A-Za-z]))?"
BEFORE: Final = (
    r"(?:(?P<sign>>=|<=|≥|≤|>|<|over|above|more than|at least|min\.?|minimum|under|below|less than|up to|max\.?|maximum|"
    r"at most|mindestens|höchstens|über|unter|bis zu|plus de|moins de)\s*)?"
)
RANGE: Final = re.compile(
    rf"{BEFORE}(?P<low>{NUMBER})(?P<scale1>{SCALE})(?:\s?(?:-|–|—|to|bis|à|and|und|et)\s?(?P<high>{NUMBER})(?P<scale2>{SCALE}))?",
    re.IGNORECASE,
)
UPPER: Final = frozenset(
    {
        "<",
        "<=",
        "≤",
        "under",
        "below",
        "less than",
        "up to",
        "max",
        "maximum",
        "at most",
        "höchstens",
        "unter",
        "bis zu",
        "moins de",
    }
)
LOWER: Final = frozenset(
    {
        ">",
        ">=",
        "≥",
        "over",
        "above",
        "more than",
        "at least",
        "min",
        "minimum",
        "mindestens",
        "über",
        "plus de",
    }
)
SCALES: Final = {
    "k": 1e3,
    "thousand": 1e3,
    "tsd": 1e3,
    "tausend": 1e3,
    "mille": 1e3,
    "million": 1e6,
    "mio": 1e6,
    "mn": 1e6,
}

#: what is written → the unit it is kept in and the factor to it
UNITS: Final[dict[str, tuple[str, float]]] = {
    "t": ("t", 1), "to": ("t", 1), "tonne": ("t", 1), "tonnes": ("t", 1), "ton": ("t", 1), "tons": ("t", 1), "tonnen": ("t", 1),
    "metric tons": ("t", 1), "metric tonnes": ("t", 1), "mg tonnes": ("t", 1), "kt": ("t", 1e3), "mt": ("t", 1e6),
    "kilotonnes": ("t", 1e3), "kg": ("kg", 1), "kilos": ("kg", 1), "kilograms": ("kg", 1), "lb": ("kg", 0.45359237), "lbs": ("kg", 0.45359237),
    "m3": ("m3", 1), "m³": ("m3", 1), "cbm": ("m3", 1), "cubic metres": ("m3", 1), "cubic meters": ("m3", 1), "nm3": ("m3", 1), "nm³": ("m3", 1),
    "l": ("l", 1), "litres": ("l", 1), "liters": ("l", 1), "liter": ("l", 1), "litre": ("l", 1), "hl": ("l", 100),
    "mw": ("MW", 1), "kw": ("MW", 1e-3), "gw": ("MW", 1e3), "mwh": ("MWh", 1), "gwh": ("MWh", 1e3), "kwh": ("MWh", 1e-3), "gj": ("GJ", 1), "tj": ("GJ", 1e3), "mj": ("GJ", 1e-3),
    "pieces": ("pieces", 1), "units": ("pieces", 1), "pcs": ("pieces", 1),
}  # fmt: skip
PERIODS: Final = {
    "year": "year", "yr": "year", "y": "year", "a": "year", "annum": "year", "pa": "year", "p.a.": "year", "p.a": "year", "annually": "year",
    "yearly": "year", "jahr": "year", "an": "year", "année": "year", "jährlich": "year", "month": "month", "monat": "month", "mois": "month", "monthly": "month",
    "week": "week", "wk": "week", "woche": "week", "semaine": "week", "weekly": "week", "day": "day", "d": "day", "tag": "day", "jour": "day", "daily": "day",
    "hour": "hour", "h": "hour", "hr": "hour", "stunde": "hour", "heure": "hour", "s": "second",
}  # fmt: skip
ALTERNATIVES: Final = "|".join(sorted((re.escape(u) for u in UNITS), key=len, reverse=True))
TIMES: Final = "|".join(sorted((re.escape(p) for p in PERIODS), key=len, reverse=True))
PER: Final = rf"(?:\s*(?:/|per|a|an|each|every|pro|je|im|par|p\.)\s*(?P<per>{TIMES})|\s*(?P<per2>p\.a\.?|pa|annually|yearly|monthly|weekly|daily|jährlich))(?![\w])"
AMOUNT: Final = re.compile(
    rf"\s?(?P<unit>{ALTERNATIVES})(?:(?P<short>pa|pd)\b|(?![\w³])(?:{PER})?)", re.IGNORECASE
)
COMPACT: Final = re.compile(r"\s?(?P<unit>k?tp(?P<time>a|d|h))\b", re.IGNORECASE)
MONEY: Final = re.compile(
    rf"(?P<before>€|\$|£|EUR|USD|GBP|CHF)?\s?(?P<low>{NUMBER})(?:\s?(?:-|–|to|bis)\s?(?P<high>{NUMBER}))?\s?(?P<after>€|\$|£|EUR|euros?|USD|dollars?|GBP|pounds?|CHF)?"
    rf"\s?(?:/|per|a|pro|je)\s?(?P<unit>{ALTERNATIVES})(?![\w³])",
    re.IGNORECASE,
)
CURRENCIES: Final = {"€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "chf": "CHF"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or range in a text; `open_high` when it says “more than”."""

    low: float
    high: float
    start: int
    end: int
    open_high: bool = False


def read_number(text: str) -> float:
    """“40,000”, “40 000”, “1.200” (thousands), “4,2”, “1.234,5” as a number."""
    plain = re.sub(r"[ ’'  ]", "", text)
    if "," in plain and "." in plain:
        decimal = max(plain.rfind(","), plain.rfind("."))
        whole = re.sub(r"[.,]", "", plain[:decimal])
        return float(f"{whole}.{plain[decimal + 1 :]}")
    mark = "," if "," in plain else "."
    groups = plain.split(mark)
    if len(groups) > 2 or (len(groups) == 2 and len(groups[1]) == 3 and groups[0] not in ("", "0")):
        return float("".join(groups))
    return float(plain.replace(",", "."))


def scale_of(text: str | None) -> float:
    """The factor of “k”, “thousand”, “million”."""
    return SCALES.get((text or "").strip().rstrip(".").lower(), 1.0)


def find_figures(text: str) -> list[Figure]:
    """Every number and range of a text, with what “up to” and “more than” make of it."""
    return [read_figure(match) for match in RANGE.finditer(text) if not part_of_word(text, match)]


def part_of_word(text: str, match: re.Match[str]) -> bool:
    """Whether a number is part of a name such as P2O5, CO2 or EN450."""
    start = match.start("low")
    return start > 0 and text[start - 1].isalpha()


def read_figure(match: re.Match[str]) -> Figure:
    """One match as a range."""
    last = scale_of(match["scale2"]) if match["high"] else scale_of(match["scale1"])
    low = read_number(match["low"]) * (
        scale_of(match["scale1"]) if scale_of(match["scale1"]) > 1 else last
    )
    high = read_number(match["high"]) * last if match["high"] else low
    sign = (match["sign"] or "").lower().rstrip(".")
    start = match.start("sign") if match["sign"] else match.start("low")
    if sign in UPPER and not match["high"]:
        return Figure(0.0, high, start, match.end())
    return Figure(
        min(low, high), max(low, high), start, match.end(), sign in LOWER and not match["high"]
    )


def find_quantity(text: str) -> Quantity | None:
    """The amount of a stream and the period it is meant per; the first that has a unit."""
    for figure in find_figures(text):
        compact = COMPACT.match(text, figure.end)
        if compact:
            factor = 1e3 if compact["unit"].lower().startswith("k") else 1.0
            period = PERIODS[compact["time"].lower()]
            return amount(text, figure, "t", factor, period, compact.end())
        found = AMOUNT.match(text, figure.end)
        if found is None or is_property_unit(text, found):
            continue
        unit, factor = UNITS[found["unit"].lower()]
        period_text = (found["per"] or found["per2"] or "").lower()
        return amount(text, figure, unit, factor, PERIODS.get(period_text), found.end())
    return None


def is_property_unit(text: str, found: re.Match[str]) -> bool:
    """Whether “MJ” or “kg” goes on as “MJ/kg” or “kg/m3”: a property, not an amount."""
    return bool(
        re.match(r"\s?(?:/|per)\s?(?:kg|t\b|m3|m³|l\b|g\b)", text[found.end() :], re.IGNORECASE)
    )


def amount(
    text: str, figure: Figure, unit: str, factor: float, per: str | None, end: int
) -> Quantity:
    """A quantity with its span."""
    span = Span(figure.start, end, text[figure.start : end])
    return Quantity(figure.low * factor, figure.high * factor, unit, per, span)


def find_cost(text: str) -> Quantity | None:
    """What is paid now, such as “80 EUR/t”."""
    for match in MONEY.finditer(text):
        sign = (match["before"] or match["after"] or "").lower()
        if sign in CURRENCIES:
            low = read_number(match["low"])
            high = read_number(match["high"]) if match["high"] else low
            return Quantity(
                low,
                high,
                CURRENCIES[sign],
                match["unit"].lower(),
                Span(match.start(), match.end(), match[0]),
            )
    return None
