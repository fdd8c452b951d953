"""What a stream is said to contain, and what it is said to be free of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from matcher.model import Mention, Span

#: where a phrase ends: punctuation, a new clause, a number
END: Final = r"(?=\s*(?:[,;.:()]|$|\bbut\b|\bwith\b|\bfrom\b|\bat\b|\bin\b|\bwhich\b|\bthat\b|\babout\b|\bapprox|\baber\b|\bmais\b|\d))"
PHRASE: Final = rf"(?P<phrase>[^\W\d][^,;.:()\d]{{1,60}}?){END}"
ABSENT: Final = re.compile(
    rf"\b(?:free (?:of|from)|without(?: any)?|not contaminated (?:with|by)|(?:does not|doesn't|do not|don't) contain(?: any)?|contain(?:s|ing)? no|"
    rf"no traces? of|no|never any|not containing|frei von|ohne|enthält kein(?:e|en)?|kein(?:e|en)?|sans|exempte? de|ne contient pas (?:de|d')|but not)\s+{PHRASE}",
    re.IGNORECASE,
)
ABSENT_SUFFIX: Final = re.compile(r"\b(?P<phrase>[^\W\d][\w]*)[- ](?:free|frei)\b", re.IGNORECASE)
CONTAINED: Final = re.compile(
    rf"\b(?:contain(?:s|ing)?(?: some| traces of| up to)?|contaminated (?:with|by)|polluted (?:with|by)|tainted (?:with|by)|treated with|impregnated with|coated with|"
    rf"soaked (?:with|in)|mixed with|including|with (?:some|traces of|a bit of|a little|residual|residues of)|enthält|verunreinigt mit|belastet mit|vermischt mit|"
    rf"contenant|contaminée?s? (?:par|avec)|souillée?s? (?:par|avec))\s+{PHRASE}",
    re.IGNORECASE,
)
WEAK: Final = re.compile(rf"\b(?:with|mit|avec)\s+{PHRASE}", re.IGNORECASE)
PREFIX: Final = re.compile(
    r"\b(?P<phrase>[^\W\d][\w]*)[- ](?:contaminated|containing|treated|impregnated|soaked|laden|bearing|coated|haltig(?:e[rsn]?)?|belastet(?:e[rsn]?)?)\b",
    re.IGNORECASE,
)
SPLIT: Final = re.compile(
    r"\s*(?:\band\b|\bor\b|\bund\b|\boder\b|\bet\b|\bou\b|/|&)\s*", re.IGNORECASE
)
#: “no longer”, “no more”, “no idea” deny nothing about the stream
IDLE: Final = frozenset(
    {
        "longer",
        "more",
        "idea",
        "problem",
        "need",
        "charge",
        "one",
        "use",
        "outlet",
        "other",
        "known",
        "longer needed",
    }
)

Resolve = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Content:
    """What is contained, what is absent, and the text without the phrases that said so."""

    contained: tuple[Mention, ...]
    absent: tuple[Mention, ...]
    rest: str


def find_content(text: str, resolve: Resolve) -> Content:
    """Read contents and absences; `resolve` gives the IRI of a material named in a phrase, or None.

    A plain “with …” counts only where the phrase is a known material, for people also write
    “with a truck” and “with high calcium”.
    """
    rest = text
    absent, rest = take(rest, (ABSENT, ABSENT_SUFFIX), resolve, known_only=False)
    contained, rest = take(rest, (CONTAINED, PREFIX), resolve, known_only=False)
    weak, rest = take(rest, (WEAK,), resolve, known_only=True)
    return Content(contained + weak, absent, rest)


def take(
    text: str, patterns: tuple[re.Pattern[str], ...], resolve: Resolve, known_only: bool
) -> tuple[tuple[Mention, ...], str]:
    """The mentions that patterns find, and the text with each blanked out at equal length."""
    found: list[Mention] = []
    for pattern in patterns:
        for match in pattern.finditer(text):
            mentions = read_phrase(match, resolve)
            if known_only:
                mentions = [m for m in mentions if m.concept]
            if mentions:
                found += mentions
                text = (
                    text[: match.start()]
                    + " " * (match.end() - match.start())
                    + text[match.end() :]
                )
    return tuple(found), text


def read_phrase(match: re.Match[str], resolve: Resolve) -> list[Mention]:
    """The things named in one phrase, each with its material where one is known."""
    mentions = []
    start = match.start("phrase")
    for part in SPLIT.split(match["phrase"]):
        name = part.strip()
        if not name or name.casefold() in IDLE:
            continue
        at = start + match["phrase"].find(part)
        mentions.append(Mention(name, resolve(name), Span(at, at + len(name), name)))
    return mentions
