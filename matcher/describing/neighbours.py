"""The picture of a term: its nearest neighbours from left to right, at most 40 boxes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from matcher.describing.atlas import Atlas
from matcher.describing.columns import MOST_IN_COLUMN, Columns, Hop, lay_columns
from matcher.describing.model import Graph
from matcher.describing.processes import find_bars
from matcher.proposing.vetoes import standing_vetoes


def draw_neighbours(atlas: Atlas, iri: str) -> Graph | None:
    """The picture of a material, process, use, need, sector or waste code; None for other kinds."""
    draw = {
        "material": around_material,
        "process": around_process,
        "use": around_use,
        "need": around_need,
        "code": around_code,
        "sector": around_sector,
    }.get(atlas.kind(iri).key)
    if draw is None:
        return None
    before, middle, after = draw(atlas, iri)
    return lay_columns(atlas, iri, before, middle, after)


Picture = tuple[Columns, str, Columns]


def around_material(atlas: Atlas, iri: str) -> Picture:
    """Origin, material, uses, their processes, and what those leave."""
    view = atlas.view
    origins = [
        (process, "gives", iri)
        for arising in view.many(iri, "sym:hasArising")
        for process in view.many(arising, "sym:fromProcess")
    ]
    origins += [(use, "yields", iri) for use in view.subjects("sym:yields", iri)]
    free = [use for use in view.many(iri, "sym:documentedFor") if not is_barred(atlas, iri, use)]
    shown = free[:MOST_IN_COLUMN]
    processes = [(u, "in", p) for u in shown for p in view.many(u, "sym:inProcess")]
    left = [(p, "leaves", m) for u, _w, p in processes for m in view.many(u, "sym:yields")]
    return (
        [("Comes from", origins)],
        "Material",
        [
            ("Uses", [(iri, "taken by", use) for use in free]),
            ("Processes", processes),
            ("What is left", left),
        ],
    )


def is_barred(atlas: Atlas, material: str, use: str) -> bool:
    """Whether a standing veto of a material bars a use."""
    barring = set(atlas.view.subjects("sym:barsUse", use))
    return not barring.isdisjoint(standing_vetoes(atlas.view, material))


def around_process(atlas: Atlas, iri: str) -> Picture:
    """Materials taken by documented uses, the process, and what it lets out."""
    view = atlas.view
    uses = [use for use in view.subjects("sym:inProcess", iri) if not find_bars(atlas, use)]
    taken = [(m, "taken by", iri) for use in uses for m in view.many(use, "sym:takes")]
    out = [(iri, "makes", m) for m in view.many(iri, "sym:produces")]
    out += [
        (iri, "gives", m)
        for arising in view.many(iri, "sym:originOf")
        for m in view.many(arising, "sym:ofMaterial")
    ]
    taken += [(need, "needed by", iri) for need in view.many(iri, "sym:hasNeed")]
    return [("Takes and needs", taken)], "Process", [("Lets out", out)]


def around_use(atlas: Atlas, iri: str) -> Picture:
    """Material, use, process, and what comes of it."""
    view = atlas.view
    taken = [(m, "taken by", iri) for m in view.many(iri, "sym:takes")]
    after = [(iri, "in", p) for p in view.many(iri, "sym:inProcess")]
    after += [(iri, "yields", m) for m in view.many(iri, "sym:yields")]
    after += [(iri, "meets", need) for need in view.many(iri, "sym:meets")]
    after += [(iri, "replaces", m) for m in view.many(iri, "sym:replaces")]
    return [("Material", taken)], "Use", [("Process, and what comes of it", after)]


def around_need(atlas: Atlas, iri: str) -> Picture:
    """Materials with a use that meets the need, those uses, the need, the processes that have it."""
    uses = atlas.view.subjects("sym:meets", iri)
    meeting = [(use, "meets", iri) for use in uses]
    taken = [
        (m, "taken by", u) for u in uses[:MOST_IN_COLUMN] for m in atlas.view.many(u, "sym:takes")
    ]
    having = [(iri, "need of", p) for p in atlas.view.many(iri, "sym:needOf")]
    return [("Materials", taken), ("Uses that meet it", meeting)], "Need", [("Processes", having)]


def around_code(atlas: Atlas, iri: str) -> Picture:
    """Processes, materials, and the entry they fall under."""
    view = atlas.view
    arisings = view.subjects("sym:wasteCode", iri)
    materials = [(m, "falls under", iri) for a in arisings for m in view.many(a, "sym:ofMaterial")]
    shown = list(dict.fromkeys(m for m, _w, _o in materials))[:MOST_IN_COLUMN]
    processes = [
        (p, "gives", m)
        for a in arisings
        for m in view.many(a, "sym:ofMaterial")
        if m in shown
        for p in view.many(a, "sym:fromProcess")
    ]
    return [("Processes", processes), ("Materials", materials)], "Waste code", []


def around_sector(atlas: Atlas, iri: str) -> Picture:
    """Materials taken, the processes that take them, and the sector that runs those."""
    view = atlas.view
    below = {iri, *view.subjects("sym:broaderSector", iri)}
    processes = sorted({p for s in below for p in view.subjects("sym:mainSector", s)})
    running = [(iri, "runs", p) for p in processes]
    taking = [list_taken(atlas, process) for process in processes[:MOST_IN_COLUMN]]
    return [], "Sector", [("Processes", running), ("What they take", take_turns(taking))]


def list_taken(atlas: Atlas, process: str) -> list[Hop]:
    """What a process takes by documented uses that nothing bars."""
    uses = [u for u in atlas.view.subjects("sym:inProcess", process) if not find_bars(atlas, u)]
    return [(process, "takes", m) for use in uses for m in atlas.view.many(use, "sym:takes")]


def take_turns(rows: Sequence[Sequence[Hop]]) -> list[Hop]:
    """One of each row in turn, so that the first row does not fill the column alone."""
    turns = zip_longest(*(tuple(dict.fromkeys(row)) for row in rows))
    return [hop for turn in turns for hop in turn if hop is not None]
