"""The page of a source: where to find it, and every fact that rests on it."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from matcher.describing.atlas import Atlas, is_blank
from matcher.describing.kinds import KINDS, ORDER
from matcher.describing.model import Entry, Group, Section
from matcher.describing.parts import collect, keep, say, sort_entries
from matcher.proposing.view import GRADES

#: what ties a node without a name, such as a typical range, to the term that it is said of
HOLDING: Final = (
    "sym:hasTypicalRange", "sym:hasOutput", "sym:minimumBatch", "sym:inSeason", "sym:storage",
    "sym:cost",
)  # fmt: skip


def tell_source(atlas: Atlas, iri: str) -> tuple[Section, ...]:
    """How to find the source, and every fact that rests on it, with what it was read to state."""
    facts = (
        say(atlas, "Publisher", iri, "dcterms:publisher"),
        say(atlas, "Year", iri, "dcterms:issued"),
        say(atlas, "Where", iri, "sym:locator"),
    )
    resting: dict[str, list[Entry]] = defaultdict(list)
    for holder, evidence in find_resting(atlas, iri):
        kind = atlas.kind(holder)
        graded = atlas.view.many(evidence, "sym:grade")
        badges: tuple[tuple[str, str], ...] = tuple(
            ("grade", GRADES.get(g, "trade")) for g in graded
        )
        note = "" if evidence == holder else tell_states(atlas, evidence)
        resting[kind.plural].append(Entry(atlas.link(holder), note=note, badges=badges))
    order = {kind.plural: ORDER[kind.key] for kind in KINDS}
    groups = tuple(
        Group(title.capitalize(), sort_entries(dict.fromkeys(entries)))
        for title, entries in sorted(resting.items(), key=lambda item: order.get(item[0], 99))
    )
    lead = "" if groups else "Nothing rests on it yet."
    return collect(
        Section("find", "Where to find it", facts=keep(facts)),
        Section("rests", "What rests on it", groups=groups, lead=lead),
    )


def find_resting(atlas: Atlas, source: str) -> list[tuple[str, str]]:
    """The terms that rest on a source, each with the evidence that names it."""
    found = []
    for item in atlas.view.subjects("prov:wasDerivedFrom", source):
        holders = atlas.stating("sym:evidence", item) if is_blank(item) else [item]
        found += [(term, item) for holder in holders for term in owners(atlas, holder)]
    return sorted(set(found))


def owners(atlas: Atlas, holder: str) -> list[str]:
    """The term itself, or the terms that hold a blank node such as a typical range."""
    if not is_blank(holder):
        return [holder] if holder in atlas else []
    return [term for name in HOLDING for term in atlas.stating(name, holder) if term in atlas]


def tell_states(atlas: Atlas, evidence: str) -> str:
    """What a piece of evidence says that the source states."""
    return " ".join(atlas.view.texts(evidence, "sym:states"))
