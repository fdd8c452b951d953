"""The sections of a material's page."""

from __future__ import annotations

from collections import defaultdict

from matcher.describing.atlas import Atlas
from matcher.describing.becoming import judge_candidates, tell_barred, tell_becoming, tell_takers
from matcher.describing.model import Entry, Fact, Section
from matcher.describing.parts import (
    badges_of,
    collect,
    group,
    keep,
    list_grounds,
    list_ranges,
    point,
    point_back,
    sort_entries,
)


def tell_material(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """What it can become, what bars it, its codes, figures, origin, and where it was done."""
    free, barred = judge_candidates(atlas, iri)
    return collect(
        tell_becoming(atlas, iri, free),
        tell_takers(atlas, free),
        tell_barred(atlas, iri, barred),
        tell_codes(atlas, iri),
        Section("figures", "Typical figures", measures=list_ranges(atlas, iri)),
        tell_nature(atlas, iri),
        tell_precedents(atlas, atlas.view.many(iri, "sym:supportedBy")),
    )


def tell_codes(atlas: Atlas, iri: str) -> Section:
    """The List-of-Waste entries it may fall under, each with the processes it then comes from."""
    by_code: dict[str, list[str]] = defaultdict(list)
    for arising in atlas.view.many(iri, "sym:mayArise"):
        for code in atlas.view.many(arising, "sym:wasteCode"):
            by_code[code].append(arising)
    entries = sort_entries(describe_code(atlas, iri, c, found) for c, found in by_code.items())
    none = atlas.view.text(iri, "sym:noWasteCode") or ""
    return Section(
        "codes", "Waste codes", groups=group("", entries), lead=lead_codes(entries, none)
    )


def lead_codes(entries: tuple[Entry, ...], none: str) -> str:
    """What to know before reading codes; why there are none, where there are none."""
    if not entries:
        return none
    lead = "An asterisk marks hazardous waste. Which entry holds depends on where it comes from."
    if any(entry.grounds for entry in entries):
        return lead
    return f"{lead} The packs tie materials to entries without evidence for each tie; check it."


def describe_code(atlas: Atlas, material: str, code: str, arisings: list[str]) -> Entry:
    """One entry with the processes, the conditions in words, and the question of a mirror pair."""
    view = atlas.view
    processes = [p for a in arisings for p in view.many(a, "sym:fromProcess")]
    whose = {m for a in arisings for m in view.many(a, "sym:ofMaterial")} - {material}
    facts = (
        Fact("from", links=atlas.links(processes)),
        Fact("when", "; ".join(t for a in arisings for t in view.texts(a, "sym:arisesWhen"))),
        point(atlas, "mirror entry", code, "sym:mirrorOf"),
        Fact("last day", view.text(code, "sym:validTo") or ""),
        point(atlas, "then", code, "sym:replacedBy"),
        Fact("stated for", links=atlas.links(whose)),
    )
    grounds = tuple(ground for a in arisings for ground in list_grounds(atlas, a))
    return Entry(
        atlas.link(code),
        facts=keep(facts),
        badges=badges_of_all(atlas, arisings),
        question=ask_mirror(atlas, code),
        grounds=grounds,
    )


def badges_of_all(atlas: Atlas, iris: list[str]) -> tuple[tuple[str, str], ...]:
    """The badges of several terms, each once."""
    return tuple(dict.fromkeys(badge for iri in iris for badge in badges_of(atlas, iri)))


def ask_mirror(atlas: Atlas, code: str) -> str:
    """The question that decides between the two entries of a mirror pair."""
    view = atlas.view
    asked = view.text(code, "sym:decidingQuestion")
    others = (view.text(c, "sym:decidingQuestion") for c in view.many(code, "sym:mirrorOf"))
    return asked or next((text for text in others if text), "")


def tell_nature(atlas: Atlas, iri: str) -> Section:
    """Where it comes from, what it does and how it comes."""
    view = atlas.view
    processes = {
        p for a in view.many(iri, "sym:hasArising") for p in view.many(a, "sym:fromProcess")
    }
    facts = (
        Fact("Falls from", links=atlas.links(processes)),
        point_back(atlas, "Made as a product by", iri, "sym:produces"),
        point_back(atlas, "Left by the use", iri, "sym:yields"),
        point(atlas, "Provides", iri, "sym:offers"),
        point(atlas, "Comes as", iri, "sym:inForm"),
        point_back(atlas, "Replaced by the use", iri, "sym:replaces"),
        point_back(atlas, "Taken in by", iri, "sym:consumes"),
    )
    return Section("nature", "Where it comes from and what it does", facts=keep(facts))


def tell_precedents(atlas: Atlas, precedents: list[str]) -> Section:
    """Real exchanges, each with place, status and source."""
    entries = sort_entries(describe_precedent(atlas, p) for p in precedents)
    return Section("precedents", "Where it is done", groups=group("", entries))


def describe_precedent(atlas: Atlas, iri: str) -> Entry:
    """One precedent in a list."""
    return Entry(
        atlas.link(iri),
        note=atlas.view.text(iri, "sym:quantityNote") or "",
        facts=keep([point(atlas, "at", iri, "sym:ofPlace"), point(atlas, "use", iri, "sym:ofUse")]),
        badges=badges_of(atlas, iri),
        grounds=list_grounds(atlas, iri),
    )
