"""Which List-of-Waste entries a material leads to, by chapter, in the groups that are covered.

A group is covered where it says so (sym:entriesCovered). An entry is reached when an arising names
it whose material takes few codes, or says why it takes many; the two editions of one number count
once. An entry that nothing reaches is left out where it says why (sym:notArising), or it is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matcher.checking.counting import Graph, index_facts, is_narrow
from matcher.knowledge import Quad
from matcher.namespaces import literal_text, node

CHAPTER = slice(0, 2)
GROUP = slice(0, 4)


@dataclass(frozen=True, slots=True)
class Reach:
    """The entries of one chapter, or of all together, as six-digit numbers."""

    chapter: str
    entries: frozenset[str]
    reached: frozenset[str]
    left_out: Mapping[str, str]

    @property
    def open(self) -> frozenset[str]:
        """The entries that nothing reaches and that say no reason."""
        return self.entries - self.reached - self.left_out.keys()

    def as_dict(self) -> dict[str, object]:
        """The numbers for JSON, with the entries that are left out or open."""
        return {
            "chapter": self.chapter,
            "entries": len(self.entries),
            "reached": len(self.reached),
            "left_out": dict(sorted(self.left_out.items())),
            "open": sorted(self.open),
        }


def count_entries(quads: Iterable[Quad]) -> list[Reach]:
    """The reach of each chapter with a covered group, by number, and of all of them as `all`."""
    graph = index_facts(quads)
    entries = find_entries(graph)
    reached = entries & find_reached(graph)
    left_out = {code: why for code, why in find_reasons(graph).items() if code in entries - reached}
    chapters = sorted({code[CHAPTER] for code in entries})
    return [narrow_to(prefix, entries, reached, left_out) for prefix in (*chapters, "")]


def find_entries(graph: Graph) -> frozenset[str]:
    """The entries of the covered groups, of every edition."""
    covered = {number_of(graph, group) for group in graph.facts.get(node("sym:entriesCovered"), {})}
    every = {number_of(graph, code) for code in graph.members("sym:WasteCode")}
    return frozenset(code for code in every if code[GROUP] in covered)


def find_reached(graph: Graph) -> frozenset[str]:
    """The entries that an arising of a narrow material names."""
    arisings = [a for a in graph.members("sym:Arising") if is_narrow(graph, a)]
    return frozenset(
        number_of(graph, code) for a in arisings for code in graph.of("sym:wasteCode", a)
    )


def find_reasons(graph: Graph) -> dict[str, str]:
    """The reasons that entries give for having no arising."""
    stated = graph.facts.get(node("sym:notArising"), {})
    return {number_of(graph, code): literal_text(reasons[0]) for code, reasons in stated.items()}


def number_of(graph: Graph, term: str) -> str:
    """The number of an entry or group; empty where it has none."""
    return next((literal_text(number) for number in graph.of("sym:code", term)), "")


def narrow_to(
    chapter: str, entries: frozenset[str], reached: frozenset[str], left_out: Mapping[str, str]
) -> Reach:
    """The reach of one chapter; of everything where the chapter is empty."""
    return Reach(
        chapter or "all",
        frozenset(code for code in entries if code.startswith(chapter)),
        frozenset(code for code in reached if code.startswith(chapter)),
        {code: why for code, why in left_out.items() if code.startswith(chapter)},
    )


def write_entries(reaches: Iterable[Reach]) -> str:
    """The reach as a text table, a chapter a line, with what is open named at the end of it."""
    lines = ["List of Waste   entries  reached  left out   open"]
    for reach in reaches:
        name = reach.chapter if reach.chapter == "all" else f"chapter {reach.chapter}"
        numbers = (len(reach.entries), len(reach.reached), len(reach.left_out), len(reach.open))
        named = "" if reach.chapter == "all" else "  " + " ".join(sorted(reach.open))
        lines.append(
            f"{name:<14}  {numbers[0]:>7}  {numbers[1]:>7}  {numbers[2]:>8}  {numbers[3]:>5}{named}".rstrip()
        )
    return "\n".join(lines)
