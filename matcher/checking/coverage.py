"""What the knowledge base holds, by pack: raw numbers, and the numbers that count.

What counts is narrower than what is there. A material counts with three really different
English names, a way to a List-of-Waste entry (or a reason), and something that none of its
ancestors has. A use counts with role, evidence, condition, and what it replaces, meets or yields.
A precedent counts with place, both sectors, use, status and a source that was read. A code counts
when a material that takes at most twelve codes (or says why it takes more) reaches it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from matcher.checking.counting import (
    Graph,
    codes_of,
    find_materials,
    find_uses,
    find_vetoes,
    index_facts,
    is_narrow,
    material_counts,
    members_of,
    precedent_counts,
    use_counts,
    uses_of_grade,
)
from matcher.knowledge import Quad

KINDS: Final[
    Mapping[str, tuple[Callable[[Graph], list[str]], Callable[[Graph, str], bool] | None]]
] = {
    "materials": (find_materials, material_counts),
    "processes": (members_of("sym:Process"), None),
    "uses": (find_uses, use_counts),
    "uses read": (uses_of_grade("grade:Read"), None),
    "uses cited through": (uses_of_grade("grade:CitedThrough"), None),
    "uses on trade knowledge": (uses_of_grade("grade:TradeKnowledge"), None),
    "needs": (members_of("sym:Need"), None),
    "specifications": (members_of("sym:Specification"), None),
    "limits": (members_of("sym:Limit"), None),
    "arisings": (members_of("sym:Arising"), None),
    "vetoes": (find_vetoes, None),
    "precedents": (members_of("sym:Precedent"), precedent_counts),
    "places": (members_of("sym:Place"), None),
    "sources": (members_of("sym:Source"), None),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of one pack, or of all packs together; `total` is raw, `counting` what counts."""

    pack: str
    total: Mapping[str, int]
    counting: Mapping[str, int]

    @property
    def trade_share(self) -> float:
        """The share of uses that rest on trade knowledge alone, 0 to 1."""
        uses = self.total["uses"]
        return self.total["uses on trade knowledge"] / uses if uses else 0.0

    def as_dict(self) -> dict[str, object]:
        """The numbers for JSON."""
        return {
            "pack": self.pack,
            "total": dict(self.total),
            "counting": dict(self.counting),
            "trade_share": round(self.trade_share, 3),
        }


def count_coverage(quads: Iterable[Quad]) -> list[Counts]:
    """The counts of each pack by name, and of all packs together as `all`."""
    graph = index_facts(quads)
    packs = sorted({pack for pack in graph.owners.values() if pack})
    members = {name: (find(graph), test) for name, (find, test) in KINDS.items()}
    return [count_pack(graph, pack, members) for pack in (*packs, "all")]


Members = Mapping[str, tuple[list[str], Callable[[Graph, str], bool] | None]]


def count_pack(graph: Graph, pack: str, members: Members) -> Counts:
    """The counts of one pack."""
    total: dict[str, int] = {}
    counting: dict[str, int] = {}
    for name, (found, test) in members.items():
        mine = [term for term in found if pack in ("all", graph.owners.get(term))]
        total[name] = len(mine)
        if test:
            counting[name] = sum(test(graph, term) for term in mine)
    arisings = [a for a in graph.members("sym:Arising") if pack in ("all", graph.owners.get(a))]
    total["codes"] = len(codes_of(graph, arisings))
    counting["codes"] = len(codes_of(graph, [a for a in arisings if is_narrow(graph, a)]))
    places = [p for p in graph.members("sym:Place") if pack in ("all", graph.owners.get(p))]
    total["countries"] = len({c for p in places for c in graph.of("sym:country", p)})
    return Counts(pack, total, counting)


def write_coverage(counts: Iterable[Counts]) -> str:
    """The counts as a text table, a pack a column; `x of y` is counting of raw."""
    columns = list(counts)
    head = ["", *(column.pack for column in columns)]
    rows = [head, *(write_row(name, columns) for name in columns[-1].total)]
    rows.append(["on trade knowledge", *(f"{column.trade_share:.0%}" for column in columns)])
    widths = [max(len(row[place]) for row in rows) for place in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def write_row(name: str, columns: Iterable[Counts]) -> list[str]:
    """One line of the table."""
    return [
        name,
        *(
            f"{column.counting[name]} of {column.total[name]}"
            if name in column.counting
            else str(column.total[name])
            for column in columns
        ),
    ]
