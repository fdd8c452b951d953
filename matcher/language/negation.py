"""What a stream is said to hold, and what it is said not to hold or not to be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from matcher.model import Span

WORD: Final = r"[^\W\d_][\w'’/()-]*"
#: words at which a list of named things ends
END: Final = (
    r"(?:but|from|for|at|in|on|to|by|with|without|free|after|which|that|who|we|it|is|are|was|were|has|have|"
    r"because|since|so|contains?|containing|about|approximately|aber|aus|fuer|für|mit|ohne|von|"
    r"mais|pour|avec|sans|currently|now|stored|sent|going|available)\b"
)
ITEM: Final = rf"(?!{END}){WORD}(?:[ ](?!{END}|(?:and|or|und|oder|et|ou|nor)\b){WORD}){{0,3}}"
ITEMS: Final = (
    rf"(?P<items>{ITEM}(?:\s*,?\s*(?:\b(?:and|or|nor|und|oder|et|ou)\b|,|/|&)\s*{ITEM}){{0,5}})"
)
#: what follows "no" or "without" and speaks of no material
EMPTY: Final = frozenset(
    [
        "longer",
        "idea",
        "use",
        "used",
        "market",
        "buyer",
        "value",
        "one",
        "need",
        "needed",
        "way",
        "known",
        "doubt",
        "further",
        "more",
        "other",
        "problem",
        "problems",
        "issue",
        "issues",
        "reason",
        "specific",
        "clue",
        "treatment",
        "sorting",
        "processing",
        "success",
        "matter",
        "cost",
        "costs",
        "additional",
        "prior",
        "any",
        "longer-term",
        "wonder",
        "what",
    ]
)
DEGREE: Final = (
    r"(?:(?:any|some|small|high|low|large|minor|trace|few|a|an|the|of|amounts?|quantit(?:y|ies)|"
    r"traces?|residues?|remains?|lots?|little|bit|up\s+to|mainly|about|also|etwas|peu|des|du|de|"
    r"significant|visible|other|levels?|parts?|pieces?|bits?|proportion|no|nor|kein)\s+)*"
)

ABSENT: Final = (
    re.compile(rf"\b(?:free\s+(?:of|from)|frei\s+von|exempte?s?\s+de|libre\s+de)\s+{DEGREE}{ITEMS}", re.I),
    re.compile(
        rf"\b(?:not\s+contaminated\s+with|(?:does|do|did)\s+not\s+contain|doesn't\s+contain|don't\s+contain|not\s+containing|"
        rf"contains?\s+no|containing\s+no|with\s+no|enthält\s+kein(?:e|en)?|ne\s+contient\s+pas\s+d[e'])\s*{DEGREE}{ITEMS}",
        re.I,
    ),
    re.compile(rf"\b(?:without|ohne|sans|no|kein(?:e|en)?|nor)\s+{DEGREE}{ITEMS}", re.I),
    re.compile(rf"\bnot\s+(?:an?\s+|the\s+)?(?!contaminated|treated|hazardous|yet|only|sure|suitable|used|allowed|dangerous|known|wet|dry|clean){ITEMS}", re.I),
    re.compile(r"(?<![\w-])(?P<items>[^\W\d_]\w+)[-\s](?:free|frei)(?![\w-]|\s+(?:of|from|lime|cao|flowing|moisture|von))", re.I),
    re.compile(r"(?<![\w-])(?P<items>[^\W\d_]{3,})freie?[rnms]?\b", re.I),
    re.compile(r"\b(?P<items>(?:un|non-?|not\s+)(?:contaminated|polluted|treated|hazardous|dangerous)|uncontaminated|unbelastet\w*|unbehandelt\w*)\b", re.I),
)  # fmt: skip
HELD: Final = (
    re.compile(
        rf"\b(?:contaminated|polluted|soiled|mixed|impregnated|coated|laced|tainted|loaded|blended|treated|filled|saturated|verunreinigt|belastet|contaminée?s?)\s+(?:with|by|mit|par|avec)\s+{DEGREE}{ITEMS}",
        re.I,
    ),
    re.compile(rf"\b(?:contains?|containing|including|includes?|enthält|contient|contenant|high\s+in|rich\s+in)\s+{DEGREE}{ITEMS}", re.I),
    re.compile(
        rf"\b(?:with|plus|mit|avec)\s+(?:some|traces?\s+of|residual|residues?\s+of|small\s+amounts?\s+of|a\s+(?:little|bit\s+of|few)|remains\s+of|bits\s+of|etwas|un\s+peu\s+de|occasional|adhering)\s+{DEGREE}{ITEMS}",
        re.I,
    ),
    re.compile(r"(?<![\w-])(?P<items>[^\W\d_]\w*)(?:-|\s(?!\w+\s+(?:with|by)\b))(?:contaminated|containing|polluted|bearing|treated|soaked|impregnated|laden|coated|haltig\w*|verunreinigt\w*|belastet\w*)\b", re.I),
    re.compile(r"(?<![\w-])(?P<items>[^\W\d_]{3,})haltige?[rnms]?\b", re.I),
)  # fmt: skip
SPLIT: Final = re.compile(r"\s*(?:,|/|&|\b(?:and|or|nor|und|oder|et|ou)\b)\s*", re.I)
LEADING: Final = re.compile(r"^(?:no|nor|any|some|the|other)\s+", re.I)
HEAT: Final = frozenset({"heat", "mechanically", "biologically", "chemically", "thermally", "pre", "un", "non", "well"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """One thing named as held or as absent, and the whole phrase that says so."""

    name: str
    span: Span
    phrase: Span


def find_absent(text: str) -> list[Named]:
    """What the text says the stream is free of, or is not."""
    found: list[Named] = []
    for pattern in ABSENT:
        for match in pattern.finditer(text):
            if not overlaps(match, found) and match["items"].split()[0].lower() not in EMPTY:
                found.extend(name_items(match))
    return found


def find_held(text: str, absent: list[Named]) -> list[Named]:
    """What the text says the stream contains beside what it is; never what it is free of."""
    found: list[Named] = []
    for pattern in HELD:
        for match in pattern.finditer(text):
            first = match["items"].split()[0].lower()
            if overlaps(match, [*absent, *found]) or first in EMPTY or first in HEAT:
                continue
            found.extend(name_items(match))
    return found


def overlaps(match: re.Match[str], found: list[Named]) -> bool:
    """Whether a match touches a phrase that was read already."""
    return any(match.start() < n.phrase.end and match.end() > n.phrase.start for n in found)


def name_items(match: re.Match[str]) -> list[Named]:
    """Each thing in the list of a match, with its own span.

    A comma goes on with the list only if "and" or "or" closes it: what follows in "with some PVC,
    baled" is another thought.
    """
    items, start = match["items"], match.start("items")
    if not re.search(r"\b(?:and|or|nor|und|oder|et|ou)\b|&", items, re.I):
        items = items.split(",")[0].rstrip()
    end = start + len(items) if match.end("items") == match.end() else match.end()
    phrase = Span(match.start(), end, match.string[match.start() : end])
    named = []
    place = 0
    for part in (LEADING.sub("", part) for part in SPLIT.split(items)):
        if part:
            begin = items.index(part, place)
            place = begin + len(part)
            named.append(Named(part, Span(start + begin, start + place, part), phrase))
    return named
