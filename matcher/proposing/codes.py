"""List-of-Waste entries in the edition that is in force for a country and a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from matcher.errors import InputError
from matcher.model import Grounding, WasteCode
from matcher.namespaces import expand
from matcher.proposing.view import View

EDITION: Final = expand("sym:CodeListEdition")
ENTRY_TYPES: Final = {
    expand("sym:AbsoluteHazardous"): "absolute",
    expand("sym:AbsoluteNonHazardous"): "absolute",
    expand("sym:MirrorHazardous"): "mirror",
    expand("sym:MirrorNonHazardous"): "mirror",
}


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition of the List of Waste that answers: its name and the day it is read on."""

    low: str
    day: str
    changes: bool = True  # whether the next edition will apply here
    nace: str = "NACE Rev. 2"


def choose_edition(view: View, country: str | None, on: date | None) -> Edition:
    """The List of Waste in force for a country (two letters) on a day; today where none is given.

    The editions, their days and their jurisdictions stand in `ontology/codes/low.ttl`. A
    country that keeps an edition of its own reads the list as on that edition's last day.
    """
    day = (on or datetime.now(UTC).date()).isoformat()
    if country and not (len(country) == 2 and country.isalpha()):
        raise InputError(
            f"“{country}” is no two-letter country code", where="country", todo="Write DE, FR, GB …"
        )
    wanted = {"UK": "GB"}.get((country or "").upper(), (country or "").upper())
    own = [
        e for e in view.subjects("rdf:type", EDITION) if view.text(e, "sym:jurisdiction") == wanted
    ]
    if own:
        kept = view.one(own[0], "dcterms:isVersionOf") or own[0]
        return Edition(
            view.label(own[0]), min(day, view.text(kept, "sym:validTo") or day), changes=False
        )
    common = [
        e
        for e in view.subjects("rdf:type", EDITION)
        if view.text(e, "sym:jurisdiction") == "EU" and is_in_force(view, e, day)
    ]
    return Edition(view.label(common[0]) if common else "no edition in force on that day", day)


def list_codes(
    view: View, groundings: Iterable[Grounding], edition: Edition
) -> tuple[WasteCode, ...]:
    """The entries in force, likeliest first, each followed by the wording it replaced or that
    replaces it, so that nobody is surprised by the change."""
    found: dict[str, WasteCode] = {}
    for grounding in groundings:
        for iri in in_order(view, grounding.concept, edition):
            found.setdefault(iri, read_code(view, iri, grounding, edition.day))
    return tuple(found.values())


def in_order(view: View, iri: str, edition: Edition) -> list[str]:
    """What holds on a day, then the other end of the change: withdrawn entries, or coming ones."""
    day = edition.day
    successors = view.many(iri, "sym:replacedBy") if edition.changes else ()
    coming = [s for s in successors if starts_after(view, s, day)]
    if is_in_force(view, iri, day):
        return [iri, *coming]
    if starts_after(view, iri, day):
        now = [old for old in view.subjects("sym:replacedBy", iri) if is_in_force(view, old, day)]
        return [*now, iri]
    return [*current_successors(view, iri, day), iri]


def starts_after(view: View, iri: str, day: str) -> bool:
    """Whether an entry is not in force yet on a day."""
    return (view.text(iri, "sym:validFrom") or "") > day


def is_in_force(view: View, iri: str, day: str) -> bool:
    """Whether an entry holds on a day (ISO dates compare as text)."""
    start, end = view.text(iri, "sym:validFrom") or "", view.text(iri, "sym:validTo") or "9999"
    return start <= day <= end


def current_successors(view: View, iri: str, day: str) -> list[str]:
    """The entries that took the place of a withdrawn one, followed until they are in force."""
    found: list[str] = []
    for successor in view.many(iri, "sym:replacedBy"):
        if is_in_force(view, successor, day):
            found.append(successor)
        elif not starts_after(view, successor, day):
            found.extend(current_successors(view, successor, day))
    return found


def read_code(view: View, iri: str, grounding: Grounding, day: str) -> WasteCode:
    """One entry with its title, hazard, mirror partner, deciding question and dates."""
    partners = view.many(iri, "sym:mirrorOf")
    question = view.text(iri, "sym:decidingQuestion") or next(
        (text for partner in partners if (text := view.text(partner, "sym:decidingQuestion"))), None
    )
    return WasteCode(
        code=read_number(view, iri),
        title=view.label(iri),
        hazardous=view.text(iri, "sym:hazardous") == "true",
        entry_type=ENTRY_TYPES.get(view.one(iri, "sym:entryType") or "", "absolute"),
        probability=grounding.probability,
        matches=grounding.matches,
        mirror_of=read_number(view, partners[0]) if partners else None,
        deciding_question=question,
        valid_from=view.text(iri, "sym:validFrom"),
        valid_to=view.text(iri, "sym:validTo"),
        replaced_by=tuple(
            read_number(view, successor) for successor in view.many(iri, "sym:replacedBy")
        ),
        in_force=is_in_force(view, iri, day),
    )


def read_number(view: View, iri: str) -> str:
    """The six digits of an entry."""
    return view.text(iri, "sym:code") or iri.rsplit("/", 1)[-1]
