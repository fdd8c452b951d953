"""How much there is, per what, and what it costs today: read from the text, with spans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from matcher.language.numbers import AMOUNT, Amount, read_amount
from matcher.language.numbers import WORDS as NUMBER_WORDS
from matcher.language.units import (
    ADVERBS,
    AMOUNT_UNITS,
    COUNTED,
    MULTIPLES,
    PERIODS,
    RUN_TOGETHER,
    alternatives,
    name_unit,
)
from matcher.model import Quantity, Span

UNIT: Final = alternatives(AMOUNT_UNITS)
PERIOD: Final = "|".join(PERIODS.values())
ADVERB: Final = "|".join(ADVERBS.values())
PER: Final = (
    rf"(?:\s*(?:/|per|a|an|each|every|pro|im|par|je|l')\s*(?P<per>{PERIOD})\b"
    rf"|\s*(?P<adverb>{ADVERB})(?!\w))"
)
APART: Final = re.compile(
    rf"(?<!\w)(?:(?:/|per|a|an|each|every|pro|im|par)\s*(?P<per>{PERIOD})\b|(?P<adverb>{ADVERB})(?!\w))",
    re.IGNORECASE,
)
MONEY: Final = r"€|£|\$|EUR|USD|GBP|CHF|SEK|DKK|PLN|euros?|pounds?|dollars?"
CURRENCIES: Final = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP",
    "pound": "GBP", "pounds": "GBP", "$": "USD", "usd": "USD", "dollar": "USD",
    "dollars": "USD", "chf": "CHF", "sek": "SEK", "dkk": "DKK", "pln": "PLN",
}  # fmt: skip
NUMBER_WORD: Final = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))

QUANTITY: Final = re.compile(
    rf"{AMOUNT}\s*(?:-|\+|plus\b)?\s*(?:(?P<run>{'|'.join(RUN_TOGETHER)})(?!\w)|"
    rf"(?P<unit>{UNIT})(?![\w%°])(?!\s*/\s*(?:kg|l|m3|m³|t)\b){PER}?)"
    # "a 1500 MW coal-fired power plant" gives the size of the plant, not of the stream
    r"(?!(?<=W)(?:[\s-]+\w+){0,4}[\s-]+(?:plant|station|boiler|furnace|unit|works|CHP|Kraftwerk))",
    re.IGNORECASE,
)
SPELLED: Final = re.compile(
    rf"(?<!\w)(?P<word>{NUMBER_WORD})\s+(?P<unit>tonnes?|tons?|{COUNTED}|kilos?|cubic\s+met(?:re|er)s?"
    rf"|kg|t)(?!\w){PER}?",
    re.IGNORECASE,
)
LOADS: Final = re.compile(rf"{AMOUNT}\s*(?P<unit>{COUNTED})(?!\w){PER}?", re.IGNORECASE)
COST: Final = re.compile(
    rf"(?:(?P<before>{MONEY})\s*{AMOUNT}|{AMOUNT.replace('(?P<', '(?P<z')}\s*(?P<after>{MONEY}))"
    rf"(?:\s*(?:/|per|a|pro|je|par|la)\s*(?P<costunit>{UNIT}|{PERIOD}|load|truckload)\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """Something read, where it stands, and what the user should know about the reading."""

    quantity: Quantity
    warning: str = ""
    period: Span | None = None  # where the period stands, if it stands apart


def find_quantities(text: str, taken: Sequence[Span] = ()) -> list[Found]:
    """Every quantity that is no property and no price, in the order in which it stands."""
    found = [read for m in QUANTITY.finditer(text) if free(m, taken) and (read := read_match(m))]
    spans = [*taken, *(f.quantity.span for f in found if f.quantity.span)]
    for pattern, reader in ((SPELLED, read_spelled), (LOADS, read_load)):
        for match in pattern.finditer(text):
            if free(match, spans):
                found.append(reader(match))
                spans.append(Span(match.start(), match.end(), match.group()))
    found.sort(key=lambda f: f.quantity.span.start if f.quantity.span else 0)
    return [add_period(found[0], text)] if len(found) == 1 else found


def add_period(found: Found, text: str) -> Found:
    """The only quantity of a text, with the period that the text gives later on: "30 t of ash a week"."""
    quantity = found.quantity
    apart = APART.search(text, quantity.span.end) if quantity.span and not quantity.per else None
    if not apart:
        return found
    period = Span(apart.start(), apart.end(), apart.group())
    return replace(found, quantity=replace(quantity, per=read_period(apart)), period=period)


def choose_quantity(found: Sequence[Found]) -> Found | None:
    """The quantity that speaks of the stream: one with a period first, then the largest unit."""
    if not found:
        return None
    return min(found, key=lambda f: (f.quantity.per is None, f.quantity.unit in ("kW", "MW", "GW"),
                                     bool(f.warning), f.quantity.span.start if f.quantity.span else 0))  # fmt: skip


def free(match: re.Match[str], taken: Sequence[Span]) -> bool:
    """Whether a match touches nothing that was read already."""
    return all(match.end() <= s.start or match.start() >= s.end for s in taken)


def read_match(match: re.Match[str]) -> Found | None:
    """The quantity of one match; None for a unit nobody knows."""
    amount = read_amount(match, grouped=True)
    per: str | None
    if match["run"]:
        unit, per = RUN_TOGETHER[match["run"].lower()]
    else:
        named = name_unit(match["unit"], AMOUNT_UNITS)
        if named is None:
            return None
        unit = named
        per = read_period(match)
    return finish(amount, unit, per, match)


def finish(amount: Amount, unit: str, per: str | None, match: re.Match[str]) -> Found:
    """The quantity in its common unit, with a warning where the digits can be read two ways."""
    unit, factor = MULTIPLES.get(unit, (unit, 1.0))
    span = span_of(match)
    quantity = Quantity(amount.low * factor, amount.high * factor, unit, per, span)
    doubt = f"“{span.text}” was read as {amount.high * factor:,.0f} {unit}; write it without a dot if that is wrong."  # fmt: skip
    return Found(quantity, doubt if amount.doubtful else "")


def read_spelled(match: re.Match[str]) -> Found:
    """A quantity whose number is a word: "three tonnes", "two truckloads a week"."""
    value = NUMBER_WORDS[re.sub(r"\s+", " ", match["word"].lower())]
    unit = name_unit(match["unit"], AMOUNT_UNITS)
    if unit:
        return finish(Amount(value, value), unit, read_period(match), match)
    return keep_load(Amount(value, value), match)


def read_load(match: re.Match[str]) -> Found:
    """A number of loads or pieces."""
    return keep_load(read_amount(match, grouped=True), match)


def keep_load(amount: Amount, match: re.Match[str]) -> Found:
    """Loads and pieces, kept as said with a warning: nobody knows what they weigh."""
    span = span_of(match)
    quantity = Quantity(
        amount.low, amount.high, match["unit"].lower().removesuffix("s"), read_period(match), span
    )
    return Found(quantity, f"“{span.text}” has no mass or volume; give it in tonnes or m³.")


def read_period(match: re.Match[str]) -> str | None:
    """The period that a quantity is per, if it says one."""
    for group, table in (("per", PERIODS), ("adverb", ADVERBS)):
        if match[group]:
            return name_unit(match[group], table)
    return None


def find_cost(text: str) -> Found | None:
    """What is paid today, per what: the first sum of money."""
    for match in COST.finditer(text):
        start, end = match.span()
        words = match.group().strip()
        inner = re.search(AMOUNT, words, re.IGNORECASE)
        money = match["before"] or match["after"]
        if inner is None:
            continue
        amount = read_amount(inner, grouped=True)
        unit = match["costunit"]
        per = unit and (name_unit(unit, AMOUNT_UNITS) or name_unit(unit, PERIODS) or unit.lower())
        quantity = Quantity(amount.low, amount.high, CURRENCIES[money.lower()], per,
                            Span(start, end, text[start:end]))  # fmt: skip
        return Found(quantity)
    return None


def span_of(match: re.Match[str]) -> Span:
    """Where a match stands, without the spaces around it."""
    text = match.group()
    lead = len(text) - len(text.lstrip())
    return Span(match.start() + lead, match.start() + lead + len(text.strip()), text.strip())
