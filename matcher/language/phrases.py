"""The words around a material: where it comes from, where it goes today, in which state it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from matcher.model import Span

#: a phrase ends at a sign, or at a word that starts another thought
STOPPER: Final = (
    r"(?=\s*(?:[,;:()!?]|\.(?!\d)|–|$|\b(?:containing|contains?|contaminated|which|that|who|where|because|"
    r"free\s+(?:of|from)|without|with|currently|now|we|it|is|are|was|were|to\s+be|going|sent|until|about|"
    r"mixed|for|per|available|looking|near|and\s+(?:\w+\s+){1,3}from|aber|mit|ohne|wird|werden|"
    r"avec|sans|est|sont|qui)\b))"
)
ORIGIN: Final = re.compile(
    r"\b(?:(?:left\s+(?:over|behind|from)?\s*)?(?:from|out\s+of)|(?:generated|produced|arising|arises|made|formed|collected|"
    r"created|recovered|removed|obtained|originating|resulting|coming|falling|captured|separated|discharged)\s+"
    r"(?:by|in|at|during|from|after|when|on)|after|during|at\s+(?:a|an|our|the)|in\s+(?:a|an|our|the)|"
    r"of\s+(?:a|an|our)|by-?product\s+of|residues?\s+(?:of|from)|"
    r"aus(?:\s+der|\s+dem|\s+einer|\s+einem|\s+unserer|\s+unserem)?|vom|von\s+der|bei\s+der|"
    r"issue?s?\s+d(?:e|u|es)(?:\s+la)?|provenant\s+d(?:e|u|es)(?:\s+la)?|d'une?|chez)\s+"
    rf"(?P<phrase>(?:[^,;:.()!?]|\.(?=\d)){{3,90}}?){STOPPER}",
    re.IGNORECASE,
)
ROUTES: Final = (
    ("landfill", r"landfill(?:ed|ing)?|tipped|dumped|deponier\w*|deponie|décharge"),
    ("incineration", r"incinerat\w*|burn(?:t|ed)\s+(?:off|as\s+waste)|verbrannt|incinér\w*"),
    ("flaring or venting", r"flared?|vented|abgefackelt|blown\s+off|released\s+to\s+(?:the\s+)?air"),
    ("composting", r"compost(?:ed|ing)|kompostiert"),
    ("anaerobic digestion", r"digested|anaerobic\s+digestion|biogas\s+plant"),
    ("land spreading", r"land\s?spread(?:ing)?|spread\s+on\s+(?:land|fields)|ausgebracht"),
    ("sewer", r"(?:to|into)\s+(?:the\s+)?sewer|discharged\s+to\s+sewer|kanalisation"),
    ("stockpile", r"stockpiled?|piled\s+up|heaped|auf\s+halde|stored\s+on\s+site|piling\s+up"),
    ("recycling", r"recycled|recycling"),
    ("backfilling", r"backfill(?:ed|ing)?"),
    ("disposal", r"dispos(?:al|ed|ing)|thrown\s+away|throw\s+away|skipped|entsorgt|entsorgung"),
)  # fmt: skip
SAID: Final = (
    r"(?:(?:currently|today|now|presently|at\s+present|at\s+the\s+moment|until\s+now|so\s+far|derzeit|"
    r"momentan|actuellement)\s+(?:(?:is|are|being|it\s+is|all|mostly|wird|werden|est|sont|goes?|going|"
    r"sent|we\s+pay|we)\s+)*(?:(?:to|for|off|in|as|it|them|the|zur|mis|en)\s+)*"
    r"|(?:goes?|going|sent|taken|is|are|being|gets?)\s+(?:(?:currently|now|all|off|to|for|a|the|being|mostly|just)\s+)*"
    r"|(?:we\s+(?:pay|have|now|currently)?\s*(?:to|for|it)?\s*)|(?:\bto\s+)|(?:\bfor\s+))"
)
ROUTE: Final = re.compile(
    rf"{SAID}(?P<route>{'|'.join(f'(?P<r{i}>{pattern})' for i, (_, pattern) in enumerate(ROUTES))})"
    r"(?!\s+(?:gas|site|leachate|ash|plant|slag|bottom|residues?|facility|works|centre|center|firm))"
    r"(?:\s+(?:it|them|at\s+the\s+moment|as\s+waste))?",
    re.IGNORECASE,
)
PAYING: Final = re.compile(
    r"\b(?:we|and|which|it|that)?\s*(?:currently\s+)?(?:pay(?:ing|s)?|costs?(?:\s+us)?|charged|kostet|zahlen|coûte)\s*(?:about|around|wir)?\s*$",
    re.I,
)
PHASES: Final = (
    ("dry solid", r"\b(?:dry|dried|oven-dry|bone-dry|trocken(?:e[rsnm]?)?|getrocknet\w*|sec|sèche|séchée?s?)(?!\w|\s+(?:matter|solids?|mass|weight|clean|substance|basis|scrubb|ice|cell))"),
    ("wet solid", r"\b(?:wet|damp|moist|dewatered|nass|feucht|humide)(?!\w|\s+(?:scrubb|process|basis|air|oxid))"),
    ("liquid", r"\b(?:liquid|aqueous|dissolved|flüssig\w*|liquide)\b"),
    ("slurry", r"\b(?:slurry|slurries|pumpable|pasty|paste)\b"),
    ("powder", r"\b(?:powder|powdered|dusty|fine\s+dust|pulverised|pulverized|pulver\w*|poudre)\b"),
    ("granular", r"\b(?:granulate|granules|pellets?|pelletised|granular)\b"),
    ("gas", r"\b(?:gaseous|off-?gas|exhaust\s+(?:gas|air)|flue\s+gas|gasförmig\w*)\b"),
    ("baled", r"\b(?:baled|in\s+bales)\b"),
    ("shredded", r"\b(?:shredded|chipped|crushed|geschreddert)\b"),
)  # fmt: skip
#: nouns so wide that the noun behind "of" or before them says what it is
VAGUE: Final = frozenset(
    [
        "waste",
        "wast",
        "residue",
        "material",
        "stream",
        "by-product",
        "byproduct",
        "product",
        "leftover",
        "rest",
        "remain",
        "remainder",
        "remnant",
        "mix",
        "mixture",
        "stuff",
        "substance",
        "output",
        "surplus",
        "scrap",
        "reject",
        "offcut",
        "trimming",
        "cutting",
        "sprue",
        "off-cut",
        "batch",
        "load",
        "part",
        "kind",
        "type",
        "sort",
        "amount",
        "quantity",
        "volume",
        "abfall",
        "reststoff",
        "rueckstand",
        "dechet",
        "residu",
        "matiere",
        "excess",
        "lot",
        "item",
        "thing",
        "discard",
        "fraction",
        "piece",
        "refuse",
        "bulk",
        "pile",
        "tonne",
        "ton",
        "company",
        "site",
        "factory",
        "plant",
        "process",
        "production",
        "industry",
        "facility",
        "liquid",
        "solid",
        "powder",
        "content",
        "unused",
        "spent",
        "used",
        "old",
        "dry",
        "wet",
        "fresh",
        "clean",
        "mixed",
        "various",
        "surplus",
        "unsold",
        "industrial",
    ]
)
#: what stands with the stream says what it holds, up to the next sign; "received with the crop",
#: "quenched with water" are no such thing
COMPANION: Final = re.compile(
    r"(?<!ed )(?<!en )(?<!ing )\b(?:with|mit|avec)\s+[^,;:()]+", re.IGNORECASE
)
GAP: Final = re.compile(
    r"\s*[,;:.()!?]|\s+(?:of|from|for|with|in|at|on|by|after|during|that|which|to|as|aus|von|vom|mit|bei|de|du|des|d'une?|en|pour|is|are|we|left|arising|used|without|currently)\b",
    re.I,
)


def find_origins(text: str, taken: Sequence[Span] = ()) -> list[Span]:
    """The phrases that say what the stream comes from, without the words that lead in."""
    found: list[Span] = []
    for match in ORIGIN.finditer(text):
        start, end = match.span("phrase")
        if not any(start < s.end and end > s.start and s.start <= start for s in taken):
            found.append(Span(start, end, match["phrase"]))
    return found


def origin_phrase(text: str, span: Span) -> Span:
    """An origin together with the words that lead in ("from …"), as it is taken out of the text."""
    for match in ORIGIN.finditer(text):
        if match.span("phrase") == (span.start, span.end):
            return Span(match.start(), match.end(), match.group())
    return span


def find_companions(text: str) -> list[Span]:
    """What stands with the stream after a plain "with": "greensand with coal dust"."""
    return [Span(m.start(), m.end(), m.group()) for m in COMPANION.finditer(text)]


def find_route(text: str) -> tuple[str, Span] | None:
    """Where the stream goes today, in one word, with the span."""
    match = ROUTE.search(text)
    if not match:
        return None
    name = next(name for i, (name, _) in enumerate(ROUTES) if match[f"r{i}"])
    return name, Span(match.start(), match.end(), match.group())


def widen_cost(text: str, span: Span) -> Span:
    """A price with the words "we pay" or "it costs" before it."""
    lead = PAYING.search(text[: span.start])
    start = lead.start() if lead else span.start
    return Span(start, span.end, text[start : span.end])


def find_phase(text: str) -> tuple[str, Span] | None:
    """The state in which it is handed over, as said; nothing is added to it."""
    hits = [
        (match.start(), name, Span(match.start(), match.end(), match.group()))
        for name, pattern in PHASES
        if (match := re.search(pattern, text, re.IGNORECASE))
    ]
    return min(hits)[1:] if hits else None


def head_segment(text: str) -> Span:
    """The first stretch of a text up to a comma or preposition: the phrase that names the thing."""
    lead = re.match(
        r"\W*(?:(?:we|our|there|have|has|are|is|got|i|some|a|an|the|produce|generate|throw away|to|get|rid|of|offer|with|lots?|"
        r"wir|haben|unser\w*|der|die|das|nous|avons|notre|nos|les?|la|du|des|about|approx)\s+)*",
        text,
        re.I,
    )
    start = lead.end() if lead else 0
    gap = GAP.search(text, start + 1)
    end = gap.start() if gap else len(text)
    return Span(start, end, text[start:end])
