"""Numbers as people write them: thousands and decimals in three habits, ranges, bounds."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

#: one number: grouped by space, dot, comma or apostrophe, or plain with decimals
NUMBER: Final = (
    r"(?:\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d)|\d{1,3}(?:['’]\d{3})+(?:[.,]\d+)?"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)"
    r"|\d+(?:[.,]\d+)?|[.,]\d+)"
)
SCALES: Final = {
    "k": 1e3,
    "thousand": 1e3,
    "thousands": 1e3,
    "tsd": 1e3,
    "tausend": 1e3,
    "mille": 1e3,
    "milliers": 1e3,
    "m": 1e6,
    "million": 1e6,
    "millions": 1e6,
    "mio": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "millionen": 1e6,
}
SCALE: Final = (
    r"(?:\s*(?P<scale{n}>thousands?|tsd\.?|tausend|milliers|mille|millions?|millionen|mio\.?|mln|mn)"
    r"(?:\s+(?:de|d'|of))?\b\.?|(?P<kilo{n}>k)(?=\s+t|\s+m3|\s*(?:tonne|ton)|t?pa\b)(?!t\b))?"
)
WORDS: Final = {
    "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0,
    "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "fifteen": 15.0,
    "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "hundred": 100.0,
    "a hundred": 100.0, "a thousand": 1e3, "a million": 1e6, "half a million": 5e5,
    "half a": 0.5, "a dozen": 12.0, "ein": 1.0, "zwei": 2.0, "drei": 3.0, "zehn": 10.0,
    "deux": 2.0, "trois": 3.0, "dix": 10.0,
}  # fmt: skip
LOWER: Final = (
    r">=?|≥|over|more\s+than|above|at\s+least|min(?:imum|\.)?|exceed(?:s|ing)|greater\s+than|"
    r"mehr\s+als|ueber|über|mindestens|plus\s+de|au\s+moins|from"
)
UPPER: Final = (
    r"<=?|≤|up\s+to|under|below|less\s+than|at\s+most|max(?:imum|\.)?|no\s+more\s+than|"
    r"not\s+more\s+than|bis\s+zu|unter|weniger\s+als|maximal|höchstens|moins\s+de|au\s+plus|jusqu'à"
)
ABOUT: Final = (
    r"about|around|approx(?:\.|imately)?|roughly|some|circa|ca\.?|c\.|~|≈|nearly|almost|etwa|rund|"
    r"ungefähr|environ|près\s+de"
)
DASH: Final = r"(?:-|–|—|to|and|bis|und|à|et|\.\.\.?|…)"
#: a value, a range or a bound, with the scale words; `{n}` keeps the group names apart
AMOUNT: Final = (
    rf"(?:(?P<lower>(?<![a-z]){LOWER})\s*|(?P<upper>(?<![a-z]){UPPER})\s*)?"
    rf"(?:(?:{ABOUT})\s*)*(?:(?:between|zwischen|entre|de)\s+)?"
    rf"(?P<first>(?<![\w.,])[-−+]?{NUMBER}){SCALE.format(n=1)}"
    rf"(?:(?:\s*%)?\s*(?:{DASH})\s*(?P<second>{NUMBER}){SCALE.format(n=2)}"
    rf"|\s*(?:±|\+/-)\s*(?P<spread>{NUMBER}))?"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, a range, or one bound (`low` 0 or `high` infinite stand for an open end)."""

    low: float
    high: float
    bound: str = ""  # "lower", "upper" or ""
    doubtful: bool = False  # "1.200": thousands or three decimals


def read_number(text: str, *, grouped: bool = True) -> tuple[float, bool]:
    """The value of a written number, and whether a dot or comma could be read two ways.

    `grouped` says how to read one separator before exactly three digits ("1.200"): as thousands,
    or as a decimal sign. A comma there is always thousands, as "40,000" is no decimal.
    """
    bare = re.sub(r"[ '’]", "", text.strip()).replace("−", "-")
    marks = [ch for ch in bare if ch in ".,"]
    if not marks:
        return float(bare), False
    if len(set(marks)) == 2:
        decimal = marks[-1]
        return float(bare.replace("," if decimal == "." else ".", "").replace(",", ".")), False
    if len(marks) > 1:
        return float(bare.replace(marks[0], "")), False
    whole, _, rest = bare.partition(marks[0])
    three = len(rest) == 3 and 0 < len(whole.lstrip("+-")) <= 3 and whole.lstrip("+-") != "0"
    if three and (marks[0] == "," or grouped):
        return float(whole + rest), marks[0] == "."
    return float(f"{whole or '0'}.{rest}"), three and marks[0] == "."


def read_amount(match: re.Match[str], *, grouped: bool) -> Amount:
    """What a match of AMOUNT says, as two ends; a scale after the second number holds for both."""
    low, doubtful = read_number(match["first"], grouped=grouped)
    second_scale = read_scale(match, 2)
    first_scale = read_scale(match, 1)
    if match["spread"]:
        spread, _ = read_number(match["spread"], grouped=grouped)
        return Amount((low - spread) * first_scale, (low + spread) * first_scale)
    if match["second"]:
        high, also = read_number(match["second"], grouped=grouped)
        low *= first_scale if first_scale != 1 else second_scale
        high *= second_scale if second_scale != 1 else first_scale
        return Amount(min(low, high), max(low, high), doubtful=doubtful or also)
    value = low * first_scale
    if match["lower"] and match["lower"].lower() != "from":
        return Amount(value, math.inf, "lower", doubtful)
    if match["upper"]:
        return Amount(min(0.0, value), value, "upper", doubtful)
    return Amount(value, value, "", doubtful)


def read_scale(match: re.Match[str], number: int) -> float:
    """What "thousand", "Mio." or "k" after a number multiplies it by."""
    word = match[f"scale{number}"] or match[f"kilo{number}"] or ""
    return SCALES.get(word.lower().rstrip("."), 1.0)
