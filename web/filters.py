"""How figures, codes and sources are written on a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from matcher.namespaces import bare, shorten
from matcher.render import Json
from matcher.words import GRAPH_BASE, capital, name_source, sentence
from web.addresses import link_code, link_sector, link_term, locate
from web.bars import draw_bar

NARROW: Final = "\u202f"  # narrow no-break space, between a figure and its unit
OWN: Final = "urn:symbiograph:"
ADDRESS: Final = re.compile(r"https?://[^\s<>\"'|,;]+[^\s<>\"'|,;.)\]]")


def write_number(value: float) -> str:
    """12,000 or 0.05, to six significant digits, never in powers of ten for people."""
    text = f"{value:,.6g}"
    if "e" in text:
        text = f"{value:,.0f}" if abs(value) >= 1 else f"{value:.12f}".rstrip("0")
    return text.replace("-", "−")


def write_range(low: float, high: float, unit: str | None = None) -> str:
    """A figure or a range with an en dash, and its unit set apart by a thin space."""
    figures = write_number(low)
    if high != low:
        figures += "–" + write_number(high)
    return f"{figures}{NARROW}{unit}" if unit else figures


def write_quantity(quantity: Json) -> str:
    """“40,000 t per year”."""
    per = f" per {quantity['per']}" if quantity["per"] else ""
    return write_range(quantity["low"], quantity["high"], quantity["unit"]) + per


def write_limit(limit: str) -> str:
    """“≤ 9 %” with thin spaces that do not break."""
    return limit.replace(" ", NARROW)


def write_share(value: float) -> str:
    """A share from 0 to 1 in per cent."""
    return f"{round(value * 100)}{NARROW}%"


def write_code(code: str, hazardous: bool = False) -> str:
    """“10 02 02” with no-break spaces, and the asterisk of hazardous waste."""
    parts = [code[i : i + 2] for i in range(0, len(code), 2)]
    return "\u00a0".join(parts) + ("*" if hazardous else "")


def write_term(term: str) -> str:
    """A term of a proof as its short name; parts of files and of this text by their ending."""
    name = shorten(bare(term))
    return name.removeprefix(GRAPH_BASE).removeprefix(OWN)


def write_triple(triple: Sequence[str]) -> str:
    """Subject, predicate and object by their short names."""
    return " ".join(write_term(term) for term in triple)


def find_address(locator: str | None) -> str | None:
    """The web address in a locator, if it has one."""
    found = ADDRESS.search(locator or "")
    return found.group() if found else None


def number_steps(proof: Json) -> list[dict[str, Any]]:
    """The formal steps, each premise as the number of the step that concludes it."""
    known: dict[tuple[str, ...], int] = {}
    rows = []
    for number, step in enumerate(proof["steps"], start=1):
        refs = [known.get(tuple(premise)) for premise in step["premises"]]
        given = zip(refs, step["premises"], strict=True)
        rows.append(
            {
                "number": number,
                "rule": step["rule"],
                "conclusion": write_triple(step["conclusion"]),
                "from": [n for n in refs if n],
                "unlisted": [write_triple(premise) for n, premise in given if not n],
                "source": name_source(step["source"]),
            }
        )
        known.setdefault(tuple(step["conclusion"]), number)
    return rows


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "number": write_number,
    "figures": write_range,
    "quantity": write_quantity,
    "limit": write_limit,
    "share": write_share,
    "lowcode": write_code,
    "term": write_term,
    "address": find_address,
    "capital": capital,
    "sentence": sentence,
    "numbered": number_steps,
    "bar": draw_bar,
    "page": locate,
    "termpage": link_term,
    "codepage": link_code,
    "sectorpage": link_sector,
}
