"""The small pieces that sections are made of: evidence, figures, entries, facts."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.describing.atlas import Atlas
from matcher.describing.model import Entry, Fact, Ground, Group, Link, Measure, Section
from matcher.describing.paths import step_up
from matcher.proposing.conditions import BOUNDS
from matcher.proposing.view import GRADE_ORDER, GRADES, read_source, read_status


def list_grounds(atlas: Atlas, iri: str) -> tuple[Ground, ...]:
    """Every piece of evidence of a term, the best grade first."""
    view = atlas.view
    found = []
    for item in view.many(iri, "sym:evidence"):
        grade = next((GRADES.get(g, "trade") for g in view.many(item, "sym:grade")), "trade")
        sources = tuple(read_source(view, s) for s in view.many(item, "prov:wasDerivedFrom"))
        states = " ".join(view.texts(item, "sym:states"))
        found.append(Ground(grade, states, view.text(item, "sym:dateRead") or "", sources))
    return tuple(sorted(found, key=lambda g: (GRADE_ORDER.index(g.grade), g.states)))


def badge_of(grounds: Iterable[Ground]) -> tuple[tuple[str, str], ...]:
    """The badge of the weakest grade among pieces of evidence; none where there is no evidence."""
    grades = {ground.grade for ground in grounds}
    return tuple(("grade", grade) for grade in reversed(GRADE_ORDER) if grade in grades)[:1]


def badges_of(atlas: Atlas, iri: str) -> tuple[tuple[str, str], ...]:
    """How far a use or precedent has come, and the weakest grade of its evidence."""
    status = atlas.view.one(iri, "sym:status")
    practice = (("practice", read_status(status)),) if status else ()
    return (*practice, *badge_of(list_grounds(atlas, iri)))


def point(atlas: Atlas, name: str, iri: str, predicate: str) -> Fact:
    """The terms that a term has for a predicate, under a name."""
    return Fact(name, links=atlas.links(atlas.view.many(iri, predicate)))


def point_back(atlas: Atlas, name: str, iri: str, predicate: str) -> Fact:
    """The terms that have this one for a predicate, under a name."""
    found = [s for s in atlas.view.subjects(predicate, iri) if s in atlas]
    return Fact(name, links=atlas.links(found))


def say(atlas: Atlas, name: str, iri: str, predicate: str) -> Fact:
    """The texts that a term has for a predicate, under a name."""
    return Fact(name, "; ".join(atlas.view.texts(iri, predicate)))


def keep(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts that say something."""
    return tuple(fact for fact in facts if fact.text or fact.links)


def collect(*sections: Section) -> tuple[Section, ...]:
    """The sections that have something to show, groups without entries left out."""
    return tuple(section for section in sections if not section.is_empty())


def group(title: str, entries: Iterable[Entry], lead: str = "") -> tuple[Group, ...]:
    """A list under a title; nothing where the list is empty."""
    found = tuple(entries)
    return (Group(title, found, lead),) if found else ()


def plain(atlas: Atlas, iris: Iterable[str]) -> list[Entry]:
    """Terms as bare lines."""
    return [Entry(link) for link in atlas.links(iris)]


def list_terms(atlas: Atlas, key: str, heading: str, iris: Iterable[str]) -> Section:
    """A section that only lists terms."""
    return Section(key, heading, groups=group("", plain(atlas, iris)))


def sort_entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries by code or label."""
    return tuple(sorted(entries, key=lambda e: (e.link.code, e.link.label.casefold(), e.link.iri)))


def list_sectors(atlas: Atlas, process: str) -> tuple[Link, ...]:
    """The sectors that run a process, the main one first; a wider process lends its own."""
    seen, todo = {process}, [process]
    while todo:
        current = todo.pop(0)
        main = atlas.stated(current, "sym:mainSector")
        others = [s for s in atlas.stated(current, "sym:sector") if s not in main]
        if main or others:
            return (*atlas.links(main), *atlas.links(others))
        wider = [up for up in step_up(atlas, current) if up not in seen]
        seen.update(wider)
        todo += wider
    return ()


def list_ranges(atlas: Atlas, material: str) -> tuple[Measure, ...]:
    """The typical ranges of a material; for each property those of the nearest class that has any."""
    view = atlas.view
    found: dict[str, list[Measure]] = {}
    for holder in view.lineage(material):
        stated: dict[str, list[Measure]] = {}
        for item in view.many(holder, "sym:hasTypicalRange"):
            about = view.one(item, "sym:ofProperty")
            if about:
                stated.setdefault(about, []).append(
                    read_range(atlas, item, about, holder, material)
                )
        for about, measures in stated.items():
            found.setdefault(about, measures)
    ranges = (measure for measures in found.values() for measure in measures)
    return tuple(sorted(ranges, key=lambda m: (m.about.label.casefold(), m.low or 0.0)))


def read_range(atlas: Atlas, item: str, about: str, holder: str, material: str) -> Measure:
    """One typical range; `whose` names the wider class where it is inherited."""
    view = atlas.view
    return Measure(
        about=atlas.link(about),
        low=view.number(item, "sym:low"),
        high=view.number(item, "sym:high"),
        unit=view.text(about, "sym:unitSymbol") or "",
        basis=view.text(about, "sym:basis") or "",
        whose=() if holder == material else (atlas.link(holder),),
        label=view.text(item, "sym:note") or "",
        grounds=list_grounds(atlas, item),
    )


def list_limits(atlas: Atlas, specification: str) -> tuple[Measure, ...]:
    """The limits of a specification."""
    limits = atlas.view.many(specification, "sh:property")
    found = [m for limit in limits for m in read_limit(atlas, limit)]
    return tuple(sorted(found, key=lambda m: m.label.casefold()))


def read_limit(atlas: Atlas, limit: str) -> list[Measure]:
    """The bounds of one limit; a lower and an upper one become one range."""
    view = atlas.view
    about = view.one(limit, "sh:path")
    values = {name: view.number(limit, name) for name in BOUNDS}
    known = {name: value for name, value in values.items() if value is not None}
    if about is None or not known:
        return []
    upper = next((v for name, v in known.items() if BOUNDS[name][0]), None)
    lower = next((v for name, v in known.items() if not BOUNDS[name][0]), None)
    return [
        Measure(
            about=atlas.link(about),
            low=lower,
            high=upper,
            unit=view.text(about, "sym:unitSymbol") or "",
            strict=any(not BOUNDS[name][1] for name in known),
            basis=view.text(limit, "sym:basis") or view.text(about, "sym:basis") or "",
            label=atlas.label(limit),
            whose=(atlas.link(limit),),
            where=view.text(limit, "sym:jurisdiction") or "",
            grounds=list_grounds(atlas, limit),
        )
    ]
