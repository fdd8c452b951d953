"""The pages of roles, functions, properties, limits, vetoes, arisings, precedents and places."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.describing.atlas import Atlas
from matcher.describing.materials import describe_precedent
from matcher.describing.model import Fact, Measure, Section
from matcher.describing.parts import (
    collect,
    group,
    keep,
    list_grounds,
    list_limits,
    list_sectors,
    list_terms,
    plain,
    point,
    point_back,
    read_limit,
    read_range,
    say,
    sort_entries,
)
from matcher.describing.processes import list_uses
from matcher.proposing.vetoes import standing_vetoes, what_would_change


def tell_role(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """The uses and needs in a role, and the vetoes that bar it."""
    view = atlas.view
    tier = view.number(iri, "sym:valueTier")
    value = f"{tier:g} of 5" if tier is not None else ""
    return collect(
        Section("about", "About", facts=keep([Fact("Worth kept", value)])),
        Section("uses", "Uses in this role", groups=group(
            "", list_uses(atlas, view.subjects("sym:asRole", iri) , process=True))),
        list_terms(atlas, "bars", "Vetoes that bar it", view.subjects("sym:bars", iri)),
    )  # fmt: skip


def tell_function(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """The materials that have a function or form, and the needs that ask for it."""
    view = atlas.view
    holders = [*atlas.stating("sym:provides", iri), *atlas.stating("sym:hasForm", iri)]
    asking = {r.split("#")[0] for r in view.subjects("owl:hasValue", iri)}
    needs = [need for need in asking if atlas.kind(need).key == "need"]
    return collect(
        list_terms(atlas, "holders", "Materials that have it", holders),
        list_terms(atlas, "needs", "Needs that ask for it", needs),
    )


def tell_property(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """Unit and basis, the limits on a property, and its typical ranges."""
    view = atlas.view
    ranges = [
        read_range(atlas, item, iri, holder, "")
        for item in view.subjects("sym:ofProperty", iri)
        for holder in view.subjects("sym:hasTypicalRange", item)
        if holder in atlas and view.closure.is_asserted(
            (f"<{holder}>", "<https://w3id.org/symbiograph/hasTypicalRange>", f"<{item}>"))
    ]  # fmt: skip
    limits = [m for limit in view.subjects("sh:path", iri) for m in read_limit(atlas, limit)]
    facts = keep([say(atlas, "Unit", iri, "sym:unitSymbol"), say(atlas, "Basis", iri, "sym:basis")])
    return collect(
        Section("about", "How it is given", facts=facts),
        Section("limits", "Limits on it", measures=sort_measures(limits)),
        Section("figures", "Typical ranges", measures=sort_measures(ranges)),
    )


def sort_measures(measures: Iterable[Measure]) -> tuple[Measure, ...]:
    """Measures by what they are of, then by their figures."""
    return tuple(
        sorted(
            measures,
            key=lambda m: (m.label.casefold(), [w.label for w in m.whose], m.low or 0.0, m.high or 0.0),
        )
    )  # fmt: skip


def tell_specification(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """The limits of a specification, and what stands under it."""
    holders = atlas.view.subjects("sym:specification", iri)
    uses = [h for h in holders if atlas.kind(h).key == "use"]
    return collect(
        Section("limits", "Limits", measures=list_limits(atlas, iri)),
        Section("uses", "Uses under it", groups=group("", list_uses(atlas, uses, process=True))),
        list_terms(atlas, "needs", "Needs under it", [h for h in holders if h not in uses]),
        Section("evidence", "Evidence", grounds=list_grounds(atlas, iri)),
    )


def tell_limit(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """The bound, the specification it stands in, and its evidence."""
    return collect(
        Section("limits", "The limit", measures=tuple(read_limit(atlas, iri)), facts=keep(
            [point_back(atlas, "In the specification", iri, "sh:property")])),
        Section("evidence", "Evidence", grounds=list_grounds(atlas, iri)),
    )  # fmt: skip


def tell_veto(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """Reason, roles barred, whom it reaches, what lifts it, and its evidence."""
    view = atlas.view
    stays = view.holds(iri, "rdf:type", "sym:PersistentVeto")
    facts = (
        say(atlas, "Reason", iri, "sym:reason"),
        point(atlas, "Bars the role", iri, "sym:bars"),
        Fact("What would change it", " ".join(what_would_change(view, iri))),
        say(atlas, "Where it goes instead", iri, "sym:disposalRoute"),
        say(atlas, "Where it holds", iri, "sym:jurisdiction"),
        Fact("Through processing", "It stays: processing does not lift it." if stays else ""),
    )
    return collect(
        Section("rule", "The rule", facts=keep(facts), grounds=list_grounds(atlas, iri)),
        Section("reaches", "Whom it reaches", facts=keep([count_reached(atlas, iri)]), groups=(
            *group("What is subject to it", plain(atlas, atlas.stating("sym:subjectTo", iri))),
            *group("What brings it upon a mixture", plain(atlas, atlas.stating("sym:taintsWith", iri))),
            *group("What lifts it", plain(atlas, atlas.stating("sym:lifts", iri))),
        )),
    )  # fmt: skip


def count_reached(atlas: Atlas, veto: str) -> Fact:
    """How many materials a veto reaches, those that inherit it included."""
    view = atlas.view
    holders = [m for m in view.subjects("sym:vetoedBy", veto) if atlas.kind(m).key == "material"]
    reached = [m for m in holders if veto in standing_vetoes(view, m)]
    return Fact("In all", f"{len(reached)} materials, narrower ones included" if reached else "")


def tell_arising(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """Material, process and code that an arising ties."""
    facts = (
        point(atlas, "Material", iri, "sym:ofMaterial"),
        point(atlas, "From", iri, "sym:fromProcess"),
        point(atlas, "Waste code", iri, "sym:wasteCode"),
        say(atlas, "When", iri, "sym:arisesWhen"),
    )
    return collect(
        Section("tie", "What it ties", facts=keep(facts), grounds=list_grounds(atlas, iri))
    )


def tell_precedent(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """What was done, where, by whom, and how it is known."""
    uses = atlas.view.many(iri, "sym:ofUse")
    facts = (
        point(atlas, "Use", iri, "sym:ofUse"),
        *(point(atlas, "Took", use, "sym:takes") for use in uses),
        point(atlas, "At", iri, "sym:ofPlace"),
        point(atlas, "Practice", iri, "sym:status"),
        point(atlas, "Given by", iri, "sym:giverSector"),
        point(atlas, "Taken by", iri, "sym:takerSector"),
        say(atlas, "Quantity", iri, "sym:quantityNote"),
    )
    return collect(
        Section("exchange", "The exchange", facts=keep(facts), grounds=list_grounds(atlas, iri))
    )


def tell_place(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """Country, coordinates, and what was done there."""
    view = atlas.view
    here = view.subjects("sym:ofPlace", iri)
    precedents = [h for h in here if atlas.kind(h).key == "precedent"]
    latitude, longitude = view.text(iri, "wgs84:lat"), view.text(iri, "wgs84:long")
    facts = (
        say(atlas, "Country", iri, "sym:country"),
        Fact("Latitude, longitude", f"{latitude}, {longitude}" if latitude and longitude else ""),
    )
    return collect(
        Section("about", "Where it is", facts=keep(facts)),
        Section("precedents", "What was done here", groups=group(
            "", sort_entries(describe_precedent(atlas, p) for p in precedents))),
        list_terms(atlas, "sites", "Sites here", [h for h in here if h not in precedents]),
    )  # fmt: skip


def tell_site(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """Where a site is and what it runs."""
    processes = atlas.view.many(iri, "sym:runsProcess")
    sectors = tuple(s for p in processes for s in list_sectors(atlas, p))
    facts = (
        point(atlas, "At", iri, "sym:ofPlace"),
        point(atlas, "Runs", iri, "sym:runsProcess"),
        Fact("Sectors", links=tuple(dict.fromkeys(sectors))),
    )
    return collect(Section("about", "The site", facts=keep(facts)))
