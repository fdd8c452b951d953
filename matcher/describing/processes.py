"""The sections of a process's, a need's and a sector's page: who takes what, and who runs it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from matcher.describing.atlas import Atlas
from matcher.describing.materials import tell_precedents
from matcher.describing.model import Entry, Fact, Group, Section
from matcher.describing.parts import (
    badges_of,
    collect,
    group,
    keep,
    list_limits,
    list_sectors,
    plain,
    point,
    point_back,
    sort_entries,
)
from matcher.describing.paths import find_narrower
from matcher.proposing.vetoes import standing_vetoes


def tell_process(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """What it takes, needs and lets out, who runs it, and where it was done."""
    uses = atlas.view.subjects("sym:inProcess", iri)
    precedents = [p for use in uses for p in atlas.view.many(use, "sym:hasPrecedent")]
    return collect(
        tell_runners(atlas, iri),
        Section("takes", "What it takes", groups=group("", list_uses(atlas, uses))),
        tell_needs(atlas, iri),
        tell_outputs(atlas, iri, uses),
        tell_precedents(atlas, precedents),
    )


def tell_runners(atlas: Atlas, iri: str) -> Section:
    """The sectors that run it, and sites that are known to."""
    sectors = list_sectors(atlas, iri)
    entries = [Entry(link) for link in sectors]
    sites = keep([point_back(atlas, "Known sites", iri, "sym:runsProcess")])
    lead = "" if entries else "No sector is stated for it."
    return Section("runners", "Who runs it", facts=sites, groups=group("", entries), lead=lead)


def list_uses(atlas: Atlas, uses: Iterable[str], process: bool = False) -> tuple[Entry, ...]:
    """Uses by the material they take, each with role, evidence and practice."""
    return tuple(
        sorted(
            (describe_use(atlas, use, process) for use in uses),
            key=lambda e: (e.link.label.casefold(), e.link.iri),
        )
    )


def describe_use(atlas: Atlas, use: str, process: bool) -> Entry:
    """One use in a list: what it takes, as what, in place of what, and in which process if wanted."""
    facts = [
        point(atlas, "takes", use, "sym:takes"),
        point(atlas, "in", use, "sym:inProcess") if process else Fact("in"),
        point(atlas, "as", use, "sym:asRole"),
        point(atlas, "in place of", use, "sym:replaces"),
    ]
    barred: tuple[tuple[str, str], ...] = (("state", "barred"),) if find_bars(atlas, use) else ()
    return Entry(atlas.link(use), facts=keep(facts), badges=(*barred, *badges_of(atlas, use)))


def find_bars(atlas: Atlas, use: str) -> list[str]:
    """The standing vetoes of the material that a use takes, as far as they bar it."""
    barring = set(atlas.view.subjects("sym:barsUse", use))
    taken = atlas.view.many(use, "sym:takes")
    return [v for m in taken for v in standing_vetoes(atlas.view, m) if v in barring]


def tell_needs(atlas: Atlas, iri: str) -> Section:
    """The needs of a process, each with the materials that could meet it."""
    entries = []
    for need in atlas.view.many(iri, "sym:hasNeed"):
        facts = (point(atlas, "as", need, "sym:asRole"), *meeting_facts(atlas, need))
        entries.append(Entry(atlas.link(need), facts=keep(facts)))
    lead = "What it has to buy or could take from elsewhere." if entries else ""
    return Section("needs", "What it needs", groups=group("", sort_entries(entries)), lead=lead)


def meeting_facts(atlas: Atlas, need: str) -> tuple[Fact, Fact]:
    """The materials that meet a need by a practised use, and those that can by what they do."""
    by_use = set(allowed(atlas, need, atlas.view.subjects("sym:canMeet", need)))
    by_function = set(allowed(atlas, need, atlas.view.subjects("sym:functionMeets", need)))
    return (
        Fact("met by a use of", links=atlas.links(widest(atlas, by_use))),
        Fact("met by what it does", links=atlas.links(widest(atlas, by_function - by_use))),
    )


def allowed(atlas: Atlas, need: str, holders: Iterable[str]) -> list[str]:
    """The materials among these that no standing veto bars from a need."""
    barring = set(atlas.view.subjects("sym:barsUse", need))
    return [
        m
        for m in holders
        if atlas.kind(m).key == "material"
        and not barring.intersection(standing_vetoes(atlas.view, m))
    ]


def widest(atlas: Atlas, materials: set[str]) -> list[str]:
    """The materials without those that stand below another of them."""
    return [
        m
        for m in materials
        if not any(o != m and o in materials for o in atlas.view.many(m, "sym:isOf"))
    ]


def tell_outputs(atlas: Atlas, iri: str, uses: Iterable[str]) -> Section:
    """Products, residues with their codes, and what its uses leave over."""
    view = atlas.view
    codes: dict[str, list[str]] = defaultdict(list)
    for arising in view.many(iri, "sym:originOf"):
        for material in view.many(arising, "sym:ofMaterial"):
            codes[material] += view.many(arising, "sym:wasteCode")
    residues = sort_entries(
        Entry(atlas.link(m), facts=keep([Fact("code", links=atlas.links(found))]))
        for m, found in codes.items()
    )
    left = {m for use in uses for m in view.many(use, "sym:yields")}
    products = view.many(iri, "sym:produces")
    return Section(
        "yields",
        "What it lets out",
        facts=keep([point(atlas, "Buys today", iri, "sym:consumes")]),
        groups=(
            *group("Products", plain(atlas, products)),
            *group("Residues", residues),
            *group("Left after a use", plain(atlas, left)),
        ),
    )


def tell_need(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """Who has the need, which materials meet it, and its limits."""
    view = atlas.view
    havers = [
        Entry(link, facts=keep([Fact("run by", links=list_sectors(atlas, link.iri))]))
        for link in atlas.links(view.many(iri, "sym:needOf"))
    ]
    by_use, by_function = meeting_facts(atlas, iri)
    uses = list_uses(atlas, view.subjects("sym:meets", iri), process=True)
    measures = [m for s in view.many(iri, "sym:specification") for m in list_limits(atlas, s)]
    return collect(
        Section("about", "What is needed", facts=keep(
            [point(atlas, "In the role", iri, "sym:asRole"), point(atlas, "Under", iri, "sym:specification")]
        )),
        Section("havers", "Who has this need", groups=group("", havers)),
        Section("limits", "Limits", measures=tuple(measures)),
        Section("meets", "What meets it", groups=(
            *group("By a practised use of", [Entry(link) for link in by_use.links]),
            *group("By what it does", [Entry(link) for link in by_function.links]),
        )),
        Section("uses", "Uses that meet it", groups=group("", uses)),
    )  # fmt: skip


def tell_sector(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """The processes that a sector runs, and for each what it can take."""
    below = {iri, *atlas.view.subjects("sym:broaderSector", iri)}
    main = {p for s in below for p in atlas.view.subjects("sym:mainSector", s)}
    further = {p for s in below for p in atlas.view.subjects("sym:sector", s)} - main
    groups = [
        Group(title, sort_entries(describe_runner(atlas, p) for p in found), lead)
        for title, found, lead in (
            ("Mostly here", main, "Processes for which this is the main sector."),
            ("Also here", further, ""),
        )
        if found
    ]
    narrower = len(find_narrower(atlas, iri))
    lead = "" if groups else "No process of this sector is described yet."
    if not groups and narrower == 0 and atlas.view.text(iri, "sym:level") == "class":
        lead += " That says nothing about the sector, only about these packs."
    precedents = {
        p
        for s in below
        for name in ("sym:giverSector", "sym:takerSector")
        for p in atlas.view.subjects(name, s)
    }
    return collect(
        Section(
            "processes", "What it runs, and what that can take", groups=tuple(groups), lead=lead
        ),
        tell_precedents(atlas, sorted(precedents)),
    )


def describe_runner(atlas: Atlas, process: str) -> Entry:
    """A process with the materials it takes by documented uses, and its needs."""
    uses = [u for u in atlas.view.subjects("sym:inProcess", process) if not find_bars(atlas, u)]
    taken = {m for use in uses for m in atlas.view.many(use, "sym:takes")}
    facts = (
        Fact("takes", links=atlas.links(taken)),
        point(atlas, "needs", process, "sym:hasNeed"),
        Fact("lets out", links=atlas.links(
            m for a in atlas.view.many(process, "sym:originOf") for m in atlas.view.many(a, "sym:ofMaterial")
        )),
    )  # fmt: skip
    return Entry(atlas.link(process), facts=keep(facts))
