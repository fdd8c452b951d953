"""The sections of a use's page: everything that is stated of it, conditions and evidence first."""

from __future__ import annotations

from matcher.describing.atlas import Atlas
from matcher.describing.materials import tell_precedents
from matcher.describing.model import Entry, Fact, Group, Section
from matcher.describing.parts import (
    badges_of,
    collect,
    group,
    keep,
    list_grounds,
    list_limits,
    list_sectors,
    point,
    say,
)
from matcher.describing.processes import find_bars


def tell_use(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """Who takes what as what; on which conditions; on which evidence; where it was done."""
    return collect(
        tell_pair(atlas, iri),
        tell_bars(atlas, iri),
        tell_conditions(atlas, iri),
        Section("evidence", "Evidence", facts=tell_practice(atlas, iri), grounds=list_grounds(atlas, iri)),
        tell_yields(atlas, iri),
        tell_precedents(atlas, atlas.view.many(iri, "sym:hasPrecedent")),
    )  # fmt: skip


def tell_pair(atlas: Atlas, iri: str) -> Section:
    """Material, process, sectors, role, and what it saves."""
    sectors = [s for p in atlas.view.many(iri, "sym:inProcess") for s in list_sectors(atlas, p)]
    facts = (
        point(atlas, "Takes", iri, "sym:takes"),
        point(atlas, "In", iri, "sym:inProcess"),
        Fact("Run by", links=tuple(dict.fromkeys(sectors))),
        point(atlas, "As", iri, "sym:asRole"),
        point(atlas, "In place of", iri, "sym:replaces"),
        say(atlas, "Share", iri, "sym:proportion"),
        point(atlas, "Meets the need", iri, "sym:meets"),
        say(atlas, "Role because", iri, "sym:roleNote"),
    )
    return Section("pair", "Who takes what", facts=keep(facts))


def tell_bars(atlas: Atlas, iri: str) -> Section:
    """The vetoes of its own material that bar the use."""
    entries = [
        Entry(
            atlas.link(veto),
            note=atlas.view.text(veto, "sym:reason") or "",
            badges=(("state", "barred"), *badges_of(atlas, veto)),
        )
        for veto in find_bars(atlas, iri)
    ]
    return Section("barred", "What bars it", groups=group("", entries))


def tell_conditions(atlas: Atlas, iri: str) -> Section:
    """Limits of its specifications, questions that no figure answers, or why there is no condition."""
    view = atlas.view
    specifications = view.many(iri, "sym:specification")
    measures = tuple(m for s in specifications for m in list_limits(atlas, s))
    facts = (
        point(atlas, "Specification", iri, "sym:specification"),
        *(Fact("To ask", text) for text in view.texts(iri, "sym:asks")),
        *(Fact("No condition", text) for text in view.texts(iri, "sym:noCondition")),
        *(tell_amount(atlas, name, node) for name, node in list_terms_of_trade(atlas, iri)),
        point(atlas, "Question of law", iri, "sym:legalQuestion"),
    )
    return Section("conditions", "What decides", facts=keep(facts), measures=measures)


def list_terms_of_trade(atlas: Atlas, iri: str) -> list[tuple[str, str]]:
    """Batch, season, storage and cost of a use: a word and the node that says it."""
    return [
        (name, node)
        for name, predicate in (
            ("Minimum batch", "sym:minimumBatch"),
            ("Season", "sym:inSeason"),
            ("Storage", "sym:storage"),
            ("Cost", "sym:cost"),
        )
        for node in atlas.view.many(iri, predicate)
    ]


def tell_amount(atlas: Atlas, name: str, node: str) -> Fact:
    """A batch, season, storage or cost in words."""
    view = atlas.view
    ends = [view.number(node, end) for end in ("sym:low", "sym:high")]
    figures = "–".join(dict.fromkeys(f"{end:,.6g}" for end in ends if end is not None))
    unit = view.text(node, "sym:currency") or view.text(node, "sym:unitSymbol") or ""
    per = view.text(node, "sym:perUnit")
    year = view.text(node, "sym:referenceYear")
    parts = [f"{figures} {unit}".strip(), f"per {per}" if per else "", f"({year})" if year else ""]
    note = "; ".join(view.texts(node, "sym:note"))
    return Fact(name, ". ".join(t for t in (" ".join(p for p in parts if p), note) if t))


def tell_practice(atlas: Atlas, iri: str) -> tuple[Fact, ...]:
    """How far practice has come."""
    readiness = atlas.view.number(iri, "sym:trl")
    level = f"{readiness:g} of 9" if readiness is not None else ""
    return keep([point(atlas, "Practice", iri, "sym:status"), Fact("Readiness level", level)])


def tell_yields(atlas: Atlas, iri: str) -> Section:
    """What the use leaves or makes beside its product, with the share of the dry input."""
    view = atlas.view
    shares: dict[str, Entry] = {}
    for output in view.many(iri, "sym:hasOutput"):
        low, high = view.number(output, "sym:shareLow"), view.number(output, "sym:shareHigh")
        ends = "–".join(dict.fromkeys(f"{end * 100:g}" for end in (low, high) if end is not None))
        for material in view.many(output, "sym:outputMaterial"):
            shares[material] = Entry(
                atlas.link(material),
                facts=keep([Fact("share of the dry input", f"{ends} %" if ends else "")]),
                badges=badges_of(atlas, output),
                grounds=list_grounds(atlas, output),
            )
    for material in view.many(iri, "sym:yields"):
        shares.setdefault(material, Entry(atlas.link(material)))
    rows = tuple(sorted(shares.values(), key=lambda e: e.link.label.casefold()))
    return Section("yields", "What is left over", groups=(Group("", rows),) if rows else ())
