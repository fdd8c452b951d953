"""An answer as a table for people: labels for IRIs, links, figures to the right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from matcher.namespaces import bare, literal_language, shorten
from matcher.querying.answers import Answer, Truth
from matcher.querying.exchange import show_link, turn_into_path
from matcher.querying.formats import CONTROL, as_table
from web.filters import find_address

MOST_SHOWN: Final = 500  # rows on a page; downloads hold all
FIGURE: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Cell:
    """A term on a page: its text, what it is called exactly, where it leads, its language."""

    text: str
    exact: str = ""
    link: str = ""
    outside: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table on a page; `figures` says of each column whether it holds numbers alone."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    figures: tuple[bool, ...]
    total: int
    truncated: bool


def lay_out_sheet(answer: Answer, labels: Mapping[str, str]) -> Sheet | None:
    """The first rows of an answer; none for a yes or no."""
    if isinstance(answer, Truth):
        return None
    table = as_table(answer)
    rows = tuple(
        tuple(None if term is None else lay_out_cell(term, labels) for term in row)
        for row in table.rows[:MOST_SHOWN]
    )
    figures = tuple(
        any(row[at] for row in rows) and all(is_figure(row[at]) for row in rows)
        for at in range(len(table.columns))
    )
    columns = tuple(name.replace("_", " ") for name in table.columns)
    return Sheet(columns, rows, figures, len(table.rows), table.truncated)


def is_figure(cell: Cell | None) -> bool:
    """Whether a cell holds a number, or nothing."""
    return cell is None or FIGURE.fullmatch(cell.text) is not None


def lay_out_cell(term: str, labels: Mapping[str, str]) -> Cell:
    """One term: an IRI by its label, a literal by its text."""
    if term.startswith("<"):
        return lay_out_iri(term, labels)
    text = CONTROL.sub(" ", bare(term))
    if term.startswith("_:"):
        return Cell(text, "a node without a name")
    language = literal_language(term)
    address = find_address(text) if not language else None
    return Cell(text, link=address or "", outside=bool(address), language=language)


def lay_out_iri(term: str, labels: Mapping[str, str]) -> Cell:
    """An IRI: ours leads to its own page where it has a label, others to where they say."""
    iri = bare(term)
    short = CONTROL.sub(" ", shorten(iri))
    label = labels.get(iri)
    path = turn_into_path(iri)
    if path and label:
        return Cell(CONTROL.sub(" ", label), short, f"/concept/{path}")
    address = show_link(term) if path is None else None
    return Cell(label or short, short if label else "", address or "", bool(address))
