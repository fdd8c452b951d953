"""The way in for somebody who has no name: materials by kind, processes by sector, with counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final

from matcher.describing.atlas import Atlas
from matcher.describing.kinds import KINDS
from matcher.describing.model import Link
from matcher.describing.parts import list_sectors
from matcher.describing.paths import count_below, find_narrower
from matcher.namespaces import expand

TOPS: Final = ("sym:Matter", "sym:Energy")
#: kinds that a reader may want to leaf through, beside materials and processes
SHELVES: Final = (
    "use", "need", "role", "function", "form", "property", "specification", "veto", "precedent",
    "place", "source", "class", "predicate",
    "pack",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Branch:
    """A term of a tree with the branches below it and how many terms stand below in all."""

    link: Link
    below: int
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Division:
    """A division of NACE with the processes that it mostly runs."""

    link: Link | None
    processes: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A kind of term and how many there are of it."""

    key: str
    plural: str
    count: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The page of contents: two trees and the shelves of everything else."""

    matter: tuple[Branch, ...]
    energy: tuple[Branch, ...]
    divisions: tuple[Division, ...]
    chapters: tuple[Branch, ...]
    shelves: tuple[Shelf, ...]
    counts: dict[str, int]


def list_contents(atlas: Atlas) -> Contents:
    """Everything there is, by the way a reader would look for it."""
    counts = Counter(atlas.kinds.values())
    words = {kind.key: kind.plural for kind in reversed(KINDS)}
    matter, energy = (grow(atlas, expand(top)) for top in TOPS)
    return Contents(
        matter=matter,
        energy=energy,
        divisions=divide(atlas),
        chapters=tuple(
            Branch(link, count_below(atlas, link.iri))
            for link in atlas.links(i for i, kind in atlas.kinds.items() if kind == "chapter")
        ),
        shelves=tuple(Shelf(key, words[key], counts[key]) for key in SHELVES if counts[key]),
        counts=dict(counts),
    )


def grow(atlas: Atlas, iri: str, above: tuple[str, ...] = ()) -> tuple[Branch, ...]:
    """The branches below a term; a cycle is cut where it closes."""
    return tuple(
        Branch(link, count_below(atlas, link.iri), grow(atlas, link.iri, (*above, iri)))
        for link in find_narrower(atlas, iri)
        if link.iri not in above and link.iri != iri
    )


def divide(atlas: Atlas) -> tuple[Division, ...]:
    """The processes by the division of their main sector; those of no sector last."""
    found: dict[str, list[str]] = defaultdict(list)
    for iri, kind in atlas.kinds.items():
        if kind == "process":
            sectors = list_sectors(atlas, iri)
            found[climb(atlas, sectors[0].iri, "division") if sectors else ""].append(iri)
    divisions = [
        Division(atlas.link(iri) if iri else None, atlas.links(processes))
        for iri, processes in found.items()
    ]
    return tuple(sorted(divisions, key=lambda d: (d.link is None, d.link.code if d.link else "")))


def climb(atlas: Atlas, sector: str, level: str) -> str:
    """The sector of a wider level that one belongs to; itself where there is none."""
    for candidate in (sector, *atlas.view.many(sector, "sym:broaderSector")):
        if atlas.view.text(candidate, "sym:level") == level:
            return candidate
    return sector


def list_shelf(atlas: Atlas, key: str) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """All terms of a kind by the first letter of their label."""
    letters: dict[str, list[Link]] = defaultdict(list)
    for link in atlas.links(i for i, kind in atlas.kinds.items() if kind == key):
        first = link.label[:1].upper()
        letters[first if first.isalpha() else "#"].append(link)
    return tuple(sorted((letter, tuple(links)) for letter, links in letters.items()))
