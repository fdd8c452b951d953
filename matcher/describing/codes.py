"""The pages of List-of-Waste entries, groups and chapters."""

from __future__ import annotations

from typing import Final

from matcher.describing.atlas import Atlas
from matcher.describing.materials import ask_mirror
from matcher.describing.model import Entry, Fact, Section
from matcher.describing.parts import (
    badges_of,
    collect,
    group,
    keep,
    list_grounds,
    list_terms,
    point,
    point_back,
    say,
    sort_entries,
)

ALWAYS: Final = "9999"  # a last day that never comes
NOTHING_TIED: Final = "No material of these packs is tied to this entry yet."


def tell_code(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """The kind of entry, its mirror and days, and what falls under it from where."""
    view = atlas.view
    rows = []
    for arising in view.subjects("sym:wasteCode", iri):
        for material in view.many(arising, "sym:ofMaterial"):
            facts = (
                point(atlas, "from", arising, "sym:fromProcess"),
                say(atlas, "when", arising, "sym:arisesWhen"),
            )
            rows.append(
                Entry(atlas.link(material), facts=keep(facts), badges=badges_of(atlas, arising))
            )
    lead = "" if rows else view.text(iri, "sym:notArising") or NOTHING_TIED
    return collect(
        Section("entry", "The entry", facts=keep(list_entry_facts(atlas, iri))),
        Section("materials", "What falls under it", groups=group("", sort_entries(rows)), lead=lead),
        Section("evidence", "Evidence", grounds=list_grounds(atlas, iri)),
    )  # fmt: skip


def list_entry_facts(atlas: Atlas, iri: str) -> tuple[Fact, ...]:
    """Hazard, mirror, deciding question, days and successors of an entry."""
    hazard = atlas.view.text(iri, "sym:hazardous")
    words = {"true": "Yes, marked with an asterisk", "false": "No"}.get(hazard or "", "")
    return (
        Fact("Hazardous", words),
        point(atlas, "Kind of entry", iri, "sym:entryType"),
        point(atlas, "Mirror entry", iri, "sym:mirrorOf"),
        Fact("What decides", ask_mirror(atlas, iri)),
        Fact("In the edition", links=atlas.links(list_editions(atlas, iri))),
        say(atlas, "First day", iri, "sym:validFrom"),
        say(atlas, "Last day", iri, "sym:validTo"),
        point(atlas, "Replaced by", iri, "sym:replacedBy"),
        point_back(atlas, "Took the place of", iri, "sym:replacedBy"),
    )


def list_editions(atlas: Atlas, iri: str) -> list[str]:
    """The editions that hold an entry in this wording, by the days of both (ISO dates compare).

    An edition that a country keeps is read as on the last day of the one that it is a version of.
    """
    view = atlas.view
    start, end = view.text(iri, "sym:validFrom") or "", view.text(iri, "sym:validTo") or ALWAYS
    files = set(atlas.files(iri))
    found = []
    for edition in view.subjects("rdf:type", "sym:CodeListEdition"):
        kept = view.one(edition, "dcterms:isVersionOf") or edition
        last = view.text(edition, "sym:validTo") or view.text(kept, "sym:validTo") or ALWAYS
        if start <= last <= end and files.intersection(atlas.files(edition)):
            found.append(edition)
    return found


def tell_members(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """The entries of a group, or the groups of a chapter."""
    found = [*atlas.view.subjects("sym:inGroup", iri), *atlas.view.subjects("sym:inChapter", iri)]
    return collect(list_terms(atlas, "members", "What stands in it", found))
