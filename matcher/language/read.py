"""A text as a reading: everything it says beside what the stream is, and the words that are left."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from matcher.language.negation import Named, find_absent, find_held
from matcher.language.normalise import clean, squeeze, stems
from matcher.language.phrases import (
    VAGUE,
    find_companions,
    find_origins,
    find_phase,
    find_route,
    origin_phrase,
    widen_cost,
)
from matcher.language.places import find_place, resolve
from matcher.language.properties import PropertyName, Stated, find_properties
from matcher.language.quantities import Found, choose_quantity, find_cost, find_quantities
from matcher.language.sites import find_sites
from matcher.model import Mention, Place, Reading, Span


@dataclass(frozen=True, slots=True)
class Background:
    """What reading needs to know: names of properties, words that are no places, towns' country."""

    properties: tuple[PropertyName, ...] = ()
    words: Container[str] = ()
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A reading with the spans that grounding weighs: origins, things held, things absent."""

    text: str
    reading: Reading
    origins: tuple[Span, ...] = ()
    held: tuple[Named, ...] = ()
    absent: tuple[Named, ...] = ()
    removed: tuple[Span, ...] = ()  # numbers, prices, places, routes
    warnings: tuple[str, ...] = field(default=())


def read(
    text: str,
    background: Background = Background(),
    *,
    quantity: str | None = None,
    place: str | None = None,
) -> Draft:
    """What a text says of quantity, properties, place, route, cost, origin and contents.

    `quantity` and `place` are what the user gave beside the text; they win over the text. Raises
    InputError for a text of more than 4,000 characters and for a place that nobody knows.
    """
    plain = clean(text)
    cost = find_cost(plain)
    cost_span = cost and cost.quantity.span and widen_cost(plain, cost.quantity.span)
    amounts = find_quantities(plain, [cost_span] if cost_span else [])
    counted = [cost_span, *(f.quantity.span for f in amounts), *(f.period for f in amounts)]
    stated = find_properties(plain, background.properties, [s for s in counted if s])
    where = find_place(plain, background.country, background.words)
    route = find_route(plain)
    absent = find_absent(plain)
    others = [*(s for s in counted if s), *(span for _, span in (p for p in (where, route) if p))]
    figures = [span for s in stated for span in (s.figures if leads(plain, s) else (s.span,))]
    parts = take_apart(plain, [*others, *figures], absent)
    if not names_thing(plain, parts):
        parts = take_apart(plain, [*others, *(f for s in stated for f in s.figures)], absent)
    removed, held, origins = parts
    gone = [*removed, *(n.phrase for n in absent)]
    said = choose_quantity(find_quantities(clean(quantity)) if quantity else amounts)
    phase = find_phase(blank(plain, [*(s for s in counted if s), *(s.span for s in stated)]))
    reading = Reading(
        quantity=said.quantity if said else None,
        place=read_place(place, where, background.country),
        properties=tuple(s.measured for s in stated if s.measured),
        contaminants=tuple(Mention(n.name, None, n.span) for n in held),
        absent=tuple(Mention(n.name, None, n.span) for n in absent),
        phase=phase[0] if phase else None,
        route=route[0] if route else None,
        cost=cost.quantity if cost else None,
        core=find_core(plain, gone, held, origins),
    )
    return Draft(
        plain, reading, tuple(origins), tuple(held), tuple(absent), tuple(removed),
        gather_warnings(said, stated),
    )  # fmt: skip


Parts = tuple[list[Span], list[Named], list[Span]]


def take_apart(text: str, removed: list[Span], absent: Sequence[Named]) -> Parts:
    """What is removed from a text, the things it holds, and the origins that are left."""
    held = [n for n in find_held(text, list(absent)) if clear_of(n.span, removed)]
    gone = [*removed, *(n.phrase for n in absent)]
    left = blank(text, gone)
    origins = [s for s in find_origins(text, gone) if left[s.start : s.end].strip()]
    spoken = [origin_phrase(text, s) for s in origins]
    sites = find_sites(left, [*spoken, *(n.phrase for n in held)])
    return removed, held, [*origins, *sites]


def leads(text: str, stated: Stated) -> bool:
    """Whether a text starts with the substance that it measures: "spent sulfuric acid, 60 %"."""
    before = stems(text[: stated.name.start]) if stated.name else []
    return stated.substance and stated.name is not None and all(w in VAGUE for w in before)


def names_thing(text: str, parts: Parts) -> bool:
    """Whether a telling word is left beside figures, contents and origins."""
    removed, held, origins = parts
    spans = [*removed, *(n.phrase for n in held), *(origin_phrase(text, s) for s in origins)]
    return any(word not in VAGUE for word in stems(blank(text, spans)))


def read_place(
    given: str | None, found: tuple[Place, Span] | None, country: str | None
) -> Place | None:
    """The place given beside the text, else the one in it."""
    if given and given.strip():
        return resolve(given, country)
    return found[0] if found else None


def clear_of(span: Span, taken: Sequence[Span]) -> bool:
    """Whether a span touches nothing that was read already."""
    return all(span.end <= s.start or span.start >= s.end for s in taken)


def gather_warnings(said: Found | None, stated: Sequence[Stated]) -> tuple[str, ...]:
    """What could not be read, in words for the user."""
    return tuple(
        dict.fromkeys(
            w for w in ((said.warning if said else ""), *(s.warning for s in stated)) if w
        )
    )


def find_core(
    text: str, gone: Sequence[Span], held: Sequence[Named], origins: Sequence[Span]
) -> str:
    """The words that name the stream; where they say nothing, contents and origin come back in."""
    whole = [*gone, *(origin_phrase(text, span) for span in origins)]
    phrases = [*whole, *(n.phrase for n in held)]
    for spans in ([*phrases, *find_companions(blank(text, phrases))], phrases, whole, [*gone]):
        core = squeeze(blank(text, spans))
        if any(word not in VAGUE for word in stems(core)):
            return core
    return squeeze(blank(text, gone))


def blank(text: str, spans: Sequence[Span]) -> str:
    """The text with spaces in place of spans, so that all positions stay."""
    letters = list(text)
    for span in spans:
        letters[span.start : span.end] = " " * (min(span.end, len(text)) - span.start)
    return "".join(letters)
