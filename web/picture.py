"""The neighbours of a term as a drawing: where each box and arrow stands, in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matcher.describing.model import Edge, Graph, Link, Node

WIDTH: Final = 1120
GAP: Final = 56  # between columns, room for the arrows
WIDEST: Final = 236
LINE: Final = 17
PAD: Final = 9
AIR: Final = 10  # between boxes
TOP: Final = 34  # the titles of the columns
LETTER: Final = 7.1  # the mean width of a letter at 13 px, on the safe side
MOST_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Box:
    """One term: its corner, its size, its lines of text and where each is written."""

    link: Link
    own: bool
    x: int
    y: int
    width: int
    height: int
    lines: tuple[tuple[int, str], ...]

    @property
    def middle(self) -> int:
        """The height at which arrows come and go."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Row:
    """An arrow in words, for the table beside the picture."""

    start: Link
    word: str
    end: Link


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes, arrows as paths, titles, the size, and the same as rows of a table."""

    width: int
    height: int
    titles: tuple[tuple[int, str], ...]
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]
    rows: tuple[Row, ...]
    left_out: int


def draw(graph: Graph) -> Picture:
    """Lay the columns out side by side, each centred on the tallest."""
    count = len(graph.columns)
    width = min(WIDEST, (WIDTH - GAP * (count - 1)) // count)
    columns = [[n for n in graph.nodes if n.column == c] for c in range(count)]
    heights = [[measure(node, width) for node in column] for column in columns]
    tallest = max(total(h) for h in heights)
    boxes: dict[str, Box] = {}
    for number, (column, tall) in enumerate(zip(columns, heights, strict=True)):
        y = TOP + (tallest - total(tall)) // 2
        for node, height in zip(column, tall, strict=True):
            boxes[node.link.iri] = place(node, number * (width + GAP), y, width, height)
            y += height + AIR
    return Picture(
        width=count * width + (count - 1) * GAP,
        height=TOP + tallest + 2,
        titles=tuple((n * (width + GAP), title) for n, title in enumerate(graph.columns)),
        boxes=tuple(boxes.values()),
        arrows=tuple(connect(boxes[e.start], boxes[e.end]) for e in graph.edges),
        rows=tuple(tell(e, boxes) for e in graph.edges),
        left_out=graph.left_out,
    )


def total(heights: Sequence[int]) -> int:
    """The height of a column."""
    return sum(heights) + AIR * (len(heights) - 1)


def measure(node: Node, width: int) -> int:
    """The height of a box."""
    return len(wrap(write(node.link), width)) * LINE + 2 * PAD - 3


def place(node: Node, x: int, y: int, width: int, height: int) -> Box:
    """A box with its lines."""
    lines = wrap(write(node.link), width)
    written = tuple((y + PAD + 11 + n * LINE, line) for n, line in enumerate(lines))
    return Box(node.link, node.own, x, y, width, height, written)


def write(link: Link) -> str:
    """The words in a box: the code first where there is one."""
    return f"{link.code} {link.label}".strip()


def wrap(text: str, width: int) -> tuple[str, ...]:
    """A text in at most three lines of a box; what does not fit ends in an ellipsis."""
    room = max(4, int((width - 2 * PAD - 4) / LETTER))
    lines: list[str] = []
    for word in text.split() or [""]:
        for piece in (word[at : at + room] for at in range(0, max(len(word), 1), room)):
            if lines and len(lines[-1]) + 1 + len(piece) <= room:
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][: room - 1].rstrip() + "…"]
    return tuple(lines)


def connect(start: Box, end: Box) -> str:
    """A curve from the facing edge of one box to that of the other."""
    left, right = (start, end) if start.x < end.x else (end, start)
    x1, x2 = left.x + left.width, right.x
    bend = min(40, (x2 - x1) // 2)
    return f"M{x1} {left.middle}C{x1 + bend} {left.middle} {x2 - bend} {right.middle} {x2} {right.middle}"


def tell(edge: Edge, boxes: dict[str, Box]) -> Row:
    """An arrow in words."""
    return Row(boxes[edge.start].link, edge.word, boxes[edge.end].link)
