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

#: the United Kingdom keeps the list as it stood; the 2025 amendment is not law there
KEEPS_2014: Final = frozenset({"GB", "UK"})
LAST_DAY_2014: Final = date(2026, 11, 8)
ENTRY_TYPES: Final = {
    expand("sym:AbsoluteHazardous"): "absolute",
    expand("sym:AbsoluteNonHazardous"): "absolute",
    expand("sym:MirrorHazardous"): "mirror",
    expand("sym:MirrorNonHazardous"): "mirror",
}


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition of the code lists that answers: its name and the day it is read on."""

    low: str
    day: str
    nace: str = "NACE Rev. 2"


def choose_edition(country: str | None, on: date | None) -> Edition:
    """The List of Waste in force for a country (two letters) on a day; today where none is given."""
    day = on or datetime.now(UTC).date()
    if country and not (len(country) == 2 and country.isalpha()):
        raise InputError(
            f"“{country}” is no two-letter country code", where="country", todo="Write DE, FR, GB …"
        )
    if (country or "").upper() in KEEPS_2014:
        return Edition(
            "2014/955/EU, as kept in the United Kingdom", min(day, LAST_DAY_2014).isoformat()
        )
    if day > LAST_DAY_2014:
        return Edition("2000/532/EC as amended by (EU) 2025/934", day.isoformat())
    return Edition("2000/532/EC as amended by 2014/955/EU", day.isoformat())


def list_codes(
    view: View, groundings: Iterable[Grounding], edition: Edition
) -> tuple[WasteCode, ...]:
    """The entries in force, likeliest first; a withdrawn entry follows its successors.

    An entry that is not yet in force on the day stands as the one it will replace.
    """
    found: dict[str, WasteCode] = {}
    for grounding in groundings:
        for iri in in_order(view, grounding.concept, edition.day):
            found.setdefault(iri, read_code(view, iri, grounding, edition.day))
    return tuple(found.values())


def in_order(view: View, iri: str, day: str) -> list[str]:
    """An entry's successors in force and then the entry itself, or its predecessors before it holds."""
    if (view.text(iri, "sym:validFrom") or "") > day:
        return [old for old in view.subjects("sym:replacedBy", iri) if is_in_force(view, old, day)]
    if is_in_force(view, iri, day):
        return [iri]
    return [*current_successors(view, iri, day), iri]


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
        elif (view.text(successor, "sym:validFrom") or "") <= day:
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
