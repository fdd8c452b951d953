"""An answer laid out for the result page: the text cut at what was read, and the legend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from matcher.render import Json
from web.words import ALL, Badge

LONGEST_MARK: Final = 80  # characters; a longer stretch is no chip but the whole text


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text; `kind` and `label` say what it was read as, if anything."""

    text: str
    kind: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the result page needs beside the answer itself."""

    pieces: tuple[Piece, ...]
    legend: tuple[Badge, ...]


def lay_out(answer: Json) -> Layout:
    """The marked text and the badges that stand on this page."""
    return Layout(mark_text(answer), choose_legend(answer))


def mark_text(answer: Json) -> tuple[Piece, ...]:
    """The text cut into pieces, those that were read marked with what they were read as."""
    text = answer["text"]
    pieces, at = [], 0
    for start, end, kind, label in sorted(find_marks(answer), key=lambda m: (m[0], -m[1])):
        if start < at or end > len(text) or not 0 < end - start <= LONGEST_MARK:
            continue
        pieces += [Piece(text[at:start]), Piece(text[start:end], kind, label)]
        at = end
    return tuple(piece for piece in (*pieces, Piece(text[at:])) if piece.text)


def find_marks(answer: Json) -> Iterator[tuple[int, int, str, str]]:
    """Every stretch that was read: start, end, kind, and the word for it."""
    reading = answer["reading"]
    single = [("quantity", "quantity"), ("cost", "cost")]
    for name, label in single:
        if reading[name] and reading[name]["span"]:
            yield (*reading[name]["span"], name, label)
    for kind, prefix in (("properties", ""), ("contaminants", "contains "), ("absent", "free of ")):
        for item in reading[kind]:
            if item["span"]:
                yield (*item["span"], kind, prefix + item["label"])
    yield from find_material(answer)


def find_material(answer: Json) -> Iterator[tuple[int, int, str, str]]:
    """Where the words stand that the likeliest material was recognised by."""
    folded = answer["text"].lower()
    if len(folded) != len(answer["text"]):
        return  # a letter that changes length in lower case would shift every position
    for material in answer["materials"][:1]:
        for because in material["because"]:
            start = folded.find(because["span"].lower()) if because["span"] else -1
            if start >= 0:
                yield start, start + len(because["span"]), "material", material["label"]


def choose_legend(answer: Json) -> tuple[Badge, ...]:
    """The badges that stand on this page, in the order of the glossary."""
    used = set()
    for proposal in answer["proposals"]:
        used |= {("route", proposal["route"]), ("state", proposal["state"])}
        used |= {("route", route) for route in proposal["support"]}
        used |= {("condition", c["status"]) for c in proposal["conditions"]}
        used |= {("basis", c["basis"]) for c in proposal["conditions"] if c["basis"]}
        if proposal["evidence"]:
            used |= {
                ("grade", proposal["evidence"]["grade"]),
                ("practice", proposal["evidence"]["status"]),
            }
        used |= {("practice", precedent["status"]) for precedent in proposal["precedents"]}
    return tuple(badge for badge in ALL if (badge.kind, badge.key) in used)
