"""The boxes of a picture in columns: the nearest find room first, and few lines cross."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Final

from matcher.describing.atlas import Atlas
from matcher.describing.model import Edge, Graph, Node

MOST_NODES: Final = 40
MOST_IN_COLUMN: Final = 13

Hop = tuple[str, str, str]  # from, word, to
Columns = list[tuple[str, list[Hop]]]


@dataclass(slots=True)
class Board:
    """A picture in the making: the column of each term, the arrows, and what found no room."""

    place: dict[str, int]
    arrows: list[Edge] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)

    def fill(self, atlas: Atlas, column: int, hops: Sequence[Hop], leftward: bool) -> None:
        """Put the far end of each hop into a column if its near end has a place."""
        for start, word, end in dict.fromkeys(hops):
            far, near = (start, end) if leftward else (end, start)
            if near not in self.place or not self.admit(atlas, far, column):
                continue
            if self.place[far] != self.place[near]:
                self.arrows.append(Edge(start, end, word))

    def admit(self, atlas: Atlas, term: str, column: int) -> bool:
        """Whether a term has a place, or gets one now; where there is no room it is noted."""
        if term in self.place:
            return True
        taken = sum(number == column for number in self.place.values())
        if taken >= MOST_IN_COLUMN or len(self.place) >= MOST_NODES or term not in atlas:
            self.left_out.add(term)
            return False
        self.place[term] = column
        return True


def lay_columns(
    atlas: Atlas, iri: str, before: Columns, middle: str, after: Columns
) -> Graph | None:
    """Put each term into the first column that names it, until a column or the picture is full."""
    own = len(before)
    stages = [*before, (middle, []), *after]
    board = Board({iri: own})
    # nearest columns first, so that what is dropped is what stands farthest away
    for number in nearest_first(len(stages), own):
        board.fill(atlas, number, stages[number][1], leftward=number < own)
    return build_graph(atlas, iri, [title for title, _ in stages], board)


def untangle(place: dict[str, int], arrows: Sequence[Edge], middle: int) -> list[str]:
    """The boxes of each column in the order of what they hang on, so that few lines cross."""
    rank: dict[str, float] = {}
    for column in (middle, *nearest_first(max(place.values()) + 1, middle)):
        terms = [term for term, number in place.items() if number == column]
        toward = {term: [rank[end] for end in tied(term, arrows) if end in rank] for term in terms}
        terms.sort(key=lambda term: fmean(toward[term]) if toward[term] else 0.0)
        rank.update({term: float(at) for at, term in enumerate(terms)})
    return sorted(place, key=lambda term: (place[term], rank[term]))


def tied(term: str, arrows: Sequence[Edge]) -> list[str]:
    """The other ends of the arrows of a box."""
    return [e.end if e.start == term else e.start for e in arrows if term in (e.start, e.end)]


def nearest_first(count: int, middle: int) -> list[int]:
    """The columns beside the middle one, nearest first."""
    return sorted((n for n in range(count) if n != middle), key=lambda n: (abs(n - middle), -n))


def build_graph(atlas: Atlas, iri: str, titles: Sequence[str], board: Board) -> Graph | None:
    """The picture without empty columns; None where the term stands alone."""
    place = board.place
    if len(place) < 2:
        return None
    used = sorted(set(place.values()))
    renumbered = {old: new for new, old in enumerate(used)}
    nodes = tuple(
        Node(atlas.link(term), renumbered[place[term]], term == iri)
        for term in untangle(place, board.arrows, place[iri])
    )
    arrows = tuple(dict.fromkeys(board.arrows))
    return Graph(tuple(titles[n] for n in used), nodes, arrows, len(board.left_out - set(place)))
