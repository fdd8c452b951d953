"""What a material can become, by route, as the closure has it; what vetoes bar stands apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from matcher.describing.atlas import Atlas
from matcher.describing.model import Entry, Fact, Group, Section
from matcher.describing.parts import badges_of, keep, list_sectors, point, sort_entries
from matcher.describing.paths import step_down
from matcher.model import Route
from matcher.proposing.candidates import Candidate, find_candidates
from matcher.proposing.vetoes import Bar, bars_of, disposal_vetoes, what_would_change

ROUTES: Final[dict[Route, tuple[str, str]]] = {
    "documented": ("Documented", "Uses that are written down for it or for something wider."),
    "substitution": (
        "By substitution",
        "Needs that it meets elsewhere by a documented use, in other processes that have them.",
    ),
    "function": ("By function", "Needs that it can meet by what it does and the form it comes in."),
    "cascade": ("By cascade", "Uses of what is left after one or more documented uses."),
}


def judge_candidates(
    atlas: Atlas, material: str
) -> tuple[list[Candidate], list[tuple[Candidate, tuple[Bar, ...]]]]:
    """Every candidate of a material: those that nothing bars, and those with the bars on them."""
    free, barred = [], []
    for candidate in find_candidates(atlas.view, material):
        bars = bars_of(atlas.view, material, candidate)
        if bars:
            barred.append((candidate, bars))
        else:
            free.append(candidate)
    return free, barred


def tell_becoming(atlas: Atlas, material: str, free: Sequence[Candidate]) -> Section:
    """The uses and needs that nothing bars, one list for each route."""
    groups = []
    for route, (title, lead) in ROUTES.items():
        entries = sort_entries(
            describe_candidate(atlas, material, c) for c in free if c.route == route
        )
        if entries:
            groups.append(Group(title, entries, lead, ("route", route)))
    lead = "" if groups else "No use of it follows from what is known."
    if step_down(atlas, material):
        lead = f"{lead} Its narrower kinds may have further uses of their own.".strip()
    if disposal_vetoes(atlas.view, material):
        lead = "It may not be put to use: a veto bars every recovery. It goes to disposal."
        if groups:
            lead = "A veto bars every recovery of it; what is listed here is treatment only."
    return Section("becomes", "What it can become", groups=tuple(groups), lead=lead)


def describe_candidate(atlas: Atlas, material: str, candidate: Candidate) -> Entry:
    """One use or need with its process, role and evidence, and the steps that lead to it."""
    facts = (
        Fact("in", links=(atlas.link(candidate.process),)),
        point(atlas, "as", candidate.use, "sym:asRole"),
        point(atlas, "in place of", candidate.use, "sym:replaces"),
        *tell_reason(atlas, material, candidate),
        Fact("follows also by", " and ".join(candidate.support)),
    )
    steps = "; ".join(
        f"{atlas.label(use)} yields {atlas.label(residue)}" for use, residue in candidate.hops
    )
    return Entry(
        atlas.link(candidate.use),
        note=f"After: {steps}." if steps else "",
        facts=keep(facts),
        badges=badges_of_route(atlas, material, candidate),
    )


def tell_reason(atlas: Atlas, material: str, candidate: Candidate) -> tuple[Fact, ...]:
    """Why an inferred candidate follows: the use that meets the need already, or what it does."""
    if candidate.route == "substitution":
        return (
            Fact("met already by", links=atlas.links(find_meeting(atlas, material, candidate))),
        )
    if candidate.route == "function":
        return tuple(
            Fact(name, links=atlas.links(asked_values(atlas, material, candidate.use, predicate)))
            for name, predicate in (("provides", "sym:offers"), ("comes as", "sym:inForm"))
        )
    return ()


def find_meeting(atlas: Atlas, material: str, candidate: Candidate) -> list[str]:
    """The documented uses of a material that meet the need of a candidate."""
    meeting = set(atlas.view.subjects("sym:meets", candidate.use))
    return [use for use in atlas.view.many(material, "sym:documentedFor") if use in meeting]


def asked_values(atlas: Atlas, material: str, need: str, predicate: str) -> list[str]:
    """The functions or forms of a material that a need asks for."""
    return [
        value
        for value in atlas.view.many(material, predicate)
        if any(r.startswith(f"{need}#") for r in atlas.view.subjects("owl:hasValue", value))
    ]


def badges_of_route(
    atlas: Atlas, material: str, candidate: Candidate
) -> tuple[tuple[str, str], ...]:
    """The badges of a use; of the uses that meet it already where the candidate is a need."""
    if candidate.route != "substitution":
        return badges_of(atlas, candidate.use)
    meeting = find_meeting(atlas, material, candidate)
    return tuple(dict.fromkeys(badge for use in meeting for badge in badges_of(atlas, use)))


def tell_barred(
    atlas: Atlas, material: str, barred: Iterable[tuple[Candidate, tuple[Bar, ...]]]
) -> Section:
    """What the vetoes of a material bar, and what would lift each."""
    entries: dict[str, list[str]] = defaultdict(list)
    for candidate, bars in barred:
        for bar in bars:
            entries[bar.veto].append(candidate.use)
    own = {
        *atlas.view.many(material, "sym:vetoedBy"),
        *atlas.view.many(material, "sym:subjectTo"),
        *atlas.view.many(material, "sym:taintsWith"),
    }
    for veto in sorted(own):
        entries.setdefault(veto, [])
    lifted = {*atlas.view.many(material, "sym:lifts"), *atlas.view.many(material, "sym:exemptFrom")}
    # what bars a use stands first, then what is said of the material itself, then what is inherited
    order = sorted(entries, key=lambda v: (not entries[v], v not in own_vetoes(atlas, material)))
    rows = tuple(describe_veto(atlas, material, veto, entries[veto]) for veto in order)
    facts = keep([Fact("Lifted here", links=atlas.links(lifted))])
    groups = (Group("", rows),) if rows else ()
    return Section("barred", "What the rules bar", facts=facts, groups=groups)


def own_vetoes(atlas: Atlas, material: str) -> list[str]:
    """The vetoes that are stated of a material itself."""
    return [v for name in ("sym:subjectTo", "sym:taintsWith") for v in atlas.stated(material, name)]


def describe_veto(atlas: Atlas, material: str, veto: str, uses: Sequence[str]) -> Entry:
    """A veto as it stands before a material: reason, what it bars, what would change it."""
    view = atlas.view
    inherited = [m for m in view.subjects("sym:subjectTo", veto) if m != material]
    wider = [m for m in inherited if view.holds(material, "sym:isOf", m)]
    facts = (
        point(atlas, "bars", veto, "sym:bars"),
        Fact("would bar", links=atlas.links(uses)),
        Fact("because it is", links=atlas.links(wider)),
        Fact("what would change it", " ".join(what_would_change(view, veto))),
        Fact("where it goes", view.text(veto, "sym:disposalRoute") or ""),
    )
    return Entry(
        atlas.link(veto),
        note=view.text(veto, "sym:reason") or "",
        facts=keep(facts),
        badges=(("state", "barred"), *badges_of(atlas, veto)),
    )


def tell_takers(atlas: Atlas, free: Iterable[Candidate]) -> Section:
    """The processes that could take the material, each with its sectors and the routes to it."""
    routes: dict[str, list[Route]] = defaultdict(list)
    for candidate in free:
        if candidate.route not in routes[candidate.process]:
            routes[candidate.process].append(candidate.route)
    entries = [
        Entry(
            atlas.link(process),
            facts=keep([Fact("run by", links=list_sectors(atlas, process))]),
            badges=tuple(("route", route) for route in found),
        )
        for process, found in routes.items()
    ]
    order = list(ROUTES)
    entries.sort(key=lambda e: (order.index(e.badges[0][1]), e.link.label.casefold()))  # type: ignore[arg-type]
    groups = (Group("", tuple(entries)),) if entries else ()
    return Section("takers", "Who takes it", groups=groups)
