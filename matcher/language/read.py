"""What a text says of a stream beside what it is: the order of reading, nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matcher.errors import InputError
from matcher.language.negation import Resolve, find_content
from matcher.language.places import find_place
from matcher.language.properties import Name, find_properties
from matcher.language.quantities import find_cost, find_quantity
from matcher.model import Reading, Span

MOST_CHARACTERS: Final = 4_000
CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f​-‏‪-‮⁠﻿]")
PHASES: Final = (
    ("sludge", r"\b(?:sludge|slurry|filter ?cake|schlamm|boue|slop)s?\b"),
    ("gas", r"\b(?:gas|off-?gas|flue gas|biogas|abgas|gaz)(?:es)?\b"),
    (
        "liquid",
        r"\b(?:liquid|liquor|effluent|solution|wastewater|water|oil|acid|whey|brine|flüssig|liquide)s?\b",
    ),
    ("dry solid", r"\b(?:dry|dried|trocken|sec|sèche)\b"),
    ("powder", r"\b(?:dust|powder|ash|fines|flour|staub|pulver|poussière|cendres?)(?:es)?\b"),
    (
        "solid",
        r"\b(?:solid|lumps?|granul\w+|chips|offcuts|scrap|rubble|bricks?|slag|fest|solide)s?\b",
    ),
)
ROUTES: Final = (
    (
        "landfill",
        r"\b(?:landfill(?:ed|ing)?|tip(?:ped)?\b|dump(?:ed)?|deponi\w+|enfoui\w*|décharge)",
    ),
    ("incineration", r"\b(?:incinerat\w+|burn(?:t|ed)|verbrannt|verbrennung|incinér\w+)"),
    ("stockpile", r"\b(?:stockpil\w+|heap|halde|stored on site)"),
    ("vented", r"\b(?:vented|flared|blown off|fackel)\b"),
    ("composting", r"\bcompost(?:ed|ing)\b"),
    ("recycling", r"\brecycl(?:ed|ing)\b"),
)
#: what is asked of us, which says nothing of the stream
QUESTION: Final = re.compile(
    r"(?:^|(?<=[,.;:!?\n]))\s*(?:and\s+|so\s+|but\s+)?(?:what|who|whom|where|how|which|when|can|could|should|is there|are there|any ideas?|do you|"
    r"was kann|was tun|wer|wohin|wie|que faire|qui|où|comment)\b[^?.;,\n]*(?:\?|$|(?=[.;,\n]))",
    re.IGNORECASE,
)
LOOSE: Final = re.compile(
    r"(?:[\s,;]+(?:with|at|of|and|or|about|approx\.?|ca\.?|circa|around|per|in|that|which|mit|von|und|avec|de|et|à|some|up to|from|our))+[\s,;.]*$",
    re.IGNORECASE,
)
ROUTE_VERB: Final = re.compile(
    r"\b(?:current(?:ly)?|now|today|is|are|goes|going|sent|we pay|pay|derzeit|zurzeit|actuellement|being)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Read:
    """A reading with notes on what could not be used, and the parts of the text that said it."""

    reading: Reading
    notes: tuple[str, ...]
    spans: tuple[Span, ...]


def clean(text: str) -> str:
    """The text without control and direction marks; InputError when it is far too long."""
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"the description has {len(text):,} characters",
            todo=f"Keep it under {MOST_CHARACTERS:,}: one stream, a few lines.",
        )
    return CONTROL.sub(" ", text).strip()


def read(text: str, names: Sequence[Name], resolve: Resolve, country: str | None = None) -> Read:
    """Quantity, properties, contents, place, phase, route and cost of a description.

    `names` are the ways to name measured properties; `resolve` gives the IRI of a material that
    a phrase names. `core` holds the words that are left for grounding.
    """
    text = clean(text)
    cost = find_cost(text)
    body = blank(text, cost.span if cost else None)
    properties, unread = find_properties(body, names)
    for measured in properties:
        body = blank(body, measured.span)
    quantity = find_quantity(body)
    body = blank(body, quantity.span if quantity else None)
    found = find_place(body, country)
    body = blank(body, found[1] if found else None)
    content = find_content(body, resolve)
    route = find_route(text)
    reading = Reading(
        quantity=quantity,
        place=found[0] if found else None,
        properties=properties,
        contaminants=content.contained,
        absent=content.absent,
        phase=next(
            (name for name, pattern in PHASES if re.search(pattern, text, re.IGNORECASE)), None
        ),
        route=route,
        cost=cost,
        core=tidy(QUESTION.sub(" ", content.rest)),
    )
    return Read(reading, tuple(u.text for u in unread), ())


def tidy(text: str) -> str:
    """The words that are left, without the loose ends of what was taken out."""
    plain = re.sub(r"\s+", " ", text)
    plain = re.sub(r"\s+(?=[,;.])|[,;]\s*(?=[,;.])", "", plain)
    return LOOSE.sub("", plain).strip(" ,.;:-–(")


def blank(text: str, span: Span | None) -> str:
    """The text with a span blanked out, so that all other places stay where they were."""
    if span is None:
        return text
    return text[: span.start] + " " * (span.end - span.start) + text[span.end :]


def find_route(text: str) -> str | None:
    """Where the stream goes today, if the text says so of the present."""
    if not ROUTE_VERB.search(text):
        return None
    return next((name for name, pattern in ROUTES if re.search(pattern, text, re.IGNORECASE)), None)
